"""The maps of power and of its two terms, and what the chapter says of them, against the raw seeds."""

from __future__ import annotations

import functools
import itertools
import re
from typing import Any

import expected
import nbformat
import pytest

from widgets import power
from widgets.article import load
from widgets.explorer import MOST_SELECTIONS
from widgets.explorer.encoding import decode

ROOT = expected.SEEDS.parent
RAW = expected.raw("power.toml")
THINGS, BEHAVIOURS, LISTS = RAW["resources"], list(RAW["behaviours"]), RAW["inventories"]
CHOICES = {"show": ["all", *LISTS], "held": ["kind", "one"], "attracts": list(RAW["outcomes"])}
SELECTIONS = [dict(zip(CHOICES, one, strict=True)) for one in itertools.product(*CHOICES.values())]
POWERS = RAW["powers"]
RULE = {"direct": "depends directly on political authority", "low": "depends little on state policy and government"}
VOICES = {"article": "The article says", "reports": "The article reports", "record": "The record says"}
HOLDERS = {"government": "the government's", "both": "of both", "society": "society's"}
#: px of the chart on pages 320, 390 and 1280 px wide, with the size of a label's letters there.
CHARTS = [(284, 10), (350, 11), (680, 13)]

each = pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: "-".join(one.values()))
each_relation = pytest.mark.parametrize("relation", ["all", *RAW["relations"]])


def listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def shown(selection: dict[str, str]) -> list[str]:
    return list(THINGS) if selection["show"] == "all" else LISTS[selection["show"]]["resources"]


def rule(id_: str) -> str:
    """How far a thing depends on government, by the article's rule for its kind of power."""
    return RAW["powers"][THINGS[id_]["power"]]["dependence"]


def blocks(selection: dict[str, str]) -> dict[str, list[str]]:
    """What stands under each heading."""
    if selection["held"] == "kind":
        return {text: [id_ for id_ in shown(selection) if rule(id_) == key] for key, text in RULE.items()}
    return {text: [id_ for id_ in shown(selection) if THINGS[id_]["holder"] == key] for key, text in HOLDERS.items()}


def short(id_: str) -> str:
    return THINGS[id_].get("short", THINGS[id_]["name"]["en"])


def traces(figure: Any) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in figure["data"]}


def soft(which: str, holder: str = "") -> int:
    """How many things of a list are of soft power, and in the hands of a holder if one is named."""
    things = [THINGS[id_] for id_ in LISTS[which]["resources"]]
    return sum(one["power"] == "soft" and holder in ("", one["holder"]) for one in things)


# --- what power works with ----------------------------------------------------------------------


def test_the_controls_have_what_the_seeds_have() -> None:
    assert {one.name: [option.value for option in one.options] for one in power.controls()} == CHOICES
    assert len(SELECTIONS) <= MOST_SELECTIONS
    assert power.explore().value == {name: values[0] for name, values in CHOICES.items()} | {"pick": None}


@each
def test_every_selection_sorts_what_it_shows(selection: dict[str, str]) -> None:
    view = power.view(**selection)
    heads = [
        f"{text}: {listed([short(id_) for id_ in ids]) or 'none of these'}" for text, ids in blocks(selection).items()
    ]
    outcome = RAW["outcomes"][selection["attracts"]]
    sorted_ = "; ".join(heads)
    assert view.summary == f"{sorted_[0].upper()}{sorted_[1:]}. Attraction {outcome['name']}: {outcome['result']}."
    assert view.ids == tuple(itertools.chain.from_iterable(blocks(selection).values()))
    assert [row[0] for row in view.table.rows] == [THINGS[id_]["name"]["en"] for id_ in shown(selection)]
    for id_, row in zip(shown(selection), view.table.rows, strict=True):
        assert row[1] == THINGS[id_]["kind"]
        assert row[2:4] == (POWERS[THINGS[id_]["power"]]["name"]["en"], VOICES[THINGS[id_]["counted"]])
        assert row[5:] == (
            RULE[rule(id_)],
            HOLDERS[THINGS[id_]["holder"]],
            "yes" if "condition" in THINGS[id_] else "not said",
        )


@each
def test_every_selection_says_whose_words_it_uses(selection: dict[str, str]) -> None:
    words = power.view(**selection).words
    inventory = LISTS.get(selection["show"], {"claims": []})
    wanted = [*inventory["claims"], *RAW["outcomes"][selection["attracts"]]["claims"]]
    said = {(one.text, one.voice): one for one in words}
    for claim in wanted:
        one = said.pop((claim["text"], claim["voice"]))
        assert [ref.id for ref in one.refs] == [*claim.get("paragraphs", []), *claim.get("sources", [])]
        assert one.note == claim.get("status", "")
    if selection["held"] == "kind":
        for one in RAW["powers"].values():
            assert said.pop((one["depends"], "article"))
        # The rule is the article's; what it is put on, the article need not count under that kind.
        (ours,) = said.values()
        others = [short(id_) for id_ in shown(selection) if THINGS[id_]["counted"] == "record"]
        assert ours.text.endswith(f"counts {listed(others)}." if others else "how we draw it here.")
    else:
        (counted,) = said.values()
        ours = [THINGS[id_]["holder"] for id_ in shown(selection) if THINGS[id_]["power"] == "soft"]
        numbers = [len(ours), *(ours.count(key) for key in HOLDERS)]
        assert [int(n) for n in re.findall(r"\d+", counted.text)] == numbers
    assert {one.voice for one in said.values()} == {"reading"}


@each
def test_every_selection_draws_each_thing_once(selection: dict[str, str]) -> None:
    figure = power.view(**selection).figure
    drawn = traces(figure)
    points = drawn["things"]
    ids = list(itertools.chain.from_iterable(blocks(selection).values()))
    assert points["customdata"] == ids
    at = dict(zip(BEHAVIOURS, drawn["behaviours"]["x"], strict=True))
    assert list(at.values()) == sorted(at.values())
    for i, id_ in enumerate(ids):
        places = [at[one] for one in THINGS[id_]["behaviours"]]
        assert points["x"][i] == pytest.approx(sum(places) / len(places), abs=0.001)
        fails = "condition" in THINGS[id_] and not RAW["outcomes"][selection["attracts"]]["attracts"]
        shape = {"resource": "circle", "means": "triangle-right"}[THINGS[id_]["kind"]]
        assert points["marker"]["symbol"][i] == shape + ("-open" if fails else "")
    assert drawn["names"]["text"] == [short(id_) for id_ in ids]
    assert drawn["names"]["y"] == points["y"]
    assert all(below - above >= 24 for above, below in itertools.pairwise(points["y"]))
    # Line style is voice: the article's rule and bars, the record's spectrum, our placing.
    dashes = {name: drawn[name]["line"]["dash"] for name in ("kinds of power", "spectrum", "guides", "headings' rules")}
    assert dashes == {
        "kinds of power": "solid",
        "spectrum": "dash",
        "guides": "dot",
        "headings' rules": "solid" if selection["held"] == "kind" else "dot",
    }
    # A bar spans what is of its kind; it is dashed where only the record has a word for the behaviour.
    named = {one: bool(RAW["behaviours"][one].get("paragraphs")) for one in BEHAVIOURS}
    for name, dash, ids in (
        ("kinds of power", "solid", [one for one in BEHAVIOURS if named[one]]),
        ("kinds of power, by the record", "dash", [one for one in BEHAVIOURS if not named[one]]),
    ):
        assert drawn[name]["line"]["dash"] == dash
        ends = [x for x in drawn[name]["x"] if x is not None]
        assert ends == sorted(ends)
        assert [left < at[one] < right for one, left, right in zip(ids, ends[::2], ends[1::2], strict=True)] == [
            True
        ] * len(ids)
    poles = {one["pole"]: at[id_] for id_, one in RAW["behaviours"].items() if "pole" in one}
    assert dict(zip(drawn["poles"]["text"], drawn["poles"]["x"], strict=True)) == poles
    assert list(poles.values()) == [min(at.values()), max(at.values())]


def boxes(figure: Any, width: int, size: int) -> list[tuple[str, float, float, float, float]]:
    """The words of a figure: text, left, right, top, bottom in px."""
    left, right = figure["layout"]["xaxis"]["range"]
    found = []
    for trace in figure["data"]:
        if trace["mode"] != "text":
            continue
        for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
            at = 4 + (x - left) / (right - left) * (width - 8)
            long = expected.wide(text) * min(size, trace["textfont"]["size"])
            start = at if trace.get("textposition") == "middle right" else at - long / 2
            if text:
                found.append((text, start, start + long, y - size * 0.65, y + size * 0.65))
    return found


@pytest.mark.parametrize(("width", "size"), CHARTS)
def test_no_words_meet_or_leave_the_chart(width: int, size: int) -> None:
    figures = [power.view(**selection).figure for selection in SELECTIONS]
    figures += [power.related(relation=one).figure for one in ("all", *RAW["relations"])]
    for figure in figures:
        words = boxes(figure, width, size)
        for text, left, right, top, bottom in words:
            assert left >= 0, text
            assert right <= width, text
            assert top + 4 >= 0, text
            assert bottom + 4 <= figure["layout"]["height"], text
        for one, other in itertools.combinations(words, 2):
            apart = one[2] <= other[1] or other[2] <= one[1] or one[4] <= other[3] or other[4] <= one[3]
            assert apart, (one[0], other[0])


@pytest.mark.parametrize(("width", "size"), CHARTS)
def test_no_name_reaches_the_points(width: int, size: int) -> None:
    for selection in SELECTIONS:
        figure = power.view(**selection).figure
        first = 4 + min(traces(figure)["things"]["x"]) * (width - 8) - 7
        names = {*traces(figure)["names"]["text"]}
        assert all(right <= first for text, _, right, _, _ in boxes(figure, width, size) if text in names)


def test_a_detail_gives_all_that_is_said_and_our_reason() -> None:
    details = power.explore().spec["pick"]["details"]
    assert list(details) == list(THINGS)
    for id_, thing in THINGS.items():
        told = [one["text"] for one in details[id_]["words"]]
        for claim in (*thing["claims"], *thing.get("condition", ())):
            assert claim["text"] in told
        (ours,) = (one for one in details[id_]["words"] if one.get("voice") == "reading")
        assert thing["why"] in ours["text"]
        assert ours["text"].lower().startswith(HOLDERS[thing["holder"]])


def test_what_travels_is_what_was_computed() -> None:
    spec = power.explore(show="means").spec
    for number, selection in enumerate(SELECTIONS):
        assert decode(spec["select"]["figures"], number) == power.view(**selection).figure


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: power.explore(shows="all"), ["'shows'", 'nearest: "show"']),
        (lambda: power.view(held="both"), ["'both'", "'kind'", "'one'"]),
        (lambda: power.figure(show="mean"), ["'mean'", "'means'"]),
        (lambda: power.explore(pick="cultur"), ["'cultur'"]),
        (lambda: power.related(relation="equal"), ["'equal'", "'same'"]),
        (lambda: power.relate(relation="equal"), ["'equal'", "'same'"]),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    assert "\n" not in str(refusal.value)
    for word in named:
        assert word in str(refusal.value)


def test_a_bare_figure_carries_its_words() -> None:
    assert power.figure(held="one").layout.meta["summary"] == power.view(held="one").summary


# --- the two terms ------------------------------------------------------------------------------

FITS = {"yes": "yes", "open": "open", "no": "hardly"}
ENDS = {"same": (4, False), "tied": (2, False), "instrument": (2, True), "form": (2, True)}


@each_relation
def test_every_relation_is_drawn_as_what_it_is(relation: str) -> None:
    view = power.related(relation=relation)
    drawn = traces(view.figure)
    for id_, one in RAW["relations"].items():
        tie = drawn[f"tie: {id_}"]
        assert tie["line"]["dash"] == {"article": "solid", "record": "dash"}[one["voice"]]
        xs = [x for x in tie["x"] if x is not None]
        assert (len(xs), "markers" in tie["mode"]) == ENDS[one["kind"]]
        assert (xs[0] > xs[1]) == (one["kind"] == "form")
    assert drawn["fits"]["text"] == [FITS[one["fits"]] for one in RAW["relations"].values()]
    assert drawn["our reading"]["line"]["dash"] == "dot"
    chosen = [one for id_, one in RAW["relations"].items() if relation in ("all", id_)]
    assert view.summary.startswith(f"{len(chosen)} relation")
    for key, text in FITS.items():
        number = sum(one["fits"] == key for one in chosen)
        assert (f"{text} {number}" in view.summary) == bool(number)
    said = [(one.voice, one.text) for one in view.words]
    assert [one for one in said if one[0] != "reading"] == [(one["voice"], one["text"]) for one in chosen]
    ours = [text for voice, text in said if voice == "reading"]
    assert ours == ([one["follows"] for one in chosen] if relation != "all" else [])
    assert [row[3] for row in view.table.rows] == [one["follows"] for one in chosen]


def test_the_relations_travel_as_they_were_computed() -> None:
    spec = power.relate().spec
    for number, relation in enumerate(("all", *RAW["relations"])):
        assert decode(spec["select"]["figures"], number) == power.related(relation=relation).figure


# --- what the chapter says ---------------------------------------------------------------------

NUMBERS = {"none": 0, "one": 1, "two": 2, "three": 3, "four": 4}


@functools.cache
def prose() -> str:
    """The chapter's Markdown in one line, without marks of emphasis."""
    cells = nbformat.read(ROOT / "chapters" / "09-soft-power.ipynb", as_version=4).cells
    text = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return " ".join(text.replace("*", "").replace("> ", "").split())


def told(pattern: str) -> tuple[str, ...]:
    """The words in a sentence of the chapter, which must be there once."""
    found = re.findall(pattern, prose())
    assert len(found) == 1, (pattern, found)
    return found[0] if isinstance(found[0], tuple) else (found[0],)


def test_what_the_chapter_says_of_the_three_lists() -> None:
    fits = {}
    for id_, row in (
        ("attraction", "the resources of D19"),
        ("means", "the means of D19 and D02"),
        ("objects", "what must attract"),
    ):
        counts = told(rf"\| {row} \| (\d) \| (\d) \| (\d) \|")
        assert list(map(int, counts)) == [soft(id_, key) for key in HOLDERS]
        fits[id_] = (soft(id_, "both") + soft(id_, "society"), soft(id_, "society"))
    either = told(r"what is of both depends little, (\d) of (\d) resources fit, and (\d) of (\d) means")
    assert list(map(int, either)) == [fits["attraction"][0], soft("attraction"), fits["means"][0], soft("means")]
    strict = told(r"If it depends much, (\d) of (\d) resources fit, and (no) means")
    assert [int(strict[0]), int(strict[1])] == [fits["attraction"][1], soft("attraction")]
    assert fits["means"][1] == 0
    # By either yardstick the resources do better than the means.
    assert all(one > other for one, other in zip(fits["attraction"], fits["means"], strict=True))
    assert told(r"Of these (three), policies move from depends little to the government's")
    assert [THINGS[id_]["holder"] for id_ in LISTS["objects"]["resources"]] == ["society", "both", "government"]
    assert [id_ for id_ in LISTS["objects"]["resources"] if THINGS[id_]["holder"] == "government"] == ["policy"]
    assert told(r"Which (two) go to the middle")
    middle = [id_ for id_ in LISTS["attraction"]["resources"] if THINGS[id_]["holder"] == "both"]
    assert middle == ["economic", "ideas"]
    assert told(r"Three circles (open)")
    assert sum("condition" in THINGS[id_] for id_ in LISTS["objects"]["resources"]) == 3


def test_what_the_chapter_says_of_who_counts_the_objects() -> None:
    assert told(
        r"(for culture the article's report of Nye counts it as soft power, for the other two only the record does)"
    )
    counted = {id_: THINGS[id_]["counted"] for id_ in LISTS["objects"]["resources"]}
    assert counted == {"culture": "reports", "values": "record", "policy": "record"}
    assert told(r"(no plain word for either)")
    assert [id_ for id_ in BEHAVIOURS if "paragraphs" not in RAW["behaviours"][id_]] == ["inducement", "agenda-setting"]


def test_what_the_chapter_says_of_the_spectrum() -> None:
    assert told(r"with (four) ways to move others")
    assert len(BEHAVIOURS) == NUMBERS["four"]
    under = {one: [id_ for id_, thing in THINGS.items() if one in thing["behaviours"]] for one in BEHAVIOURS}
    assert told(r"agenda setting has (one) thing, our placing of agreement, and inducement has one")
    assert under["agenda-setting"] == ["agreement"]
    assert under["inducement"] == ["economic"]
    assert min(map(len, under.values())) == 1


def test_what_the_chapter_says_of_the_relations() -> None:
    assert told(r"The article ties the two in (four) ways")
    ours = [one for one in RAW["relations"].values() if one["voice"] == "article"]
    assert len(ours) == NUMBERS["four"]
    assert [one["kind"] for one in ours if one["fits"] == "no"] == ["same"]
    assert [one["kind"] for one in ours if one["fits"] == "yes"] == ["instrument", "form"]


def test_what_the_chapter_says_of_the_code() -> None:
    assert told(r"By the rule all three are (low); one by one, each has another holder")
    objects = LISTS["objects"]["resources"]
    assert {rule(id_) for id_ in objects} == {"low"}
    assert len({THINGS[id_]["holder"] for id_ in objects}) == len(objects)
    assert {id_ for id_ in LISTS if f'`"{id_}"`' in prose()} == set(LISTS)
    assert list(load().inventories) == list(LISTS)
