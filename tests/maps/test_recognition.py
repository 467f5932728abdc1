"""Who counts for whom: words, table and drawing worked out again from the raw seeds."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from widgets.maps import recognition

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ACTORS: dict[str, dict[str, Any]] = tomllib.loads((SEEDS / "actors.toml").read_text("utf-8"))["actors"]
NODES: dict[str, dict[str, Any]] = tomllib.loads((SEEDS / "theories.toml").read_text("utf-8"))["nodes"]

COUNTS: dict[str, list[str]] = defaultdict(list)
for _id, _actor in ACTORS.items():
    for _theory in dict.fromkeys(one["theory"] for one in _actor.get("recognised", ())):
        COUNTS[_theory].append(_id)
each_theory = pytest.mark.parametrize("theory", sorted(COUNTS))


def name(theory: str) -> str:
    return str(NODES[theory]["name"]["en"])


def traces(theory: str) -> dict[str, Any]:
    return {one["name"]: one for one in recognition.view(theory=theory).figure["data"]}


def test_every_theory_that_counts_somebody_can_be_chosen() -> None:
    (control,) = recognition.controls()
    assert {one.value for one in control.options} == {"all", *COUNTS}


@each_theory
def test_a_mark_stands_where_an_actor_counts(theory: str) -> None:
    for chosen in ("all", theory):
        drawn = traces(chosen)
        heights = dict(zip(drawn["actors"]["customdata"], drawn["actors"]["y"], strict=True))
        marks = drawn[name(theory)]
        assert sorted(one for one in marks["customdata"] if one) == sorted(COUNTS[theory])
        assert marks["customdata"][0] is None
        for id_, y in zip(marks["customdata"][1:], marks["y"][1:], strict=True):
            assert y == heights[id_]
        assert len(set(marks["x"])) == 1


@each_theory
def test_the_others_are_faint_and_open(theory: str) -> None:
    for id_ in COUNTS:
        open_ = traces(theory)[name(id_)]["marker"]["symbol"].endswith("-open")
        assert open_ == (id_ != theory)


@each_theory
def test_the_words_name_each_actor_with_its_voice_and_place(theory: str) -> None:
    view = recognition.view(theory=theory)
    assert f"{len(COUNTS[theory])} of {sum('recognised' in one for one in ACTORS.values())} kinds" in view.summary
    said = [
        (actor["name"]["en"], one)
        for actor in ACTORS.values()
        for one in actor.get("recognised", ())
        if one["theory"] == theory
    ]
    assert len(view.words) == len(said)
    for english, seen in said:
        places = {*seen.get("paragraphs", ()), *seen.get("sources", ())}
        assert [
            say
            for say in view.words
            if say.text.casefold().startswith(english.casefold())
            and say.voice == seen["voice"]
            and {ref.id for ref in say.refs} == places
        ], (english, seen)


def test_the_whole_names_most_and_widest() -> None:
    view = recognition.view()
    per_actor = {id_: len({seen["theory"] for seen in one.get("recognised", ())}) for id_, one in ACTORS.items()}
    assert f"{max(per_actor.values())} of {len(COUNTS)}" in view.summary
    assert view.summary.endswith(f"{max(map(len, COUNTS.values()))}.")
    rows = {row[0]: row[1] for row in view.table.rows}
    assert rows == {
        ACTORS[id_]["name"]["en"]: rows[ACTORS[id_]["name"]["en"]] for id_, count in per_actor.items() if count
    }
    for id_, count in per_actor.items():
        if count:
            said = rows[ACTORS[id_]["name"]["en"]].split(", ")
            assert set(said) == {name(one["theory"]) for one in ACTORS[id_]["recognised"]}


def test_a_wrong_theory_is_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match='nearest: "history"'):
        recognition.view(theory="histori")


def test_the_chapters_counts_are_the_seeds() -> None:
    prose = " ".join((SEEDS.parent / "chapters" / "10-interdependence.ipynb").read_text("utf-8").split())
    per_actor = {id_: len({one["theory"] for one in actor.get("recognised", ())}) for id_, actor in ACTORS.items()}
    assert (len(COUNTS), per_actor["state"]) == (8, 7)
    assert "counts in seven of the eight columns" in prose
    assert "state" not in COUNTS["structuralism"]
    others = {id_: count for id_, count in per_actor.items() if id_ != "state"}
    most = [id_ for id_, count in others.items() if count == max(others.values())]
    assert (most, max(others.values())) == (["intergovernmental-organisations", "non-governmental-organisations"], 4)
    assert "each counts for four" in prose
    assert sorted(COUNTS["history"]) == ["great-powers", "state"]
    assert len(COUNTS["interdependence"]) == 5
    assert "five kinds named" in prose
