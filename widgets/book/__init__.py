"""The Sphinx extension that makes the book's pages live: maps, figures, voices, back matter.

Each module does one thing and connects itself:

- ``freshness``: what a page's outputs depend on, so that an edit of the data shows;
- ``mounts``: a map's or a figure's place in a page without a kernel;
- ``voices``: labels, paragraph ids, citations and glossary terms in running text;
- ``terms``: the first use of each glossary term in a chapter;
- ``answers``: what a reader answers, drafts and has read, and how long reading takes;
- ``backmatter``: cover, concordance, glossary and references, written from the data;
- ``outcomes``: what each chapter teaches and sets;
- ``places``: where a chapter runs;
- ``lookup``: terms on the search page;
- ``chrome``: the page around the text.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from widgets.book import answers, backmatter, chrome, freshness, lookup, mounts, outcomes, places, terms, voices


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect every module."""
    for module in (freshness, mounts, voices, terms, places, answers, backmatter, outcomes, lookup, chrome):
        module.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
