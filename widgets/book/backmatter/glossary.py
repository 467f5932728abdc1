"""The glossary: each term in three languages with its definition, and an index for each of two alphabets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from docutils import nodes

from widgets.article import VOICES
from widgets.book.backmatter.pieces import (
    LANGUAGES,
    Page,
    alphabetical,
    in_language,
    items,
    joined,
    line,
    prose,
    status,
)
from widgets.entries import Article, Concept, LabelState, Language

LABEL_STATES: dict[LabelState, str] = {
    "from_article": "as in the article",
    "translated": "our translation",
    "attested": "seen in print",
    "unreviewed": "not yet reviewed",
}
ALPHABETS: dict[Language, str] = {
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]+")
KAZAKH_ONLY = set(ALPHABETS["kk"]) - set(ALPHABETS["ru"])
KAZAKH_PLURAL = re.compile(r"[лдт][ае]р$")


def terms(page: Page, article: Article) -> Iterator[nodes.Node]:
    """Define each term, in English order."""
    entries, own = nodes.definition_list(classes=["glossary"]), kazakh_words(article)
    for concept in sorted(article.concepts.values(), key=alphabetical):
        entries += _concept(page, article, concept, own)
    yield entries


def _concept(page: Page, article: Article, concept: Concept, own: set[str]) -> nodes.definition_list_item:
    """Write a term's names, its definition and the terms next to it; ``glossary.js`` reads the names."""
    names = concept.name.languages()
    others = (
        (
            nodes.Text(f"{label} "),
            in_language(names[code], code),
            nodes.Text(f" ({LABEL_STATES[concept.labels[code]]})"),
        )
        for code, label in LANGUAGES.items()
    )
    body = nodes.definition("", nodes.paragraph("", "", *joined(others, "; "), classes=["names"]))
    if concept.forms:
        forms = line("Other forms", *joined(_form(form, own) for form in concept.forms))
        forms["classes"].append("forms")
        body += forms
    places = [*page.paragraphs(concept.paragraphs)]
    if concept.sources:
        places += [nodes.Text(" "), *page.works(article, concept.sources)]
    definition = line(VOICES[concept.voice], *prose(concept.definition), nodes.Text(" "), *places)
    if concept.status:
        definition += status(concept.status, concept.checked)
    body += definition
    if concept.see:
        body += line("See also", *page.terms(article.concepts[one] for one in concept.see))
    return nodes.definition_list_item("", nodes.term("", concept.name.en, ids=[concept.id]), body)


def _form(form: str, own: set[str]) -> nodes.inline:
    """Write another form of a term, in its language."""
    if not CYRILLIC_WORD.search(form):
        return nodes.inline("", form, classes=["form"])
    return nodes.inline("", "", in_language(form, "kk" if is_kazakh(form, own) else "ru"), classes=["form"])


def kazakh_words(article: Article) -> set[str]:
    """Give the words that stand in Kazakh terms and in no Russian one."""
    names = [concept.name.languages() for concept in article.concepts.values()]
    terms = [term.kk for paragraph in article.paragraphs.values() for term in paragraph.terms]
    own = _words(" ".join([*terms, *(name["kk"] for name in names)]))
    return own - _words(" ".join(name["ru"] for name in names))


def is_kazakh(form: str, own: set[str]) -> bool:
    """Tell a Kazakh form from a Russian one: by its letters, its ending, or words known as Kazakh."""
    letters = set(form.casefold())
    return bool(letters & KAZAKH_ONLY or KAZAKH_PLURAL.search(form) or _words(form) & own)


def _words(text: str) -> set[str]:
    return set(CYRILLIC_WORD.findall(text.casefold()))


def kazakh(page: Page, article: Article) -> Iterator[nodes.Node]:
    """List the Kazakh terms in the order of their alphabet."""
    yield _index(page, article, "kk")


def russian(page: Page, article: Article) -> Iterator[nodes.Node]:
    """List the Russian terms in the order of their alphabet."""
    yield _index(page, article, "ru")


def _index(page: Page, article: Article, lang: Language) -> nodes.bullet_list:
    """List a language's terms, each with its English: one word may stand for several."""
    meant: dict[str, list[Concept]] = defaultdict(list)
    for concept in article.concepts.values():
        meant[concept.name.languages()[lang]].append(concept)
    alphabet = ALPHABETS[lang]

    def place(term: str) -> list[int]:
        letters = re.sub(r"[^\w ]", "", term.casefold())
        return [alphabet.find(letter) for letter in letters]  # a space before any letter

    return items(
        ([in_language(term, lang), nodes.Text(": "), *page.terms(meant[term])] for term in sorted(meant, key=place)),
        "term-index",
    )
