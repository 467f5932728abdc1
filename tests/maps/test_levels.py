"""The levels map against values worked out from the seeds by other code."""

from __future__ import annotations

import shutil
from pathlib import Path

import expected
import pytest

from widgets import levels
from widgets.article import load
from widgets.explorer import MOST_SELECTIONS
from widgets.explorer.encoding import decode


@pytest.fixture(scope="module")
def spec() -> dict:
    return levels.explore().spec


def test_the_controls_offer_what_the_seeds_hold() -> None:
    offered = {c.name: [o.value for o in c.options] for c in levels.controls()}
    assert offered == expected.CHOICES


@pytest.mark.parametrize("selection", expected.SELECTIONS, ids=lambda s: "-".join(s.values()))
def test_every_selection_shows_the_seeds(selection: dict[str, str]) -> None:
    view = levels.view(**selection)
    cases = next(trace for trace in view.figure["data"] if trace["name"] == "cases")
    drawn = zip(
        cases["customdata"],
        cases["text"],
        map(int, cases["x"]),
        cases["marker"]["symbol"],
        strict=True,
    )
    assert list(drawn) == expected.points(selection)
    assert [list(row) for row in view.table.rows] == expected.rows(selection)
    assert list(view.ids) == expected.shown(selection)
    for count in expected.summary_counts(selection):
        assert count in view.summary
    for text, say in zip(expected.said(selection), view.words, strict=True):
        assert text in say.text.replace('<span lang="kk">', "").replace("</span>", "")


def test_no_two_cases_stand_on_one_spot() -> None:
    for selection in expected.SELECTIONS:
        cases = levels.view(**selection).figure["data"][-1]
        spots = list(zip(cases["x"], cases["y"], strict=True))
        assert len(set(spots)) == len(spots)


def test_what_travels_is_what_was_computed(spec: dict) -> None:
    for number, selection in enumerate(expected.SELECTIONS):
        stored = decode(spec["select"]["figures"], number)
        assert stored == levels.view(**selection).figure


def test_line_style_is_voice() -> None:
    def frames(view: str) -> set[str]:
        shapes = levels.view(view=view).figure["layout"]["shapes"]
        return {shape["line"]["dash"] for shape in shapes if shape["type"] == "rect"}

    assert frames("article") == {"solid"}
    assert frames("record") == {"dash"}


def test_a_step_that_is_ours_is_dotted() -> None:
    ways = [trace for trace in levels.view().figure["data"] if trace["name"].startswith("way: ")]
    dash = {"article": "solid", "reading": "dot"}
    assert [way["line"]["dash"] for way in ways] == [dash[step.voice] for step in load().steps.values()]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (
            lambda: levels.explore(level="dialog"),
            ["'dialog'", 'nearest: "dialogue"', "'monologue'"],
        ),
        (lambda: levels.figure(lvl="all"), ["'lvl'", "'level'", "'country'"]),
        (lambda: levels.explore(pick="dimas"), ["'dimas'", '"dimash"']),
        (lambda: levels.weigh(["mean"]), ["'mean'", '"means"']),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    for word in named:
        assert word in str(refusal.value)


def test_the_bare_figure_brings_its_words_and_table() -> None:
    meta = levels.figure(level="dialogue", country="kz").layout.meta
    assert [list(row) for row in meta["table"]["rows"]] == expected.rows(
        {"view": "article", "level": "dialogue", "actor": "all", "country": "kz"}
    )


def test_one_more_case_in_any_country_still_fits(tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(expected.SEEDS, tmp_path / "seeds"))
    with (seeds / "activities.toml").open("a", encoding="utf-8") as file:
        case = (expected.SEEDS / "activities.toml").read_text("utf-8").split("[voice-of-america]")[1].split("\n[")[0]
        for code in expected.COUNTRIES:
            there = case.replace('["us"]', f'["{code}"]')
            file.write(f"\n[one-more-{code}]{there}\n")
    controls = levels.controls(load(seeds))
    selections = 1
    for control in controls:
        selections *= len(control.options)
    assert selections <= MOST_SELECTIONS


def test_every_case_can_be_classified_and_answers_every_choice() -> None:
    quiz = levels.classify().spec["quiz"]
    assert sorted(item["id"] for item in quiz["items"]) == sorted(expected.CASES)
    for item in quiz["items"]:
        case = expected.CASES[item["id"]]
        assert item["answers"] == [level for level in (case["level"], case.get("also")) if level]
        assert set(item["feedback"]) == set(expected.ORDER)
