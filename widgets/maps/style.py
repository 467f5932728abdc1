"""One visual language for all maps: line style is voice, a marker's shape is an actor's level.

Colours come in pairs, for light and for dark pages; each but `PALE` has a contrast of 4.5 or more on
white and on the book's dark ground. Colour is never the only sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from widgets.article import STATUSES
from widgets.bibliography import Status
from widgets.entries import Account, Article, Cell, Claim, Condition, Meaning, Name
from widgets.explorer.parts import Key, Ref, Say, View

INK = "#1f2933"
MUTED = "#5b6770"
ACCENT = "#00607f"

PALE = "#858f98"  # for what a selection leaves out: no text that must be read

#: A glow in the page's colour, so that letters stay legible over lines.
HALO = "0 0 2px #ffffff, 0 0 2px #ffffff, 0 0 3px #ffffff"

DARK = {
    INK: "#e8ecef",
    MUTED: "#a7b2bb",
    ACCENT: "#5fc4e8",
    PALE: "#7d8891",
    HALO: "0 0 2px #121417, 0 0 3px #121417",
}
"""The colour on a dark page for each colour on a light one."""


class Family(NamedTuple):
    """The marker of a theory's family, with its colour on light pages and on dark ones."""

    shape: str
    light: str
    dark: str


FAMILY = {
    "liberalism": Family("circle", "#0068a8", "#6cb8f0"),
    "neoliberalism": Family("square", "#00735c", "#3fc6a5"),
    "realism": Family("diamond", "#a63d00", "#ff9d5c"),
    "neorealism": Family("pentagon", "#8f2d2d", "#f28b82"),
    "transnationalism": Family("triangle-up", "#6f45ad", "#c3a6f5"),
    "interdependence": Family("triangle-down", "#4d6b00", "#b3d14f"),
    "structuralism": Family("cross", "#a0287a", "#f08cd0"),
    "constructivism": Family("x", "#6b5900", "#d9c24a"),
    "international-law": Family("hexagon", "#4a5560", "#b4bfc8"),
    "history": Family("hourglass", "#4a5561", "#b4bfc9"),
}
"""One hue and one marker a theory, the same in all maps."""

#: Public diplomacy and its concepts belong to no theory of international relations.
NO_FAMILY = Family("star", ACCENT, DARK[ACCENT])

FAMILY_DARK = {**DARK, **{one.light: one.dark for one in FAMILY.values()}}
"""The colour on a dark page for each colour of a map that shows theories."""

DASH = {"article": "solid", "reports": "solid", "record": "dash", "reading": "dot", "model": "dot"}
"""The line style of each voice."""

SHAPE = {"individual": "circle", "group": "square", "state": "diamond", "system": "triangle-up"}
"""The marker of each level of actor."""

ASPECTS = {
    "said": "What is said of it?",
    "direction": "Who speaks?",
    "listens": "Who listens?",
    "shared": "What is shared?",
    "time": "How long does it take?",
    "fits": "When does it fit?",
    "limits": "What limits it?",
}
"""The question that each aspect of a level answers; the first is for what answers none of the others."""

VOICE_KEYS = (
    Key("solid", "the article says"),
    Key("dash", "the record says"),
    Key("dot", "our reading, or our model"),
)

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

CYRILLIC = re.compile(r"([\u0400-\u04ff][\u0400-\u04ff\- ]*[\u0400-\u04ff])")
"""A run of Cyrillic words."""


def kazakh(text: str) -> str:
    """Mark the Cyrillic words of an English sentence as Kazakh, which the seeds' rule says they are."""
    return CYRILLIC.sub(lambda match: f'<span lang="kk">{match[0]}</span>', text)


def names(name: Name) -> str:
    """Give a name's Kazakh and Russian, each marked with its language."""
    return "; ".join(
        f'<span lang="{language}">{text}</span>' for language, text in name.languages().items() if language != "en"
    )


def refs(article: Article, paragraphs: Iterable[str], sources: Iterable[str]) -> tuple[Ref, ...]:
    """Name the places behind a statement, for the page to link."""
    return (
        *(Ref(id_, f"[{id_}]") for id_ in paragraphs),
        *(Ref(key, f"({article.label(key)})") for key in sources),
    )


def say(article: Article, said: Claim) -> Say:
    """Turn a claim on a level into a statement, with the question that it answers."""
    return told(article, said, ASPECTS[said.aspect])


def told(article: Article, said: Account | Cell | Claim | Meaning, topic: str = "") -> Say:
    """Turn what the seeds have somebody say into a statement with its places and status."""
    places = refs(article, said.paragraphs, said.sources)
    return Say(kazakh(said.text), said.voice, places, note(said.status), topic)


def reason(article: Article, condition: Condition) -> Say:
    """Turn a condition's reason into a statement of our model, with the places it leans on."""
    return Say(
        kazakh(condition.why),
        "model",
        refs(article, condition.paragraphs, condition.sources),
        note(condition.status),
    )


def note(status: Status | None) -> str:
    """Say a status in words; nothing for what has none."""
    return STATUSES[status] if status else ""


def layout(height: int, across: tuple[float, float], **more: Any) -> dict[str, Any]:  # noqa: ANN401  (plotly's own properties)
    """Lay out a drawing without axes, ``height`` px high, whose vertical unit is one pixel from the top."""
    bare = {"visible": False, "fixedrange": True}
    return {
        "template": "none",
        "height": height,
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "xaxis": {**bare, "range": list(across)},
        "yaxis": {**bare, "range": [height - 8, 0]},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "font": {"family": FONT, "size": 13, "color": INK},
        **more,
    }


def words_at(  # noqa: PLR0913, PLR0917  (a trace's own parts)
    name: str, xs: Sequence[float], ys: Sequence[float], texts: Sequence[str], inks: str | Sequence[str], size: int
) -> dict[str, Any]:
    """Write words at points of a drawing, in one colour or each in its own.

    They are a trace, since plotly redraws one several times faster than annotations.
    """
    return {
        "type": "scatter",
        "name": name,
        "mode": "text",
        "x": list(xs),
        "y": list(ys),
        "text": list(texts),
        "hoverinfo": "skip",
        "cliponaxis": False,
        "textfont": {"size": size, "color": inks if isinstance(inks, str) else list(inks)},
    }


def bare(shown: View, dark: Mapping[str, str] = DARK) -> go.Figure:
    """Return a selection's figure, to work on.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    table = {"columns": shown.table.columns, "rows": shown.table.rows}
    meta = {"summary": shown.summary, "table": table, "dark": dict(dark)}
    return go.Figure(shown.figure).update_layout(meta=meta)


def percent(share: float) -> str:
    """Write a share from 0 to 1 without decimals, which a drawing of ours could not bear."""
    return f"{share:.0%}"


def count(number: int, what: str) -> str:
    """Count something in English: ``1 tie``, ``2 ties``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def ordinal(number: int) -> str:
    """Write a rank in words while they are short."""
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    return words[number - 1] if number <= len(words) else f"number {number}"


def listed(items: Iterable[str]) -> str:
    """Join words as a sentence does: ``a, b and c``."""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def upper(text: str) -> str:
    """Begin a text with a capital letter, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Begin a text with a capital letter and end it with a full stop."""
    return f"{upper(text)}."


def short(number: float | None, digits: int) -> float | None:
    """Round a coordinate to some digits, and write a whole number as one."""
    if number is None:
        return None
    rounded = round(number, digits)
    return int(rounded) if rounded == int(rounded) else rounded
