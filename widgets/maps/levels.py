"""Monologue, dialogue, collaboration: who speaks, who answers, and where real cases stand.

The article draws a path from level to level (solid); the record lays them side by side, each where
it fits (dashed); the placing of the cases is this course's own (below the dotted line).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Article, Case, Level, Step
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import (
    Control,
    Detail,
    Feature,
    Item,
    Key,
    Option,
    Pick,
    Quiz,
    Say,
    Score,
    Table,
    View,
)
from widgets.maps import style

EXPLORERS = ("explore", "classify", "weigh")
"""The functions of this map that make an Explorer."""

ALL = "all"
OTHER = "other"
#: So many countries, those with the most cases, have an option of their own; the rest share one.
OWN_OPTIONS = 3

STAIR = 40  # px from one step of the article's path to the next
HEAD = 130  # px from a column's top to its first case
SIDES = 68  # px from a column's top to the two sides
ROW = 26  # px from case to case: a target of 24 px and more
FOOT = 30  # px below the last case: the picked case's name, on a narrow screen

ACTOR_LEVELS = {
    "individual": "individuals",
    "group": "groups",
    "state": "state and local bodies",
    "system": "intergovernmental bodies",
}


def controls(article: Article | None = None) -> tuple[Control, ...]:
    """Return the map's controls; their options come from the seeds."""
    article = article or load()
    return (
        Control(
            "view",
            "Whose levels",
            (Option("article", "the article's path"), Option("record", "the record's layers")),
        ),
        Control(
            "level",
            "Level",
            (
                Option(ALL, "all"),
                *(Option(one.id, one.name.en) for one in article.levels.values()),
            ),
        ),
        Control(
            "actor",
            "Who acts",
            (Option(ALL, "anyone"), *(Option(id_, label) for id_, label in ACTOR_LEVELS.items())),
        ),
        Control(
            "country",
            "Country",
            (
                Option(ALL, "any"),
                *(Option(id_, article.countries[id_].name.en) for id_ in _own_countries(article)),
                Option(OTHER, "other countries"),
            ),
        ),
    )


def view(
    article: Article | None = None,
    *,
    view: str = "article",
    level: str = ALL,
    actor: str = ALL,
    country: str = ALL,
) -> View:
    """Compute one selection: the figure as plain data, its words and its table.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    choose(controls(article), {"view": view, "level": level, "actor": actor, "country": country})
    cases = [
        case
        for case in article.activities.values()
        if level in (ALL, case.level)
        and actor in (ALL, article.actors[case.actor].level)
        and _in_country(article, case, country)
    ]
    return View(
        figure=_figure(article, view, level, cases),
        summary=_summary(article, view, level, cases),
        words=_words(article, view, level),
        table=_table(article, cases),
        ids=tuple(case.id for case in _in_order(article, cases)),
    )


def figure(article: Article | None = None, **selection: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(level="dialogue")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    return style.bare(_view(article, selection))


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choices given; ``pick`` is a case's id."""
    article = article or load()
    return Explorer(
        "levels",
        "The levels of public diplomacy",
        "levels.explore",
        controls=controls(article),
        view=lambda **selection: _view(article, selection),
        start=start,
        pick=Pick(
            "Describe a case",
            {case.id: _detail(article, case) for case in article.activities.values()},
        ),
        key=(
            *style.VOICE_KEYS,
            Key("star", "what both make"),
            *(Key(style.SHAPE[id_], label) for id_, label in ACTOR_LEVELS.items()),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


def classify(*, article: Article | None = None) -> Explorer:
    """Let the reader place each case on a level, and say why the placing holds or not."""
    article = article or load()
    return Explorer(
        "levels-cases",
        "Place the cases yourself",
        "levels.classify",
        quiz=Quiz(
            "Which level?",
            tuple(Option(one.id, one.name.en) for one in article.levels.values()),
            tuple(_item(article, case) for case in _mixed(article)),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


def weigh(ticked: Sequence[str] = (), *, article: Article | None = None) -> Explorer:
    """Let the reader tick what is true of a situation, and see which level it speaks for."""
    article = article or load()
    levels = list(article.levels.values())
    most = max(sum(level.id in one.favours for one in article.conditions.values()) for level in levels)
    return Explorer(
        "levels-fit",
        "Which level fits your situation?",
        "levels.weigh",
        score=Score(
            "Tick what is true of the situation",
            tuple(
                Feature(one.id, one.name, dict.fromkeys(one.favours, 1), style.reason(article, one))
                for one in article.conditions.values()
            ),
            tuple(Option(level.id, level.name.en) for level in levels),
            _bars(levels, most),
            "Level",
            Say(
                "Each ticked feature counts one for every level that it speaks for. That all features "
                "weigh the same is our assumption; the result orders the levels, it measures nothing.",
                "model",
            ),
        ),
        start={"ticked": list(ticked)},
        voices=VOICES,
        dark=style.DARK,
    )


# --- cases ------------------------------------------------------------------------------------


def _view(article: Article | None, selection: dict[str, str]) -> View:
    """Call `view` with a selection whose keys may be wrong, and answer as it does for values."""
    article = article or load()
    return view(article, **choose(controls(article), selection))


def _own_countries(article: Article) -> list[str]:
    """Countries with an option of their own, in the order of ``countries.toml``."""
    counts = Counter(code for case in article.activities.values() for code in case.countries)
    most = sorted(article.countries, key=lambda code: -counts[code])[:OWN_OPTIONS]
    return [code for code in article.countries if code in most]


def _in_country(article: Article, case: Case, country: str) -> bool:
    if country == ALL:
        return True
    if country == OTHER:
        return any(code not in _own_countries(article) for code in case.countries)
    return country in case.countries


def _in_order(article: Article, cases: Sequence[Case]) -> list[Case]:
    """Sort by level, then year: the order of the figure, the list and the table."""
    levels = list(article.levels)
    return sorted(cases, key=lambda case: (levels.index(case.level), case.year, case.id))


def _mixed(article: Article) -> list[Case]:
    """Order the cases so that neighbours seldom share a level: by year, then id."""
    return sorted(article.activities.values(), key=lambda case: (case.year, case.id))


def _countries(article: Article, case: Case) -> str:
    return ", ".join(article.countries[code].name.en for code in case.countries)


def _detail(article: Article, case: Case) -> Detail:
    names = "; ".join(
        f'<span lang="{language}">{text}</span>' for language, text in case.name.languages().items() if language != "en"
    )
    actor = article.actors[case.actor].name.en
    fact = f"{case.gist} {case.years}; {_countries(article, case)}; main actor: {actor}."
    words = [
        Say(fact, "record", style.refs(article, (), case.sources), style.note(case.status)),
        Say(case.why, "reading", topic=f"Why {article.levels[case.level].name.en.lower()}?"),
    ]
    if case.also:
        also = f"Why {article.levels[case.also].name.en.lower()} too?"
        words.append(Say(case.why_not[case.also], "reading", topic=also))
    if names:
        words.insert(1, Say(names))
    return Detail(case.name.en, tuple(words))


def _item(article: Article, case: Case) -> Item:
    why = {**case.why_not, case.level: case.why}
    return Item(
        case.id,
        case.name.en,
        f"{case.name.en} ({case.years}). {case.gist}",
        tuple(level for level in (case.level, case.also) if level),
        {level: Say(why[level], "reading") for level in article.levels},
    )


# --- words and table --------------------------------------------------------------------------


def _summary(article: Article, view_: str, level: str, cases: Sequence[Case]) -> str:
    counts = Counter(case.level for case in cases)
    shown = [one for one in article.levels.values() if level in (ALL, one.id)]
    listed = ", ".join(f"{one.name.en} {counts[one.id]}" for one in shown)
    whose = "The article's path" if view_ == "article" else "The record's layers"
    total = len(cases)
    return f"{whose}. {total} {'case' if total == 1 else 'cases'}: {listed}."


def _words(article: Article, view_: str, level: str) -> tuple[Say, ...]:
    if level != ALL:
        return _account(article, article.levels[level], view_)
    if view_ == "article":
        return tuple(
            Say(
                style.kazakh(step.text),
                step.voice,
                style.refs(article, step.paragraphs, ()),
                topic=style.kazakh(f"The step to {(article.levels[step.end].name.kk or '').lower()}."),
            )
            for step in article.steps.values()
        )
    return tuple(
        style.say(article, claim)
        for one in article.levels.values()
        for claim in one.claims
        if claim.voice == "record" and claim.aspect == "fits"
    )


def _account(article: Article, level: Level, view_: str) -> tuple[Say, ...]:
    """Give everything that one voice says of a level."""
    wanted = ("article", "reports") if view_ == "article" else ("record", "reading")
    said = tuple(claim for claim in level.claims if claim.voice in wanted)
    answered = {"said", *(claim.aspect for claim in said)}
    silent = [question for aspect, question in style.ASPECTS.items() if aspect not in answered]
    whose = "The article" if view_ == "article" else "What we know of the record"
    gap = (Say(f"{whose} does not say: {' '.join(silent)}", "reading"),) if silent else ()
    return (*(style.say(article, claim) for claim in said), *gap)


def _table(article: Article, cases: Sequence[Case]) -> Table:
    return Table(
        "The cases shown, by level and year; the level is our placing.",
        ("Case", "Level", "Year", "Who acts", "Country", "Facts are"),
        tuple(
            (
                case.name.en,
                article.levels[case.level].name.en,
                case.years,
                article.actors[case.actor].name.en,
                _countries(article, case),
                case.status,
            )
            for case in _in_order(article, cases)
        ),
    )


# --- the drawing ------------------------------------------------------------------------------


def _tops(article: Article, view_: str) -> list[int]:
    """Return where each column begins: a stair in the article, one height in the record."""
    last = len(article.levels) - 1
    return [4 + STAIR * (last - i) if view_ == "article" else 4 for i in range(last + 1)]


def _rows(article: Article) -> int:
    return max(Counter(case.level for case in article.activities.values()).values())


def _figure(article: Article, view_: str, level: str, cases: Sequence[Case]) -> dict[str, Any]:
    tops = _tops(article, view_)
    below = 4 + STAIR * (len(tops) - 1) + HEAD
    height = below + ROW * _rows(article) + FOOT
    columns = list(article.levels.values())
    inks = [style.INK if level in {ALL, one.id} else style.MUTED for one in columns]
    shapes = []
    for i, (one, top, ink) in enumerate(zip(columns, tops, inks, strict=True)):
        line = {"dash": style.DASH[view_], "color": ink, "width": 3 if level == one.id else 1.5}
        shapes += [_box(i, top, height - FOOT, line), _rule(i, below - 18)]
    picked = {"x": len(columns) / 2, "y": height - FOOT + 10, "font": {"size": 13, "color": style.INK}}
    return {
        "data": [
            *_heads(columns, tops, inks, view_),
            *(_speech(i, tops[i] + SIDES, one, inks[i], view_) for i, one in enumerate(columns)),
            *_sides(columns, [top + SIDES for top in tops], inks, view_),
            *(_way(list(article.levels), tops, step, drawn=view_ == "article") for step in article.steps.values()),
            _cases(article, cases, below),
        ],
        "layout": style.layout(height, (0, len(columns)), shapes=shapes, meta={"pickedAt": picked}),
    }


def _cases(article: Article, cases: Sequence[Case], below: int) -> dict[str, Any]:
    """Draw one marker a case, in its level's column, in the order of the table."""
    ordered = _in_order(article, cases)
    levels = list(article.levels)
    seen: Counter[str] = Counter()
    ys = []
    for case in ordered:
        ys.append(below + ROW * seen[case.level])
        seen[case.level] += 1
    return {
        "type": "scatter",
        "name": "cases",
        "mode": "markers+text",
        "x": [levels.index(case.level) + 0.1 for case in ordered],
        "y": ys,
        "text": [case.short or case.name.en for case in ordered],
        "customdata": [case.id for case in ordered],
        "textposition": "middle right",
        "textfont": {"size": 12, "color": style.INK},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "meta": {"labels": "wide"},
        "marker": {
            "size": 13,
            "color": style.ACCENT,
            "symbol": [style.SHAPE[article.actors[case.actor].level] for case in ordered],
            "line": {"width": 0},
        },
    }


# Words and arrows are traces and not annotations: plotly redraws a trace several times faster.


def _heads(columns: Sequence[Level], tops: Sequence[int], inks: Sequence[str], view_: str) -> list[dict[str, Any]]:
    """Name each column in the words of whose levels they are, and below in the other language."""
    middles = [i + 0.5 for i in range(len(columns))]
    in_kazakh = [one.name.kk or "" for one in columns]
    if view_ == "article":
        first, second = in_kazakh, [one.english for one in columns]
    else:
        first, second = [one.name.en for one in columns], in_kazakh
    return [
        style.words_at("levels", middles, [top + 16 for top in tops], [f"<b>{name}</b>" for name in first], inks, 14),
        style.words_at("levels, translated", middles, [top + 40 for top in tops], second, inks, 12),
    ]


def _sides(columns: Sequence[Level], ys: Sequence[int], inks: Sequence[str], view_: str) -> list[dict[str, Any]]:
    """Draw who speaks and who answers, name them, and mark what partners make together."""
    at = [(i + x, y, ink) for i, (y, ink) in enumerate(zip(ys, inks, strict=True)) for x in (0.2, 0.8)]
    goals = [(i + 0.5, ys[i], inks[i]) for i, one in enumerate(columns) if one.direction == "joint"]
    names = [name for one in columns for name in one.sides["article" if view_ == "article" else "record"]]
    xs, heights, colours = zip(*at, strict=True)
    all_xs, all_ys, all_inks = zip(*at, *goals, strict=True)
    return [
        {
            "type": "scatter",
            "name": "sides",
            "mode": "markers",
            "x": list(all_xs),
            "y": list(all_ys),
            "hoverinfo": "skip",
            "marker": {
                "size": 11,
                "symbol": ["circle-open"] * len(at) + ["star"] * len(goals),
                "color": list(all_inks),
                "line": {"width": 2, "color": list(all_inks)},
            },
        },
        {
            **style.words_at("names of the sides", xs, [y + 22 for y in heights], names, colours, 12),
            "meta": {"labels": "wide"},
        },
    ]


def _speech(i: int, y: int, level: Level, ink: str, view_: str) -> dict[str, Any]:
    """Draw the arrows between the two sides: one, two, or both towards what they make together.

    The article does not say who speaks on each level: in its view the arrows are our reading.
    """
    voice = "reading" if view_ == "article" else "record"
    left, middle, right = i + 0.27, i + 0.5, i + 0.73
    arrows = {
        "one-way": [((left, y), (right, y))],
        "two-way": [((left, y - 5), (right, y - 5)), ((right, y + 5), (left, y + 5))],
        "joint": [((left, y), (middle - 0.07, y)), ((right, y), (middle + 0.07, y))],
    }[level.direction]
    return _arrows(f"speech: {level.id}", arrows, style.DASH[voice], ink)


def _way(order: Sequence[str], tops: Sequence[int], step: Step, *, drawn: bool) -> dict[str, Any]:
    """Draw the way from a level to the next, in the line style of the voice that draws it."""
    i = order.index(step.start)
    way = [((i + 0.62, tops[i] - 4), (i + 1.02, tops[i] - STAIR + 22))] if drawn else []
    return _arrows(f"way: {step.id}", way, style.DASH[step.voice], style.INK)


Point = tuple[float, float]


def _arrows(name: str, arrows: Sequence[tuple[Point, Point]], dash: str, ink: str) -> dict[str, Any]:
    """Draw arrows of one style as one trace, each from its first point to its second."""
    points = [point for start, end in arrows for point in (start, end, (None, None))]
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines+markers",
        "x": [x if x is None else round(x, 3) for x, _ in points],
        "y": [y for _, y in points],
        "hoverinfo": "skip",
        "line": {"dash": dash, "color": ink, "width": 2},
        "marker": {
            "symbol": "arrow",
            "angleref": "previous",
            "color": ink,
            "size": [0, 10, 0] * len(arrows),
            "opacity": 1,
            "line": {"width": 0},
        },
    }


def _box(i: int, top: int, bottom: int, line: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rect", "x0": i + 0.02, "x1": i + 0.98, "y0": top, "y1": bottom, "line": line}


def _rule(i: int, y: int) -> dict[str, Any]:
    """Draw the dotted line under which our own placing of the cases begins."""
    line = {"dash": "dot", "color": style.MUTED, "width": 3}
    return {"type": "line", "x0": i + 0.05, "x1": i + 0.95, "y0": y, "y1": y, "line": line}


def _bars(levels: Sequence[Level], most: int) -> dict[str, Any]:
    """Draw a dotted line a level, as long as its total; the front end sets its end, ``x[1]``."""
    step = 52
    lines = [
        {
            "type": "scatter",
            "name": level.name.en,
            "mode": "lines+markers+text",
            "text": ["", "0"],
            "textposition": "middle right",
            "textfont": {"size": 13, "color": style.INK},
            "x": [0, 0],
            "y": [step * i + 34, step * i + 34],
            "hoverinfo": "skip",
            "cliponaxis": False,
            "line": {"dash": "dot", "color": style.ACCENT, "width": 4},
            "marker": {"size": 14, "color": style.ACCENT, "symbol": "circle"},
        }
        for i, level in enumerate(levels)
    ]
    names = style.words_at(
        "levels",
        [0] * len(levels),
        [step * i + 14 for i in range(len(levels))],
        [level.name.en for level in levels],
        [style.INK] * len(levels),
        13,
    )
    return {
        "data": [*lines, {**names, "textposition": "middle right"}],
        "layout": style.layout(step * len(levels) + 8, (-0.1, most + 0.2)),
    }
