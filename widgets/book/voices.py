"""What plain Markdown means in this book: voices, tasks, paragraph ids, citations, terms.

Chapters use plain constructs only, so that they read well anywhere. Here a blockquote that opens
with a known bold label gets its class, ``[D12]`` its link to the concordance, a link into the
references or the glossary its target, and a glossary term its definition beside it.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from widgets.article import VOICES, load
from widgets.book import links
from widgets.explorer import fallback
from widgets.maps.style import kazakh
from widgets.seeds import nearest

LOGGER = logging.getLogger(__name__)

#: The class of a blockquote, by the bold label that it opens with.
LABELS = {label: f"voice voice-{voice}" for voice, label in VOICES.items()} | {
    label: f"task task-{label.split()[0].lower()}" for label in ("Predict", "Try it", "Check yourself", "Exercise")
}
PARAGRAPH = re.compile(r"\[([A-Z]\d{1,2}|A-(?:ru|en))\]")


class defined_term(nodes.reference):  # type: ignore[misc]  # noqa: N801  (docutils has no types, and lower case)
    """A link to a glossary entry, with its definition at hand."""


class Labels(SphinxTransform):
    """Give labelled blockquotes their classes."""

    default_priority = 500

    def apply(self, **_: object) -> None:
        """Run on every blockquote."""
        for quote in self.document.findall(nodes.block_quote):
            first = next(iter(quote.findall(nodes.strong)), None)
            if first is None or not quote.astext().startswith(first.astext()):
                continue
            label = re.match(r"[A-Za-z ]+", first.astext())
            if label and label[0].strip() in LABELS:
                quote["classes"] += LABELS[label[0].strip()].split()


class ParagraphIds(SphinxTransform):
    """Link ``[D12]`` to the article's paragraph in the concordance."""

    default_priority = 510

    def apply(self, **_: object) -> None:
        """Run on every text outside code and links."""
        known = load().paragraphs
        for text in list(self.document.findall(nodes.Text)):
            if not PARAGRAPH.search(text) or _within(
                text, (nodes.literal, nodes.literal_block, nodes.reference, nodes.title)
            ):
                continue
            pieces: list[nodes.Node] = []
            end = 0
            for match in PARAGRAPH.finditer(text):
                id_ = match[1]
                if id_ not in known:
                    LOGGER.warning(
                        "no paragraph %s in seeds/article.toml; %s",
                        id_,
                        nearest(id_, known),
                        location=text.parent,
                    )
                    continue
                pieces.append(nodes.Text(text[end : match.start()]))
                uri = links.address(self.app, self.env.docname, id_) or ""
                pieces.append(nodes.reference("", match[0], refuri=uri, internal=True, classes=["paragraph"]))
                end = match.end()
            text.parent.replace(text, [*pieces, nodes.Text(text[end:])])


class BackMatterLinks(SphinxTransform):
    """Resolve links into the back matter, whose entries come from the data and have no headings."""

    default_priority = 5  # before Sphinx looks for headings of that name

    def apply(self, **_: object) -> None:
        """Run on every link that names an entry of a back-matter page."""
        article = load()
        entries = {
            "chapters/glossary": article.concepts,
            "chapters/references": article.works,
            "chapters/concordance": article.paragraphs,
        }
        for link in list(self.document.findall(addnodes.pending_xref)):
            target, id_ = link.get("reftarget"), link.get("reftargetid")
            if target not in entries or not id_:
                continue
            if id_ not in entries[target]:
                LOGGER.warning(
                    "no entry %s in %s; %s",
                    id_,
                    target,
                    nearest(id_, entries[target]),
                    location=link,
                )
                continue
            uri = f"{links.page(self.app, self.env.docname, target.removeprefix('chapters/'))}#{id_}"
            made: nodes.reference
            if target == "chapters/glossary":
                made = defined_term("", "", refuri=uri, internal=True, definition=article.concepts[id_].definition)
            else:
                made = nodes.reference("", "", refuri=uri, internal=True, classes=["cites"])
            made += nodes.Text(link.astext())
            link.replace_self(made)


def _within(node: nodes.Node, kinds: tuple[type[nodes.Node], ...]) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, kinds):
            return True
        parent = parent.parent
    return False


def visit_term(self: HTML5Translator, node: defined_term) -> None:
    """Open the link; its definition is described by id, so it is read on focus too."""
    self.course_terms = getattr(self, "course_terms", 0) + 1
    node["tip"] = f"term-{self.course_terms}"
    self.body.append(
        f'<span class="term-with-definition"><a class="term" href="{node["refuri"]}" aria-describedby="{node["tip"]}">'
    )


def depart_term(self: HTML5Translator, node: defined_term) -> None:
    """Close the link, and put the definition beside it."""
    definition = fallback.inline(kazakh(node["definition"]))
    self.body.append(f'</a><span class="definition" role="tooltip" id="{node["tip"]}">{definition}</span></span>')


def _open_reference(self: nodes.NodeVisitor, node: defined_term) -> None:
    self.visit_reference(node)


def _close_reference(self: nodes.NodeVisitor, node: defined_term) -> None:
    self.depart_reference(node)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    plain = (_open_reference, _close_reference)
    app.add_node(defined_term, html=(visit_term, depart_term), latex=plain, text=plain, epub=plain)
    for transform in (Labels, ParagraphIds, BackMatterLinks):
        app.add_transform(transform)
