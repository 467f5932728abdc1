"""Opinion in a foreign public: a country speaks to it, talks with it, or builds something with some of it.

Opinions of the country run from -1 to 1. Persons stand in a ring of friends, of which a few ties are laid anew by
chance: a small world (Watts and Strogatz 1998). At each turn a person hears the country or a friend, and one of four
rules says what comes of it:

``averaging``
    Whoever is heard draws the hearer a part of the way. In DeGroot (1974) all move at once, each to a weighted mean of
    all; here one hears one. A country that never moves is the stubborn one of Friedkin and Johnsen (1990).
``bounded``
    The same, where the distance is within a bound; else nothing. In Deffuant and others (2000) both who meet move, in
    Hegselmann and Krause (2002) all at once, each to the mean of all who are near enough; here the hearer alone moves.
``repulsion``
    The same, and from a second, larger distance on the hearer moves away. In Jager and Amblard (2005) both move.
``arguments``
    An opinion is the balance of the few arguments that a person holds. Who listens to whom depends on how near they
    stand, and the hearer takes over one argument and forgets the oldest: after Mäs and Flache (2013), whose arguments
    are those of one fixed pool; here they are only for or against.

What a country does at each level of public diplomacy is our assumption, and so is every number in `Setting`.
Each run has a silent twin: the same public, the same chance, and a country that keeps quiet.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

RULES = ("averaging", "bounded", "repulsion", "arguments")
SILENCE = "silence"
LEVELS = ("monologue", "dialogue", "collaboration")

#: What a country would like to be thought of.
MESSAGE = 1.0
#: A change of a mean or of a person's opinion that is no larger counts as none.
TRIFLE = 0.05

#: How many runs are kept; the oldest are forgotten.
KEPT = 4096

Chance = Callable[[], float]
"""The next number between 0 and 1. It is all the chance that is used: only this is the same in every Python."""


#: What a setting's numbers may be.
LIMITS = {
    "attractiveness": (-1, 1),
    **dict.fromkeys(("rate", "heard", "reached", "openness", "projects", "rewired"), (0, 1)),
    **dict.fromkeys(("spread", "bound", "rejection", "homophily", "friends", "rounds"), (0, math.inf)),
    **dict.fromkeys(("persons", "held"), (1, math.inf)),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What is assumed in a run. Shares and chances run from 0 to 1, opinions and distances are those of the scale.

    Parameters
    ----------
    rule, level
        One of `RULES`; one of `LEVELS`, or silence.
    attractiveness, spread
        The mean opinion to begin with, and about how far (one standard deviation) persons stand from it. With
        arguments, chance deals them out by the mean alone, and the spread comes of itself.
    bound, rejection
        How far a view may be and still draw; from where on it repels.
    rate
        The part of the way that a hearer goes at a turn.
    heard
        The chance that a turn brings the country, and not a friend.
    reached
        In monologue and dialogue: the share of persons who hear the country themselves.
    openness
        In dialogue: how far the country stands from its message, as a part of the way to the public's mean.
    projects, trust
        In collaboration: the share of persons with a partner from the country; whether partners hear each
        other at any distance.
    held, homophily
        With arguments: how many a person holds, and how strongly nearness decides who listens to whom.
    persons, friends, rewired, rounds
        The size of the public, ties a person, the share of ties laid by chance, and how many turns each has.

    """

    rule: str = "repulsion"
    level: str = "monologue"
    attractiveness: float = -0.5
    spread: float = 0.3
    bound: float = 0.6
    rejection: float = 1.2
    rate: float = 0.2
    heard: float = 0.2
    reached: float = 1.0
    openness: float = 0.6
    projects: float = 0.25
    trust: bool = True
    held: int = 6
    homophily: int = 4
    persons: int = 48
    friends: int = 4
    rewired: float = 0.1
    rounds: int = 40

    def __post_init__(self) -> None:
        """Refuse what no model here knows."""
        for name, value, known in (("rule", self.rule, RULES), ("level", self.level, (SILENCE, *LEVELS))):
            if value not in known:
                raise ValueError(f"no {name} {value!r}; choices: {', '.join(map(repr, known))}")
        for name, (least, most) in LIMITS.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise ValueError(f"{name} = {value!r}; from {least:g} to {most:g}, please")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run: each person's opinion before and after, and where the country, or its partners, stood first and last."""

    before: tuple[float, ...]
    after: tuple[float, ...]
    first: float
    country: float


@dataclass(frozen=True)
class Comparison:
    """Many runs of a setting, each beside its silent twin."""

    spoke: tuple[Outcome, ...]
    silent: tuple[Outcome, ...]

    @cached_property
    def changes(self) -> list[float]:
        """How far the public's mean is from where it was before, a number a run."""
        return [mean(one.after) - mean(one.before) for one in self.spoke]

    @cached_property
    def effects(self) -> list[float]:
        """How far the public's mean is from that of the silent twin, a number a run."""
        return [mean(one.after) - mean(twin.after) for one, twin in zip(self.spoke, self.silent, strict=True)]

    def __str__(self) -> str:
        """Say in a line how the public fares against its silent twin."""
        low, middle, high = spread(self.effects)
        return (
            f"against silence {middle:+.2f} ({low:+.2f} to {high:+.2f}); "
            f"lower in {fallen(self.effects)} of {len(self.effects)} runs, higher in {risen(self.effects)}; "
            f"moved away: {away(self.spoke):.0%} of the persons"
        )


def compare(setting: Setting, runs: int = 60) -> Comparison:
    """Run a setting, and the same with a silent country, with the seeds from 0 on."""
    if runs < 2:  # noqa: PLR2004  (of one run there is no spread)
        raise ValueError(f"{runs} runs; two at least, please")
    # What a silent country does not use is the same in all twins, so that settings share them.
    quiet = replace(setting, level=SILENCE, reached=1.0, openness=0.0, projects=0.0, trust=False)
    return Comparison(
        tuple(run(setting, seed) for seed in range(runs)),
        tuple(run(quiet, seed) for seed in range(runs)),
    )


@lru_cache(KEPT)
def run(setting: Setting, seed: int) -> Outcome:
    """Run a setting once; the same seed gives the same run."""
    chance = random.Random(seed).random  # noqa: S311  (a model's chance, and no secret)
    circle = _circle(setting, chance)
    people = _Arguments(setting, chance) if setting.rule == "arguments" else _Opinions(setting, chance)
    before = tuple(people.opinions)
    first = people.stand(before)
    for _ in range(setting.rounds):
        if setting.level == "dialogue":
            people.voice = people.stand(people.opinions)
        for person, friends in enumerate(circle):
            # Every turn takes as much chance, so that a run and its silent twin differ by the country alone.
            source, which, listens, what = chance(), chance(), chance(), chance()
            if source >= setting.heard:
                if friends:
                    people.meet(person, friends[int(which * len(friends))], listens, what)
            elif setting.level == "collaboration":
                if person in people.partners:
                    people.work(person, listens, what)
            elif setting.level != SILENCE and person in people.audience:
                people.hear(person, listens, what)
    return Outcome(before, tuple(people.opinions), first, people.country)


def mean(values: Sequence[float]) -> float:
    """Return the mean; exactly rounded, so that it is the same in every Python."""
    return math.fsum(values) / len(values)


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the first decile, the median and the last decile."""
    tenths = statistics.quantiles(values, n=10, method="inclusive")
    return tenths[0], tenths[4], tenths[8]


def fallen(values: Sequence[float]) -> int:
    """Count the changes downwards that are no trifle."""
    return sum(value < -TRIFLE for value in values)


def risen(values: Sequence[float]) -> int:
    """Count the changes upwards that are no trifle."""
    return sum(value > TRIFLE for value in values)


def away(outcomes: Sequence[Outcome]) -> float:
    """Return the share of all persons who end lower than they began."""
    moves = [b - a for one in outcomes for a, b in zip(one.before, one.after, strict=True)]
    return fallen(moves) / len(moves)


def _circle(setting: Setting, chance: Chance) -> list[list[int]]:
    """Tie each person to the next ones in the ring, or by chance to another; give each one's friends."""
    ties = set()
    for person in range(setting.persons):
        for step in range(1, setting.friends // 2 + 1):
            lands = chance() < setting.rewired
            other = int(chance() * setting.persons) if lands else (person + step) % setting.persons
            if other != person:
                ties.add((min(person, other), max(person, other)))
    friends: list[list[int]] = [[] for _ in range(setting.persons)]
    for one, other in sorted(ties):
        friends[one].append(other)
        friends[other].append(one)
    return friends


def _spaced(persons: int, share: float) -> list[int]:
    """Pick a share of the persons, evenly around the ring."""
    count = round(share * persons)
    return [(i + 1) * persons // count - 1 for i in range(count)]


def _within(value: float) -> float:
    """Keep an opinion on the scale."""
    return max(-1.0, min(1.0, value))


class _People:
    """A public, its partners in the other country, and that country's voice."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.voice = MESSAGE
        self.opinions: list[float] = []
        self.audience = frozenset(_spaced(setting.persons, setting.reached))
        self.partners = dict.fromkeys(_spaced(setting.persons, setting.projects), MESSAGE)

    def stand(self, opinions: Sequence[float]) -> float:
        """Return from where the country speaks to a public of such opinions."""
        gives_way = self.setting.openness if self.setting.level == "dialogue" else 0.0
        return MESSAGE - gives_way * (MESSAGE - mean(opinions))

    @property
    def country(self) -> float:
        """What the country stands for; in collaboration its partners, one with another."""
        working = self.setting.level == "collaboration" and self.partners
        return mean(list(self.partners.values())) if working else self.voice


class _Opinions(_People):
    """A public whose opinions are numbers, drawn or pushed by what is heard."""

    def __init__(self, setting: Setting, chance: Chance) -> None:
        super().__init__(setting)
        # The sum of three even chances has nearly the shape of a bell; its standard deviation is one half.
        self.opinions = [
            _within(setting.attractiveness + 2 * setting.spread * (chance() + chance() + chance() - 1.5))
            for _ in range(setting.persons)
        ]
        self.bound = math.inf if setting.rule == "averaging" else setting.bound
        self.rejection = setting.rejection if setting.rule == "repulsion" else math.inf

    def meet(self, person: int, friend: int, _listens: float, _what: float) -> None:
        self._move(person, self._step(self.opinions[friend] - self.opinions[person]))

    def hear(self, person: int, _listens: float, _what: float) -> None:
        self._move(person, self._step(self.voice - self.opinions[person]))

    def work(self, person: int, _listens: float, _what: float) -> None:
        distance = self.partners[person] - self.opinions[person]
        step = self.setting.rate * distance if self.setting.trust else self._step(distance)
        self._move(person, step)
        self.partners[person] = _within(self.partners[person] - step)

    def _step(self, distance: float) -> float:
        """Return how far a hearer moves: towards what is near, away from what is too far."""
        far = abs(distance)
        if far <= self.bound:
            return self.setting.rate * distance
        return -self.setting.rate * distance if far > self.rejection else 0.0

    def _move(self, person: int, step: float) -> None:
        self.opinions[person] = _within(self.opinions[person] + step)


class _Arguments(_People):
    """A public whose opinions are balances of arguments for and against, the oldest first."""

    def __init__(self, setting: Setting, chance: Chance) -> None:
        super().__init__(setting)
        share = (1 + setting.attractiveness) / 2
        self.held = [[1 if chance() < share else -1 for _ in range(setting.held)] for _ in range(setting.persons)]
        self.opinions = [sum(held) / setting.held for held in self.held]
        self.theirs = {person: [1] * setting.held for person in self.partners}

    def meet(self, person: int, friend: int, listens: float, what: float) -> None:
        if self._heeds(person, self.opinions[friend], listens):
            self._take(person, self.held[friend][int(what * self.setting.held)])

    def hear(self, person: int, listens: float, what: float) -> None:
        if self._heeds(person, self.voice, listens):
            self._take(person, 1 if what < (1 + self.voice) / 2 else -1)

    def work(self, person: int, listens: float, what: float) -> None:
        if self.setting.trust or self._heeds(person, self.partners[person], listens):
            which = int(what * self.setting.held)
            theirs = self.theirs[person]
            given, taken = self.held[person][which], theirs[which]
            self.theirs[person] = [*theirs[1:], given]
            self.partners[person] = sum(self.theirs[person]) / self.setting.held
            self._take(person, taken)

    def _heeds(self, person: int, opinion: float, listens: float) -> bool:
        """Whether a person listens to an opinion: the nearer it is, the more likely."""
        likeness = 1 - abs(opinion - self.opinions[person]) / 2
        return listens < likeness**self.setting.homophily

    def _take(self, person: int, argument: int) -> None:
        self.held[person] = [*self.held[person][1:], argument]
        self.opinions[person] = sum(self.held[person]) / self.setting.held
