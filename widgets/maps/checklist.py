"""Is it public diplomacy? Cases held against what the article asks, and against what the record asks.

On the left what is asked, underlined in the style of the voice that asks it; on the right our answers, which are
readings and so are dotted. The map counts answers and does not weigh them.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Article, Demand, Trial, Voice
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Detail, Item, Key, Option, Pick, Quiz, Say, Table, View
from widgets.maps import style

EXPLORERS = ("explore", "perspectives", "judge")
"""The functions of this map that make an Explorer."""

ALONE = "none"
ARTICLE, RECORD = "article", "record"
BY = Control("by", "Judged by", (Option(ARTICLE, "the article"), Option(RECORD, "the record")))
"""Whose questions are asked: each voice has an Explorer of its own, for their answers share nothing."""

ANSWERS = {"met": "met", "unmet": "not met", "open": "cannot tell"}
MARKS = {"met": "circle", "unmet": "x", "open": "diamond-open"}

TOP = 66  # px to the first line, below the cases' names
ROW = 30  # px from line to line: a target of 24 px and more
FOOT = 18
RULE = 14  # px from a line's words to the rule under it
SPLIT = 0.51  # of the width: what is asked on the left, our answers on the right
COLUMNS = (0.6, 0.82)
HEAD = 10  # letters in a line of a column's name


def controls(article: Article | None = None) -> tuple[Control, ...]:
    """Return the map's controls; their options come from the seeds."""
    trials = (article or load()).trials.values()
    return (
        Control("case", "Case", tuple(Option(one.id, one.name) for one in trials)),
        Control("beside", "Beside it", (Option(ALONE, "no other"), *(Option(one.id, one.name) for one in trials))),
    )


def view(article: Article | None = None, *, case: str = "", beside: str = ALONE, by: str = ARTICLE) -> View:
    """Compute one selection: the figure as plain data, its words and its table.

    The first case of the seeds is shown where none is named; a case beside itself is shown once. ``by`` says whose
    questions are asked, ``"article"`` or ``"record"``.

    Raises
    ------
    ValueError
        When a choice does not exist; it lists those that do.

    """
    article = article or load()
    case = case or next(iter(article.trials))
    choose((*controls(article), BY), {"case": case, "beside": beside, "by": by})
    trials = [article.trials[one] for one in dict.fromkeys((case, beside)) if one != ALONE]
    demands = asked(article, by)
    return View(
        figure=_figure(demands, trials),
        summary=_summary(demands, trials, by),
        words=(*(_case(article, one) for one in trials), *_compared(demands, trials), _caution()),
        table=_table(article, demands, trials),
        ids=tuple(_id(trial, demand) for demand in demands for trial in trials),
    )


def figure(article: Article | None = None, **selection: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(case="voice-of-america", by="record")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    article = article or load()
    return style.bare(view(article, **choose((*controls(article), BY), selection)))


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show what the article asks of a case, beginning with the choices given.

    ``pick`` is a case and a line: ``"dimash-2017-policy"``.
    """
    return _explorer(article, ARTICLE, "checklist", "Is it public diplomacy?", "checklist.explore", start)


def perspectives(*, article: Article | None = None, **start: str) -> Explorer:
    """Show what the record asks of a case, beginning with the choices given, as in `explore`."""
    title = "Who would call it public diplomacy?"
    return _explorer(article, RECORD, "perspectives", title, "checklist.perspectives", start)


def judge(case: str = "", *, article: Article | None = None) -> Explorer:
    """Let the reader answer the article's questions about a case, the first of the seeds, and compare with ours.

    Raises
    ------
    ValueError
        When the case does not exist; it lists those that do.

    """
    article = article or load()
    case = case or next(iter(article.trials))
    choose(controls(article)[:1], {"case": case})
    trial = article.trials[case]
    return Explorer(
        f"checklist-{case}",
        f"Judge for yourself: {trial.name}",
        "checklist.judge",
        quiz=Quiz(
            "Your answer",
            tuple(Option(answer, text) for answer, text in ANSWERS.items()),
            tuple(_item(article, trial, demand) for demand in asked(article, ARTICLE)),
            "line",
            readings=True,
        ),
        voices=VOICES,
        dark=style.DARK,
    )


def asked(article: Article, by: str) -> list[Demand]:
    """Give the demands of the article, with those that it relays, or the record's."""
    return [one for one in article.demands.values() if (one.voice == RECORD) == (by == RECORD)]


# --- words and table --------------------------------------------------------------------------


def _explorer(  # noqa: PLR0913, PLR0917  (what the two maps differ in)
    article: Article | None, by: str, name: str, title: str, call: str, start: dict[str, str]
) -> Explorer:
    """Make the Explorer of one voice's questions."""
    article = article or load()
    return Explorer(
        name,
        title,
        call,
        controls=controls(article),
        view=lambda **selection: view(article, by=by, **selection),
        start=start,
        pick=Pick(
            "Give the reason for an answer",
            {
                _id(trial, demand): _detail(article, trial, demand)
                for demand in asked(article, by)
                for trial in article.trials.values()
            },
        ),
        key=(
            *(key for key in style.VOICE_KEYS if key.mark != style.DASH[RECORD if by == ARTICLE else ARTICLE]),
            *(Key(MARKS[answer], text) for answer, text in ANSWERS.items()),
        ),
        voices=VOICES,
        dark=style.DARK,
    )


def _id(trial: Trial, demand: Demand) -> str:
    return f"{trial.id}-{demand.id}"


def _summary(demands: Sequence[Demand], trials: Sequence[Trial], by: str) -> str:
    parts = [f"{trial.name}: {_counted(demands, trial)}." for trial in trials]
    if len(trials) > 1:
        same = sum(len({trial.verdict(one.id).answer for trial in trials}) == 1 for one in demands)
        parts.append(f"The same answer in {same} of {len(demands)}.")
    return f"Judged by the {by}, {style.count(len(demands), 'line')}. {' '.join(parts)}"


def _counted(demands: Sequence[Demand], trial: Trial) -> str:
    counts = Counter[str](trial.verdict(one.id).answer for one in demands)
    return ", ".join(f"{counts[answer]} {text}" for answer, text in ANSWERS.items())


def _case(article: Article, trial: Trial) -> Say:
    places = style.refs(article, (), trial.sources)
    return Say(trial.gist, "record", places, style.note(trial.status), f"{trial.name}.")


def _compared(demands: Sequence[Demand], trials: Sequence[Trial]) -> tuple[Say, ...]:
    """Name the lines that both cases meet, and those that one meets and the other does not, for each."""
    if len(trials) == 1:
        return ()
    one, other = trials

    def lines(*answers: str) -> str:
        named = [
            line.name for line in demands if (one.verdict(line.id).answer, other.verdict(line.id).answer) == answers
        ]
        return style.listed(named) or "none"

    text = (
        f"Both meet: {lines('met', 'met')}. "
        f"{one.short} meets and {other.short} does not: {lines('met', 'unmet')}. "
        f"{other.short} meets and {one.short} does not: {lines('unmet', 'met')}."
    )
    return (Say(text, "reading", topic="Side by side."),)


def _caution() -> Say:
    text = (
        "We made the questions from what is said, and we answered them. The lines are counted and not weighed: "
        "how many must hold, and which, is for you to say."
    )
    return Say(text, "reading", topic="Whose answers.")


def _table(article: Article, demands: Sequence[Demand], trials: Sequence[Trial]) -> Table:
    return Table(
        "What is asked, where it stands, and our answers.",
        ("Line", "Question", "Who says it", *(trial.short for trial in trials)),
        tuple(
            (
                one.name,
                one.asks,
                f"{VOICES[one.voice]} {_places(article, one)}",
                *(ANSWERS[trial.verdict(one.id).answer] for trial in trials),
            )
            for one in demands
        ),
    )


def _places(article: Article, demand: Demand) -> str:
    return " ".join(ref.label for ref in style.refs(article, demand.paragraphs, demand.sources))


def _said(article: Article, demand: Demand) -> Say:
    places = style.refs(article, demand.paragraphs, demand.sources)
    return Say(demand.text, demand.voice, places, style.note(demand.status))


def _answered(article: Article, trial: Trial, demand: Demand) -> Say:
    """Give our answer and its reason, with the places it rests on."""
    verdict = trial.verdict(demand.id)
    places = style.refs(article, verdict.paragraphs, verdict.sources)
    return Say(f"{style.upper(ANSWERS[verdict.answer])}. {verdict.why}", "reading", places, topic=demand.asks)


def _detail(article: Article, trial: Trial, demand: Demand) -> Detail:
    return Detail(f"{trial.short}: {demand.name}", (_said(article, demand), _answered(article, trial, demand)))


def _item(article: Article, trial: Trial, demand: Demand) -> Item:
    own = trial.verdict(demand.id)
    places = style.refs(article, own.paragraphs, own.sources)
    feedback = {
        answer: Say(
            own.why if answer == own.answer else f"{style.upper(ANSWERS[own.answer])}. {own.why}",
            "reading",
            places,
        )
        for answer in ANSWERS
    }
    said = f"{VOICES[demand.voice]} {_places(article, demand)}: {demand.text} {demand.asks}"
    return Item(demand.id, style.upper(demand.name), said, (own.answer,), feedback)


# --- the drawing ------------------------------------------------------------------------------


def _figure(demands: Sequence[Demand], trials: Sequence[Trial]) -> dict[str, Any]:
    ys = [TOP + ROW * i for i in range(len(demands))]
    names = style.words_at("lines", [0] * len(ys), ys, [one.name for one in demands], style.INK, 12)
    heads = ["<br>".join(textwrap.wrap(trial.short, HEAD, break_long_words=False)) for trial in trials]
    return {
        "data": [
            *_rules(demands, ys),
            {**names, "textposition": "middle right"},
            _places_drawn(demands, ys),
            style.words_at("cases", COLUMNS[: len(trials)], [24] * len(trials), heads, style.INK, 12),
            *(_marks(demands, trial, COLUMNS[i], ys) for i, trial in enumerate(trials)),
            *(_told(demands, trial, COLUMNS[i], ys) for i, trial in enumerate(trials)),
        ],
        "layout": style.layout(ys[-1] + RULE + FOOT, (0, 1)),
    }


def _rules(demands: Sequence[Demand], ys: Sequence[int]) -> list[dict[str, Any]]:
    """Underline what is asked in the style of its voice, and our answers as a reading is."""
    own: dict[Voice, list[int]] = {}
    for y, one in zip(ys, demands, strict=True):
        own.setdefault(one.voice, []).append(y)
    sides: list[tuple[Voice, float, float, Sequence[int]]] = [
        *((voice, 0, SPLIT - 0.02, lines) for voice, lines in own.items()),
        ("reading", SPLIT, 1, ys),
    ]
    return [
        {
            "type": "scatter",
            "name": f"rules: {voice}",
            "mode": "lines",
            "x": [x for _ in lines for x in (start, end, None)],
            "y": [y for line in lines for y in (line + RULE, line + RULE, None)],
            "hoverinfo": "skip",
            "line": {"dash": style.DASH[voice], "color": style.MUTED, "width": 1.5},
        }
        for voice, start, end, lines in sides
    ]


def _places_drawn(demands: Sequence[Demand], ys: Sequence[int]) -> dict[str, Any]:
    """Name the first paragraph in which a line stands; a work is too long for the drawing."""
    texts = ["".join(one.paragraphs[:1]) for one in demands]
    words = style.words_at("paragraphs", [SPLIT - 0.02] * len(ys), ys, texts, style.MUTED, 11)
    return {**words, "textposition": "middle left"}


def _marks(demands: Sequence[Demand], trial: Trial, x: float, ys: Sequence[int]) -> dict[str, Any]:
    """Draw a mark an answer; each can be picked."""
    return {
        "type": "scatter",
        "name": trial.short,
        "mode": "markers",
        "x": [x] * len(ys),
        "y": list(ys),
        "customdata": [_id(trial, one) for one in demands],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "symbol": [MARKS[trial.verdict(one.id).answer] for one in demands],
            "size": 13,
            "color": style.ACCENT,
            "opacity": 1,
            "line": {"width": 2, "color": style.ACCENT},
        },
    }


def _told(demands: Sequence[Demand], trial: Trial, x: float, ys: Sequence[int]) -> dict[str, Any]:
    """Say each answer in words beside its mark, where there is room."""
    texts = [ANSWERS[trial.verdict(one.id).answer] for one in demands]
    words = style.words_at(f"answers: {trial.short}", [x + 0.025] * len(ys), list(ys), texts, style.MUTED, 12)
    return {**words, "textposition": "middle right", "meta": {"labels": "wide"}}
