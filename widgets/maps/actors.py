"""Actors: who acts in world politics, for whom each counts, how they are tied, who stands in the middle.

Two countries face each other; between them stands what belongs to none. Kinds of actor, kinds of tie and
the theories that recognise an actor come from the seeds; the network that they make is `widgets.network`'s.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Actor, Article, Newness, Tie, Voice
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Detail, Key, Option, Pick, Say, Table, View
from widgets.maps import style
from widgets.network import Network, Place, Side, drawn, forms, network, places

EXPLORERS = ("explore",)
"""The functions of this map that make an Explorer."""

ALL = "all"
VIEWS = {
    "state-centric": "the state-centric picture",
    "transnational": "the transnational picture",
    "public-diplomacy": "public diplomacy",
}
LEVELS = {
    "individual": "individuals",
    "group": "groups",
    "state": "state and local bodies",
    "system": "intergovernmental bodies",
}
ROLES = {
    "subject": "subject: who does it",
    "object": "object: at whom it is directed",
    "channel": "channel",
    "opinion-maker": "opinion-maker",
}
PARTS = {
    "subject": "subjects and their ties",
    "object": "objects that act, and their ties",
    "channel": "channels and their ties",
    "opinion-maker": "opinion-makers and their ties",
}
SIDES: dict[Side, float] = {"here": 31, "between": 50, "abroad": 69}  # units across, of 100
HEADS: dict[bool, dict[Side, str]] = {
    False: {"here": "one country", "abroad": "another country"},
    True: {"here": "who speaks", "abroad": "who is addressed"},
}
WHERE = {
    "each": "each country",
    "between": "between countries",
    "here": "the country that speaks",
    "abroad": "the country addressed",
}

TOP = 52  # px to the first row
ROW = 40  # px from row to row
DOWN = 0.3  # rows by which what stands between countries is lower, so that its name is on no tie across
FOOT = 26
BULGE = (2.0, 0.85)  # units by which a tie inside a country bends inwards: at least, and more for each row
SIZE = (12, 20)  # px of a marker that lies on no path, and what betweenness adds to it
HEAD = (9, 3)  # px of an arrow's head, and between it and the marker at which it points


def controls(article: Article | None = None) -> tuple[Control, ...]:
    """Return the map's controls; their options come from the seeds."""
    article = article or load()
    return (
        Control("view", "Which picture", tuple(Option(id_, label) for id_, label in VIEWS.items())),
        Control(
            "show",
            "Show",
            (
                Option(ALL, "everything"),
                *(Option(f"theory-{id_}", article.nodes[id_].name.en, "Who counts for") for id_ in _theories(article)),
                *(Option(f"ties-{one.id}", one.name, "Ties") for one in article.groups.values()),
                *(Option(f"level-{id_}", label, "Actors") for id_, label in LEVELS.items()),
                *(Option(f"new-{id_}", f"called new in {id_}", "Who is new") for id_ in _novelties(article)),
                *(Option(f"role-{id_}", label, "Parts in public diplomacy") for id_, label in PARTS.items()),
            ),
        ),
    )


def view(article: Article | None = None, *, view: str = "state-centric", show: str = ALL) -> View:
    """Compute one selection: the figure as plain data, its words and its table.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    choose(controls(article), {"view": view, "show": show})
    return _view(article, view, show)


def figure(article: Article | None = None, **selection: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(view="transnational")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    article = article or load()
    return style.bare(view(article, **choose(controls(article), selection)))


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choices given; ``pick`` is a kind of actor."""
    article = article or load()
    return Explorer(
        "actors",
        "Actors: who is tied to whom",
        "actors.explore",
        controls=controls(article),
        view=functools.partial(_view, article),
        start=start,
        pick=Pick("Describe an actor", {one.id: _detail(article, one) for one in drawn(article)}),
        key=(
            *style.VOICE_KEYS,
            Key("arrow", "who addresses whom", line="solid"),
            *(Key(style.SHAPE[id_], label) for id_, label in LEVELS.items()),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


# --- what the seeds say -------------------------------------------------------------------------


def _theories(article: Article) -> list[str]:
    """The theories and sciences for which some actor counts, in the order of ``theories.toml``."""
    named = {one.theory for actor in article.actors.values() for one in actor.recognised}
    return [id_ for id_ in article.nodes if id_ in named]


def _novelties(article: Article) -> list[str]:
    """The paragraphs that call some actor new, in the article's order."""
    named = {id_ for actor in article.actors.values() for one in actor.new for id_ in one.paragraphs}
    return [id_ for id_ in article.paragraphs if id_ in named]


def _new(actor: Actor, paragraph: str) -> Newness | None:
    """Return what a paragraph calls new of an actor."""
    return next((one for one in actor.new if paragraph in one.paragraphs), None)


def _has(actor: Actor, role: str) -> bool:
    """Whether an actor has a part in public diplomacy."""
    return any(one.role == role for one in actor.roles)


def _recognised(article: Article, actor: str, theory: str) -> bool:
    """Whether a theory recognises a kind of actor, or a form of it."""
    kinds = [article.actors[actor], *forms(article, actor)]
    return any(one.theory == theory for kind in kinds for one in kind.recognised)


def _filtered(article: Article, view_: str, show: str) -> Network:
    """Return the network of a selection."""
    kind, _, what = show.partition("-")
    if kind == "ties":
        return network(article, view_, [what])
    if kind == "theory":
        return network(article, view_, keep=lambda place: _recognised(article, place.actor, what))
    if kind == "level":
        return network(article, view_, keep=lambda place: article.actors[place.actor].level == what)
    if kind == "new":
        return network(article, view_, keep=lambda place: _new(article.actors[place.actor], what) is not None)
    if kind == "role":
        return _around(article, network(article, view_), what)
    return network(article, view_)


def _around(article: Article, whole: Network, role: str) -> Network:
    """Keep a role's actors where they have ties, and those to whom these lead; one without any stays as it is."""
    tied = {place.actor for place in whole.neighbours}
    own = {place for place in whole.places if _has(article.actors[place.actor], role)}
    kept = {place for place in own if place in whole.neighbours or place.actor not in tied}
    ties = tuple(one for one in whole.ties if kept & {*one[1:]})
    near = kept | {end for one in ties for end in one[1:]}
    return Network(tuple(place for place in whole.places if place in near), ties)


def _view(article: Article, view: str, show: str) -> View:
    shown = _filtered(article, view, show)
    present = dict.fromkeys(place.actor for place in shown.places)
    return View(
        figure=_figure(article, shown, speaks=view == "public-diplomacy"),
        summary=_summary(article, shown, view, show),
        words=_words(article, shown, view, show),
        table=_table(article, shown, speaks=view == "public-diplomacy"),
        ids=tuple(one.id for one in drawn(article) if one.id in present),
    )


# --- words and table ----------------------------------------------------------------------------


def _summary(article: Article, shown: Network, view_: str, show: str) -> str:
    label = next(option.label for option in controls(article)[1].options if option.value == show)
    head = f"{VIEWS[view_].capitalize()}, {label}."
    kinds = len({place.actor for place in shown.places})
    lines = len(shown.ties)
    counted = f"{style.count(kinds, 'kind')} of actor, {style.count(lines, 'tie')} drawn."
    if not lines:
        return f"{head} {counted}"
    most = max(shown.betweenness.values())
    if not most:
        return f"{head} {counted} No actor stands between two others."
    first = [one.id for one in drawn(article) if _most(shown, one.id) > most - 1e-9]
    names = style.listed(article.actors[one].name.en for one in first)
    return f"{head} {counted} Most often on the shortest way between two others: {names} ({style.percent(most)})."


def _most(shown: Network, actor: str) -> float:
    return max((value for place, value in shown.betweenness.items() if place.actor == actor), default=-1.0)


def _words(article: Article, shown: Network, view_: str, show: str) -> tuple[Say, ...]:
    kind, _, what = show.partition("-")
    said: Iterable[Say]
    if kind == "theory":
        said = _for_theory(article, what)
    elif kind == "ties":
        said = _ties(article, shown)
    elif kind == "level":
        said = (_named(article, one) for one in drawn(article) if one.level == what)
    elif kind == "new":
        said = _newcomers(article, what)
    elif kind == "role":
        said = (*_parts(article, what), *_untied(article, shown, what))
    elif view_ == "public-diplomacy":
        said = _roles(article)
    else:
        said = _groups(article, shown)
    return tuple(said)


def _ties(article: Article, shown: Network) -> Iterable[Say]:
    """Say what ties of a group a picture has."""
    ties = {tie.id: tie for tie, _, _ in shown.ties}
    if not ties:
        yield Say("This picture has no ties of this group.", "model")
    for tie in ties.values():
        yield _tie(article, tie)


def _for_theory(article: Article, theory: str) -> tuple[Say, ...]:
    """Say which actors count for a theory, and which kinds it is not said to name."""
    said = [
        Say(
            style.sentence(f"{actor.name.en}, {one.note}" if one.note else actor.name.en),
            one.voice,
            style.refs(article, one.paragraphs, one.sources),
            style.note(one.status),
            "Who counts:",
        )
        for actor in article.actors.values()
        for one in actor.recognised
        if one.theory == theory
    ]
    rest = [one.name.en for one in drawn(article) if not _recognised(article, one.id, theory)]
    return (*said, Say(f"Of the kinds drawn here, the article does not name for it: {', '.join(rest)}.", "reading"))


def _tie(article: Article, tie: Tie) -> Say:
    places = style.refs(article, tie.paragraphs, tie.sources)
    return Say(tie.text, tie.voice, places, style.note(tie.status), style.sentence(article.kinds[tie.kind].name.en))


def _named(article: Article, actor: Actor) -> Say:
    """Say where the article names an actor, and its forms."""
    inside = [one.name.en for one in forms(article, actor.id)]
    with_it = f" Drawn with it: {', '.join(inside)}." if inside else ""
    kazakh = f'<span lang="kk">{actor.name.kk}</span>' if actor.labels.get("kk") == "from_article" else ""
    name = f"{actor.name.en} ({kazakh})" if kazakh else actor.name.en
    return Say(f"{style.sentence(name)}{with_it}", "article", style.refs(article, actor.paragraphs, ()))


def _roles(article: Article) -> Iterable[Say]:
    """Say who does what in public diplomacy, role by role and voice by voice."""
    for role in ROLES:
        yield from _parts(article, role)


def _parts(article: Article, role: str) -> Iterable[Say]:
    """Say who has a part in public diplomacy."""
    topic = f"{ROLES[role].capitalize()}."
    for actor in drawn(article):
        for one in actor.roles:
            if one.role == role:
                note = f": {one.note}" if one.note else ""
                places = style.refs(article, one.paragraphs, ())
                yield Say(style.sentence(f"{actor.name.en}{note}"), one.voice, places, topic=topic)


def _untied(article: Article, shown: Network, role: str) -> Iterable[Say]:
    """Say who of a part has no tie in this picture."""
    if alone := [one.name.en for one in drawn(article) if _has(one, role) and not _tied(shown, one.id)]:
        yield Say(f"No tie is drawn for {style.listed(alone)}: this picture names none of theirs.", "reading")


def _newcomers(article: Article, paragraph: str) -> Iterable[Say]:
    """Say whom a paragraph calls new, and which of them are subjects of public diplomacy."""
    found = [(actor, one) for actor in drawn(article) if (one := _new(actor, paragraph))]
    for actor, one in found:
        note = f": {one.note}" if one.note else ""
        places = style.refs(article, [paragraph], ())
        yield Say(style.sentence(f"{actor.name.en}{note}"), one.voice, places, topic=f"Called new in {paragraph}.")
    does = ", ".join(actor.name.en for actor, _ in found if _has(actor, "subject"))
    rest = ", ".join(actor.name.en for actor, _ in found if not _has(actor, "subject"))
    yield Say(
        f"Of these, named among the subjects of public diplomacy: {does or 'none'}. "
        f"Not as kinds of their own: {rest or 'none'}.",
        "reading",
    )


def _groups(article: Article, shown: Network) -> Iterable[Say]:
    """Say what groups of ties a picture has, and whose words they are."""
    for group in article.groups.values():
        ties = {tie.id: tie for tie, _, _ in shown.ties if article.kinds[tie.kind].group == group.id}
        if ties:
            lines = sum(tie.id in ties for tie, _, _ in shown.ties)
            voices = style.listed(dict.fromkeys(_whose(tie.voice) for tie in ties.values()))
            yield Say(
                f"{group.gist} {style.count(lines, 'tie')} drawn, after {voices}.", "model", topic=f"{group.name}."
            )
    if alone := [one.name.en for one in drawn(article) if not _tied(shown, one.id)]:
        yield Say(f"No tie is drawn for {style.listed(alone)}: this picture names none of theirs.", "reading")


def _tied(shown: Network, actor: str) -> bool:
    return any(place.actor == actor for place in shown.neighbours)


def _whose(voice: Voice) -> str:
    return {"article": "the article", "reports": "the article", "record": "the record"}.get(voice, "our reading")


def _table(article: Article, shown: Network, *, speaks: bool) -> Table:
    """Tabulate the kinds; the two countries are alike but where one speaks to the other."""
    rows = []
    for place in shown.places:
        if place.side == "abroad" and not speaks:
            continue
        actor = article.actors[place.actor]
        where = "each" if place.side == "here" and not speaks else place.side
        rows.append(
            (
                actor.name.en,
                style.percent(shown.betweenness[place]),
                style.percent(shown.degree[place]),
                str(len(shown.neighbours.get(place, ()))),
                WHERE[where],
                LEVELS[actor.level],
                ", ".join(dict.fromkeys(one.role for one in actor.roles)) or "none named",
            )
        )
    return Table(
        "Measured on the actors shown that have a tie.",
        ("Actor", "Betweenness", "Degree", "Tied to", "Where", "Level", "In public diplomacy"),
        tuple(rows),
    )


def _detail(article: Article, actor: Actor) -> Detail:
    words = [Say(style.names(actor.name)), _named(article, actor)]
    for one in actor.roles:
        note = f": {one.note}" if one.note else ""
        words.append(
            Say(
                style.sentence(f"{ROLES[one.role]}{note}"),
                one.voice,
                style.refs(article, one.paragraphs, ()),
                topic="In public diplomacy:",
            )
        )
    for kind in (actor, *forms(article, actor.id)):
        for seen in kind.recognised:
            whose = "" if kind is actor else f", as {kind.name.en}"
            theory = article.nodes[seen.theory].name.en
            places = style.refs(article, seen.paragraphs, seen.sources)
            words.append(
                Say(style.sentence(f"{theory}{whose}"), seen.voice, places, style.note(seen.status), "Counts for:")
            )
    if not any(kind.recognised for kind in (actor, *forms(article, actor.id))):
        words.append(Say("No theory in the article names it as one of its actors.", "reading"))
    return Detail(style.upper(actor.name.en), tuple(words))


# --- the drawing --------------------------------------------------------------------------------


def _at(article: Article, place: Place) -> tuple[float, float]:
    row = article.actors[place.actor].row or 0
    return SIDES[place.side], TOP + ROW * (row + (DOWN if place.side == "between" else 0))


def _size(shown: Network, place: Place) -> float:
    """Return the px of a place's marker."""
    return round(SIZE[0] + SIZE[1] * shown.betweenness.get(place, 0.0), 1)


def _figure(article: Article, shown: Network, *, speaks: bool) -> dict[str, Any]:
    rows = max(one.row or 0 for one in drawn(article)) + 1
    lines: list[dict[str, Any]] = []
    for voice, dash in (("article", "solid"), ("record", "dash"), ("reading", "dot")):
        own = [one for one in shown.ties if style.DASH[one[0].voice] == dash]
        lines += [_straight(article, shown, own, voice, dash), _bent(article, own, voice, dash)]
    heads = HEADS[speaks]
    names = [f"<b>{name}</b>" for name in heads.values()]
    titles = style.words_at("countries", [SIDES[side] for side in heads], [16.0] * 2, names, [style.INK] * 2, 13)
    return {
        "data": [*lines, *(_markers(article, shown, side) for side in SIDES), titles],
        "layout": style.layout(TOP + ROW * (rows - 1) + FOOT, (0, 100)),
    }


def _straight(
    article: Article, shown: Network, ties: Sequence[tuple[Tie, Place, Place]], voice: str, dash: str
) -> dict[str, Any]:
    """Draw the ties that cross the border, or end between countries; an arrow tells who addresses whom."""
    points: list[tuple[float | None, float | None]] = []
    sizes: list[int] = []
    before: list[float] = []
    pairs = dict.fromkeys((start, end, tie.where == "abroad") for tie, start, end in ties if start.side != end.side)
    for start, end, addressed in pairs:
        points += [_at(article, start), _at(article, end), (None, None)]
        sizes += [0, HEAD[0] if addressed else 0, 0]
        before += [0, round(_size(shown, end) / 2 + HEAD[1], 1) if addressed else 0, 0]
    return {
        **_line(f"ties across: {voice}", points, dash),
        "mode": "lines+markers",
        "marker": {
            "symbol": "arrow",
            "angleref": "previous",
            "color": style.MUTED,
            "size": sizes,
            "standoff": before,
            "opacity": 1,
            "line": {"width": 0},
        },
    }


def _bent(article: Article, ties: Sequence[tuple[Tie, Place, Place]], voice: str, dash: str) -> dict[str, Any]:
    """Draw the ties inside a country, bent inwards so that they do not lie on each other."""
    points: list[tuple[float | None, float | None]] = []
    for start, end in dict.fromkeys((start, end) for _, start, end in ties if start.side == end.side):
        (x, y0), (_, y1) = _at(article, start), _at(article, end)
        bend = BULGE[0] + BULGE[1] * abs(y1 - y0) / ROW
        inwards = bend if start.side == "here" else -bend
        points += [(x, y0), (round(x + inwards, 2), (y0 + y1) / 2), (x, y1), (None, None)]
    line = _line(f"ties inside: {voice}", points, dash)
    return {**line, "mode": "lines", "line": {**line["line"], "shape": "spline"}}


def _line(name: str, points: Sequence[tuple[float | None, float | None]], dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "hoverinfo": "skip",
        "line": {"dash": dash, "color": style.MUTED, "width": 1.25},
    }


def _markers(article: Article, shown: Network, side: Side) -> dict[str, Any]:
    """Draw a side's actors, as large as the paths that lead through them; what is not shown stays pale."""
    own = [place for place in places(article) if place.side == side]
    kept = set(shown.places)
    at = [_at(article, place) for place in own]
    actors = [article.actors[place.actor] for place in own]
    inks = [style.INK if place in kept else style.PALE for place in own]
    return {
        "type": "scatter",
        "name": f"actors: {side}",
        "mode": "markers+text",
        "x": [x for x, _ in at],
        "y": [y for _, y in at],
        "text": [one.short or one.name.en for one in actors],
        "customdata": [place.actor if place in kept else None for place in own],
        "textposition": {"here": "middle left", "between": "bottom center", "abroad": "middle right"}[side],
        "textfont": {"size": 12, "color": inks, "shadow": style.HALO},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "size": [_size(shown, place) for place in own],
            "color": [style.ACCENT if place in kept else style.PALE for place in own],
            "symbol": [
                style.SHAPE[one.level] + ("" if place in kept else "-open")
                for one, place in zip(actors, own, strict=True)
            ],
            "opacity": 1,
            "line": {"width": 0},
        },
    }
