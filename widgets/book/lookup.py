"""Terms on the search page: any name or form of a term, in three languages, leads to its entry and its chapters.

Sphinx's own search looks for the words of the pages. Readers type other forms of them, in Kazakh and in
Russian too; ``terms.js`` knows how forms of one word are alike, and ``lookup.js`` writes what it finds.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from widgets.article import load
from widgets.book import chrome, links, mounts
from widgets.entries import Article, Concept

SEARCH = "search"
"""The name of the search page."""


def chapters(env: BuildEnvironment, article: Article, concept: Concept) -> list[str]:
    """Name the chapters that treat a term, by the paragraphs that are about it."""
    about = {one.chapter for one in article.paragraphs.values() if concept.id in one.concepts}
    about |= {article.paragraphs[one].chapter for one in concept.paragraphs}
    return [name for name in env.found_docs if name.removeprefix("chapters/") in about]


def entries(app: Sphinx, article: Article) -> list[dict[str, Any]]:
    """Give each term's names and forms, the address of its entry, and its chapters with theirs."""
    titles = app.env.titles
    return [
        {
            "name": concept.name.en,
            "names": [concept.id, *concept.name.languages().values(), *concept.forms],
            "other": [[code, concept.name.languages()[code]] for code in ("kk", "ru")],
            "address": links.address(app, SEARCH, concept.id),
            "chapters": [
                [titles[name].astext(), app.builder.get_relative_uri(SEARCH, name)]
                for name in sorted(chapters(app.env, article, concept))
            ],
        }
        for concept in article.concepts.values()
    ]


def give_terms(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Give the search page's template the terms."""
    if chrome.is_site(app) and page == SEARCH:
        context["terms"] = mounts.in_script(entries(app, load()))
        for name in ("terms.js", "lookup.js"):
            app.add_js_file(name, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("html-page-context", give_terms)
