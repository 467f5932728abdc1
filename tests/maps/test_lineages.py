"""The lineages map against values worked out from the seeds by other code."""

from __future__ import annotations

import itertools
import json
from typing import Any

import expected
import networkx as nx
import pytest

from widgets import lineages
from widgets.article import load
from widgets.explorer import MOST_SELECTIONS
from widgets.explorer.encoding import decode
from widgets.maps import style

RAW = expected.raw("theories.toml")
NODES, EDGES, LANES = RAW["nodes"], RAW["edges"], list(RAW["lanes"])
WHOSE = ["article", "record", "both", "differ"]
SAYS = {
    "founds": "founds",
    "reinforces": "reinforces",
    "builds-on": "builds on",
    "branch-of": "is a branch of",
    "applies": "applies",
    "doubts": "doubts",
    "contradicts": "contradicts",
}
CAMP = {"article": "article", "reports": "article", "record": "record", "reading": "ours"}
SELECTIONS = [{"whose": whose, "node": node} for whose in WHOSE for node in ("all", *NODES)]
#: px of the chart on pages 320, 390 and 1280 px wide, with the size of a label's letters there.
CHARTS = [(284, 10), (350, 11), (680, 12)]


def camps(edge: dict[str, Any]) -> set[str]:
    """Whose voices have this very edge."""
    same = [one for one in EDGES.values() if all(one[part] == edge[part] for part in ("start", "kind", "end"))]
    return {CAMP[one["voice"]] for one in same}


def heard(whose: str) -> list[str]:
    """The ids of a view's edges."""
    if whose == "both":
        return list(EDGES)
    if whose == "differ":
        return [
            id_
            for id_, one in EDGES.items()
            if CAMP[one["voice"]] != "ours" and not {"article", "record"} <= camps(one)
        ]
    return [id_ for id_, one in EDGES.items() if CAMP[one["voice"]] == whose]


def years(date: dict[str, Any] | None) -> str:
    """A date as a reader sees it; the decades of the seeds lie in one century."""
    if not date or "year" not in date:
        return ""
    return f"{date['year']}–{str(date['end'])[2:]}" if "end" in date else str(date["year"])


def dated(node: dict[str, Any], whose: str) -> dict[str, Any] | None:
    """The date by which a view draws a node: its voice's own, else the other's."""
    order = ["article", "record"] if whose == "article" else ["record", "article"]
    found = [node[voice] for voice in order if "year" in node.get(voice, {})]
    return found[0] if found else None


def unlike(node: dict[str, Any]) -> bool:
    """Whether one voice only has a node, or the two date it otherwise."""
    if not ("article" in node and "record" in node):
        return True
    return "year" in node["article"] and years(node["article"]) != years(node["record"])


def present(whose: str) -> list[str]:
    """A view's nodes, by lane and year."""
    ends = {EDGES[id_][end] for id_ in heard("differ") for end in ("start", "end")}
    kept = {
        "article": [id_ for id_, one in NODES.items() if "article" in one],
        "record": [id_ for id_, one in NODES.items() if "record" in one],
        "both": list(NODES),
        "differ": [id_ for id_, one in NODES.items() if id_ in ends or unlike(one)],
    }[whose]
    year = {id_: (dated(one, "record") or {"year": 9999})["year"] for id_, one in NODES.items()}
    return sorted(kept, key=lambda id_: (LANES.index(NODES[id_]["lane"]), year[id_], id_))


def graph(whose: str, left_out: tuple[str, ...] = ("contradicts",)) -> nx.MultiDiGraph:
    """A view's edges in the direction of influence, without those of some kinds."""
    made = nx.MultiDiGraph()
    made.add_nodes_from(NODES)
    for id_ in heard(whose):
        edge = EDGES[id_]
        ends = (
            (edge["start"], edge["end"]) if edge["kind"] in {"founds", "reinforces"} else (edge["end"], edge["start"])
        )
        if edge["kind"] not in left_out:
            made.add_edge(*ends, key=id_)
    return made


GRAPHS = {whose: graph(whose) for whose in WHOSE}
#: The kinds that make no ancestor: they are shown at the two nodes that they join.
SIDEWAYS = ("contradicts", "reinforces", "doubts")
DESCENTS = {whose: graph(whose, SIDEWAYS) for whose in WHOSE}


def lineage(whose: str, node: str) -> set[str]:
    """The ids of the edges among a node's ancestors, among its heirs, and of those beside and against it."""
    web = DESCENTS[whose]
    past, future = nx.ancestors(web, node) | {node}, nx.descendants(web, node) | {node}
    found = {
        key
        for start, end, key in web.edges(keys=True)
        if (end in past and start in past) or (start in future and end in future)
    }
    against = {
        id_
        for id_ in heard(whose)
        if EDGES[id_]["kind"] in SIDEWAYS and node in (EDGES[id_]["start"], EDGES[id_]["end"])
    }
    return found | against


def chosen(selection: dict[str, str]) -> set[str]:
    """The ids of the edges that a selection draws."""
    if selection["node"] == "all":
        return set(heard(selection["whose"]))
    return lineage(selection["whose"], selection["node"])


def sentence(id_: str) -> str:
    edge = EDGES[id_]
    said = f"{NODES[edge['start']]['name']['en']} {SAYS[edge['kind']]} {NODES[edge['end']]['name']['en']}."
    return said[0].upper() + said[1:]


def row(id_: str) -> tuple[str, ...]:
    """The line of the table for an edge."""
    edge, labels = EDGES[id_], load().label
    where = [*edge.get("paragraphs", ()), *(labels(key) for key in edge.get("sources", ()))]
    voices = {
        "article": "The article says",
        "reports": "The article reports",
        "record": "The record says",
        "reading": "Our reading",
    }
    notes = {"known": "known in the field, not checked by us", "guess": "our guess", "verified": "verified", None: ""}
    return (
        NODES[edge["start"]]["name"]["en"],
        SAYS[edge["kind"]],
        NODES[edge["end"]]["name"]["en"],
        voices[edge["voice"]],
        ", ".join(where),
        notes[edge.get("status")],
    )


def plain(text: str) -> str:
    return text.replace('<span lang="kk">', "").replace("</span>", "")


def trace(figure: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in figure["data"] if one.get("name") == name)


def alone(figure: dict[str, Any]) -> list[dict[str, Any]]:
    """The traces of single edges, in the order of the seeds."""
    return [one for one in figure["data"] if "name" not in one]


def test_the_controls_offer_what_the_seeds_hold() -> None:
    whose, node = lineages.controls()
    assert [one.value for one in whose.options] == WHOSE
    assert {one.value for one in node.options} == {"all", *NODES}
    assert len(whose.options) * len(node.options) <= MOST_SELECTIONS
    kinds = [NODES[one.value]["kind"] for one in node.options[1:]]
    assert [kind for kind, _ in itertools.groupby(kinds)] == ["thinker", "work", "theory", "concept"]
    assert len({one.group for one in node.options}) == 5


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: "-".join(one.values()))
def test_every_selection_shows_the_seeds(selection: dict[str, str]) -> None:
    whose, node = selection["whose"], selection["node"]
    view = lineages.view(**selection)
    nodes = trace(view.figure, "nodes")
    assert list(view.ids) == present(whose)
    assert sorted(nodes["customdata"]) == sorted(present(whose))
    for id_, text in zip(nodes["customdata"], nodes["text"], strict=True):
        name = NODES[id_].get("short", NODES[id_]["name"]["en"])
        assert text.replace("<br>", " ") == f"{name.replace('<br>', ' ')} {years(dated(NODES[id_], whose))}".strip()
    strong = {nodes["customdata"][i] for i in nodes["selectedpoints"]}
    edges = chosen(selection)
    if node == "all":
        assert strong == {id_ for id_ in present(whose) if whose != "differ" or unlike(NODES[id_])}
    else:
        ends = {EDGES[id_][end] for id_ in edges for end in ("start", "end")}
        assert strong == ({node} & set(present(whose))) | ends
    if node == "all":
        assert not [one for one in alone(view.figure) if one["mode"] != "none"]
    elif edges != set(heard(whose)):
        drawn = [one["mode"] != "none" for one in alone(view.figure)]
        assert drawn == [id_ in edges for id_ in EDGES]
    assert sorted(view.table.rows) == sorted(map(row, edges))


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("node", NODES)
def test_the_words_are_the_edges_of_ancestors_and_heirs(whose: str, node: str) -> None:
    view, web = lineages.view(whose=whose, node=node), DESCENTS[whose]
    edges = lineage(whose, node)
    said = {(one.topic, one.voice, plain(one.text)) for one in view.words if one.topic in map(sentence, EDGES)}
    assert said == {(sentence(id_), EDGES[id_]["voice"], EDGES[id_]["text"]) for id_ in edges}
    for say in view.words:
        if match := [id_ for id_ in edges if (sentence(id_), EDGES[id_]["text"]) == (say.topic, plain(say.text))]:
            edge = EDGES[match[0]]
            assert [ref.id for ref in say.refs] == [*edge.get("paragraphs", ()), *edge.get("sources", ())]
    if node not in present(whose):
        assert "is not there" in view.summary
        return
    ancestors, heirs = len(nx.ancestors(web, node)), len(nx.descendants(web, node))
    assert f"{ancestors} ancestor{'' if ancestors == 1 else 's'} and" in view.summary
    assert f"and {heirs} heir{'' if heirs == 1 else 's'}." in view.summary


@pytest.mark.parametrize("whose", WHOSE)
def test_the_groups_of_edges_are_those_heard(whose: str) -> None:
    """All edges of a view are drawn together, each once."""
    drawn = [
        one for one in lineages.view(whose=whose).figure["data"] if one["mode"] == "lines+markers" and "name" in one
    ]
    heads = sum(one["marker"]["symbol"].count("arrow") for one in drawn if one["name"] != "two dates")
    none_midway = sum(
        EDGES[id_]["kind"] == "builds-on" for id_ in heard(whose)
    )  # their mark midway is an arrow of no size
    assert heads == len(heard(whose)) + none_midway


def test_dates_on_which_the_voices_differ_are_said_and_drawn() -> None:
    differ = [id_ for id_, one in NODES.items() if "article" in one and "record" in one and unlike(one)]
    assert {"nye-keohane", "transnationalism"} <= set(differ)
    for whose in ("both", "differ"):
        view = lineages.view(whose=whose)
        words = " ".join(one.text for one in view.words)
        for id_ in differ:
            node = NODES[id_]
            assert f"The article: {years(node['article'])}. The record: {years(node['record'])}." in words
        moved = [id_ for id_ in differ if node_years(id_)[0] != node_years(id_)[1]]
        drawn = [one for one in view.figure["data"] if one.get("name") == "two dates"]
        assert sum(one["x"].count(None) for one in drawn) == len(moved)


def node_years(id_: str) -> tuple[int, int]:
    return NODES[id_]["article"]["year"], NODES[id_]["record"]["year"]


@pytest.mark.parametrize("whose", WHOSE)
def test_what_comes_before_its_own_source_is_said(whose: str) -> None:
    odd = set()
    for id_ in heard(whose):
        edge = EDGES[id_]
        first, then = (edge["start"], edge["end"]) if edge["kind"] == "founds" else (edge["end"], edge["start"])
        dates = dated(NODES[first], whose), dated(NODES[then], whose)
        if (
            edge["kind"] not in {"founds", "builds-on", "branch-of", "applies"}
            or NODES[first]["kind"] == "thinker"
            or None in dates
        ):
            continue
        if dates[1].get("end", dates[1]["year"]) < dates[0]["year"]:
            odd.add(sentence(id_))
    said = {one.topic for one in lineages.view(whose=whose).words if one.text.startswith("Yet the dates")}
    assert said == odd
    if whose != "record":
        assert "Transnationalism is a branch of neoliberalism." in odd  # the branch is older than its trunk


def test_founders_accounts_and_what_came_after_the_doubt() -> None:
    said = {one.topic: one.text for one in lineages.view(whose="differ").words}
    assert said["Who founds transnationalism?"] == "The article: Joseph Nye. The record: Nye and Keohane's joint work."
    assert "neorealism (1979)" in said["Political realism."]
    assert "doubts" in said["Two accounts."]


@pytest.mark.parametrize("edge", EDGES)
def test_an_edge_joins_what_its_own_voice_names(edge: str) -> None:
    one = EDGES[edge]
    camp = CAMP[one["voice"]]
    for end in ("start", "end"):
        assert camp == "ours" or camp in NODES[one[end]]


def test_a_lane_is_in_the_order_of_time() -> None:
    """A mark may stand a little below its year, where labels would meet; never below a later one."""
    for whose in ("article", "record"):
        nodes = trace(lineages.view(whose=whose).figure, "nodes")
        places = sorted(zip(nodes["x"], nodes["y"], nodes["customdata"], strict=True))
        for (x, _, above), (below_x, _, below) in itertools.pairwise(places):
            dates = [dated(NODES[one], whose) for one in (above, below)]
            if x == below_x and None not in dates:
                assert dates[0]["year"] <= dates[1]["year"], (above, below)


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize(("width", "size"), CHARTS)
def test_no_label_meets_another_or_leaves_the_chart(whose: str, width: int, size: int) -> None:
    figure = lineages.view(whose=whose).figure
    layout = figure["layout"]
    left, right = layout["xaxis"]["range"]
    boxes = []
    for one in figure["data"]:
        if "text" not in one["mode"]:
            continue
        letters = min(size, one["textfont"]["size"])
        beside = one.get("textposition") == "middle right"
        away = one["marker"]["size"] / 2 + 3 if "markers" in one["mode"] else 3
        for x, y, text in zip(one["x"], one["y"], one["text"], strict=True):
            lines = text.removeprefix("<b>").removesuffix("</b>").split("<br>")
            wide, tall = max(map(len, lines)) * letters * 0.56, len(lines) * letters * 1.3
            at = 4 + (x - left) / (right - left) * (width - 8)
            start = at + away if beside else at - wide / 2
            boxes.append((start, start + wide, 4 + y - tall / 2, 4 + y + tall / 2, text))
    for box in boxes:
        assert box[0] >= 0, box
        assert box[1] <= width, box
        assert box[2] >= 0, box
        assert box[3] <= layout["height"], box
    for one, other in itertools.combinations(boxes, 2):
        apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
        assert apart, (one[4], other[4])


@pytest.mark.parametrize("whose", WHOSE)
def test_marks_are_far_enough_apart_to_touch(whose: str) -> None:
    nodes = trace(lineages.view(whose=whose).figure, "nodes")
    for one, other in itertools.combinations(zip(nodes["x"], nodes["y"], strict=True), 2):
        assert one[0] != other[0] or abs(one[1] - other[1]) >= 24


def test_line_style_is_voice_and_a_mark_is_the_kind() -> None:
    dash = {"article": "solid", "reports": "solid", "record": "dash", "reading": "dot"}
    traces = alone(lineages.view().figure)
    assert [one["line"]["dash"] for one in traces] == [dash[edge["voice"]] for edge in EDGES.values()]
    marks = {edge["kind"]: one["marker"]["symbol"][1] for edge, one in zip(EDGES.values(), traces, strict=True)}
    assert len(set(marks.values())) == len(marks)
    assert {one.mark for one in lineages.KEY} >= set(marks.values())


def test_an_arrow_goes_from_what_gives_to_what_takes() -> None:
    nodes = trace(lineages.view(whose="record").figure, "nodes")
    places = dict(zip(nodes["customdata"], zip(nodes["x"], nodes["y"], strict=True), strict=True))
    for id_, one in zip(EDGES, alone(lineages.view().figure), strict=True):
        edge = EDGES[id_]
        if edge["voice"] != "record":
            continue
        ends = [places[edge["start"]], places[edge["end"]]]
        if edge["kind"] not in {"founds", "reinforces"}:
            ends.reverse()
        for (x, y), at in zip(ends, (0, 2), strict=True):
            assert abs(one["x"][at] - x) < 5
            assert abs(one["y"][at] - y) < 12


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    light = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_a_familys_colours_and_shape_are_its_own() -> None:
    families = [*style.FAMILY.values(), style.NO_FAMILY]
    assert len({one.shape for one in families}) == len(families)
    assert len({one.light for one in families}) == len(families)
    assert {one["family"] for one in NODES.values() if "family" in one} <= set(style.FAMILY)
    for one in families:
        assert contrast(one.light, "#ffffff") >= 4.5
        assert contrast(one.dark, "#121417") >= 4.5
        assert style.FAMILY_DARK[one.light] == one.dark


def test_what_travels_is_what_was_computed_and_little() -> None:
    spec = lineages.explore().spec
    for number, selection in enumerate(
        {"whose": whose, "node": option["value"]}
        for whose in WHOSE
        for option in spec["select"]["controls"][1]["options"]
    ):
        if number % 7 == 0:
            assert decode(spec["select"]["figures"], number) == json.loads(
                json.dumps(lineages.view(**selection).figure)
            )
    assert stored(spec) < 120_000
    assert stored(lineages.connect().spec) < 60_000


def stored(spec: dict[str, Any]) -> int:
    """The bytes of a specification as a page holds it."""
    return len(json.dumps(spec, ensure_ascii=False, separators=(",", ":")).encode())


def test_every_node_can_be_described() -> None:
    details = lineages.explore().spec["pick"]["details"]
    assert set(details) == set(NODES)
    for id_, detail in details.items():
        texts = [plain(one["text"]) for one in detail["words"]]
        for claim in NODES[id_]["claims"]:
            assert claim["text"] in texts
        for voice in ("article", "record"):
            if voice in NODES[id_]:
                assert f"he {voice}: {years(NODES[id_][voice]) or 'no year'}" in texts[1]


# --- ways ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", NODES)
def test_a_path_is_a_shortest_one(start: str) -> None:
    lengths = nx.single_source_shortest_path_length(GRAPHS["both"], start)
    for end in NODES:
        way = lineages.path(start, end)
        assert len(way) == lengths.get(end, 0)
        here = start
        for edge in way:
            assert GRAPHS["both"].has_edge(here, lineages.taker(edge), edge.id)
            assert lineages.giver(edge) == here
            here = lineages.taker(edge)
        assert not way or here == end


def test_connect_shows_the_path_or_says_that_there_is_none() -> None:
    spec = lineages.connect().spec
    starts, ends = ([one["value"] for one in control["options"]] for control in spec["select"]["controls"])
    assert len(starts) <= 13
    assert len(ends) <= 15
    assert all(not nx.ancestors(GRAPHS["both"], one) for one in starts)
    select, web = spec["select"], GRAPHS["both"]
    for number, (start, end) in enumerate(itertools.product(starts, ends)):
        summary = select["texts"][select["summaries"][number]]
        words = [select["says"][one] for one in select["words"][number]]
        way = lineages.path(start, end)
        if not way:
            reached = {NODES[one]["name"]["en"] for one in nx.descendants(web, start)}
            assert "no way" in summary or start == end
            assert start == end or all(name in words[0]["text"] for name in reached)
            continue
        assert f"in {len(way)} step" in summary
        assert [plain(one["text"]) for one in words[: len(way)]] == [edge.text for edge in way]
        mixed = len({CAMP[edge.voice] for edge in way}) > 1
        assert [one["voice"] for one in words[len(way) :]] == ["reading"] * mixed
        assert [tuple(select["rows"][one]) for one in select["tables"][number]] == [row(edge.id) for edge in way]
        figure = decode(select["figures"], number)
        assert sum(one["mode"] != "none" for one in alone(figure)) == len(way)
        nodes = trace(figure, "nodes")
        strong = {nodes["customdata"][i] for i in nodes["selectedpoints"]}
        assert strong == {start, *(lineages.taker(edge) for edge in way)}


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: lineages.explore(node="kan"), ["'kan'", 'nearest: "kant"']),
        (lambda: lineages.figure(who="both"), ["'who'", "'whose'", "'node'"]),
        (lambda: lineages.explore(pick="nye-keohan"), ["'nye-keohan'", '"nye-keohane"']),
        (lambda: lineages.connect(start="ayhan"), ["'ayhan'", "'kant'"]),
        (lambda: lineages.path("kant", "gilboas"), ["'gilboas'", "'ayhan'"]),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    for word in named:
        assert word in str(refusal.value)


def test_the_bare_figure_brings_its_words_table_and_colours() -> None:
    meta = lineages.figure(whose="record", node="kant").layout.meta
    assert sorted(map(tuple, meta["table"]["rows"])) == sorted(map(row, lineage("record", "kant")))
    assert meta["summary"].startswith("The record: Immanuel Kant has")
    assert meta["dark"].items() >= style.DARK.items()
