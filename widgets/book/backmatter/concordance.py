"""The concordance: the article's paragraphs one by one, then by what they cite and by what they are about."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from widgets.article import VOICES
from widgets.book.backmatter.pieces import (
    Page,
    Row,
    alphabetical,
    in_language,
    joined,
    line,
    prose,
    remark,
    said,
    table,
)
from widgets.entries import Article, Number, Paragraph, Promise
from widgets.maps import concordance as at_a_glance
from widgets.maps import style

REPEATS = {kind: style.upper(how.text) for kind, how in at_a_glance.REPEATS.items()}
#: What the later paragraph does to this one.
REPEATED = {"identical": "the same", "near": "nearly the same", "partial": "a part"}
KEPT = at_a_glance.KEPT
SURE = {
    "certain": "certain",
    "nearly certain": "nearly certain",
    "guess": "a guess",
    "unknown": "not known",
}


def paragraphs(page: Page, article: Article) -> Iterator[nodes.Node]:
    """List the article's paragraphs by section."""
    for section in article.sections.values():
        found = [one for one in article.paragraphs.values() if one.section == section.id]
        if not found:
            continue
        part = nodes.section(ids=[f"section-{section.id}"])
        part += nodes.title("", section.name.en)
        for paragraph in found:
            part += _paragraph(page, article, paragraph)
        yield part


def _paragraph(page: Page, article: Article, one: Paragraph) -> nodes.section:
    """Write what a paragraph says, then where it leads, then what is remarked on it."""
    entry = nodes.section(ids=[one.id], classes=["entry"])
    entry += nodes.title("", one.id)
    entry.extend(said(voice, *prose(text)) for voice, text in one.accounts)
    if one.reports:
        entry += line("Whose view", *prose(one.reports))
    if one.terms:
        pairs = ((in_language(term.kk, "kk"), nodes.Text(f" ({term.en})")) for term in one.terms)
        entry += line("Terms", *joined(pairs, "; "))
    if one.concepts:
        entry += line("In the glossary", *page.terms(article.concepts[id_] for id_ in one.concepts))
    entry.extend(_cites(page, article, one))
    entry.extend(_repeats(page, article, one))
    if one.promises:
        entry += nodes.paragraph("", "", nodes.strong("", "What it promises, and how far the article keeps it:"))
        entry += nodes.definition_list("", *(_promise(page, promise) for promise in one.promises), classes=["promises"])
    entry.extend(remark(page, article, each) for each in one.remarks)
    if chapter := page.chapter(one.chapter):
        entry += line("Treated in", chapter)
    return entry


def _cites(page: Page, article: Article, one: Paragraph) -> Iterator[nodes.paragraph]:
    """Say what a paragraph cites, and what we take the number for."""
    for citation in one.citations:
        pages = f", p. {citation.pages}" if citation.pages else ""
        number = article.numbers[f"n{citation.number}"]
        yield line(
            "Cites",
            nodes.Text(f"[{citation.number}{pages}], {citation.about}. "),
            *_taken(page, article, number),
            nodes.Text(". The reasons stand at "),
            page.to(number.id, f"number {number.number}"),
            nodes.Text("."),
        )


def _taken(page: Page, article: Article, number: Number) -> Iterator[nodes.Node]:
    """Say what we take a number of the article's missing list of references for, and how sure we are."""
    if number.sure == "unknown":
        yield nodes.Text("Which work this is, we do not know")
        if number.works:
            yield nodes.Text("; it could be ")
            yield from page.works(article, number.works)
        return
    yield nodes.Text("We take it for ")
    yield from page.works(article, number.works)
    yield nodes.Text(f" ({SURE[number.sure]})")


def _repeats(page: Page, article: Article, one: Paragraph) -> Iterator[nodes.paragraph]:
    """Say which paragraphs a paragraph repeats, and which repeat it."""
    for repeat in one.repeats:
        yield line(REPEATS[repeat.kind], *page.paragraphs([repeat.id]), nodes.Text(": "), *prose(repeat.note))
    later = [
        (page.to(other.id, f"[{other.id}]"), nodes.Text(f" ({REPEATED[repeat.kind]})"))
        for other in article.paragraphs.values()
        for repeat in other.repeats
        if repeat.id == one.id
    ]
    if later:
        yield line("Repeated by", *joined(later))


def _promise(page: Page, promise: Promise) -> nodes.definition_list_item:
    """Write a promise of the article's with our reading of how far it is kept."""
    where = [nodes.Text(", "), *page.paragraphs(promise.paragraphs)] if promise.paragraphs else []
    reading = line(
        VOICES["reading"], nodes.emphasis("", KEPT[promise.kept]), *where, nodes.Text(". "), *prose(promise.why)
    )
    return nodes.definition_list_item(
        "",
        nodes.term("", "", *prose(promise.text)),
        nodes.definition("", reading, classes=["voice", "voice-reading"]),
    )


def citations(page: Page, article: Article) -> Iterator[nodes.Node]:
    """Tabulate the paragraphs by what they cite."""
    rows = []
    for number in article.numbers.values():
        places = [
            (page.to(one.id, f"[{one.id}]"), nodes.Text(f" p. {cited.pages}" if cited.pages else ""))
            for one in article.paragraphs.values()
            for cited in one.citations
            if cited.number == number.number
        ]
        taken = list(page.works(article, number.works)) or [nodes.Text("–")]
        sure = page.to(number.id, SURE[number.sure])
        cells = ([nodes.Text(str(number.number))], joined(places or [nodes.Text("never cited")]), taken, [sure])
        rows.append(Row(cells))
    columns = ("Number", "Cited in", "What it may be", "How sure we are")
    yield table("The numbers of the article's own list of references", columns, rows)


def concepts(page: Page, article: Article) -> Iterator[nodes.Node]:
    """Tabulate the paragraphs by the terms that they are about."""
    rows = []
    for concept in sorted(article.concepts.values(), key=alphabetical):
        places = [one.id for one in article.paragraphs.values() if concept.id in one.concepts]
        if places:
            name = [*page.terms([concept]), nodes.Text(" "), in_language(concept.name.kk or "", "kk")]
            rows.append(Row((name, page.paragraphs(places))))
    yield table("The paragraphs in which each term has a part", ("Term", "Paragraphs"), rows)
