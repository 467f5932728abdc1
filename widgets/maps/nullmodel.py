"""The state among ties laid by chance: what of its place is due to our choices, and what would take it away.

`widgets.laboratory.nullmodel` makes the networks, each of one seed; here they are counted and drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Article
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Key, Option, Ref, Say, Table, View
from widgets.laboratory import nullmodel as model
from widgets.laboratory.nullmodel import Ground, Outcome
from widgets.maps import style

EXPLORERS = ("explore", "sweep")
"""The functions of this map that make an Explorer."""

#: The model's entry in the seeds.
ENTRY = "null-model"

NULLS = {
    "past": "whom the ties past the state join",
    "ends": "whom all ties join; each actor keeps its number",
    "any": "all ties, wherever they fall",
}
HOLDS = {"all": 1.0, "three-quarters": 0.75, "half": 0.5, "quarter": 0.25, "none": 0.0}
#: The share of the ties laid that cross the border, as in our drawing.
ACROSS = 0.5
#: How many ties are laid, as parts of those that are drawn.
STEPS = (0.0, 0.5, 1.0, 2.0, 3.0, 4.0)

FIRST, MIDDLE, LAST = 0.05, 0.5, 0.95  # nine networks in ten lie between the first and the last

# The histogram.
BIN = 0.02
TALL, FLOOR = 130, 176  # px of the tallest bin; px to the line on which the bins stand
NAME, UNIT = 12, 30  # px to our drawing's name, and to the word over the numbers of networks
LEFT, RIGHT = 0.09, 0.05  # room at the ends, as shares of the widest distribution
BESIDE = 0.04  # between a mark and its name, as such a share
TENTH = 0.1

# The growth.
CEILING, BOTTOM = 86, 286  # px to the highest share and to none
ROOM = (0.13, 0.07)  # at the ends, as shares of the most ties
APART = 0.012  # the two kinds' marks stand beside each other
FIFTH = 0.2

TICK, TITLE = 16, 38  # px from an axis to its numbers and to its title
SIZE = 12  # px of the letters


def controls(_: Article | None = None) -> tuple[Control, ...]:
    """Return the controls of `explore`; they are those of any article."""
    return (Control("null", "Chance decides", tuple(Option(id_, label) for id_, label in NULLS.items())),)


def view(article: Article | None = None, **choice: str) -> View:
    """Compute one selection: what chance decides.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    chosen = choose(controls(), choice)
    base = model.ground(article)
    runs = model.chances(base, chosen["null"], hold=True)
    own = model.as_drawn(base)
    bins = _bins(runs)
    rows = [(f"{style.percent(i * BIN)} to {style.percent((i + 1) * BIN)}", str(n)) for i, n in enumerate(bins)]
    caption = f"How many of {len(runs)} networks give the state which share of the shortest ways"
    return View(
        _histogram(bins, own, _widest(base)),
        _summary(runs, own),
        (_among(runs, own, article), *_origin(article), _assumed(article)),
        Table(caption, ("Share", "Networks"), tuple(rows)),
    )


def figure(article: Article | None = None, **choice: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(null="any")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    return style.bare(view(article, **choice))


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show how the state stands where chance lays the drawing's ties: ``explore(null="any")``."""
    return Explorer(
        "nullmodel",
        "The drawing, with its ties laid by chance",
        "nullmodel.explore",
        controls=controls(),
        view=lambda **choice: view(article, **choice),
        start=start,
        key=(
            Key("dot", "networks of chance"),
            Key("diamond", "the state in our drawing", line="dot"),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


def sweep_controls() -> tuple[Control, ...]:
    """Return the controls of `sweep`."""
    labels = {"all": "all of it", "three-quarters": "three quarters", "half": "half", "quarter": "a quarter"}
    return (
        Control(
            "hold",
            "Each state is tied to this much of its own society",
            tuple(Option(id_, labels.get(id_, "none of it")) for id_ in HOLDS),
        ),
    )


def sweep_view(article: Article | None = None, **choice: str) -> View:
    """Compute one sweep over the number of ties, for a hold.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    chosen = choose(sweep_controls(), choice)
    base = model.ground(article)
    laid = _laid(base)
    hold = HOLDS[chosen["hold"]]
    grown = [model.growth(base, ties, ACROSS, hold) for ties in laid]
    rows = tuple(_row(ties, runs) for ties, runs in zip(laid, grown, strict=True))
    columns = ("Ties", "State: low", "median", "high", "First of the others: low", "median", "high", "Not first")
    caption = (
        "Shares of the shortest ways (low and high: nine networks in ten lie between), "
        f"and networks of {model.RUNS} in which the state is not first"
    )
    return View(
        _lines(laid, grown, _own(base, hold)),
        _counted(laid, grown),
        (
            _falling(base, chosen["hold"], article),
            _gone(base, laid[-1], grown[-1]),
            _assumed(article),
            _not_shown(article),
        ),
        Table(caption, columns, rows),
    )


def sweep(*, article: Article | None = None, **start: str) -> Explorer:
    """Show how the state fares as ties past it grow in number: ``sweep(hold="half")``."""
    return Explorer(
        "nullmodel-sweep",
        "More and more ties past the state",
        "nullmodel.sweep",
        controls=sweep_controls(),
        view=lambda **choice: sweep_view(article, **choice),
        start=start,
        key=(
            Key("diamond", "the state: median, and nine networks in ten", line="dot"),
            Key("square-open", "the first of the other kinds", line="dot"),
            Key("circle-open", "the state in our drawing, with its hold or without"),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


def _laid(base: Ground) -> list[int]:
    """How many ties each step lays."""
    return [round(step * len(base.drawn)) for step in STEPS]


def _own(base: Ground, hold: float) -> list[tuple[int, float]]:
    """Return our drawing's ties and the state's share in it; we drew it with the whole hold and with none."""
    return [(len(base.drawn), model.as_drawn(base, hold=bool(hold)).state)] if hold in (0, 1) else []


def _states(runs: Sequence[Outcome]) -> list[float]:
    return [run.state for run in runs]


def _others(runs: Sequence[Outcome]) -> list[float]:
    return [run.other for run in runs]


def _displaced(runs: Sequence[Outcome]) -> int:
    """In how many networks another kind of actor stands before the state."""
    return sum(run.before > 0 for run in runs)


def _spread(values: Sequence[float]) -> tuple[str, str, str]:
    low, middle, high = (style.percent(model.quantile(values, share)) for share in (FIRST, MIDDLE, LAST))
    return low, middle, high


# --- words ---------------------------------------------------------------------------------------


def _summary(runs: Sequence[Outcome], own: Outcome) -> str:
    low, middle, high = _spread(_states(runs))
    return (
        f"In {_displaced(runs)} of {len(runs)} networks another kind of actor stands before the state. The state lies "
        f"on {middle} of the shortest ways (median; nine networks in ten: {low} to {high}); in our drawing on "
        f"{style.percent(own.state)}."
    )


def _among(runs: Sequence[Outcome], own: Outcome, article: Article) -> Say:
    """Say where the drawing lies among the networks of chance."""
    share = style.percent(model.below(_states(runs), own.state))
    place = style.ordinal(own.before + 1)
    text = (
        f"Of these networks, {share} give the state a smaller share than our drawing does, where it is {place}; equal "
        f"ones count half. The first of the other kinds lies on {_spread(_others(runs))[1]} here (median), and in our "
        f"drawing on {style.percent(own.other)}."
    )
    return Say(text, "model", _refs(article), topic="Our drawing among them.")


def _counted(laid: Sequence[int], grown: Sequence[Sequence[Outcome]]) -> str:
    counts = style.listed(f"{_displaced(runs)} with {ties}" for ties, runs in zip(laid, grown, strict=True))
    return f"Networks of {model.RUNS} in which another kind of actor stands before the state: {counts} ties past it."


def _falling(base: Ground, hold: str, article: Article) -> Say:
    """Say what the hold does, with as many ties as are drawn."""
    counts = [_displaced(model.growth(base, len(base.drawn), ACROSS, one)) for one in HOLDS.values()]
    marked = [f"{count} (chosen)" if id_ == hold else str(count) for id_, count in zip(HOLDS, counts, strict=True)]
    text = (
        f"With {len(base.drawn)} ties, as many as we drew, another kind stands before the state in "
        f"{style.listed(marked)} networks of {model.RUNS}, as its hold falls from all its society to none, by quarters."
    )
    return Say(text, "model", _refs(article), topic="As the hold falls.")


def _gone(base: Ground, ties: int, runs: Sequence[Outcome]) -> Say:
    """Say who stands in the centre when most ties are laid."""
    before, kinds = model.quantile([run.before for run in runs], MIDDLE), len(set(base.kinds)) - 1
    state, other = (_spread(shares)[1] for shares in (_states(runs), _others(runs)))
    text = (
        f"With {ties} ties, the state lies on {state} of the shortest ways, and the first of the other kinds on "
        f"{other} (medians). Of the {kinds} other kinds, {before:.0f} stand before the state (median)."
    )
    return Say(text, "model", topic="Who is in the centre then.")


def _origin(article: Article) -> tuple[Say, ...]:
    """Say where the model comes from."""
    return tuple(
        Say(one.text, one.voice, style.refs(article, (), one.sources), style.note(one.status))
        for one in article.laboratory[ENTRY].origin
    )


def _assumed(article: Article) -> Say:
    return Say(" ".join(article.laboratory[ENTRY].assumptions), "model", topic="Assumed.")


def _not_shown(article: Article) -> Say:
    return Say(" ".join(article.laboratory[ENTRY].not_shown), "model", topic="Not shown.")


def _refs(article: Article) -> tuple[Ref, ...]:
    """Name the paragraphs whose claims the model puts to the test."""
    claims = article.laboratory[ENTRY].claims
    return style.refs(article, dict.fromkeys(id_ for claim in claims for id_ in claim.paragraphs), ())


def _row(ties: int, runs: Sequence[Outcome]) -> tuple[str, ...]:
    return (str(ties), *_spread(_states(runs)), *_spread(_others(runs)), str(_displaced(runs)))


# --- the drawings --------------------------------------------------------------------------------


def _bins(runs: Sequence[Outcome]) -> list[int]:
    """How many networks give the state a share from 0, from 2% and so on, up to the largest."""
    places = [math.floor(run.state / BIN + model.SAME) for run in runs]
    return [places.count(i) for i in range(max(places) + 1)]


def _widest(base: Ground) -> float:
    """The largest share of the state in any selection, in full bins: where the axis ends."""
    shares = [share for null in NULLS for share in _states(model.chances(base, null, hold=True))]
    return BIN * math.ceil(max(*shares, model.as_drawn(base).state, TENTH) / BIN)


def _histogram(bins: Sequence[int], own: Outcome, end: float) -> dict[str, Any]:
    """Draw the outline of the bins, and our drawing among them."""
    most = max(bins)
    steps = [(i * BIN, n) for i, n in enumerate(bins)]
    outline = [(0.0, 0), *((x + one, n) for x, n in steps for one in (0.0, BIN)), (len(bins) * BIN, 0)]
    marks = [i * TENTH for i in range(math.floor(end / TENTH + model.SAME) + 1)]
    name = f"our drawing {style.percent(own.state)}"
    aside = -BESIDE if own.state > end / 2 else BESIDE
    heights = [FLOOR, FLOOR - TALL]
    counts = style.words_at("counts", [-0.015 * end] * 2, heights, ["0", str(most)], style.MUTED, SIZE)
    unit = style.words_at("unit", [-LEFT * end], [UNIT], ["networks"], style.MUTED, SIZE)
    own_name = style.words_at("name", [own.state + aside * end], [NAME], [name], style.INK, SIZE)
    return {
        "data": [
            _dotted("axis", [0, end], [FLOOR, FLOOR], style.MUTED, 1),
            _dotted("drawn", [own.state] * 2, [NAME, FLOOR], style.INK, 1.5),
            _dotted(
                "networks",
                [round(x, 2) for x, _ in outline],
                [round(FLOOR - TALL * n / most, 1) for _, n in outline],
                style.ACCENT,
                2.5,
            ),
            _marks("state", [own.state], [NAME], style.INK, ("diamond", 11)),
            {**own_name, "textposition": "middle left" if aside < 0 else "middle right"},
            {**counts, "textposition": "middle left"},
            {**unit, "textposition": "middle right"},
            *_axis(marks, [style.percent(one) for one in marks], FLOOR, ("share of the shortest ways", end / 2)),
        ],
        "layout": style.layout(FLOOR + TITLE + 22, (-LEFT * end, (1 + RIGHT) * end)),
    }


def _lines(laid: Sequence[int], grown: Sequence[Sequence[Outcome]], own: Sequence[tuple[int, float]]) -> dict[str, Any]:
    """Draw the two shares over the number of ties, and above them how often the state is not first."""
    most = max(laid[-1], 1)
    kinds = {"state": [_states(runs) for runs in grown], "other": [_others(runs) for runs in grown]}
    top = max(FIFTH, *(share for _, share in own), *(max(values) for shares in kinds.values() for values in shares))
    looks = {"state": (style.ACCENT, ("diamond", 8), -APART), "other": (style.MUTED, ("square-open", 7), APART)}

    def at(share: float) -> float:
        return round(BOTTOM - (BOTTOM - CEILING) * share / top, 1)

    traces = []
    for name, (ink, mark, aside) in looks.items():
        xs = [round(ties + aside * most, 1) for ties in laid]
        low, middle, high = ([at(model.quantile(one, q)) for one in kinds[name]] for q in (FIRST, MIDDLE, LAST))
        ends = zip(low, high, strict=True)
        traces += [
            _dotted(
                f"{name} range",
                [one for x in xs for one in (x, x, None)],
                [y for two in ends for y in (*two, None)],
                ink,
                2.5,
            ),
            {**_marks(name, xs, middle, ink, mark), "mode": "lines+markers", "line": _dots(ink, 1)},
        ]
    shares = [i * FIFTH for i in range(math.floor(top / FIFTH + model.SAME) + 1)]
    numbers = style.words_at(
        "shares",
        [-0.035 * most] * len(shares),
        [at(one) for one in shares],
        [style.percent(one) for one in shares],
        style.MUTED,
        SIZE,
    )
    not_first = [str(_displaced(runs)) for runs in grown]
    title = style.words_at(
        "counted", [-ROOM[0] * most], [12], [f"not first, in {model.RUNS} networks"], style.INK, SIZE
    )
    unit = style.words_at("unit", [-ROOM[0] * most], [CEILING - 24], ["share of the shortest ways"], style.INK, SIZE)
    return {
        "data": [
            _dotted("axis", [0, most], [BOTTOM, BOTTOM], style.MUTED, 1),
            *traces,
            _marks("drawn", [ties for ties, _ in own], [at(share) for _, share in own], style.INK, ("circle-open", 20)),
            {**numbers, "textposition": "middle left"},
            {**title, "textposition": "middle right"},
            {**unit, "textposition": "middle right"},
            style.words_at("not first", laid, [32] * len(laid), not_first, style.INK, SIZE),
            *_axis(laid, [str(ties) for ties in laid], BOTTOM, ("ties past the state", most / 2)),
        ],
        "layout": style.layout(BOTTOM + TITLE + 22, (-ROOM[0] * most, (1 + ROOM[1]) * most)),
    }


def _axis(xs: Sequence[float], texts: Sequence[str], y: int, title: tuple[str, float]) -> list[dict[str, Any]]:
    """Write an axis' numbers below it, and its title below them."""
    return [
        style.words_at("ticks", [round(x, 3) for x in xs], [y + TICK] * len(xs), texts, style.MUTED, SIZE),
        style.words_at("title", [round(title[1], 3)], [y + TITLE], [title[0]], style.MUTED, SIZE),
    ]


def _dots(ink: str, width: float) -> dict[str, Any]:
    return {"dash": style.DASH["model"], "color": ink, "width": width}


def _dotted(
    name: str, xs: Sequence[float | None], ys: Sequence[float | None], ink: str, width: float
) -> dict[str, Any]:
    """Draw a line in the model's style."""
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "x": list(xs),
        "y": list(ys),
        "hoverinfo": "skip",
        "line": _dots(ink, width),
    }


def _marks(name: str, xs: Sequence[float], ys: Sequence[float], ink: str, mark: tuple[str, int]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": list(xs),
        "y": list(ys),
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {"symbol": mark[0], "size": mark[1], "color": ink, "opacity": 1, "line": {"width": 2, "color": ink}},
    }
