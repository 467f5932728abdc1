"""Four theories by seven criteria, and how near public diplomacy comes to each of them.

A cell's edge is its voice: solid for the column that the article reports, dashed for the record's. Nearness is a
model of ours (dotted): a theory has a criterion when something that the reader ticks speaks for it there, and the
reader says how often each criterion counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Article, Cell, Meaning, Trait
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import (
    Control,
    Detail,
    Feature,
    Grouping,
    Key,
    Option,
    Pick,
    Profile,
    Say,
    Score,
    Table,
    View,
    Weighing,
)
from widgets.maps import style

EXPLORERS = ("explore", "match")
"""The functions of this map that make an Explorer."""

ALL, MEANINGS = "all", "meanings"

HEAD = 36  # px for the theories' names, in two lines
ROW = 72  # px from criterion to criterion
BOX = (20, 56)  # px from a criterion's top to the upper and the lower edge of its cells
FOOT = 34  # px below the last cell: the picked cell's words, on a narrow screen
WIDTH = 18  # letters in a line of a cell

#: The ways to weigh: the criteria that count so often, or, where the number is 0, that alone count.
WAYS: Mapping[str, tuple[tuple[str, ...], int]] = {
    "alike": ((), 1),
    "units-twice": (("units",), 2),
    "units-thrice": (("units",), 3),
    "units-alone": (("units",), 0),
    "motives-twice": (("motives",), 2),
    "motives-thrice": (("motives",), 3),
    "ends-alone": (("motives", "prescriptions"), 0),
}
TIMES = {0: "alone", 2: "twice", 3: "three times"}


def controls(article: Article | None = None) -> tuple[Control, ...]:
    """Return the map's control; its options come from the seeds."""
    article = article or load()
    theories = (Option(id_, _theory(article, id_), "One theory") for id_ in _theories(article))
    criteria = (Option(id_, one.name.en, "One criterion") for id_, one in article.criteria.items())
    meanings = [Option(MEANINGS, _word(article), "One word")] if article.meanings else []
    return (Control("show", "Show", (Option(ALL, "all cells"), *theories, *criteria, *meanings)),)


def view(article: Article | None = None, *, show: str = ALL) -> View:
    """Compute one selection: the figure as plain data, its words and its table.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    choose(controls(article), {"show": show})
    cells = _shown(article, show)
    return View(
        figure=_figure(article, show, cells),
        summary=_summary(article, show, cells),
        words=_words(article, show, cells),
        table=_table(article, show, cells),
        ids=tuple(cell.id for cell in cells),
    )


def figure(article: Article | None = None, **selection: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(show="units")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    return style.bare(_view(article, selection), style.FAMILY_DARK)


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choice given; ``pick`` is a cell's id."""
    article = article or load()
    return Explorer(
        "comparison",
        "Four theories by seven criteria",
        "comparison.explore",
        controls=controls(article),
        view=lambda **selection: _view(article, selection),
        start=start,
        pick=Pick("Read a cell", {cell.id: _detail(article, cell) for cell in article.cells.values()}),
        key=(
            *style.VOICE_KEYS,
            *(Key(_family(id_).shape, _theory(article, id_), color=_family(id_).light) for id_ in _theories(article)),
        ),
        voices=VOICES,
        dark=style.FAMILY_DARK,
    )


def match(ticked: Sequence[str] = (), weighing: str = "", *, article: Article | None = None) -> Explorer:
    """Let the reader tick what is true of public diplomacy and weigh the criteria; see how near each theory is."""
    article = article or load()
    theories = _theories(article)
    ways = _weighings(article)
    most = max((sum(way.counts.get(id_, 1) for id_ in article.criteria) for way in ways), default=len(article.criteria))
    return Explorer(
        "comparison-match",
        "How near is public diplomacy to each theory?",
        "comparison.match",
        score=Score(
            "Tick what is true of public diplomacy",
            tuple(_feature(article, one) for one in article.traits.values()),
            tuple(Option(id_, _theory(article, id_)) for id_ in theories),
            _bars(article, most),
            "Theory",
            Say(
                "A theory has a criterion when something ticked there speaks for it; it has no more of it when two "
                "things do. What speaks for which theory, and under which criterion it stands, is our reading. The "
                "totals order the theories; they measure nothing.",
                "model",
                topic="Assumed.",
            ),
            Grouping(
                "criterion",
                tuple(Option(id_, one.name.en) for id_, one in article.criteria.items()),
                ways,
                style.upper(_word(article)),
            ),
            (Profile("Tick what the article says or reports of it", _told(article)),),
        ),
        start={"ticked": ticked, **({"weighing": weighing} if weighing else {})},
        voices=VOICES,
        dark=style.FAMILY_DARK,
    )


# --- the seeds ---------------------------------------------------------------------------------


def _view(article: Article | None, selection: dict[str, str]) -> View:
    """Call `view` with a selection whose keys may be wrong, and answer as it does for values."""
    article = article or load()
    return view(article, **choose(controls(article), selection))


def _theories(article: Article) -> list[str]:
    return list(dict.fromkeys(cell.theory for cell in article.cells.values()))


def _theory(article: Article, id_: str) -> str:
    return article.nodes[id_].name.en


def _word(article: Article) -> str:
    names = dict.fromkeys(_theory(article, one.theory) for one in article.meanings.values())
    return f"what {style.listed(names)} means"


def _family(id_: str) -> style.Family:
    return style.FAMILY.get(id_, style.NO_FAMILY)


def _told(article: Article) -> tuple[str, ...]:
    """Return the traits that the article gives public diplomacy."""
    return tuple(one.id for one in article.traits.values() if one.described)


def _turning(article: Article, theory: str) -> set[str]:
    """Return the traits that speak for a theory in one meaning of its name, and not in every other."""
    return {id_ for one in article.meanings.values() if one.theory == theory for id_ in one.traits}


def _shown(article: Article, show: str) -> list[Cell]:
    """Return the cells of a selection, by criterion, then theory; of the meanings, those that our arrow joins."""
    joined = {(theory, criterion) for _, *ends, criterion in _arrows(article) for theory in ends}
    order = list(article.criteria)
    return [
        cell
        for cell in sorted(article.cells.values(), key=lambda cell: order.index(cell.criterion))
        if show in {ALL, cell.theory, cell.criterion} or (show == MEANINGS and (cell.theory, cell.criterion) in joined)
    ]


def _arrows(article: Article) -> list[tuple[Meaning, str, str, str]]:
    """Return where a meaning takes its theory: to which other, by which criterion; our reading of the traits.

    A trait that speaks for the theory anyway takes it nowhere.
    """
    return [
        (meaning, meaning.theory, other, trait.criterion)
        for meaning in article.meanings.values()
        for trait in (article.traits[id_] for id_ in meaning.traits)
        if meaning.theory not in trait.theories
        for other in trait.theories
    ]


def _weighings(article: Article) -> tuple[Weighing, ...]:
    """Return each way to weigh the criteria, once for each meaning of a theory's name."""
    return tuple(
        Weighing(
            f"{meaning.id}-{id_}",
            _way(article, *way),
            {} if not way[0] else _counts(article, *way),
            _links(article, meaning),
            style.upper(meaning.name),
        )
        for meaning in article.meanings.values()
        for id_, way in WAYS.items()
    )


def _way(article: Article, criteria: Sequence[str], times: int) -> str:
    names = style.listed(article.criteria[id_].name.en if id_ in article.criteria else id_ for id_ in criteria)
    return f"{names} {TIMES[times]}" if names else "all alike"


def _counts(article: Article, criteria: Sequence[str], times: int) -> dict[str, int]:
    others = {} if times else dict.fromkeys(article.criteria, 0)
    return {**others, **dict.fromkeys(criteria, times or 1)}


def _links(article: Article, meaning: Meaning) -> dict[str, dict[str, int]]:
    """Return for which theories each trait speaks where a meaning changes that."""
    links = {}
    for trait in article.traits.values():
        theories = [id_ for id_ in trait.theories if id_ != meaning.theory]
        if trait.id in meaning.traits:
            theories.append(meaning.theory)
        if trait.id in _turning(article, meaning.theory) and set(theories) != set(trait.theories):
            links[trait.id] = dict.fromkeys(theories, 1)
    return links


def _feature(article: Article, trait: Trait) -> Feature:
    places = dict.fromkeys((*trait.described, *trait.paragraphs))
    why = Say(style.kazakh(trait.why), "reading", style.refs(article, places, trait.sources), topic=trait.name)
    return Feature(trait.id, trait.name, dict.fromkeys(trait.theories, 1), why, trait.criterion)


# --- words and table ---------------------------------------------------------------------------


def _name(article: Article, cell: Cell) -> str:
    return f"{style.upper(_theory(article, cell.theory))}: {article.criteria[cell.criterion].name.en}"


def _detail(article: Article, cell: Cell) -> Detail:
    return Detail(_name(article, cell), (style.told(article, cell),))


def _summary(article: Article, show: str, cells: Sequence[Cell]) -> str:
    label = next(option.label for option in controls(article)[0].options if option.value == show)
    voices = Counter(cell.voice for cell in cells)
    counts = " ".join(f"{VOICES[voice]}: {number}." for voice, number in voices.items())
    return f"{style.sentence(label)} {style.count(len(cells), 'cell')} shown. {counts}"


def _words(article: Article, show: str, cells: Sequence[Cell]) -> tuple[Say, ...]:
    if show == MEANINGS:
        return (
            *(style.told(article, one, style.sentence(one.name)) for one in article.meanings.values()),
            *_crossings(article),
        )
    asked = [
        Say(one.asks, refs=style.refs(article, one.paragraphs, ()), topic=style.sentence(one.name.en))
        for id_, one in article.criteria.items()
        if show in {ALL, id_}
    ]
    if show == ALL:
        return tuple(asked)
    topics = (
        _theory(article, cell.theory) if show == cell.criterion else article.criteria[cell.criterion].name.en
        for cell in cells
    )
    return (
        *asked,
        *(style.told(article, cell, style.sentence(topic)) for cell, topic in zip(cells, topics, strict=True)),
    )


def _crossings(article: Article) -> Iterable[Say]:
    """Say what the dotted arrows mean, a meaning at a time."""
    for meaning in article.meanings.values():
        ways: dict[tuple[str, str], list[str]] = {}
        for moved, theory, other, criterion in _arrows(article):
            if moved == meaning:
                ways.setdefault((theory, other), []).append(article.criteria[criterion].name.en)
        for (theory, other), criteria in ways.items():
            text = (
                f"Who acts is then: {meaning.units}. By {style.listed(criteria)}, {_theory(article, theory)} leaves "
                f"its own place for that of {_theory(article, other)}. Whether it would move by other criteria too is "
                "left open."
            )
            yield Say(text, "reading", topic="What is dotted.")


def _table(article: Article, show: str, cells: Sequence[Cell]) -> Table:
    def row(first: str, second: str, told: Cell | Meaning) -> tuple[str, ...]:
        places = " ".join(ref.label for ref in style.refs(article, told.paragraphs, told.sources))
        return (first, second, told.text, VOICES[told.voice], places, told.status or "–")

    rows = [row(_theory(article, cell.theory), article.criteria[cell.criterion].name.en, cell) for cell in cells]
    if show == MEANINGS:
        rows += [row(one.name, "meaning", one) for one in article.meanings.values()]
    return Table(
        "The cells shown, each with its voice and its place.",
        ("Theory", "Criterion", "Answer", "Voice", "Place", "Facts are"),
        tuple(rows),
    )


# --- the drawing -------------------------------------------------------------------------------


def _figure(article: Article, show: str, cells: Sequence[Cell]) -> dict[str, Any]:
    theories, criteria = _theories(article), list(article.criteria)
    height = HEAD + ROW * len(criteria) + FOOT
    others = [cell for cell in article.cells.values() if cell not in cells]
    spots = {
        (theory, criterion): (j, HEAD + ROW * i)
        for j, theory in enumerate(theories)
        for i, criterion in enumerate(criteria)
    }
    named = {cell.theory for cell in cells}, {cell.criterion for cell in cells}
    inks = [
        [style.INK if id_ in own else style.MUTED for id_ in ids]
        for ids, own in zip((theories, criteria), named, strict=True)
    ]
    heads = [_theory(article, id_).replace(" ", "<br>") for id_ in theories]
    labels = style.words_at(
        "criteria",
        [0.03] * len(criteria),
        [HEAD + ROW * i + 9 for i in range(len(criteria))],
        [one.name.en for one in article.criteria.values()],
        inks[1],
        13,
    )
    shapes = [_box(spots[cell.theory, cell.criterion], cell, shown=cell in cells) for cell in article.cells.values()]
    picked = {"x": len(theories) / 2, "y": height - 24, "font": {"size": 12, "color": style.INK}}
    return {
        "data": [
            style.words_at(
                "theories", [j + 0.5 for j in range(len(theories))], [16] * len(theories), heads, inks[0], 13
            ),
            {**labels, "textposition": "middle right"},
            _marks("other cells", others, spots, shown=False),
            {
                **_marks("cells", cells, spots, shown=True),
                "mode": "markers+text",
                "text": ["<br>".join(_lines(cell.short)) for cell in cells],
                "textposition": "middle right",
                "textfont": {"size": 12, "color": style.INK},
                "customdata": [cell.id for cell in cells],
                "meta": {"labels": "wide"},
            },
            *(_arrow(spots, one) for one in _arrows(article) if show == MEANINGS),
        ],
        "layout": style.layout(height, (0, len(theories)), shapes=shapes, meta={"pickedAt": picked}),
    }


def _lines(text: str) -> list[str]:
    """Break a cell's words into lines that its box has room for."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


Spots = Mapping[tuple[str, str], tuple[int, int]]


def _box(spot: tuple[int, int], cell: Cell, *, shown: bool) -> dict[str, Any]:
    """Draw a cell's edge in the line style of its voice."""
    j, top = spot
    ink = {"color": style.INK, "width": 1.5} if shown else {"color": style.PALE, "width": 1}
    line = {"dash": style.DASH[cell.voice], **ink}
    return {"type": "rect", "x0": j + 0.03, "x1": j + 0.97, "y0": top + BOX[0], "y1": top + BOX[1], "line": line}


def _marks(name: str, cells: Sequence[Cell], spots: Spots, *, shown: bool) -> dict[str, Any]:
    """Draw a cell's theory by its marker."""
    at = [spots[cell.theory, cell.criterion] for cell in cells]
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": [j + 0.13 for j, _ in at],
        "y": [top + sum(BOX) // 2 for _, top in at],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "size": 12,
            "symbol": [_family(cell.theory).shape for cell in cells],
            "color": [_family(cell.theory).light if shown else style.PALE for cell in cells],
            "opacity": 1,
            "line": {"width": 0},
        },
    }


def _arrow(spots: Spots, crossing: tuple[Meaning, str, str, str]) -> dict[str, Any]:
    """Draw the way of a theory's name to another theory's cell, below the cells between them."""
    _, theory, other, criterion = crossing
    (start, top), (end, _) = spots[theory, criterion], spots[other, criterion]
    lower = top + BOX[1]
    # plotly draws a line with a turned mark piece by piece: each has a gap after it.
    way = [(start, 1), (start, 13), None, (start, 13), (end, 13), None, (end, 13), (end, 2)]
    return {
        "type": "scatter",
        "name": f"{theory} to {other}",
        "mode": "lines+markers",
        "x": [point and point[0] + 0.5 for point in way],
        "y": [point and lower + point[1] for point in way],
        "hoverinfo": "skip",
        "line": {"dash": style.DASH["reading"], "color": style.INK, "width": 2},
        "marker": {
            "symbol": "arrow",
            "angleref": "previous",
            "color": style.INK,
            "size": [*[0] * (len(way) - 1), 10],
            "opacity": 1,
            "line": {"width": 0},
        },
    }


def _bars(article: Article, most: int) -> dict[str, Any]:
    """Draw a dotted line a theory, as long as its total; the front end sets its end, ``x[1]``."""
    step = 52
    theories = _theories(article)
    lines = [
        {
            "type": "scatter",
            "name": _theory(article, id_),
            "mode": "lines+markers+text",
            "text": ["", "0"],
            "textposition": "middle right",
            "textfont": {"size": 13, "color": style.INK},
            "x": [0, 0],
            "y": [step * i + 34, step * i + 34],
            "hoverinfo": "skip",
            "cliponaxis": False,
            "line": {"dash": style.DASH["model"], "color": _family(id_).light, "width": 4},
            "marker": {"size": 14, "color": _family(id_).light, "symbol": _family(id_).shape, "line": {"width": 0}},
        }
        for i, id_ in enumerate(theories)
    ]
    names = style.words_at(
        "theories",
        [0] * len(theories),
        [step * i + 14 for i in range(len(theories))],
        [_theory(article, id_) for id_ in theories],
        style.INK,
        13,
    )
    return {
        "data": [*lines, {**names, "textposition": "middle right"}],
        "layout": style.layout(step * len(theories) + 8, (-0.05 * most, 1.1 * most)),
    }
