"""From the centre to the edge: every choice, and what the chapter says of them, against networkx."""

from __future__ import annotations

import functools
import itertools
import re

import expected
import nbformat
import networkx as nx
import pytest

from widgets import centre
from widgets.explorer import MOST_SELECTIONS
from widgets.explorer.encoding import decode

ROOT = expected.SEEDS.parent
PICTURE = "transnational"
#: The groups of ties that the picture has: first the state's own, as the boxes stand.
OWN = ["law", "regulation"]
GROUPS = [
    *OWN,
    *(
        id_
        for id_ in expected.GROUPS
        if id_ not in OWN
        and any(
            PICTURE in tie["views"] and expected.KINDS[tie["kind"]]["group"] == id_ for tie in expected.TIES.values()
        )
    ),
]
CHOICES = [frozenset(itertools.compress(GROUPS, chosen)) for chosen in itertools.product((0, 1), repeat=len(GROUPS))]
RANKS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
STATE = ("state", "here")
#: px of the chart on pages 320, 390 and 1280 px wide, with the size of a label's letters there.
CHARTS = [(284, 10), (350, 11), (680, 12)]
ROWS = [(id_, expected.sides(id_)[0]) for id_ in expected.DRAWN]

each_choice = pytest.mark.parametrize("groups", CHOICES, ids=lambda one: "-".join(sorted(one)) or "none")


@functools.cache
def web(groups: frozenset[str]) -> nx.MultiGraph:
    return expected.network(PICTURE, groups)


@functools.cache
def measures(groups: frozenset[str]) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Betweenness and degree of a choice."""
    return expected.betweenness(web(groups)), expected.degree(web(groups))


@functools.cache
def place(groups: frozenset[str]) -> int:
    """The state's place by betweenness."""
    return expected.rank("state", measures(groups)[0])


@functools.cache
def displaced() -> list[frozenset[str]]:
    """The choices in which another kind of actor stands before the state."""
    return [groups for groups in CHOICES if place(groups) > 1]


def selection(groups: frozenset[str]) -> dict[str, str]:
    return {id_: "with" if id_ in groups else "without" for id_ in GROUPS}


def ordinal(number: int) -> str:
    return RANKS[number - 1] if number <= len(RANKS) else f"number {number}"


def ties(number: int) -> str:
    return f"{number} tie{'' if number == 1 else 's'}"


def test_there_is_a_box_for_each_group_of_the_picture() -> None:
    boxes = centre.controls()
    assert [one.name for one in boxes] == GROUPS
    assert all(one.tick and [option.value for option in one.options] == ["without", "with"] for one in boxes)
    assert [one.label for one in boxes] == [expected.GROUPS[id_]["name"] for id_ in GROUPS]
    assert [one.set == boxes[0].set for one in boxes] == [id_ in OWN for id_ in GROUPS]
    # Then those across the border, and those that are all inside a country.
    at_home = {
        id_
        for id_ in GROUPS
        if id_ not in OWN
        and all(
            tie["where"] == "within"
            for tie in expected.TIES.values()
            if PICTURE in tie["views"] and expected.KINDS[tie["kind"]]["group"] == id_
        )
    }
    assert {one.name for one in boxes if one.set == "Ties at home, past the state"} == at_home
    assert len({one.set for one in boxes}) == 3
    assert len(CHOICES) <= MOST_SELECTIONS
    # It begins with the state-centric picture.
    assert centre.explore().value == selection(frozenset(OWN))


@each_choice
def test_every_choice_shows_what_networkx_measures(groups: frozenset[str]) -> None:
    view = centre.view(**selection(groups))
    between, degree = measures(groups)
    lines = web(groups).number_of_edges()
    if lines:
        told = re.fullmatch(
            r"(.+) drawn\. Of (\d+) kinds of actor, the state (?:is )?(.+?) (?:by |\()betweenness \(?(\d+%)\) and is (.+) "
            r"by degree \((\d+%)\)\.",
            view.summary,
        )
        assert told
        assert told.group(1, 2) == (ties(lines), str(len(expected.DRAWN)))
        middle = ordinal(place(groups)) if between[STATE] else "stands between nobody"
        assert told.group(3, 5) == (middle, ordinal(expected.rank("state", degree)))
        assert expected.rounds(told[4], between[STATE])
        assert expected.rounds(told[6], degree[STATE])
    else:
        assert view.summary == "No ties: nobody stands between others."
    assert [row[0] for row in view.table.rows] == [expected.ACTORS[id_]["name"]["en"] for id_, _ in ROWS]
    for one, row in zip(ROWS, view.table.rows, strict=True):
        assert expected.rounds(row[1], between[one])
        assert expected.rounds(row[2], degree[one])
    assert view.ids == ()


@each_choice
def test_every_choice_says_what_changes_and_what_the_claim_needs(groups: frozenset[str]) -> None:
    said = {one.topic: one for one in centre.view(**selection(groups)).words}
    assert {one.voice for one in said.values()} == {"model"}
    always = frozenset.intersection(*displaced())
    never = frozenset(GROUPS) - frozenset.union(*displaced())
    named = [
        f"{word} “{expected.GROUPS[id_]['name']}”"
        for word, ids in (("with", always), ("without", never))
        for id_ in ids
    ]
    assert said["What the claim needs."].text.startswith(
        f"Of all {len(CHOICES)} choices, another actor stands before the state by betweenness in {len(displaced())}"
    )
    assert sorted(re.findall(r"with(?:out)? “[^”]+”", said["What the claim needs."].text)) == sorted(named)
    sets = [frozenset(OWN), frozenset(GROUPS) - set(OWN) - {"inside"}, frozenset({"inside"})]
    steps = [frozenset().union(*sets[: i + 1]) & groups for i, own in enumerate(sets) if own & groups]
    assert ("What they change." in said) == (len(steps) > 1)
    if len(steps) > 1:
        shares = re.findall(r"\d+%", said["What they change."].text)
        assert all(expected.rounds(share, measures(step)[0][STATE]) for share, step in zip(shares, steps, strict=True))


@each_choice
def test_every_choice_draws_both_measures_on_one_scale(groups: frozenset[str]) -> None:
    figure = centre.view(**selection(groups)).figure
    traces = {one["name"]: one for one in figure["data"]}
    between, degree = measures(groups)
    assert traces["betweenness"]["x"] == pytest.approx([between[one] for one in ROWS], abs=0.00051)
    assert traces["degree"]["x"] == pytest.approx([degree[one] for one in ROWS], abs=0.00051)
    longest = max(max(*one.values(), *other.values()) for one, other in map(measures, CHOICES))
    assert sorted({x for x in traces["scale"]["x"] if x is not None}) == pytest.approx([0, longest])
    assert traces["scale"]["line"]["dash"] == "dot"
    names = [expected.ACTORS[id_].get("short", expected.ACTORS[id_]["name"]["en"]) for id_, _ in ROWS]
    assert traces["actors"]["text"] == [f"<b>{name}</b>" if name == "state" else name for name in names]
    ys = traces["actors"]["y"]
    assert ys == traces["degree"]["y"] == traces["betweenness"]["y"]
    assert all(below - above >= 24 for above, below in itertools.pairwise(ys))
    assert not {"annotations", "shapes"} & set(figure["layout"])


@pytest.mark.parametrize(("width", "size"), CHARTS)
def test_no_name_leaves_the_chart_or_lies_on_a_point(width: int, size: int) -> None:
    """All choices have the names in one place, on one axis."""
    drawn = [centre.view(**selection(groups)).figure for groups in CHOICES]
    names = {
        str((next(one for one in figure["data"] if one["name"] == "actors"), figure["layout"])) for figure in drawn
    }
    assert len(names) == 1
    figure = drawn[0]
    trace = next(one for one in figure["data"] if one["name"] == "actors")
    left, right = figure["layout"]["xaxis"]["range"]
    assert trace["textposition"] == "middle left"
    start = 4 + (0 - left) / (right - left) * (width - 8)
    for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
        at = 4 + (x - left) / (right - left) * (width - 8)
        assert at - expected.wide(text) * size >= 0, text
        assert at <= start - 5.5, text  # half of a point
        assert y + size * 0.65 + 4 <= figure["layout"]["height"], text
    shares = next(one for one in figure["data"] if one["name"] == "shares")
    ends = [
        (4 + (x - left) / (right - left) * (width - 8), expected.wide(text) * size / 2)
        for x, text in zip(shares["x"], shares["text"], strict=True)
    ]
    assert all(at - half >= 0 and at + half <= width for at, half in ends)
    assert all(at + half < other - next_ for (at, half), (other, next_) in itertools.pairwise(ends))
    assert [int(text.removesuffix("%")) for text in shares["text"]] == [100 * x for x in shares["x"]]
    assert max(shares["y"]) + size * 0.65 <= min(trace["y"]) - 12  # half of the first target


def test_what_travels_is_what_was_computed() -> None:
    spec = centre.explore().spec
    for number, groups in enumerate(CHOICES):
        assert decode(spec["select"]["figures"], number) == centre.view(**selection(groups)).figure


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: centre.explore(co_operation="with"), ["'co_operation'", 'nearest: "cooperation"', "'regulation'"]),
        (lambda: centre.view(cooperation="yes"), ["'yes'", "'without'", "'with'"]),
        (lambda: centre.figure(regulation=True), ["True", "'without'", "'with'"]),
        (lambda: centre.view(public="with"), ["'public'", "'inside'"]),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    assert "\n" not in str(refusal.value)
    for word in named:
        assert word in str(refusal.value)


def test_a_choice_completes_the_pictures_own() -> None:
    assert centre.explore(cooperation="with").value == selection(frozenset({*OWN, "cooperation"}))
    assert centre.view(regulation="without").summary == centre.view(**selection(frozenset({"law"}))).summary
    meta = centre.figure(cooperation="with").layout.meta
    assert meta["summary"] == centre.view(cooperation="with").summary


# --- what the chapter says ---------------------------------------------------------------------

NUMBERS = {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14}


@functools.cache
def prose() -> str:
    """The chapter's Markdown in one line, without marks of emphasis."""
    cells = nbformat.read(ROOT / "chapters" / "08-transnationalism.ipynb", as_version=4).cells
    text = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return " ".join(text.replace("*", "").replace("> ", "").split())


def told(pattern: str) -> tuple[str, ...]:
    """The figures in a sentence of the chapter, which must be there once."""
    found = re.findall(pattern, prose())
    assert len(found) == 1, (pattern, found)
    return found[0] if isinstance(found[0], tuple) else (found[0],)


def test_what_the_chapter_says_of_all_that_is_added() -> None:
    alone, across, every = (measures(frozenset(groups)) for groups in (OWN, set(GROUPS) - {"inside"}, GROUPS))
    shares = told(
        r"each state lies on (\d+%) of the shortest ways .*? this falls to (\d+%)\. Add the ties at home too, and it is (\d+%)"
    )
    for share, (between, _) in zip(shares, (alone, across, every), strict=True):
        assert expected.rounds(share, between[STATE])
    # “and nobody else on any”; “it stays first, by both measures, whatever you add”
    assert told(r"and (nobody else on any)")
    assert all(not value for (actor, _), value in alone[0].items() if actor != "state")
    assert told(r"it stays (first), by both measures, whatever you add")
    for groups in CHOICES:
        if groups >= set(OWN):
            assert place(groups) == 1
            assert expected.rank("state", measures(groups)[1]) == 1


def test_what_the_chapter_says_of_each_group_that_crosses_the_border() -> None:
    before, after = told(r"by themselves they bring it from (\d+%) to (\d+%)")
    few, more = told(r"Each of the others by itself leaves it at (\d+%) or (\d+%)")
    assert expected.rounds(before, measures(frozenset(OWN))[0][STATE])
    assert expected.rounds(after, measures(frozenset({*OWN, "cooperation"}))[0][STATE])
    for id_ in set(GROUPS) - {*OWN, "cooperation", "inside"}:
        now = measures(frozenset({*OWN, id_}))[0][STATE]
        assert expected.rounds(few, now) or expected.rounds(more, now)
    assert told(r"the last step, from (\d+%) to (\d+%)") == told(
        r"this falls to (\d+%)\. Add the ties at home too, and it is (\d+%)"
    )


def test_what_the_chapter_says_of_all_choices() -> None:
    total, gone, again = told(
        r"Of all (\d+) choices, another actor stands before the state in (\d+), and each of the (\d+) is"
    )
    assert (int(total), int(gone), int(again)) == (len(CHOICES), len(displaced()), len(displaced()))
    assert told(r"is (without the state's hold on its own society)")
    assert not any("regulation" in groups for groups in displaced())


def test_what_the_chapter_says_of_the_hold_that_is_gone() -> None:
    (before_it,) = told(r"the state's betweenness is near zero, and (\w+) kinds of actor stand before it")
    rest = frozenset(GROUPS) - {"regulation"}
    assert measures(rest)[0][STATE] < 0.005  # the map writes it as 0%
    assert NUMBERS[before_it] == place(rest) - 1
    # “Only one of the seven words changes the place of the state”
    (words,) = told(r"Only one of the (\w+) words changes the place of the state")
    assert NUMBERS[words] == len(GROUPS)
    assert [id_ for id_ in GROUPS if place(frozenset(GROUPS) - {id_}) != 1] == ["regulation"]
    assert {id_ for id_ in GROUPS if f'`"{id_}"`' in prose()} == set(GROUPS)


def test_what_the_chapter_says_of_branch_and_trunk() -> None:
    (years,) = told(r"the branch is (\w+) years older than the tree")
    nodes = expected.raw("theories.toml")["nodes"]
    assert NUMBERS[years] == nodes["neoliberalism"]["record"]["year"] - nodes["transnationalism"]["record"]["year"]
    assert told(r"took its form with a book of (\d+)") == (str(nodes["neoliberalism"]["record"]["year"]),)
    assert told(r"is a special issue of International Organization of summer (\d+)") == (
        str(nodes["transnationalism"]["record"]["year"]),
    )
