"""Opinion in a foreign public: what the map and the chapter say, against runs counted by other code."""

from __future__ import annotations

import functools
import itertools
import re
import statistics

import expected
import nbformat
import pytest

from widgets import opinion
from widgets.explorer.encoding import decode
from widgets.laboratory import opinion as model
from widgets.laboratory.opinion import Outcome, Setting, run

ROOT = expected.SEEDS.parent
MEANS = {"low": -0.5, "middle": 0.0, "high": 0.5}
CHOICES = {
    "rule": ["repulsion", "bounded", "averaging", "arguments"],
    "level": ["monologue", "dialogue", "collaboration"],
    "attractiveness": [*MEANS],
}
SELECTIONS = [dict(zip(CHOICES, one, strict=True)) for one in itertools.product(*CHOICES.values())]
SWEEPS = [{"down": down} for down in ("openness", "bound")]
ACROSS = (-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6)
DOWN = {"openness": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), "bound": (0.3, 0.6, 0.9, 1.2)}
#: px of the chart on pages 320, 390 and 1280 px wide, with the size of a label's letters there.
CHARTS = [(284, 10), (350, 11), (680, 12)]

each_selection = pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: "-".join(one.values()))
each_sweep = pytest.mark.parametrize("selection", SWEEPS, ids=lambda one: "-".join(one.values()))


@functools.cache
def runs(rule: str, level: str, mean: float, number: int = 60, **more: float) -> tuple[list[Outcome], list[Outcome]]:
    """Many runs of a setting, and of the same public in silence."""
    loud, quiet = (
        Setting(rule=rule, level=one, attractiveness=mean, **more)  # type: ignore[arg-type]
        for one in (level, "silence")
    )
    return [run(loud, seed) for seed in range(number)], [run(quiet, seed) for seed in range(number)]


def of(selection: dict[str, str]) -> tuple[list[Outcome], list[Outcome]]:
    return runs(selection["rule"], selection["level"], MEANS[selection["attractiveness"]])


def effects(both: tuple[list[Outcome], list[Outcome]]) -> list[float]:
    return [statistics.fmean(a.after) - statistics.fmean(b.after) for a, b in zip(*both, strict=True)]


def changes(outcomes: list[Outcome]) -> list[float]:
    return [statistics.fmean(one.after) - statistics.fmean(one.before) for one in outcomes]


def lower(values: list[float]) -> int:
    return len([one for one in values if one < -0.05])


def higher(values: list[float]) -> int:
    return len([one for one in values if one > 0.05])


def lower_persons(outcomes: list[Outcome]) -> float:
    return lower([b - a for one in outcomes for a, b in zip(one.before, one.after, strict=True)]) / (
        len(outcomes) * len(outcomes[0].after)
    )


def stands(outcomes: list[Outcome]) -> list[float]:
    """Where the country, or its partners, stood first and last: the medians."""
    return [statistics.median(values) for values in zip(*((one.first, one.country) for one in outcomes), strict=True)]


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def counts(text: str) -> list[tuple[int, int]]:
    found = re.findall(r"lower in (\d+) of 60 runs, higher in (\d+)", text)
    return [(int(a), int(b)) for a, b in found]


@each_selection
def test_the_words_count_the_runs(selection: dict[str, str]) -> None:
    loud, quiet = of(selection)
    differences = effects((loud, quiet))
    shown = opinion.view(**selection)
    against, since, persons = (say.text for say in shown.words[:3])
    assert counts(shown.summary) == counts(against) == [(lower(differences), higher(differences))]
    assert counts(since) == [(lower(one), higher(one)) for one in (changes(loud), changes(quiet))]
    median = statistics.median_low(differences), statistics.median_high(differences)
    for text in (shown.summary, against):
        told = re.search(r"median (?:difference is )?([+−]?[\d.]+\d|0)", text)
        assert told
        assert median[0] - 0.005 <= number(told[1]) <= median[1] + 0.005
    shares = [int(one) for one in re.findall(r"(\d+)%", persons)]
    assert shares == [pytest.approx(100 * lower_persons(one), abs=0.5) for one in (loud, quiet)]


@each_selection
def test_the_words_name_the_claims_and_where_the_rule_is_from(selection: dict[str, str]) -> None:
    entry = expected.raw("laboratory.toml")["opinion"]
    words = opinion.view(**selection).words
    assert [ref.id for ref in words[0].refs] == [id_ for claim in entry["claims"] for id_ in claim["paragraphs"]]
    told = [say for say in words if say.voice == "record"]
    assert told
    assert {say.text for say in told} <= {one["text"] for one in entry["origin"]}
    assert all(say.note for say in told)
    moved = [say.text for say in words if say.topic == "The country itself."]
    assert bool(moved) == (selection["level"] != "monologue")
    if moved:
        found = re.search(r"would like \+1\. At first .*? at (\S+), at the end at (\S+)\.$", moved[0])
        assert found
        assert [number(one) for one in found.groups()] == pytest.approx(stands(of(selection)[0]), abs=0.0051)


def test_every_rule_has_a_source_of_its_own() -> None:
    words = [opinion.view(rule=rule).words for rule in CHOICES["rule"]]
    said = [tuple(say.text for say in one if say.topic == "The rule.") for one in words]
    assert len({text for texts in said for text in texts}) == sum(map(len, said))
    public = {tuple(say.text for say in one if say.topic == "The public.") for one in words}
    assert len(public) == 1
    entry = expected.raw("laboratory.toml")["opinion"]
    assert {text for texts in (*said, *public) for text in texts} == {one["text"] for one in entry["origin"]}


@each_selection
def test_the_drawing_and_the_table_show_the_same(selection: dict[str, str]) -> None:
    loud, quiet = of(selection)
    shown = opinion.view(**selection)
    traces = {one["name"]: one for one in shown.figure["data"]}
    publics = {
        "before": [one.before for one in loud],
        "without": [one.after for one in quiet],
        "with": [one.after for one in loud],
    }
    bins = [row for row in shown.table.rows if row[0].startswith("Persons from")]
    median = next(row for row in shown.table.rows if row[0].endswith("median"))
    for column, (name, groups) in enumerate(publics.items(), 1):
        means = sorted(statistics.fmean(one) for one in groups)
        assert traces[f"{name}: means"]["x"] == pytest.approx(means, abs=0.00051)
        assert means[29] - 0.0051 <= number(median[column]) <= means[30] + 0.0051
        persons = [one for group in groups for one in group]
        assert len(persons) == 60 * 48
        for i, (x, size, row) in enumerate(
            zip(traces[f"{name}: persons"]["x"], traces[f"{name}: persons"]["marker"]["size"], bins, strict=True)
        ):
            share = (size / 32) ** 2
            near = [one for one in persons if abs(one - x) <= 1 / 7 + 1e-3]
            surely = [one for one in persons if abs(one - x) < 1 / 7 - 1e-3]
            assert len(surely) / 2880 - 0.01 <= share <= len(near) / 2880 + 0.01, i
            assert int(row[column][:-1]) == pytest.approx(100 * share, abs=1)
    assert traces["country"]["x"] == pytest.approx(stands(loud), abs=0.00051)
    row = next(row for row in shown.table.rows if row[0] == "The country, or its partners")
    assert [number(row[1]), number(row[3])] == pytest.approx(stands(loud), abs=0.0051)


@each_sweep
def test_a_cell_points_where_most_of_its_runs_go(selection: dict[str, str]) -> None:
    shown = opinion.sweep_view(**selection)
    cells = next(one for one in shown.figure["data"] if one["name"] == "cells")
    down = selection["down"]
    symbols = iter(cells["marker"]["symbol"])
    sizes: list[tuple[float, float]] = []
    tally = {"triangle-down": 0, "triangle-up": 0, "circle-open": 0}
    for value, row in zip(DOWN[down], shown.table.rows, strict=True):
        for mean, cell in zip(ACROSS, row[1:], strict=True):
            level = "dialogue" if down == "openness" else "monologue"
            found = effects(runs("repulsion", level, mean, **{down: value}))
            median = statistics.median(found)
            falls, rises = lower(found) > 30, higher(found) > 30
            symbol = next(symbols)
            assert symbol == ("triangle-down" if falls else "triangle-up" if rises else "circle-open")
            tally[symbol] += 1
            told, fall, rise = re.fullmatch(r"(\S+) \((\d+) lower, (\d+) higher\)", cell).groups()  # type: ignore[union-attr]
            assert number(told) == pytest.approx(median, abs=0.0051)
            assert (int(fall), int(rise)) == (lower(found), higher(found))
            sizes.append((abs(median), cells["marker"]["size"][len(sizes)]))
    assert [size for _, size in sorted(sizes)] == sorted(size for _, size in sizes)
    assert all(8 <= size <= 26 for _, size in sizes)
    said = re.search(r"Of (\d+) cells, the mean is lower than in silence in (\d+) and higher in (\d+)", shown.summary)
    assert said
    assert [int(one) for one in said.groups()] == [
        len(ACROSS) * len(DOWN[down]),
        tally["triangle-down"],
        tally["triangle-up"],
    ]


@pytest.mark.parametrize(("down", "value", "level"), [("openness", 0.6, "dialogue"), ("bound", 0.6, "monologue")])
def test_where_the_two_maps_meet_they_show_the_same(down: str, value: float, level: str) -> None:
    """The usual openness and the usual bound, at an attractiveness of 0."""
    assert getattr(Setting(), down) == value
    row = opinion.sweep_view(down=down).table.rows[DOWN[down].index(value)]
    told, fall, rise = re.fullmatch(r"(\S+) \((\d+) lower, (\d+) higher\)", row[1 + ACROSS.index(0.0)]).groups()  # type: ignore[union-attr]
    said = opinion.view(rule="repulsion", level=level, attractiveness="middle").summary
    assert counts(said) == [(int(fall), int(rise))]
    assert f"(median {told})" in said


def test_what_the_seeds_assume_is_what_the_model_assumes() -> None:
    usual, entry = Setting(), expected.raw("laboratory.toml")["opinion"]
    assumed = " ".join(entry["assumptions"])
    written = {"four": 4, "forty": 40, "five": 5, "fourth": 4}
    for pattern, value in (
        (r"A public is (\d+) persons", usual.persons),
        (r"about (\w+) friends", usual.friends),
        (r"one turn in (\w+) a person", 1 / usual.heard),
        (r"each has (\w+) turns", usual.rounds),
        (r"every (\w+) person works", 1 / usual.projects),
        (r"stands (\d+)% of the way from its wish", 100 * usual.openness),
        (r"stand about ([\d.]+) from it", usual.spread),
    ):
        (found,) = re.findall(pattern, assumed)
        assert written.get(found) == value or float(found) == value, pattern
    assert f"every {'fourth'} person" in opinion.controls()[1].options[2].label
    few, many = re.findall(r"(\d+) persons are as few|That of (\d+) seldom does", " ".join(entry["not_shown"]))
    assert (int(few[0]), int(many[1])) == (usual.persons, 480)


@pytest.mark.parametrize(("width", "size"), CHARTS)
def test_no_words_meet_or_leave_the_chart(width: int, size: int) -> None:
    drawn = [opinion.view(**one).figure for one in SELECTIONS] + [opinion.sweep_view(**one).figure for one in SWEEPS]
    for figure in drawn:
        left, right = figure["layout"]["xaxis"]["range"]
        boxes = []
        for trace in figure["data"]:
            if trace["mode"] != "text":
                continue
            shift = {"middle left": -1.0, "middle right": 0.0}.get(trace.get("textposition", ""), -0.5)
            for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
                long = expected.wide(re.sub("<.*?>", "", text)) * size
                start = 4 + (x - left) / (right - left) * (width - 8) + shift * long
                boxes.append((start, start + long, y - size * 0.65, y + size * 0.65, text))
        for start, end, top, foot, text in boxes:
            assert start >= 0, text
            assert end <= width, text
            assert top >= -4, text
            assert foot <= figure["layout"]["height"], text
        for one, other in itertools.combinations(boxes, 2):
            apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
            assert apart, (one[4], other[4])


def test_what_travels_is_what_was_computed() -> None:
    spec = opinion.explore().spec
    for i, selection in enumerate(SELECTIONS):
        assert decode(spec["select"]["figures"], i) == opinion.view(**selection).figure
    spec = opinion.sweep().spec
    for i, selection in enumerate(SWEEPS):
        assert decode(spec["select"]["figures"], i) == opinion.sweep_view(**selection).figure
    assert opinion.figure().layout.meta["summary"] == opinion.view().summary


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: opinion.explore(rule="repulsive"), ["'repulsive'", "'repulsion'", "'arguments'"]),
        (lambda: opinion.view(attractiveness="none"), ["'none'", "'low'", "'middle'", "'high'"]),
        (lambda: opinion.sweep(down="opening"), ["'opening'", "'openness'", "'bound'"]),
        (lambda: opinion.sweep_view(level="dialogue"), ["'level'", "'down'"]),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    for word in named:
        assert word in str(refusal.value)


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


def median(rule: str, level: str, mean: float, **more: object) -> float:
    return statistics.median(effects(runs(rule, level, mean, **more)))  # type: ignore[arg-type]


def test_what_the_chapter_says_of_monologue_under_each_rule() -> None:
    for rule, name in (
        ("averaging", "averaging"),
        ("bounded", "bounded confidence"),
        ("repulsion", "bounded, with repulsion"),
        ("arguments", "arguments"),
    ):
        low, high = told(rf"\| {name} \| ([+−]?[\d.]+) \| ([+−]?[\d.]+) \|")
        assert number(low) == pytest.approx(median(rule, "monologue", -0.5), abs=0.0051)
        assert number(high) == pytest.approx(median(rule, "monologue", 0.5), abs=0.0051)
    assert told(r"the mean ends lower in (all 60) runs\. But repulsion is what we put in")
    assert lower(effects(runs("repulsion", "monologue", -0.5))) == 60
    for rule in ("averaging", "bounded"):
        assert lower(effects(runs(rule, "monologue", -0.5))) == 0
    found = effects(runs("arguments", "monologue", -0.5))
    assert lower(found) < higher(found)
    assert told(r"at low a gain in (\d+) of 60 runs, a loss in (\d+)") == (str(higher(found)), str(lower(found)))


def test_what_the_chapter_says_of_the_parliament() -> None:
    without, total, with_, again = told(
        r"the mean falls in (\d+) of (\d+) publics that trade arguments\. With the country it falls in (\d+), and every one of these (\d+)"
    )
    loud, quiet = runs("arguments", "monologue", -0.5)
    assert (int(without), int(total)) == (lower(changes(quiet)), 60)
    assert int(with_) == int(again) == lower(changes(loud))
    _, large = runs("arguments", "monologue", -0.5, persons=480)
    (rare,) = told(r"among 480 persons the mean falls without the country in only (\d+) of 60 publics")
    assert int(rare) == lower(changes(large))
    (asked,) = told(r"asks every tenth of these 480 is back at 48, and sees a fall in (\d+)")
    tenths = [Outcome(one.before[9::10], one.after[9::10], 1, 1) for one in large]
    assert {len(one.after) for one in tenths} == {48}
    assert int(asked) == lower(changes(tenths))
    shares = told(r"Under averaging, (\d+)% of them end lower .*? among 480 persons it is (\d+)%")
    for share, persons in zip(shares, (48, 480), strict=True):
        quiet = runs("averaging", "monologue", -0.5, persons=persons)[1]
        assert int(share) == pytest.approx(100 * lower_persons(quiet), abs=0.5)


def test_what_the_chapter_says_of_those_who_are_not_reached() -> None:
    reached, others = told(r"Those reached end (\S+) lower than their twins; but the others end (\S+) lower too")
    loud, quiet = runs("repulsion", "monologue", -0.5, reached=0.5)
    pairs = [(b - a) for one, twin in zip(loud, quiet, strict=True) for a, b in zip(one.after, twin.after, strict=True)]
    assert float(reached) == pytest.approx(statistics.fmean(pairs[1::2]), abs=0.0051)  # 48 is even
    assert float(others) == pytest.approx(statistics.fmean(pairs[::2]), abs=0.0051)


def test_what_the_chapter_says_of_the_levels() -> None:
    mono, talk, work = told(
        r"where monologue gives (\S+), dialogue gives (\S+) and collaboration (\S+), in all 60 runs each"
    )
    high = told(r"monologue (\S+), dialogue (\S+), collaboration (\S+)\.")
    levels = ("monologue", "dialogue", "collaboration")
    for mean, shown in ((-0.5, (mono, talk, work)), (0.5, high)):
        for level, one in zip(levels, shown, strict=True):
            assert number(one) == pytest.approx(median("repulsion", level, mean), abs=0.0051)
    for level in levels[1:]:
        assert higher(effects(runs("repulsion", level, -0.5))) == 60
    for part, gain in (
        told(r"gave way by (50)% instead of 60%, it would gain (\S+),"),
        told(r"and by (40)% (\S+)\. Nor"),
    ):
        assert number(gain) == pytest.approx(
            median("repulsion", "dialogue", -0.5, openness=int(part) / 100), abs=0.0051
        )
    # “their partners began at +1 and end near 0. They have moved further than the public has.”
    loud, _ = runs("repulsion", "collaboration", -0.5)
    stand = statistics.median(one.country for one in loud)
    assert told(r"their partners began at \+1 and end (near 0)")
    assert abs(stand) < 0.1
    assert 1 - stand > max(changes(loud))


def test_what_the_chapter_says_of_the_sweep() -> None:
    falls, cells, share = told(
        r"harm in (\d+) of (\d+) cells, all of them where the country gives way by (\d+)% or less"
    )
    grid = {
        (value, mean): effects(runs("repulsion", "dialogue", mean, openness=value))
        for value in DOWN["openness"]
        for mean in ACROSS
    }
    harmed = [cell for cell, found in grid.items() if lower(found) > 30]
    assert (int(falls), int(cells)) == (len(harmed), len(grid))
    assert max(value for value, _ in harmed) == int(share) / 100
    far, near = told(r"Where that is (\S+) or more, the cell shows harm; where it is (\S+) or less, never")
    apart = {cell: (1 - cell[0]) * (1 - cell[1]) for cell in grid}
    assert all(cell in harmed for cell in grid if apart[cell] >= float(far) - 1e-9)
    assert all(apart[cell] > float(near) + 1e-9 for cell in harmed)
    assert max(value for value in apart.values() if value < min(apart[cell] for cell in harmed) - 1e-9) == (
        pytest.approx(float(near))
    )
    first, at_first, middle, at_middle, last, at_last = told(
        r"The best row moves from (\d+)% at (\S+) to (\d+)% at (\S+) and (\d+)% at (\S+):"
    )
    for row, mean in ((first, at_first), (middle, at_middle), (last, at_last)):
        best = max(DOWN["openness"], key=lambda value: statistics.median(grid[value, number(mean)]))
        assert int(row) == 100 * best
    assert told(r"(whoever goes all the way moves nobody)")
    assert all(abs(statistics.median(grid[1.0, mean])) < 0.05 for mean in ACROSS)
    mean, *pairs = told(
        r"At (\S+), a wider bound first makes the fall deeper, (\S+) with a bound of (\S+) and (\S+) with (\S+), "
        r"and then a little less, (\S+) with (\S+)\. If"
    )
    for one, bound in zip(pairs[::2], pairs[1::2], strict=True):
        assert number(one) == pytest.approx(
            median("repulsion", "monologue", number(mean), bound=float(bound)), abs=0.0051
        )


def test_to_hear_the_country_further_helps_and_friends_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """“If only the country is heard further, harm shrinks. But friends listen further to each other too”."""
    assert told(r"(If only the country is heard further, harm shrinks)")

    def fall(country: float, friends: float) -> float:
        def hear(people: model._Opinions, person: int, *_: float) -> None:
            distance = people.voice - people.opinions[person]
            far = -people.setting.rate if abs(distance) > people.rejection else 0
            people._move(person, distance * (people.setting.rate if abs(distance) <= country else far))  # noqa: SLF001

        monkeypatch.setattr(model._Opinions, "hear", hear)  # noqa: SLF001
        run.cache_clear()
        found = model.compare(Setting(attractiveness=-0.4, bound=friends), 20).effects
        run.cache_clear()
        return statistics.median(found)

    usual = fall(0.6, 0.6)
    assert fall(1.2, 0.6) > usual + 0.1
    assert fall(0.6, 1.2) < usual - 0.05


def test_what_the_chapter_says_of_trust() -> None:
    (rise,) = told(r"With trust, the mean rises by ([\d.]+)\.")
    assert float(rise) == pytest.approx(median("repulsion", "collaboration", -0.5), abs=0.0051)
    assert told(r"the same projects do harm in (all 60) runs")
    assert lower(effects(runs("repulsion", "collaboration", -0.5, trust=False))) == 60


def test_what_the_chapter_assumes_is_what_the_model_assumes() -> None:
    usual = Setting()
    assert told(r"There are (\d+) persons") == (str(usual.persons),)
    assert (usual.friends, usual.rounds, usual.heard) == (4, 40, 1 / 5)
    assert told(r"a part of the way \((\d+)%\) towards") == (f"{100 * usual.openness:.0f}",)
    assert told(r"if it is at most ([\d.]+) away") == (str(usual.bound),)
    assert told(r"from ([\d.]+) on one moves away") == (str(usual.rejection),)
    assert told(r"\((a fifth)\) to what one hears")
    assert usual.rate == 1 / 5
    assert told(r"one holds (six) arguments")
    assert usual.held == 6
    assert told(r"every (fourth) person works")
    assert usual.projects == 1 / 4
    assert told(r"persons stand about ([\d.]+) from it") == (str(usual.spread),)
