"""Pages written from the data: cover, concordance, glossary, references, and how the course was made.

A page asks for its part with the directive ``seeds``; the text is made of ordinary nodes, so it
is searched, linked and printed like any other. Each module writes one page's parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from widgets.article import load
from widgets.book import chrome
from widgets.book.backmatter import concordance, cover, glossary, method, references
from widgets.book.backmatter.pieces import Page, depart_link, link, visit_link
from widgets.entries import Article
from widgets.seeds import nearest

Part = Callable[[Page, Article], Iterator[nodes.Node]]

PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "cover": cover.cover,
        "concordance": concordance.paragraphs,
        "citations": concordance.citations,
        "concepts": concordance.concepts,
        "glossary": glossary.terms,
        "kazakh": glossary.kazakh,
        "russian": glossary.russian,
        "works": references.works,
        "case-sources": references.case_sources,
        "numbers": references.numbers,
        "statuses": method.statuses,
        "unverified": method.unverified,
        "slips": method.slips,
        "labels": method.labels,
        "report": method.report,
    }
)


class Seeds(SphinxDirective):
    """``{seeds} glossary``: write that part of the back matter here."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Write the part, or say which parts there are."""
        part = self.arguments[0]
        if part not in PARTS:
            raise self.error(f'no part "{part}"; {nearest(part, PARTS)}')
        return list(PARTS[part](Page(self.env.app, self.env.docname), load()))


def name_filter(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Name the glossary's filter on the page that has the terms."""
    if chrome.is_site(app) and '<dl class="glossary' in str(context.get("body", "")):
        for name in ("terms.js", "glossary.js"):
            app.add_js_file(name, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_node(link, html=(visit_link, depart_link))
    app.add_directive("seeds", Seeds)
    app.connect("html-page-context", name_filter)
