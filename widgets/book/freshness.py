"""What a page's outputs depend on beside its own text: the data, the code, the pinned versions.

Sphinx reads a page again when its file changes, and the execution cache runs a notebook again when
its cells change. Neither sees that `seeds/` or an imported module changed; a digest of them does.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

DEPENDENCIES = ("seeds/*.*", "widgets/**/*.py", "requirements.txt", "requirements.lock")


def digest(root: Path) -> str:
    """Return a digest of every file that an output may depend on."""
    total = hashlib.sha256()
    for pattern in DEPENDENCIES:
        for file in sorted(root.glob(pattern)):
            total.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def choose_cache(app: Sphinx, config: Config) -> None:
    """Keep executed notebooks in a folder named by the digest: another digest, another cache."""
    folder = Path(app.srcdir) / "_build" / ".executed" / digest(Path(app.srcdir))
    config.nb_execution_cache_path = str(folder)


def outdated(app: Sphinx, env: BuildEnvironment, _added: object, _changed: object, _removed: object) -> list[str]:
    """Read every page again when the digest is not the one that the pages were read under."""
    now = digest(Path(app.srcdir))
    before = getattr(env, "course_digest", None)
    env.course_digest = now  # type: ignore[attr-defined]
    return [] if before == now else sorted(env.found_docs)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("config-inited", choose_cache, priority=900)
    app.connect("env-get-outdated", outdated)
