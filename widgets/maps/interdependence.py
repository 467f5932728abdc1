"""Two countries and one tie: what it costs each when the tie grows dear, before and after policies change.

`widgets.laboratory.interdependence` does the arithmetic; here a few choices of its numbers are compared.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Article
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Key, Option, Say, Table, View
from widgets.laboratory import interdependence as model
from widgets.laboratory.interdependence import Side
from widgets.maps import style

EXPLORERS = ("explore",)
"""The functions of this map that make an Explorer."""

#: The model's entry in the seeds.
ENTRY = "interdependence"

#: The price rises by so much; policy changes in this month, and so many months are looked at.
RISE, CHANGE, MONTHS = 0.5, 6, 24
#: Of what a country spends on such goods, the part that it spends in the other.
SHARE = 0.4
SHARES = {"same": (SHARE, "40, as much as A in B"), "half": (SHARE / 2, "20, half as much")}
SUBSTITUTES = {"near": (0.1, "a tenth dearer"), "dear": (0.4, "four tenths dearer"), "none": (RISE, "none cheaper")}
SPEEDS = {"fast": (1 / 3, "a third of what is left"), "slow": (0.1, "a tenth of it")}

BEFORE = -2  # the month with which the drawing begins
LEFT, RIGHT = -5.5, 29.0  # the drawing's ends, in months
TOP, BOTTOM = 54, 234  # px to the highest cost and to none
NAME, UNIT = 12, 34  # px to what the upright line means, and to the unit
TICK, TITLE, FOOT = 16, 38, 22
FIVE = 5
APART = 16  # px between the two names at the lines' ends, at least
SIZE = 12  # px of the letters


def controls(_: Article | None = None) -> tuple[Control, ...]:
    """Return the map's controls; they are those of any article."""
    return (
        Control("a", "A's substitutes", _options(SUBSTITUTES)),
        Control("b", "B's substitutes", _options(SUBSTITUTES)),
        Control("share", "Of each 100, B spends in A", _options(SHARES)),
        Control("speed", "Each month a country can replace", _options(SPEEDS)),
    )


def view(article: Article | None = None, **choice: str) -> View:
    """Compute one selection: substitutes, the size of B's share, and how fast buyers go elsewhere.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    sides = _sides(choose(controls(), choice))
    paths = {name: model.path(side, RISE, CHANGE, MONTHS) for name, side in sides.items()}
    caption = f"What the tie costs more, for each 100 spent before; policies change in month {CHANGE}"
    rows = tuple((str(month), *(_money(path[month]) for path in paths.values())) for month in range(0, MONTHS + 1, 2))
    return View(
        _figure(paths),
        _summary(sides),
        (*_compared(sides, paths, article), *_terms(article)),
        Table(caption, ("Month", *(f"Country {name}" for name in paths)), rows),
    )


def figure(article: Article | None = None, **choice: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(a="near", b="none")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    return style.bare(view(article, **choice))


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choices given: ``explore(a="near", b="none")``."""
    return Explorer(
        "interdependence",
        "Two countries and one tie",
        "interdependence.explore",
        controls=controls(),
        view=lambda **choice: view(article, **choice),
        start=start,
        key=(Key("circle", "country A", line="dot"), Key("square-open", "country B", line="dot")),
        voices=VOICES,
        dark=style.DARK,
    )


def _options(choices: Mapping[str, tuple[float, str]]) -> tuple[Option, ...]:
    return tuple(Option(id_, label) for id_, (_, label) in choices.items())


def _sides(chosen: Mapping[str, str]) -> dict[str, Side]:
    """Return the two countries of a selection."""
    speed = SPEEDS[chosen["speed"]][0]
    return {
        "A": Side(SHARE, SUBSTITUTES[chosen["a"]][0], speed),
        "B": Side(SHARES[chosen["share"]][0], SUBSTITUTES[chosen["b"]][0], speed),
    }


def _money(amount: float) -> str:
    """Write an amount without a decimal: these numbers are ours."""
    return f"{amount:.0f}"


# --- words ---------------------------------------------------------------------------------------


def _summary(sides: Mapping[str, Side]) -> str:
    felt = {name: model.sensitivity(side, RISE) for name, side in sides.items()}
    left = {name: model.vulnerability(side, RISE) for name, side in sides.items()}
    costs = [" and ".join(f"{name} {_money(cost)}" for name, cost in costs.items()) for costs in (felt, left)]
    return (
        f"While policies stay, the tie costs {costs[0]} more for each 100 spent before; once they have changed, in the "
        f"end, {costs[1]}. {style.upper(_more(felt))} the more sensitive; {_more(left)} the more vulnerable."
    )


def _more(costs: Mapping[str, float]) -> str:
    """Say whose cost is the larger."""
    low, high = sorted(costs, key=lambda name: costs[name])
    return f"{high} is" if costs[high] > costs[low] else "neither is"


def _compared(sides: Mapping[str, Side], paths: Mapping[str, Sequence[float]], article: Article) -> tuple[Say, ...]:
    """Say what the two years cost, and how often the two measures disagree."""
    claims = article.laboratory[ENTRY].claims
    places = style.refs(article, dict.fromkeys(id_ for claim in claims for id_ in claim.paragraphs), ())
    means = " and ".join(f"{name} {_money(sum(path[1:]) / MONTHS)}" for name, path in paths.items())
    gone = style.listed(f"{name} {_gone(side)}" for name, side in sides.items())
    every = [_sides(dict(zip(("a", "b", "share", "speed"), one, strict=True))) for one in _every()]
    crossed = sum(model.crossed(one["A"], one["B"], RISE) for one in every)
    drawn = sum(model.crossed(*model.lot(seed), RISE) for seed in range(model.PAIRS))
    often = (
        f"In {crossed} of all {len(every)} choices the more sensitive country is the less vulnerable. Of {model.PAIRS} "
        f"pairs whose shares and substitutes are drawn by lot, it is so in {drawn}."
    )
    return (
        Say(
            f"Of the cost that is felt at first, policy takes away in the end: {gone}.",
            "model",
            places,
            topic="What a policy can do.",
        ),
        Say(f"Over {MONTHS} months the tie costs {means} more on average.", "model", topic="Until then."),
        Say(often, "model", topic="When the two disagree."),
    )


def _gone(side: Side) -> str:
    felt = model.sensitivity(side, RISE)
    return style.percent((felt - model.vulnerability(side, RISE)) / felt)


def _every() -> itertools.product[tuple[str, ...]]:
    return itertools.product(SUBSTITUTES, SUBSTITUTES, SHARES, SPEEDS)


def _terms(article: Article) -> tuple[Say, ...]:
    """Say where the two words come from, what is assumed, and what the model does not show."""
    entry = article.laboratory[ENTRY]
    return (
        *(
            Say(one.text, one.voice, style.refs(article, (), one.sources), style.note(one.status))
            for one in entry.origin
        ),
        Say(" ".join(entry.assumptions), "model", topic="Assumed."),
        Say(" ".join(entry.not_shown), "model", topic="Not shown."),
    )


# --- the drawing ---------------------------------------------------------------------------------


def _figure(paths: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """Draw each country's cost from month to month, with the month in which policies change."""
    top = 100 * SHARE * RISE
    looks = {"A": (style.ACCENT, "circle", 8), "B": (style.INK, "square-open", 9)}

    def at(cost: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * cost / top, 1)

    ends = _apart({name: at(path[-1]) for name, path in paths.items()})
    names = style.words_at(
        "countries",
        [MONTHS + 1.3] * len(ends),
        list(ends.values()),
        [f"<b>{name}</b> {_money(path[-1])}" for name, path in paths.items()],
        [looks[name][0] for name in paths],
        SIZE,
    )
    costs = list(range(0, int(top) + 1, FIVE))
    months = list(range(0, MONTHS + 1, CHANGE))
    amounts = style.words_at(
        "amounts", [BEFORE - 0.6] * len(costs), [at(one) for one in costs], list(map(str, costs)), style.MUTED, SIZE
    )
    change = style.words_at("change", [CHANGE], [NAME], ["policies change"], style.INK, SIZE)
    unit = style.words_at("unit", [LEFT], [UNIT], ["for each 100"], style.MUTED, SIZE)
    return {
        "data": [
            _line("axis", [BEFORE, MONTHS], [BOTTOM, BOTTOM], style.MUTED, 1),
            _line("policy", [CHANGE, CHANGE], [NAME + 10, BOTTOM], style.MUTED, 1.5),
            *(
                _path(name, [BEFORE, 0, *range(MONTHS + 1)], [at(cost) for cost in (0, 0, *path)], looks[name])
                for name, path in paths.items()
            ),
            {**names, "textposition": "middle right"},
            {**amounts, "textposition": "middle left"},
            {**unit, "textposition": "middle right"},
            {**change, "textposition": "middle center"},
            style.words_at("ticks", months, [BOTTOM + TICK] * len(months), list(map(str, months)), style.MUTED, SIZE),
            style.words_at("title", [MONTHS / 2], [BOTTOM + TITLE], ["months"], style.MUTED, SIZE),
        ],
        "layout": style.layout(BOTTOM + TITLE + FOOT, (LEFT, RIGHT)),
    }


def _apart(ends: Mapping[str, float]) -> dict[str, float]:
    """Move two names from each other where they would meet."""
    (low, first), (high, second) = sorted(ends.items(), key=lambda end: end[1])
    push = max(0.0, APART - (second - first)) / 2
    return {name: {low: first - push, high: second + push}[name] for name in ends}


def _line(name: str, xs: Sequence[float], ys: Sequence[float], ink: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "x": list(xs),
        "y": list(ys),
        "hoverinfo": "skip",
        "line": {"dash": style.DASH["model"], "color": ink, "width": width},
    }


def _path(name: str, xs: Sequence[float], ys: Sequence[float], look: tuple[str, str, int]) -> dict[str, Any]:
    """Draw one country's line, with its mark in every third month."""
    ink, symbol, size = look
    marked = [size if x >= 0 and i > 1 and x % 3 == 0 else 0 for i, x in enumerate(xs)]
    return {
        **_line(name, xs, ys, ink, 2.5),
        "mode": "lines+markers",
        "cliponaxis": False,
        "marker": {"symbol": symbol, "size": marked, "color": ink, "opacity": 1, "line": {"width": 2, "color": ink}},
    }
