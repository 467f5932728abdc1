"""The article at a glance: a tile a paragraph, section by section, and what joins them.

Solid lines join paragraphs in which the article says a thing twice. A rule under a tile, in the line
style of a voice, says that this voice has a word on the paragraph: dashed the record; dotted our
reading, by which a promise is kept or a method is at work there.
"""

from __future__ import annotations

import itertools
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Article, Citation, Method, Number, Paragraph, Promise, Remark, Repeat, Voice
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Detail, Key, Option, Pick, Say, Table, View
from widgets.maps import style

EXPLORERS = ("explore",)
"""The functions of this map that make an Explorer."""

COLUMNS = ("Paragraph", "Section", "What", "With")
NONE = "–"
ANNOUNCED = "It announces:"
JUDGED = Say("Which paragraphs are about a term is our judgement.", "reading")
#: Letters of a promise that the list of choices shows.
LONGEST_OPTION = 32


class Kind(NamedTuple):
    """How a kind of repeat is said, in a sentence and in a count, and drawn: its line's width and ends."""

    text: str
    counted: str
    width: float
    mark: str


REPEATS = {
    "identical": Kind("says the same as", "word for word", 4, "square"),
    "near": Kind("says nearly the same as", "nearly", 2, "circle"),
    "partial": Kind("shares a part with", "in part", 1, "circle-open"),
}
KEPT = {"yes": "kept", "in part": "kept in part", "no": "not kept"}
SURE = {
    "certain": "we are certain",
    "nearly certain": "we are nearly certain",
    "guess": "our guess",
    "unknown": "unknown to us",
}
WHOLE = {
    "repeats": "what it repeats",
    "promises": "what it promises",
    "methods": "by what methods it works",
    "citations": "what it cites",
    "reports": "whose view it reports",
    "slips": "where a remark differs from it",
}
KEY = (
    *style.VOICE_KEYS,
    *(Key(kind.mark, f"the same {kind.counted}", line="solid") for kind in REPEATS.values()),
)

ACROSS = 7  # tiles in a row: on a page 320 px wide a tile has its 24 px and a channel beside it
TILE = 26  # px: a target of 24 px and more
HINT = 18  # px above the first section
HEAD = 26  # px for a section's name
ROW = 44  # px from row to row
NAME_AT = 14  # px from a section's top to the middle of its name
NOTE_AT = 26  # px from a tile's middle to the note under it
RULES: dict[Voice, int] = {"record": 3, "reading": 6}
"""How far a rule of each voice lies under a tile, in px."""
LANE = 3  # px between lines that run side by side across the drawing
SIDE = 0.085  # of a tile's column: the same for lines that run down it
SLOT = 0.16  # of a tile's column, between lines that end at one side of a tile
MOST_LANES = 4  # lines that fit between two rows of tiles, or two columns
FULL = 2 * ACROSS  # columns that a line goes out of its way to pass by a full channel


def controls(article: Article | None = None) -> tuple[Control, ...]:
    """Return the map's one control; its options come from the seeds."""
    index = _Index(article or load())
    return (
        Control("show", "Show", tuple(Option(one.value, one.label, group=one.group) for one in index.looks.values())),
    )


def view(article: Article | None = None, *, show: str = "repeats") -> View:
    """Compute one selection: the figure as plain data, its words and its table.

    ``show`` is a way to look at the whole (``repeats``, ``promises``, ``methods``, ``citations``,
    ``reports``, ``slips``), or one promise, method, number or term: ``promise-media-effect``,
    ``method-systemic``, ``number-5``, ``term-soft-power``.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    choose(controls(article), {"show": show})
    return _view(_Index(article), show)


def figure(article: Article | None = None, **selection: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(show="slips")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    article = article or load()
    return style.bare(view(article, **choose(controls(article), selection)))


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choice given; ``pick`` is a paragraph's id."""
    index = _Index(article or load())
    return Explorer(
        "concordance",
        "The article at a glance",
        "concordance.explore",
        controls=controls(index.article),
        view=lambda show: _view(index, show),
        start=start,
        pick=Pick("Describe a paragraph", {id_: _detail(index, one) for id_, one in index.paragraphs.items()}),
        key=KEY,
        voices=VOICES,
        dark=style.DARK,
    )


# --- what the seeds say -----------------------------------------------------------------------


class Look(NamedTuple):
    """One choice: how the list names it, and what it shows."""

    value: str
    label: str
    group: str
    show: Callable[[], _Shown]


class _Shown(NamedTuple):
    """What a choice shows, before it is drawn."""

    summary: str
    hint: str
    framed: Sequence[str]
    words: Sequence[Say]
    caption: str
    rows: Sequence[tuple[str, ...]]
    notes: Mapping[str, str] = {}
    #: The voices that have a word on a paragraph.
    voices: Mapping[str, Iterable[Voice]] = {}


@dataclass(frozen=True)
class _Index:
    """An article's paragraphs, and who of them repeats, promises, cites, reports."""

    article: Article

    @property
    def paragraphs(self) -> Mapping[str, Paragraph]:
        return self.article.paragraphs

    def section(self, id_: str) -> str:
        return self.article.sections[self.paragraphs[id_].section].name.en

    @cached_property
    def repeats(self) -> list[tuple[str, Repeat]]:
        return [(one.id, repeat) for one in self.paragraphs.values() for repeat in one.repeats]

    @cached_property
    def promises(self) -> list[tuple[str, Promise]]:
        return [(one.id, promise) for one in self.paragraphs.values() for promise in one.promises]

    @cached_property
    def at_work(self) -> dict[str, list[Method]]:
        """The methods at work in each paragraph that has one, paragraphs in order."""
        found = {id_: [one for one in self.article.methods.values() if id_ in _places(one)] for id_ in self.paragraphs}
        return {id_: methods for id_, methods in found.items() if methods}

    @cached_property
    def citations(self) -> list[tuple[str, Citation]]:
        return [(one.id, citation) for one in self.paragraphs.values() for citation in one.citations]

    @cached_property
    def slips(self) -> list[tuple[str, Remark]]:
        return [(one.id, remark) for one in self.paragraphs.values() for remark in one.remarks if remark.slip]

    @cached_property
    def numbers(self) -> dict[int, Number]:
        return {one.number: one for one in self.article.numbers.values()}

    @cached_property
    def about(self) -> dict[str, list[str]]:
        """The paragraphs of each term that at least two of them share, terms in English order."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.paragraphs.values():
            for concept in dict.fromkeys(one.concepts):
                found[concept].append(one.id)
        shared = [concept for concept, ids in found.items() if len(ids) > 1]
        shared.sort(key=lambda concept: (self.article.concepts[concept].name.en.casefold(), concept))
        return {concept: found[concept] for concept in shared}

    @cached_property
    def looks(self) -> dict[str, Look]:
        """Every choice, by its value."""
        shows = {
            "repeats": _repeats,
            "promises": _promises,
            "methods": _methods,
            "citations": _citations,
            "reports": _reports,
            "slips": _slips,
        }
        looks = [Look(value, label, "The whole article", partial(shows[value], self)) for value, label in WHOLE.items()]
        for by, one in self.promises:
            label = f"{by}: {textwrap.shorten(one.text.rstrip('.'), LONGEST_OPTION, placeholder=' …')}"
            looks.append(Look(f"promise-{one.id}", label, "Promises", partial(_promise, self, by, one)))
        for id_, method in self.article.methods.items():
            looks.append(Look(f"method-{id_}", method.name.en, "Methods", partial(_method, self, method)))
        for value, number in self.numbers.items():
            looks.append(Look(f"number-{value}", f"[{value}]", "Numbers", partial(_number, self, number)))
        for concept in self.about:
            name = self.article.concepts[concept].name.en
            looks.append(Look(f"term-{concept}", name, "Terms", partial(_term, self, concept)))
        return {one.value: one for one in looks}

    @cached_property
    def grid(self) -> _Grid:
        return _Grid(self.article)

    @cached_property
    def lines(self) -> dict[str, list[list[Point]]]:
        """The lines of the repeats, by kind."""
        routes = self.grid.routes([(id_, repeat.id) for id_, repeat in self.repeats])
        lines: dict[str, list[list[Point]]] = {kind: [] for kind in REPEATS}
        for (_, repeat), route in zip(self.repeats, routes, strict=True):
            lines[repeat.kind].append(route)
        return lines


def _view(index: _Index, show: str) -> View:
    """Compute one selection whose choice exists."""
    shown = index.looks[show].show()
    return View(
        figure=_figure(index, shown, repeats=show == "repeats"),
        summary=shown.summary,
        words=tuple(shown.words),
        table=Table(shown.caption, COLUMNS, tuple(shown.rows)),
        ids=tuple(index.paragraphs),
    )


# --- the whole article ------------------------------------------------------------------------


def _repeats(index: _Index) -> _Shown:
    pairs = index.repeats
    counts = Counter[str](repeat.kind for _, repeat in pairs)
    listed = ", ".join(f"{counts[kind]} {how.counted}" for kind, how in REPEATS.items())
    met = _in_order(index, (end for id_, repeat in pairs for end in (id_, repeat.id)))
    return _Shown(
        f"{style.count(len(pairs), 'repeat')} among {style.count(len(met), 'paragraph')}: {listed}.",
        "A line joins paragraphs that repeat each other.",
        (),
        [_repeat(id_, repeat) for id_, repeat in pairs],
        "The repeats, in the order of the paragraphs that come later.",
        [_row(index, id_, REPEATS[repeat.kind].text, repeat.id) for id_, repeat in pairs],
    )


def _promises(index: _Index) -> _Shown:
    by: dict[str, list[Promise]] = defaultdict(list)
    for id_, promise in index.promises:
        by[id_].append(promise)
    kept = {id_: Counter[str](one.kept for one in promises) for id_, promises in by.items()}
    total = Counter[str](one.kept for _, one in index.promises)
    return _Shown(
        f"{style.count(len(index.promises), 'promise')} in {style.count(len(by), 'paragraph')}: {_kept(total)}.",
        "Under a tile: promises kept · in part · not.",
        list(by),
        [
            Say(
                f"{style.count(len(by[id_]), 'promise')}: {_kept(counts)}.",
                "reading",
                style.refs(index.article, [id_], ()),
            )
            for id_, counts in kept.items()
        ],
        "What each paragraph announces, and where we find it kept.",
        [_row(index, id_, one.text, _where(one)) for id_, one in index.promises],
        notes={id_: "·".join(str(counts[state]) for state in KEPT) for id_, counts in kept.items()},
    )


def _methods(index: _Index) -> _Shown:
    methods = index.article.methods.values()
    announcing = _in_order(index, (id_ for one in methods for id_ in one.announced))
    by, at_work = style.count(len(announcing), "paragraph"), style.count(len(index.at_work), "paragraph")
    return _Shown(
        f"{style.count(len(methods), 'method')} announced in {by}; at work, in our reading, in {at_work}.",
        "Dotted: where a method is at work.",
        announcing,
        [
            say
            for one in methods
            for say in (
                Say(
                    style.kazakh(one.text),
                    "article",
                    style.refs(index.article, one.announced, ()),
                    topic=f"{style.upper(one.name.en)}.",
                ),
                Say(
                    f"At work in {style.count(len(_places(one)), 'paragraph')}.",
                    "reading",
                    style.refs(index.article, _in_order(index, _places(one)), ()),
                ),
            )
        ],
        "Which paragraph announces a method, and where we find it at work.",
        [
            _row(index, id_, one.name.en, f"at work in {', '.join(_in_order(index, _places(one)))}")
            for one in methods
            for id_ in one.announced
        ],
        voices=dict.fromkeys(index.at_work, ("reading",)),
    )


def _citations(index: _Index) -> _Shown:
    by: dict[str, list[str]] = defaultdict(list)
    for id_, citation in index.citations:
        by[id_].append(str(citation.number))
    cited = {citation.number for _, citation in index.citations}
    total, times = len(index.numbers), style.count(len(index.citations), "time")
    return _Shown(
        f"{len(cited)} of {style.count(total, 'number')} cited, {times}, in {style.count(len(by), 'paragraph')}.",
        "Under a tile: the numbers that it cites.",
        list(by),
        [_taken_for(index, one) for one in index.numbers.values()],
        "The numbers of the article's own list, as its paragraphs cite them, and what we take them for.",
        [_cites(index, id_, citation) for id_, citation in index.citations],
        notes={id_: f"[{', '.join(dict.fromkeys(numbers))}]" for id_, numbers in by.items()},
    )


def _reports(index: _Index) -> _Shown:
    relayed = [one for one in index.paragraphs.values() if one.reports]
    return _Shown(
        f"{len(relayed)} of {style.count(len(index.paragraphs), 'paragraph')} report a view.",
        "Framed: paragraphs that relay a view.",
        [one.id for one in relayed],
        [Say(style.kazakh(f"{one.reports}."), "reports", style.refs(index.article, [one.id], ())) for one in relayed],
        "The paragraphs that report a view; above it says whose.",
        [_row(index, one.id, "reports a view") for one in relayed],
    )


def _slips(index: _Index) -> _Shown:
    by: dict[str, list[Remark]] = defaultdict(list)
    for id_, remark in index.slips:
        by[id_].append(remark)
    voices = Counter(remark.voice for _, remark in index.slips)
    total = f"{style.count(len(index.slips), 'remark')} on {style.count(len(by), 'paragraph')}"
    return _Shown(
        f"{total}: {voices['record']} from the record, {voices['reading']} of our reading.",
        "Under a tile: how many remarks, and whose.",
        list(by),
        [
            Say(
                style.kazakh(one.text),
                one.voice,
                style.refs(index.article, [id_], one.sources),
                style.note(one.status),
            )
            for id_, one in index.slips
        ],
        "Where a paragraph differs from the record, from another paragraph or from what it seems to mean.",
        [_row(index, id_, one.voice, ", ".join(map(index.article.label, one.sources))) for id_, one in index.slips],
        notes={id_: str(len(remarks)) for id_, remarks in by.items()},
        voices={id_: {one.voice for one in remarks} for id_, remarks in by.items()},
    )


# --- one promise, method, number, term ------------------------------------------------------------------


def _promise(index: _Index, by: str, promise: Promise) -> _Shown:
    places = _in_order(index, promise.paragraphs)
    hint = "Dotted: the nearest places." if promise.kept == "no" else f"Dotted: where it is {KEPT[promise.kept]}."
    return _Shown(
        f"Announced in {by}; {_where(promise)}, in our reading.",
        hint if places else "No tile is dotted: we find no place.",
        _in_order(index, [by, *places]),
        [
            Say(
                style.kazakh(promise.text),
                "article",
                style.refs(index.article, [by], ()),
                topic=ANNOUNCED,
            ),
            Say(style.kazakh(promise.why), "reading", topic=f"{style.upper(KEPT[promise.kept])}."),
        ],
        "What the paragraph announces, and where we find it kept.",
        [_row(index, by, promise.text, _where(promise))],
        notes={by: "promise"},
        voices=dict.fromkeys(places, ("reading",)),
    )


def _method(index: _Index, method: Method) -> _Shown:
    places = _in_order(index, _places(method))
    promised = [one for _, one in index.promises if one.id in method.promises]
    return _Shown(
        f"Announced in {', '.join(method.announced)}; at work, in our reading, in {', '.join(places)}.",
        "Dotted: where the method is at work.",
        _in_order(index, [*method.announced, *places]),
        [
            Say(
                style.kazakh(method.text),
                "article",
                style.refs(index.article, method.announced, ()),
                topic=ANNOUNCED,
            ),
            *(
                Say(style.kazakh(use.why), use.voice, style.refs(index.article, use.paragraphs, ()))
                for use in method.used
            ),
            *(Say(style.kazakh(one.text), "reading", topic=f"A promise {KEPT[one.kept]}:") for one in promised),
        ],
        "Which paragraph announces the method, and where we find it at work.",
        [
            *(_row(index, id_, "announces it") for id_ in method.announced),
            *(_row(index, id_, "has it at work") for id_ in places),
        ],
        notes=dict.fromkeys(method.announced, "method"),
        voices=dict.fromkeys(places, ("reading",)),
    )


def _number(index: _Index, number: Number) -> _Shown:
    cited = [(id_, one) for id_, one in index.citations if one.number == number.number]
    ids = list(dict.fromkeys(id_ for id_, _ in cited))
    times = (
        f"cited {style.count(len(cited), 'time')}, in {style.count(len(ids), 'paragraph')}" if cited else "never cited"
    )
    return _Shown(
        f"Number {number.number} is {times}; what it stands for: {SURE[number.sure]}.",
        "Under a tile: the page that it cites." if cited else "No paragraph cites it.",
        ids,
        [_taken_for(index, number)],
        "Where the number is cited, and what we take it for.",
        [_cites(index, id_, one) for id_, one in cited],
        notes={id_: f"p. {one.pages}" if one.pages else "no page" for id_, one in cited},
    )


def _term(index: _Index, concept: str) -> _Shown:
    name, ids = index.article.concepts[concept].name, index.about[concept]
    from_article = index.article.concepts[concept].labels.get("kk") == "from_article"
    kazakh = f" ({style.kazakh(name.kk)})" if name.kk and from_article else ""
    return _Shown(
        f"{style.upper(name.en)}{kazakh}: {style.count(len(ids), 'paragraph')}, {', '.join(ids)}.",
        "Framed: the paragraphs about the term.",
        ids,
        [JUDGED],
        "The paragraphs about the term.",
        [_row(index, id_, "is about it") for id_ in ids],
    )


# --- words ------------------------------------------------------------------------------------


def _in_order(index: _Index, ids: Iterable[str]) -> list[str]:
    """Sort paragraphs as the article has them, each once."""
    wanted = set(ids)
    return [id_ for id_ in index.paragraphs if id_ in wanted]


def _row(index: _Index, id_: str, what: str, with_: str = "") -> tuple[str, ...]:
    return id_, index.section(id_), style.kazakh(what), with_ or NONE


def _kept(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[state]} {words}" for state, words in KEPT.items())


def _where(promise: Promise) -> str:
    """Say whether a promise is kept, and where, or what comes nearest to it."""
    between = "; nearest:" if promise.kept == "no" else " in"
    places = f"{between} {', '.join(promise.paragraphs)}" if promise.paragraphs else ""
    return f"{KEPT[promise.kept]}{places}"


def _places(method: Method) -> list[str]:
    """List the paragraphs in which a method is at work, each once."""
    return list(dict.fromkeys(id_ for use in method.used for id_ in use.paragraphs))


def _terms(paragraph: Paragraph) -> str:
    """List the words of the article, marked as Kazakh all at once."""
    words = "; ".join(term.kk for term in paragraph.terms)
    return f'<span lang="kk">{words}</span>'


def _repeat(id_: str, repeat: Repeat) -> Say:
    return Say(
        style.kazakh(style.sentence(repeat.note.rstrip("."))),
        "reading",
        topic=f"{id_} {REPEATS[repeat.kind].text} {repeat.id}.",
    )


def _taken_for(index: _Index, number: Number) -> Say:
    """Say what we take a number for, and how sure we are."""
    cited = _in_order(index, (id_ for id_, one in index.citations if one.number == number.number))
    return Say(
        style.kazakh(number.reading),
        "reading",
        style.refs(index.article, cited, number.works),
        SURE[number.sure],
        f"Number {number.number}.",
    )


def _cites(index: _Index, id_: str, citation: Citation) -> tuple[str, ...]:
    return _row(index, id_, f"{_cited(citation)} {citation.about}", _works(index, citation))


def _cited(citation: Citation) -> str:
    """Write a citation as the article does: ``[3, p. 18]``."""
    return f"[{citation.number}, p. {citation.pages}]" if citation.pages else f"[{citation.number}]"


def _works(index: _Index, citation: Citation) -> str:
    """Name the works that we take a citation's number for."""
    number = index.numbers[citation.number]
    works = ", ".join(map(index.article.label, number.works))
    return f"{works} ({SURE[number.sure]})" if works else SURE[number.sure]


def _detail(index: _Index, one: Paragraph) -> Detail:
    """Tell a paragraph's gist, its terms, what it cites, repeats and announces, and the methods at work in it."""
    place = style.refs(index.article, [one.id], ())
    words = [Say(style.kazakh(text), voice, place) for voice, text in one.accounts]
    if one.terms:
        words.append(Say(f"Terms: {_terms(one)}."))
    words += [Say(style.kazakh(f"{_cited(citation)} {citation.about}."), topic="Cites") for citation in one.citations]
    same = [f"it {REPEATS[repeat.kind].text} {repeat.id}" for repeat in one.repeats]
    same += [f"{id_} {REPEATS[repeat.kind].text} it" for id_, repeat in index.repeats if repeat.id == one.id]
    if same:
        words.append(Say(f"{style.upper('; '.join(same))}.", "reading"))
    if one.promises:
        texts = "; ".join(promise.text.rstrip(".") for promise in one.promises)
        kept = Counter[str](promise.kept for promise in one.promises)
        words += [
            Say(style.kazakh(f"{texts}."), "article", topic=ANNOUNCED),
            Say(f"{style.upper(_kept(kept))}.", "reading"),
        ]
    if one.id in index.at_work:
        names = ", ".join(method.name.en for method in index.at_work[one.id])
        words.append(Say(f"{names}.", "reading", topic="At work here:"))
    return Detail(one.id, tuple(words))


# --- the drawing ------------------------------------------------------------------------------
#
# Words and arrows are traces and not annotations: plotly redraws a trace several times faster. Every
# figure has the same traces, so that a selection differs from another in a few lists.

Point = tuple[float, float]


class _Grid:
    """Where the tiles and the sections' names stand, and ways between tiles that cross none."""

    def __init__(self, article: Article) -> None:
        self.at: dict[str, tuple[int, int]] = {}
        self.names: dict[str, int] = {}
        #: The height at which lines run above a row, and below it.
        self.above: dict[float, float] = {}
        self.below: dict[float, float] = {}
        top = HINT
        for section in article.sections.values():
            ids = [one.id for one in article.paragraphs.values() if one.section == section.id]
            if not ids:
                continue
            self.names[section.name.en] = top + NAME_AT
            top += HEAD
            between = top - MOST_LANES * LANE  # above the section's first row
            for start in range(0, len(ids), ACROSS):
                y = top + TILE // 2
                for i, id_ in enumerate(ids[start : start + ACROSS]):
                    self.at[id_] = (i, y)
                self.above[y] = between
                between = self.below[y] = top + TILE + LANE
                top += ROW
        self.height = top + 8

    def routes(self, pairs: Iterable[tuple[str, str]]) -> list[list[Point]]:
        """Draw each pair's line, from its first tile to its second, beside the others and not over them."""
        router = _Router(self)
        return [router.route(start, end) for start, end in pairs]


class _Router:
    """Lays lines into the channels between the tiles, each into the first lane that is free there."""

    def __init__(self, grid: _Grid) -> None:
        self.grid = grid
        self.lanes: dict[tuple[str, float], list[list[Point]]] = defaultdict(list)
        self.slots: Counter[Point] = Counter()

    def route(self, start: str, end: str) -> list[Point]:
        """Return the corners of a line from one tile to another: along the rows and between the columns."""
        first, last = sorted((start, end), key=lambda id_: self.grid.at[id_][::-1])
        (_, upper), (_, lower) = self.grid.at[first], self.grid.at[last]
        down = self.grid.below[upper]
        up = down if lower == upper else self.grid.above[lower]
        x0, x1 = self.slot(first, 1), self.slot(last, 1 if lower == upper else -1)
        if up == down:
            y = down + LANE * self.lane(("across", down), x0, x1)
            way = [(x0, y), (x1, y)]
        else:
            way = self.around(x0, x1, down, up)
        side = TILE // 2 if lower == upper else -TILE // 2
        points = [(x0, upper + TILE // 2), *way, (x1, lower + side)]
        return points if first == start else points[::-1]

    def around(self, x0: float, x1: float, down: float, up: float) -> list[Point]:
        """Go along below a row, down between two columns, and along above another row."""
        free = {one: self.free(("down", one), down, up) for one in range(ACROSS + 1)}
        column = min(
            free,
            key=lambda one: abs(one - 0.5 - x0) + abs(one - 0.5 - x1) + free[one] + FULL * (free[one] >= MOST_LANES),
        )
        lane = self.lane(("down", column), down, up)
        x = column - 0.5 + SIDE * self.aside(column, lane)
        y0 = down + LANE * self.lane(("across", down), x0, x)
        y1 = up + LANE * self.lane(("across", up), x, x1)
        return [(x0, y0), (x, y0), (x, y1), (x1, y1)]

    @staticmethod
    def aside(column: int, lane: int) -> float:
        """Return how far a lane lies from the middle between two columns, or from the drawing's edge."""
        if column == 0:
            return lane * 0.5 + 0.2
        if column == ACROSS:
            return -lane * 0.5 - 0.2
        return (0, 1, -1, 2)[lane] - 0.5

    def slot(self, id_: str, side: int) -> float:
        """Return where the next line leaves one side of a tile: its middle, then beside it in turn."""
        x, y = self.grid.at[id_]
        taken = self.slots[x, y + side]
        self.slots[x, y + side] += 1
        return x + SLOT * (0, 1, -1)[taken % 3]

    def free(self, channel: tuple[str, float], start: float, end: float) -> int:
        """Return the first lane of a channel in which a stretch is free."""
        low, high = sorted((start, end))
        for number, taken in enumerate(self.lanes[channel]):
            if all(high < from_ or low > to for from_, to in taken):
                return number
        return len(self.lanes[channel])

    def lane(self, channel: tuple[str, float], start: float, end: float) -> int:
        """Take a stretch of the first lane in which it is free; where none is, lines share one."""
        number = self.free(channel, start, end)
        if number == len(self.lanes[channel]):
            self.lanes[channel].append([])
        self.lanes[channel][number].append((min(start, end), max(start, end)))
        return number % MOST_LANES


def _figure(index: _Index, shown: _Shown, *, repeats: bool) -> dict[str, Any]:
    grid = index.grid
    notes = [(x, y + NOTE_AT) for x, y in (grid.at[id_] for id_ in shown.notes)]
    every = list(index.paragraphs)
    # At the right, where few lines pass.
    names = _words_at(
        "sections",
        [(ACROSS - 0.66, y) for y in grid.names.values()],
        [f"<b>{name}</b>" for name in grid.names],
        style.INK,
        12,
    )
    return {
        "data": [
            *(_joined(kind, index.lines[kind], drawn=repeats) for kind in REPEATS),
            *(_rules(grid, shown.voices, voice) for voice in RULES),
            {**names, "textposition": "middle left"},
            _words_at("hint", [(ACROSS // 2, HINT // 2)], [shown.hint], style.MUTED, 11),
            _tiles("tiles", [grid.at[id_] for id_ in every], style.MUTED, 1),
            _frames(grid, every, set(shown.framed)),
            _words_at("ids", [grid.at[id_] for id_ in every], every, style.INK, 11),
            _words_at("notes", notes, list(shown.notes.values()), style.INK, 11),
        ],
        "layout": style.layout(grid.height, (-0.5, ACROSS - 0.5)),
    }


def _joined(kind: str, lines: Sequence[Sequence[Point]], *, drawn: bool) -> dict[str, Any]:
    """Draw the repeats of one kind, with its marks at both ends."""
    how = REPEATS[kind]
    sizes = [size for line in lines for size in (7, *[0] * (len(line) - 2), 7, 0)]
    return {
        **_polylines(kind, lines),
        "mode": "lines+markers" if drawn else "none",
        "line": {"dash": style.DASH["article"], "color": style.INK, "width": how.width},
        "marker": {
            "symbol": how.mark,
            "size": sizes,
            "color": style.INK,
            "opacity": 1,
            "line": {"color": style.INK, "width": 1.5},
        },
    }


def _rules(grid: _Grid, voices: Mapping[str, Iterable[Voice]], voice: Voice) -> dict[str, Any]:
    """Draw a rule under each tile on which a voice has a word, in the voice's line style."""
    at = [grid.at[id_] for id_, heard in voices.items() if voice in heard]
    below = TILE // 2 + RULES[voice]
    return {
        **_polylines(f"rules: {voice}", [[(x - 0.3, y + below), (x + 0.3, y + below)] for x, y in at]),
        "mode": "lines",
        "line": {"dash": style.DASH[voice], "color": style.INK, "width": 1.5},
    }


def _polylines(name: str, lines: Sequence[Sequence[Point]]) -> dict[str, Any]:
    points = list(itertools.chain.from_iterable((*line, (None, None)) for line in lines))
    return {
        "type": "scatter",
        "name": name,
        "x": [style.short(x, 2) for x, _ in points],
        "y": [style.short(y, 2) for _, y in points],
    }


def _tiles(name: str, at: Sequence[Point], ink: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": [x for x, _ in at],
        "y": [y for _, y in at],
        "marker": {"symbol": "square-open", "size": TILE, "color": ink, "opacity": 1, "line": {"width": width}},
    }


def _frames(grid: _Grid, ids: Sequence[str], framed: set[str]) -> dict[str, Any]:
    """Draw a frame round every tile, and show those that the selection names; any tile can be picked."""
    return {
        **_tiles("frames", [grid.at[id_] for id_ in ids], style.ACCENT, 3),
        "customdata": ids,
        "selectedpoints": [i for i, id_ in enumerate(ids) if id_ in framed],
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0}},
    }


def _words_at(name: str, at: Sequence[Point], texts: Sequence[str], ink: str, size: int) -> dict[str, Any]:
    return style.words_at(name, [x for x, _ in at], [y for _, y in at], texts, ink, size)
