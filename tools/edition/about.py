"""What an edition says of itself: title, version, date, language, licence."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
LICENCE = "Text and data: CC BY 4.0. Code: MIT licence."

#: What a reader of paper or of an e-book has to know, in the edition's first pages.
NOTES = (
    (
        "Each map stands here as it opens, with its legend, what it says in words, and its table. On the pages for "
        "a browser, maps answer to your choices; where the text asks you to choose or to change something, it means "
        "those pages or a notebook."
    ),
    (
        "An id such as [D12] leads to the article’s paragraph in the concordance, a name with a year to the "
        "references, a term to the glossary. The answers to the questions stand at the end."
    ),
)


@dataclass(frozen=True)
class About:
    """The book's particulars; ``date`` is fixed, so that one source gives one file."""

    title: str
    author: str
    language: str
    version: str
    date: datetime
    stem: str


@cache
def about() -> About:
    """Read the particulars from where the book has them."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    # By the convention of reproducible builds; else the year of the copyright, and no machine's clock.
    given = os.environ.get("SOURCE_DATE_EPOCH")
    date = datetime.fromtimestamp(int(given), UTC) if given else datetime(int(config["copyright"]), 1, 1, tzinfo=UTC)
    return About(
        title=config["title"],
        author=config["author"],
        language=config["sphinx"]["config"]["language"],
        version=project["version"],
        date=date,
        stem=f"{project['name']}-{project['version']}",
    )


def made(path: Path) -> str:
    """Say what was made, in one line."""
    size = path.stat().st_size
    return f"{path.relative_to(ROOT)}: {size / 1e6:.1f} MB"
