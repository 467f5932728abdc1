"""Lineages: who comes from whom, in the article and in the record, on one time axis.

An edge reads as a sentence, start, kind, end: "Kant founds liberalism", "neoliberalism builds on
liberalism". Influence runs from the one that gives to the one that takes: from start to end where
the kind founds or reinforces, from end to start where it answers something older: builds on,
applies, is a branch of, doubts. Arrows and paths follow the influence. Ancestors and heirs are by descent
alone, from founder to founded, from older to what builds on it: who supports or doubts another is shown
beside it. Who contradicts passes nothing on: such an edge is shown at its two ends and leads nowhere.
"""

from __future__ import annotations

import math
import textwrap
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Article, Dated, Edge, Node
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Detail, Key, Option, Pick, Ref, Say, Table, View
from widgets.maps import style

EXPLORERS = ("explore", "connect")
"""The functions of this map that make an Explorer."""

ALL = "all"
WHOSE = {
    "article": "the article's lineage",
    "record": "the record's",
    "both": "both",
    "differ": "where they differ",
}
#: The voices whose edges a view draws.
HEARD = {
    "article": ("article", "reports"),
    "record": ("record",),
    "both": ("article", "reports", "record", "reading"),
    "differ": ("article", "reports", "record"),
}
KINDS = {"thinker": "Thinkers", "work": "Works", "theory": "Theories and sciences", "concept": "Concepts"}


class Verb(NamedTuple):
    """What a kind of edge does: in words, by its mark, and whether its start is the one that gives."""

    text: str
    mark: str
    gives: bool


BARE = "arrow"  # the mark of an edge that has none midway
VERBS = {
    "founds": Verb("founds", "circle", gives=True),
    "reinforces": Verb("reinforces", "cross-thin-open", gives=True),
    "builds-on": Verb("builds on", BARE, gives=False),
    "branch-of": Verb("is a branch of", "y-up-open", gives=False),
    "applies": Verb("applies", "circle-open", gives=False),
    "doubts": Verb("doubts", "x-thin-open", gives=False),
    "contradicts": Verb("contradicts", "hash-open", gives=False),
}
#: The marks midway that are not 8 px in size.
SIZES = {BARE: 0, "circle": 5}
#: The article's date of a node, where the record has another.
TWO_DATES = "diamond-open"
#: What makes ancestors and heirs; an heir cannot be the older one. Who supports or doubts is shown beside.
DESCENT = ("founds", "builds-on", "branch-of", "applies")
BESIDE = ("reinforces", "doubts")
#: Who contradicts passes nothing on: paths leave such edges out too.
AGAINST = "contradicts"


KEY = (
    *style.VOICE_KEYS,
    Key(BARE, "from what gives to what takes; with no other mark: builds on", line="solid"),
    *(Key(verb.mark, verb.text, line="solid") for verb in VERBS.values() if verb.mark != BARE),
    Key(TWO_DATES, "the article's date, where the record has another", line="solid"),
    *(Key(family.shape, id_.replace("-", " "), color=family.light) for id_, family in style.FAMILY.items()),
    Key(style.NO_FAMILY.shape, "public diplomacy", color=style.NO_FAMILY.light),
)

BRANCHES = ("Against:", "Supports and doubts:", "Ancestors, nearest first:", "Heirs, nearest first:")
MIXED = Say("The chain joins edges of more than one voice: as a whole it is our reading.", "reading")

LANE = 25  # units across; the drawing is as wide as its lanes
MARK = 3.5  # units from a lane's left edge to its marks; the last lane has as much at its right
NOMINAL = 4.5  # px a unit, between a telephone's chart and a page's: to shorten lines before a mark
CLEAR = 9  # px round a mark that lines keep free
TOP = 40  # px for the lanes' names
STRIP = 18  # px above a period, for its first year
LINE = 15.6  # px, one line of a label in a wide chart
ROW = 26  # px from mark to mark at least: a target of 24 px and more
WIDEST = 10  # letters of a name and its year that share a line
FOOT = 20  # px below the last mark
THIN, BOLD = 1.3, 2.2  # px, a line among others, and one that stands out from pale ones
DRAWN, HIDDEN = "lines+markers", "none"  # a line's modes


def controls(article: Article | None = None) -> tuple[Control, ...]:
    """Return the map's controls; their options come from the seeds."""
    lineage = _Lineage(article or load())
    return (
        Control("whose", "Whose lineage", tuple(Option(id_, label) for id_, label in WHOSE.items())),
        Control("node", "Who or what", (Option(ALL, "all"), *_options(lineage.grouped))),
    )


def view(article: Article | None = None, *, whose: str = "article", node: str = ALL) -> View:
    """Compute one selection: the figure as plain data, its words and its table.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    choose(controls(article), {"whose": whose, "node": node})
    return _view(_Lineage(article), whose, node)


def figure(article: Article | None = None, **selection: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(whose="record", node="kant")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    article = article or load()
    return style.bare(view(article, **choose(controls(article), selection)), style.FAMILY_DARK)


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choices given; ``pick`` is a node's id."""
    lineage = _Lineage(article or load())
    return Explorer(
        "lineages",
        "Lineages: who comes from whom",
        "lineages.explore",
        controls=controls(lineage.article),
        view=lambda whose, node: _view(lineage, whose, node),
        start=start,
        pick=Pick("Describe one", {id_: _detail(lineage, one) for id_, one in lineage.nodes.items()}),
        key=KEY,
        voices=VOICES,
        dark=style.FAMILY_DARK,
    )


def connect(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the shortest way from an origin to what came of it, beginning with the choices given."""
    lineage = _Lineage(article or load())
    origins, ends = lineage.origins, lineage.ends
    return Explorer(
        "lineages-path",
        "From one to another",
        "lineages.connect",
        controls=(Control("start", "From", _options(origins)), Control("end", "To", _options(ends))),
        view=lambda start, end: _connected(lineage, start, end),
        start=start,
        key=KEY,
        voices=VOICES,
        dark=style.FAMILY_DARK,
    )


def path(start: str, end: str, article: Article | None = None) -> list[Edge]:
    """Return the shortest way of influence from one node to another, edge by edge.

    Each edge is followed from the one that gives to the one that takes (see this module's opening).
    The list is empty where there is no way, and where start and end are the same. Of several
    shortest ways it is the one whose edges stand first in ``theories.toml``.

    Raises
    ------
    ValueError
        When a node does not exist; it lists those that do.

    """
    lineage = _Lineage(article or load())
    known = tuple(Option(id_, id_) for id_ in lineage.nodes)
    choose((Control("start", "", known), Control("end", "", known)), {"start": start, "end": end})
    return lineage.path(start, end)


def giver(edge: Edge) -> str:
    """Return the node from which influence comes."""
    return edge.start if VERBS[edge.kind].gives else edge.end


def taker(edge: Edge) -> str:
    """Return the node to which influence goes."""
    return edge.end if VERBS[edge.kind].gives else edge.start


# --- what the seeds say -------------------------------------------------------------------------


def _camp(edge: Edge) -> str:
    """Whose an edge is: the article's (what it reports too), the record's, or ours."""
    return "article" if edge.voice in HEARD["article"] else edge.voice


@dataclass(frozen=True)
class _Lineage:
    """The nodes and edges of an article, and what follows from them."""

    article: Article

    @property
    def nodes(self) -> Mapping[str, Node]:
        return self.article.nodes

    @cached_property
    def grouped(self) -> list[Node]:
        """The nodes by kind, then in time."""
        kinds = list(KINDS)
        return sorted(self.nodes.values(), key=lambda one: (kinds.index(one.kind), self.year(one) or 0, one.id))

    @cached_property
    def ordered(self) -> list[Node]:
        """The nodes by lane, then in time."""
        lanes = list(self.article.lanes)
        return sorted(self.nodes.values(), key=lambda one: (lanes.index(one.lane), self.year(one) or 9999, one.id))

    @cached_property
    def edges(self) -> dict[str, tuple[Edge, ...]]:
        """The edges of each view."""
        edges = self.article.edges.values()
        camps: dict[tuple[str, str, str], set[str]] = {}
        for edge in edges:
            camps.setdefault((edge.start, edge.kind, edge.end), set()).add(_camp(edge))
        heard = {whose: [edge for edge in edges if edge.voice in voices] for whose, voices in HEARD.items()}
        heard["differ"] = [
            edge for edge in heard["differ"] if not {"article", "record"} <= camps[edge.start, edge.kind, edge.end]
        ]
        return {whose: tuple(kept) for whose, kept in heard.items()}

    @cached_property
    def groups(self) -> dict[str, list[Edge]]:
        """The edges by whose they are, and by whether the other voice has the same."""
        differ = set(self.edges["differ"])
        groups: dict[str, list[Edge]] = {}
        for edge in self.article.edges.values():
            agreed = edge.voice != "reading" and edge not in differ
            groups.setdefault(f"{_camp(edge)}, agreed" if agreed else _camp(edge), []).append(edge)
        return groups

    @cached_property
    def present(self) -> dict[str, tuple[str, ...]]:
        """The nodes of each view, in the order of the list."""
        ends = {end for edge in self.edges["differ"] for end in (edge.start, edge.end)}
        kept = {
            "article": [one.id for one in self.ordered if one.article],
            "record": [one.id for one in self.ordered if one.record],
            "both": [one.id for one in self.ordered],
            "differ": [one.id for one in self.ordered if one.id in ends or self.differs(one)],
        }
        return {whose: tuple(ids) for whose, ids in kept.items()}

    @staticmethod
    def differs(node: Node) -> bool:
        """Whether only one voice names a node, or each has another year for it."""
        if not (node.article and node.record):
            return True
        return node.article.year is not None and _years(node.article) != _years(node.record)

    @staticmethod
    def dated(node: Node, camp: str = "record") -> Dated | None:
        """Return the date by which a voice's view draws a node: its own, else the other's."""
        own, other = (node.article, node.record) if camp == "article" else (node.record, node.article)
        return next((one for one in (own, other) if one and one.year is not None), None)

    def year(self, node: Node) -> int | None:
        """Return the year at which a node is drawn, the record's where it has one."""
        date = self.dated(node)
        return date.year if date else None

    # Ancestors and heirs.

    def past(self, whose: str, node: str) -> tuple[set[str], list[Edge]]:
        """Return a node's ancestors, and the edges that lead from them to it."""
        return self._reach(self._of(whose, DESCENT), node, taker, giver)

    def future(self, whose: str, node: str) -> tuple[set[str], list[Edge]]:
        """Return a node's heirs, and the edges that lead from it to them."""
        return self._reach(self._of(whose, DESCENT), node, giver, taker)

    def beside(self, whose: str, node: str) -> list[Edge]:
        """Return the edges by which a node supports or doubts another, or is supported or doubted."""
        return [edge for edge in self._of(whose, BESIDE) if node in (edge.start, edge.end)]

    def against(self, whose: str, node: str) -> list[Edge]:
        """Return the edges by which a node contradicts another or is contradicted."""
        return [edge for edge in self._of(whose, [AGAINST]) if node in (edge.start, edge.end)]

    def _of(self, whose: str, kinds: Collection[str]) -> list[Edge]:
        return [edge for edge in self.edges[whose] if edge.kind in kinds]

    def before(self, node: str) -> set[str]:
        """Return all from which influence of any kind comes to a node."""
        return self._reach(self.passing("both"), node, taker, giver)[0]

    def after(self, node: str) -> set[str]:
        """Return all to which influence of any kind goes from a node."""
        return self._reach(self.passing("both"), node, giver, taker)[0]

    def passing(self, whose: str) -> list[Edge]:
        """Return the edges that pass influence on."""
        return [edge for edge in self.edges[whose] if edge.kind != AGAINST]

    @staticmethod
    def _reach(
        edges: Sequence[Edge], node: str, near: Callable[[Edge], str], far: Callable[[Edge], str]
    ) -> tuple[set[str], list[Edge]]:
        """Follow edges from their near end to their far one, nearest first."""
        seen, order, wait = {node}, [], deque([node])
        while wait:
            here = wait.popleft()
            for edge in edges:
                if near(edge) == here:
                    order.append(edge)
                    if far(edge) not in seen:
                        seen.add(far(edge))
                        wait.append(far(edge))
        return seen - {node}, order

    def path(self, start: str, end: str) -> list[Edge]:
        """Return the shortest way over the edges of all voices; see `path`."""
        came: dict[str, Edge | None] = {start: None}
        wait = deque([start])
        edges = self.passing("both")
        while wait and end not in came:
            here = wait.popleft()
            for edge in edges:
                if giver(edge) == here and taker(edge) not in came:
                    came[taker(edge)] = edge
                    wait.append(taker(edge))
        way: list[Edge] = []
        step = came.get(end)
        while step is not None:
            way.append(step)
            step = came[giver(step)]
        return way[::-1]

    @cached_property
    def origins(self) -> list[Node]:
        """The nodes to start from: those that nothing drawn here bears on, of most influence; in time."""
        first = [one for one in self.nodes.values() if not self.before(one.id)]
        return self._most(first, lambda one: len(self.after(one.id)), 13)

    @cached_property
    def ends(self) -> list[Node]:
        """The nodes to arrive at: those on which most others bear; in time."""
        return self._most(self.nodes.values(), lambda one: len(self.before(one.id)), 15)

    @cached_property
    def on_ways(self) -> list[Edge]:
        """The edges on a way from any origin to any end."""
        ways = (self.path(start.id, end.id) for start in self.origins for end in self.ends)
        used = {edge.id for way in ways for edge in way}
        return [edge for edge in self.article.edges.values() if edge.id in used]

    def _most(self, nodes: Iterable[Node], count: Callable[[Node], int], most: int) -> list[Node]:
        counted = sorted(((count(one), one) for one in nodes), key=lambda pair: (-pair[0], pair[1].id))
        kept = [one for number, one in counted[:most] if number]
        return sorted(kept, key=lambda one: (self.year(one) or 9999, one.id))

    # Where each stands.

    @cached_property
    def tops(self) -> dict[str, int]:
        """The height at which each period begins, and below them the undated (``""``) and the end."""
        tops, top = {}, TOP
        for period in self.article.periods.values():
            tops[period.id] = top
            top += period.height
        tops[""] = top
        return tops

    def level(self, year: int) -> float:
        """Return the height of a year."""
        for period in self.article.periods.values():
            if period.start <= year < period.end:
                part = (year - period.start) / (period.end - period.start)
                return self.tops[period.id] + STRIP + part * (period.height - STRIP)
        return float(self.tops[""])

    @cached_property
    def places(self) -> dict[str, int]:
        """The height of each node's mark: at its year, or below where a label would meet another."""
        places = {}
        for lane in self.article.lanes:
            free = 0.0
            for one in (one for one in self.ordered if one.lane == lane):
                half = max(ROW, LINE * (self.label(one, "both").count("<br>") + 1)) / 2
                year = self.year(one)
                wanted = self.tops[""] if year is None else self.level(year)
                above = max(top for top in self.tops.values() if top <= wanted) + STRIP
                places[one.id] = round(max(wanted, above + half, free + half))
                free = places[one.id] + half
        return places

    @cached_property
    def height(self) -> int:
        return max(*self.places.values(), self.tops[""]) + FOOT

    def mark(self, node: Node, camp: str) -> tuple[float, int]:
        """Return where a node's mark stands for one voice."""
        x = list(self.article.lanes).index(node.lane) * LANE + MARK
        own = self.dated(node, camp)
        if own and own.year is not None and own.year != self.year(node):
            return x, round(self.level(own.year))
        return x, self.places[node.id]

    def moved(self, node: Node) -> bool:
        """Whether the two voices set a node at two places."""
        return self.mark(node, "article") != self.mark(node, "record")

    def label(self, node: Node, whose: str) -> str:
        """Return a node's label: its short name and the year at which this view draws it."""
        name, years = node.short or node.name.en, _years(self.dated(node, whose))
        short = "<br>" not in name and len(name) + len(years) < WIDEST
        return f"{name}{' ' if short else '<br>'}{years}" if years else name


def _years(date: Dated | None) -> str:
    """Write a date: ``1970``, ``1967–69``, or nothing."""
    if date is None or date.year is None:
        return ""
    if date.end is None:
        return str(date.year)
    same = date.year // 100 == date.end // 100
    return f"{date.year}–{date.end % 100:02d}" if same else f"{date.year}–{date.end}"


def _options(nodes: Iterable[Node]) -> tuple[Option, ...]:
    return tuple(Option(one.id, one.name.en, group=KINDS[one.kind]) for one in nodes)


# --- views --------------------------------------------------------------------------------------


def _view(lineage: _Lineage, whose: str, node: str) -> View:
    """Compute one selection whose choices exist."""
    present = lineage.present[whose]
    if node == ALL:
        edges = list(lineage.edges[whose])
        strong = [one for one in present if whose != "differ" or lineage.differs(lineage.nodes[one])]
        words = _oddities(lineage, whose)
    else:
        branches = (
            lineage.against(whose, node),
            lineage.beside(whose, node),
            lineage.past(whose, node)[1],
            lineage.future(whose, node)[1],
        )
        edges = list({edge.id: edge for branch in reversed(branches) for edge in branch}.values())
        met = {node, *(end for edge in edges for end in (edge.start, edge.end))}
        strong = [one for one in present if one in met]
        words = (*_standing(lineage, whose, node), *_account(lineage, whose, node, *branches))
    return View(
        figure=_figure(lineage, whose, edges, strong),
        summary=_summary(lineage, whose, node),
        words=words,
        table=_table(lineage, edges),
        ids=present,
    )


def _connected(lineage: _Lineage, start: str, end: str) -> View:
    """Compute the way from one node to another."""
    way = lineage.path(start, end)
    on_way = {start, end, *(taker(edge) for edge in way)}
    first, last = lineage.nodes[start].name.en, lineage.nodes[end].name.en
    words: tuple[Say, ...] = ()
    if way:
        summary = f"From {first} to {last} in {style.count(len(way), 'step')}."
        mixed = len({_camp(edge) for edge in way}) > 1
        words = (*(_sentence(lineage, edge) for edge in way), *((MIXED,) if mixed else ()))
    elif start == end:
        summary = f"{style.upper(first)} is start and end: choose another end."
    else:
        reached = lineage.after(start)
        names = ", ".join(one.name.en for one in lineage.ordered if one.id in reached)
        summary = f"There is no way from {first} to {last} here."
        words = (Say(f"One comes as far as: {names}." if names else "No edge leads on from there.", "reading"),)
    return View(
        figure=_figure(
            lineage, "both", way, [one for one in lineage.present["both"] if one in on_way], lineage.on_ways
        ),
        summary=summary,
        words=words,
        table=_table(lineage, way),
    )


# --- words and table ----------------------------------------------------------------------------


def _says(lineage: _Lineage, edge: Edge) -> str:
    """Say an edge as a sentence of three parts."""
    start, end = (lineage.nodes[one].name.en for one in (edge.start, edge.end))
    return style.upper(f"{start} {VERBS[edge.kind].text} {end}.")


def _sentence(lineage: _Lineage, edge: Edge) -> Say:
    """Give what a voice says of an edge, with its places and status."""
    refs = style.refs(lineage.article, edge.paragraphs, edge.sources)
    return Say(style.kazakh(edge.text), edge.voice, refs, style.note(edge.status), _says(lineage, edge))


def _account(lineage: _Lineage, whose: str, node: str, *branches: Sequence[Edge]) -> list[Say]:
    """Give the sentences of a node's opponents, of what stands beside it, of its ancestors and its heirs."""
    said = []
    for title, edges in zip(BRANCHES, branches, strict=True):
        if edges:
            said += [Say(title), *(_sentence(lineage, edge) for edge in edges)]
    if whose in ("both", "differ") and len({_camp(edge) for edges in branches[2:] for edge in edges}) > 1:
        said.append(Say("A chain of edges by more than one voice is, as a whole, our reading.", "reading"))
    return said or ([Say("No edge here joins it to another.", "reading")] if node in lineage.present[whose] else [])


def _standing(lineage: _Lineage, whose: str, id_: str) -> list[Say]:
    """Say where a node stands in a view, and by whose date."""
    node = lineage.nodes[id_]
    if not (node.article and node.record):
        only = "record" if node.record else "article"
        if whose == only:
            return []
        if whose in ("both", "differ"):
            return [Say(f"Only the {only} has it here.", "reading")]
        silent = "The article does not name it" if whose == "article" else "We give no fact of the record on it"
        return [Say(f"{silent}: choose another lineage to see it.", "reading")]
    if whose == "article" and node.article.year is None:
        return [Say("The article gives no year: it is drawn at the record's.", "reading")]
    if whose in ("both", "differ") and lineage.differs(node):
        return [_dates(lineage, node)]
    return []


def _dates(lineage: _Lineage, node: Node) -> Say:
    """Set the article's date of a node beside the record's."""
    said = f"The article: {_years(node.article)}. The record: {_years(node.record)}."
    note = style.note(node.record.status) if node.record else ""
    refs = _date_refs(lineage, (node.article, node.record))
    return Say(said, "reading", refs, note, f"{style.upper(node.name.en)}.")


def _date_refs(lineage: _Lineage, dates: Iterable[Dated | None]) -> tuple[Ref, ...]:
    return tuple(ref for one in dates if one for ref in style.refs(lineage.article, one.paragraphs, one.sources))


def _oddities(lineage: _Lineage, whose: str) -> tuple[Say, ...]:
    """Say what the drawing shows of itself: order in time, who founds what, dates that differ."""
    edges = lineage.edges[whose]
    said = [*_too_early(lineage, whose), *_taken_up_again(lineage, edges)]
    if whose == "article":
        own = [one.name.en for one in lineage.ordered if one.article and one.article.year is not None]
        said.append(
            Say(f"The article gives a year for: {', '.join(own)}. The others stand at the record's.", "reading")
        )
    if whose in ("both", "differ"):
        said += [*_two_accounts(lineage), *_two_founders(lineage)]
        nodes = [lineage.nodes[one] for one in lineage.present[whose]]
        said += [_dates(lineage, one) for one in nodes if one.article and one.record and lineage.differs(one)]
        only = {
            "article": [one.name.en for one in nodes if not one.record],
            "record": [one.name.en for one in nodes if not one.article],
        }
        said += [Say(f"Only the {camp} has: {', '.join(names)}.", "reading") for camp, names in only.items() if names]
    return tuple(said)


def _too_early(lineage: _Lineage, whose: str) -> list[Say]:
    """Find what stands earlier than that from which it comes, by the dates of the view."""
    camp = "article" if whose == "article" else "record"
    found = []
    for edge in lineage.edges[whose]:
        first, then = (lineage.dated(lineage.nodes[one], camp) for one in (giver(edge), taker(edge)))
        lives = lineage.nodes[giver(edge)].kind == "thinker"  # and is older than the work that dates him
        if lives or edge.kind not in DESCENT or not (first and then and first.year and then.year):
            continue
        if (then.end or then.year) < first.year:
            names = [lineage.nodes[one].name.en for one in (taker(edge), giver(edge))]
            text = f"Yet the dates run the other way: {names[0]} {_years(then)}, {names[1]} {_years(first)}."
            refs = style.refs(lineage.article, edge.paragraphs, edge.sources)
            found.append(Say(text, "reading", refs, topic=_says(lineage, edge)))
    if found:
        found.append(Say("A date here is that of a word or a work; the idea may be older.", "reading"))
    return found


def _taken_up_again(lineage: _Lineage, edges: Sequence[Edge]) -> list[Say]:
    """Find what was doubted, and built upon after that."""
    found = []
    for node in lineage.nodes.values():
        doubts = [edge for edge in edges if edge.kind == "doubts" and edge.end == node.id]
        built = [edge for edge in edges if edge.kind == "builds-on" and edge.end == node.id]
        if not (doubts and built):
            continue
        first = min(lineage.year(lineage.nodes[edge.start]) or 9999 for edge in doubts)
        if first <= (lineage.year(node) or 0):
            continue
        later = [edge for edge in built if (lineage.year(lineage.nodes[edge.start]) or 0) > first]
        if later:
            names = ", ".join(
                f"{lineage.nodes[e.start].name.en} ({lineage.year(lineage.nodes[e.start])})" for e in later
            )
            text = f"Doubted from {first} on, it is taken up again by {names}."
            refs = _edge_refs(lineage, (*doubts, *later))
            found.append(Say(text, "reading", refs, topic=f"{style.upper(node.name.en)}."))
    return found


def _two_accounts(lineage: _Lineage) -> list[Say]:
    """Find the pairs that the two voices join by different kinds of edge."""
    pairs: dict[tuple[str, str], dict[str, list[Edge]]] = {}
    for edge in lineage.edges["differ"]:
        pairs.setdefault((edge.start, edge.end), {}).setdefault(_camp(edge), []).append(edge)
    return [
        _against(lineage, "Two accounts.", camps, lambda edge: _says(lineage, edge).rstrip("."))
        for camps in pairs.values()
        if len(camps) > 1
    ]


def _two_founders(lineage: _Lineage) -> list[Say]:
    """Find what each voice has founded by someone else."""
    found: dict[str, dict[str, list[Edge]]] = {}
    for edge in lineage.edges["both"]:
        if edge.kind == "founds":
            found.setdefault(edge.end, {}).setdefault(_camp(edge), []).append(edge)
    return [
        _against(lineage, f"Who founds {lineage.nodes[end].name.en}?", camps, lambda e: lineage.nodes[e.start].name.en)
        for end, camps in found.items()
        if len(camps) > 1 and len({frozenset(edge.start for edge in edges) for edges in camps.values()}) > 1
    ]


def _against(lineage: _Lineage, topic: str, camps: Mapping[str, Sequence[Edge]], name: Callable[[Edge], str]) -> Say:
    """Set what the article says beside what the record says."""
    parts = [f"The {camp}: {'; '.join(name(edge) for edge in camps[camp])}." for camp in ("article", "record")]
    refs = _edge_refs(lineage, [edge for edges in camps.values() for edge in edges])
    return Say(" ".join(parts), "reading", refs, topic=topic)


def _edge_refs(lineage: _Lineage, edges: Iterable[Edge]) -> tuple[Ref, ...]:
    refs = (ref for edge in edges for ref in style.refs(lineage.article, edge.paragraphs, edge.sources))
    return tuple(dict.fromkeys(refs))


def _summary(lineage: _Lineage, whose: str, node: str) -> str:
    head = {"article": "The article", "record": "The record", "both": "Both", "differ": "Where they differ"}[whose]
    if node == ALL:
        nodes, edges = len(lineage.present[whose]), len(lineage.edges[whose])
        if whose == "differ":
            nodes = sum(lineage.differs(one) for one in lineage.nodes.values())
        return f"{head}: {style.count(nodes, 'node')}, {style.count(edges, 'edge')}."
    name = lineage.nodes[node].name.en
    if node not in lineage.present[whose]:
        return f"{head}: {name} is not there."
    ancestors, heirs = lineage.past(whose, node)[0], lineage.future(whose, node)[0]
    return f"{head}: {name} has {style.count(len(ancestors), 'ancestor')} and {style.count(len(heirs), 'heir')}."


def _table(lineage: _Lineage, edges: Iterable[Edge]) -> Table:
    return Table(
        "The edges shown. Each row reads as a sentence.",
        ("Who or what", "does", "to whom or what", "Voice", "Where", "Facts are"),
        tuple(
            (
                lineage.nodes[edge.start].name.en,
                VERBS[edge.kind].text,
                lineage.nodes[edge.end].name.en,
                VOICES[edge.voice],
                ", ".join((*edge.paragraphs, *map(lineage.article.label, edge.sources))),
                style.note(edge.status),
            )
            for edge in edges
        ),
    )


def _detail(lineage: _Lineage, node: Node) -> Detail:
    """Tell a node's names and dates, and what each voice says of it."""
    article = lineage.article
    dates = [
        f"{whose}: {_years(date) or 'no year'}"
        for whose, date in (("the article", node.article), ("the record", node.record))
        if date
    ]
    said = [
        Say(style.kazakh(one.text), one.voice, style.refs(article, one.paragraphs, one.sources), style.note(one.status))
        for one in node.claims
    ]
    refs = _date_refs(lineage, (node.article, node.record))
    note = style.note(node.record.status) if node.record and node.record.year else ""
    return Detail(
        node.name.en, (Say(style.names(node.name)), Say(f"{style.upper('; '.join(dates))}.", "", refs, note), *said)
    )


# --- the drawing ---------------------------------------------------------------------------------
#
# Words and arrows are traces and not annotations: plotly redraws a trace several times faster. Every
# figure has the same traces: all edges, by whose they are; and each edge once more, to be drawn alone.
# So a selection differs from another in a few numbers.


def _figure(
    lineage: _Lineage, whose: str, edges: Iterable[Edge], strong: Sequence[str], alone: Sequence[Edge] = ()
) -> dict[str, Any]:
    """Draw the nodes of a view and these of its edges; before pale others if ``alone`` lists all that may be chosen."""
    heard, chosen = set(lineage.edges[whose]), set(edges)
    together = chosen == heard
    across = len(lineage.article.lanes) * LANE + MARK
    return {
        "data": [
            *(
                {
                    "name": name,
                    **_lines(
                        lineage,
                        group,
                        style.PALE if alone else style.MUTED,
                        drawn=(together or bool(alone)) and heard >= set(group),
                    ),
                }
                for name, group in lineage.groups.items()
            ),
            *(
                _lines(lineage, [edge], style.INK, drawn=edge in chosen and not together, width=BOLD if alone else THIN)
                for edge in alone or lineage.article.edges.values()
            ),
            _two_dates(lineage, whose, style.PALE, [one for one in lineage.present[whose] if one not in strong]),
            _two_dates(lineage, whose, style.MUTED, strong),
            _lanes(lineage),
            _axis(lineage),
            _nodes(lineage, whose, set(strong)),
        ],
        "layout": style.layout(lineage.height, (0, across), shapes=_rules(lineage, across)),
    }


def _nodes(lineage: _Lineage, whose: str, strong: set[str]) -> dict[str, Any]:
    """Draw a marker a node, in its family's shape and colour; those that do not matter now are pale.

    The rightmost lane comes first: a touch belongs to the mark that it is on, not to a label beside it.
    """
    camp = "article" if whose == "article" else "record"
    shown = [lineage.nodes[one] for one in reversed(lineage.present[whose])]
    marks = [lineage.mark(one, camp) for one in shown]
    families = [style.FAMILY.get(one.family or "", style.NO_FAMILY) for one in shown]
    return {
        "type": "scatter",
        "name": "nodes",
        "mode": "markers+text",
        "x": [x for x, _ in marks],
        "y": [y for _, y in marks],
        "text": [lineage.label(one, whose) for one in shown],
        "customdata": [one.id for one in shown],
        "textposition": "middle right",
        "textfont": {"size": 12, "color": style.INK, "shadow": style.HALO},
        "cliponaxis": False,
        "marker": {
            "size": 12,
            "opacity": 1,
            "symbol": [one.shape for one in families],
            "color": [one.light for one in families],
            "line": {"width": 0},
        },
        "selectedpoints": [i for i, one in enumerate(shown) if one.id in strong],
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0.3}, "textfont": {"color": style.PALE}},
    }


def _two_dates(lineage: _Lineage, whose: str, ink: str, ids: Sequence[str]) -> dict[str, Any]:
    """Join the two marks of each node that the two voices set at two dates; the article's is hollow."""
    moved = [lineage.nodes[one] for one in ids if lineage.moved(lineage.nodes[one])]
    pairs = [(lineage.mark(one, "record"), lineage.mark(one, "article")) for one in moved]
    points = [point for pair in pairs for point in (*pair, (None, None))] if whose in ("both", "differ") else []
    return {
        "type": "scatter",
        "name": "two dates",
        "mode": "lines+markers",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "line": {"dash": "solid", "color": ink, "width": 3},
        "marker": {
            "size": 11,
            "symbol": TWO_DATES,
            "color": ink,
            "opacity": [0, 1, 0] * (len(points) // 3),
            "line": {"width": 2, "color": ink},
        },
    }


Point = tuple[float, float]


def _lines(lineage: _Lineage, edges: Sequence[Edge], ink: str, *, drawn: bool, width: float = THIN) -> dict[str, Any]:
    """Draw edges of one voice from the one that gives to the one that takes, with their kind's mark midway."""
    points = [point for edge in edges for point in (*_curve(lineage, edge), (None, None))][:-1]
    marks = [VERBS[edge.kind].mark for edge in edges]
    marker: dict[str, Any] = {
        "symbol": [symbol for mark in marks for symbol in ("circle", mark, "arrow", "circle")][:-1],
        "size": [size for mark in marks for size in (0, SIZES.get(mark, 8), 8, 0)][:-1],
        "angleref": "previous",
        "color": ink,
        "opacity": 1,
    }
    open_ = any(mark.endswith("-open") for mark in marks)
    marker["line"] = {"width": width, "color": ink} if open_ else {"width": 0}
    return {
        "type": "scatter",
        "mode": DRAWN if drawn else HIDDEN,
        "x": [style.short(x, 1) for x, _ in points],
        "y": [y if y is None else round(y) for _, y in points],
        "line": {"dash": style.DASH[edges[0].voice], "color": ink, "width": width, "shape": "spline"},
        "marker": marker,
    }


def _curve(lineage: _Lineage, edge: Edge) -> list[Point]:
    """Return an edge's two ends, short of the marks there, and its middle, out of the way of others.

    In a lane a line bends to the left of the marks between its ends. Two edges between the same nodes
    bend apart by whose they are.
    """
    camp = _camp(edge)
    (x0, y0), (x1, y1) = (lineage.mark(lineage.nodes[one], camp) for one in (giver(edge), taker(edge)))
    apart = {"article": 0.6, "record": -0.6}.get(camp, 0)
    middle = ((x0 + x1) / 2 + apart, (y0 + y1) / 2)
    if x0 == x1:
        middle = (x0 - min(3.2, 0.6 + abs(y1 - y0) / 90) + apart, middle[1])
    return [_towards((x0, y0), middle), middle, _towards((x1, y1), middle)]


def _towards(start: Point, end: Point) -> Point:
    """Go from one point towards another, as far as a mark reaches."""
    long = math.hypot((end[0] - start[0]) * NOMINAL, end[1] - start[1])
    part = min(0.4, CLEAR / max(long, 1))
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _lanes(lineage: _Lineage) -> dict[str, Any]:
    names = ["<br>".join(textwrap.wrap(one.name.en, 10)) for one in lineage.article.lanes.values()]
    middles = [i * LANE + LANE / 2 for i in range(len(names))]
    return style.words_at(
        "lanes", middles, [TOP / 2 - 4] * len(names), [f"<b>{one}</b>" for one in names], [style.INK] * len(names), 12
    )


def _axis(lineage: _Lineage) -> dict[str, Any]:
    """Write each period's first year above it, at the left edge."""
    years = [str(one.start) for one in lineage.article.periods.values()]
    tops = [lineage.tops[one] + STRIP / 2 for one in lineage.article.periods]
    if any(lineage.year(one) is None for one in lineage.nodes.values()):
        years, tops = [*years, "no year"], [*tops, lineage.tops[""] + STRIP / 2]
    named = style.words_at("years", [0] * len(years), tops, years, [style.MUTED] * len(years), 11)
    return {**named, "textposition": "middle right", "textfont": {**named["textfont"], "shadow": style.HALO}}


def _rules(lineage: _Lineage, across: float) -> list[dict[str, Any]]:
    """Draw a rule above each period and between the lanes."""
    line = {"dash": "solid", "color": style.MUTED, "width": 0.5}
    tops = list(lineage.tops.values())
    undated = any(lineage.year(one) is None for one in lineage.nodes.values())
    rules = [(0, top, across, top) for top in (tops if undated else tops[:-1])]
    rules += [(i * LANE, TOP, i * LANE, lineage.height) for i in range(1, len(lineage.article.lanes))]
    return [{"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line} for x0, y0, x1, y1 in rules]
