"""The seeds are refused, in one line a fault, whenever they are wrong."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import expected
import pytest

from widgets.article import SeedError, load, main, statuses


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(expected.SEEDS, tmp_path / "seeds"))


def edit(folder: Path, file: str, old: str | re.Pattern[str], new: str) -> None:
    """Put something else in the first place of a file that holds a text, or fits a pattern."""
    text = (folder / file).read_text("utf-8")
    found = re.search(re.escape(old) if isinstance(old, str) else old, text)
    assert found
    (folder / file).write_text(text[: found.start()] + new + text[found.end() :], "utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(SeedError) as refusal:
        load(folder)
    return refusal.value.lines


CLAIMS = re.compile(r"claims = \[\n.*?\n\]", re.DOTALL)
WRONG = {
    # What one entry may hold.
    "type": ("activities.toml", "year = 1942", 'year = "1942"', 'seeds/activities.toml: voice-of-america: year: expected a whole number, found the text "1942"'),
    "unknown key": ("activities.toml", "year = 1942", "yeer = 1942", 'seeds/activities.toml: voice-of-america: yeer: unknown field; nearest: "year"'),
    "missing key": ("activities.toml", "year = 1942\n", "", "seeds/activities.toml: voice-of-america: year: missing; every entry of this kind has it"),
    "choice": ("actors.toml", 'level = "individual"', 'level = "person"', 'seeds/actors.toml: opinion-makers: level: the text "person" is not a choice; choices: individual, group, state, system'),
    "empty text": ("article.toml", 'kk = "саты"', 'kk = " "', "kk: the text is empty"),
    "a letter that rings": ("concepts.toml", 'en = "public diplomacy"', r'en = "public\u0007 diplomacy"', r"public-diplomacy: name.en: the text holds '\x07', which cannot be seen"),
    "a letter that turns the line": ("concepts.toml", 'en = "public diplomacy"', r'en = "public\u202e diplomacy"', r"the text holds '\u202e', which cannot be seen"),
    "an id that rings": ("actors.toml", "[actors.scholars]", r'[actors."sch\u0007olars"]', r"seeds/actors.toml: sch\x07olars: an id is lower-case letters"),
    "duplicate id": ("actors.toml", "[actors.scholars]", "[actors.individuals]", "seeds/actors.toml: not TOML: the entry 'individuals' stands twice"),
    "duplicate key": ("actors.toml", "row = 3\n", "row = 3\nrow = 3\n", "seeds/actors.toml: not TOML: a field stands twice"),
    "broken TOML": ("levels.toml", "[levels.dialogue]", "[levels.dialogue", "seeds/levels.toml: not TOML:"),
    "a table that is a list": ("theories.toml", "[lanes.liberal]", "[[lanes]]", "seeds/theories.toml: lanes: expected a table of entries"),
    "an entry that is a list": ("theories.toml", "[lanes.liberal]", "[[lanes.liberal]]", "seeds/theories.toml: liberal: expected a table, found a list"),
    "an unknown table": ("comparison.toml", "[meanings.", "[meaning.", 'seeds/comparison.toml: meaning: unknown table; nearest: "meanings"'),
    "an unknown key on top": ("article.toml", "institution = ", "institute = ", 'seeds/article.toml: (top): institute: unknown field; nearest: "institution"'),
    "capitals in an id": ("actors.toml", "[actors.scholars]", "[actors.Scholars]", "seeds/actors.toml: Scholars: an id is lower-case letters"),
    # What it names elsewhere.
    "paragraph": ("levels.toml", 'paragraphs = ["D17"]', 'paragraphs = ["D177"]', 'claims[2].paragraphs: no paragraph "D177"; nearest: "D17"'),
    "actor": ("activities.toml", 'actor = "state-bodies"', 'actor = "state-bodys"', 'seeds/activities.toml: voice-of-america: actor: no actor "state-bodys"; nearest: "state-bodies"'),
    "level": ("activities.toml", 'level = "monologue"', 'level = "monolog"', 'seeds/activities.toml: voice-of-america: level: no level "monolog"; nearest: "monologue"'),
    "country": ("activities.toml", 'countries = ["us"]', 'countries = ["usa"]', 'no country "usa"; nearest: "us"'),
    "work": ("activities.toml", 'sources = ["voa-2005"]', 'sources = ["voa-2006"]', 'seeds/activities.toml: voice-of-america: sources: no work "voa-2006"; nearest: "voa-2005"'),
    "concept of a paragraph": ("article.toml", 'concepts = ["public-diplomacy",', 'concepts = ["public-diplomasy",', 'seeds/article.toml: A1: concepts: no concept "public-diplomasy"; nearest: "public-diplomacy"'),
    "section": ("article.toml", 'section = "abstract"', 'section = "abstrakt"', 'A1: section: no section "abstrakt"; nearest: "abstract"'),
    "see": ("concepts.toml", 'see = ["civic-diplomacy"', 'see = ["civil-diplomacy"', 'see: no concept "civil-diplomacy"; nearest: "civic-diplomacy"'),
    "number cited": ("article.toml", "citations = [{ number = 1,", "citations = [{ number = 11,", 'seeds/article.toml: D01: citations[0].number: no number "11"; nearest: "1"'),
    "work of a number": ("article.toml", 'works = ["torkunov-1999"]', 'works = ["torkunov-1998"]', 'n3: works: no work "torkunov-1998"; nearest: "torkunov-1999"'),
    "theory that recognises": ("actors.toml", 'theory = "realism"', 'theory = "realizm"', 'state: recognised[0].theory: no node "realizm"; nearest: "realism"'),
    "kind of tie": ("actors.toml", 'kind = "treaty"', 'kind = "treatise"', 'seeds/actors.toml: between-states: kind: no kind of tie "treatise"; nearest: "treaty"'),
    "group of ties": ("actors.toml", 'group = "law"', 'group = "lore"', 'seeds/actors.toml: treaty: group: no group of ties "lore"'),
    "end of a tie": ("actors.toml", 'ends = ["public"]', 'ends = ["publik"]', 'ends: no actor "publik"; nearest: "public"'),
    "whole of a form": ("actors.toml", 'form_of = "state"', 'form_of = "statt"', 'great-powers: form_of: no actor "statt"; nearest: "state"'),
    "lane": ("theories.toml", 'lane = "liberal"', 'lane = "libral"', 'rousseau: lane: no lane "libral"; nearest: "liberal"'),
    "family": ("theories.toml", 'family = "liberalism"', 'family = "libralism"', 'rousseau: family: no node "libralism"; nearest: "liberalism"'),
    "start of an edge": ("theories.toml", 'start = "rousseau"', 'start = "rouseau"', 'rousseau-liberalism: start: no node "rouseau"; nearest: "rousseau"'),
    "criterion": ("comparison.toml", 'criterion = "units"', 'criterion = "unit"', 'liberalism-units: criterion: no criterion "unit"; nearest: "units"'),
    "meaning's theory": ("comparison.toml", 'theory = "neoliberalism"\ntraits', 'theory = "neoliberal"\ntraits', 'broad-pluralism: theory: no node "neoliberal"; nearest: "neoliberalism"'),
    "meaning's traits": ("comparison.toml", 'traits = ["individuals", ', 'traits = ["individual", ', 'broad-pluralism: traits: no trait "individual"; nearest: "individuals"'),
    "described": ("comparison.toml", 'described = ["D05"]', 'described = ["D50"]', 'individuals: described: no paragraph "D50"'),
    "repeat": ("article.toml", '{ id = "M1", kind', '{ id = "M9", kind', 'R1: repeats[0].id: no paragraph "M9"'),
    "option": ("questions.toml", 'answers = ["third"]', 'answers = ["tird"]', 'seeds/questions.toml: levels-order: answers: no option "tird"; nearest: "third"'),
    "named twice": ("article.toml", 'concepts = ["public-diplomacy",', 'concepts = ["public-diplomacy", "public-diplomacy",', 'A1: concepts: names "public-diplomacy" 2 times; once is enough'),
    "what a map names": ("actors.toml", "[actors.state]", "[actors.stat]", 'seeds/actors.toml: actors: no actor "state"; nearest: "stat"'),
    # That a fact stands somewhere, and how sure it is.
    "status": ("concepts.toml", 'status = "known"', 'status = "sure"', 'status: the text "sure" is not a choice'),
    "verified against nothing": ("concepts.toml", "checked = ", "# checked = ", "checked: missing; a verified fact says against what"),
    "checked, yet not verified": ("levels.toml", 'status = "known"', 'status = "known", checked = "the text"', 'checked: only a fact whose status is "verified" has it'),
    "remark without a work": ("article.toml", 'sources = ["cowan-arsenault-2008"], status = "verified"', 'sources = [], status = "verified"', "remarks[0].sources: missing; the record's voice needs a work of works.bib"),
    "status of the article's claim": ("levels.toml", 'paragraphs = ["D12"] }', 'paragraphs = ["D12"], status = "known" }', "status: only a fact of the record has one"),
    "fact of the record without a status": ("theories.toml", ', status = "guess" }', " }", "liberalism: record.status: missing; choices: verified, known, guess"),
    "claim of the article without a place": ("levels.toml", 'paragraphs = ["D17"] }', "paragraphs = [] }", "claims[2].paragraphs: missing; the article's voice needs a paragraph id"),
    "case without a work": ("activities.toml", 'sources = ["voa-2005"]', "sources = []", "voice-of-america: sources: the list is empty; a case needs a work of works.bib"),
    "role without a place": ("actors.toml", 'voice = "reading", paragraphs = ["D02", "D16"]', 'voice = "reading", paragraphs = []', "seeds/actors.toml: state: roles[1]: has neither paragraphs nor sources; every fact has a place"),
    "newness without a place": ("actors.toml", 'paragraphs = ["I3"], note = "their officials"', 'paragraphs = [], note = "their officials"', "seeds/actors.toml: local-authorities: new[0].paragraphs: missing; the article's voice needs a paragraph id"),
    "recognition without a place": ("actors.toml", 'voice = "article", paragraphs = ["D09"] }', 'voice = "reading" }', "seeds/actors.toml: state: recognised[0]: has neither paragraphs nor sources"),
    "tie without a place": ("actors.toml", 'drawn by us."\nvoice = "reading"\nparagraphs = ["D17"]', 'drawn by us."\nvoice = "reading"', "seeds/actors.toml: scholars-at-work: has neither paragraphs nor sources"),
    "edge without a place": ("theories.toml", 'voice = "article"\ntext = "Rousseau\'s social contract is among the ideas with which the liberal paradigm begins."\nparagraphs = ["D06"]', 'voice = "reading"\ntext = "It begins so."', "rousseau-liberalism: has neither paragraphs nor sources"),
    "cell without a place": ("comparison.toml", 'voice = "record"\nsources = ["moravcsik-1997"]', 'voice = "model"', "seeds/comparison.toml: liberalism-units: has neither paragraphs nor sources"),
    "model's term without a place": ("concepts.toml", 'voice = "article"\nparagraphs = ["D02"]\nsee = ["civic-diplomacy"', 'voice = "model"\nsee = ["civic-diplomacy"', "seeds/concepts.toml: public-diplomacy: has neither paragraphs nor sources"),
    "step without a place": ("levels.toml", 'start = "dialogue"\nend = "collaboration"', 'start = "dialogue"\nend = "monologue"', 'end: "monologue" does not follow "dialogue"; a step joins neighbours'),
    # Names and labels.
    "language": ("actors.toml", ', ru = "учёные"', "", "seeds/actors.toml: scholars: name.ru: missing; the name is needed in en, kk, ru"),
    "label state": ("actors.toml", 'ru = "translated"', 'ru = "translatd"', 'nearest: "translated"'),
    "no label": ("actors.toml", 'labels = { kk = "from_article", ru = "from_article" }', 'labels = { kk = "from_article" }', "seeds/actors.toml: state: labels.ru: missing; say where this label comes from"),
    "label of no name": ("activities.toml", re.compile(r', ru = "[^"]*" }(?=\n[^\[]*?labels = .*ru = )'), " }", "labels.ru: labels a name that is not given"),
    "country without Kazakh": ("countries.toml", 'kk = "АҚШ", ', "", "seeds/countries.toml: us: name.kk: missing; the name is needed in en, kk, ru"),
    "country without Russian": ("countries.toml", ', ru = "США"', "", "seeds/countries.toml: us: name.ru: missing"),
    "country's code": ("countries.toml", "[us]", "[usa]", "seeds/countries.toml: usa: a country's id is its two-letter ISO 3166 code"),
    "a long label": ("activities.toml", 'short = "Kazakh TV"', f'short = "{"x" * 25}"', "kazakh-tv: short: more than 24 letters"),
    "a long name": ("actors.toml", 'short = "local bodies"\n', "", "local-authorities: short: more than 24 letters do not fit on the map"),
    # Paragraphs and numbers.
    "paragraph's chapter": ("article.toml", 'chapter = "07-levels"', 'chapter = "7-Levels"', 'chapter: "7-Levels" is no notebook\'s name, such as "07-levels"'),
    "reported by nobody": ("article.toml", re.compile(r'(?<=\n)reports = "a column.*\n'), "", "seeds/article.toml: D10: reports: missing; what is reported is somebody's view"),
    "about nothing": ("article.toml", 'concepts = ["systemic-method", "methodology", "public-diplomacy"]', "concepts = []", "M3: concepts: the list is empty; name what the paragraph is about"),
    "repeats itself": ("article.toml", '{ id = "M1", kind', '{ id = "R1", kind', "R1: repeats[0].id: a paragraph cannot repeat itself"),
    "promise twice": ("article.toml", 'id = "theoretical-aspects"', 'id = "place-in-theory"', 'A1: promises[1].id: "place-in-theory" stands twice; give each promise a name of its own'),
    "promise of two paragraphs": ("article.toml", 'id = "stages"', 'id = "place-in-theory"', 'M4: promises[0].id: "place-in-theory" stands twice'),
    "kept nowhere": ("article.toml", 'kept = "no", paragraphs = []', 'kept = "in part", paragraphs = []', "M2: promises[1].paragraphs: missing; say where the promise is kept"),
    "another entry's number": ("article.toml", "[numbers.n8]\nnumber = 8", "[numbers.n8]\nnumber = 7", 'seeds/article.toml: n8: number: 7 is not the entry\'s own; nearest: "8"'),
    "sure of no work": ("article.toml", 'works = []\nsure = "unknown"', 'works = []\nsure = "guess"', 'n1: sure: "guess" of no work; name it in works, or say "unknown"'),
    # Actors and ties.
    "row of two": ("actors.toml", "row = 3\n", "row = 2\n", 'row: 2 is also "civic-organisations"\'s'),
    "no such row": ("actors.toml", "row = 13", "row = 14", "artists: row: 14 is no row; the drawing has those from 0 to 13"),
    "row above the first": ("actors.toml", "row = 13", "row = -1", "artists: row: -1 is no row"),
    "a form with a row": ("actors.toml", "row = 13", 'row = 13\nform_of = "individuals"', "artists: row: an actor has a row in the drawing, or is a form of another, not both"),
    "neither row nor form": ("actors.toml", "row = 13\n", "", "artists: row: an actor has a row in the drawing, or is a form"),
    "a form of a form": ("actors.toml", 'form_of = "movements"', 'form_of = "bureaucracy"', 'political-movements: form_of: "bureaucracy" is a form itself; name the kind that is drawn'),
    "tie to a form": ("actors.toml", 'ends = ["public"]', 'ends = ["citizens"]', 'subjects-and-public: ends[0]: "citizens" is drawn inside "individuals"; tie that'),
    "between, yet at home": ("actors.toml", 'ends = ["public"]\nwhere = "abroad"', 'ends = ["public"]\nwhere = "between"', 'subjects-and-public: where: "between" is for ties of which an end stands between countries'),
    "at home, yet between": ("actors.toml", 'ends = ["state"]\nwhere = "between"', 'ends = ["state"]\nwhere = "within"', 'community-of-states: where: "between" is for ties of which an end stands between countries, and for all of these: see "intergovernmental-organisations" and "state"'),
    "tie to itself": ("actors.toml", 'ends = ["state"]\nwhere = "across"', 'ends = ["state"]\nwhere = "within"', 'between-states: ends: ties "state" to itself; only a tie to another country'),
    "tie from nobody": ("actors.toml", 'starts = ["artists"]', "starts = []", "starts: the list is empty; name whom the ties join"),
    "tie to nobody": ("actors.toml", 'ends = ["artists"]', "ends = []", "ends: the list is empty; name whom the ties join"),
    "tie of no drawing": ("actors.toml", 'views = ["state-centric", "transnational", "public-diplomacy"]', "views = []", "between-states: views: the list is empty; name the drawings that have it"),
    # Levels and cases.
    "a level unanswered": ("activities.toml", "why_not = { dialogue = ", "why_not = { monologue = ", 'why_not: says nothing of "dialogue"; every other level has its answer'),
    "own level answered": ("activities.toml", "why_not = { dialogue", 'why_not = { monologue = "x", dialogue', 'why_not: answers "monologue"'),
    "second level is the first": ("activities.toml", 'level = "monologue"', 'level = "monologue"\nalso = "monologue"', "also: is the case's own level"),
    "order of years": ("activities.toml", "year = 1942", "year = 1942\nend = 1940", "end: 1940 is before the year it began, 1942"),
    "case of no country": ("activities.toml", 'countries = ["us"]', "countries = []", "voice-of-america: countries: the list is empty; name at least one"),
    "step that skips": ("levels.toml", 'start = "dialogue"', 'start = "monologue"', 'to-collaboration: end: "collaboration" does not follow "monologue"'),
    "speaks for nothing": ("levels.toml", 'favours = ["dialogue"]', "favours = []", "favours: the list is empty; name the levels that it speaks for"),
    "level of which nothing is said": ("levels.toml", CLAIMS, "claims = []", "monologue: claims: the list is empty; a level needs what is said of it"),
    "one side": ("levels.toml", "sides = { article = [", 'sides = { article = ["One more", ', "monologue: sides.article: needs two names, one for each side"),
    # Lineages and comparison.
    "period that ends first": ("theories.toml", "end = 2020", "end = 1990", "new-century: end: 1990 is not after the start, 2000"),
    "period without height": ("theories.toml", "height = 128", "height = 0", "enlightenment: height: 0 px cannot be drawn; give 1 or more"),
    "gap between periods": ("theories.toml", "start = 1850", "start = 1860", "between: start: 1860 is not where the period before it ends, 1850"),
    "node of which nothing is said": ("theories.toml", CLAIMS, "claims = []", "rousseau: claims: the list is empty; a node needs what is said of it"),
    "node that no voice names": ("theories.toml", re.compile(r"article = .*\nrecord = .*\n"), "", "rousseau: has neither article nor record; some voice names it"),
    "node that the article names nowhere": ("theories.toml", 'article = { paragraphs = ["R4", "D23"] }', "article = { paragraphs = [] }", "interdependence: article.paragraphs: missing; the article's voice needs a paragraph id"),
    "node without a work": ("theories.toml", 'record = { year = 1795, sources = ["doyle-1983"], status = "guess" }', "record = { year = 1795 }", "liberalism: record.sources: missing; the record's voice needs a work of works.bib"),
    "node before all periods": ("theories.toml", "record = { year = 1762,", "record = { year = 1649,", "rousseau: record.year: 1649 is outside the periods drawn, 1750–2020"),
    "node that ends after all": ("theories.toml", "record = { year = 1762,", "record = { year = 1762, end = 2099,", "rousseau: record.end: 2099 is outside the periods drawn, 1750–2020"),
    "node that ends first": ("theories.toml", "record = { year = 1762,", "record = { year = 1762, end = 1761,", "rousseau: record.end: 1761 cannot be its end; it began in 1762"),
    "node that ends and never began": ("theories.toml", "record = { year = 1762,", "record = { end = 1762,", "rousseau: record.end: 1762 cannot be its end; a year is missing"),
    "edge to itself": ("theories.toml", 'start = "rousseau"', 'start = "liberalism"', "rousseau-liberalism: end: is its own start; an edge joins two nodes"),
    "cell twice": ("comparison.toml", 'criterion = "area"', 'criterion = "units"', 'liberalism-area: criterion: "liberalism-units" has answered it for liberalism'),
    "missing cell": ("comparison.toml", 'criterion = "area"', 'criterion = "units"', 'seeds/comparison.toml: area: no cell answers it for "liberalism"'),
    # Questions.
    # Power.
    "power of a resource": ("power.toml", 'kind = "resource"\npower = "hard"', 'kind = "resource"\npower = "herd"', 'seeds/power.toml: military: power: no power "herd"; nearest: "hard"'),
    "power of a behaviour": ("power.toml", 'power = "hard"\ntext', 'power = "herd"\ntext', 'seeds/power.toml: coercion: power: no power "herd"; nearest: "hard"'),
    "power that the article names nowhere": ("power.toml", 'political authority."\nparagraphs = ["D19"]', 'political authority."\nparagraphs = []', "seeds/power.toml: hard: paragraphs: missing; the article's voice needs a paragraph id"),
    "behaviour without a work": ("power.toml", 'sources = ["nye-2019", "slides-power"]', "sources = []", "seeds/power.toml: coercion: sources: missing; the record's voice needs a work of works.bib"),
    "off the spectrum": ("power.toml", 'behaviours = ["coercion"]', "behaviours = []", "military: behaviours: the list is empty; name where it stands on the spectrum"),
    "behaviour": ("power.toml", 'behaviours = ["coercion"]', 'behaviours = ["coersion"]', 'military: behaviours: no behaviour "coersion"; nearest: "coercion"'),
    "voice that counts a resource": ("power.toml", 'counted = "record"', 'counted = "article"', 'values: counted: no claim is in the voice "article"'),
    "holder": ("power.toml", 'holder = "both"', 'holder = "bot"', 'economic: holder: the text "bot" is not a choice'),
    "resource of which nothing is said": ("power.toml", re.compile(r"claims = \[\{.*\}\]"), "claims = []", "military: claims: the list is empty; say who says so"),
    "a long resource": ("power.toml", 'short = "non-state institutions"\n', "", "institutions: short: more than 24 letters do not fit on the map"),
    "an empty inventory": ("power.toml", 'resources = ["culture", "values", "policy"]', "resources = []", "objects: resources: the list is empty; name what is named together"),
    "resource of an inventory": ("power.toml", 'resources = ["culture", "values"', 'resources = ["culture", "value"', 'objects: resources: no resource "value"; nearest: "values"'),
    "relation beside nothing": ("power.toml", 'beside = ["D19", "D22"]', "beside = []", "same: beside: the list is empty; name what it is held together with"),
    "paragraph beside a relation": ("power.toml", 'beside = ["D19", "D22"]', 'beside = ["D19", "D222"]', 'same: beside: no paragraph "D222"; nearest: "D22"'),
    "question's chapter": ("questions.toml", 'chapter = "07-levels"', 'chapter = "levels"', 'levels-order: chapter: "levels" is no notebook\'s name, such as "07-levels"'),
    "question without an answer": ("questions.toml", 'answers = ["third"]', "answers = []", "levels-order: answers: the list is empty; name the option that holds"),
    "question without feedback": ("questions.toml", "feedback = { monologue = ", "feedback = { dialogues = ", 'levels-order: feedback: says nothing of "monologue"; every option has its answer'),
    # The checklist.
    "demand's name": ("checklist.toml", 'name = "mass audience"', 'name = "an audience of a great many"', "audience: name: more than 24 letters do not fit on the map"),
    "demand of nobody": ("checklist.toml", re.compile(r'paragraphs = \["D02"\]\n'), "", "instrument: paragraphs: missing; the article's voice needs a paragraph id"),
    "answer to no demand": ("checklist.toml", '{ demand = "policy"', '{ demand = "polici"', 'dimash-2017: verdicts: no demand "polici"; nearest: "policy"'),
    "no answer": ("checklist.toml", re.compile(r'    \{ demand = "policy".*\n'), "", 'dimash-2017: verdicts: says nothing of "policy"; every demand has its answer'),
    "trial without a work": ("checklist.toml", 'sources = ["voa-charter", "voa-2005"]', "sources = []", "voice-of-america: sources: the list is empty; a trial needs a work of works.bib"),
    "answer without a place": ("checklist.toml", re.compile(r'(?<=the song is not\.")(, sources = \["kazinform-goodwill-2024"\])'), "", "has neither paragraphs nor sources; every fact has a place"),
    "trial without a label": ("checklist.toml", 'short = "Nevada movement"', 'short = "Nevada–Semipalatinsk movement"', "nevada-semipalatinsk: short: more than 24 letters do not fit on the map"),
    # The laboratory.
    "model of no claim": ("laboratory.toml", CLAIMS, "claims = []", "null-model: claims: the list is empty; a model has one of each"),
    "model that shows all": ("laboratory.toml", re.compile(r"not_shown = \[\n.*?\n\]", re.DOTALL), "not_shown = []", "null-model: not_shown: the list is empty"),
    "model's claim of nobody": ("laboratory.toml", re.compile(r'voice = "reports"(.*?), paragraphs = \["D13"\]'), 'voice = "reading", text = "So."', "null-model: claims[0].paragraphs: missing; a model puts a claim of the article to the test"),
    "model's origin": ("laboratory.toml", re.compile(r'voice = "record"(?=, text = "Betw)'), 'voice = "reading"', 'null-model: origin[0].voice: "reading" does not say where a model comes from'),
    "a model that a map names": ("laboratory.toml", "[null-model]", "[nul-model]", 'seeds/laboratory.toml: no model "null-model"; nearest: "nul-model"'),
    # Works.
    "bib: duplicate id": ("works.bib", "{cowan-arsenault-2008,", "{cull-2008,", "seeds/works.bib: cull-2008: line "),
    "bib: unknown field": ("works.bib", "label ", "lable ", 'unknown field; nearest: "label"'),
    "bib: status": ("works.bib", "{verified}", "{certain}", 'status: "certain" is not a choice'),
    "bib: kind": ("works.bib", "@book", "@bok", 'no kind of entry @bok; nearest: "book"'),
    "bib: language": ("works.bib", "langid  = {ru}", "langid  = {rus}", 'langid: "rus" is not a choice; nearest: "ru"'),
    "bib: address for a DOI": ("works.bib", "= {10.", "= {https://doi.org/10.", "doi: a DOI begins with 10."),
    "bib: lost brace": ("works.bib", "title = {The Problem", "title = The Problem", "seeds/works.bib: "),
    "bib: a letter that rings": ("works.bib", "publisher = {", "publisher = {\x07", r"publisher: the text holds '\x07', which cannot be seen"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line"), WRONG.values(), ids=WRONG)
def test_a_fault_is_one_line_that_says_where_and_what(
    seeds: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    old: str | re.Pattern[str],
    new: str,
    line: str,
) -> None:
    edit(seeds, file, old, new)
    monkeypatch.setattr(sys, "argv", ["article", str(seeds)])
    assert main() == 1
    printed = capsys.readouterr()
    lines = printed.err.strip().splitlines()
    assert any(line in one for one in lines), lines
    assert all(one.startswith("seeds/") for one in lines)
    assert f"seeds/{file}: " in " ".join(lines)
    assert len(set(lines)) == len(lines)
    assert not printed.out


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "missing TOML": lambda folder: (folder / "actors.toml").unlink(),
    "missing bib": lambda folder: (folder / "works.bib").unlink(),
    "wrong bytes": lambda folder: (folder / "concepts.toml").write_bytes(b"[a]\nname = '\xff\xfe'\n"),
    "wrong bytes in bib": lambda folder: (folder / "works.bib").write_bytes(b"@book{a, title = {\xff}}"),
    "emptied": lambda folder: (folder / "article.toml").write_text(""),
    "emptied questions": lambda folder: (folder / "questions.toml").write_text(""),
    "emptied bib": lambda folder: (folder / "works.bib").write_text(""),
    "a stray file": lambda folder: (folder / "activites.toml").write_text("a = 1"),
    "a stray bib": lambda folder: shutil.copy(folder / "works.bib", folder / "more.bib"),
    "a folder": lambda folder: [(folder / "actors.toml").unlink(), (folder / "actors.toml").mkdir()],
    "a thousand brackets": lambda folder: (folder / "actors.toml").write_text("a = " + "[" * 3000),
    "not a table": lambda folder: (folder / "actors.toml").write_text("scholars = 3\n"),
    "no folder": shutil.rmtree,
}


@pytest.mark.parametrize("spoil", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_named(seeds: Path, spoil: Callable[[Path], object]) -> None:
    spoil(seeds)
    lines = faults(seeds)
    assert lines
    assert all(one.startswith("seeds") and "\n" not in one for one in lines)


def test_all_faults_are_listed_together(seeds: Path) -> None:
    edit(seeds, "activities.toml", "year = 1942", "yeer = 1942")
    edit(seeds, "actors.toml", 'level = "individual"', 'level = "person"')
    edit(seeds, "theories.toml", 'lane = "liberal"', 'lane = "libral"')
    edit(seeds, "works.bib", "label ", "lable ")
    edit(seeds, "levels.toml", 'paragraphs = ["D16", "D17"]', 'paragraphs = ["D16", "D177"]')
    found = faults(seeds)
    files = {one.split(":")[0] for one in found}
    assert files == {
        f"seeds/{one}" for one in ("activities.toml", "actors.toml", "levels.toml", "theories.toml", "works.bib")
    }
    assert len(found) == 7, found  # yeer, year, person, libral, lable, label, D177: a fault is told once


def test_the_command_ends_with_1_and_no_traceback(seeds: Path) -> None:
    edit(seeds, "activities.toml", "year = 1942", "year = true")
    wrong = subprocess.run(
        [sys.executable, "-m", "widgets.article", seeds],
        capture_output=True,
        text=True,
        check=False,
    )
    assert wrong.returncode == 1
    assert wrong.stderr.strip() == "seeds/activities.toml: voice-of-america: year: expected a whole number, found true"


def test_the_command_summarises_sound_seeds() -> None:
    right = subprocess.run(
        [sys.executable, "-W", "error", "-m", "widgets.article"],
        capture_output=True,
        text=True,
        check=True,
    )
    counted = dict(line.rsplit(maxsplit=1) for line in right.stdout.splitlines())
    for path in expected.SEEDS.glob("*.toml"):
        tables = expected.raw(path.name)
        whole = path.stem in {"activities", "concepts", "countries", "laboratory", "questions"}
        for name, entries in ({path.stem: tables} if whole else tables).items():
            if isinstance(entries, dict) and all(isinstance(entry, dict) for entry in entries.values()):
                assert counted.pop(name) == str(len(entries))
    assert counted.pop("works") == str(
        len(re.findall("^@", (expected.SEEDS / "works.bib").read_text("utf-8"), re.MULTILINE))
    )
    assert all(kind.startswith("facts of the record: ") for kind in counted)


def test_what_is_loaded_cannot_be_changed() -> None:
    article = load()
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.paragraphs["D12"].gist = "other"
    with pytest.raises(TypeError):
        article.paragraphs["D12"] = article.paragraphs["D17"]


def test_every_fact_of_the_record_is_counted() -> None:
    files = "".join(path.read_text("utf-8") for path in expected.SEEDS.glob("*.toml"))
    bib = (expected.SEEDS / "works.bib").read_text("utf-8")
    for status, count in statuses(load()).items():
        in_bib = sum(f"{{{status}}}" in line and line.strip().startswith("status") for line in bib.splitlines())
        assert count == files.count(f'status = "{status}"') + in_bib


def placed(value: Any, steps: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every table of a file that stands for a fact, by what kind of fact it is."""
    facts = {"edges", "ties", "cells", "activities", "claims", "remarks", "roles", "recognised", "new"}
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if steps and steps[-1] in facts and isinstance(item, dict):
            yield steps[-1], item
        yield from placed(item, (*steps, str(key)))


def test_every_fact_has_places_that_exist() -> None:
    paragraphs = expected.raw("article.toml")["paragraphs"]
    works = set(re.findall(r"^@\w+\{([^,]+),", (expected.SEEDS / "works.bib").read_text("utf-8"), re.MULTILINE))
    seen = Counter()
    for path in expected.SEEDS.glob("*.toml"):
        for kind, fact in placed({path.stem: expected.raw(path.name)}):
            where = (*fact.get("paragraphs", ()), *fact.get("sources", ()))
            assert set(where) <= {*paragraphs, *works}
            # Readings of ours: a remark stands at its paragraph, a claim at its level or node.
            assert where or (kind in {"claims", "remarks"} and fact["voice"] == "reading"), fact
            seen[kind] += 1
    assert len(seen) == 9
    assert seen["activities"] == len(expected.CASES)


def test_there_are_cases_enough() -> None:
    cases = load().activities.values()
    assert len(cases) >= 24
    assert sum("kz" in case.countries for case in cases) >= 8
