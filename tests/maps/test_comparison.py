"""Four theories by seven criteria: every cell, every way to weigh, and what the chapter says, from the raw seeds."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import random
import re
from typing import Any

import expected
import nbformat
import pytest

from widgets import comparison
from widgets.article import load
from widgets.explorer import opening_figure
from widgets.explorer.encoding import decode

SEEDS = expected.raw("comparison.toml")
CRITERIA, CELLS, TRAITS, MEANINGS = (SEEDS[one] for one in ("criteria", "cells", "traits", "meanings"))
NAMES = {id_: one["name"]["en"] for id_, one in expected.raw("theories.toml")["nodes"].items()}
THEORIES = ["liberalism", "realism", "neorealism", "neoliberalism"]
CHOICES = ["all", *THEORIES, *CRITERIA, "meanings"]
DASH = {"record": "dash", "reports": "solid"}
TOLD = [id_ for id_, one in TRAITS.items() if one.get("described")]
#: How often each criterion counts, by the end of a weighing's name.
COUNTS: dict[str, dict[str, int]] = {
    "alike": {},
    "units-twice": {"units": 2},
    "units-thrice": {"units": 3},
    "units-alone": {one: int(one == "units") for one in CRITERIA},
    "motives-twice": {"motives": 2},
    "motives-thrice": {"motives": 3},
    "ends-alone": {one: int(one in {"motives", "prescriptions"}) for one in CRITERIA},
}
WEIGHINGS = [f"{meaning}-{way}" for meaning in MEANINGS for way in COUNTS]

#: The criteria by which Keohane's meaning moves neoliberalism to realism's place.
MOVED = ("units", "motives")
#: The traits that speak for neoliberalism in one meaning and not in the other.
TURNING = [id_ for one in MEANINGS.values() for id_ in one["traits"]]

each_choice = pytest.mark.parametrize("show", CHOICES)
each_weighing = pytest.mark.parametrize("weighing", WEIGHINGS)


def cells(show: str) -> list[str]:
    """The ids of the cells that a selection shows, by criterion, then theory."""
    kept = {
        id_
        for id_, one in CELLS.items()
        if show in {"all", one["theory"], one["criterion"]}
        or (show == "meanings" and one["criterion"] in MOVED and one["theory"] in {"realism", "neoliberalism"})
    }
    return [id_ for one, theory in itertools.product(CRITERIA, THEORIES) if (id_ := f"{theory}-{one}") in kept]


def totals(ticked: list[str], weighing: str, without: str = "") -> dict[str, int]:
    """The criteria that each theory has, each as often as it counts."""
    meaning, way = next((one, weighing.removeprefix(f"{one}-")) for one in MEANINGS if weighing.startswith(one))

    def speaks(trait: str, theory: str) -> bool:
        if theory == "neoliberalism" and trait in TURNING:
            return trait in MEANINGS[meaning]["traits"]
        return theory in TRAITS[trait]["theories"]

    return {
        theory: sum(
            COUNTS[way].get(one, 1)
            for one in CRITERIA
            if one != without and any(TRAITS[id_]["criterion"] == one and speaks(id_, theory) for id_ in ticked)
        )
        for theory in THEORIES
    }


def first(found: dict[str, int]) -> tuple[str, ...]:
    """Who has most; nobody, where nobody has anything."""
    return tuple(theory for theory, total in found.items() if total and total == max(found.values()))


def profiles(count: int) -> list[list[str]]:
    """What the article says, nothing, and some at random."""
    chance = random.Random(5)  # noqa: S311
    return [TOLD, [], *([id_ for id_ in TRAITS if chance.random() < 0.4] for _ in range(count))]


# --- the table ----------------------------------------------------------------------------------


def test_the_control_offers_theories_criteria_and_the_word() -> None:
    (control,) = comparison.controls()
    assert [one.value for one in control.options] == CHOICES
    assert [one.label for one in control.options[1:5]] == [NAMES[id_] for id_ in THEORIES]


@each_choice
def test_every_selection_shows_the_seeds(show: str) -> None:
    view, ids = comparison.view(show=show), cells(show)
    assert list(view.ids) == ids
    assert f"{len(ids)} cells shown." in view.summary
    for voice, label in (("record", "The record says"), ("reports", "The article reports")):
        count = sum(CELLS[id_]["voice"] == voice for id_ in ids)
        assert (f"{label}: {count}." in view.summary) == bool(count)
    rows = [(row[0], row[1], row[2]) for row in view.table.rows]
    told = [
        (NAMES[CELLS[id_]["theory"]], CRITERIA[CELLS[id_]["criterion"]]["name"]["en"], CELLS[id_]["text"])
        for id_ in ids
    ]
    meanings = [(one["name"], "meaning", one["text"]) for one in MEANINGS.values()] if show == "meanings" else []
    assert rows == [*told, *meanings]
    words = [(one.text, one.voice) for one in view.words]
    if show in {*THEORIES, *CRITERIA}:
        assert words[-len(ids) :] == [(CELLS[id_]["text"], CELLS[id_]["voice"]) for id_ in ids]
    elif show == "all":
        assert [text for text, _ in words] == [one["asks"] for one in CRITERIA.values()]
    else:
        assert words[:-1] == [(one["text"], one["voice"]) for one in MEANINGS.values()]
        assert words[-1][1] == "reading"


@each_choice
def test_a_cells_edge_is_its_voice_and_its_mark_its_theory(show: str) -> None:
    figure, ids = comparison.view(show=show).figure, cells(show)
    traces = {one["name"]: one for one in figure["data"]}
    shown = traces["cells"]
    assert shown["customdata"] == ids
    assert [text.replace("<br>", " ") for text in shown["text"]] == [CELLS[id_]["short"] for id_ in ids]
    assert all(len(text.split("<br>")) <= 2 for text in shown["text"])
    assert [int(x) for x in shown["x"]] == [THEORIES.index(CELLS[id_]["theory"]) for id_ in ids]
    boxes = figure["layout"]["shapes"]
    assert [one["line"]["dash"] for one in boxes] == [DASH[one["voice"]] for one in CELLS.values()]
    assert [one["line"]["width"] for one in boxes] == [1.5 if id_ in ids else 1 for id_ in CELLS]
    # Each mark stands in a box of its own, and no two nearer than a target.
    for x, y in zip(shown["x"], shown["y"], strict=True):
        assert sum(one["x0"] < x < one["x1"] and one["y0"] < y < one["y1"] for one in boxes) == 1
    assert len(traces["other cells"]["x"]) == len(CELLS) - len(ids)
    arrows = [one for one in figure["data"] if one["mode"] == "lines+markers"]
    assert [one["line"]["dash"] for one in arrows] == (["dot"] * len(MOVED) if show == "meanings" else [])
    for arrow in arrows:
        assert [int(x) for x in (arrow["x"][0], arrow["x"][-1])] == [3, 1]  # neoliberalism, realism


@pytest.mark.parametrize(("width", "size"), [(284, 10), (350, 11), (680, 13)])
def test_names_and_cells_have_room(width: int, size: int) -> None:
    figure = comparison.view().figure
    traces = {one["name"]: one for one in figure["data"]}
    column = (width - 8) / len(THEORIES)
    heads = [max(expected.wide(line) for line in text.split("<br>")) * size for text in traces["theories"]["text"]]
    assert heads[-1] / 2 <= column / 2 + 4
    assert all((one + other) / 2 < column for one, other in itertools.pairwise(heads))
    if width >= 600:  # the cells' words
        for text in traces["cells"]["text"]:
            assert max(expected.wide(line) for line in text.split("<br>")) * 12 <= column * 0.84 - 9, text


def test_what_travels_is_what_was_computed() -> None:
    spec = comparison.explore().spec
    for number, show in enumerate(CHOICES):
        assert decode(spec["select"]["figures"], number) == comparison.view(show=show).figure


# --- nearness -----------------------------------------------------------------------------------


def score() -> Any:
    return comparison.match()._score  # noqa: SLF001  (what the page is compared with)


def test_the_first_meaning_is_that_of_the_links() -> None:
    assert next(iter(MEANINGS)) == "broad-pluralism"
    assert [id_ for id_ in TURNING if "neoliberalism" in TRAITS[id_]["theories"]] == MEANINGS["broad-pluralism"][
        "traits"
    ]
    moved = [TRAITS[id_]["criterion"] for id_ in MEANINGS["institutionalism"]["traits"]]
    assert tuple(moved) == MOVED
    assert all(TRAITS[id_]["theories"] == ["realism"] for id_ in MEANINGS["institutionalism"]["traits"])
    assert [one["heading"] for one in comparison.match().spec["score"]["grouping"]["weighings"]] == [
        f"{one['name'][0].upper()}{one['name'][1:]}" for one in MEANINGS.values() for _ in COUNTS
    ]


@each_weighing
def test_totals_are_the_criteria_that_a_theory_has(weighing: str) -> None:
    explorer = comparison.match()
    assert list(score().weighings) == WEIGHINGS
    for ticked in profiles(40):
        assert explorer.totals(*ticked, weighing=weighing) == totals(ticked, weighing)


@each_weighing
def test_what_decides_is_that_without_which_others_are_first(weighing: str) -> None:
    for ticked in profiles(40):
        before = first(totals(ticked, weighing))
        turns = {one: first(totals(ticked, weighing, one)) for one in CRITERIA}
        assert comparison.match().turns(*ticked, weighing=weighing) == {
            one: now for one, now in turns.items() if now != before
        }


def test_it_begins_where_it_is_told_and_its_picture_with_it() -> None:
    assert comparison.match().value["ticked"] == []
    assert comparison.match(["culture", "power", "culture"]).value["ticked"] == ["culture", "power"]
    explorer = comparison.match(TOLD, "institutionalism-alike")
    want = totals(TOLD, "institutionalism-alike")
    assert explorer.value == {"ticked": TOLD, "weighing": "institutionalism-alike", "totals": want}
    lines = opening_figure(explorer.spec, explorer.value)["data"][: len(THEORIES)]
    assert [(one["x"][1], one["text"][1]) for one in lines] == [(total, str(total)) for total in want.values()]
    assert {one["line"]["dash"] for one in lines} == {"dot"}
    ends = [max(totals(list(TRAITS), one).values()) for one in WEIGHINGS]
    assert explorer.spec["score"]["figure"]["layout"]["xaxis"]["range"][1] > max(ends)
    assert explorer.spec["score"]["profiles"] == [
        {"label": "Tick what the article says or reports of it", "ticked": TOLD}
    ]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: comparison.explore(show="unit"), ["'unit'", 'nearest: "units"', "'meanings'"]),
        (lambda: comparison.figure(view="units"), ["'view'", "'show'"]),
        (lambda: comparison.explore(pick="realism-unit"), ["'realism-unit'", '"realism-units"']),
        (lambda: comparison.match(["cultur"]), ["'cultur'", '"culture"']),
        (lambda: comparison.match("culture"), ["list of features", "['culture']"]),
        (lambda: comparison.match().turns("cultur"), ["'cultur'", '"culture"']),
        (lambda: comparison.match([], "alike"), ["'alike'", "'institutionalism-alike'"]),
        (lambda: comparison.match().totals(weighing="alike"), ["'alike'", "'broad-pluralism-alike'"]),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    for word in named:
        assert word in str(refusal.value)


def test_the_bare_figure_brings_its_words() -> None:
    assert comparison.figure(show="units").layout.meta["summary"] == comparison.view(show="units").summary


# --- what the chapter says ----------------------------------------------------------------------

NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "seven": 7}
ROWS = {
    "all alike": "alike",
    "units twice": "units-twice",
    "units three times": "units-thrice",
    "units alone": "units-alone",
    "motives twice": "motives-twice",
    "motives three times": "motives-thrice",
    "motives and prescriptions alone": "ends-alone",
}


@functools.cache
def source() -> str:
    cells_ = nbformat.read(expected.SEEDS.parent / "chapters" / "06-liberal-roots.ipynb", as_version=4).cells
    return "\n".join(cell.source for cell in cells_ if cell.cell_type == "markdown")


def told(pattern: str) -> tuple[str, ...]:
    """The figures in a sentence of the chapter, which must be there once."""
    found = re.findall(pattern, " ".join(source().replace("*", "").replace("> ", "").split()))
    assert len(found) == 1, (pattern, found)
    return found[0] if isinstance(found[0], tuple) else (found[0],)


def test_what_the_chapter_says_of_the_table() -> None:
    every, ours, records = map(
        int, told(r"Of the (\d+) cells (\d+) are reported by the article, all in one column; (\d+) are")
    )
    voices = [one["voice"] for one in CELLS.values()]
    assert (every, ours, records) == (len(voices), voices.count("reports"), voices.count("record"))
    assert {one["theory"] for one in CELLS.values() if one["voice"] == "reports"} == {"neoliberalism"}
    few, all_ = told(r"(\w+) of its (\w+) cells rest on a students' page or a course handout alone")
    pages = {"iapss-2015", "liberal-idealism-handout"}
    own = [one for one in CELLS.values() if one["theory"] == "liberalism"]
    assert (NUMBERS[few], NUMBERS[all_]) == (sum(set(one["sources"]) <= pages for one in own), len(own))
    assert told(r"(Both) arrows lead to realism")


def test_what_the_chapter_says_of_the_articles_features() -> None:
    features, of, *counts = map(
        int,
        told(
            r"The article says or reports (\d+) of the (\d+) features\. Neoliberalism has (\d+) of the (\d+) criteria, liberalism "
            r"and realism have (\d+) each, neorealism has (\d+)"
        ),
    )
    assert (features, of) == (len(TOLD), len(TRAITS))
    found = totals(TOLD, "broad-pluralism-alike")
    assert counts == [found["neoliberalism"], len(CRITERIA), found["liberalism"], found["neorealism"]]
    assert found["realism"] == found["liberalism"]
    assert told(r"(No single criterion decides)")
    assert score().turns(TOLD, "broad-pluralism-alike") == {}
    assert told(r"(Motives) of actors go to realism alone")
    shares = score().shares(TOLD, "broad-pluralism-alike")
    assert [theory for theory in THEORIES if shares[theory].get("motives")] == ["realism"]
    assert not [theory for theory in THEORIES if shares[theory].get("prescriptions")]
    assert [id_ for id_ in TOLD if not TRAITS[id_]["theories"]] == ["culture"]


def test_the_chapters_table_of_weighings_is_the_models() -> None:
    table = {row[0]: row[1:] for line in source().splitlines() if (row := line.strip("| ").split(" | "))[0] in ROWS}
    assert list(table) == list(ROWS)
    for name, (left, right) in table.items():
        for meaning, cell in zip(MEANINGS, (left, right), strict=True):
            found = totals(TOLD, f"{meaning}-{ROWS[name]}")
            assert dict(re.findall(r"(\w+) (\d+)", cell)) == {
                id_: str(found[id_]) for id_ in ("neoliberalism", "liberalism", "realism")
            }
            assert found["neorealism"] < max(found.values())


def test_in_a_column_one_criterion_may_count_as_often_as_it_likes() -> None:
    assert told(r"(Then the columns mirror each other)")
    for meaning, freely, level, rival in (
        ("broad-pluralism", "units", "motives", "realism"),
        ("institutionalism", "motives", "units", "liberalism"),
    ):
        shares = score().shares(TOLD, f"{meaning}-alike")
        own = shares["neoliberalism"]
        leads = {one: sum(own.values()) - sum(shares[one].values()) for one in THEORIES if one != "neoliberalism"}
        # What counts more often adds to nobody else more than to neoliberalism, which is ahead already.
        assert all(shares[one].get(freely, 0) <= own[freely] and lead > 0 for one, lead in leads.items())
        assert first(totals(TOLD, f"{meaning}-{level}-twice")) == ("neoliberalism",)
        assert set(first(totals(TOLD, f"{meaning}-{level}-thrice"))) == {"neoliberalism", rival}


def test_what_the_chapter_says_of_the_turns() -> None:
    without = score().shares(TOLD, "institutionalism-alike")
    before, after = map(int, told(r"neoliberalism falls from (\d) to (\d), and leads by one"))
    own = {one: sum(shares.values()) for one, shares in without.items()}
    assert (before, after) == (own["neoliberalism"], own["neoliberalism"] - without["neoliberalism"]["concepts"])
    assert after - max(total for one, total in own.items() if one != "neoliberalism") == 1
    every = int(told(r"With all 21 ticked, each theory has (\d)")[0])
    assert set(totals(list(TRAITS), "broad-pluralism-alike").values()) == {every}
    alike = totals(TOLD, "broad-pluralism-alike")
    left = totals([id_ for id_ in TOLD if id_ != "power"], "broad-pluralism-alike")
    assert [id_ for id_ in THEORIES if alike[id_] - left[id_] == 1] == ["realism", "neorealism"]
    assert told(r"liberalism would lose who acts, and fall from (\d) criteria to (\d)") == ("3", "2")
    assert "liberalism" in TRAITS["individuals"]["theories"]
    assert [id_ for id_ in TOLD if TRAITS[id_]["criterion"] == "units"] == ["individuals"]
    five, seven = told(r"our model agrees: (\w+) criteria of (\w+) in both meanings")
    assert NUMBERS[seven] == len(CRITERIA)
    assert {totals(TOLD, f"{meaning}-alike")["neoliberalism"] for meaning in MEANINGS} == {NUMBERS[five]}
    for meaning, had, missing in (("broad-pluralism", "units", "motives"), ("institutionalism", "motives", "units")):
        shares = score().shares(TOLD, f"{meaning}-alike")["neoliberalism"]
        assert (shares[had], shares.get(missing, 0)) == (1, 0)


def test_what_the_chapter_says_of_a_feature_that_is_moved() -> None:
    article, way = load(), "broad-pluralism-motives-thrice"
    moved = dataclasses.replace(article.traits["understanding"], criterion="motives")
    after = dataclasses.replace(article, traits={**article.traits, "understanding": moved})
    level = int(told(r"Before the move, realism is level at (\d)")[0])
    found = totals(TOLD, way)
    assert found["realism"] == found["neoliberalism"] == max(found.values()) == level
    ours, others = map(int, told(r"After it, neoliberalism has (\d), liberalism and realism have (\d) each"))
    found = comparison.match(article=after).totals(*TOLD, weighing=way)
    assert (found["neoliberalism"], found["liberalism"], found["realism"]) == (ours, others, others)
