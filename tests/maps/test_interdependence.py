"""Two countries and one tie: the map against sums made by hand, and what the chapter says of it."""

from __future__ import annotations

import functools
import itertools
import re
from typing import Any

import expected
import nbformat
import pytest

from widgets import interdependence
from widgets.explorer.encoding import decode
from widgets.laboratory.interdependence import crossed, lot

ROOT = expected.SEEDS.parent
PREMIUM = {"near": 0.1, "dear": 0.4, "none": 0.5}
SHARE = {"same": 40, "half": 20}
SPEED = {"fast": 1 / 3, "slow": 0.1}
CHOICES = [
    dict(zip(("a", "b", "share", "speed"), one, strict=True))
    for one in itertools.product(PREMIUM, PREMIUM, SHARE, SPEED)
]
CHARTS = [(284, 10), (350, 11), (680, 12)]
each_choice = pytest.mark.parametrize("choice", CHOICES, ids=lambda one: "-".join(one.values()))


def costs(choice: dict[str, str]) -> dict[str, list[float]]:
    """Each country's cost by month: what is felt, less what each month of the policy takes away."""
    made = {}
    for name, share, premium in (("A", 40, PREMIUM[choice["a"]]), ("B", SHARE[choice["share"]], PREMIUM[choice["b"]])):
        old = share  # what is still bought at the other end
        made[name] = []
        for month in range(25):
            if month > 6 and premium < 0.5:
                old *= 1 - SPEED[choice["speed"]]
            made[name].append(0.5 * old + premium * (share - old))
    return made


def ends(choice: dict[str, str]) -> tuple[dict[str, float], dict[str, float]]:
    """What is felt at first, and what is left in the end."""
    sides = {"A": (40, choice["a"]), "B": (SHARE[choice["share"]], choice["b"])}
    return (
        {name: share * 0.5 for name, (share, _) in sides.items()},
        {name: share * PREMIUM[one] for name, (share, one) in sides.items()},
    )


def more(cost: dict[str, float]) -> str:
    return "neither" if cost["A"] == pytest.approx(cost["B"]) else max(cost, key=lambda name: cost[name])


def traces(choice: dict[str, str]) -> dict[str, Any]:
    return {one["name"]: one for one in interdependence.view(**choice).figure["data"]}


def test_the_controls() -> None:
    offered = {one.name: [option.value for option in one.options] for one in interdependence.controls()}
    assert offered == {"a": list(PREMIUM), "b": list(PREMIUM), "share": list(SHARE), "speed": list(SPEED)}


@each_choice
def test_every_choice_tells_the_costs(choice: dict[str, str]) -> None:
    view = interdependence.view(**choice)
    felt, left = ends(choice)
    told = re.findall(
        r"costs A (\d+) and B (\d+) more .*? in the end, A (\d+) and B (\d+)\. (\w+) is .*?; (\w+) is", view.summary
    )
    assert len(told) == 1
    assert [int(one) for one in told[0][:4]] == [round(one) for one in (*felt.values(), *left.values())]
    assert told[0][4:] == (more(felt).replace("n", "N", 1) if more(felt) == "neither" else more(felt), more(left))
    paths = costs(choice)
    for month, *shown in view.table.rows:
        assert all(
            abs(float(one) - paths[name][int(month)]) <= 0.5 + 1e-9 for name, one in zip("AB", shown, strict=True)
        )
    said = {one.topic: one.text for one in view.words}
    means = re.findall(r"[AB] (\d+)", said["Until then."])
    assert all(abs(int(one) - sum(paths[name][1:]) / 24) <= 0.5 + 1e-9 for name, one in zip("AB", means, strict=True))
    gone = re.findall(r"\d+%", said["What a policy can do."])
    assert all(expected.rounds(one, 1 - left[name] / felt[name]) for name, one in zip("AB", gone, strict=True))


@each_choice
def test_every_choice_draws_the_costs(choice: dict[str, str]) -> None:
    drawn = traces(choice)
    zero, five = drawn["amounts"]["y"][:2]
    for name, path in costs(choice).items():
        assert drawn[name]["x"] == [-2, 0, *range(25)]
        assert [(zero - y) / (zero - five) * 5 for y in drawn[name]["y"]] == pytest.approx([0, 0, *path], abs=0.01)
        assert drawn[name]["line"]["dash"] == "dot"
    assert drawn["policy"]["x"] == [6, 6]
    assert drawn["amounts"]["text"] == ["0", "5", "10", "15", "20"]


def test_how_often_the_two_disagree() -> None:
    made = [ends(choice) for choice in CHOICES]
    apart = sum((felt["A"] - felt["B"]) * (left["A"] - left["B"]) < -1e-9 for felt, left in made)
    drawn = sum(crossed(*lot(seed), 0.5) for seed in range(1000))
    for choice in CHOICES[:2]:
        said = {one.topic: one.text for one in interdependence.view(**choice).words}["When the two disagree."]
        assert [int(one) for one in re.findall(r"\d+", said)] == [apart, 36, 1000, drawn]


@pytest.mark.parametrize(("width", "size"), CHARTS)
def test_no_label_leaves_the_chart_or_meets_another(width: int, size: int) -> None:
    for choice in CHOICES:
        figure = interdependence.view(**choice).figure
        left, right = figure["layout"]["xaxis"]["range"]
        boxes = []
        for trace in figure["data"]:
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
    spec = interdependence.explore().spec
    for number, choice in enumerate(CHOICES):
        assert decode(spec["select"]["figures"], number) == interdependence.view(**choice).figure


def test_the_terms_are_the_seeds() -> None:
    entry = expected.raw("laboratory.toml")["interdependence"]
    words = interdependence.view().words
    said = {one.topic: one for one in words if one.topic}
    assert said["Assumed."].text == " ".join(entry["assumptions"])
    assert said["Not shown."].text == " ".join(entry["not_shown"])
    assert [one.text for one in words if one.voice == "record"] == [one["text"] for one in entry["origin"]]
    assert [one.id for one in words[0].refs] == ["D23", "D25", "D27"]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: interdependence.view(a="far"), ["'far'", "'near'", "'dear'"]),
        (lambda: interdependence.explore(shares="half"), ["'shares'", '"share"']),
        (lambda: interdependence.figure(speed="quick"), ["'quick'", "'fast'"]),
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


def test_what_the_chapter_says_of_its_case() -> None:
    opened = {"a": "near", "b": "none", "share": "half"}
    felt, left = ends(opened)
    numbers = told(r"At once A pays (\d+) more and B (\d+); in the end A pays (\d+) and B still (\d+)")
    assert [int(one) for one in numbers] == [round(one) for one in (*felt.values(), *left.values())]
    fast, slow = (costs(opened | {"speed": speed}) for speed in SPEED)
    means = told(r"A has paid (\d+) a month on average and B (\d+); where it is a tenth, A (\d+) and B (\d+)")
    wanted = [sum(path[1:]) / 24 for paths in (fast, slow) for path in paths.values()]
    assert [int(one) for one in means] == [round(one) for one in wanted]
    gone, cost = told(r"A's policy takes (\d+%) of the cost away, and A pays (\d+) in the end; B's takes nothing away")
    assert expected.rounds(gone, 1 - left["A"] / felt["A"])
    assert int(cost) == round(left["A"])
    assert felt["B"] == left["B"]  # “B's policy takes nothing away”


def test_what_the_chapter_says_of_all_pairs() -> None:
    made = [ends(choice) for choice in CHOICES]
    apart, every, pairs, drawn = told(
        r"In (\d+) of the (\d+) choices on the map .*? Among (\d+) pairs of countries .*? it is so in (\d+): one pair in five"
    )
    assert int(apart) == sum((felt["A"] - felt["B"]) * (left["A"] - left["B"]) < -1e-9 for felt, left in made)
    assert (int(every), int(pairs)) == (len(CHOICES), 1000)
    assert int(drawn) == sum(crossed(*lot(seed), 0.5) for seed in range(1000))
    assert int(drawn) / 1000 == pytest.approx(1 / 5, abs=0.02)
