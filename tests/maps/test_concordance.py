"""The concordance map against values worked out from the raw seeds by other code."""

from __future__ import annotations

import functools
import itertools
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import expected
import nbformat
import pytest

from widgets import concordance
from widgets.article import SeedError, load
from widgets.explorer import MOST_SELECTIONS
from widgets.explorer.encoding import decode
from widgets.maps import style

RAW = expected.raw("article.toml")
PARAGRAPHS, SECTIONS = RAW["paragraphs"], RAW["sections"]
NUMBERS = {one["number"]: one for one in RAW["numbers"].values()}
CONCEPTS = expected.raw("concepts.toml")
WHOLE = ["repeats", "promises", "methods", "citations", "reports", "slips"]
PROMISES = {
    promise["id"]: {**promise, "by": id_} for id_, one in PARAGRAPHS.items() for promise in one.get("promises", ())
}
METHODS = RAW["methods"]
#: The methods at work in each paragraph that has one.
AT_WORK = {
    id_: found
    for id_ in PARAGRAPHS
    if (found := [key for key, one in METHODS.items() if any(id_ in use["paragraphs"] for use in one["used"])])
}
ABOUT = {concept: [id_ for id_, one in PARAGRAPHS.items() if concept in one["concepts"]] for concept in CONCEPTS}
TERMS = {concept: ids for concept, ids in ABOUT.items() if len(ids) > 1}
CHOICES = [
    *WHOLE,
    *(f"promise-{one}" for one in PROMISES),
    *(f"method-{one}" for one in METHODS),
    *(f"number-{one}" for one in NUMBERS),
    *(f"term-{one}" for one in TERMS),
]
#: px of the chart on pages 320, 390 and 1280 px wide.
CHARTS = [284, 350, 680]
TILE = 26
#: So much a page may hold of this map, in letters.
MOST_LETTERS = 140_000


def every(field: str) -> list[tuple[str, dict[str, Any]]]:
    """What the paragraphs have of a kind, each with its paragraph."""
    return [(id_, one) for id_, paragraph in PARAGRAPHS.items() for one in paragraph.get(field, ())]


SLIPS = [(id_, one) for id_, one in every("remarks") if one.get("slip")]
REPORTS = [(id_, one["reports"]) for id_, one in PARAGRAPHS.items() if "reports" in one]


def cites(number: int) -> list[tuple[str, dict[str, Any]]]:
    return [(id_, one) for id_, one in every("citations") if one["number"] == number]


def places(method: str) -> list[str]:
    """Where a method is at work, in the article's order."""
    return [id_ for id_, found in AT_WORK.items() if method in found]


def framed(show: str) -> set[str]:
    """The paragraphs that a selection names."""
    kind, _, which = show.partition("-")
    if kind == "promise":
        return {PROMISES[which]["by"], *PROMISES[which].get("paragraphs", ())}
    if kind == "method":
        return {*METHODS[which]["announced"], *places(which)}
    if kind == "number":
        return {id_ for id_, _ in cites(int(which))}
    if kind == "term":
        return set(TERMS[which])
    return {
        "repeats": set(),
        "promises": {one["by"] for one in PROMISES.values()},
        "methods": {id_ for one in METHODS.values() for id_ in one["announced"]},
        "citations": {id_ for id_, _ in every("citations")},
        "reports": {id_ for id_, _ in REPORTS},
        "slips": {id_ for id_, _ in SLIPS},
    }[show]


SAYS = {
    "identical": "says the same as",
    "near": "says nearly the same as",
    "partial": "shares a part with",
}
KEPT = {"yes": "kept", "in part": "kept in part", "no": "not kept"}
SURE = {
    "certain": "we are certain",
    "nearly certain": "we are nearly certain",
    "guess": "our guess",
    "unknown": "unknown to us",
}


def where(promise: dict[str, Any]) -> str:
    places = ", ".join(promise.get("paragraphs", ()))
    if not places:
        return KEPT[promise["kept"]]
    return f"not kept; nearest: {places}" if promise["kept"] == "no" else f"{KEPT[promise['kept']]} in {places}"


def row(id_: str, what: str, with_: str = "") -> tuple[str, ...]:
    return id_, SECTIONS[PARAGRAPHS[id_]["section"]]["name"]["en"], what, with_ or "–"


def cited(one: dict[str, Any]) -> str:
    pages = f", p. {one['pages']}" if "pages" in one else ""
    return f"[{one['number']}{pages}] {one['about']}"


def taken_for(number: int) -> str:
    works, sure = ", ".join(load().label(key) for key in NUMBERS[number]["works"]), SURE[NUMBERS[number]["sure"]]
    return f"{works} ({sure})" if works else sure


def rows(show: str) -> list[tuple[str, ...]]:
    """The table of a selection."""
    kind, _, which = show.partition("-")
    if kind == "promise":
        return [row(PROMISES[which]["by"], PROMISES[which]["text"], where(PROMISES[which]))]
    if kind == "method":
        announced = METHODS[which]["announced"]
        return [row(id_, "announces it") for id_ in announced] + [row(id_, "has it at work") for id_ in places(which)]
    if kind == "number":
        return [row(id_, cited(one), taken_for(int(which))) for id_, one in cites(int(which))]
    if kind == "term":
        return [row(id_, "is about it") for id_ in TERMS[which]]
    return {
        "repeats": [row(id_, SAYS[one["kind"]], one["id"]) for id_, one in every("repeats")],
        "promises": [row(one["by"], one["text"], where(one)) for one in PROMISES.values()],
        "methods": [
            row(id_, one["name"]["en"], f"at work in {', '.join(places(key))}")
            for key, one in METHODS.items()
            for id_ in one["announced"]
        ],
        "citations": [row(id_, cited(one), taken_for(one["number"])) for id_, one in every("citations")],
        "reports": [row(id_, "reports a view") for id_, _ in REPORTS],
        "slips": [
            row(id_, one["voice"], ", ".join(load().label(key) for key in one.get("sources", ()))) for id_, one in SLIPS
        ],
    }[show]


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def kept(promises: list[dict[str, Any]]) -> str:
    states = [one["kept"] for one in promises]
    return ", ".join(f"{states.count(state)} {words}" for state, words in KEPT.items())


def counts(show: str) -> list[str]:
    """What the summary must say."""
    kind, _, which = show.partition("-")
    if kind == "promise":
        return [f"Announced in {PROMISES[which]['by']}; {where(PROMISES[which])}, in our reading."]
    if kind == "method":
        announced = ", ".join(METHODS[which]["announced"])
        return [f"Announced in {announced}; at work, in our reading, in {', '.join(places(which))}."]
    if kind == "number":
        times, met = len(cites(int(which))), len(framed(show))
        said = f"cited {count(times, 'time')}, in {count(met, 'paragraph')}" if times else "never cited"
        return [f"Number {which} is {said}", f"{SURE[NUMBERS[int(which)]['sure']]}."]
    if kind == "term":
        name, labels = CONCEPTS[which]["name"], CONCEPTS[which]["labels"]
        own = [f"({name['kk']})"] if labels.get("kk") == "from_article" else []
        return [name["en"][1:], *own, f": {count(len(TERMS[which]), 'paragraph')}, {', '.join(TERMS[which])}."]
    repeats = every("repeats")
    kinds = Counter(one["kind"] for _, one in repeats)
    met = {end for id_, one in repeats for end in (id_, one["id"])}
    voices = Counter(one["voice"] for _, one in SLIPS)
    return {
        "repeats": [
            f"{count(len(repeats), 'repeat')} among {count(len(met), 'paragraph')}: ",
            f"{kinds['identical']} word for word, {kinds['near']} nearly, {kinds['partial']} in part.",
        ],
        "promises": [
            f"{count(len(PROMISES), 'promise')} in {count(len(framed(show)), 'paragraph')}: ",
            kept(list(PROMISES.values())),
        ],
        "methods": [
            f"{len(METHODS)} methods announced in {len(framed(show))} paragraphs; ",
            f"at work, in our reading, in {len(AT_WORK)} paragraphs.",
        ],
        "citations": [
            f"{len({one['number'] for _, one in every('citations')})} of {len(NUMBERS)} numbers cited, ",
            f"{len(every('citations'))} times, in {len(framed(show))} paragraphs.",
        ],
        "reports": [f"{len(REPORTS)} of {len(PARAGRAPHS)} paragraphs report a view."],
        "slips": [
            f"{len(SLIPS)} remarks on {len(framed(show))} paragraphs: ",
            f"{voices['record']} from the record, {voices['reading']} of our reading.",
        ],
    }[show]


def sentence(text: str) -> str:
    text = text.rstrip(".")
    return f"{text[0].upper()}{text[1:]}."


def said(show: str) -> list[tuple[str, str, list[str]]]:
    """Each statement of a selection: its voice, its text, its places."""
    kind, _, which = show.partition("-")
    if kind == "promise":
        one = PROMISES[which]
        voice = "article"
        return [(voice, one["text"], [one["by"]]), ("reading", one["why"], [])]
    if kind == "method":
        one = METHODS[which]
        uses = [("reading", use["why"], use["paragraphs"]) for use in one["used"]]
        promises = [("reading", PROMISES[key]["text"], []) for key in one.get("promises", ())]
        return [("article", one["text"], one["announced"]), *uses, *promises]
    if kind == "term":
        return [("reading", "Which paragraphs are about a term is our judgement.", [])]
    if kind == "number" or show == "citations":
        wanted = [int(which)] if kind == "number" else list(NUMBERS)
        return [
            (
                "reading",
                NUMBERS[number]["reading"],
                [*dict.fromkeys(id_ for id_, _ in cites(number)), *NUMBERS[number]["works"]],
            )
            for number in wanted
        ]
    if show == "promises":
        by = itertools.groupby(PROMISES.values(), key=lambda one: one["by"])
        promises = {id_: list(group) for id_, group in by}
        return [("reading", f"{count(len(of), 'promise')}: {kept(of)}.", [id_]) for id_, of in promises.items()]
    return {
        "methods": [
            statement
            for key, one in METHODS.items()
            for statement in (
                ("article", one["text"], one["announced"]),
                ("reading", f"At work in {count(len(places(key)), 'paragraph')}.", places(key)),
            )
        ],
        "repeats": [("reading", sentence(one["note"]), []) for _, one in every("repeats")],
        "reports": [("reports", f"{text}.", [id_]) for id_, text in REPORTS],
        "slips": [(one["voice"], one["text"], [id_, *one.get("sources", ())]) for id_, one in SLIPS],
    }[show]


def plain(text: str) -> str:
    return text.replace('<span lang="kk">', "").replace("</span>", "")


def trace(figure: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in figure["data"] if one["name"] == name)


def lines(one: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """A trace's lines, each from corner to corner."""
    points = zip(one["x"], one["y"], strict=True)
    return [list(part) for drawn, part in itertools.groupby(points, key=lambda at: at[0] is not None) if drawn]


def tiles() -> dict[str, tuple[float, float]]:
    """Where each paragraph's tile is."""
    frames = trace(concordance.view().figure, "frames")
    return dict(zip(frames["customdata"], zip(frames["x"], frames["y"], strict=True), strict=True))


def under(figure: dict[str, Any], name: str) -> dict[str, Any]:
    """What stands under each tile: a note's text, or whether there is a rule."""
    one, at = trace(figure, name), tiles()
    marks = zip(one["x"], one["y"], one["text"], strict=True) if name == "notes" else []
    rules = [((line[0][0] + line[1][0]) / 2, line[0][1], True) for line in lines(one)] if name != "notes" else []
    found = {}
    for x, y, what in [*marks, *rules]:
        owners = [id_ for id_, (left, top) in at.items() if round(x, 2) == left and 0 < y - top - TILE / 2 < 18]
        assert len(owners) == 1
        found[owners[0]] = what
    return found


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    return concordance.explore().spec


def test_the_control_offers_what_the_seeds_hold() -> None:
    (show,) = concordance.controls()
    assert show.name == "show"
    values = [one.value for one in show.options]
    assert sorted(values) == sorted(CHOICES)
    assert values[: len(WHOLE)] == WHOLE
    assert len(values) <= MOST_SELECTIONS
    groups = [group for group, _ in itertools.groupby(one.group for one in show.options)]
    assert groups == ["The whole article", "Promises", "Methods", "Numbers", "Terms"]


@pytest.mark.parametrize("show", CHOICES)
def test_every_selection_shows_the_seeds(show: str) -> None:
    view = concordance.view(show=show)
    assert [tuple(map(plain, one)) for one in view.table.rows] == rows(show)
    for part in counts(show):
        assert part in plain(view.summary)
    assert [(one.voice, plain(one.text), [ref.id for ref in one.refs]) for one in view.words] == said(show)
    frames = trace(view.figure, "frames")
    assert {frames["customdata"][i] for i in frames["selectedpoints"]} == framed(show)
    assert list(view.ids) == frames["customdata"] == list(PARAGRAPHS)


def test_the_columns_are_the_same_in_every_selection() -> None:
    assert {concordance.view(show=show).table.columns for show in CHOICES} == {("Paragraph", "Section", "What", "With")}


def test_tiles_stand_section_by_section_and_can_be_touched_on_a_narrow_page() -> None:
    figure = concordance.view().figure
    at, ids = tiles(), trace(figure, "ids")
    assert list(at) == ids["text"] == list(PARAGRAPHS)
    assert list(at.values()) == list(zip(ids["x"], ids["y"], strict=True))
    tops = dict(
        zip((text[3:-4] for text in trace(figure, "sections")["text"]), trace(figure, "sections")["y"], strict=True)
    )
    for id_, one in PARAGRAPHS.items():
        above = max((top, name) for name, top in tops.items() if top < at[id_][1])
        assert above[1] == SECTIONS[one["section"]]["name"]["en"]
    left, right = figure["layout"]["xaxis"]["range"]
    for (x0, y0), (x1, y1) in itertools.combinations(at.values(), 2):
        apart = max(abs(x0 - x1) * (CHARTS[0] - 8) / (right - left), abs(y0 - y1))
        assert apart >= TILE + 8
    assert trace(figure, "tiles")["marker"]["size"] >= 24
    assert 500 <= figure["layout"]["height"] <= 680


def test_each_repeat_has_a_line_from_tile_to_tile_in_its_kinds_form() -> None:
    figure, at = concordance.view().figure, tiles()
    for kind in SAYS:
        one = trace(figure, kind)
        drawn = [{nearest(at, line[0]), nearest(at, line[-1])} for line in lines(one)]
        wanted = [{id_, repeat["id"]} for id_, repeat in every("repeats") if repeat["kind"] == kind]
        assert sorted(map(sorted, drawn)) == sorted(map(sorted, wanted))
        assert one["line"]["dash"] == style.DASH["article"]
        assert one["mode"] == "lines+markers"
    forms = [(trace(figure, kind)["line"]["width"], trace(figure, kind)["marker"]["symbol"]) for kind in SAYS]
    assert len({width for width, _ in forms}) == len({mark for _, mark in forms}) == len(SAYS)
    for show in CHOICES[1:]:
        assert {trace(concordance.view(show=show).figure, kind)["mode"] for kind in SAYS} == {"none"}


def nearest(at: dict[str, tuple[float, float]], point: tuple[float, float]) -> str:
    """The tile at whose edge a line ends."""
    touched = [id_ for id_, (x, y) in at.items() if abs(x - point[0]) < 0.3 and abs(y - point[1]) == TILE / 2]
    assert len(touched) == 1
    return touched[0]


@pytest.mark.parametrize("width", CHARTS)
def test_no_line_runs_through_a_tile(width: int) -> None:
    figure, at = concordance.view().figure, tiles()
    left, right = figure["layout"]["xaxis"]["range"]
    half = TILE / 2 * (right - left) / (width - 8)
    for line in (line for kind in SAYS for line in lines(trace(figure, kind))):
        for (x0, y0), (x1, y1) in itertools.pairwise(line):
            assert left <= min(x0, x1) <= max(x0, x1) <= right
            assert x0 == x1 or y0 == y1
            for x, y in at.values():
                across = max(x0, x1) > x - half and min(x0, x1) < x + half
                assert not (across and max(y0, y1) > y - TILE / 2 and min(y0, y1) < y + TILE / 2)


def test_two_lines_share_no_stretch() -> None:
    figure = concordance.view().figure
    stretches = [
        (number, *sorted(pair))
        for number, line in enumerate(line for kind in SAYS for line in lines(trace(figure, kind)))
        for pair in itertools.pairwise(line)
    ]
    for (one, (x0, y0), (x1, y1)), (other, (u0, v0), (u1, v1)) in itertools.combinations(stretches, 2):
        if one == other:
            continue
        along = x0 == x1 == u0 == u1 and min(y1, v1) > max(y0, v0)
        assert not along
        assert not (y0 == y1 == v0 == v1 and min(x1, u1) > max(x0, u0))


def test_a_rule_under_a_tile_has_the_line_style_of_the_voice_that_speaks() -> None:
    slips = concordance.view(show="slips").figure
    for voice in ("record", "reading"):
        assert trace(slips, f"rules: {voice}")["line"]["dash"] == style.DASH[voice]
        assert set(under(slips, f"rules: {voice}")) == {id_ for id_, one in SLIPS if one["voice"] == voice}
    for id_, promise in PROMISES.items():
        figure = concordance.view(show=f"promise-{id_}").figure
        assert set(under(figure, "rules: reading")) == set(promise.get("paragraphs", ()))
        assert under(figure, "rules: record") == {}
    at_work = {"methods": set(AT_WORK), **{f"method-{id_}": set(places(id_)) for id_ in METHODS}}
    for show, wanted in at_work.items():
        figure = concordance.view(show=show).figure
        assert set(under(figure, "rules: reading")) == wanted
        assert under(figure, "rules: record") == {}


def test_what_stands_under_a_tile_counts_or_names_what_is_shown() -> None:
    slips, promises = Counter(id_ for id_, _ in SLIPS), Counter((one["by"], one["kept"]) for one in PROMISES.values())
    notes = {show: under(concordance.view(show=show).figure, "notes") for show in CHOICES}
    assert notes["slips"] == {id_: str(number) for id_, number in slips.items()}
    assert notes["promises"] == {
        id_: "·".join(str(promises[id_, state]) for state in KEPT) for id_ in framed("promises")
    }
    assert {id_: text.strip("[]").split(", ") for id_, text in notes["citations"].items()} == {
        id_: list(dict.fromkeys(str(one["number"]) for one in PARAGRAPHS[id_]["citations"]))
        for id_ in framed("citations")
    }
    for number in NUMBERS:
        pages = {id_: f"p. {one['pages']}" if "pages" in one else "no page" for id_, one in cites(number)}
        assert notes[f"number-{number}"] == pages
    for id_, promise in PROMISES.items():
        assert set(notes[f"promise-{id_}"]) == {promise["by"]}
    for id_, method in METHODS.items():
        assert notes[f"method-{id_}"] == dict.fromkeys(method["announced"], "method")
    assert all(notes[show] == {} for show in ("repeats", "methods", "reports", *(f"term-{one}" for one in TERMS)))


@pytest.mark.parametrize("id_", PARAGRAPHS)
def test_a_picked_paragraph_tells_its_gist_terms_numbers_repeats_and_promises(spec: dict[str, Any], id_: str) -> None:
    one, detail = PARAGRAPHS[id_], spec["pick"]["details"][id_]
    assert detail["label"] == id_
    both = "reported" in one
    gists, rest = detail["words"][: 1 + both], detail["words"][1 + both :]
    assert [plain(gist["text"]) for gist in gists] == [one["gist"], *([one["reported"]] if both else [])]
    voices = ["article", "reports"] if both else ["reports" if "reports" in one else "article"]
    assert [gist["voice"] for gist in gists] == voices
    assert all([ref["id"] for ref in gist["refs"]] == [id_] for gist in gists)
    told = " ".join(plain(say["text"]) for say in rest)
    for term in one.get("terms", ()):
        assert term["kk"] in told
    for citation in one.get("citations", ()):
        assert cited(citation) in told
    for repeat in one.get("repeats", ()):
        assert f"t {SAYS[repeat['kind']]} {repeat['id']}" in told
    for later, repeat in every("repeats"):
        assert (f"{later} {SAYS[repeat['kind']]} it" in told) == any(
            by["id"] == id_ and by["kind"] == repeat["kind"] for by in PARAGRAPHS[later]["repeats"]
        )
    for promise in one.get("promises", ()):
        assert promise["text"].rstrip(".") in told
    working = [say["text"] for say in rest if say.get("topic") == "At work here:"]
    names = ", ".join(METHODS[method]["name"]["en"] for method in AT_WORK.get(id_, ()))
    assert working == ([f"{names}."] if names else [])


def test_what_travels_is_what_was_computed(spec: dict[str, Any]) -> None:
    (control,) = concordance.controls()
    for number, option in enumerate(control.options):
        figure = concordance.view(show=option.value).figure
        assert decode(spec["select"]["figures"], number) == json.loads(json.dumps(figure))


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: concordance.explore(show="slip"), ["'slip'", 'nearest: "slips"', "'repeats'"]),
        (lambda: concordance.view(show="term-softpower"), ['nearest: "term-soft-power"']),
        (lambda: concordance.figure(view="slips"), ["'view'", "'show'"]),
        (lambda: concordance.explore(pick="D99"), ["'D99'", "'D12'"]),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    for word in named:
        assert word in str(refusal.value)


def test_the_bare_figure_brings_its_words_table_and_colours() -> None:
    meta = concordance.figure(show="number-5").layout.meta
    assert [tuple(one) for one in meta["table"]["rows"]] == rows("number-5")
    assert meta["summary"].startswith("Number 5 is cited")
    assert meta["dark"].items() >= style.DARK.items()


# --- what the chapters say ------------------------------------------------------------------------

WORDS = dict(
    enumerate(["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])
)
#: The verbs of A1, and what each of them announces.
VERBS = {
    "considered": ["place-in-theory", "relevance", "methods-of-use", "information-technologies", "media-effect"],
    "analysed": ["theoretical-aspects", "effectiveness", "tendencies"],
    "by studying": ["new-forms"],
    "determine": ["global-influence", "state-image-promise"],
}


@functools.cache
def prose(chapter: str) -> str:
    """A chapter's Markdown in one line, without marks of emphasis."""
    cells = nbformat.read(expected.SEEDS.parent / "chapters" / f"{chapter}.ipynb", as_version=4).cells
    text = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return " ".join(text.replace("*", "").replace("> ", "").split())


def states(promises: list[str]) -> list[int]:
    """How many promises are kept, in part, not."""
    return [sum(PROMISES[one]["kept"] == state for one in promises) for state in KEPT]


def test_what_the_chapter_on_the_abstract_says_of_its_promises() -> None:
    text, promised = prose("01-abstract"), [one["id"] for one in PARAGRAPHS["A1"]["promises"]]
    assert sorted(itertools.chain.from_iterable(VERBS.values())) == sorted(promised)
    yes, part, no = (WORDS[one] for one in states(promised))
    assert f"Of the {WORDS[len(promised)]} promises, {yes} are kept, {part} in part and {no} not." in text
    for verb, promises in VERBS.items():
        row = " | ".join(map(str, [len(promises), *states(promises)]))
        assert f"| {verb} | {row} |" in text
    served = Counter(id_ for one in promised for id_ in PROMISES[one].get("paragraphs", ()) if id_[0] == "D")
    (most, times), (_, fewer) = served.most_common(2)
    assert times > fewer
    assert (
        f"The tile that serves most promises is {most}: {WORDS[times]} of the {WORDS[len(promised)]} lead to it."
        in text
    )
    assert PROMISES["media-effect"]["paragraphs"] == ["D17"]
    assert PROMISES["media-effect"]["kept"] == "in part"
    image = PROMISES["state-image-promise"]
    assert f"The image of the state has {WORDS[len(image['paragraphs'])]} tiles, but only the nearest" in text
    assert image["kept"] == "no"
    whole = {one for one in promised if PROMISES[one]["kept"] == "yes"}
    assert whole == {"place-in-theory", "theoretical-aspects", "relevance"}
    assert f"keeps the other {WORDS[len(promised) - len(whole)]} in part or not at all" in text
    assert f"only {WORDS[states(promised)[2] - 1]} promise is left that is not kept" in text


def test_what_the_chapter_on_the_abstract_says_of_the_body() -> None:
    text = prose("01-abstract")
    reached = {id_ for one in PARAGRAPHS["A1"]["promises"] for id_ in one.get("paragraphs", ())}
    discussion = [id_ for id_, one in PARAGRAPHS.items() if one["section"] == "discussion"]
    left = [id_ for id_ in discussion if id_ not in reached]
    assert f"{WORDS[len(left)].title()} of the {len(discussion)} remain." in text
    theories = (
        "Seven of them present theories and the actors that they see: [D07], [D09], [D13] to [D15], [D20], [D21]."
    )
    assert theories in text
    assert "The other five stand in a row, [D24] to [D28]." in text
    assert left == ["D07", "D09", "D13", "D14", "D15", "D20", "D21", "D24", "D25", "D26", "D27", "D28"]
    assert "Transnationalism is treated in [D13], [D16] and [D18] to [D22]" in text
    assert {"D13", "D16", "D18", "D19", "D20", "D21", "D22"} == {*ABOUT["transnationalism"]} & {*discussion}
    outside = [one for one in PARAGRAPHS.values() if one["section"] not in ("abstract", "languages")]
    assert "We find no paragraph about information policy" in text
    assert f"in 10 of the {len(outside)} paragraphs of the body" in text
    assert not any("information-policy" in one["concepts"] for one in outside)
    unnamed = {"soft-power", "neoliberalism", "transnationalism", "interdependence"}
    assert not unnamed & {*PARAGRAPHS["A1"]["concepts"], *PARAGRAPHS["A2"]["concepts"]}


def test_what_the_chapter_on_methods_says_of_where_they_are_at_work() -> None:
    text = prose("03-methods")
    counts = re.search(
        r"the comprehensive analysis is at work in (\d+) paragraphs, the historical method in (\d+), the systemic in (\d+), "
        r"the comparison in (\d+), and the interdisciplinary methods in one, \[D28\]",
        text,
    )
    assert counts
    named = ("comprehensive", "historical", "systemic", "comparison")
    assert [int(one) for one in counts.groups()] == [len(places(method)) for method in named]
    assert places("interdisciplinary") == ["D28"]
    ids = {section: [id_ for id_, one in PARAGRAPHS.items() if one["section"] == section] for section in SECTIONS}
    without = [id_ for id_ in ids["discussion"] if id_ not in AT_WORK]
    listed = ", ".join(f"[{id_}]" for id_ in without[:-1])
    assert (
        f"{WORDS[len(without)].title()} paragraphs of the discussion have no rule at all: {listed} and [{without[-1]}]."
        in text
    )
    assert f"the discussion of our article has {len(ids['discussion'])} paragraphs" in text
    assert f"Of the {WORDS[len(ids['results'])]} results only [R5] has one." in text
    assert [id_ for id_ in ids["results"] if id_ in AT_WORK] == ["R5"]
    numbered = {id_ for id_, one in PARAGRAPHS.items() if one.get("citations")}
    assert numbered <= set(places("comprehensive"))  # its rule: a number is cited


# --- methods that cannot be right -----------------------------------------------------------------

SYSTEMIC = 'announced = ["M3"]'
WRONG = {
    "announced nowhere": (SYSTEMIC, "announced = []", "systemic: announced: the list is empty"),
    "announced in no paragraph": (SYSTEMIC, 'announced = ["M33"]', 'systemic: announced: no paragraph "M33"; nearest: "M3"'),
    "at work nowhere": ('used = [\n    { paragraphs = ["D28"], voice = "reading", why = "Law and history are asked, beside the study of international relations." },\n]', "used = []", "interdisciplinary: used: the list is empty"),
    "at work in no paragraph": ('{ paragraphs = ["D04"], voice', "{ paragraphs = [], voice", "systemic: used[1]: has neither paragraphs nor sources"),
    "in the article's voice": ('["D04"], voice = "reading"', '["D04"], voice = "article"', 'used[1].voice: the text "article" is not a choice'),
    "of no promise": ('promises = ["inner-elements"]', 'promises = ["inner-element"]', 'systemic: promises: no promise "inner-element"; nearest: "inner-elements"'),
    "without Kazakh": ('kk = "жүйелік әдіс", ru = "системный метод" }\nlabels', 'ru = "системный метод" }\nlabels', "systemic: name.kk: missing"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), WRONG.values(), ids=WRONG)
def test_a_method_that_cannot_be_right_is_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    folder = Path(shutil.copytree(expected.SEEDS, tmp_path / "seeds"))
    text = (folder / "article.toml").read_text("utf-8")
    assert text.count(old) == 1
    (folder / "article.toml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(SeedError) as refusal:
        load(folder)
    assert any(fault in line for line in refusal.value.lines)
