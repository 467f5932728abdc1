"""How the course was made, in numbers and lists: what is verified, what is not, where the article stumbles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from docutils import nodes

from widgets.article import STATUSES, facts
from widgets.bibliography import Status, Work
from widgets.book.backmatter.glossary import LABEL_STATES
from widgets.book.backmatter.pieces import LANGUAGES, Page, Row, in_language, items, prose, remark, table, text
from widgets.checks import entries, parts
from widgets.entries import Article, Concept, Dated, Edge, Language, Name, Paragraph, Recognition, Tie
from widgets.seeds import Place

#: What each file of the data holds, for the tables of this page.
FILES = {
    "article": "Paragraphs of the article: remarks",
    "actors": "Actors and ties",
    "levels": "Levels",
    "activities": "Cases",
    "concepts": "Glossary",
    "theories": "Lineages",
    "comparison": "Comparison of theories",
    "power": "Power",
    "checklist": "Checklist",
    "laboratory": "Models",
    "works": "Works cited",
}
HEADINGS: dict[Status, str] = {"guess": "Our guesses", "known": "Known in the field, not checked by us"}


def statuses(_page: Page, article: Article) -> Iterator[nodes.Node]:
    """Count the facts of the record by file and status."""
    counted = Counter((_stem(place), fact.status) for place, fact in facts(article))
    rows = []
    for stem in dict.fromkeys(stem for stem, _ in counted):
        numbers = [counted[stem, word] for word in STATUSES]
        rows.append(Row(tuple(text(cell) for cell in (FILES[stem], *numbers, sum(numbers)))))
    totals = [sum(n for (_, word), n in counted.items() if word == one) for one in STATUSES]
    rows.append(Row(tuple(text(cell) for cell in ("All", *totals, sum(totals)))))
    columns = ("What", *(words.capitalize() for words in STATUSES.values()), "All")
    yield table("The facts of the record, by how sure we are of them", columns, rows)


def _stem(place: Place) -> str:
    """Return a file's name without folder and ending."""
    return place.file.removeprefix("seeds/").partition(".")[0]


def unverified(page: Page, article: Article) -> Iterator[nodes.Node]:
    """List every fact of the record that is not verified, guesses first."""
    owners = {id(part): entry for place, entry in entries(article) for _, part in parts(place, entry)}
    for word, heading in HEADINGS.items():
        wanted = [(place, fact) for place, fact in facts(article) if fact.status == word]
        if not wanted:
            continue
        part = nodes.section(ids=[f"status-{word}"])
        part += nodes.title("", f"{heading} ({len(wanted)})")
        part += items((_fact(page, article, place, fact, owners[id(fact)]) for place, fact in wanted), "facts")
        yield part


def _fact(page: Page, article: Article, place: Place, fact: Any, owner: Any) -> list[nodes.Node]:  # noqa: ANN401
    """Write a fact: of what, what it says, on which works it leans, and where in the data it stands."""
    label = _name(article, owner)
    head = page.to(owner.id, label) if isinstance(owner, (Paragraph, Concept, Work)) else nodes.Text(label)
    sources = getattr(fact, "sources", ())
    leans = [nodes.Text(" ("), *page.works(article, sources), nodes.Text(")")] if sources else []
    where = nodes.inline("", " in ", nodes.literal("", str(place).removeprefix("seeds/")), classes=["status"])
    said = _title(fact) if isinstance(fact, Work) else prose(_content(article, fact))
    return [nodes.strong("", "", head, nodes.Text(": ")), *said, *leans, where]


def _title(work: Work) -> list[nodes.Node]:
    """Write a work's title in its language."""
    title, lang = work.fields["title"].replace("{", "").replace("}", ""), work.fields.get("langid", "en")
    return [nodes.Text(title) if lang == "en" else in_language(title, lang), nodes.Text(".")]


def _name(article: Article, entry: Any) -> str:  # noqa: ANN401  (any kind of entry)
    """Name an entry as its readers know it."""
    if isinstance(entry, Paragraph):
        return f"[{entry.id}]"
    if isinstance(entry, Work):
        return entry.label
    name = getattr(entry, "name", None)
    if isinstance(name, Name):
        return name.en
    if isinstance(entry, Tie):
        return article.kinds[entry.kind].name.en
    if isinstance(entry, Edge):
        return " and ".join(article.nodes[end].name.en for end in (entry.start, entry.end))
    return str(name or entry.id)


def _content(article: Article, fact: Any) -> str:  # noqa: ANN401  (any kind of fact)
    """Say a fact in its own words, or what its fields say."""
    if isinstance(fact, Dated):
        return f"the record sets it in {fact.year}." if fact.year else "the record names it."
    if isinstance(fact, Recognition):
        return f"counts as an actor for {article.nodes[fact.theory].name.en}."
    return str(next(getattr(fact, key) for key in ("text", "definition", "why", "gist") if hasattr(fact, key)))


def slips(page: Page, article: Article) -> Iterator[nodes.Node]:
    """List the article's slips and tensions by paragraph, each with whose remark it is."""
    for paragraph in article.paragraphs.values():
        found = [one for one in paragraph.remarks if one.slip]
        if found:
            yield nodes.paragraph("", "", *page.paragraphs([paragraph.id]), classes=["slips-of"])
            yield from (remark(page, article, one, told=False) for one in found)


def labels(page: Page, article: Article) -> Iterator[nodes.Node]:
    """Count the Kazakh and Russian labels by where they come from, and list those that nobody has reviewed."""
    named = [(place, entry) for place, entry in entries(article) if getattr(entry, "labels", None)]
    counted = Counter(label for _, entry in named for label in entry.labels.items())
    rows = [
        Row((text(words.capitalize()), *(text(counted[language, state]) for language in LANGUAGES)))
        for state, words in LABEL_STATES.items()
    ]
    totals = (text(sum(counted[language, state] for state in LABEL_STATES)) for language in LANGUAGES)
    rows.append(Row((text("All"), *totals)))
    yield table("The labels, by where they come from", ("Where from", *LANGUAGES.values()), rows)
    waiting = [
        Row(
            (_linked(page, entry), *(_unreviewed(entry, language) for language in LANGUAGES), text(FILES[_stem(place)]))
        )
        for place, entry in named
        if "unreviewed" in entry.labels.values()
    ]
    columns = ("English", *LANGUAGES.values(), "Part")
    yield table("The labels that are not yet reviewed", columns, waiting)


def _linked(page: Page, entry: Any) -> list[nodes.Node]:  # noqa: ANN401  (any entry with labels)
    """Name an entry in English; a term leads to the glossary."""
    return [page.to(entry.id, entry.name.en) if isinstance(entry, Concept) else nodes.Text(entry.name.en)]


def _unreviewed(entry: Any, language: Language) -> list[nodes.Node]:  # noqa: ANN401  (any entry with labels)
    """Give an entry's label in a language where that waits for review."""
    if entry.labels.get(language) != "unreviewed":
        return text("–")
    return [in_language(entry.name.languages()[language], language)]


def report(page: Page, _article: Article) -> Iterator[nodes.Node]:
    """Say where to report an error: at the book's own address, where it has one."""
    options = page.app.config.html_theme_options
    address = str(options.get("repository_url") or "").rstrip("/")
    # Jupyter Book names its own repository where a book names none; the button is the book's own choice.
    if address and options.get("use_issues_button"):
        where = nodes.reference("", "the list of issues", refuri=f"{address}/issues")
        yield nodes.paragraph("", "", nodes.Text("Please write to "), where, nodes.Text(" of this book's repository."))
    else:
        yield nodes.paragraph("", "Please tell whoever gave you this course.")
