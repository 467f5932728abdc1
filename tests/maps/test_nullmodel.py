"""The state among ties laid by chance: what is drawn and told of the networks, and what the chapter says of them."""

from __future__ import annotations

import functools
import itertools
import math
import re
import statistics
from typing import Any

import expected
import nbformat
import pytest

from widgets import nullmodel
from widgets.article import load
from widgets.explorer.encoding import decode
from widgets.laboratory import nullmodel as model

ROOT = expected.SEEDS.parent
BASE = model.ground(load())
NULLS = ["past", "ends", "any"]
CHOICES = [{"null": null} for null in NULLS]
HOLDS = {"all": 1.0, "three-quarters": 0.75, "half": 0.5, "quarter": 0.25, "none": 0.0}
SWEEPS = [{"hold": hold} for hold in HOLDS]
TIES = [0, 20, 41, 82, 123, 164]
#: px of the chart on pages 320, 390 and 1280 px wide, with the size of a label's letters there.
CHARTS = [(284, 10), (350, 11), (680, 12)]

each_choice = pytest.mark.parametrize("choice", CHOICES, ids=lambda one: "-".join(one.values()))
each_sweep = pytest.mark.parametrize("choice", SWEEPS, ids=lambda one: "-".join(one.values()))


@functools.cache
def anew(null: str) -> list[model.Outcome]:
    ties = (model.relaid(BASE, null, hold=True, seed=seed) for seed in range(250))
    return [model.measured(BASE, one) for one in ties]


@functools.cache
def grown(ties: int, across: float, hold: float) -> list[model.Outcome]:
    return [model.grown(BASE, ties, across, hold, seed) for seed in range(100)]


def nth(values: list[float], share: float) -> float:
    """The value that so many of all reach at most."""
    return sorted(values)[math.ceil(round(share * len(values), 6)) - 1]


def displaced(runs: list[model.Outcome]) -> int:
    return sum(run.before > 0 for run in runs)


def traces(figure: Any) -> dict[str, Any]:
    return {one["name"]: one for one in figure["data"]}


def test_the_controls() -> None:
    offered = [[option.value for option in one.options] for one in nullmodel.controls()]
    assert offered == [NULLS]
    swept = [[option.value for option in one.options] for one in nullmodel.sweep_controls()]
    assert swept == [list(HOLDS)]


@each_choice
def test_every_choice_counts_the_networks(choice: dict[str, str]) -> None:
    runs, view = anew(**choice), nullmodel.view(**choice)
    own = model.as_drawn(BASE)
    states = [run.state for run in runs]
    told = re.fullmatch(
        r"In (\d+) of 250 networks .*? on (\d+%) of the shortest ways \(median; nine networks in ten: (\d+%) to (\d+%)\); "
        r"in our drawing on (\d+%)\.",
        view.summary,
    )
    assert told
    assert int(told[1]) == displaced(runs)
    for share, value in zip(told.groups()[1:], (*(nth(states, q) for q in (0.5, 0.05, 0.95)), own.state), strict=True):
        assert expected.rounds(share, value)
    counts = [sum(i * 0.02 <= state + 1e-9 and state + 1e-9 < (i + 1) * 0.02 for state in states) for i in range(50)]
    assert [int(row[1]) for row in view.table.rows] == counts[: len(view.table.rows)]
    assert sum(counts[: len(view.table.rows)]) == 250
    said = {one.topic: one.text for one in view.words}
    smaller = sum(s < own.state - 1e-9 for s in states) + sum(abs(s - own.state) <= 1e-9 for s in states) / 2
    assert expected.rounds(re.findall(r"\d+%", said["Our drawing among them."])[0], smaller / 250)


@each_choice
def test_every_choice_draws_the_bins(choice: dict[str, str]) -> None:
    view = nullmodel.view(**choice)
    drawn = traces(view.figure)
    counts = [int(row[1]) for row in view.table.rows]
    floor, top = drawn["counts"]["y"]
    assert drawn["counts"]["text"] == ["0", str(max(counts))]
    heights = [(floor - y) / (floor - top) * max(counts) for y in drawn["networks"]["y"]]
    assert heights[1:-1:2] == pytest.approx(counts, abs=0.5)
    assert heights[2:-1:2] == pytest.approx(counts, abs=0.5)
    assert drawn["networks"]["x"][1:-1:2] == pytest.approx([i * 0.02 for i in range(len(counts))])
    own = model.as_drawn(BASE).state
    assert drawn["drawn"]["x"] == [own] * 2
    assert {one["line"]["dash"] for one in drawn.values() if "line" in one} == {"dot"}  # a model's line
    ends = {nullmodel.view(**one).figure["layout"]["xaxis"]["range"][1] for one in CHOICES}
    assert len(ends) == 1
    assert max(*drawn["networks"]["x"], own) <= ends.pop()


@each_sweep
def test_every_sweep_tells_the_networks(choice: dict[str, str]) -> None:
    view = nullmodel.sweep_view(**choice)
    hold = HOLDS[choice["hold"]]
    steps = [grown(ties, 0.5, hold) for ties in TIES]
    assert [int(row[0]) for row in view.table.rows] == TIES
    for runs, row in zip(steps, view.table.rows, strict=True):
        values = [
            nth([getattr(run, name) for run in runs], q) for name in ("state", "other") for q in (0.05, 0.5, 0.95)
        ]
        assert all(expected.rounds(shown, value) for shown, value in zip(row[1:7], values, strict=True))
        assert int(row[7]) == displaced(runs)
    assert [int(one) for one in re.findall(r"(\d+) with \d+", view.summary)] == [displaced(runs) for runs in steps]
    said = {one.topic: one.text for one in view.words}
    counts = [displaced(grown(41, 0.5, one)) for one in HOLDS.values()]
    told = re.findall(r"(\d+)(?: \(chosen\))?(?=,| and| networks)", said["As the hold falls."].split("state in ")[1])
    assert [int(one) for one in told[: len(counts)]] == counts
    last = said["Who is in the centre then."]
    assert f" other kinds, {nth([run.before for run in steps[-1]], 0.5)} stand before" in last


@each_sweep
def test_every_sweep_draws_medians_and_ranges(choice: dict[str, str]) -> None:
    view = nullmodel.sweep_view(**choice)
    drawn = traces(view.figure)
    hold = HOLDS[choice["hold"]]
    zero, _ = drawn["axis"]["y"]
    unit = (zero - drawn["shares"]["y"][1]) / 0.2
    assert drawn["shares"]["text"][:2] == ["0%", "20%"]
    for name in ("state", "other"):
        for q, ys in (
            (0.5, drawn[name]["y"]),
            (0.05, drawn[f"{name} range"]["y"][::3]),
            (0.95, drawn[f"{name} range"]["y"][1::3]),
        ):
            wanted = [nth([getattr(run, name) for run in grown(ties, 0.5, hold)], q) for ties in TIES]
            assert [(zero - y) / unit for y in ys] == pytest.approx(wanted, abs=0.002)
        assert drawn[name]["line"]["dash"] == drawn[f"{name} range"]["line"]["dash"] == "dot"
    assert drawn["not first"]["text"] == [row[7] for row in view.table.rows]
    own = {1.0: [model.as_drawn(BASE).state], 0.0: [model.as_drawn(BASE, hold=False).state]}.get(hold, [])
    assert drawn["drawn"]["x"] == [41] * len(own)
    assert [(zero - y) / unit for y in drawn["drawn"]["y"]] == pytest.approx(own, abs=0.002)


@pytest.mark.parametrize(("width", "size"), CHARTS)
def test_no_label_leaves_the_chart_or_meets_another(width: int, size: int) -> None:
    views = [nullmodel.view(**one) for one in CHOICES] + [nullmodel.sweep_view(**one) for one in SWEEPS]
    for view in views:
        left, right = view.figure["layout"]["xaxis"]["range"]
        boxes = []
        for trace in view.figure["data"]:
            if trace["mode"] != "text":
                continue
            place = trace.get("textposition", "middle center")
            for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
                at, wide = 4 + (x - left) / (right - left) * (width - 8), expected.wide(text) * size
                start = {"middle left": at - wide, "middle center": at - wide / 2, "middle right": at}[place]
                boxes.append((start, start + wide, y - size * 0.6, y + size * 0.6, text))
        assert all(box[0] >= 0 and box[1] <= width for box in boxes), boxes
        for one, other in itertools.combinations(boxes, 2):
            apart = one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]
            assert apart, (one[4], other[4])


def test_what_travels_is_what_was_computed() -> None:
    spec, swept = nullmodel.explore().spec, nullmodel.sweep().spec
    assert [decode(spec["select"]["figures"], i) for i in range(len(CHOICES))] == [
        nullmodel.view(**one).figure for one in CHOICES
    ]
    assert [decode(swept["select"]["figures"], i) for i in range(len(SWEEPS))] == [
        nullmodel.sweep_view(**one).figure for one in SWEEPS
    ]


def test_the_terms_are_the_seeds() -> None:
    entry = expected.raw("laboratory.toml")["null-model"]
    view, swept = nullmodel.view(), nullmodel.sweep_view()
    for words in (view.words, swept.words):
        assert {one.topic: one.text for one in words}["Assumed."] == " ".join(entry["assumptions"])
        assert [one.id for one in words[0].refs] == ["D13", "D20"]
    assert [one.text for one in view.words if one.voice == "record"] == [one["text"] for one in entry["origin"]]
    assert swept.words[-1].text == " ".join(entry["not_shown"])


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: nullmodel.view(null="end"), ["'end'", '"ends"']),
        (lambda: nullmodel.sweep(holds="all"), ["'holds'", '"hold"']),
        (lambda: nullmodel.sweep(hold="whole"), ["'whole'", "'all'"]),
        (lambda: nullmodel.figure(null="none"), ["'none'", "'any'"]),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    assert all(word in str(refusal.value) for word in named)


# --- what the chapter says ---------------------------------------------------------------------


@functools.cache
def prose() -> str:
    """The chapter's Markdown in one line, without marks of emphasis."""
    cells = nbformat.read(ROOT / "chapters" / "12-laboratory.ipynb", as_version=4).cells
    text = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return " ".join(text.replace("*", "").replace("> ", "").split())


def told(pattern: str) -> tuple[str, ...]:
    """The figures in a sentence of the chapter, which must be there once."""
    found = re.findall(pattern, prose())
    assert len(found) == 1, (pattern, found)
    return found[0] if isinstance(found[0], tuple) else (found[0],)


def test_what_the_chapter_says_of_the_places() -> None:
    assert told(r"between them: (\d+) places, (\d+) kinds") == (str(len(BASE.kinds)), str(len(set(BASE.kinds))))
    assert told(r"In our drawing (\d+) ties lead past the state") == (str(len(BASE.drawn)),)
    assert told(r"lays up to (\d+) of them, (four) times as many") == (str(4 * len(BASE.drawn)), "four")
    assert 4 * len(BASE.drawn) / (len(BASE.home) + len(BASE.across)) == pytest.approx(1 / 3, abs=0.01)


def test_what_the_chapter_says_of_ties_laid_anew() -> None:
    past, ends, every = (anew(null) for null in NULLS)
    first, share, ends_first, ends_share, lost, total = told(
        r"first in all (\d+) networks, and lies on (\d+%) .*? still first in all (\d+), with (\d+%): .*? in (\d+) of (\d+): about"
    )
    assert first == ends_first == total == "250"
    assert displaced(past) == displaced(ends) == 0
    assert expected.rounds(share, statistics.median(run.state for run in past))
    assert expected.rounds(share, model.as_drawn(BASE).state)
    assert expected.rounds(ends_share, statistics.median(run.state for run in ends))
    assert int(lost) == displaced(every)
    degrees = [sum(i in tie for tie in (*BASE.lasting, *itertools.chain(*BASE.held), *BASE.drawn)) for i in range(34)]
    assert BASE.kinds[degrees.index(max(degrees))] == "state"  # “because it has the most ties”


def test_what_the_chapter_says_of_more_ties() -> None:
    at = {ties: displaced(grown(ties, 0.5, 1.0)) for ties in TIES}
    most, few, hundred, many = told(
        r"with (\d+) ties or fewer, but with 123 it is not first in (\d+) of (\d+), and with 164 in (\d+)"
    )
    assert all(at[ties] == 0 for ties in TIES if ties <= int(most))
    assert (int(few), int(hundred), int(many)) == (at[123], 100, at[164])
    half, quarter, none = told(
        r"in no network; with half .*? in (\d+), with a quarter in (\d+), with none in all (\d+)"
    )
    assert displaced(grown(41, 0.5, 0.75)) == 0
    assert [int(one) for one in (half, quarter, none)] == [displaced(grown(41, 0.5, one)) for one in (0.5, 0.25, 0.0)]


def test_what_the_chapter_says_of_the_centre() -> None:
    crowd, empty = grown(164, 0.5, 1.0), grown(41, 0.5, 0.0)
    state, other, before, kinds, first = told(
        r"lies on (\d+%) of the shortest ways, and the first of all others on (\d+%)\. (\w+) kinds of (\w+) .*? "
        r"the first of the others on (\d+%)"
    )
    assert expected.rounds(state, nth([run.state for run in crowd], 0.5))
    assert expected.rounds(other, nth([run.other for run in crowd], 0.5))
    assert (before, kinds) == ("Two", "nineteen")
    assert nth([run.before for run in crowd], 0.5) == 2
    assert len(set(BASE.kinds)) - 1 == 19
    assert all(run.state < 0.005 for run in empty)
    assert expected.rounds(first, nth([run.other for run in empty], 0.5))


def test_what_the_chapter_says_of_its_cell() -> None:
    alone, loose, both = told(r"\((\d+) and (\d+) networks of 100\)\. Together they do it in (\d+)")
    assert int(alone) == displaced(grown(82, 0.5, 1.0))
    assert int(loose) == displaced(grown(41, 0.5, 0.5))
    assert int(both) == displaced(grown(82, 0.5, 0.5))
    assert told(r"even with a hold of (0\.25), however many ties")
    assert not any(displaced(grown(ties, 0.0, 0.25)) for ties in (5, *TIES[1:]))
