"""What one entry of the seeds asks of the others: ids that exist, facts that have a place.

`widgets.seeds` has seen to each entry by itself; here every cross-reference is followed, and every
fault becomes one line that names file, entry, field, fault and the nearest right value.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from widgets.bibliography import Work
from widgets.entries import (
    Actor,
    Article,
    Behaviour,
    Case,
    Cell,
    Concept,
    Condition,
    Country,
    Criterion,
    Dated,
    Demand,
    Edge,
    Inventory,
    Labels,
    Lane,
    Level,
    Meaning,
    Method,
    Model,
    Name,
    Newness,
    Node,
    Number,
    Outcome,
    Paragraph,
    Period,
    Power,
    Question,
    Recognition,
    Relation,
    Resource,
    Role,
    Section,
    Step,
    Tie,
    TieGroup,
    TieKind,
    Trait,
    Trial,
    Use,
    Verdict,
)
from widgets.seeds import Faults, Place, nearest

#: The tables of each file, and what an entry of each is. A table without a name is the whole file.
TABLES: Mapping[str, Mapping[str, type]] = MappingProxyType(
    {
        "article": {"sections": Section, "paragraphs": Paragraph, "numbers": Number, "methods": Method},
        "actors": {"groups": TieGroup, "kinds": TieKind, "actors": Actor, "ties": Tie},
        "countries": {"": Country},
        "levels": {"levels": Level, "steps": Step, "conditions": Condition},
        "activities": {"": Case},
        "concepts": {"": Concept},
        "theories": {"periods": Period, "lanes": Lane, "nodes": Node, "edges": Edge},
        "comparison": {"criteria": Criterion, "cells": Cell, "traits": Trait, "meanings": Meaning},
        "checklist": {"demands": Demand, "trials": Trial},
        "power": {
            "powers": Power,
            "behaviours": Behaviour,
            "resources": Resource,
            "inventories": Inventory,
            "outcomes": Outcome,
            "relations": Relation,
        },
        "questions": {"": Question},
        "laboratory": {"": Model},
    }
)

#: A label on a map has room for so many letters beside its point.
LONGEST_LABEL = 24
#: The drawing of the levels has two sides.
SIDES = 2
#: A chapter's name is that of its notebook.
CHAPTER = re.compile(r"\d\d-[a-z]+(-[a-z]+)*")
#: What stands somewhere even where it names no voice, or is our reading: the maps and the pages cite its place.
PLACED = (
    Actor,
    Case,
    Cell,
    Condition,
    Criterion,
    Dated,
    Edge,
    Newness,
    Question,
    Recognition,
    Role,
    Step,
    Tie,
    Use,
    Verdict,
)
#: Entries that a map names by their ids.
NAMED: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {Actor: ("state",), Model: ("null-model", "opinion", "interdependence")}
)


def entries(article: Article) -> Iterator[tuple[Place, Any]]:
    """Give every entry of every file, with its place; works too."""
    for file, tables in TABLES.items():
        for table in tables:
            for id_, entry in getattr(article, table or file).items():
                yield Place(f"seeds/{file}.toml", id_), entry
    for key, work in article.works.items():
        yield Place("seeds/works.bib", key), work


def parts(place: Place, entry: object) -> Iterator[tuple[Place, Any]]:
    """Give an entry and every dataclass within it, each with its place."""
    yield place, entry
    for one in dataclasses.fields(entry):  # type: ignore[arg-type]
        value = getattr(entry, one.name)
        if dataclasses.is_dataclass(value):
            yield from parts(place.at(one.name), value)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if dataclasses.is_dataclass(item):
                    yield from parts(place.at(one.name).at(i), item)


class Check:
    """One check of a whole article.

    ``declared`` holds the ids that each kind's file declares, whether or not the entry could be built: an
    entry with a fault of its own still exists for those that name it.
    """

    def __init__(self, article: Article, faults: Faults, declared: Mapping[type, tuple[str, ...]]) -> None:
        self.article = article
        self.faults = faults
        self.declared = declared

    def run(self) -> None:
        """Check every entry of every file."""
        rules: dict[type, Callable[[Place, Any], None]] = {
            Paragraph: self._paragraph,
            Number: self._number,
            Method: self._method,
            Country: self._country,
            TieKind: self._tie_kind,
            Actor: self._actor,
            Tie: self._tie,
            Level: self._level,
            Step: self._step,
            Condition: self._condition,
            Case: self._case,
            Concept: self._concept,
            Period: self._period,
            Node: self._node,
            Edge: self._edge,
            Criterion: self._named,
            Cell: self._cell,
            Trait: self._trait,
            Meaning: self._meaning,
            Demand: self._demand,
            Trial: self._trial,
            Power: self._power,
            Behaviour: self._behaviour,
            Resource: self._resource,
            Inventory: self._inventory,
            Outcome: self._claimed,
            Relation: self._relation,
            Question: self._question,
            Model: self._model,
        }
        for place, entry in entries(self.article):
            for where, part in parts(place, entry):
                if not isinstance(part, (Paragraph, Work)):
                    self._fact(where, part)
            if type(entry) in rules:
                rules[type(entry)](place, entry)
        self._promises()
        self._cells()
        for table, kind in TABLES["actors"].items():
            self._known(Place("seeds/actors.toml", table), kind, NAMED.get(kind, ()))
        self._known(Place("seeds/laboratory.toml"), Model, NAMED[Model])

    # --- every fact ---------------------------------------------------------------------------

    def _fact(self, place: Place, part: Any) -> None:  # noqa: ANN401  (any kind of entry)
        """Check that a fact stands somewhere, by its voice, and says how sure it is."""
        paragraphs, sources = getattr(part, "paragraphs", ()), getattr(part, "sources", ())
        self._known(place.at("paragraphs"), Paragraph, paragraphs)
        self._known(place.at("sources"), Work, sources)
        voice = getattr(part, "voice", None)
        if voice in {"article", "reports"}:
            if not paragraphs:
                self.faults.add(place.at("paragraphs"), "missing; the article's voice needs a paragraph id")
        elif voice == "record":
            if not sources:
                self.faults.add(place.at("sources"), "missing; the record's voice needs a work of works.bib")
        elif (voice == "model" or isinstance(part, PLACED)) and not paragraphs and not sources:
            self.faults.add(place, "has neither paragraphs nor sources; every fact has a place")
        if hasattr(part, "status"):
            self._sure(place, part, needed=voice == "record" or (voice is None and bool(sources)))

    def _sure(self, place: Place, part: Any, *, needed: bool) -> None:  # noqa: ANN401
        """Check that a fact of the record, and nothing else, says how sure it is."""
        if getattr(part, "voice", None) not in {None, "record"} and part.status is not None:
            self.faults.add(place.at("status"), "only a fact of the record has one")
        if needed and part.status is None:
            self.faults.add(place.at("status"), f"missing; {nearest('', ('verified', 'known', 'guess'))}")
        if part.status == "verified" and not part.checked:
            self.faults.add(place.at("checked"), "missing; a verified fact says against what")
        if part.checked and part.status != "verified":
            self.faults.add(place.at("checked"), 'only a fact whose status is "verified" has it')

    # --- the article ---------------------------------------------------------------------------

    def _paragraph(self, place: Place, paragraph: Paragraph) -> None:
        self._known(place.at("section"), Section, [paragraph.section])
        if not CHAPTER.fullmatch(paragraph.chapter):
            self.faults.add(place.at("chapter"), f'"{paragraph.chapter}" is no notebook\'s name, such as "07-levels"')
        if paragraph.reported and not paragraph.reports:
            self.faults.add(place.at("reports"), "missing; what is reported is somebody's view")
        if not paragraph.concepts:
            self.faults.add(place.at("concepts"), "the list is empty; name what the paragraph is about")
        self._known(place.at("concepts"), Concept, paragraph.concepts)
        numbers = {str(one.number) for one in self.article.numbers.values()}
        for i, citation in enumerate(paragraph.citations):
            if numbers:
                self._among(place.at("citations").at(i).at("number"), "number", [str(citation.number)], numbers)
        for i, repeat in enumerate(paragraph.repeats):
            at = place.at("repeats").at(i).at("id")
            self._known(at, Paragraph, [repeat.id])
            if repeat.id == paragraph.id:
                self.faults.add(at, "a paragraph cannot repeat itself")

    def _promises(self) -> None:
        """Check that a promise has an id of its own, and that a kept one says where."""
        first: dict[str, str] = {}
        for paragraph in self.article.paragraphs.values():
            for i, promise in enumerate(paragraph.promises):
                at = Place("seeds/article.toml", paragraph.id).at("promises").at(i)
                if first.setdefault(promise.id, paragraph.id) != paragraph.id or promise.id in {
                    one.id for one in paragraph.promises[:i]
                }:
                    self.faults.add(at.at("id"), f'"{promise.id}" stands twice; give each promise a name of its own')
                if promise.kept != "no" and not promise.paragraphs:
                    self.faults.add(at.at("paragraphs"), "missing; say where the promise is kept")

    def _number(self, place: Place, number: Number) -> None:
        self._known(place.at("works"), Work, number.works)
        if number.id != f"n{number.number}":
            self.faults.add(place.at("number"), f'{number.number} is not the entry\'s own; nearest: "{number.id[1:]}"')
        if not number.works and number.sure != "unknown":
            self.faults.add(place.at("sure"), f'"{number.sure}" of no work; name it in works, or say "unknown"')

    def _method(self, place: Place, method: Method) -> None:
        self._named(place, method)
        self._known(place.at("announced"), Paragraph, method.announced)
        for name in ("announced", "used"):
            if not getattr(method, name):
                self.faults.add(place.at(name), "the list is empty; name the paragraphs in which it stands")
        if len(self.article.paragraphs) == len(self.declared[Paragraph]):  # else some promises could not be read
            promises = [one.id for paragraph in self.article.paragraphs.values() for one in paragraph.promises]
            self._among(place.at("promises"), "promise", method.promises, promises)

    # --- actors ----------------------------------------------------------------------------------

    def _country(self, place: Place, country: Country) -> None:
        if not re.fullmatch("[a-z]{2}", country.id):
            self.faults.add(place, "a country's id is its two-letter ISO 3166 code in lower case")
        for language in ("kk", "ru"):
            if language not in country.name.languages():
                self.faults.add(place.at("name").at(language), "missing; the name is needed in en, kk, ru")

    def _tie_kind(self, place: Place, kind: TieKind) -> None:
        self._named(place, kind)
        self._known(place.at("group"), TieGroup, [kind.group])

    def _actor(self, place: Place, actor: Actor) -> None:
        self._named(place, actor)
        for i, one in enumerate(actor.recognised):
            self._known(place.at("recognised").at(i).at("theory"), Node, [one.theory])
        if actor.form_of is not None:
            self._known(place.at("form_of"), Actor, [actor.form_of])
            whole = self.article.actors.get(actor.form_of)
            if whole is not None and whole.form_of is not None:
                self.faults.add(place.at("form_of"), f'"{whole.id}" is a form itself; name the kind that is drawn')
        if (actor.row is None) == (actor.form_of is None):
            self.faults.add(place.at("row"), "an actor has a row in the drawing, or is a form of another, not both")
        if actor.row is not None and not 0 <= actor.row < MOST_ROWS:
            self.faults.add(place.at("row"), f"{actor.row} is no row; the drawing has those from 0 to {MOST_ROWS - 1}")
        for other in self.article.actors.values():
            if other.id < actor.id and (other.place, other.row) == (actor.place, actor.row) and actor.row is not None:
                self.faults.add(place.at("row"), f'{actor.row} is also "{other.id}"\'s')
        self._short(place, actor.short or (actor.name.en if actor.form_of is None else ""))

    def _tie(self, place: Place, tie: Tie) -> None:
        self._known(place.at("kind"), TieKind, [tie.kind])
        for name in ("starts", "ends"):
            self._known(place.at(name), Actor, getattr(tie, name))
            if not getattr(tie, name):
                self.faults.add(place.at(name), "the list is empty; name whom the ties join")
            for i, one in enumerate(getattr(tie, name)):
                inside = self.article.actors[one].form_of if one in self.article.actors else None
                if inside is not None:
                    self.faults.add(place.at(name).at(i), f'"{one}" is drawn inside "{inside}"; tie that')
        if not tie.views:
            self.faults.add(place.at("views"), "the list is empty; name the drawings that have it")
        self._between(place, tie)
        both = [one for one in tie.starts if one in tie.ends]
        if both and tie.where not in {"across", "abroad"}:
            wrong = f'ties "{both[0]}" to itself; only a tie to another country joins an actor with its like'
            self.faults.add(place.at("ends"), wrong)

    def _between(self, place: Place, tie: Tie) -> None:
        """Check that a tie is between countries where one of its ends is, and only there."""
        actors = self.article.actors
        for pair in itertools.product(tie.starts, tie.ends):
            if not set(pair) <= set(actors):
                continue
            if ("transnational" in {actors[one].place for one in pair}) != (tie.where == "between"):
                wrong = '"between" is for ties of which an end stands between countries, and for all of these'
                self.faults.add(place.at("where"), f'{wrong}: see "{pair[0]}" and "{pair[1]}"')
                return

    # --- levels and cases ------------------------------------------------------------------------

    def _level(self, place: Place, level: Level) -> None:
        self._named(place, level)
        for whose in ("article", "record"):
            if len(level.sides.get(whose, ())) != SIDES:
                self.faults.add(place.at("sides").at(whose), "needs two names, one for each side")
        if not level.claims:
            self.faults.add(place.at("claims"), "the list is empty; a level needs what is said of it")

    def _step(self, place: Place, step: Step) -> None:
        self._known(place.at("start"), Level, [step.start])
        self._known(place.at("end"), Level, [step.end])
        order = self.declared[Level]
        if {step.start, step.end} <= set(order) and order.index(step.end) != order.index(step.start) + 1:
            self.faults.add(place.at("end"), f'"{step.end}" does not follow "{step.start}"; a step joins neighbours')

    def _condition(self, place: Place, condition: Condition) -> None:
        if not condition.favours:
            self.faults.add(place.at("favours"), "the list is empty; name the levels that it speaks for")
        self._known(place.at("favours"), Level, condition.favours)

    def _case(self, place: Place, case: Case) -> None:
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
                self.faults.add(place.at("why_not"), f'says nothing of "{level}"; every other level has its answer')
        if not case.countries:
            self.faults.add(place.at("countries"), "the list is empty; name at least one")
        if not case.sources:
            self.faults.add(place.at("sources"), "the list is empty; a case needs a work of works.bib")
        self._short(place, case.short or case.name.en)
        if case.end is not None and case.end < case.year:
            self.faults.add(place.at("end"), f"{case.end} is before the year it began, {case.year}")

    # --- terms, lineages, comparison ---------------------------------------------------------------

    def _concept(self, place: Place, concept: Concept) -> None:
        self._named(place, concept)
        self._known(place.at("see"), Concept, concept.see)

    def _period(self, place: Place, period: Period) -> None:
        if period.end <= period.start:
            self.faults.add(place.at("end"), f"{period.end} is not after the start, {period.start}")
        if period.height <= 0:
            self.faults.add(place.at("height"), f"{period.height} px cannot be drawn; give 1 or more")
        order = list(self.article.periods.values())
        if period in order[1:]:
            before = order[order.index(period) - 1]
            if before.end != period.start:
                self.faults.add(
                    place.at("start"), f"{period.start} is not where the period before it ends, {before.end}"
                )

    def _node(self, place: Place, node: Node) -> None:
        self._named(place, node)
        self._known(place.at("lane"), Lane, [node.lane])
        if node.family is not None:
            self._known(place.at("family"), Node, [node.family])
        if not node.claims:
            self.faults.add(place.at("claims"), "the list is empty; a node needs what is said of it")
        if node.article is None and node.record is None:
            self.faults.add(place, "has neither article nor record; some voice names it")
        if node.article is not None and not node.article.paragraphs:
            self.faults.add(place.at("article").at("paragraphs"), "missing; the article's voice needs a paragraph id")
        if node.record is not None and not node.record.sources:
            self.faults.add(place.at("record").at("sources"), "missing; the record's voice needs a work of works.bib")
        for voice in ("article", "record"):
            if getattr(node, voice) is not None:
                self._dated(place.at(voice), getattr(node, voice))

    def _dated(self, place: Place, date: Dated) -> None:
        """Check that a date lies in the periods that are drawn, and does not end before it begins."""
        span = list(self.article.periods.values())
        for name in ("year", "end"):
            year = getattr(date, name)
            if span and year is not None and not span[0].start <= year <= span[-1].end:
                wrong = f"{year} is outside the periods drawn, {span[0].start}–{span[-1].end}"
                self.faults.add(place.at(name), wrong)
        if date.end is not None and (date.year is None or date.end < date.year):
            began = "a year is missing" if date.year is None else f"it began in {date.year}"
            self.faults.add(place.at("end"), f"{date.end} cannot be its end; {began}")

    def _edge(self, place: Place, edge: Edge) -> None:
        self._known(place.at("start"), Node, [edge.start])
        self._known(place.at("end"), Node, [edge.end])
        if edge.start == edge.end:
            self.faults.add(place.at("end"), "is its own start; an edge joins two nodes")

    def _cell(self, place: Place, cell: Cell) -> None:
        self._known(place.at("theory"), Node, [cell.theory])
        self._known(place.at("criterion"), Criterion, [cell.criterion])

    def _cells(self) -> None:
        """Check that the comparison has one answer for each theory and criterion."""
        theories = dict.fromkeys(cell.theory for cell in self.article.cells.values())
        filled: dict[tuple[str, str], str] = {}
        for cell in self.article.cells.values():
            other = filled.setdefault((cell.theory, cell.criterion), cell.id)
            if other != cell.id:
                place = Place("seeds/comparison.toml", cell.id)
                self.faults.add(place.at("criterion"), f'"{other}" has answered it for {cell.theory}')
        for theory in theories:
            for criterion in self.article.criteria:
                if (theory, criterion) not in filled and len(self.article.cells) == len(self.declared[Cell]):
                    place = Place("seeds/comparison.toml", criterion)
                    self.faults.add(place, f'no cell answers it for "{theory}"')

    def _trait(self, place: Place, trait: Trait) -> None:
        self._known(place.at("criterion"), Criterion, [trait.criterion])
        self._known(place.at("theories"), Node, trait.theories)
        self._known(place.at("described"), Paragraph, trait.described)

    def _meaning(self, place: Place, meaning: Meaning) -> None:
        self._known(place.at("theory"), Node, [meaning.theory])
        self._known(place.at("traits"), Trait, meaning.traits)

    # --- the checklist and the questions -------------------------------------------------------------

    def _demand(self, place: Place, demand: Demand) -> None:
        if len(demand.name) > LONGEST_LABEL:
            wrong = f"more than {LONGEST_LABEL} letters do not fit on the map; give a shorter name"
            self.faults.add(place.at("name"), wrong)

    def _trial(self, place: Place, trial: Trial) -> None:
        self._short(place, trial.short)
        if not trial.sources:
            self.faults.add(place.at("sources"), "the list is empty; a trial needs a work of works.bib")
        answered = [one.demand for one in trial.verdicts]
        self._known(place.at("verdicts"), Demand, answered)
        for demand in self.declared[Demand]:
            if demand not in answered and set(answered) <= set(self.declared[Demand]):  # else one is misspelt
                self.faults.add(place.at("verdicts"), f'says nothing of "{demand}"; every demand has its answer')

    # --- power ---------------------------------------------------------------------------------------

    def _power(self, place: Place, power: Power) -> None:
        self._named(place, power)
        if not power.paragraphs:
            self.faults.add(place.at("paragraphs"), "missing; the article's voice needs a paragraph id")

    def _behaviour(self, place: Place, behaviour: Behaviour) -> None:
        self._named(place, behaviour)
        self._known(place.at("power"), Power, [behaviour.power])
        if not behaviour.sources:
            self.faults.add(place.at("sources"), "missing; the record's voice needs a work of works.bib")

    def _resource(self, place: Place, resource: Resource) -> None:
        self._named(place, resource)
        self._claimed(place, resource)
        self._known(place.at("power"), Power, [resource.power])
        self._known(place.at("behaviours"), Behaviour, resource.behaviours)
        if not resource.behaviours:
            self.faults.add(place.at("behaviours"), "the list is empty; name where it stands on the spectrum")
        if resource.claims and resource.counted not in {claim.voice for claim in resource.claims}:
            self.faults.add(place.at("counted"), f'no claim is in the voice "{resource.counted}"')
        self._short(place, resource.short or resource.name.en)

    def _inventory(self, place: Place, inventory: Inventory) -> None:
        self._claimed(place, inventory)
        self._known(place.at("resources"), Resource, inventory.resources)
        if not inventory.resources:
            self.faults.add(place.at("resources"), "the list is empty; name what is named together")

    def _relation(self, place: Place, relation: Relation) -> None:
        self._known(place.at("beside"), Paragraph, relation.beside)
        if not relation.beside:
            self.faults.add(place.at("beside"), "the list is empty; name what it is held together with")

    def _claimed(self, place: Place, entry: Resource | Inventory | Outcome) -> None:
        if not entry.claims:
            self.faults.add(place.at("claims"), "the list is empty; say who says so")

    def _question(self, place: Place, question: Question) -> None:
        if not CHAPTER.fullmatch(question.chapter):
            self.faults.add(place.at("chapter"), f'"{question.chapter}" is no notebook\'s name, such as "07-levels"')
        self._among(place.at("answers"), "option", question.answers, question.options)
        self._among(place.at("feedback"), "option", question.feedback, question.options)
        if not question.answers:
            self.faults.add(place.at("answers"), "the list is empty; name the option that holds")
        for option in question.options:
            if option not in question.feedback:
                self.faults.add(place.at("feedback"), f'says nothing of "{option}"; every option has its answer')

    # --- the laboratory ------------------------------------------------------------------------------

    def _model(self, place: Place, model: Model) -> None:
        for name in ("claims", "assumptions", "against", "not_shown"):
            if not getattr(model, name):
                self.faults.add(place.at(name), "the list is empty; a model has one of each")
        for i, claim in enumerate(model.claims):
            if not claim.paragraphs:
                at = place.at("claims").at(i).at("paragraphs")
                self.faults.add(at, "missing; a model puts a claim of the article to the test")
        for i, one in enumerate(model.origin):
            if one.voice != "record":
                at = place.at("origin").at(i).at("voice")
                self.faults.add(at, f'"{one.voice}" does not say where a model comes from; only "record" does')

    # --- small rules ---------------------------------------------------------------------------------

    def _named(self, place: Place, entry: Any) -> None:  # noqa: ANN401  (any entry with a name and labels)
        self._names(place, entry.name, entry.labels)

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

    def _short(self, place: Place, label: str) -> None:
        if len(label) > LONGEST_LABEL:
            wrong = f"more than {LONGEST_LABEL} letters do not fit on the map; give a shorter name here"
            self.faults.add(place.at("short"), wrong)

    def _known(self, place: Place, kind: type, wanted: Iterable[str]) -> None:
        """Check ids among all that the files declare: an entry with a fault of its own counts."""
        if self.declared.get(kind):  # else their file could not be read, which was said
            self._among(place, WORDS.get(kind, kind.__name__.lower()), wanted, self.declared[kind])

    def _among(self, place: Place, kind: str, wanted: Iterable[str], known: Iterable[str]) -> None:
        """Check that each id exists, and that none is named twice."""
        wanted, known = tuple(wanted), tuple(known)
        for one in dict.fromkeys(wanted):
            if one not in known:
                self.faults.missing(place, kind, one, known)
            elif wanted.count(one) > 1:
                self.faults.add(place, f'names "{one}" {wanted.count(one)} times; once is enough')


#: The drawing of the actors has so many rows.
MOST_ROWS = 14
#: What a message calls a kind of entry, where its class has another name.
WORDS: Mapping[type, str] = MappingProxyType({TieKind: "kind of tie", TieGroup: "group of ties"})
