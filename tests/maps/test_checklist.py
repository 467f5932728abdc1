"""The checklist: every selection, and what chapter 11 says of it, worked out from the raw seeds."""

from __future__ import annotations

import functools
import itertools
import re

import expected
import nbformat
import pytest

from widgets import checklist
from widgets.explorer.encoding import decode

ROOT = expected.SEEDS.parent
DEMANDS, TRIALS = (expected.raw("checklist.toml")[table] for table in ("demands", "trials"))
BY = {
    "article": [id_ for id_, one in DEMANDS.items() if one["voice"] != "record"],
    "record": [id_ for id_, one in DEMANDS.items() if one["voice"] == "record"],
}
WORDS = {"met": "met", "unmet": "not met", "open": "cannot tell"}
SHAPES = {"met": "circle", "unmet": "x", "open": "diamond-open"}
DASH = {"article": "solid", "reports": "solid", "record": "dash", "reading": "dot"}
SELECTIONS = [
    {"case": case, "beside": beside, "by": by} for by in BY for case in TRIALS for beside in ["none", *TRIALS]
]
#: px of the chart on pages 320, 390 and 1280 px wide, with the size of a label's letters there.
CHARTS = [(284, 10), (350, 11), (680, 12)]

each_selection = pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: "-".join(one.values()))


@functools.cache
def answer(trial: str, demand: str) -> str:
    (found,) = (one["answer"] for one in TRIALS[trial]["verdicts"] if one["demand"] == demand)
    return found


def columns(selection: dict[str, str]) -> list[str]:
    """The cases shown, each once."""
    return [one for one in dict.fromkeys((selection["case"], selection["beside"])) if one != "none"]


def count(trial: str, wanted: str, by: str = "article") -> int:
    return sum(answer(trial, demand) == wanted for demand in BY[by])


def same(one: str, other: str, by: str = "article") -> int:
    return sum(answer(one, demand) == answer(other, demand) for demand in BY[by])


def met(trial: str, by: str = "article") -> set[str]:
    return {demand for demand in BY[by] if answer(trial, demand) == "met"}


def apart(one: str, other: str, by: str = "article") -> set[str]:
    return {demand for demand in BY[by] if {answer(one, demand), answer(other, demand)} == {"met", "unmet"}}


def traces(selection: dict[str, str]) -> dict[str, dict]:
    return {one["name"]: one for one in checklist.view(**selection).figure["data"]}


def test_every_trial_answers_every_demand_with_a_reason() -> None:
    for trial in TRIALS.values():
        assert [one["demand"] for one in trial["verdicts"]] == list(DEMANDS)
        assert all(one["why"].strip() and one.get("sources") for one in trial["verdicts"])


def test_the_controls_offer_the_cases() -> None:
    offered = {one.name: [option.value for option in one.options] for one in checklist.controls()}
    assert offered == {"case": list(TRIALS), "beside": ["none", *TRIALS]}
    for made in (checklist.explore(), checklist.perspectives()):
        assert made.value == {"case": next(iter(TRIALS)), "beside": "none", "pick": None}


@each_selection
def test_every_selection_counts_and_lists_the_answers(selection: dict[str, str]) -> None:
    shown, lines = columns(selection), BY[selection["by"]]
    view = checklist.view(**selection)
    assert view.table.columns[3:] == tuple(TRIALS[one]["short"] for one in shown)
    for demand, row in zip(lines, view.table.rows, strict=True):
        assert row[:2] == (DEMANDS[demand]["name"], DEMANDS[demand]["asks"])
        for id_ in DEMANDS[demand].get("paragraphs", []):
            assert f"[{id_}]" in row[2]
        assert list(row[3:]) == [WORDS[answer(one, demand)] for one in shown]
    assert view.summary.startswith(f"Judged by the {selection['by']}, {len(lines)} lines. ")
    for one in shown:
        counted = ", ".join(f"{count(one, id_, selection['by'])} {text}" for id_, text in WORDS.items())
        assert f"{TRIALS[one]['name']}: {counted}." in view.summary
    assert view.ids == tuple(f"{one}-{demand}" for demand in lines for one in shown)
    told = {say.topic: say for say in view.words}
    assert [told[f"{TRIALS[one]['name']}."].voice for one in shown] == ["record"] * len(shown)
    assert told["Whose answers."].voice == "reading"
    assert ("Side by side." in told) == (len(shown) == 2)
    if len(shown) == 2:
        assert f"The same answer in {same(*shown, selection['by'])} of {len(lines)}." in view.summary
        parts = told["Side by side."].text.removesuffix(".").split(". ")
        for text, (before, after) in zip(parts, (("met", "met"), ("met", "unmet"), ("unmet", "met")), strict=True):
            wanted = {one for one in lines if (answer(shown[0], one), answer(shown[1], one)) == (before, after)}
            said, named = text.split(": ")
            if before != after:
                meets = [TRIALS[one]["short"] for one in (shown if before == "met" else shown[::-1])]
                assert said == f"{meets[0]} meets and {meets[1]} does not"
            assert set(re.split(", | and (?!intent)", named)) == ({DEMANDS[one]["name"] for one in wanted} or {"none"})


@each_selection
def test_every_selection_draws_the_answers_in_the_style_of_their_voice(selection: dict[str, str]) -> None:
    drawn, lines = traces(selection), BY[selection["by"]]
    ys = drawn["lines"]["y"]
    assert drawn["lines"]["text"] == [DEMANDS[demand]["name"] for demand in lines]
    assert drawn["paragraphs"]["text"] == [next(iter(DEMANDS[one].get("paragraphs", [])), "") for one in lines]
    assert all(below - above >= 24 for above, below in itertools.pairwise(ys))
    for one in columns(selection):
        marks = drawn[TRIALS[one]["short"]]
        assert marks["y"] == ys
        assert marks["customdata"] == [f"{one}-{demand}" for demand in lines]
        assert marks["marker"]["symbol"] == [SHAPES[answer(one, demand)] for demand in lines]
        words = drawn[f"answers: {TRIALS[one]['short']}"]
        assert words["text"] == [WORDS[answer(one, demand)] for demand in lines]
        assert words["meta"] == {"labels": "wide"}
    rules = {name.removeprefix("rules: "): one for name, one in drawn.items() if name.startswith("rules: ")}
    assert set(rules) == {DEMANDS[demand]["voice"] for demand in lines} | {"reading"}
    for voice, rule in rules.items():
        assert rule["line"]["dash"] == DASH[voice]
        own = [y for y, demand in zip(ys, lines, strict=True) if voice in {"reading", DEMANDS[demand]["voice"]}]
        assert sorted({y for y in rule["y"] if y is not None}) == [y + 14 for y in own]


@pytest.mark.parametrize(("width", "size"), CHARTS)
def test_no_label_meets_another_or_leaves_the_chart(width: int, size: int) -> None:
    for selection in SELECTIONS:
        drawn = traces(selection)

        def at(x: float) -> float:
            return 4 + x * (width - 8)

        names, places, heads = drawn["lines"], drawn["paragraphs"], drawn["cases"]
        for name, place in zip(names["text"], places["text"], strict=True):
            assert at(0) + expected.wide(name) * size <= at(places["x"][0]) - expected.wide(place) * size - 3, name
        boxes = [
            (at(x), max(expected.wide(line) for line in text.split("<br>")) * size / 2)
            for x, text in zip(heads["x"], heads["text"], strict=True)
        ]
        assert all(x - half > at(places["x"][0]) and x + half <= width for x, half in boxes)
        assert all(x + half < other - next_ for (x, half), (other, next_) in itertools.pairwise(boxes))
        if width >= 600:
            starts = [at(x) for x in heads["x"]] + [width]
            for one, end in zip(columns(selection), starts[1:], strict=True):
                words = drawn[f"answers: {TRIALS[one]['short']}"]
                assert at(words["x"][0]) + max(map(expected.wide, words["text"])) * size <= end - 8


def test_what_travels_is_what_was_computed() -> None:
    for by, made in (("article", checklist.explore()), ("record", checklist.perspectives())):
        for number, selection in enumerate(one for one in SELECTIONS if one["by"] == by):
            assert decode(made.spec["select"]["figures"], number) == checklist.view(**selection).figure


def test_a_reader_judges_every_line_of_the_article_and_hears_why() -> None:
    for trial in TRIALS:
        quiz = checklist.judge(trial).spec["quiz"]
        assert [item["id"] for item in quiz["items"]] == BY["article"]
        reasons = {one["demand"]: one["why"] for one in TRIALS[trial]["verdicts"]}
        for item in quiz["items"]:
            assert item["answers"] == [answer(trial, item["id"])]
            assert set(item["feedback"]) == set(WORDS)
            for choice, said in item["feedback"].items():
                ours = "" if choice in item["answers"] else f"{WORDS[item['answers'][0]].capitalize()}. "
                assert said["text"] == ours + reasons[item["id"]]
        assert quiz["readings"]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: checklist.explore(case="dimas-2017"), ["'dimas-2017'", 'nearest: "dimash-2017"']),
        (lambda: checklist.view(by="articles"), ["'articles'", 'nearest: "article"']),
        (lambda: checklist.figure(besides="none"), ["'besides'", "'beside'"]),
        (lambda: checklist.judge("voice"), ["'voice'", "'voice-of-america'"]),
        (lambda: checklist.perspectives(pick="dimash-2017-policy"), ["'dimash-2017-policy'"]),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    for word in named:
        assert word in str(refusal.value)


def test_the_bare_figure_brings_its_words_and_table() -> None:
    meta = checklist.figure(case="voice-of-america", by="record").layout.meta
    assert meta["summary"] == checklist.view(case="voice-of-america", by="record").summary


# --- what the chapter says ---------------------------------------------------------------------

NUMBERS = {"none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
SINGER, AMBASSADOR, BROADCASTER, MOVEMENT = TRIALS


@functools.cache
def prose() -> str:
    """The chapter's Markdown in one line, without marks of emphasis."""
    cells = nbformat.read(ROOT / "chapters" / "11-conclusion.ipynb", as_version=4).cells
    text = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return " ".join(text.replace("*", "").replace("> ", "").split())


def told(pattern: str) -> list[int]:
    """The numbers in a sentence of the chapter, which must be there once."""
    found = re.findall(pattern, prose())
    assert len(found) == 1, (pattern, found)
    given = found[0] if isinstance(found[0], tuple) else (found[0],)
    return [NUMBERS[one.lower()] if one.lower() in NUMBERS else int(one) for one in given]


def asked_by(*paragraphs: str) -> list[str]:
    return [id_ for id_ in BY["article"] if set(paragraphs) & set(DEMANDS[id_]["paragraphs"])]


def test_what_the_chapter_says_of_the_singer() -> None:
    lines = told(r"The singer of 2017 meets (\d+) lines of (\d+); (\d+) is not met, and of (\d+) we cannot tell")
    assert lines == [count(SINGER, "met"), len(BY["article"]), count(SINGER, "unmet"), count(SINGER, "open")]
    assert told(
        r"Of the (\w+) lines of \[D02\] he meets (\w+), the mass audience; of the (\w+) of \[D16\] (\w+), underst"
    ) == [
        len(asked_by("D02")),
        1,
        len(asked_by("D16")),
        1,
    ]
    assert met(SINGER) & set(asked_by("D02")) == {"audience"}
    assert met(SINGER) & set(asked_by("D16")) == {"understanding"}
    # “He meets all that [D03], [D04] and [D05] ask”, “Of the state's other aims our sources on him are silent”
    assert set(asked_by("D03", "D04", "D05")) <= met(SINGER)
    assert {answer(SINGER, one) for one in set(asked_by("D02", "D16", "D22")) - met(SINGER)} == {"open"}


def test_what_the_chapter_says_of_likeness() -> None:
    lines = len(BY["article"])
    assert told(
        r"the singer and the movement have the same answer in (\d+) of (\d+) lines, and no line is met by one"
    ) == [
        same(SINGER, MOVEMENT),
        lines,
    ]
    assert not apart(SINGER, MOVEMENT)
    no_beside_open = [one for one in BY["article"] if (answer(SINGER, one), answer(MOVEMENT, one)) == ("open", "unmet")]
    assert told(r"This shows in (\w+) lines, as a no beside a cannot tell") == [len(no_beside_open)]
    assert told(r"The ambassador since 2024 meets (\d+) lines and fails none; of (\d+) we cannot tell") == [
        count(AMBASSADOR, "met"),
        count(AMBASSADOR, "open"),
    ]
    assert not count(AMBASSADOR, "unmet")
    assert told(
        r"With the Voice of America he has the same answer in (\d+) of (\d+), and with the movement in (\d+) too"
    ) == [
        same(AMBASSADOR, BROADCASTER),
        lines,
        same(AMBASSADOR, MOVEMENT),
    ]
    assert not apart(AMBASSADOR, BROADCASTER)
    assert told(r"Beside the movement there are (\w+): used as a tool and institution behind it") == [
        len(apart(AMBASSADOR, MOVEMENT))
    ]
    assert apart(AMBASSADOR, MOVEMENT) == {"instrument", "institution"}


def test_what_the_chapter_says_of_the_change() -> None:
    steps = {one: (answer(SINGER, one), answer(AMBASSADOR, one)) for one in BY["article"]}
    changed = {one: step for one, step in steps.items() if step[0] != step[1]}
    assert told(r"Between the singer and the ambassador (\d+) of (\d+) answers change") == [len(changed), len(steps)]
    better = {one for one in changed if one != "independence"}
    assert told(r"(Four) of them change for the better") == [len(better)]
    assert better == met(AMBASSADOR) - met(SINGER) == {"values", "dialogue", "instrument", "institution"}
    assert changed["independence"] == ("met", "open")
    assert told(r"(Five) lines, and `institution behind it` is the only one that goes from no to yes") == [len(changed)]
    others = [set(step) for one, step in changed.items() if one != "institution"]
    assert told(r"The other (four) have met on one side and open on the other") == [others.count({"met", "open"})]
    assert len(others) == others.count({"met", "open"})
    assert changed["institution"] == ("unmet", "met")


def test_what_the_chapter_says_of_the_tool_and_the_hand() -> None:
    for trial, name in zip(
        (SINGER, MOVEMENT, AMBASSADOR, BROADCASTER),
        ("Dimash, 2017", "Nevada–Semipalatinsk", "Dimash, since 2024", "Voice of America"),
        strict=True,
    ):
        row = f"| {name} | {WORDS[answer(trial, 'instrument')]} | {WORDS[answer(trial, 'independence')]} |"
        assert row in prose()
        assert not {"instrument", "independence"} <= met(trial)


def test_what_the_chapter_says_of_the_perspectives() -> None:
    five = BY["record"][:5]
    admit = {one for one in five if {answer(SINGER, one), answer(AMBASSADOR, one)} == {"met"}}
    assert admit == {"nontraditional", "society-centric"}
    assert told(r"(Two) of the (five) admit both") == [len(admit), len(five)]
    for one in ("state-centric", "neo-statist"):
        assert (answer(SINGER, one), answer(AMBASSADOR, one)) == ("unmet", "open")
    assert answer(SINGER, "accommodative") == answer(AMBASSADOR, "accommodative") == "open"
    own = BY["record"][5:]
    assert told(r"Of the (three) lines the singer meets none, as far as we can tell; the ambassador meets (two)") == [
        len(own),
        len(met(AMBASSADOR, "record") & set(own)),
    ]
    assert {answer(SINGER, one) for one in own} == {"open"}
    assert answer(AMBASSADOR, "intent") == "met"
