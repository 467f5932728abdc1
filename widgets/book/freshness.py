"""What a page's outputs depend on beside its own text: the data, the code, the pinned versions.

The execution cache runs a notebook again when its cells change; it does not see that ``seeds/`` or an
imported module changed. So the cache's folder is named by a digest of them. The folder's name is a
setting that pages depend on: with another one, Sphinx reads every page again. In the same way a
digest of the templates, style sheets and scripts is a setting on which the writing of pages depends:
with another one, all are written again, and the files copied.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

OUTPUTS = ("seeds/*.*", "widgets/**/*.py", "requirements.txt", "requirements.lock")
PRESENTATION = tuple(f"widgets/**/*.{ending}" for ending in ("js", "css", "html", "svg", "conf"))


def digest(root: Path, patterns: tuple[str, ...]) -> str:
    """Return a digest of every file that matches a pattern."""
    total = hashlib.sha256()
    for pattern in patterns:
        for file in sorted(root.glob(pattern)):
            total.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def settle(app: Sphinx, config: Config) -> None:
    """Keep executed notebooks under their digest, and drop those of other digests."""
    root = Path(app.srcdir)
    config.course_presentation = digest(root, PRESENTATION)
    caches = root / "_build" / ".executed"
    cache = caches / digest(root, OUTPUTS)
    for old in caches.glob("*"):
        if old != cache:
            shutil.rmtree(old, ignore_errors=True)
    config.nb_execution_cache_path = str(cache)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_config_value("course_presentation", "", "html")
    app.connect("config-inited", settle, priority=900)
