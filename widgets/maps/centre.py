"""From the centre to the edge: the reader adds and removes groups of ties and sees where the state comes to stand.

The network is `widgets.network`'s transnational picture, with each choice of groups of ties. It shows what the claim
that the state moves from the centre to the edge needs in such a drawing; it does not test the claim.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Actor, Article
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Key, Option, Say, Table, View
from widgets.maps import style
from widgets.network import Network, Place, drawn, network

EXPLORERS = ("explore",)
"""The functions of this map that make an Explorer."""

#: The picture whose ties are added and removed.
PICTURE = "transnational"
#: The actor whose place is asked for.
STATE = Place("state", "here")
WITHOUT, WITH = "without", "with"
OF_THE_STATE = "Ties of the state"
NOWHERE = "stands between nobody (betweenness 0%)"

ROW = 30  # px from actor to actor: a target of 24 px and more
TOP = 42  # px to the first actor, below the shares
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
FOOT = 22
NAMED = 0.66  # the names' share of the width, as a part of the longest measure
ROOM = 1.16  # past the longest measure, for its marker


def controls(article: Article | None = None) -> tuple[Control, ...]:
    """Return the map's controls: a box to tick for each group of ties of the picture."""
    return _model(article).controls


def view(article: Article | None = None, **choice: str) -> View:
    """Compute one choice of groups, each ``"with"`` or ``"without"``; the state's own are there if nothing is said.

    Raises
    ------
    ValueError
        When a group does not exist; it lists those that do.

    """
    model = _model(article)
    return model.view(**choose(model.controls, model.start | choice))


def figure(article: Article | None = None, **choice: str) -> go.Figure:
    """Return the figure of one choice, to work on: ``figure(cooperation="with")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    return style.bare(view(article, **choice))


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choices given: ``explore(cooperation="with")``."""
    model = _model(article)
    return Explorer(
        "centre",
        "From the centre to the edge?",
        "centre.explore",
        controls=model.controls,
        view=model.view,
        start=model.start | start,
        key=(Key("circle", "betweenness"), Key("square-open", "degree")),
        voices=VOICES,
        dark=style.DARK,
    )


@cache
def _own() -> _Model:
    return _Model(load())


def _model(article: Article | None) -> _Model:
    """Return the model of an article; that of the course's own is made once, since it takes all choices."""
    return _Model(article) if article else _own()


class _Model:
    """The picture with each choice of groups of ties, and where the state stands in it."""

    def __init__(self, article: Article) -> None:
        self.article = article
        named = {article.kinds[tie.kind].group for tie in article.ties.values() if PICTURE in tie.views}
        self.groups = [one for one in article.groups if one in named]
        self.rows = [(one, Place(one.id, "here" if one.place == "national" else "between")) for one in drawn(article)]

    @property
    def controls(self) -> tuple[Control, ...]:
        """A box to tick for each group."""
        return tuple(
            Control(
                id_,
                self.article.groups[id_].name,
                (Option(WITHOUT, "without"), Option(WITH, "with")),
                tick=True,
                set=name,
            )
            for name, groups in self.sets.items()
            for id_ in groups
        )

    @cached_property
    def sets(self) -> dict[str, list[str]]:
        """The groups by what they do: hold the state in the middle, cross the border past it, join people at home."""
        at_home = {
            group
            for group in self.groups
            if all(
                tie.where == "within"
                for tie in self.article.ties.values()
                if self.article.kinds[tie.kind].group == group and PICTURE in tie.views
            )
        }
        own = [one for one in self.groups if self.article.groups[one].of_state]
        past = [one for one in self.groups if one not in own]
        return {
            OF_THE_STATE: own,
            "Ties across the border, past the state": [one for one in past if one not in at_home],
            "Ties at home, past the state": [one for one in past if one in at_home],
        }

    @property
    def start(self) -> dict[str, str]:
        """The choice to begin with: the state-centric picture."""
        return dict.fromkeys(self.sets[OF_THE_STATE], WITH)

    @cached_property
    def networks(self) -> dict[frozenset[str], Network]:
        """The network of each choice of groups."""
        choices = itertools.product((False, True), repeat=len(self.groups))
        chosen = [frozenset(itertools.compress(self.groups, choice)) for choice in choices]
        return {groups: network(self.article, PICTURE, groups) for groups in chosen}

    @cached_property
    def displaced(self) -> list[frozenset[str]]:
        """The choices in which another kind of actor stands before the state by betweenness."""
        return [groups for groups, one in self.networks.items() if one.rank(STATE.actor, one.betweenness) > 1]

    @cached_property
    def longest(self) -> float:
        """The largest measure in any choice, with which the axis ends."""
        return max(max(*one.degree.values(), *one.betweenness.values()) for one in self.networks.values())

    def view(self, **choice: str) -> View:
        """Compute one choice."""
        groups = frozenset(id_ for id_ in self.groups if choice[id_] == WITH)
        shown = self.networks[groups]
        return View(self._figure(shown), self._summary(shown), self._words(groups), self._table(shown))

    # --- words and table ---------------------------------------------------------------------------

    def _summary(self, shown: Network) -> str:
        if not shown.ties:
            return "No ties: nobody stands between others."
        between, degree = shown.betweenness, shown.degree
        rank = style.ordinal(shown.rank(STATE.actor, between))
        place = f"is {rank} by betweenness ({style.percent(between[STATE])})" if between[STATE] else NOWHERE
        return (
            f"{style.count(len(shown.ties), 'tie')} drawn. Of {len(self.rows)} kinds of actor, the state {place} "
            f"and is {style.ordinal(shown.rank(STATE.actor, degree))} by degree ({style.percent(degree[STATE])})."
        )

    def _words(self, groups: frozenset[str]) -> tuple[Say, ...]:
        assumed = (
            "Two countries, equal in all; a tie is there or not, for both at once; who has no tie is not counted. Real "
            "ties differ in number and in strength, and real states are not equal. The measures are of our drawing."
        )
        return (*self._change(groups), self._needs(), Say(assumed, "model", topic="Assumed."))

    def _change(self, groups: frozenset[str]) -> tuple[Say, ...]:
        """Say how the state's betweenness changes, set by set of those in which something is ticked."""
        so_far: frozenset[str] = frozenset()
        steps = []
        for name, own in self.sets.items():
            if added := groups & frozenset(own):
                so_far |= added
                share = style.percent(self.networks[so_far].betweenness[STATE])
                steps.append(f"with {name[0].lower()}{name[1:]}, {share}")
        text = f"The state's betweenness, one set after the other: {'; '.join(steps)}."
        return (Say(text, "model", topic="What they change."),) if len(steps) > 1 else ()

    def _needs(self) -> Say:
        """Say in how many choices the state is displaced, and what all of these have or lack."""
        names = {one: f"“{self.article.groups[one].name}”" for one in self.groups}
        rules = [
            *(f"with {names[one]}" for one in self.groups if all(one in groups for groups in self.displaced)),
            *(f"without {names[one]}" for one in self.groups if all(one not in groups for groups in self.displaced)),
        ]
        always = f", each of them {style.listed(rules)}" if self.displaced and rules else ""
        text = (
            f"Of all {len(self.networks)} choices, another actor stands before the state by betweenness in "
            f"{len(self.displaced)}{always}."
        )
        return Say(text, "model", topic="What the claim needs.")

    def _table(self, shown: Network) -> Table:
        rows = tuple(
            (one.name.en, style.percent(shown.betweenness[place]), style.percent(shown.degree[place]))
            for one, place in self.rows
        )
        return Table("Every kind of actor, alike in both countries.", ("Actor", "Betweenness", "Degree"), rows)

    # --- the drawing -------------------------------------------------------------------------------

    def _figure(self, shown: Network) -> dict[str, Any]:
        """Draw two points a kind of actor, on a dotted line from nothing to all that was ever reached."""
        ys = [TOP + ROW * i for i in range(len(self.rows))]
        end = self.longest
        guides = [(x, y) for y in ys for x in (0.0, end, None)]
        names = [self._name(one) for one, _ in self.rows]
        inks = [style.ACCENT if place == STATE else style.INK for _, place in self.rows]
        ticks = [share for share in TICKS if share <= ROOM * end]
        lines = {
            "type": "scatter",
            "name": "scale",
            "mode": "lines",
            "x": [x for x, _ in guides],
            "y": [None if x is None else y for x, y in guides],
            "hoverinfo": "skip",
            "line": {"dash": style.DASH["model"], "color": style.MUTED, "width": 1},
        }
        shares = [style.percent(share) for share in ticks]
        labels = style.words_at("actors", [-0.04 * end] * len(ys), ys, names, inks, 12)
        return {
            "data": [
                lines,
                style.words_at("shares", ticks, [12] * len(ticks), shares, [style.MUTED] * len(ticks), 12),
                self._points("degree", shown.degree, ys, style.MUTED, ("square-open", 13)),
                self._points("betweenness", shown.betweenness, ys, style.ACCENT, ("circle", 8)),
                {**labels, "textposition": "middle left"},
            ],
            "layout": style.layout(ys[-1] + FOOT, (-NAMED * end, ROOM * end)),
        }

    def _name(self, actor: Actor) -> str:
        name = actor.short or actor.name.en
        return f"<b>{name}</b>" if actor.id == STATE.actor else name

    def _points(
        self, name: str, measure: Mapping[Place, float], ys: Sequence[int], ink: str, mark: tuple[str, int]
    ) -> dict[str, Any]:
        """Draw one measure, a point a kind of actor."""
        values = [measure[place] for _, place in self.rows]
        return {
            "type": "scatter",
            "name": name,
            "mode": "markers",
            "x": [round(value, 3) for value in values],
            "y": list(ys),
            "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {
                "symbol": mark[0],
                "size": mark[1],
                "color": ink,
                "opacity": 1,
                "line": {"width": 2, "color": ink},
            },
        }
