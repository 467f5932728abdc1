"""Who counts for whom: each theory or science beside the kinds of actor that it recognises.

Kinds of actor are the rows, theories the columns; a mark stands where a kind counts. Which kinds count for
which theory, and by which paragraph, comes from the seeds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import plotly.graph_objects as go

from widgets.article import VOICES, load
from widgets.entries import Actor, Article, Recognition
from widgets.explorer import Explorer, choose
from widgets.explorer.parts import Control, Detail, Key, Option, Pick, Say, Table, View
from widgets.maps import style

EXPLORERS = ("explore",)
"""The functions of this map that make an Explorer."""

ALL = "all"
FORM = "· "  # before a form of the kind above it

COLUMN = 6.6  # units from column to column, of 100
FIRST = 49.0  # units to the first column's middle
NAME_AT = 45.5  # units to the names' right end
TOP = 44  # px to the first actor
HEAD = 14  # px to the theories' marks
ROW = 27  # px from actor to actor: a target of 24 px and more
FOOT = 20


def controls(article: Article | None = None) -> tuple[Control, ...]:
    """Return the map's one control; its options come from the seeds."""
    return _Model(article or load()).controls


def view(article: Article | None = None, *, theory: str = ALL) -> View:
    """Compute one selection: the figure as plain data, its words and its table.

    ``theory`` is ``"all"``, or the id of one for which some actor counts.

    Raises
    ------
    ValueError
        When it is neither; it lists the choices.

    """
    model = _Model(article or load())
    return model.view(**choose(model.controls, {"theory": theory}))


def figure(article: Article | None = None, **selection: str) -> go.Figure:
    """Return the figure of one selection, to work on: ``figure(theory="history")``.

    What it shows in words and as a table travels in ``layout.meta``, with its colours on dark pages.
    """
    return style.bare(view(article, **selection), style.FAMILY_DARK)


def explore(*, article: Article | None = None, **start: str) -> Explorer:
    """Show the map, beginning with the choice given; ``pick`` is a kind of actor."""
    model = _Model(article or load())
    return Explorer(
        "recognition",
        "Who counts for whom",
        "recognition.explore",
        controls=model.controls,
        view=model.view,
        start=start,
        pick=Pick("Describe an actor", {one.id: model.detail(one) for one in model.rows}),
        key=tuple(
            Key(style.FAMILY[id_].shape, model.name(id_), color=style.FAMILY[id_].light) for id_ in model.theories
        ),
        voices=VOICES,
        dark=style.FAMILY_DARK,
    )


class _Model:
    """The kinds of actor that count for some theory, and the theories."""

    def __init__(self, article: Article) -> None:
        self.article = article
        named = {seen.theory for actor in article.actors.values() for seen in actor.recognised}
        self.theories = [id_ for id_ in article.nodes if id_ in named]

    @cached_property
    def rows(self) -> list[Actor]:
        """Kinds that count for some theory, each followed by its forms that do."""
        actors = self.article.actors.values()
        grouped = [
            kind
            for head in actors
            if not head.form_of
            for kind in (head, *(form for form in actors if form.form_of == head.id))
        ]
        return [one for one in grouped if one.recognised]

    @property
    def controls(self) -> tuple[Control, ...]:
        """The theory whose actors stand out."""
        options = (Option(ALL, "all"), *(Option(id_, self.name(id_)) for id_ in self.theories))
        return (Control("theory", "Who counts for", options),)

    @property
    def key(self) -> tuple[Key, ...]:
        """The theories' marks."""
        return tuple(
            Key(style.FAMILY[one].shape, self.name(one), color=style.FAMILY[one].light) for one in self.theories
        )

    def name(self, theory: str) -> str:
        """Name a theory or a science."""
        return self.article.nodes[theory].name.en

    def said(self, theory: str) -> list[tuple[Actor, Recognition]]:
        """What is said of the kinds that count for a theory, in the order of the rows."""
        return [(one, seen) for one in self.rows for seen in one.recognised if seen.theory == theory]

    def counts(self, theory: str) -> list[str]:
        """The kinds that count for a theory, by their ids; more than one voice may say so of a kind."""
        return list(dict.fromkeys(actor.id for actor, _ in self.said(theory)))

    def view(self, theory: str) -> View:
        """Compute one selection."""
        shown = [id_ for id_ in self.theories if theory in {ALL, id_}]
        ids = [one.id for one in self.rows]
        return View(self._figure(shown), self._summary(theory), tuple(self._words(theory)), self._table(), tuple(ids))

    def detail(self, actor: Actor) -> Detail:
        """Tell for whom an actor counts."""
        return Detail(
            actor.name.en, (Say(style.names(actor.name)), *(self._says(seen, seen.theory) for seen in actor.recognised))
        )

    # --- words and table ---------------------------------------------------------------------------

    def _says(self, seen: Recognition, theory: str, actor: Actor | None = None) -> Say:
        note = f": {seen.note}" if seen.note else ""
        places = style.refs(self.article, seen.paragraphs, seen.sources)
        subject = actor.name.en if actor else self.name(theory)
        topic = "" if actor else "Counts for:"
        return Say(style.sentence(f"{subject}{note}"), seen.voice, places, style.note(seen.status), topic)

    def _summary(self, theory: str) -> str:
        if theory != ALL:
            found = len(self.counts(theory))
            verb = "counts" if found == 1 else "count"
            return f"For {self.name(theory)}, {found} of {len(self.rows)} kinds of actor {verb}."
        times = Counter(one.id for one in self.rows for _ in {seen.theory for seen in one.recognised})
        [(kind, most)] = times.most_common(1)
        widest = max(self.theories, key=lambda id_: len(self.counts(id_)))
        named = style.upper(self.article.actors[kind].name.en)
        return (
            f"{len(self.rows)} kinds of actor count for one theory or science at least. "
            f"{named} counts for most of them, {most} of {len(self.theories)}; "
            f"{self.name(widest)} counts most kinds, {len(self.counts(widest))}."
        )

    def _words(self, theory: str) -> Iterable[Say]:
        if theory != ALL:
            for actor, seen in self.said(theory):
                yield self._says(seen, theory, actor)
            return
        for id_ in self.theories:
            yield from self._kinds(id_)
        yield Say(
            "A mark says that the article, or whom it reports, names the actor for this theory. An empty place says "
            "that it does not, and not that the theory denies the actor.",
            "reading",
        )

    def _kinds(self, theory: str) -> Iterable[Say]:
        """Name a theory's kinds in one statement a voice."""
        found = self.said(theory)
        for voice in dict.fromkeys(seen.voice for _, seen in found):
            own = [(actor, seen) for actor, seen in found if seen.voice == voice]
            places = {id_ for _, seen in own for id_ in seen.paragraphs}
            ids = [id_ for id_ in self.article.paragraphs if id_ in places]
            names = "; ".join(actor.name.en for actor, _ in own)
            topic = f"{style.upper(self.name(theory))}."
            yield Say(style.sentence(names), voice, style.refs(self.article, ids, ()), topic=topic)

    def _table(self) -> Table:
        rows = tuple(
            (
                one.name.en,
                ", ".join(dict.fromkeys(self.name(seen.theory) for seen in one.recognised)),
                ", ".join(dict.fromkeys(id_ for seen in one.recognised for id_ in seen.paragraphs)),
            )
            for one in self.rows
        )
        return Table("Kinds of actor, and for whom they count.", ("Actor", "Counts for", "By"), rows)

    # --- the drawing -------------------------------------------------------------------------------

    def _figure(self, shown: list[str]) -> dict[str, Any]:
        """Draw a line down a column from a theory's mark, and its mark wherever a kind counts."""
        ys = {one.id: TOP + ROW * i for i, one in enumerate(self.rows)}
        xs = {id_: FIRST + COLUMN * i for i, id_ in enumerate(self.theories)}
        counted = {actor for id_ in shown for actor in self.counts(id_)}
        inks = [style.INK if one.id in counted else style.PALE for one in self.rows]
        labels = [f"{FORM if one.form_of else ''}{one.short or one.name.en}" for one in self.rows]
        names = style.words_at("actors", [NAME_AT] * len(ys), list(ys.values()), labels, inks, 12)
        ends = {id_: max(ys[actor] for actor in self.counts(id_)) for id_ in self.theories}
        guides = [(x, y) for id_ in shown for x, y in ((xs[id_], HEAD), (xs[id_], ends[id_]), (None, None))]
        lines = {
            "type": "scatter",
            "name": "columns",
            "mode": "lines",
            "x": [x for x, _ in guides],
            "y": [y for _, y in guides],
            "hoverinfo": "skip",
            "line": {"dash": style.DASH["article"], "color": style.PALE, "width": 1},
        }
        return {
            "data": [
                lines,
                {**names, "textposition": "middle left", "customdata": list(ys)},
                *(self._marks(id_, xs[id_], ys, faint=id_ not in shown) for id_ in self.theories),
            ],
            "layout": style.layout(TOP + ROW * (len(ys) - 1) + FOOT, (0, 100)),
        }

    def _marks(self, theory: str, x: float, ys: dict[str, int], *, faint: bool) -> dict[str, Any]:
        """Draw a theory's mark at the head of its column and beside each kind that counts."""
        own = self.counts(theory)
        family = style.FAMILY[theory]
        return {
            "type": "scatter",
            "name": self.name(theory),
            "mode": "markers",
            "x": [x] * (len(own) + 1),
            "y": [HEAD, *(ys[id_] for id_ in own)],
            "customdata": [None, *own],
            "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {
                "symbol": f"{family.shape}-open" if faint else family.shape,
                "size": 11,
                "color": style.PALE if faint else family.light,
                "opacity": 1,
                "line": {"width": 1, "color": style.PALE if faint else family.light},
            },
        }
