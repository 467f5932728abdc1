"""From command to attraction: what power works with, who holds it, and what must attract first.

The bars of hard and soft power are solid over what the article has a word for; where the record carries them further,
they are dashed, as is the spectrum under them. Where each thing stands on it, and who holds it one by one, is our
placing (dotted). A second map ties public diplomacy to soft power in each of the ways that the seeds have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Article, Inventory, Outcome, Relation, Resource
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Detail, Key, Option, Pick, Say, Table, View
from widgets.maps import style

EXPLORERS = ("explore", "relate")
"""The functions of this map that make an Explorer."""

ALL = "all"
BY_KIND, ONE_BY_ONE = "kind", "one"
HOLDERS = {"government": "the government's", "both": "of both", "society": "society's"}
FITS = {"yes": "yes", "open": "open", "no": "hardly"}
MARKS = {"resource": "circle", "means": "triangle-right"}
NOTHING = "none of these"

# Across, in parts of the chart; down, in px.
FIRST, LAST = 0.54, 0.885  # the two poles of the spectrum
BARS = 12  # the names of hard and soft power
LINE = 74  # the spectrum, under the names of its behaviours
TOP = 116  # the first heading
ROW = 30  # from row to row: a target of 24 px and more
FOOT = 40  # for what follows

PUBLIC, SOFT, FIT = 0.08, 0.64, 0.87  # the columns of the two terms, and whether a relation fits
HEADS = 14
RELATION = 54  # px from relation to relation


# --- what power works with --------------------------------------------------------------------


def controls(article: Article | None = None) -> tuple[Control, ...]:
    """Return the map's controls; their options come from the seeds."""
    article = article or load()
    return (
        Control(
            "show", "Show", (Option(ALL, "all"), *(Option(id_, one.name) for id_, one in article.inventories.items()))
        ),
        Control("held", "Who holds it", (Option(BY_KIND, "by kind of power"), Option(ONE_BY_ONE, "one by one"))),
        Control("attracts", "Attraction", tuple(Option(id_, one.name) for id_, one in article.outcomes.items())),
    )


def view(article: Article | None = None, **selection: str) -> View:
    """Compute one selection: the figure as plain data, its words and its table.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    return _view(article, **choose(controls(article), selection))


def figure(article: Article | None = None, **selection: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(held="one")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    return style.bare(view(article, **selection))


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choices given; ``pick`` is the id of a resource or a means."""
    article = article or load()
    return Explorer(
        "power",
        "From command to attraction",
        "power.explore",
        controls=controls(article),
        view=lambda **selection: _view(article, **selection),
        start=start,
        pick=Pick("Describe one", {id_: _detail(article, one) for id_, one in article.resources.items()}),
        key=(
            *style.VOICE_KEYS,
            Key(MARKS["resource"], "a resource"),
            Key(MARKS["means"], "a means"),
            Key(f"{MARKS['resource']}-open", "low attraction"),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


def _view(article: Article, show: str, held: str, attracts: str) -> View:
    named = article.resources if show == ALL else article.inventories[show].resources
    shown = [article.resources[id_] for id_ in named]
    outcome = article.outcomes[attracts]
    blocks = _blocks(article, shown, held)
    inventories = [] if show == ALL else [article.inventories[show]]
    words = (
        *(style.told(article, claim, _label(one)) for one in inventories for claim in one.claims),
        *(_dependence(article, shown) if held == BY_KIND else (_counted(shown),)),
        *(style.told(article, claim, _topic(outcome)) for claim in outcome.claims),
    )
    summary = f"{_listed(blocks)}. {_topic(outcome)[:-1]}: {outcome.result}."
    ids = tuple(one.id for _, rows in blocks for one in rows)
    return View(_figure(article, blocks, held, outcome), summary, words, _table(article, shown), ids)


def _label(inventory: Inventory) -> str:
    return style.sentence(inventory.name)


def _topic(outcome: Outcome) -> str:
    return f"Attraction {outcome.name}."


Block = tuple[str, list[Resource]]
Point = tuple[float, float]


def _blocks(article: Article, shown: Sequence[Resource], held: str) -> list[Block]:
    """Put what is shown under the headings that say who holds it, by kind of power or one by one."""
    if held == BY_KIND:
        return [(power.rule, [one for one in shown if one.power == id_]) for id_, power in article.powers.items()]
    return [(text, [one for one in shown if one.holder == key]) for key, text in HOLDERS.items()]


def _listed(blocks: Iterable[Block]) -> str:
    """Say what stands under each heading."""
    return "; ".join(
        f"{style.upper(heading) if i == 0 else heading}: {style.listed(_short(one) for one in rows) or NOTHING}"
        for i, (heading, rows) in enumerate(blocks)
    )


def _short(resource: Resource) -> str:
    return resource.short or resource.name.en


def _dependence(article: Article, shown: Sequence[Resource]) -> tuple[Say, ...]:
    """Give the article's rule, and say that we apply it to each thing of a kind, and to what others count under it."""
    rule = "The article says this of a kind of power. That it holds for each thing of the kind is how we draw it here."
    for id_, power in article.powers.items():
        others = style.listed(_short(one) for one in shown if one.power == id_ and one.counted == "record")
        if others:
            rule += f" As {power.name.en} the record, and not the article, counts {others}."
    said = (
        Say(one.depends, "article", style.refs(article, one.paragraphs, ()), topic=f"{style.upper(one.name.en)}.")
        for one in article.powers.values()
    )
    return (*said, Say(rule, "reading", topic="By kind."))


def _counted(shown: Sequence[Resource]) -> Say:
    """Count, of the things of soft power shown, who holds them in our placing."""
    soft = [one for one in shown if one.power == "soft"]
    counts = [f"{sum(one.holder == key for one in soft)} {text}" for key, text in HOLDERS.items()]
    text = (
        f"We asked of each thing who decides on it or makes it. Of {len(soft)} of soft power: {style.listed(counts)}."
    )
    return Say(text, "reading", topic="One by one.")


def _detail(article: Article, resource: Resource) -> Detail:
    stands = style.listed(article.behaviours[id_].name.en for id_ in resource.behaviours)
    where = f"On the record's spectrum we place it at {stands}."
    return Detail(
        style.upper(resource.name.en),
        (
            Say(style.names(resource.name)),
            *(style.told(article, claim) for claim in resource.claims),
            *(style.told(article, claim, "Must it attract?") for claim in resource.condition),
            Say(f"{style.upper(HOLDERS[resource.holder])}. {resource.why} {where}", "reading", topic="Who holds it?"),
        ),
    )


def _table(article: Article, shown: Sequence[Resource]) -> Table:
    return Table(
        "What is shown. By kind: the article's rule. One by one: who holds it, by our placing.",
        ("Name", "What", "Kind", "Counted so", "On the spectrum", "By kind", "One by one", "Must attract"),
        tuple(
            (
                one.name.en,
                one.kind,
                article.powers[one.power].name.en,
                VOICES[one.counted],
                style.listed(article.behaviours[id_].name.en for id_ in one.behaviours),
                article.powers[one.power].rule,
                HOLDERS[one.holder],
                "yes" if one.condition else "not said",
            )
            for one in shown
        ),
    )


# --- its drawing --------------------------------------------------------------------------------


def _places(article: Article) -> dict[str, float]:
    """Where each behaviour stands across the chart."""
    step = (LAST - FIRST) / max(len(article.behaviours) - 1, 1)
    return {id_: round(FIRST + step * i, 3) for i, id_ in enumerate(article.behaviours)}


def _figure(article: Article, blocks: Sequence[Block], held: str, outcome: Outcome) -> dict[str, Any]:
    at = _places(article)
    heads: list[int] = []
    rows: list[tuple[int, Resource]] = []
    gaps: list[int] = []
    y = TOP
    for _, members in blocks:
        heads.append(y)
        rows += [(y + ROW * (i + 1), one) for i, one in enumerate(members)]
        gaps += [] if members else [y + ROW]
        y += ROW * (max(len(members), 1) + 1) + 6
    dash = style.DASH["article" if held == BY_KIND else "reading"]
    result = f"<b>{style.upper(outcome.result)}</b>"
    return {
        "data": [
            *_scale(article, at),
            _lines("headings' rules", [((0, y + 12), (0.95, y + 12)) for y in heads], dash, style.MUTED),
            _starting("headings", [f"<b>{text}</b>" for text, _ in blocks], heads, style.INK),
            _starting("nothing", [NOTHING] * len(gaps), gaps, style.MUTED),
            _starting("names", [_short(one) for _, one in rows], [y for y, _ in rows], style.INK),
            *_spans(at, rows),
            _points(at, rows, outcome),
            _lines("result's rule", [((0, y - 4), (0.95, y - 4))], style.DASH["reports"], style.ACCENT),
            _starting("result", [result], [y + 14], style.ACCENT),
        ],
        "layout": style.layout(y + FOOT, (0, 1)),
    }


def _scale(article: Article, at: dict[str, float]) -> list[dict[str, Any]]:
    """Draw the two kinds of power over the record's spectrum, solid where the article has a word for the behaviour."""
    half = (LAST - FIRST) / max(len(at) - 1, 1) / 2
    gap = half / 6  # between one kind's bar and the next
    names, middles = [], []
    bars: dict[bool, list[tuple[Point, Point]]] = {True: [], False: []}
    for id_, power in article.powers.items():
        own = [one for one in article.behaviours.values() if one.power == id_]
        if own:
            names.append(power.name.en)
            middles.append((at[own[0].id] + at[own[-1].id]) / 2)
        for one in own:
            left = at[one.id] - half + (gap if one is own[0] else 0)
            right = at[one.id] + half - (gap if one is own[-1] else 0)
            bars[bool(one.paragraphs)].append(((left, BARS + 13), (right, BARS + 13)))
    behaviours = [one.name.en for one in article.behaviours.values()]
    # Neighbours' names stand at two heights, so that they do not meet on a narrow page.
    ys = [LINE - 32 + 17 * (i % 2) for i in range(len(behaviours))]
    xs = list(at.values())
    ticks = [((x, LINE - 4), (x, LINE + 4)) for x in xs]
    poles = {at[id_]: one.pole for id_, one in article.behaviours.items() if one.pole}
    return [
        _lines("kinds of power", bars[True], style.DASH["article"], style.INK, 4),
        _lines("kinds of power, by the record", bars[False], style.DASH["record"], style.INK, 4),
        style.words_at("names of the kinds", middles, [BARS] * len(names), names, style.INK, 12),
        style.words_at("behaviours", xs, ys, behaviours, style.MUTED, 12),
        _lines("spectrum", [((FIRST, LINE), (LAST, LINE))], style.DASH["record"], style.MUTED, 2),
        _lines("ticks", ticks, "solid", style.MUTED, 2),
        style.words_at("poles", list(poles), [LINE + 16] * len(poles), list(poles.values()), style.MUTED, 12),
    ]


def _spans(at: dict[str, float], rows: Sequence[tuple[int, Resource]]) -> list[dict[str, Any]]:
    """Draw a dotted guide along each row, and a thicker line where a thing stands at several behaviours."""
    guides = [((FIRST, y), (LAST, y)) for y, _ in rows]
    wide = [((min(xs), y), (max(xs), y)) for y, one in rows if len(xs := [at[id_] for id_ in one.behaviours]) > 1]
    return [
        _lines("guides", guides, style.DASH["reading"], style.MUTED, 1),
        _lines("spans", wide, style.DASH["reading"], style.ACCENT, 4),
    ]


def _points(at: dict[str, float], rows: Sequence[tuple[int, Resource]], outcome: Outcome) -> dict[str, Any]:
    """Draw one point a resource or means; open where it must attract and does not."""
    return {
        "type": "scatter",
        "name": "things",
        "mode": "markers",
        "x": [round(sum(at[id_] for id_ in one.behaviours) / len(one.behaviours), 3) for _, one in rows],
        "y": [y for y, _ in rows],
        "customdata": [one.id for _, one in rows],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "size": 14,
            "symbol": [
                MARKS[one.kind] + ("-open" if one.condition and not outcome.attracts else "") for _, one in rows
            ],
            "color": style.ACCENT,
            "opacity": 1,
            "line": {"width": 2, "color": style.ACCENT},
        },
    }


def _starting(name: str, texts: Sequence[str], ys: Sequence[int], ink: str) -> dict[str, Any]:
    """Write words that begin at the chart's left side."""
    words = style.words_at(name, [0] * len(ys), ys, texts, ink, 13)
    return {**words, "textposition": "middle right"}


def _lines(name: str, ends: Sequence[tuple[Point, Point]], dash: str, ink: str, width: float = 1.5) -> dict[str, Any]:
    """Draw straight lines of one style as one trace."""
    points = [point for start, end in ends for point in (start, end, (None, None))]
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "x": [style.short(x, 3) for x, _ in points],
        "y": [y for _, y in points],
        "hoverinfo": "skip",
        "line": {"dash": dash, "color": ink, "width": width},
    }


# --- the two terms ------------------------------------------------------------------------------


def relations(article: Article | None = None) -> tuple[Control, ...]:
    """Return the one control of the map of the two terms."""
    article = article or load()
    options = (Option(id_, f"{one.name} ({_where(article, one)})") for id_, one in article.relations.items())
    return (Control("relation", "Relation", (Option(ALL, "all"), *options)),)


def relate(*, article: Article | None = None, **start: str) -> Explorer:
    """Show how public diplomacy and soft power are tied, beginning with the choice given."""
    article = article or load()
    return Explorer(
        "power-terms",
        "Two terms, and what ties them",
        "power.relate",
        controls=relations(article),
        view=lambda relation: related(article, relation=relation),
        start=start,
        key=(
            *style.VOICE_KEYS,
            Key("arrow", "serves, or takes the form of", line="solid"),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


def related(article: Article | None = None, *, relation: str = ALL) -> View:
    """Compute one selection of the map of the two terms.

    Raises
    ------
    ValueError
        When the relation does not exist; it lists those that do.

    """
    article = article or load()
    choose(relations(article), {"relation": relation})
    every = list(article.relations.values())
    chosen = [one for one in every if relation in {ALL, one.id}]
    counts = [f"{text} {n}" for key, text in FITS.items() if (n := sum(one.fits == key for one in chosen))]
    summary = f"{style.count(len(chosen), 'relation')}. Held together with {_beside(every)}: {style.listed(counts)}."
    return View(_ties(article, every, relation), summary, _told(article, chosen), _relations_table(article, chosen))


def _where(article: Article, relation: Relation) -> str:
    return ", ".join([*relation.paragraphs, *(article.label(key) for key in relation.sources)])


def _beside(relations: Iterable[Relation]) -> str:
    """Name the paragraphs together with which the relations are weighed."""
    return style.listed(dict.fromkeys(id_ for one in relations for id_ in one.beside))


def _told(article: Article, chosen: Sequence[Relation]) -> tuple[Say, ...]:
    """Say what each relation is and, where one is chosen, what follows from it."""
    words = []
    for one in chosen:
        places = style.refs(article, one.paragraphs, one.sources)
        words.append(Say(style.kazakh(one.text), one.voice, places, style.note(one.status), style.sentence(one.name)))
        if len(chosen) == 1:
            words.append(Say(style.kazakh(one.follows), "reading", topic=f"With {_beside([one])}."))
    return tuple(words)


def _relations_table(article: Article, chosen: Sequence[Relation]) -> Table:
    return Table(
        f"The relations shown; whether each can be held together with {_beside(chosen)} is our reading.",
        ("Relation", "Where", "It fits", "What follows"),
        tuple((one.name, _where(article, one), FITS[one.fits], one.follows) for one in chosen),
    )


def _ties(article: Article, every: Sequence[Relation], relation: str) -> dict[str, Any]:
    """Draw a row a relation: the two terms, what ties them, and whether that fits."""
    ys = [HEADS + RELATION * (i + 1) for i in range(len(every))]
    inks = [style.INK if relation in {ALL, one.id} else style.MUTED for one in every]
    height = ys[-1] + 34
    heads = style.words_at(
        "terms", [0, SOFT, FIT], [HEADS] * 3, ["", "<b>soft power</b>", "<b>it fits?</b>"], style.INK, 12
    )
    first = style.words_at("first term", [0], [HEADS], ["<b>public diplomacy</b>"], style.INK, 12)
    labels = [f"{one.name} · {_where(article, one)}" for one in every]
    fits = [FITS[one.fits] for one in every]
    return {
        "data": [
            heads,
            {**first, "textposition": "middle right"},
            *(_tie(one, y, ink) for one, y, ink in zip(every, ys, inks, strict=True)),
            _ends(ys, inks),
            style.words_at("relations", [(PUBLIC + SOFT) / 2] * len(ys), [y - 17 for y in ys], labels, inks, 12),
            style.words_at("fits", [FIT] * len(ys), ys, fits, inks, 12),
            _lines("our reading", [((0.74, HEADS - 6), (0.74, height - 16))], style.DASH["reading"], style.MUTED),
        ],
        "layout": style.layout(height, (0, 1)),
    }


def _ends(ys: Sequence[int], inks: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "ends",
        "mode": "markers",
        "x": [x for _ in ys for x in (PUBLIC, SOFT)],
        "y": [y for y in ys for _ in range(2)],
        "hoverinfo": "skip",
        "marker": {
            "size": 13,
            "symbol": "circle",
            "color": [ink for ink in inks for _ in range(2)],
            "opacity": 1,
            "line": {"width": 0},
        },
    }


def _tie(relation: Relation, y: int, ink: str) -> dict[str, Any]:
    """Draw one tie: two lines for what is the same, a plain one, or one with an arrow."""
    left, right = PUBLIC + 0.04, SOFT - 0.04
    ways = {
        "same": [((left, y - 4), (right, y - 4)), ((left, y + 4), (right, y + 4))],
        "instrument": [((left, y), (right, y))],
        "tied": [((left, y), (right, y))],
        "form": [((right, y), (left, y))],
    }[relation.kind]
    line = _lines(f"tie: {relation.id}", ways, style.DASH[relation.voice], ink, 2)
    if relation.kind in {"same", "tied"}:
        return line
    marker = {
        "symbol": "arrow",
        "angleref": "previous",
        "color": ink,
        "size": [0, 11, 0],
        "opacity": 1,
        "line": {"width": 0},
    }
    return {**line, "mode": "lines+markers", "marker": marker}
