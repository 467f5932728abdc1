"""What the written pages are made of: labelled lines, voices, links, tables, words of other languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from widgets.article import STATUSES, VOICES
from widgets.bibliography import Status
from widgets.book import links
from widgets.entries import Article, Concept, Language, Remark, Voice
from widgets.maps import style

LANGUAGES: dict[Language, str] = {"kk": "Kazakh", "ru": "Russian"}
SLIP = "A slip or a tension."


class link(nodes.reference):  # type: ignore[misc]  # noqa: N801  (docutils has no types, and lower case)
    """A link without the classes that Sphinx writes on each: these pages have some thousand links."""


def visit_link(self: HTML5Translator, node: link) -> None:
    """Open the link."""
    kind = f' class="{node["classes"][0]}"' if node["classes"] else ""
    self.body.append(f'<a{kind} href="{html.escape(node["refuri"])}">')


def depart_link(self: HTML5Translator, _node: link) -> None:
    """Close the link."""
    self.body.append("</a>")


@dataclass(frozen=True, slots=True)
class Page:
    """The page being written; its links start from here."""

    app: Sphinx
    name: str

    def to(self, id_: str, label: str) -> link:
        """Link a paragraph, a work or a term."""
        uri = links.address(self.app, self.name, id_) or ""
        kind = ["paragraph"] if label.startswith("[") else []
        return link("", label, refuri=uri, internal=True, classes=kind)

    def paragraphs(self, ids: Iterable[str]) -> Iterator[nodes.Node]:
        """Link paragraphs: ``[D12] [D17]``."""
        return joined((self.to(id_, f"[{id_}]") for id_ in ids), " ")

    def works(self, article: Article, keys: Iterable[str]) -> Iterator[nodes.Node]:
        """Link works by their labels."""
        return joined((self.to(key, article.label(key)) for key in keys), "; ")

    def terms(self, concepts: Iterable[Concept]) -> Iterator[nodes.Node]:
        """Link terms by their English names."""
        return joined(self.to(one.id, one.name.en) for one in concepts)

    def chapter(self, name: str) -> nodes.Node | None:
        """Link a chapter by its title, if it is in the book."""
        if f"chapters/{name}" not in self.app.env.found_docs:
            return None
        found = addnodes.pending_xref(
            "", refdomain="std", reftype="doc", reftarget=f"/chapters/{name}", refexplicit=False, refwarn=True
        )
        found["refdoc"] = self.name
        found += nodes.inline("", name)
        return found


def in_language(text: str, lang: str) -> nodes.raw:
    """Mark a text's language, which docutils has no node for."""
    return nodes.raw("", f'<span lang="{lang}">{html.escape(text)}</span>', format="html")


def prose(text: str, lang: str = "kk") -> Iterator[nodes.Node]:
    """Give a text with the language of its Cyrillic words marked."""
    for i, piece in enumerate(style.CYRILLIC.split(text)):
        if i % 2:
            yield in_language(piece, lang)
        elif piece:
            yield nodes.Text(piece)


def joined(parts: Iterable[nodes.Node | Iterable[nodes.Node]], separator: str = ", ") -> Iterator[nodes.Node]:
    """Put a separator between nodes, or between groups of them."""
    for i, part in enumerate(parts):
        if i:
            yield nodes.Text(separator)
        if isinstance(part, nodes.Node):
            yield part
        else:
            yield from part


def line(label: str, *content: nodes.Node) -> nodes.paragraph:
    """Write a labelled line."""
    return nodes.paragraph("", "", nodes.strong("", f"{label}:"), nodes.Text(" "), *content)


def said(voice: Voice, *content: nodes.Node) -> nodes.block_quote:
    """Write a statement with its voice: the label says it, and the line at its side."""
    return nodes.block_quote("", line(VOICES[voice], *content), classes=["voice", f"voice-{voice}"])


def status(word: Status, checked: str | None = None) -> nodes.inline:
    """Write a status in words."""
    against = [nodes.Text("; checked: "), *prose(checked)] if checked else []
    return nodes.inline("", "", nodes.Text(f" ({STATUSES[word]}"), *against, nodes.Text(")"), classes=["status"])


def remark(page: Page, article: Article, one: Remark, *, told: bool = True) -> nodes.block_quote:
    """Write a remark with its voice, its sources and its status; a slip is called one, unless the page does."""
    slip = [nodes.emphasis("", SLIP), nodes.Text(" ")] if one.slip and told else []
    sources = [nodes.Text(" "), *page.works(article, one.sources)] if one.sources else []
    sure = [status(one.status, one.checked)] if one.status else []
    return said(one.voice, *slip, *prose(one.text), *sources, *sure)


def items(entries: Iterable[Sequence[nodes.Node]], *kinds: str) -> nodes.bullet_list:
    """Write a list of lines."""
    made = nodes.bullet_list(classes=list(kinds))
    made.extend(nodes.list_item("", nodes.paragraph("", "", *entry)) for entry in entries)
    return made


class plain_table(nodes.table):  # type: ignore[misc]  # noqa: N801  (docutils has no types, and lower case)
    """A table that Sphinx does not number: such numbers would run on through all pages."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, and an id where links lead to it."""

    cells: tuple[Iterable[nodes.Node], ...]
    id: str = ""


def table(caption: str, columns: Sequence[str], rows: Iterable[Row]) -> plain_table:
    """Write a table whose first column names the rows."""
    group = nodes.tgroup(cols=len(columns))
    group.extend(nodes.colspec(colwidth=1, stub=1 if i == 0 else None) for i in range(len(columns)))
    head = nodes.row("", *(nodes.entry("", nodes.paragraph("", column)) for column in columns))
    body = nodes.tbody()
    for row in rows:
        cells = (nodes.entry("", nodes.paragraph("", "", *cell)) for cell in row.cells)
        body += nodes.row("", *cells, ids=[row.id] if row.id else [])
    group += nodes.thead("", head)
    group += body
    return plain_table("", nodes.title("", caption), group)


def alphabetical(concept: Concept) -> str:
    """Give what a term is sorted by: its English name without marks, and without what stands before it in brackets."""
    return re.sub(r"^\(.*?\)|[^\w ]", "", concept.name.en).strip().casefold()


def text(*words: object) -> list[nodes.Node]:
    """Give plain words as a cell."""
    return [nodes.Text(str(word)) for word in words]
