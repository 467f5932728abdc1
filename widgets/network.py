"""The network of the actors: two countries, face to face, and what stands between them.

Kinds of actor and of tie come from the seeds. That there are two countries, equal in all, and that a tie is there
or not, without strength, is our model: degree and betweenness measure this drawing, not the world.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from widgets import centrality
from widgets.entries import Actor, Article, Tie

Side = Literal["here", "abroad", "between"]


class Place(NamedTuple):
    """A kind of actor in one of the two countries, or between them."""

    actor: str
    side: Side


@dataclass(frozen=True)
class Network:
    """What is drawn: the places kept, and the ties between them with their two ends."""

    places: tuple[Place, ...]
    ties: tuple[tuple[Tie, Place, Place], ...]

    @cached_property
    def neighbours(self) -> dict[Place, set[Place]]:
        """Each place that has a tie, with those to which it is tied, by however many ties."""
        found: dict[Place, set[Place]] = {}
        for _, start, end in self.ties:
            found.setdefault(start, set()).add(end)
            found.setdefault(end, set()).add(start)
        return found

    @cached_property
    def degree(self) -> dict[Place, float]:
        """Freeman's degree among those that have a tie, from 0 to 1; 0 for the others."""
        return self._measured(centrality.degree)

    @cached_property
    def betweenness(self) -> dict[Place, float]:
        """Freeman's betweenness among those that have a tie, from 0 to 1; 0 for the others."""
        return self._measured(centrality.betweenness)

    def _measured(self, measure: Callable[[dict[Place, set[Place]]], dict[Place, float]]) -> dict[Place, float]:
        # Who has no tie is left out: no way leads to it, so that to count it would make all others look less central.
        found = measure(self.neighbours)
        return {place: found.get(place, 0.0) for place in self.places}

    def rank(self, actor: str, measure: Mapping[Place, float]) -> int:
        """Return how many kinds of actor have more of a measure than this one, plus one."""
        own = max((value for place, value in measure.items() if place.actor == actor), default=0.0)
        return 1 + len({place.actor for place, value in measure.items() if value > own + 1e-9})


def drawn(article: Article) -> list[Actor]:
    """The kinds with a place of their own, from the top row to the last; between countries after the others."""
    own = [one for one in article.actors.values() if one.form_of is None]
    return sorted(own, key=lambda one: (one.place == "transnational", one.row or 0, one.id))


def forms(article: Article, actor: str) -> list[Actor]:
    """The kinds that are drawn inside another."""
    return [one for one in article.actors.values() if one.form_of == actor]


def places(article: Article) -> list[Place]:
    """Every place of the drawing, in the order of the table."""
    return [
        Place(one.id, side)
        for one in drawn(article)
        for side in (("here", "abroad") if one.place == "national" else ("between",))
    ]


def ends(article: Article, tie: Tie) -> list[tuple[Place, Place]]:
    """The two ends of each line that ties of one kind draw."""
    pairs: list[tuple[Place, Place]] = []
    for start, end in itertools.product(tie.starts, tie.ends):
        if tie.where == "within":
            pairs += [(Place(start, side), Place(end, side)) for side in ("here", "abroad")]
        elif tie.where == "abroad":
            pairs.append((Place(start, "here"), Place(end, "abroad")))
        elif tie.where == "across":
            pairs.append((Place(start, "here"), Place(end, "abroad")))
            if start != end:
                pairs.append((Place(end, "here"), Place(start, "abroad")))
        else:
            sides: list[tuple[Side, ...]] = [
                ("between",) if article.actors[one].place == "transnational" else ("here", "abroad")
                for one in (start, end)
            ]
            pairs += [(Place(start, one), Place(end, other)) for one in sides[0] for other in sides[1]]
    return list(dict.fromkeys(pairs))


def network(
    article: Article,
    view: str,
    groups: Iterable[str] | None = None,
    keep: Callable[[Place], bool] = lambda _: True,
) -> Network:
    """Return the network of a view: the ties of some groups, or of all, on the places to keep."""
    wanted = set(article.groups if groups is None else groups)
    kept = tuple(place for place in places(article) if keep(place))
    within = set(kept)
    ties = tuple(
        (tie, start, end)
        for tie in article.ties.values()
        if view in tie.views and article.kinds[tie.kind].group in wanted
        for start, end in ends(article, tie)
        if {start, end} <= within
    )
    return Network(kept, ties)
