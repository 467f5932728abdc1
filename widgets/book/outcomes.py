"""What each chapter teaches and sets, for those who plan a course: read from the chapters, written nowhere twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from widgets.article import load

#: The words before a chapter's list of outcomes.
BEFORE = "At the end of it you will be able to"
ITEM = re.compile(r"^- (.+(?:\n {2}.+)*)", re.MULTILINE)


def outcomes(opening: str) -> list[str]:
    """Give the items of a chapter's list of outcomes, as Markdown."""
    after = opening.partition(BEFORE)[2]
    return [" ".join(item.split()) for item in ITEM.findall(after)]


def marked(notebook: dict[str, Any]) -> list[int]:
    """Give the points of each exercise."""
    metadata = (cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"])
    return [int(one["points"]) for one in metadata if "points" in one]


def count(number: int, what: str) -> str:
    """Count something: ``1 exercise``, ``4 exercises``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def lines(name: str, notebook: dict[str, Any]) -> Iterator[str]:
    """Write a chapter's entry as Markdown: its title, what it asks of readers, its outcomes."""
    opening = "".join(notebook["cells"][0]["source"])
    title = opening.splitlines()[0].removeprefix("# ")
    questions = sum(one.chapter == name for one in load().questions.values())
    points = marked(notebook)
    work = f"{count(questions, 'question')}; {count(len(points), 'exercise')}, {sum(points)} points"
    yield f"**[{title}]({name}.ipynb)** ({work})"
    yield ""
    yield from (f"- {one}" for one in outcomes(opening))
    yield ""


class Outcomes(SphinxDirective):
    """``{outcomes}``: every chapter with its outcomes, questions and exercises, in order."""

    def run(self) -> list[nodes.Node]:
        """Write the entries, and let the page depend on the chapters."""
        text: list[str] = []
        for document in sorted(self.env.found_docs):
            path = Path(self.env.doc2path(document))
            if path.suffix == ".ipynb":
                self.env.note_dependency(str(path))
                text += lines(path.stem, json.loads(path.read_text("utf-8")))
        entries = nodes.container(classes=["outcomes"])
        self.state.nested_parse(StringList(text, source=self.env.docname), 0, entries)
        return [entries]


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_directive("outcomes", Outcomes)
