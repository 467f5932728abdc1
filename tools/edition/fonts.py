"""The editions' fonts: from npm, pinned, with every letter of Kazakh and Russian.

A machine's own fonts may lack Ә Ғ Қ Ң Ө Ұ Ү Һ, or differ from one machine to the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from about import ROOT
from pages import EditionError

FOLDER = ROOT / "node_modules" / "@fontsource"
SERIF, SANS, CODE = "source-serif-4", "source-sans-3", "source-code-pro"
SYMBOLS = FOLDER / "noto-sans-math" / "files" / "noto-sans-math-latin-400-normal.woff2"  # arrows, operators
SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
FACE = re.compile(r"/\* (?P<name>\S+) \*/\s*@font-face \{(?P<body>[^}]*)\}")


@dataclass(frozen=True)
class Face:
    """One font file, and the rule that declares it (``{url}`` stands for its address)."""

    path: Path
    rule: str


def faces(*styles: tuple[str, str]) -> list[Face]:
    """Return the font files of each family and style, such as ``("source-sans-3", "400-italic")``.

    Raises
    ------
    EditionError
        When npm has not brought them.

    """
    found = []
    for family, style in styles:
        sheet = FOLDER / family / f"{style}.css"
        if not sheet.is_file() or not SYMBOLS.is_file():
            raise EditionError("The editions' fonts are not here: install npm, then run make clean and this again.")
        for face in FACE.finditer(sheet.read_text("utf-8")):
            # A name is the family's, the script's, then weight and slope.
            if face["name"].removeprefix(f"{family}-").rpartition(f"-{style[:3]}-")[0] in SCRIPTS:
                body = re.sub(r"src:[^;]*;", 'src: url("{url}") format("woff2");', face["body"])
                found.append(Face(FOLDER / family / "files" / f"{face['name']}.woff2", body))
    symbols = "font-family: Symbols; src: url(\"{url}\") format('woff2');"
    return [*found, Face(SYMBOLS, symbols)]


def declared(found: Sequence[Face], address: Callable[[Path], str]) -> str:
    """Write the rules of these fonts, each with its file's address."""
    return "".join(f"@font-face {{{face.rule.replace('{url}', address(face.path))}}}\n" for face in found)
