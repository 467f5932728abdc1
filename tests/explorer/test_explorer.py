"""What every map gets from the Explorer."""

from __future__ import annotations

import itertools
import json
import random
from typing import Any

import pytest

from widgets import levels
from widgets.explorer import MOST_SELECTIONS, Explorer, choose, opening_figure
from widgets.explorer.encoding import decode, encode
from widgets.explorer.fallback import inline, say, table
from widgets.explorer.parts import (
    Control,
    Feature,
    Grouping,
    Option,
    Profile,
    Ref,
    Say,
    Score,
    Table,
    View,
    Weighing,
)


def control(name: str, count: int) -> Control:
    return Control(name, name.title(), tuple(Option(f"{name}{i}", f"{name} {i}") for i in range(count)))


def view(**selection: str) -> View:
    figure = {
        "data": [{"type": "scatter", "x": [len(selection)], "name": "-".join(selection.values())}],
        "layout": {"height": 9},
    }
    words = "-".join(selection.values())
    return View(figure, words, (Say(words),), Table("t", ("c",), ((words,),)))


def small(**more: object) -> Explorer:
    return Explorer(
        "small",
        "Small",
        "small.explore",
        controls=(control("a", 2), control("b", 3)),
        view=view,
        **more,
    )


def test_too_many_selections_say_what_to_drop() -> None:
    controls = (control("era", 3), control("country", 100))
    with pytest.raises(ValueError, match=rf"300 selections.*{MOST_SELECTIONS} at most.*'country'"):
        Explorer("big", "Big", "big.explore", controls=controls, view=view)


def test_too_many_boxes_say_so() -> None:
    boxes = tuple(Control(f"b{i}", "B", (Option("off", "off"), Option("on", "on")), tick=True) for i in range(8))
    with pytest.raises(ValueError, match=rf"256 selections.*{MOST_SELECTIONS} at most: drop boxes$"):
        Explorer("big", "Big", "big.explore", controls=boxes, view=view)
    with pytest.raises(ValueError, match=r"drop options of 'a', or make it a pick$"):
        Explorer("big", "Big", "big.explore", controls=(*boxes[:6], control("a", 4)), view=view)


def test_what_a_part_has_not_does_not_travel() -> None:
    said = Option("on", "on", "Heading")
    explorer = Explorer(
        "small",
        "Small",
        "small.explore",
        controls=(Control("a", "A", (Option("off", "off"), said), tick=True, set="Show"), control("b", 2)),
        view=view,
    )
    tick, plain = explorer.spec["select"]["controls"]
    assert tick == {
        "name": "a",
        "label": "A",
        "options": [{"value": "off", "label": "off"}, {"value": "on", "label": "on", "group": "Heading"}],
        "tick": True,
        "set": "Show",
    }
    assert set(plain) == {"name", "label", "options"}
    assert explorer.spec["select"]["says"] == [{"text": f"{a}-{b}"} for a in ("off", "on") for b in ("b0", "b1")]
    assert opening_figure(explorer.spec, {"a": "on", "b": "b1"}) == view(a="on", b="b1").figure


def test_equal_lists_of_points_are_stored_once() -> None:
    explorer = levels.explore()
    select = explorer.spec["select"]
    lists = [tuple(select["ids"][one] for one in shown) for shown in select["shown"]]
    assert len(set(lists)) == len(lists)
    choices = [[option["value"] for option in one["options"]] for one in select["controls"]]
    for number, selection in zip(select["pickable"], itertools.product(*choices), strict=True):
        names = (one["name"] for one in select["controls"])
        assert lists[number] == levels.view(**dict(zip(names, selection, strict=True))).ids


def test_value_holds_the_choices_and_starts_where_asked() -> None:
    assert small().value == {"a": "a0", "b": "b0"}
    assert small(start={"b": "b2"}).value == {"a": "a0", "b": "b2"}
    assert levels.explore(level="dialogue", pick="fulbright").value["pick"] == "fulbright"
    assert levels.classify().value == {"answers": {}, "first": {}, "solved": [], "right": 0}
    assert levels.weigh(["means"]).value == {
        "ticked": ["means"],
        "totals": {"monologue": 0, "dialogue": 0, "collaboration": 1},
    }


def test_a_start_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no b 'b9'.*'b0', 'b1', 'b2'"):
        choose((control("b", 3),), {"b": "b9"})


def test_a_value_that_names_what_does_not_exist_is_refused() -> None:
    explorer = levels.explore()
    for wrong, named in (({"level": "monolog"}, "monologue"), ({"pick": "dimas"}, "dimash"), ({"lvl": "all"}, "level")):
        with pytest.raises(ValueError, match=named):
            explorer.value = {**explorer.value, **wrong}
    quiz = levels.classify()
    with pytest.raises(ValueError, match=r"'letter'.*'monologue'"):
        quiz.value = {"answers": {"voice-of-america": "letter"}}
    with pytest.raises(ValueError, match="in this selection 'voice-of-america'"):
        levels.explore(level="dialogue", pick="voice-of-america")


def test_what_follows_from_a_value_is_worked_out() -> None:
    explorer = levels.explore(pick="sesame")
    explorer.value = {**explorer.value, "level": "monologue"}
    assert explorer.value["pick"] is None  # out of sight
    fit = levels.weigh()
    fit.value = {"ticked": ["means"], "totals": {"monologue": 99}}
    assert fit.value["totals"] == fit.totals("means")
    quiz = levels.classify()
    quiz.value = {"solved": ["cern"], "right": 36}
    assert quiz.value["right"] == 1


def test_figures_travel_as_differences_and_come_back_whole() -> None:
    figures = [{"data": [{"x": [1, 2], "m": {"c": "red"}}], "layout": {"shapes": [{"y": 1}], "n": n}} for n in range(3)]
    figures[1]["data"][0]["x"] = [9]
    figures[2]["layout"]["shapes"] = []
    encoded = encode(figures)
    assert [decode(encoded, i) for i in range(3)] == figures
    assert encoded["changes"][0] == []


def test_what_recurs_in_a_figure_is_stored_once() -> None:
    marker = {
        "symbol": ["circle", "cross-thin-open", "arrow"],
        "size": (0, 8, 8),
        "line": {"width": 1, "color": "#123456"},
    }
    traces = [{"x": [i], "y": [], "marker": marker, "line": marker["line"]} for i in range(4)]
    figures = [{"data": traces, "layout": {"n": n, "margin": {"l": 4}}} for n in range(2)]
    encoded = encode(figures)
    travelled = json.loads(json.dumps(encoded))
    assert [decode(travelled, i) for i in range(2)] == json.loads(json.dumps(figures))
    assert json.dumps(encoded).count("cross-thin-open") == 1
    assert decode(travelled, 0)["data"][0]["marker"] is not decode(travelled, 0)["data"][1]["marker"]


def test_the_digest_follows_any_selection() -> None:
    def changed(**selection: str) -> View:
        made = view(**selection)
        last = selection == {"a": "a1", "b": "b2"}
        return View(made.figure, made.summary, made.words, Table("t", ("c",), (("other",),))) if last else made

    controls = (control("a", 2), control("b", 3))
    other = Explorer("small", "Small", "small.explore", controls=controls, view=changed)
    assert repr(small()) != repr(other)
    assert repr(small()) == repr(small())
    assert repr(small()).startswith("Explorer('small', 6 selections, ")


def test_an_output_reads_without_scripts_and_names_no_random_id() -> None:
    explorer = levels.explore(level="collaboration")
    data, _ = explorer._repr_mimebundle_()
    assert data["text/plain"] == repr(explorer)
    assert explorer.model_id not in data["text/html"] + data["text/plain"]
    assert "SESAME" in data["text/html"]
    assert "Show as table" not in data["text/html"]  # nothing that needs a click


def test_totals_add_up_for_random_profiles() -> None:
    explorer = levels.weigh()
    features = {feature["id"]: feature["weights"] for feature in explorer.spec["score"]["features"]}
    chance = random.Random(7)  # noqa: S311
    for _ in range(50):
        ticked = [id_ for id_ in features if chance.random() < 0.5]
        totals = explorer.totals(*ticked)
        for target, total in totals.items():
            assert total == sum(features[id_].get(target, 0) for id_ in ticked)


def test_text_is_shown_as_it_stands() -> None:
    assert inline("<b>1 & 2</b>") == "&lt;b&gt;1 &amp; 2&lt;/b&gt;"
    assert inline('the <span lang="kk">саты</span>') == 'the <span lang="kk">саты</span>'
    statement = say(Say("x < y", "record", (Ref("D12", "[D12]"),), "verified"), {"record": "The record says"})
    assert "x &lt; y" in statement
    assert 'data-ref="D12"' in statement
    assert "<script" not in table(Table("<script>", ("<script>",), (("<script>",),)))


# --- scores ---------------------------------------------------------------------------------------


def scored(**changed: Any) -> Explorer:
    """Score cat and dog by two features in two groups and one that stands alone."""
    whole = {
        "features": (
            Feature("paw", "A paw.", {"cat": 1, "dog": 1}, Say("Why."), "feet"),
            Feature("mew", "A mew.", {"cat": 1}, Say("Why."), "voice"),
            Feature("fur", "Some fur.", {"cat": 1}, Say("Why.")),
        ),
        "groups": (Option("feet", "its feet"), Option("voice", "its voice")),
        "ways": (
            Weighing("alike", "all alike", {}, {}, "Usual"),
            Weighing("deaf", "voice left out", {"voice": 0}, {"paw": {"dog": 1}}, "Odd"),
        ),
        "profiles": (Profile("Tick a cat", ("paw", "mew")),),
        "start": {},
    } | changed
    traces = [{"type": "scatter", "x": [0, 0], "text": ["", "0"]} for _ in range(2)]
    score = Score(
        "Tick what you see",
        whole["features"],
        (Option("cat", "cat"), Option("dog", "dog")),
        {"data": traces, "layout": {"height": 9}},
        "Pet",
        Say("A group counts once.", "model"),
        Grouping("part", whole["groups"], whole["ways"], "What is usual"),
        whole["profiles"],
    )
    return Explorer("pets", "Pets", "pets.match", score=score, start=whole["start"])


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"features": (Feature("paw", "A paw.", {"cat": 1}, Say("Why."), "foot"),)}, ["group 'foot'", "'feet'"]),
        ({"features": (Feature("paw", "A paw.", {"cats": 1}, Say("Why."), "feet"),)}, ["target 'cats'", '"cat"']),
        ({"features": (Feature("feet", "Feet.", {"cat": 1}, Say("Why.")),)}, ["'feet'", "the name of one"]),
        ({"features": (Feature("mew", "A mew.", {"dog": -1}, Say("Why.")),)}, ["below 0"]),
        ({"profiles": (Profile("Tick a cat", ("paws",)),)}, ["feature 'paws'", '"paw"']),
        ({"ways": (Weighing("a", "a", {"voices": 0}, {}),)}, ["group 'voices'", '"voice"']),
        ({"ways": (Weighing("a", "a", {"voice": -1}, {}),)}, ["below 0"]),
        ({"ways": (Weighing("a", "a", {}, {"paws": {}}),)}, ["feature 'paws'", '"paw"']),
        ({"ways": (Weighing("a", "a", {}, {"paw": {"god": 1}}),)}, ["target 'god'", "'dog'"]),
        ({"ways": (Weighing("a", "a", {}, {"paw": {"dog": -1}}),)}, ["below 0"]),
        ({"start": {"ticked": "paw"}}, ["list of features", "['paw']"]),
    ],
)
def test_a_score_names_only_what_it_has(changed: dict[str, Any], named: list[str]) -> None:
    others = {"profiles": ()} | ({"ways": ()} if "features" in changed else {})
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        scored(**(others | changed))
    for word in named:
        assert word in str(refusal.value)


def test_totals_and_turns_go_together() -> None:
    explorer = scored()
    assert explorer.totals("paw", "mew") == {"cat": 2, "dog": 1}
    assert explorer.turns("paw", "mew") == {"voice": ("cat", "dog")}
    assert explorer.totals("paw", "mew", weighing="deaf") == {"cat": 0, "dog": 1}
    with pytest.raises(ValueError, match="no weighing 'dead'"):
        explorer.turns("paw", weighing="dead")
    with pytest.raises(ValueError, match="no features to tick"):
        small().turns("paw")


def test_a_score_without_scripts_has_groups_weighings_and_where_it_starts() -> None:
    html = scored()._html()  # noqa: SLF001  (what a notebook stores)
    assert '<th scope="col">Part</th>' in html
    assert "<td>its feet</td><td>1</td><td>1</td>" in html
    assert "<td>–</td><td>1</td><td>0</td>" in html
    assert "How each part may count. Usual: all alike. Odd: voice left out." in html
    assert "Tick a cat: A paw. A mew." in html
    assert "Totals:" not in html
    begun = scored(start={"ticked": ["paw"], "weighing": "deaf"})._html()  # noqa: SLF001
    assert "Ticked: A paw. Totals: cat 0, dog 1. Weighing: voice left out; Odd." in begun
