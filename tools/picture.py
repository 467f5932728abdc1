"""Draw the README's picture from the seeds: ``picture.svg``.

The picture stands alone, so it brings its own colours and ground, which a page would give it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from widgets.book import svg
from widgets.maps import levels

PICTURE = Path(__file__).resolve().parents[1] / "picture.svg"
TITLE = "Three columns, monologue, dialogue and collaboration, rising like stairs, with real cases in each"


def picture() -> str:
    """Return the levels map as a picture on white."""
    drawn = svg.draw(levels.view().figure, TITLE)
    for colour, role in svg.ROLE.items():
        drawn = drawn.replace(role, colour)
    start = drawn.index(">") + 1
    return f'{drawn[:start]}<rect width="100%" height="100%" fill="#fff"/>{drawn[start:]}\n'


def main() -> int:
    """Write the picture; with ``--check``, only say whether it is the one that the seeds give."""
    if "--check" in sys.argv:
        return int(PICTURE.read_text("utf-8") != picture())
    PICTURE.write_text(picture(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
