"""What a page's outputs depend on beside its own text: the data, the code, the pinned versions.

The execution cache runs a notebook again when its cells change; it does not see that ``seeds/`` or an
imported module changed. So the cache's folder is named by a digest of them. The folder's name is a
setting that pages depend on: with another one, Sphinx reads every page again.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

DEPENDENCIES = ("seeds/*.*", "widgets/**/*.py", "requirements.txt", "requirements.lock")


def digest(root: Path) -> str:
    """Return a digest of every file that an output may depend on."""
    total = hashlib.sha256()
    for pattern in DEPENDENCIES:
        for file in sorted(root.glob(pattern)):
            total.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def choose_cache(app: Sphinx, config: Config) -> None:
    """Keep executed notebooks under the digest, and drop those of other digests."""
    caches = Path(app.srcdir) / "_build" / ".executed"
    cache = caches / digest(Path(app.srcdir))
    for old in caches.glob("*"):
        if old != cache:
            shutil.rmtree(old, ignore_errors=True)
    config.nb_execution_cache_path = str(cache)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("config-inited", choose_cache, priority=900)
