"""Where an id of the data has its place in the book, seen from a page."""

from __future__ import annotations

import re
from typing import Literal

from sphinx.application import Sphinx

from widgets.article import load

Kind = Literal["concordance", "references", "glossary"]

_REF = re.compile(r'data-ref="([\w-]+)"')


def page(app: Sphinx, docname: str, kind: Kind) -> str:
    """Return the address of a back-matter page, relative to a page."""
    return app.builder.get_relative_uri(docname, f"chapters/{kind}")


def address(app: Sphinx, docname: str, id_: str) -> str | None:
    """Return the address of a paragraph, a work, one of the article's numbers or a term, relative to a page."""
    article = load()
    if id_ in article.paragraphs:
        return f"{page(app, docname, 'concordance')}#{id_}"
    if id_ in article.works or id_ in article.numbers:
        return f"{page(app, docname, 'references')}#{id_}"
    if id_ in article.concepts:
        return f"{page(app, docname, 'glossary')}#{id_}"
    return None


def resolve(app: Sphinx, docname: str, markup: str) -> str:
    """Give every ``data-ref`` of an Explorer's HTML its address."""
    return _REF.sub(lambda match: f'href="{address(app, docname, match[1])}"', markup)
