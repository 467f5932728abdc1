"""The Explorer: one front end for every map, with a kernel and without one.

An Explorer plays states that a map has computed. It knows four kinds of interaction:

select
    A few discrete controls; every selection is computed when the widget is made.
    ``value`` holds each control's choice: ``{"view": "article", "level": "all"}``.
pick
    A point's detail by its id. ``value["pick"]`` is the id, or ``None``.
classify
    Items to place among options. ``value`` holds the last and the first answer to each item, the
    items answered rightly once, and their number: ``{"answers": {item: option}, "first": {item:
    option}, "solved": [item, ...], "right": n}``.
score
    Features to tick, whose weights are added up for each target. ``value`` holds
    ``{"ticked": [...], "totals": {target: n}}``. Features may stand in groups, each of which counts once
    or as often as the reader chooses: then ``value`` has ``"weighing"`` too, the chosen way to weigh.
"""

from __future__ import annotations

import copy
import difflib
import hashlib
import itertools
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from widgets.explorer import fallback, marks
from widgets.explorer.encoding import Pool, decode, encode
from widgets.explorer.parts import Control, Key, Option, Pick, Quiz, Score, View
from widgets.explorer.plotlyjs import plotly_js

#: What explorer.js and this module have agreed on. Raised with every change to the specification's
#: shape; the front end refuses another, and every stored digest changes with it.
CONTRACT = 2

#: A page holds all selections of a map: more than this is too much to send to a phone.
MOST_SELECTIONS = 200

_HERE = Path(__file__).parent


class Explorer(anywidget.AnyWidget):
    """A map to explore.

    Parameters
    ----------
    name
        The map's name in links and file names.
    title
        The heading over the controls.
    code
        The call that makes this Explorer, as "Copy as code" writes it: ``levels.explore``.
    controls, view
        The *select* kind: the controls, and the function from one choice of each to a `View`.
    start
        Choices to begin with; the first option of each control where absent. ``pick`` is one too.
    pick, quiz, score
        The other kinds.
    key
        The legend.
    voices
        The label of each voice that a statement may have.
    dark
        The colour to show on a dark page for each colour of the figures.

    Raises
    ------
    ValueError
        When a choice does not exist (it lists those that do), or when there are more than
        200 selections (it says what to drop).

    """

    _esm = _HERE / "explorer.js"
    _css = _HERE / "explorer.css"

    #: ipywidgets 7, which Colab has, would show by it the widget alone, and no words where the widget isn't drawn.
    _ipython_display_ = None

    spec = traitlets.Dict().tag(sync=True)
    value = traitlets.Dict().tag(sync=True)

    def __init__(  # noqa: PLR0913  (one argument a part; all but the first three are optional)
        self,
        name: str,
        title: str,
        code: str,
        *,
        controls: tuple[Control, ...] = (),
        view: Callable[..., View] | None = None,
        start: Mapping[str, Any] | None = None,
        pick: Pick | None = None,
        quiz: Quiz | None = None,
        score: Score | None = None,
        key: tuple[Key, ...] = (),
        voices: Mapping[str, str] | None = None,
        dark: Mapping[str, str] | None = None,
    ) -> None:
        start = dict(start or {})
        self._controls, self._pick, self._quiz, self._score = controls, pick, quiz, score
        picked = start.pop("pick", None) if pick else None
        named = [] if score is None else ["ticked", "weighing"] if score.weighings else ["ticked"]
        scored = {name: start.pop(name) for name in named if name in start}
        choices = choose(controls, start)
        if pick and picked is not None and picked not in pick.details:
            raise _no_such("pick", picked, pick.details)
        views = _all_views(controls, view) if view else []
        if picked and picked not in views[_number(controls, choices)].ids:
            raise _no_such("pick in this selection", picked, views[_number(controls, choices)].ids)
        spec: dict[str, Any] = {
            "contract": CONTRACT,
            "name": name,
            "title": title,
            "code": code,
            "voices": dict(voices or {}),
            "dark": dict(dark or {}),
            "key": [_drawn(line) for line in key],
        }
        value: dict[str, Any] = {}
        if views:
            spec["select"] = _select(controls, views)
            value |= choices
        if pick:
            spec["pick"] = _plain(pick)
            value["pick"] = picked
        if quiz:
            spec["quiz"] = _plain(quiz)
            value |= {"answers": {}, "first": {}, "solved": [], "right": 0}
        if score:
            _check_score(score)
            spec["score"] = _plain(score)
            value |= self._marked(scored)
        spec["start"] = value
        self._spec = spec
        super().__init__(spec=spec, value=value)
        self._first = views[_number(controls, choices)] if views else None
        self._selections = len(views)
        self.on_msg(_answer)

    @traitlets.validate("value")
    def _sound(self, proposal: Mapping[str, Any]) -> dict[str, Any]:
        """Refuse a value that names what does not exist; work out what follows from the rest."""
        given = dict(proposal["value"])
        sound: dict[str, Any] = {}
        if self._controls:
            names = [control.name for control in self._controls]
            sound |= choose(self._controls, {name: given.pop(name) for name in names if name in given})
        if self._pick:
            picked = given.pop("pick", None)
            if picked is not None and picked not in self._pick.details:
                raise _no_such("pick", picked, self._pick.details)
            select = self._spec["select"]
            shown = select["shown"][select["pickable"][_number(self._controls, sound)]]
            # What a selection does not show is not picked any more, in the page and here.
            sound["pick"] = picked if picked in [select["ids"][one] for one in shown] else None
        if self._quiz:
            sound |= _marks(self._quiz, given)
        if self._score:
            sound |= self._marked(given)
        for name in given:
            raise _no_such("part of the value", name, sound)
        return sound

    def totals(self, *ticked: str, weighing: str = "") -> dict[str, int]:
        """Add up ticked features as the page does: target to total.

        Raises
        ------
        ValueError
            When a feature or a weighing does not exist; it lists those that do.

        """
        return self._asked(ticked, weighing).totals(ticked, weighing)

    def turns(self, *ticked: str, weighing: str = "") -> dict[str, tuple[str, ...]]:
        """Find the groups that decide, as the page does: for each, who would be first without it.

        Raises
        ------
        ValueError
            When a feature or a weighing does not exist; it lists those that do.

        """
        return self._asked(ticked, weighing).turns(ticked, weighing)

    def _asked(self, ticked: Iterable[str], weighing: str) -> Score:
        """Return the score, when it has the features and the weighing."""
        if self._score is None:
            message = "this Explorer has no features to tick"
            raise ValueError(message)
        known = [feature.id for feature in self._score.features]
        for one in ticked:
            if one not in known:
                raise _no_such("feature", one, known)
        if weighing and weighing not in self._score.weighings:
            raise _no_such("weighing", weighing, self._score.weighings)
        return self._score

    def _marked(self, given: dict[str, Any]) -> dict[str, Any]:
        """Take a score's part out of a value, check it, and add it up."""
        named = given.pop("ticked", ())
        if isinstance(named, str):
            message = f"ticked is a list of features: {[named]!r}"
            raise ValueError(message)  # noqa: TRY004  (as for whatever else a value may not hold)
        ticked = list(dict.fromkeys(named))
        given.pop("totals", None)
        ways = self._score.weighings if self._score else {}
        if not ways:
            return {"ticked": ticked, "totals": self.totals(*ticked)}
        weighing = given.pop("weighing", None) or next(iter(ways))
        return {"ticked": ticked, "weighing": weighing, "totals": self.totals(*ticked, weighing=weighing)}

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with any selection's data or with the contract."""
        content = json.dumps(self.spec, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def __repr__(self) -> str:
        """Name the map, how much it holds, and the digest of all of it, for stored notebooks."""
        spec = self.spec
        holds = [f"{self._selections} selections"] if self._selections else []
        if "quiz" in spec:
            holds.append(f"{len(spec['quiz']['items'])} items")
        if "score" in spec:
            holds.append(f"{len(spec['score']['features'])} features")
        return f"Explorer({spec['name']!r}, {', '.join(holds)}, {self.digest})"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ANN401
        """Beside the widget, give the first selection's words and table as HTML."""
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**data, "text/plain": repr(self), "text/html": self._html()}, metadata

    def _html(self) -> str:
        spec = self.spec
        parts = [f"<p><strong>{fallback.inline(spec['title'])}</strong></p>"]
        if self._first:
            parts.append(f"<p>{fallback.inline(self._first.summary)}</p>")
            parts += [fallback.say(one, spec["voices"]) for one in self._first.words]
            parts.append(fallback.table(self._first.table))
        if "quiz" in spec:
            parts.append(fallback.quiz(spec["quiz"]))
        if self._score:
            start = spec["start"]
            parts.append(fallback.score(self._score, start["ticked"], start.get("weighing", ""), spec["voices"]))
        return f'<div class="explorer-text">{"".join(parts)}</div>'


def choose(controls: tuple[Control, ...], start: Mapping[str, str | None]) -> dict[str, str]:
    """Complete a selection with each control's first option.

    Raises
    ------
    ValueError
        When a control or an option does not exist; it lists the choices.

    """
    known = {control.name: [option.value for option in control.options] for control in controls}
    for name, value in start.items():
        if name not in known:
            raise _no_such("control", name, known)
        if value not in known[name]:
            raise _no_such(name, value, known[name])
    return {name: str(start.get(name, values[0])) for name, values in known.items()}


def _marks(quiz: Quiz, given: dict[str, Any]) -> dict[str, Any]:
    """Take a quiz's part out of a value, and check it."""
    items = {item.id: item for item in quiz.items}
    marks: dict[str, Any] = {name: dict(given.pop(name, {})) for name in ("answers", "first")}
    for answers in marks.values():
        for id_, option in answers.items():
            if id_ not in items:
                raise _no_such("item", id_, items)
            if option not in items[id_].feedback:
                raise _no_such("answer", option, items[id_].feedback)
    solved = list(given.pop("solved", ()))
    for id_ in solved:
        if id_ not in items:
            raise _no_such("item", id_, items)
    given.pop("right", None)
    return marks | {"solved": solved, "right": len(solved)}


def _check_score(score: Score) -> None:
    """Refuse a score whose parts name what it does not have: the page would add up something else, or nothing."""
    features = [one.id for one in score.features]
    targets = [one.value for one in score.targets]
    groups = [one.value for one in score.grouping.groups] if score.grouping else []
    ways = score.weighings.values()
    named = [
        *(("group", one.group, groups) for one in score.features if one.group),
        *(("target", target, targets) for one in score.features for target in one.weights),
        *(("feature", id_, features) for one in score.profiles for id_ in one.ticked),
        *(("group", id_, groups) for way in ways for id_ in way.counts),
        *(("feature", id_, features) for way in ways for id_ in way.weights),
        *(("target", target, targets) for way in ways for weights in way.weights.values() for target in weights),
    ]
    for kind, id_, known in named:
        if id_ not in known:
            raise _no_such(kind, id_, known)
    for one in score.features:
        if not one.group and one.id in groups:
            message = f"feature {one.id!r} stands in no group, and has the name of one"
            raise ValueError(message)
    weights = [*(one.weights for one in score.features), *(way.counts for way in ways)]
    weights += [given for way in ways for given in way.weights.values()]
    if any(number < 0 for given in weights for number in given.values()):
        message = "a weight or a count is below 0; of a group the heaviest feature counts, and it has 0 without any"
        raise ValueError(message)


def _no_such(kind: str, wrong: object, known: Iterable[str]) -> ValueError:
    known = list(known)
    near = difflib.get_close_matches(str(wrong), known, n=1)
    hint = f'nearest: "{near[0]}"; ' if near else ""
    return ValueError(f"no {kind} {wrong!r}; {hint}choices: {', '.join(map(repr, known)) or 'none'}")


def _all_views(controls: tuple[Control, ...], view: Callable[..., View]) -> list[View]:
    """Compute every selection, the last control's options changing fastest."""
    counts = {control.name: len(control.options) for control in controls}
    total = 1
    for count in counts.values():
        total *= count
    if total > MOST_SELECTIONS:
        listed = " × ".join(f"{name} ({count})" for name, count in counts.items())
        largest = max(counts, key=lambda name: counts[name])
        # A box has its two options and no more.
        boxes = all(control.tick for control in controls)
        advice = "drop boxes" if boxes else f"drop options of {largest!r}, or make it a pick"
        message = f"{total} selections, {listed}; a page holds {MOST_SELECTIONS} at most: {advice}"
        raise ValueError(message)
    values = [[option.value for option in control.options] for control in controls]
    return [view(**dict(zip(counts, choice, strict=True))) for choice in itertools.product(*values)]


def opening_figure(spec: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the figure of the selection that a specification's ``value`` names, if it has one."""
    if "select" in spec:
        controls = [
            Control(**{**one, "options": tuple(Option(**option) for option in one["options"])})
            for one in spec["select"]["controls"]
        ]
        return decode(spec["select"]["figures"], _number(controls, value))
    return _summed(spec["score"], value["totals"]) if "score" in spec else None


def _summed(score: Mapping[str, Any], totals: Mapping[str, int]) -> dict[str, Any]:
    """Return a score's figure with the totals at the ends of its lines, as the page draws it."""
    figure: dict[str, Any] = copy.deepcopy(score["figure"])
    for trace, target in zip(figure["data"], score["targets"], strict=False):  # its first traces are the targets'
        trace["x"][1] = totals[target["value"]]
        trace["text"][1] = str(totals[target["value"]])
    return figure


def _number(controls: Iterable[Control], choices: Mapping[str, str]) -> int:
    """Return the place of a selection in the order of `_all_views`."""
    number = 0
    for control in controls:
        values = [option.value for option in control.options]
        number = number * len(values) + values.index(choices[control.name])
    return number


def _select(controls: tuple[Control, ...], views: list[View]) -> dict[str, Any]:
    """Store the selections: figures by difference, all else that recurs by number."""
    texts, says, rows, ids, shown = Pool(), Pool(), Pool(), Pool(), Pool()
    return {
        "controls": _plain(controls),
        "figures": _plain(encode([view.figure for view in views])),
        "summaries": [texts.add(view.summary) for view in views],
        "words": [[says.add(_plain(say)) for say in view.words] for view in views],
        "captions": [texts.add(view.table.caption) for view in views],
        "columns": list(views[0].table.columns),
        "tables": [[rows.add(list(row)) for row in view.table.rows] for view in views],
        "pickable": [shown.add([ids.add(one) for one in view.ids]) for view in views],
        "texts": texts.values,
        "says": says.values,
        "rows": rows.values,
        "ids": ids.values,
        "shown": shown.values,
    }


def _drawn(key: Key) -> dict[str, Any]:
    """Give a line of the legend as the paths that draw it, in a box of 24 by 16."""
    line = key.mark if key.mark in marks.DASHES else key.line
    drawn: dict[str, Any] = {"label": key.label, "color": key.color, "dash": marks.DASHES.get(line)}
    if key.mark not in marks.DASHES:
        # What is up on a mark is ahead on a line, here to the right; an arrow's own point is its tip.
        at = (18, 8) if key.mark == "arrow" else (12, 8)
        drawn["mark"] = marks.path(key.mark, 9 if line else 11, at, math.pi / 2 if line else 0)
        drawn["open"] = marks.hollow(key.mark)
    return {name: value for name, value in drawn.items() if value}


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Turn tuples into lists, as JSON will, so that equal data have equal digests; parts into tables.

    What a part need not have, and has not, does not travel.
    """
    if is_dataclass(value):
        given = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
        return {name: _plain(one) for name, (one, usual) in given.items() if one or one != usual}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _answer(widget: Explorer, content: Mapping[str, object], _buffers: object) -> None:
    """Send plotly.js to a page that asks for it: once a page, whatever the number of maps."""
    if content.get("ask") == "plotly.js":
        widget.send({"answer": "plotly.js"}, buffers=[plotly_js().read_bytes()])
