"""Opinion in a foreign public: four rules of influence, three levels, and a country that attracts much or little.

`widgets.laboratory.opinion` runs the models when the map is made. Every run stands beside its silent twin, the same
public with a country that keeps quiet: without it nobody could tell what the country has done.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from functools import cache
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Account, Article
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Key, Option, Ref, Say, Table, View
from widgets.laboratory import opinion as model
from widgets.laboratory.opinion import Comparison, Setting
from widgets.maps import style

EXPLORERS = ("explore", "sweep")
"""The functions of this map that make an Explorer."""

#: The model's entry in the seeds.
ENTRY = "opinion"
#: Runs of a setting, and of a cell of the sweep: where the two maps meet they show the same.
RUNS = 60

TRIFLE = f"a difference of at most {model.TRIFLE} counts as none."

RULES = {
    "repulsion": "bounded, with repulsion",
    "bounded": "bounded confidence",
    "averaging": "averaging",
    "arguments": "arguments",
}
#: The works behind each rule, by which the seeds' account of it is found.
SOURCES = {
    "repulsion": ("jager-amblard-2005",),
    "bounded": ("hegselmann-krause-2002",),
    "averaging": ("degroot-1974", "friedkin-johnsen-1990"),
    "arguments": ("mas-flache-2013",),
}
ATTRACTIVENESS = {"low": -0.5, "middle": 0.0, "high": 0.5}
DEEDS = {
    "monologue": "speaks to all",
    "dialogue": "speaks to all, and gives way",
    "collaboration": "works with every fourth person",
}

#: The work behind the ties of a public, whatever the rule.
PUBLIC = ("watts-strogatz-1998",)

#: The two pictures of a public: one figure a run, and one figure a person.
WHEN = ("before", "without", "with")
BINS = 7
ROW = 40  # px from row to row
TOP = 22  # px to the line of the scale
BLOCK = 34  # px from a block's title to its first row
LEFT, RIGHT = -1.62, 1.27  # the drawing's ends; what is left of the scale is for the rows' names
WIDEST = 32  # px of the circle that stands for all persons

#: The sweep's two numbers: how much the country attracts, and one of these.
ACROSS = (-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6)
DOWN = {
    "openness": ("how far the country gives way", (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
    "bound": ("how far a view may be and still draw", (0.3, 0.6, 0.9, 1.2)),
}
#: The rule under which a voice can do harm.
SWEPT = "repulsion"
CELL = 36  # px from row to row of the sweep
MARKS = {"rises": "triangle-up", "falls": "triangle-down", "neither": "circle-open"}


def controls(_: Article | None = None) -> tuple[Control, ...]:
    """Return the controls of `explore`."""
    return (
        Control("rule", "Rule of influence", tuple(Option(id_, label) for id_, label in RULES.items())),
        Control("level", "The country", tuple(Option(one, f"{one}: {deed}") for one, deed in DEEDS.items())),
        Control(
            "attractiveness",
            "Attractiveness",
            tuple(Option(id_, f"{id_} ({_signed(mean, 1)})") for id_, mean in ATTRACTIVENESS.items()),
        ),
    )


def view(article: Article | None = None, **choice: str) -> View:
    """Compute one selection: a rule, a level, and how much the country attracts.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    chosen = choose(controls(), choice)
    setting = Setting(
        rule=chosen["rule"], level=chosen["level"], attractiveness=ATTRACTIVENESS[chosen["attractiveness"]]
    )
    runs = model.compare(setting, RUNS)
    return View(_figure(runs), _summary(runs, chosen), _words(article, runs, setting), _table(runs))


def figure(article: Article | None = None, **choice: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(level="dialogue")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    return style.bare(view(article, **choice))


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choices given: ``explore(level="dialogue")``."""
    return Explorer(
        "opinion",
        "Opinion in a foreign public",
        "opinion.explore",
        controls=controls(),
        view=lambda **choice: view(article, **choice),
        start=start,
        key=(
            Key("line-ns", "the mean of one run"),
            Key("circle-open", "persons: the larger, the more"),
            Key("star", "the country, or its partners"),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


def sweep_controls() -> tuple[Control, ...]:
    """Return the controls of `sweep`."""
    return (Control("down", "From row to row", tuple(Option(id_, label) for id_, (label, _) in DOWN.items())),)


def sweep_view(article: Article | None = None, **choice: str) -> View:
    """Compute one sweep: attractiveness by the openness of a dialogue, or by the bound, in a monologue.

    The rule is repulsion in both.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    chosen = choose(sweep_controls(), choice)
    cells = _cells(chosen["down"])
    return View(
        _grid(chosen["down"], cells),
        _sweep_summary(chosen, cells),
        _sweep_words(article, chosen["down"], cells),
        _sweep_table(chosen["down"], cells),
    )


def sweep(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the sweep, beginning with the choices given: ``sweep(down="bound")``."""
    return Explorer(
        "opinion-sweep",
        "Two numbers at once",
        "opinion.sweep",
        controls=sweep_controls(),
        view=lambda **choice: sweep_view(article, **choice),
        start=start,
        key=(
            Key(MARKS["rises"], "higher than in silence", color=style.ACCENT),
            Key(MARKS["falls"], "lower than in silence"),
            Key(MARKS["neither"], "neither, in most runs"),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


# --- words and table --------------------------------------------------------------------------


def _signed(number: float, digits: int = 2) -> str:
    """Write an opinion or a change with its sign; nought has none."""
    rounded = round(number, digits)
    return f"{rounded:+.{digits}f}".replace("-", "−") if rounded else "0"


def _refs(article: Article) -> tuple[Ref, ...]:
    """Name the paragraphs whose claims the model puts to the test."""
    claims = article.laboratory[ENTRY].claims
    return style.refs(article, dict.fromkeys(id_ for claim in claims for id_ in claim.paragraphs), ())


def _origins(article: Article, works: Sequence[str]) -> list[Account]:
    """Return what the seeds say of where a rule, or the public, comes from."""
    return [one for one in article.laboratory[ENTRY].origin if set(one.sources) & set(works)]


def _counted(values: Sequence[float]) -> str:
    return f"lower in {model.fallen(values)} of {len(values)} runs, higher in {model.risen(values)}"


def _summary(runs: Comparison, chosen: dict[str, str]) -> str:
    rule = style.upper(RULES[chosen["rule"]])
    middle = _signed(model.spread(runs.effects)[1])
    return (
        f"{rule}; {chosen['level']}; attractiveness {chosen['attractiveness']}. "
        f"With the country, the public's mean is {_counted(runs.effects)} (median {middle})."
    )


def _words(article: Article, runs: Comparison, setting: Setting) -> tuple[Say, ...]:
    low, middle, high = (_signed(one) for one in model.spread(runs.effects))
    silent = [model.mean(one.after) - model.mean(one.before) for one in runs.silent]
    spoken, quiet = (style.percent(model.away(one)) for one in (runs.spoke, runs.silent))
    told = {
        "With the country, against without.": f"The mean is {_counted(runs.effects)}. "
        f"The median difference is {middle}; eight runs of ten lie from {low} to {high}. {style.upper(TRIFLE)}",
        "After, against before.": f"With the country, the mean is {_counted(runs.changes)}. "
        f"Without it, {_counted(silent)}.",
        "The persons.": f"With the country, {spoken} of the persons end lower than they began; without it, {quiet}.",
    }
    return (
        *(Say(text, "model", () if i else _refs(article), topic=topic) for i, (topic, text) in enumerate(told.items())),
        *_country(runs, setting),
        *(
            Say(one.text, one.voice, style.refs(article, (), one.sources), style.note(one.status), topic=topic)
            for topic, works in (("The rule.", SOURCES[setting.rule]), ("The public.", PUBLIC))
            for one in _origins(article, works)
        ),
        *_limits(article),
    )


def _limits(article: Article) -> tuple[Say, ...]:
    """Say what the model assumes, and what it does not show."""
    entry = article.laboratory[ENTRY]
    return (
        Say(" ".join(entry.assumptions), "model", topic="Assumed."),
        Say(" ".join(entry.not_shown), "model", topic="Not shown."),
    )


def _country(runs: Comparison, setting: Setting) -> tuple[Say, ...]:
    """Say where the country has come to stand, where it moves at all."""
    if setting.level == "monologue":
        return ()
    who = "its partners in the projects stand" if setting.level == "collaboration" else "it speaks"
    first, last = (_signed(one) for one in _stand(runs))
    text = f"It would like {_signed(model.MESSAGE, 0)}. At first {who} at {first}, at the end at {last}."
    return (Say(text, "model", topic="The country itself."),)


def _stand(runs: Comparison) -> tuple[float, float]:
    """Return where the country, or its partners, stood first and last: the median of the runs."""
    return statistics.median(one.first for one in runs.spoke), statistics.median(one.country for one in runs.spoke)


def _table(runs: Comparison) -> Table:
    means, shares = _means(runs), _shares(runs)
    tenths = [model.spread(values) for values in means]
    edges = [round(-1 + 2 * i / BINS, 2) for i in range(BINS + 1)]
    rows = [
        (f"Mean of the public, {name}", *(_signed(one[i]) for one in tenths))
        for i, name in enumerate(("first decile of the runs", "median", "last decile"))
    ]
    rows.append(
        ("Persons lower than before", "", style.percent(model.away(runs.silent)), style.percent(model.away(runs.spoke)))
    )
    first, last = (_signed(one) for one in _stand(runs))
    rows.append(("The country, or its partners", first, "", last))
    rows += [
        (f"Persons from {_signed(edges[i])} to {_signed(edges[i + 1])}", *(style.percent(one[i]) for one in shares))
        for i in range(BINS)
    ]
    caption = f"A public in {len(runs.spoke)} runs: before, and after with a silent country and with one that acts."
    return Table(caption, ("What", "Before", "Without the country", "With the country"), tuple(rows))


# --- the drawing ------------------------------------------------------------------------------


def _means(runs: Comparison) -> list[list[float]]:
    """Return the public's mean in each run: before, after in silence, after with the country."""
    return [
        [model.mean(one.before) for one in runs.spoke],
        [model.mean(one.after) for one in runs.silent],
        [model.mean(one.after) for one in runs.spoke],
    ]


def _shares(runs: Comparison) -> list[list[float]]:
    """Return the share of all persons in each part of the scale, as in `_means`."""
    return [
        _binned([one.before for one in runs.spoke]),
        _binned([one.after for one in runs.silent]),
        _binned([one.after for one in runs.spoke]),
    ]


def _binned(publics: Sequence[Sequence[float]]) -> list[float]:
    opinions = [one for public in publics for one in public]
    found = [min(int((one + 1) / 2 * BINS), BINS - 1) for one in opinions]
    return [found.count(i) / len(found) for i in range(BINS)]


def _figure(runs: Comparison) -> dict[str, Any]:
    """Draw a tick a run, and below a circle for the persons in each part of the scale."""
    first = [TOP + 28 + BLOCK + ROW * i for i in range(len(WHEN))]
    second = [first[-1] + 44 + BLOCK + ROW * i for i in range(len(WHEN))]
    rows = [*first, *second]
    titles = [first[0] - BLOCK, second[0] - BLOCK]
    names = [f"<b>{name}</b>" if name == "with" else name for name in WHEN]
    inks = [style.INK if name != "with" else style.ACCENT for name in WHEN]
    left = style.words_at("rows", [-1.16] * len(rows), rows, names * 2, inks * 2, 12)
    heads = style.words_at(
        "titles",
        [LEFT] * 2,
        titles,
        ["<b>The public's mean</b>, a tick a run", "<b>Persons</b>, all runs"],
        style.INK,
        12,
    )
    scale = ("−1 ill", "0", "+1 well")
    lines = [(x, y) for y in rows for x in (-1, 1, None)]
    return {
        "data": [
            {
                "type": "scatter",
                "name": "scale",
                "mode": "lines",
                "x": [x for x, _ in lines],
                "y": [None if x is None else y for x, y in lines],
                "hoverinfo": "skip",
                "line": {"dash": style.DASH["model"], "color": style.MUTED, "width": 1},
            },
            style.words_at("opinions", [-1, 0, 1], [TOP - 8] * 3, scale, style.MUTED, 12),
            {**left, "textposition": "middle left"},
            {**heads, "textposition": "middle right"},
            *(
                _ticks(name, values, y, ink)
                for name, values, y, ink in zip(WHEN, _means(runs), first, inks, strict=True)
            ),
            *(
                _circles(name, shares, y, ink)
                for name, shares, y, ink in zip(WHEN, _shares(runs), second, inks, strict=True)
            ),
            _stars(runs, first),
        ],
        "layout": style.layout(rows[-1] + 34, (LEFT, RIGHT)),
    }


def _ticks(name: str, values: Sequence[float], y: int, ink: str) -> dict[str, Any]:
    """Draw the public's mean in each run."""
    return {
        "type": "scatter",
        "name": f"{name}: means",
        "mode": "markers",
        "x": [style.short(value, 3) for value in sorted(values)],
        "y": [y] * len(values),
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {"symbol": "line-ns", "size": 16, "color": ink, "opacity": 0.7, "line": {"width": 1.5, "color": ink}},
    }


def _circles(name: str, shares: Sequence[float], y: int, ink: str) -> dict[str, Any]:
    """Draw the persons of all runs: a circle's area is their share."""
    return {
        "type": "scatter",
        "name": f"{name}: persons",
        "mode": "markers",
        "x": [style.short(-1 + (2 * i + 1) / BINS, 3) for i in range(BINS)],
        "y": [y] * BINS,
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "symbol": "circle-open",
            "size": [style.short(WIDEST * share**0.5, 1) for share in shares],
            "color": ink,
            "opacity": 1,
            "line": {"width": 2, "color": ink},
        },
    }


def _stars(runs: Comparison, ys: Sequence[int]) -> dict[str, Any]:
    """Draw where the country stands first and last, above the rows."""
    return {
        "type": "scatter",
        "name": "country",
        "mode": "markers",
        "x": [style.short(one, 3) for one in _stand(runs)],
        "y": [ys[0] - 13, ys[2] - 13],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {"symbol": "star", "size": 11, "color": style.INK, "opacity": 1, "line": {"width": 0}},
    }


# --- the sweep --------------------------------------------------------------------------------

Cells = tuple[tuple[tuple[float, ...], ...], ...]
"""The differences from silence, run by run, in each cell of each row."""


@cache
def _cells(down: str) -> Cells:
    """Return the differences from silence in each cell, row by row."""
    return tuple(
        tuple(tuple(model.compare(_swept(down, value, mean), RUNS).effects) for mean in ACROSS)
        for value in DOWN[down][1]
    )


def _swept(down: str, value: float, mean: float) -> Setting:
    """Return the setting of a cell: a dialogue that gives way so far, or a monologue with such a bound."""
    if down == "openness":
        return Setting(rule=SWEPT, level="dialogue", attractiveness=mean, openness=value)
    return Setting(rule=SWEPT, level="monologue", attractiveness=mean, bound=value)


def _sort(effects: Sequence[float]) -> str:
    """Say what happens in most runs of a cell."""
    if 2 * model.fallen(effects) > len(effects):
        return "falls"
    return "rises" if 2 * model.risen(effects) > len(effects) else "neither"


def _row_name(down: str, value: float) -> str:
    return style.percent(value) if down == "openness" else f"{value:.1f}"


def _sweep_summary(chosen: dict[str, str], cells: Cells) -> str:
    sorts = [_sort(one) for row in cells for one in row]
    label, _ = DOWN[chosen["down"]]
    return (
        f"{style.upper(RULES[SWEPT])}; attractiveness by {label}. Of {len(sorts)} cells, the mean is lower "
        f"than in silence in {sorts.count('falls')} and higher in {sorts.count('rises')}, in most runs."
    )


def _sweep_words(article: Article, down: str, cells: Cells) -> tuple[Say, ...]:
    values = DOWN[down][1]
    columns = [[model.spread(row[i])[1] for row in cells] for i in range(len(ACROSS))]
    best = [
        f"at {_signed(mean, 1)}, with {_row_name(down, values[column.index(max(column))])} ({_signed(max(column))})"
        for mean, column in zip(ACROSS, columns, strict=True)
    ]
    level = (
        "The country speaks to all and gives way"
        if down == "openness"
        else "The country speaks to all and does not move"
    )
    far = Setting().rejection
    return (
        Say(
            f"Against silence, the mean ends highest {style.listed(best)}.",
            "model",
            _refs(article),
            topic="The best row of each column.",
        ),
        Say(
            f"{level}. Each cell is the median of {RUNS} runs, each against its silent twin; {TRIFLE} With "
            f"repulsion, a view repels from a distance of {far:.1f} on.",
            "model",
            topic="The cells.",
        ),
    )


def _sweep_table(down: str, cells: Cells) -> Table:
    rows = tuple(
        (
            _row_name(down, value),
            *(f"{_signed(model.spread(one)[1])} ({model.fallen(one)} lower, {model.risen(one)} higher)" for one in row),
        )
        for value, row in zip(DOWN[down][1], cells, strict=True)
    )
    columns = ("Row", *(f"Attractiveness {_signed(mean, 1)}" for mean in ACROSS))
    caption = f"Median difference from silence, with the runs that end lower and higher. Rows: {DOWN[down][0]}."
    return Table(caption, columns, rows)


def _grid(down: str, cells: Cells) -> dict[str, Any]:
    """Draw a mark a cell: which way it points is which way the mean goes, its size how far."""
    label, values = DOWN[down]
    ys = [TOP + 66 + CELL * i for i in range(len(values))]
    xs = list(range(len(ACROSS)))
    title = style.words_at(
        "titles", [-1.4, -1.4], [12, TOP + 10], ["<b>attractiveness</b> →", f"<b>{label}</b> ↓"], style.INK, 12
    )
    flat = [(x, y, one) for y, row in zip(ys, cells, strict=True) for x, one in zip(xs, row, strict=True)]
    sorts = [_sort(one) for _, _, one in flat]
    inks = [style.ACCENT if one == "rises" else style.INK if one == "falls" else style.MUTED for one in sorts]
    sizes = [min(8 + 28 * abs(model.spread(one)[1]), 26) for _, _, one in flat]
    names = style.words_at("rows", [-0.6] * len(ys), ys, [_row_name(down, value) for value in values], style.INK, 12)
    return {
        "data": [
            {**title, "textposition": "middle right"},
            style.words_at("columns", xs, [TOP + 34] * len(xs), [_signed(one, 1) for one in ACROSS], style.INK, 12),
            {**names, "textposition": "middle left"},
            {
                "type": "scatter",
                "name": "cells",
                "mode": "markers",
                "x": [x for x, _, _ in flat],
                "y": [y for _, y, _ in flat],
                "hoverinfo": "skip",
                "cliponaxis": False,
                "marker": {
                    "symbol": [MARKS[one] for one in sorts],
                    "size": [style.short(one, 1) for one in sizes],
                    "color": inks,
                    "opacity": 1,
                    "line": {"width": 2, "color": inks},
                },
            },
        ],
        "layout": style.layout(ys[-1] + 28, (-1.4, len(ACROSS) - 0.5)),
    }
