"""The references: each work with how sure we are of it, and what the article's own numbers may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docutils import nodes

from widgets.bibliography import Work
from widgets.book.backmatter.concordance import SURE
from widgets.book.backmatter.pieces import Page, Row, in_language, joined, prose, status, table, text
from widgets.checks import entries, parts
from widgets.entries import Article, Case
from widgets.maps.style import CYRILLIC


def works(_page: Page, article: Article) -> Iterator[nodes.Node]:
    """List the works that stand behind the article, the terms, the theories, the levels."""
    cases = _of_cases_only(article)
    yield _list(work for work in article.works.values() if work.id not in cases)


def case_sources(_page: Page, article: Article) -> Iterator[nodes.Node]:
    """List the works that stand behind the cases alone."""
    cases = _of_cases_only(article)
    yield _list(work for work in article.works.values() if work.id in cases)


def _of_cases_only(article: Article) -> set[str]:
    """Find the works that cases cite and nothing else does."""
    cited: dict[bool, set[str]] = {True: set(), False: set()}
    for place, entry in entries(article):
        for _, part in parts(place, entry):
            cited[isinstance(part, Case)].update(getattr(part, "sources", ()))
    return cited[True] - cited[False]


def _list(wanted: Iterator[Work]) -> nodes.bullet_list:
    """List works by author and year."""
    made = nodes.bullet_list(classes=["references"])
    for work in sorted(wanted, key=lambda one: (one.label.casefold(), one.id)):
        made += nodes.list_item("", _work(work), ids=[work.id])
    return made


def _work(work: Work) -> nodes.paragraph:
    """Write a reference: author, year, title, where it stands, how sure we are of it."""
    fields = {key: value.replace("{", "").replace("}", "").replace("--", "–") for key, value in work.fields.items()}
    lang = fields.get("langid", "en")
    shown = nodes.paragraph("", "")
    author = fields.get("author") or fields.get("editor") or fields.get("organization") or fields.get("institution")
    if work.label.split()[0] not in (author or ""):  # the name by which a reader comes here
        shown += nodes.strong("", f"{work.label}: ")
    if author:
        editors = " (ed.)" if "author" not in fields and "editor" in fields else ""
        shown += _foreign(author.replace(" and ", "; "), lang)
        shown += nodes.Text(f"{editors} ")
    # The label's year has the letter that tells two works of a year apart.
    year = re.search(r"\d{4}[a-z]?$", work.label)
    shown += nodes.Text(f"({year[0] if year else fields.get('year', 'no year')}). ")
    title = in_language(fields["title"], lang) if lang != "en" else nodes.Text(fields["title"])
    shown += nodes.emphasis("", "", title)
    shown += nodes.Text(". ")
    where = [_foreign(one, lang) for one in _where(fields)]
    shown.extend(joined(where))
    if where:
        shown += nodes.Text(". ")
    if "note" in fields:
        shown.extend([*prose(fields["note"]), nodes.Text(". ")])
    address = f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url")
    if address:
        shown += nodes.reference("", fields.get("doi", address), refuri=address)
    shown += status(work.status, work.checked)
    return shown


def _where(fields: Mapping[str, str]) -> Iterator[str]:
    """Give the parts of a reference that say where the work stands."""
    for key in ("journal", "booktitle", "series"):
        if key in fields:
            yield fields[key]
    if "edition" in fields:
        yield f"edition {fields['edition']}"
    if "publisher" in fields or "address" in fields:
        yield ": ".join(fields[key] for key in ("address", "publisher") if key in fields)
    if "howpublished" in fields:
        yield fields["howpublished"]
    if "volume" in fields:
        issue = fields.get("number") or fields.get("issue")
        yield fields["volume"] + (f"({issue})" if issue else "")
    if "pages" in fields:
        yield f"pp. {fields['pages']}"


def _foreign(words: str, lang: str) -> nodes.Node:
    """Mark words in Cyrillic with the language of the work that they stand on."""
    return in_language(words, lang) if lang != "en" and CYRILLIC.search(words) else nodes.Text(words)


def numbers(page: Page, article: Article) -> Iterator[nodes.Node]:
    """Tabulate the article's own numbers: what stands there, what we take each for, and why."""
    rows = []
    for number in article.numbers.values():
        cited = (
            (page.to(one.id, f"[{one.id}]"), nodes.Text(f" {citation.about}"))
            for one in article.paragraphs.values()
            for citation in one.citations
            if citation.number == number.number
        )
        stands = list(joined(cited, "; ")) or text("never cited")
        taken = list(page.works(article, number.works)) or text("–")
        cells = (text(number.number), stands, taken, text(SURE[number.sure]), prose(number.reading))
        rows.append(Row(cells, number.id))
    columns = ("Number", "Cited for", "What it may be", "How sure", "Our reading")
    yield table("The numbers of the article's own list of references", columns, rows)
