"""What an entry of the seeds is: one frozen dataclass a kind, its annotations the entry's fields.

``seeds/README.md`` says what each means to whoever writes one; `widgets.seeds.structure` builds
them, and `widgets.checks` holds what one entry asks of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from widgets.bibliography import Status, Work

Language = Literal["en", "kk", "ru"]
LabelState = Literal["from_article", "translated", "attested", "unreviewed"]
Voice = Literal["article", "reports", "record", "reading", "model"]
Labels = Mapping[Language, LabelState]


@dataclass(frozen=True, slots=True)
class Name:
    """A name in English and, where there is one, in Kazakh and Russian."""

    en: str
    kk: str | None = None
    ru: str | None = None

    def languages(self) -> dict[Language, str]:
        """Return the languages given, English first."""
        given: dict[Language, str | None] = {"en": self.en, "kk": self.kk, "ru": self.ru}
        return {language: text for language, text in given.items() if text is not None}


@dataclass(frozen=True, slots=True)
class Author:
    """An author, as printed in the article's Russian and Kazakh lines and in its English one."""

    en: str
    printed: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the article."""

    id: str
    name: Name


@dataclass(frozen=True, slots=True)
class Term:
    """A word as the article spells it, with our English for it there."""

    kk: str
    en: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A number of the article's own list of references, as a paragraph cites it."""

    number: int
    about: str
    pages: str | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Another paragraph that says the same."""

    id: str
    kind: Literal["identical", "near", "partial"]
    note: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What the record, or our reading, adds to a paragraph; a ``slip`` is a place where they differ from it."""

    voice: Literal["record", "reading"]
    text: str
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None
    slip: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that a paragraph says the article does; ``kept`` and ``why`` are our reading."""

    id: str
    text: str
    kept: Literal["yes", "in part", "no"]
    why: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the article's own list of references, which is missing from our copy."""

    id: str
    number: int
    sure: Literal["certain", "nearly certain", "guess", "unknown"]
    reading: str
    works: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A place of the text in which a method is at work, and why we think so."""

    paragraphs: tuple[str, ...]
    voice: Literal["reading"]
    why: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method that the article announces, and where we find it at work.

    ``promises`` are those that the method is to keep; they say what is kept of them.
    """

    id: str
    name: Name
    labels: Labels
    announced: tuple[str, ...]
    text: str
    used: tuple[Use, ...]
    promises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the article, in our words.

    ``chapter`` is the one that treats it; ``reports`` names whose view the paragraph relays rather
    than states, and how the Kazakh says so. Where only a part is relayed, ``reported`` is the gist of that part.
    """

    id: str
    section: str
    chapter: str
    gist: str
    terms: tuple[Term, ...] = ()
    concepts: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    promises: tuple[Promise, ...] = ()
    reports: str | None = None
    reported: str | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def accounts(self) -> tuple[tuple[Voice, str], ...]:
        """What the paragraph says for itself and what it relays, each with its voice."""
        if self.reported:
            return (("article", self.gist), ("reports", self.reported))
        return (("reports" if self.reports else "article", self.gist),)


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor is in public diplomacy, and where the article says so."""

    role: Literal["subject", "object", "channel", "opinion-maker"]
    voice: Literal["article", "reports", "reading"]
    paragraphs: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Recognition:
    """A theory, school or discipline for which the actor counts, and where that is said."""

    theory: str
    voice: Voice
    note: str | None = None
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Newness:
    """Where an actor is called new; ``note`` says by which words, where they are not its name."""

    voice: Literal["article", "reports", "reading"]
    paragraphs: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A kind of actor that the article names.

    ``place`` says whether each country has its own or one stands between countries, ``row`` its line in
    the drawing, counted from the top; a kind that is a form of another is not drawn on its own.
    """

    id: str
    name: Name
    labels: Labels
    level: Literal["individual", "group", "state", "system"]
    paragraphs: tuple[str, ...]
    place: Literal["national", "transnational"]
    roles: tuple[Role, ...] = ()
    recognised: tuple[Recognition, ...] = ()
    new: tuple[Newness, ...] = ()
    row: int | None = None
    short: str | None = None
    form_of: str | None = None


@dataclass(frozen=True, slots=True)
class TieGroup:
    """Ties that a reader adds and removes together; those ``of_state`` are the state's own."""

    id: str
    name: str
    gist: str
    of_state: bool = False


@dataclass(frozen=True, slots=True)
class TieKind:
    """A kind of tie that the article names, or the record."""

    id: str
    name: Name
    labels: Labels
    group: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Ties of one kind, from each of some kinds of actor to each of others.

    ``where`` is ``within`` each country; ``across`` the border, both ways; ``abroad``, from the one country that
    speaks to the other; or ``between``, when one end stands between countries. ``views`` are the drawings that
    have them.
    """

    id: str
    kind: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    where: Literal["within", "across", "abroad", "between"]
    views: tuple[Literal["state-centric", "transnational", "public-diplomacy"], ...]
    text: str
    voice: Voice
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """A country in which a case's actors are at home; the id is its ISO 3166 code in lower case."""

    id: str
    name: Name


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence about a level, by one voice, on one aspect."""

    aspect: Literal["said", "direction", "listens", "shared", "time", "fits", "limits"]
    voice: Voice
    text: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One of the three levels of public diplomacy; ``english`` is what the article's word for it means.

    ``sides`` names the two sides of the drawing, as we read the article and as the record has them.
    """

    id: str
    name: Name
    labels: Labels
    direction: Literal["one-way", "two-way", "joint"]
    english: str
    sides: Mapping[Literal["article", "record"], tuple[str, ...]]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A way from one level to the next, and who draws it."""

    id: str
    start: str
    end: str
    voice: Literal["article", "reading"]
    text: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A feature of a situation, with the levels that it speaks for in our reading."""

    id: str
    name: str
    favours: tuple[str, ...]
    why: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A real case of public diplomacy, placed on a level by this course."""

    id: str
    name: Name
    gist: str
    year: int
    countries: tuple[str, ...]
    actor: str
    level: str
    why: str
    why_not: Mapping[str, str]
    sources: tuple[str, ...]
    status: Status
    checked: str | None = None
    also: str | None = None
    end: int | None = None
    short: str | None = None
    labels: Labels = field(default_factory=lambda: MappingProxyType({}))

    @property
    def years(self) -> str:
        """The year, or first and last."""
        return f"{self.year}–{self.end}" if self.end else str(self.year)


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of the glossary; ``forms`` are other words for it that a reader may look up.

    An ``everyday`` word is linked only where an author links it.
    """

    id: str
    name: Name
    labels: Labels
    definition: str
    voice: Voice
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None
    see: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    everyday: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the time axis, and how tall it is drawn, in px."""

    id: str
    start: int
    end: int
    height: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the drawing of the lineages."""

    id: str
    name: Name


@dataclass(frozen=True, slots=True)
class Dated:
    """That a voice names something, and when it sets it."""

    year: int | None = None
    end: int | None = None
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One sentence about a node of the lineages, by one voice."""

    voice: Voice
    text: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A thinker, work, theory or concept; ``article`` and ``record`` say whether each names it, and when."""

    id: str
    kind: Literal["thinker", "work", "theory", "concept"]
    name: Name
    labels: Labels
    lane: str
    claims: tuple[Account, ...]
    short: str | None = None
    family: str | None = None
    article: Dated | None = None
    record: Dated | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """How one node bears on another, and who says so."""

    id: str
    start: str
    end: str
    kind: Literal["founds", "builds-on", "doubts", "applies", "reinforces", "contradicts", "branch-of"]
    voice: Voice
    text: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question by which theories are compared, and where the article has it."""

    id: str
    name: Name
    labels: Labels
    asks: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A theory's answer to a criterion, and who says so; ``short`` is what a drawing has room for."""

    id: str
    theory: str
    criterion: str
    text: str
    short: str
    voice: Voice
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Trait:
    """A feature that public diplomacy may have, with the theories that it speaks for in our reading.

    ``described`` are the paragraphs in which the article says it of public diplomacy; there may be none, as
    there may be no theory of the four for which it speaks.
    """

    id: str
    name: str
    criterion: str
    theories: tuple[str, ...]
    why: str
    described: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """One of the things that a theory's name stands for.

    Of the traits that any meaning of the theory names, ``traits`` are those that speak for it in this one, in our
    reading.
    """

    id: str
    name: str
    theory: str
    traits: tuple[str, ...]
    text: str
    units: str
    voice: Voice
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the laboratory: the claims that it puts to the test, what it assumes, what it can tell and what not.

    Three lists are ours: its ``assumptions``, what would count ``against`` the claims, and what is ``not_shown``.
    ``origin`` says where it comes from in the record.
    """

    id: str
    name: str
    claims: tuple[Account, ...]
    assumptions: tuple[str, ...]
    against: tuple[str, ...]
    not_shown: tuple[str, ...]
    origin: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """What a voice says of public diplomacy, and the question about a case into which we turn it."""

    id: str
    name: str
    text: str
    asks: str
    voice: Literal["article", "reports", "record"]
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a case meets a demand: our reading of its sources. ``open`` is what they do not let us tell."""

    demand: str
    answer: Literal["met", "unmet", "open"]
    why: str
    sources: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """A case that is held against every demand."""

    id: str
    name: str
    short: str
    gist: str
    sources: tuple[str, ...]
    status: Status
    verdicts: tuple[Verdict, ...]
    checked: str | None = None

    def verdict(self, demand: str) -> Verdict:
        """The answer to a demand."""
        return next(one for one in self.verdicts if one.demand == demand)


@dataclass(frozen=True, slots=True)
class Power:
    """One of the article's two kinds of power, and how far it depends on the government; ``rule`` says so in short."""

    id: str
    name: Name
    labels: Labels
    dependence: Literal["direct", "low"]
    rule: str
    text: str
    depends: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One of the record's ways to move others, in order from pole to pole.

    ``paragraphs`` are those in which the article has a word for it.
    """

    id: str
    name: Name
    labels: Labels
    power: str
    text: str
    sources: tuple[str, ...]
    status: Status
    checked: str | None = None
    pole: str | None = None
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """What power works with: a resource, which one has, or a means, which one uses.

    ``counted`` is the voice that counts it under its kind of power. ``holder`` and ``behaviours`` are our placing,
    for the reason in ``why``; ``condition`` says what must be true of it before it attracts.
    """

    id: str
    name: Name
    labels: Labels
    kind: Literal["resource", "means"]
    power: str
    counted: Voice
    behaviours: tuple[str, ...]
    holder: Literal["government", "both", "society"]
    why: str
    claims: tuple[Account, ...]
    condition: tuple[Account, ...] = ()
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Inventory:
    """Resources or means that are named together, and who names them."""

    id: str
    name: str
    resources: tuple[str, ...]
    claims: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows where that which must attract does so, or does not."""

    id: str
    name: str
    result: str
    attracts: bool
    claims: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """How public diplomacy and soft power are tied to each other, by one voice.

    ``fits`` is our reading of whether it can be held together with the paragraphs ``beside`` it, and ``follows``
    says why.
    """

    id: str
    name: str
    kind: Literal["same", "instrument", "tied", "form"]
    fits: Literal["yes", "open", "no"]
    beside: tuple[str, ...]
    voice: Voice
    text: str
    follows: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question that readers put to themselves; every option has its feedback."""

    id: str
    chapter: str
    prompt: str
    options: Mapping[str, str]
    answers: tuple[str, ...]
    feedback: Mapping[str, str]
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """Everything in ``seeds/``, by id and in the order of the files."""

    title: Name
    authors: tuple[Author, ...]
    institution: Name
    sections: Mapping[str, Section]
    paragraphs: Mapping[str, Paragraph]
    numbers: Mapping[str, Number]
    methods: Mapping[str, Method]
    actors: Mapping[str, Actor]
    groups: Mapping[str, TieGroup]
    kinds: Mapping[str, TieKind]
    ties: Mapping[str, Tie]
    countries: Mapping[str, Country]
    levels: Mapping[str, Level]
    steps: Mapping[str, Step]
    conditions: Mapping[str, Condition]
    activities: Mapping[str, Case]
    concepts: Mapping[str, Concept]
    periods: Mapping[str, Period]
    lanes: Mapping[str, Lane]
    nodes: Mapping[str, Node]
    edges: Mapping[str, Edge]
    criteria: Mapping[str, Criterion]
    cells: Mapping[str, Cell]
    traits: Mapping[str, Trait]
    meanings: Mapping[str, Meaning]
    demands: Mapping[str, Demand]
    trials: Mapping[str, Trial]
    powers: Mapping[str, Power]
    behaviours: Mapping[str, Behaviour]
    resources: Mapping[str, Resource]
    inventories: Mapping[str, Inventory]
    outcomes: Mapping[str, Outcome]
    relations: Mapping[str, Relation]
    questions: Mapping[str, Question]
    laboratory: Mapping[str, Model]
    works: Mapping[str, Work]

    def label(self, key: str) -> str:
        """How running text cites a work: ``Cowan and Arsenault 2008``."""
        return self.works[key].label
