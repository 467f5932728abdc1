"""Pages written from the data: the cover, the concordance, the glossary, the references.

A page asks for its part with the directive ``seeds``; the text is made of ordinary nodes, so it
is searched, linked and printed like any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from widgets.article import STATUSES, VOICES, load, statuses
from widgets.bibliography import Status, Work
from widgets.book import links, svg
from widgets.entries import Article, Concept, Language, Paragraph
from widgets.maps import levels, style
from widgets.seeds import nearest

LANGUAGES: dict[Language, str] = {"kk": "Kazakh", "ru": "Russian"}
LABEL_STATES = {
    "from_article": "as in the article",
    "translated": "our translation",
    "attested": "seen in print",
    "unreviewed": "not yet reviewed",
}
REPEATS = {
    "identical": "Says the same as",
    "near": "Says nearly the same as",
    "partial": "Shares a part with",
}
COUNTED: dict[Status, str] = {
    "verified": "were verified against a source",
    "known": "are known in the field and were not checked by us",
    "guess": "are our guesses",
}


class Seeds(SphinxDirective):
    """``{seeds} glossary``: write that part of the back matter here."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Write the part, or say which parts there are."""
        part = self.arguments[0]
        if part not in PARTS:
            raise self.error(f'no part "{part}"; {nearest(part, PARTS)}')
        return list(PARTS[part](self, load()))

    def to(self, id_: str, label: str) -> nodes.reference:
        """Link a paragraph or a work."""
        uri = links.address(self.env.app, self.env.docname, id_) or ""
        return nodes.reference("", label, refuri=uri, internal=True)


# --- small pieces ---------------------------------------------------------------------------------


def prose(text: str, lang: str = "kk") -> Iterator[nodes.Node]:
    """Give a text with the language of its Cyrillic words marked."""
    for i, piece in enumerate(style.CYRILLIC.split(text)):
        if i % 2:
            yield in_language(piece, lang)
        elif piece:
            yield nodes.Text(piece)


def in_language(text: str, lang: str) -> nodes.raw:
    """Mark a text's language, which docutils has no node for."""
    return nodes.raw("", f'<span lang="{lang}">{html.escape(text)}</span>', format="html")


def line(label: str, *content: nodes.Node) -> nodes.paragraph:
    """Write a labelled line."""
    return nodes.paragraph("", "", nodes.strong("", f"{label}: "), *content)


def joined(parts: Iterable[nodes.Node], separator: str = ", ") -> Iterator[nodes.Node]:
    """Put a separator between nodes."""
    for i, part in enumerate(parts):
        if i:
            yield nodes.Text(separator)
        yield part


def status(word: str, checked: str | None = None) -> nodes.inline:
    """Write a status in words."""
    against = f"; checked: {checked}" if checked else ""
    return nodes.inline("", f" ({STATUSES[word]}{against})", classes=["status"])


# --- the parts ------------------------------------------------------------------------------------


def cover(_directive: Seeds, article: Article) -> Iterator[nodes.Node]:
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
        f"The picture is drawn from the course's data: {len(article.paragraphs)} paragraphs of the article so far, "
        f"{len(article.activities)} cases ({kazakhstan} from Kazakhstan), {len(article.concepts)} terms, "
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


def concordance(directive: Seeds, article: Article) -> Iterator[nodes.Node]:
    """List the article's paragraphs: gist, terms, what they cite and repeat."""
    for section in article.sections.values():
        paragraphs = [one for one in article.paragraphs.values() if one.section == section.id]
        if not paragraphs:
            continue
        part = nodes.section(ids=[f"section-{section.id}"])
        part += nodes.title("", section.name.en)
        for paragraph in paragraphs:
            part += _paragraph(directive, article, paragraph)
        yield part


def _paragraph(directive: Seeds, article: Article, paragraph: Paragraph) -> nodes.section:
    entry = nodes.section(ids=[paragraph.id], classes=["entry"])
    entry += nodes.title("", paragraph.id)
    gist = line(VOICES[paragraph.voice], *prose(paragraph.gist))
    entry += nodes.block_quote("", gist, classes=["voice", f"voice-{paragraph.voice}"])
    if paragraph.reports:
        entry += line("Whose view", *prose(paragraph.reports))
    if paragraph.terms:
        pairs = [
            nodes.inline("", "", in_language(term.kk, "kk"), nodes.Text(f" ({term.en})")) for term in paragraph.terms
        ]
        entry += line("Terms", *joined(pairs, "; "))
    by_number = {work.article_number: work for work in article.works.values() if work.article_number}
    for citation in paragraph.citations:
        pages = f", p. {citation.pages}" if citation.pages else ""
        entry += line(
            "Cites",
            nodes.Text(f"[{citation.number}{pages}], {citation.about}; "),
            *_reading(directive, by_number.get(citation.number)),
        )
    for repeat in paragraph.repeats:
        entry += line(
            REPEATS[repeat.kind],
            directive.to(repeat.id, f"[{repeat.id}]"),
            nodes.Text(f": {repeat.note}"),
        )
    for remark in paragraph.remarks:
        sources = joined((directive.to(key, article.label(key)) for key in remark.sources), "; ")
        said = line(VOICES[remark.voice], *prose(remark.text), nodes.Text(" "), *sources)
        if remark.status:
            said += status(remark.status, remark.checked)
        entry += nodes.block_quote("", said, classes=["voice", f"voice-{remark.voice}"])
    return entry


def _reading(directive: Seeds, work: Work | None) -> Iterator[nodes.Node]:
    """Say what we take a number of the article's missing list of references for."""
    if work is None:
        yield nodes.Text(
            "the article's list of references is not in our copy, and what the number stands for is unknown."
        )
        return
    yield nodes.Text("we take it for ")
    yield directive.to(work.id, work.label)
    yield nodes.Text(f" ({work.reading})." if work.reading else ".")


def glossary(directive: Seeds, article: Article) -> Iterator[nodes.Node]:
    """Define each term, in English order."""
    entries = nodes.definition_list(classes=["glossary"])
    for concept in sorted(article.concepts.values(), key=lambda one: one.name.en):
        entries += _concept(directive, article, concept)
    yield entries


def _concept(directive: Seeds, article: Article, concept: Concept) -> nodes.definition_list_item:
    names = concept.name.languages()
    body = nodes.definition()
    others = [
        nodes.inline(
            "",
            f"{label} ",
            in_language(names[code], code),
            nodes.Text(f" ({LABEL_STATES[concept.labels[code]]})"),
        )
        for code, label in LANGUAGES.items()
    ]
    body += nodes.paragraph("", "", *joined(others, "; "))
    definition = nodes.paragraph(
        "",
        "",
        nodes.strong("", f"{VOICES[concept.voice]}: "),
        *prose(concept.definition),
        nodes.Text(" "),
    )
    places = [directive.to(id_, f"[{id_}]") for id_ in concept.paragraphs]
    places += [directive.to(key, article.label(key)) for key in concept.sources]
    definition.extend(joined(places))
    if concept.status:
        definition += status(concept.status, concept.checked)
    body += definition
    if concept.see:
        see = (
            nodes.reference("", article.concepts[one].name.en, refuri=f"#{one}", internal=True) for one in concept.see
        )
        body += line("See also", *joined(see))
    return nodes.definition_list_item("", nodes.term("", concept.name.en, ids=[concept.id]), body)


def references(_directive: Seeds, article: Article) -> Iterator[nodes.Node]:
    """List the works by author, with status and what each was checked against."""
    entries = nodes.bullet_list(classes=["references"])
    for work in sorted(article.works.values(), key=lambda one: (one.label.casefold(), one.id)):
        entry = nodes.list_item("", _work(work), ids=[work.id])
        if work.article_number:
            reading = f": {work.reading}" if work.reading else ""
            entry += line(
                f"We take it for number {work.article_number} of the article's list",
                nodes.Text(reading.lstrip(": ")),
            )
        entries += entry
    yield entries


def _work(work: Work) -> nodes.paragraph:
    """Write a reference: author, year, title, where it stands, how sure we are of it."""
    fields = {key: value.replace("{", "").replace("}", "") for key, value in work.fields.items()}
    lang = fields.get("langid", "en")
    author = fields.get("author") or fields.get("editor") or fields.get("organization") or fields.get("institution")
    shown = nodes.paragraph("", "")
    if author:
        editors = " (ed.)" if "author" not in fields and "editor" in fields else ""
        shown += nodes.Text(f"{author.replace(' and ', '; ')}{editors} ")
    # The label's year has the letter that tells two works of a year apart.
    year = re.search(r"\d{4}[a-z]?$", work.label)
    shown += nodes.Text(f"({year[0] if year else fields.get('year', 'no year')}). ")
    title = in_language(fields["title"], lang) if lang != "en" else nodes.Text(fields["title"])
    shown += nodes.emphasis("", "", title)
    where = [fields[key] for key in ("journal", "booktitle", "series", "publisher", "howpublished") if key in fields]
    if "volume" in fields:
        issue = fields.get("number") or fields.get("issue")
        where.append(fields["volume"] + (f"({issue})" if issue else ""))
    if "pages" in fields:
        where.append(f"pp. {fields['pages'].replace('--', '–')}")
    shown += nodes.Text(". " + ", ".join(where) + (". " if where else ""))
    address = f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url")
    if address:
        shown += nodes.reference("", fields.get("doi", address), refuri=address)
    shown += status(work.status, work.checked)
    return shown


Part = Callable[[Seeds, Article], Iterator[nodes.Node]]
PARTS: dict[str, Part] = {
    "cover": cover,
    "concordance": concordance,
    "glossary": glossary,
    "references": references,
}


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_directive("seeds", Seeds)
