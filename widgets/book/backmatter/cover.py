"""The cover's part: the levels with their cases, the article, and what the course holds."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from widgets.article import statuses
from widgets.bibliography import Status
from widgets.book import svg
from widgets.book.backmatter.pieces import Page, in_language, joined
from widgets.entries import Article
from widgets.maps import levels

COUNTED: dict[Status, str] = {
    "verified": "were verified against a source",
    "known": "are known in the field and were not checked by us",
    "guess": "are our guesses",
}


def cover(_page: Page, article: Article) -> Iterator[nodes.Node]:
    """Draw the levels with their cases, and count what the course holds."""
    picture = svg.draw(
        levels.view(article, view="article").figure,
        "The three levels of public diplomacy, with the course's cases placed on them",
    )
    yield nodes.raw("", f'<figure class="cover">{picture}</figure>', format="html")
    yield _about(article)
    sure = statuses(article)
    kazakhstan = sum("kz" in case.countries for case in article.activities.values())
    counted = [f"{sure[word]} {words}" for word, words in COUNTED.items() if sure[word]]
    yield nodes.paragraph(
        "",
        f"The picture is drawn from the course's data: {len(article.paragraphs)} paragraphs of the article, "
        f"{len(article.activities)} cases ({kazakhstan} that touch Kazakhstan), {len(article.concepts)} terms, "
        f"{len(article.works)} works. Of {sum(sure.values())} facts of the record, {', '.join(counted)}. "
        "Each says which it is.",
    )


def _about(article: Article) -> nodes.paragraph:
    """Name the article, its authors as printed, and what our copy does not say."""
    authors = nodes.inline("", "", *joined(in_language(author.printed, "kk") for author in article.authors))
    title = nodes.emphasis("", article.title.en)
    russian = in_language(article.title.ru or "", "ru")
    return nodes.paragraph(
        "",
        "",
        nodes.Text("The article: "),
        authors,
        nodes.Text(" "),  # their initials end with a full stop
        title,
        nodes.Text(" ("),
        russian,
        nodes.Text(
            f"). {article.institution.en}. Its journal, year and pages do not stand on our copy, and its list of "
            "references is missing there; we cite it by paragraph."
        ),
    )
