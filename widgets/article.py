"""The article as frozen, typed objects, loaded from ``seeds/`` and checked.

>>> article = load()
>>> article.paragraphs["D12"].section
'discussion'

``python -m widgets.article`` checks the seeds and prints a summary. Each fault is one line:
file, entry, field, what is wrong, the nearest right value. All faults are listed together.
"""

from __future__ import annotations

import functools
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar

from widgets import bibliography
from widgets.bibliography import Status, Work
from widgets.seeds import Faults, Place, nearest, structure

Language = Literal["en", "kk", "ru"]
LabelState = Literal["from_article", "translated", "attested", "unreviewed"]
Voice = Literal["article", "reports", "record", "reading", "model"]
Labels = Mapping[Language, LabelState]

VOICES: Mapping[str, str] = MappingProxyType(
    {
        "article": "The article says",
        "reports": "The article reports",
        "record": "The record says",
        "reading": "Our reading",
        "model": "Our model shows",
    }
)
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "verified": "verified",
        "known": "known in the field, not checked by us",
        "guess": "our guess",
    }
)
T = TypeVar("T")

#: A label on a map has room for so many letters beside its point.
LONGEST_LABEL = 24


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
    """What the record, or our reading, adds to a paragraph."""

    voice: Literal["record", "reading"]
    text: str
    sources: tuple[str, ...] = ()
    status: Status | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the article, in our words.

    ``reports`` names whose view the paragraph relays rather than states, and how the Kazakh says so.
    """

    id: str
    section: str
    gist: str
    terms: tuple[Term, ...] = ()
    concepts: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    promises: tuple[str, ...] = ()
    reports: str | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def voice(self) -> Voice:
        """Whether the article says this or reports it."""
        return "reports" if self.reports else "article"


@dataclass(frozen=True, slots=True)
class Actor:
    """A kind of actor that the article names."""

    id: str
    name: Name
    labels: Labels
    level: Literal["individual", "group", "state", "system"]
    paragraphs: tuple[str, ...]


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
    """A term of the glossary."""

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
    actors: Mapping[str, Actor]
    countries: Mapping[str, Country]
    levels: Mapping[str, Level]
    steps: Mapping[str, Step]
    conditions: Mapping[str, Condition]
    activities: Mapping[str, Case]
    concepts: Mapping[str, Concept]
    questions: Mapping[str, Question]
    works: Mapping[str, Work]

    def label(self, key: str) -> str:
        """How running text cites a work: ``Cowan and Arsenault 2008``."""
        return self.works[key].label


class SeedError(Exception):
    """The seeds have faults; ``lines`` has one line for each."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class _Head:
    """The keys at the top of ``article.toml``."""

    title: Name
    authors: tuple[Author, ...]
    institution: Name


#: An entry's id; and a paragraph's, whose letter is its section.
ID = (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), re.compile(r"[A-Z]\d{1,2}|A-[a-z]{2}"))

FILES = ("article", "actors", "countries", "levels", "activities", "concepts", "questions")


@dataclass
class _Seeds:
    """One reading of the folder: its files as parsed, and the faults found."""

    folder: Traversable
    faults: Faults = field(default_factory=Faults)
    #: The ids that each kind of entry declares, whether or not the entry could be built.
    declared: dict[type, tuple[str, ...]] = field(default_factory=dict)

    def toml(self, file: str) -> dict[str, object]:
        """Parse one file; an unreadable one is a fault and an empty table."""
        place = Place(f"seeds/{file}")
        try:
            parsed = tomllib.loads((self.folder / file).read_bytes().decode("utf-8"))
        except FileNotFoundError:
            present = sorted(entry.name for entry in self.folder.iterdir())
            self.faults.add(place, f"the file is missing; {nearest(file, present)}")
        except UnicodeDecodeError as error:
            self.faults.add(place, f"not UTF-8 at byte {error.start}; save the file as UTF-8")
        except tomllib.TOMLDecodeError as error:
            self.faults.add(place, f"not TOML: {_plainly(error)}")
        except (OSError, RecursionError, ValueError) as error:  # a folder, a thousand brackets, digits
            self.faults.add(place, f"cannot be read: {error}")
        else:
            if not parsed:
                self.faults.add(place, "no entry in it")
            return parsed
        return {}

    def entries(self, shape: type[T], file: str, raw: object) -> dict[str, T]:
        """Build every entry of a table of tables; its key is the entry's id."""
        place = Place(f"seeds/{file}")
        if not isinstance(raw, Mapping):
            self.faults.add(place, "expected a table of entries")
            return {}
        self.declared[shape] = tuple(raw)
        built = {}
        for key, entry in raw.items():
            if not ID[shape is Paragraph].fullmatch(key):
                self.faults.add(place.at(key), "an id is lower-case letters and digits, joined by single hyphens")
            made = structure(shape, entry, place.at(key), self.faults, id=key)
            if made is not None:
                built[key] = made
        return built

    def sections_of(self, file: str, *tables: str) -> Iterator[object]:
        """Give the named top tables of a file, and refuse any other."""
        parsed = self.toml(file)
        place = Place(f"seeds/{file}")
        for key in parsed:
            if key not in tables:
                self.faults.add(place.at(key), f"unknown table; {nearest(key, tables)}")
        for table in tables:
            if parsed and not parsed.get(table):
                self.faults.add(place.at(table), "the table is missing or empty")
            yield parsed.get(table, {})


def _plainly(error: tomllib.TOMLDecodeError) -> str:
    """Say a TOML error's commonest form, a repeated id, in the words of someone who edits seeds."""
    twice = re.match(r"Cannot (?:declare \(('.+?),?\) twice|overwrite a value)(.*)", str(error))
    if not twice:
        return str(error)
    what = f"the entry {twice[1]}" if twice[1] else "a field"
    return f"{what} stands twice{twice[2]}; give each a name of its own"


def _folder() -> Traversable:
    """Find the seeds: inside the installed package, or beside it in a checkout."""
    packaged = files("widgets") / "seeds"
    if packaged.is_dir():
        return packaged
    return Path(__file__).parent.parent / "seeds"


def load(folder: Path | None = None) -> Article:
    """Read and check the seeds.

    Parameters
    ----------
    folder
        Where the files are; the course's own ``seeds/`` when absent.

    Raises
    ------
    SeedError
        When anything is wrong; it lists every fault.

    """
    return _read(folder) if folder else _own()


@functools.cache
def _own() -> Article:
    return _read(_folder())


def _read(folder: Traversable) -> Article:
    seeds = _Seeds(folder)
    if not folder.is_dir():
        raise SeedError([f"seeds: no folder {folder}"])
    top = seeds.toml("article.toml")
    sections = seeds.entries(Section, "article.toml", top.pop("sections", {}))
    paragraphs = seeds.entries(Paragraph, "article.toml", top.pop("paragraphs", {}))
    head = structure(_Head, top, Place("seeds/article.toml", "(top)"), seeds.faults) if top else None
    actors = seeds.entries(Actor, "actors.toml", seeds.toml("actors.toml"))
    countries = seeds.entries(Country, "countries.toml", seeds.toml("countries.toml"))
    levels_, steps_, conditions_ = seeds.sections_of("levels.toml", "levels", "steps", "conditions")
    levels = seeds.entries(Level, "levels.toml", levels_)
    steps = seeds.entries(Step, "levels.toml", steps_)
    conditions = seeds.entries(Condition, "levels.toml", conditions_)
    activities = seeds.entries(Case, "activities.toml", seeds.toml("activities.toml"))
    concepts = seeds.entries(Concept, "concepts.toml", seeds.toml("concepts.toml"))
    questions = seeds.entries(Question, "questions.toml", seeds.toml("questions.toml"))
    works, keys = bibliography.read(folder, seeds.faults)
    if head is None:
        raise SeedError(seeds.faults.lines or ["seeds/article.toml: the file is empty"])
    article = Article(
        title=head.title,
        authors=head.authors,
        institution=head.institution,
        sections=MappingProxyType(sections),
        paragraphs=MappingProxyType(paragraphs),
        actors=MappingProxyType(actors),
        countries=MappingProxyType(countries),
        levels=MappingProxyType(levels),
        steps=MappingProxyType(steps),
        conditions=MappingProxyType(conditions),
        activities=MappingProxyType(activities),
        concepts=MappingProxyType(concepts),
        questions=MappingProxyType(questions),
        works=MappingProxyType(works),
    )
    for entry in folder.iterdir():
        stem, _, ending = entry.name.rpartition(".")
        if ending == "toml" and stem not in FILES:
            seeds.faults.add(Place(f"seeds/{entry.name}"), f"the course reads no such file; {nearest(stem, FILES)}")
    _Check(article, seeds.faults, seeds.declared | {Work: keys}).run()
    if seeds.faults.lines:
        raise SeedError(seeds.faults.lines)
    return article


class _Check:
    """What one entry asks of the others."""

    def __init__(self, article: Article, faults: Faults, declared: Mapping[type, tuple[str, ...]]) -> None:
        self.article = article
        self.faults = faults
        self.declared = declared

    def run(self) -> None:
        """Check every entry of every file."""
        article = self.article
        for paragraph in article.paragraphs.values():
            self._paragraph(paragraph)
        for actor in article.actors.values():
            place = Place("seeds/actors.toml", actor.id)
            self._names(place, actor.name, actor.labels)
            self._places(place, actor.paragraphs, ())
        for country in article.countries.values():
            if not re.fullmatch("[a-z]{2}", country.id):
                self.faults.add(
                    Place("seeds/countries.toml", country.id),
                    "a country's id is its two-letter ISO 3166 code in lower case",
                )
        self._levels()
        for case in article.activities.values():
            self._case(case)
        for concept in article.concepts.values():
            place = Place("seeds/concepts.toml", concept.id)
            self._names(place, concept.name, concept.labels)
            self._statement(place, concept)
            self._known(place.at("see"), Concept, concept.see)
        for question in article.questions.values():
            self._question(question)

    def _paragraph(self, paragraph: Paragraph) -> None:
        place = Place("seeds/article.toml", paragraph.id)
        self._known(place.at("section"), Section, [paragraph.section])
        self._known(place.at("concepts"), Concept, paragraph.concepts)
        for i, repeat in enumerate(paragraph.repeats):
            at = place.at("repeats").at(i).at("id")
            self._known(at, Paragraph, [repeat.id])
            if repeat.id == paragraph.id:
                self.faults.add(at, "a paragraph cannot repeat itself")
        for i, remark in enumerate(paragraph.remarks):
            at = place.at("remarks").at(i)
            self._known(at.at("sources"), Work, remark.sources)
            self._status(at, remark.status, remark.checked, needed=remark.voice == "record")
            if remark.voice == "record" and not remark.sources:
                self.faults.add(at.at("sources"), "missing; the record's voice needs a work of works.bib")

    def _levels(self) -> None:
        article = self.article
        for level in article.levels.values():
            place = Place("seeds/levels.toml", level.id)
            self._names(place, level.name, level.labels)
            for whose in ("article", "record"):
                if len(level.sides.get(whose, ())) != 2:  # noqa: PLR2004  (the drawing has two sides)
                    self.faults.add(place.at("sides").at(whose), "needs two names, one for each side")
            if not level.claims:
                self.faults.add(place.at("claims"), "the list is empty; a level needs what is said of it")
            for i, claim in enumerate(level.claims):
                self._statement(place.at("claims").at(i), claim)
        for step in article.steps.values():
            place = Place("seeds/levels.toml", step.id)
            self._known(place.at("start"), Level, [step.start])
            self._known(place.at("end"), Level, [step.end])
            self._places(place, step.paragraphs, ())
            order = self.declared[Level]
            if {step.start, step.end} <= set(order) and order.index(step.end) != order.index(step.start) + 1:
                self.faults.add(
                    place.at("end"), f'"{step.end}" does not follow "{step.start}"; a step joins neighbours'
                )
        for condition in article.conditions.values():
            place = Place("seeds/levels.toml", condition.id)
            if not condition.favours:
                self.faults.add(place.at("favours"), "the list is empty; name the levels that it speaks for")
            self._known(place.at("favours"), Level, condition.favours)
            self._places(place, condition.paragraphs, condition.sources)
            self._status(place, condition.status, condition.checked, needed=bool(condition.sources))

    def _case(self, case: Case) -> None:
        place = Place("seeds/activities.toml", case.id)
        self._names(place, case.name, case.labels, all_needed=False)
        self._known(place.at("actor"), Actor, [case.actor])
        self._known(place.at("countries"), Country, case.countries)
        self._known(place.at("level"), Level, [case.level])
        self._known(place.at("why_not"), Level, case.why_not)
        if case.also is not None:
            self._known(place.at("also"), Level, [case.also])
        if case.level in case.why_not:
            self.faults.add(
                place.at("why_not"), f'answers "{case.level}", the case\'s own level; that is what why is for'
            )
        if case.also == case.level:
            self.faults.add(place.at("also"), "is the case's own level; name a second one or leave it out")
        for level in self.declared[Level]:
            if level != case.level and level not in case.why_not:
                self.faults.add(
                    place.at("why_not"),
                    f'says nothing of "{level}"; every other level has its answer',
                )
        if not case.countries:
            self.faults.add(place.at("countries"), "the list is empty; name at least one")
        if len(case.short or case.name.en) > LONGEST_LABEL:
            wrong = f"more than {LONGEST_LABEL} letters do not fit on the map; give a shorter name here"
            self.faults.add(place.at("short"), wrong)
        if case.end is not None and case.end < case.year:
            self.faults.add(place.at("end"), f"{case.end} is before the year it began, {case.year}")
        self._places(place, (), case.sources)
        self._status(place, case.status, case.checked, needed=True)

    def _question(self, question: Question) -> None:
        place = Place("seeds/questions.toml", question.id)
        self._places(place, question.paragraphs, question.sources)
        self._among(place.at("answers"), "option", question.answers, question.options)
        self._among(place.at("feedback"), "option", question.feedback, question.options)
        if not question.answers:
            self.faults.add(place.at("answers"), "the list is empty; name the option that holds")
        for option in question.options:
            if option not in question.feedback:
                self.faults.add(place.at("feedback"), f'says nothing of "{option}"; every option has its answer')

    def _statement(self, place: Place, said: Claim | Concept) -> None:
        """Check that the article's voice has a paragraph, and the record's a work and a status."""
        self._places(place, said.paragraphs, said.sources, needed=said.voice != "reading")
        of_article = said.voice in ("article", "reports")
        if of_article and not said.paragraphs:
            self.faults.add(place.at("paragraphs"), "missing; the article's voice needs a paragraph id")
        if said.voice == "record" and not said.sources:
            self.faults.add(place.at("sources"), "missing; the record's voice needs a work of works.bib")
        if said.voice != "record" and said.status is not None:
            self.faults.add(place.at("status"), "only a fact of the record has one")
        self._status(place, said.status, said.checked, needed=said.voice == "record")

    def _status(self, place: Place, status: Status | None, checked: str | None, *, needed: bool) -> None:
        if needed and status is None:
            self.faults.add(place.at("status"), f"missing; {nearest('', STATUSES)}")
        if status == "verified" and not checked:
            self.faults.add(place.at("checked"), "missing; a verified fact says against what")
        if checked and status != "verified":
            self.faults.add(place.at("checked"), 'only a fact whose status is "verified" has it')

    def _places(self, place: Place, paragraphs: Iterable[str], sources: Iterable[str], *, needed: bool = True) -> None:
        paragraphs, sources = tuple(paragraphs), tuple(sources)
        self._known(place.at("paragraphs"), Paragraph, paragraphs)
        self._known(place.at("sources"), Work, sources)
        if needed and not paragraphs and not sources:
            self.faults.add(place, "has neither paragraphs nor sources; every fact has a place")

    def _names(self, place: Place, name: Name, labels: Labels, *, all_needed: bool = True) -> None:
        """Check that a name is given in Kazakh and Russian, each with the state of its label."""
        for language in ("kk", "ru"):
            given = language in name.languages()
            if all_needed and not given:
                self.faults.add(place.at("name").at(language), "missing; the name is needed in en, kk, ru")
            if given and language not in labels:
                self.faults.add(place.at("labels").at(language), "missing; say where this label comes from")
            if language in labels and not given:
                self.faults.add(place.at("labels").at(language), "labels a name that is not given")

    def _known(self, place: Place, kind: type, wanted: Iterable[str]) -> None:
        """Check ids among all that the files declare: an entry with a fault of its own counts."""
        if self.declared[kind]:  # else their file could not be read, which was said
            self._among(place, kind.__name__.lower(), wanted, self.declared[kind])

    def _among(self, place: Place, kind: str, wanted: Iterable[str], known: Iterable[str]) -> None:
        known = tuple(known)
        for one in wanted:
            if one not in known:
                self.faults.missing(place, kind, one, known)


def statuses(article: Article) -> Counter[Status]:
    """Count the facts of the record by status, over all files."""
    said: list[Status | None] = [work.status for work in article.works.values()]
    said += [case.status for case in article.activities.values()]
    said += [concept.status for concept in article.concepts.values()]
    said += [condition.status for condition in article.conditions.values()]
    said += [claim.status for level in article.levels.values() for claim in level.claims]
    said += [remark.status for one in article.paragraphs.values() for remark in one.remarks]
    return Counter(status for status in said if status is not None)


def summary(article: Article) -> str:
    """Tabulate how many entries of each kind there are, and how sure they are."""
    kinds = ("sections", "paragraphs", "actors", "countries", "levels", "steps", "conditions",
             "activities", "concepts", "questions", "works")  # fmt: skip
    rows = [(kind, len(getattr(article, kind))) for kind in kinds]
    rows += [(f"facts of the record: {status}", n) for status, n in sorted(statuses(article).items())]
    width = max(len(kind) for kind, _ in rows)
    return "\n".join(f"{kind:<{width}}  {count:>4}" for kind, count in rows)


def main() -> int:
    """Check the seeds; print the summary, or the faults and return 1."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        print(summary(load(folder)))  # noqa: T201  (a command's output)
    except SeedError as error:
        print("\n".join(error.lines), file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
