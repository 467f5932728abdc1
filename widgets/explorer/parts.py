"""What an Explorer is made of: plain data that a map hands over.

Nothing here knows what the map is about. A text may hold one kind of markup,
``<span lang="kk">…</span>`` around words of another language; all else is shown as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Figure = Mapping[str, Any]
"""A plotly figure as plain data: ``{"data": [...], "layout": {...}}``."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a control."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A discrete control: a name for code, a label for readers, its choices in order.

    Options with a ``group`` stand in a list under that heading. A control to ``tick`` is one box with two
    options, the first for empty and the second for ticked; it shows its label alone. Boxes that follow each
    other and have the same ``set`` stand together under that heading.
    """

    name: str
    label: str
    options: tuple[Option, ...]
    tick: bool = False
    set: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """A place behind a statement: an id that the page can link, and how text names it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Say:
    """One statement: whose voice, on what, what, where it stands, how sure it is."""

    text: str
    voice: str = ""
    refs: tuple[Ref, ...] = ()
    note: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The same facts as the figure's, for reading and for download."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class View:
    """What one selection shows. ``ids`` are the points that can be picked in it, in order."""

    figure: Figure
    summary: str
    words: tuple[Say, ...]
    table: Table
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """What a pick tells."""

    label: str
    words: tuple[Say, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """Points whose detail can be asked for: by the chart, or by a list with this label."""

    label: str
    details: Mapping[str, Detail]


@dataclass(frozen=True, slots=True)
class Item:
    """Something to classify: the answers that hold, and what is said to each answer.

    ``options`` are the item's own, where it does not share its quiz's.
    """

    id: str
    label: str
    prompt: str
    answers: tuple[str, ...]
    feedback: Mapping[str, Say]
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Quiz:
    """Items to place among options. ``noun`` is what an item is called: case, question.

    A quiz of ``readings`` compares the reader's answers with ours, and calls none of them right.
    """

    question: str
    options: tuple[Option, ...]
    items: tuple[Item, ...]
    noun: str = "case"
    readings: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """Something to tick, with the weight it adds to each target and why.

    Of the ticked features of one ``group`` the heaviest counts, whatever their number; one without a group counts
    by itself.
    """

    id: str
    label: str
    weights: Mapping[str, int]
    why: Say
    group: str = ""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A way to add up: how often each group counts, and the weights of features that have others then.

    A group that is not named counts once. Where there are several headings, a reader chooses one, and then a
    weighing that stands under it.
    """

    value: str
    label: str
    counts: Mapping[str, int]
    weights: Mapping[str, Mapping[str, int]]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Features to tick at once, by a button with this label."""

    label: str
    ticked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of a score's features, in order; what one is called; the ways to weigh them, the usual one first.

    ``headings`` is what the choice of a weighing's heading is called.
    """

    noun: str
    groups: tuple[Option, ...]
    weighings: tuple[Weighing, ...]
    headings: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Features whose weights are added up for each target; ``noun`` is what a target is called.

    ``figure``'s first traces are the targets', in order; a line's end, ``x[1]``, is the target's total.
    """

    question: str
    features: tuple[Feature, ...]
    targets: tuple[Option, ...]
    figure: Figure
    noun: str
    assumption: Say
    grouping: Grouping | None = None
    profiles: tuple[Profile, ...] = ()

    @property
    def weighings(self) -> dict[str, Weighing]:
        """The ways to weigh, by value; none where there is no choice."""
        return {one.value: one for one in self.grouping.weighings} if self.grouping else {}

    def shares(self, ticked: Sequence[str], weighing: str = "") -> dict[str, dict[str, int]]:
        """Return what each group of ticked features adds to each target; the first weighing where none is named."""
        ways = self.weighings
        way = ways[weighing] if weighing else next(iter(ways.values()), None)
        added: dict[str, dict[str, int]] = {target.value: {} for target in self.targets}
        for feature in self.features:
            if feature.id not in ticked:
                continue
            group = feature.group or feature.id
            weights = way.weights.get(feature.id, feature.weights) if way else feature.weights
            times = way.counts.get(group, 1) if way else 1
            for target, own in added.items():
                own[group] = max(own.get(group, 0), times * weights.get(target, 0))
        return added

    def totals(self, ticked: Sequence[str], weighing: str = "") -> dict[str, int]:
        """Add up what the groups add, for each target."""
        return {target: sum(added.values()) for target, added in self.shares(ticked, weighing).items()}

    def turns(self, ticked: Sequence[str], weighing: str = "") -> dict[str, tuple[str, ...]]:
        """Return the groups that decide: for each, who would be first without it, where that is not who is first.

        Nobody is first where nobody has anything.
        """
        shares = self.shares(ticked, weighing)

        def first(without: str = "") -> tuple[str, ...]:
            left = {
                target: sum(share for group, share in added.items() if group != without)
                for target, added in shares.items()
            }
            return tuple(target for target, total in left.items() if total and total == max(left.values()))

        groups = self.grouping.groups if self.grouping else ()
        return {one.value: first(one.value) for one in groups if first(one.value) != first()}


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend: a line's style or a marker's symbol, and what it means.

    A mark that stands on lines is drawn on one, in the style of ``line`` and turned along it, as in a chart.
    ``color`` is the mark's on a light page; without one it has the text's.
    """

    mark: str
    label: str
    line: str = ""
    color: str = ""
