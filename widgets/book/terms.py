"""Terms of the glossary in running text: the first use of each in a chapter leads to its entry.

Authors link a term where it matters. Whatever they leave, this links at the first use, so that no reader
has to guess which words are terms. Words of every day (``everyday`` in the seeds) are left to the authors:
not every *state* is an actor, and some states are verbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from widgets.article import load
from widgets.book import links
from widgets.book.voices import defined_term
from widgets.entries import Article

#: The pages whose terms are linked; the back matter is about the terms themselves.
CHAPTER = re.compile(r"chapters/\d\d-")
#: Where a link does not belong, or where the words are no prose of ours.
OUTSIDE = (
    nodes.Inline,  # links, code, emphasis, labels, words in another language
    nodes.literal_block,
    nodes.raw,
    nodes.title,
    nodes.table,
)
ASIDE = re.compile(r"\s*\([^)]*\)\s*")  # "(political) realism": the word is a term without it


def spelled(name: str) -> str:
    """Give the pattern of a term in English, in the singular or the plural."""
    words = re.escape(ASIDE.sub(" ", name).strip())
    return rf"{words[:-1]}(?:y|ies)" if words.endswith("y") else rf"{words}(?:s|es)?"


def patterns(article: Article) -> dict[str, re.Pattern[str]]:
    """Give the pattern of each term that is linked by itself; longer names first, since they hold shorter ones."""
    terms = [one for one in article.concepts.values() if not one.everyday]
    terms.sort(key=lambda one: -len(one.name.en))
    return {one.id: re.compile(rf"(?<![\w-]){spelled(one.name.en)}(?![\w-])", re.IGNORECASE) for one in terms}


class FirstUses(SphinxTransform):
    """Link each term where a chapter uses it first."""

    default_priority = 520  # after the authors' own links and the paragraphs' ids

    def apply(self, **_: object) -> None:
        """Run on every paragraph of a chapter, in order."""
        if not CHAPTER.match(self.env.docname):
            return
        article = load()
        left = patterns(article)
        for node in list(self.document.findall(lambda one: isinstance(one, nodes.Text | defined_term))):
            if isinstance(node, defined_term):
                left.pop(node["refuri"].partition("#")[2], None)
            elif _is_prose(node):
                node.parent.replace(node, [*self._linked(article, str(node), left)])

    def _linked(self, article: Article, text: str, left: dict[str, re.Pattern[str]]) -> Iterator[nodes.Node]:
        """Split a text at the terms that it uses first, and take these off the list."""
        while found := _first(text, left):
            id_, match = found
            del left[id_]
            if before := text[: match.start()]:
                yield nodes.Text(before)
            uri = links.address(self.app, self.env.docname, id_)
            definition = article.concepts[id_].definition
            yield defined_term("", "", nodes.Text(match[0]), refuri=uri, internal=True, definition=definition)
            text = text[match.end() :]
        if text:
            yield nodes.Text(text)


def _first(text: str, left: dict[str, re.Pattern[str]]) -> tuple[str, re.Match[str]] | None:
    """Find the term that comes first in a text, the longest of those that begin together."""
    found = [(id_, match) for id_, pattern in left.items() if (match := pattern.search(text))]
    return min(found, key=lambda one: (one[1].start(), -len(one[1][0])), default=None)


def _is_prose(text: nodes.Text) -> bool:
    """Tell whether a text stands directly in a paragraph of the page's own words."""
    parent, is_paragraph = text.parent, isinstance(text.parent, nodes.paragraph)
    while is_paragraph and parent is not None:
        if isinstance(parent, OUTSIDE):
            return False
        parent = parent.parent
    return is_paragraph


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_transform(FirstUses)
