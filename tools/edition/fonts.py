"""The editions' fonts: from npm, pinned, whole, with every letter of Kazakh and Russian.

A machine's own fonts may lack Ә Ғ Қ Ң Ө Ұ Ү Һ, or differ from one machine to the next. And they are
whole, since a font cut up by scripts tears a Kazakh word apart when its text is copied or searched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from about import ROOT
from pages import EditionError

FOLDER = ROOT / "node_modules" / "@expo-google-fonts"
REGULAR, ITALIC, BOLD = "400Regular", "400Regular_Italic", "600SemiBold"
RULE = '@font-face {{font-family: "{family}"; font-weight: {weight}; font-style: {slope}; src: url("{url}")}}\n'


@dataclass(frozen=True)
class Face:
    """One font: its family's name in styles, and its weight and slope as the file's name has them."""

    family: str
    style: str

    @property
    def path(self) -> Path:
        """The font's file.

        Raises
        ------
        EditionError
            When npm has not brought it.

        """
        folder = FOLDER / self.family.lower().replace(" ", "-") / self.style
        path = folder / f"{self.family.replace(' ', '')}_{self.style}.ttf"
        if not path.is_file():
            raise EditionError("The editions' fonts are not here: install npm, then run make clean and this again.")
        return path


SERIF = [Face("Source Serif 4", style) for style in (REGULAR, ITALIC, BOLD)]
SANS = [Face("Source Sans 3", style) for style in (REGULAR, ITALIC, BOLD)]
CODE = [Face("Source Code Pro", REGULAR)]


def declared(faces: Sequence[Face], address: Callable[[Path], str]) -> str:
    """Write the rules that declare these fonts, each with its file's address."""
    return "".join(
        RULE.format(
            family=face.family,
            weight=face.style[:3],
            slope="italic" if face.style.endswith("Italic") else "normal",
            url=address(face.path),
        )
        for face in faces
    )
