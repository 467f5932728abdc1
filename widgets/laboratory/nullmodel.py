"""The state among ties laid by chance, where nobody chose who is tied to whom.

Places, and the ties that a state has, are those of `widgets.network`'s transnational picture; the ties past the state
are laid anew, at random. Each network is made of one seed, and the same seed lays the same ties in the same order,
so that more ties are always added to those that are there.

A place's betweenness (Freeman 1977; `widgets.centrality`) runs from 0 to 1. A kind of actor has the mean of its places,
one in each country or one between them. Only `random.Random.random` is drawn from: it is the same in every Python.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple, TypeVar

from widgets import centrality
from widgets.entries import Article
from widgets.network import network

Pair = tuple[int, int]
"""A tie between two places, by their numbers, the lower first."""
T = TypeVar("T")

PICTURE = "transnational"
STATE = "state"
NULLS = ("past", "ends", "any")
"""What chance decides in `relaid`, beginning with the least."""

#: How many networks stand behind a figure.
RUNS, RELAID = 100, 250
#: How often two ties swap their ends, for each tie there is (Maslov and Sneppen 2002 swap until nothing is left of the
#: order; at ten tries a tie the state's share no longer changes).
SWAPS = 10
#: Shares that differ by less are the same: sums of floats.
SAME = 1e-9


@dataclass(frozen=True)
class Ground:
    """What chance builds on. Pairs are tuples in a fixed order, so that a seed gives the same network each time.

    Parameters
    ----------
    kinds
        The kind of actor of each place; a place's number is its position here.
    lasting
        The ties of states with each other and with what stands between countries: always there.
    held
        For each state, its ties with its own society.
    home, across
        All pairs of places, neither of them a state, of one country; and all others.
    drawn
        The ties past the state as the course draws them.

    """

    kinds: tuple[str, ...]
    lasting: tuple[Pair, ...]
    held: tuple[tuple[Pair, ...], ...]
    home: tuple[Pair, ...]
    across: tuple[Pair, ...]
    drawn: tuple[Pair, ...]

    @cached_property
    def drawn_across(self) -> int:
        """How many of the drawn ties are not of one country."""
        return len(set(self.drawn) & set(self.across))


class Outcome(NamedTuple):
    """In one network: the state's betweenness, the largest of another kind, and how many kinds have more than it."""

    state: float
    other: float
    before: int


def ground(article: Article) -> Ground:
    """Take the places and ties of the transnational picture apart."""
    drawn = network(article, PICTURE)
    number = {place: i for i, place in enumerate(drawn.places)}
    states = [i for place, i in number.items() if place.actor == STATE]
    sides = [place.side for place in drawn.places]
    ties = sorted({_pair(number[start], number[end]) for _, start, end in drawn.ties})
    pairs = [(i, j) for j in range(len(sides)) for i in range(j) if i not in states and j not in states]
    held = tuple(tuple(tie for tie in ties if one in tie and _within(sides, tie)) for one in states)
    own = {tie for ties_ in held for tie in ties_}
    return Ground(
        kinds=tuple(place.actor for place in drawn.places),
        lasting=tuple(tie for tie in ties if set(tie) & set(states) and tie not in own),
        held=held,
        home=tuple(pair for pair in pairs if _within(sides, pair)),
        across=tuple(pair for pair in pairs if not _within(sides, pair)),
        drawn=tuple(tie for tie in ties if not set(tie) & set(states)),
    )


def measured(base: Ground, ties: Iterable[Pair]) -> Outcome:
    """Measure one network. Who has no tie is not counted, and stands between nobody."""
    near: dict[int, set[int]] = {}
    for start, end in ties:
        near.setdefault(start, set()).add(end)
        near.setdefault(end, set()).add(start)
    found = centrality.betweenness(near)
    shares: dict[str, list[float]] = {}
    for i, kind in enumerate(base.kinds):
        shares.setdefault(kind, []).append(found.get(i, 0.0))
    means = {kind: statistics.fmean(values) for kind, values in shares.items()}
    own = means.pop(STATE)
    return Outcome(own, max(means.values(), default=0.0), sum(share > own + SAME for share in means.values()))


def as_drawn(base: Ground, *, hold: bool = True) -> Outcome:
    """Measure the course's own drawing, with the states' ties to their societies or without."""
    return measured(base, _kept(base, hold=hold) + base.drawn)


def laid(base: Ground, ties: int, across: float, hold: float, seed: int) -> list[Pair]:
    """Lay ties past the state by chance, beside the state's own.

    Parameters
    ----------
    base
        What is there before.
    ties
        How many ties to lay; as many as there is room for, where that is less.
    across
        The share of them, from 0 to 1, that is not of one country.
    hold
        The share of its own society, from 0 to 1, to which each state is tied.
    seed
        A whole number; each is another network.

    """
    crossing = round(ties * across)
    made = list(base.lasting)
    for i, own in enumerate(base.held):
        made += _picked(own, round(hold * len(own)), random.Random(f"held {i} {seed}"))  # noqa: S311  (no secret)
    made += _picked(base.across, crossing, random.Random(f"across {seed}"))  # noqa: S311
    made += _picked(base.home, ties - crossing, random.Random(f"home {seed}"))  # noqa: S311
    return made


def grown(base: Ground, ties: int, across: float, hold: float, seed: int) -> Outcome:
    """Measure the network that `laid` gives."""
    return measured(base, laid(base, ties, across, hold, seed))


def relaid(base: Ground, null: str, *, hold: bool, seed: int) -> list[Pair]:
    """Lay the drawing's ties anew.

    ``"past"``: the ties past the state, as many of one country and as many across as drawn. ``"ends"``: all ties swap
    their ends, and every place keeps the number of its ties. ``"any"``: all ties, between any two places.

    Raises
    ------
    ValueError
        When there is no such way; it lists those that there are.

    """
    chance = random.Random(f"{null} {seed}")  # noqa: S311
    kept = _kept(base, hold=hold)
    if null == "past":
        home = _picked(base.home, len(base.drawn) - base.drawn_across, chance)
        return [*kept, *home, *_picked(base.across, base.drawn_across, chance)]
    if null == "ends":
        return _swapped([*kept, *base.drawn], chance)
    if null == "any":
        pairs = [(i, j) for j in range(len(base.kinds)) for i in range(j)]
        return _picked(pairs, len(kept) + len(base.drawn), chance)
    message = f"no null model {null!r}; choices: {', '.join(map(repr, NULLS))}"
    raise ValueError(message)


@cache
def growth(base: Ground, ties: int, across: float, hold: float) -> tuple[Outcome, ...]:
    """Grow `RUNS` networks, of the seeds from 0."""
    return tuple(grown(base, ties, across, hold, seed) for seed in range(RUNS))


@cache
def chances(base: Ground, null: str, *, hold: bool) -> tuple[Outcome, ...]:
    """Lay the drawing's ties anew in `RELAID` networks, of the seeds from 0."""
    return tuple(measured(base, relaid(base, null, hold=hold, seed=seed)) for seed in range(RELAID))


def quantile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that at least a share of all, from 0 to 1, do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def below(values: Sequence[float], own: float) -> float:
    """Return the share of values, from 0 to 1, that are smaller than one; equal ones count half."""
    less = sum(value < own - SAME for value in values)
    equal = sum(abs(value - own) <= SAME for value in values)
    return (less + equal / 2) / len(values)


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _within(sides: Sequence[str], pair: Pair) -> bool:
    """Whether both places of a pair are of one country."""
    return sides[pair[0]] == sides[pair[1]] != "between"


def _kept(base: Ground, *, hold: bool) -> tuple[Pair, ...]:
    """Return the states' own ties, with or without those to their societies."""
    return (*base.lasting, *(tie for own in base.held if hold for tie in own))


def _picked(items: Sequence[T], count: int, chance: random.Random) -> list[T]:
    """Pick some by chance, one after the other, or all if they are fewer; the first picked are those of any count."""
    rest = list(items)
    for i in range(min(count, len(rest))):
        j = i + int(chance.random() * (len(rest) - i))
        rest[i], rest[j] = rest[j], rest[i]
    return rest[:count]


def _swapped(ties: Sequence[Pair], chance: random.Random) -> list[Pair]:
    """Let two ties at a time swap their ends, unless a tie would then be there twice or join a place to itself."""
    now = sorted(ties)
    there = set(now)
    for _ in range(SWAPS * len(now)):
        one, other = (int(chance.random() * len(now)) for _ in range(2))
        (a, b), (c, d) = now[one], now[other]
        if chance.random() < 0.5:  # noqa: PLR2004  (either end of the second, evenly)
            c, d = d, c
        new = _pair(a, d), _pair(c, b)
        if len({a, b, c, d}) == 4 and not there & set(new):  # noqa: PLR2004  (four places)
            there -= {now[one], now[other]}
            there |= set(new)
            now[one], now[other] = new
    return now
