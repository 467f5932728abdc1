"""The actors map against values worked out from the seeds by other code, with networkx for the network."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import expected
import networkx as nx
import pytest

from widgets import actors
from widgets.article import load
from widgets.explorer import MOST_SELECTIONS
from widgets.explorer.encoding import decode
from widgets.maps import style

ACTORS, TIES, KINDS, GROUPS, DRAWN = (
    expected.ACTORS,
    expected.TIES,
    expected.KINDS,
    expected.GROUPS,
    expected.DRAWN,
)
NODES = expected.raw("theories.toml")["nodes"]
VIEWS = {
    "state-centric": "The state-centric picture",
    "transnational": "The transnational picture",
    "public-diplomacy": "Public diplomacy",
}
THEORIES = [
    id_ for id_ in NODES if any(id_ == one["theory"] for a in ACTORS.values() for one in a.get("recognised", ()))
]
LEVELS = {
    "individual": "individuals",
    "group": "groups",
    "state": "state and local bodies",
    "system": "intergovernmental bodies",
}
NEW = [
    id_
    for id_ in expected.raw("article.toml")["paragraphs"]
    if any(id_ in one["paragraphs"] for a in ACTORS.values() for one in a.get("new", ()))
]
PARTS = {
    "subject": "subjects and their ties",
    "object": "objects that act, and their ties",
    "channel": "channels and their ties",
    "opinion-maker": "opinion-makers and their ties",
}
SHOW = {
    "all": "everything",
    **{f"theory-{id_}": NODES[id_]["name"]["en"] for id_ in THEORIES},
    **{f"ties-{id_}": group["name"] for id_, group in GROUPS.items()},
    **{f"level-{id_}": label for id_, label in LEVELS.items()},
    **{f"new-{id_}": f"called new in {id_}" for id_ in NEW},
    **{f"role-{id_}": label for id_, label in PARTS.items()},
}
ROLES = {
    "subject": "Subject: who does it.",
    "object": "Object: at whom it is directed.",
    "channel": "Channel.",
    "opinion-maker": "Opinion-maker.",
}
SELECTIONS = [{"view": view, "show": show} for view, show in itertools.product(VIEWS, SHOW)]
DASH = {"article": "solid", "reports": "solid", "record": "dash", "reading": "dot"}
#: px of the chart on pages 320, 390 and 1280 px wide, with the size of a label's letters there.
CHARTS = [(284, 10), (350, 11), (680, 12)]


def forms(actor: str) -> list[str]:
    """The kinds that are drawn inside another."""
    return [id_ for id_, one in ACTORS.items() if one.get("form_of") == actor]


def recognised(actor: str, theory: str) -> bool:
    """Whether a theory names a kind of actor or a form of it."""
    kinds = [ACTORS[id_] for id_ in (actor, *forms(actor))]
    return any(one["theory"] == theory for kind in kinds for one in kind.get("recognised", ()))


def new_in(actor: str, paragraph: str) -> list[dict[str, Any]]:
    """What a paragraph calls new of a kind of actor."""
    return [one for one in ACTORS[actor].get("new", ()) if paragraph in one["paragraphs"]]


def has(actor: str, role: str) -> bool:
    """Whether a kind of actor has a part in public diplomacy."""
    return any(one["role"] == role for one in ACTORS[actor].get("roles", ()))


def web(view: str, show: str) -> nx.MultiGraph:
    """The network of a selection."""
    kind, _, what = show.partition("-")
    if kind == "ties":
        return expected.network(view, [what])
    if kind == "theory":
        return expected.network(view, keep=lambda actor: recognised(actor, what))
    if kind == "level":
        return expected.network(view, keep=lambda actor: ACTORS[actor]["level"] == what)
    if kind == "new":
        return expected.network(view, keep=lambda actor: bool(new_in(actor, what)))
    if kind == "role":
        whole = expected.network(view)
        tied = {actor for actor, side in whole if whole.degree[actor, side]}
        own = [place for place in whole if has(place[0], what)]
        # A kind is shown on the side where it has a tie; one that has none at all, on both.
        return around(whole, [place for place in own if whole.degree[place] or place[0] not in tied])
    return expected.network(view)


def around(whole: nx.MultiGraph, own: list[tuple[str, str]]) -> nx.MultiGraph:
    """Some places, their ties, and those to whom the ties lead."""
    kept = whole.edge_subgraph(whole.edges(own, keys=True)).copy()
    kept.add_nodes_from(own)
    return kept


def shown(selection: dict[str, str]) -> list[str]:
    """The ids of the actors that a selection shows, in the order of the table."""
    kept = {actor for actor, _ in web(**selection)}
    return [id_ for id_ in DRAWN if id_ in kept]


def name(id_: str) -> str:
    return ACTORS[id_]["name"]["en"]


def begun(text: str) -> str:
    return text[0].upper() + text[1:]


def plain(text: str) -> str:
    return text.replace('<span lang="kk">', "").replace("</span>", "")


def places(fact: dict[str, Any]) -> list[str]:
    return [*fact.get("paragraphs", ()), *fact.get("sources", ())]


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def listed(names: list[str]) -> str:
    """Join words as a sentence does."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def summary(selection: dict[str, str]) -> str:
    """The sentences over the chart, up to a measure's figure."""
    drawn = web(**selection)
    lines = drawn.number_of_edges()
    said = (
        f"{VIEWS[selection['view']]}, {SHOW[selection['show']]}. "
        f"{counted(len(shown(selection)), 'kind')} of actor, {counted(lines, 'tie')} drawn."
    )
    if not lines:
        return said
    between = expected.betweenness(drawn)
    most = max(between.values())
    if not most:
        return f"{said} No actor stands between two others."
    first = [id_ for id_ in shown(selection) if any(between.get((id_, side), -1) > most - 1e-9 for side in SIDES)]
    names = listed(list(map(name, first)))
    return f"{said} Most often on the shortest way between two others: {names} ({most:.0%})."


SIDES = ("here", "between", "abroad")


def parts(role: str) -> list[tuple[str, str, str, list[str]]]:
    """Who has a part in public diplomacy: statement by statement, as in `words`."""
    return [
        (ROLES[role], one["voice"], f"{one.get('note', name(id_)[1:])}.", one["paragraphs"])
        for id_ in DRAWN
        for one in ACTORS[id_].get("roles", ())
        if one["role"] == role
    ]


def newcomers(what: str) -> list[tuple[str, str, str, list[str]]]:
    """Whom a paragraph calls new, and which of them are subjects."""
    own = [(id_, one) for id_ in DRAWN for one in new_in(id_, what)]
    said = [(f"Called new in {what}.", one["voice"], f"{one['note']}.", [what]) for _, one in own]
    does, rest = (
        ", ".join(name(id_) for id_, _ in own if has(id_, "subject") == does) or "none" for does in (True, False)
    )
    both = f"Of these, named among the subjects of public diplomacy: {does}. Not as kinds of their own: {rest}."
    return [*said, ("", "reading", both, [])]


def of_role(what: str, drawn: nx.MultiGraph) -> list[tuple[str, str, str, list[str]]]:
    """Who has a part in public diplomacy, and who of them has no tie."""
    tied = {actor for line in drawn.edges() for actor, _ in line}
    alone = [name(id_) for id_ in DRAWN if has(id_, what) and id_ not in tied]
    return [*parts(what), *([("", "reading", f"No tie is drawn for {listed(alone)}", [])] if alone else [])]


def words(selection: dict[str, str]) -> list[tuple[str, str, str, list[str]]]:
    """Every statement of a selection: its topic, its voice, its text or how that ends, its places."""
    kind, _, what = selection["show"].partition("-")
    drawn = web(**selection)
    if kind == "theory":
        named = [
            ("Who counts:", one["voice"], begun(name(id_)), places(one))
            for id_, actor in ACTORS.items()
            for one in actor.get("recognised", ())
            if one["theory"] == what
        ]
        rest = ", ".join(name(id_) for id_ in DRAWN if not recognised(id_, what))
        return [*named, ("", "reading", f"the article does not name for it: {rest}.", [])]
    if kind == "ties":
        own = [tie for id_, tie in TIES.items() if any(key == id_ for *_, key in drawn.edges(keys=True))]
        topics = [f"{begun(KINDS[tie['kind']]['name']['en'])}." for tie in own]
        said = [(topic, tie["voice"], tie["text"], places(tie)) for topic, tie in zip(topics, own, strict=True)]
        return said or [("", "model", "This picture has no ties of this group.", [])]
    if kind == "level":
        return [("", "article", "", ACTORS[id_]["paragraphs"]) for id_ in shown(selection)]
    if kind in {"new", "role"}:
        return newcomers(what) if kind == "new" else of_role(what, drawn)
    if selection["view"] == "public-diplomacy":
        return [one for role in ROLES for one in parts(role)]
    lines = Counter(KINDS[TIES[key]["kind"]]["group"] for *_, key in drawn.edges(keys=True))
    said = [
        (f"{group['name']}.", "model", f"{group['gist']} {counted(lines[id_], 'tie')} drawn, after ", [])
        for id_, group in GROUPS.items()
        if lines[id_]
    ]
    tied = {actor for line in drawn.edges() for actor, _ in line}
    alone = [name(id_) for id_ in shown(selection) if id_ not in tied]
    return [*said, *([("", "reading", f"No tie is drawn for {listed(alone)}", [])] if alone else [])]


def rows(selection: dict[str, str]) -> list[tuple[str, ...]]:
    """The table of a selection, but for the two measures."""
    drawn, speaks = nx.Graph(web(**selection)), selection["view"] == "public-diplomacy"
    where = {"between": "between countries", "here": "each country", "abroad": None}
    if speaks:
        where |= {"here": "the country that speaks", "abroad": "the country addressed"}
    return [
        (
            name(id_),
            str(drawn.degree[id_, side]),
            where[side],
            LEVELS[ACTORS[id_]["level"]],
            ", ".join({one["role"]: 0 for one in ACTORS[id_].get("roles", ())}) or "none named",
        )
        for id_ in shown(selection)
        for side in expected.sides(id_)
        if where[side] and (id_, side) in drawn
    ]


def traces(figure: dict[str, Any], start: str) -> list[dict[str, Any]]:
    return [one for one in figure["data"] if one["name"].startswith(start)]


def points(figure: dict[str, Any]) -> dict[tuple[str, str], tuple[float, float]]:
    """Where each place is drawn, shown or pale."""
    found = {}
    for side, (trace,) in zip(SIDES, ([one] for one in traces(figure, "actors: ")), strict=True):
        own = [id_ for id_ in DRAWN if side in expected.sides(id_)]
        for id_, x, y in zip(own, trace["x"], trace["y"], strict=True):
            found[id_, side] = (x, y)
    return found


def drawn_lines(figure: dict[str, Any], dash: str) -> list[frozenset[tuple[str, str]]]:
    """The lines of one style, each as the places of its two ends."""
    there = {point: place for place, point in points(figure).items()}
    found = []
    for trace in traces(figure, "ties "):
        if trace["line"]["dash"] != dash:
            continue
        for some, line in itertools.groupby(
            zip(trace["x"], trace["y"], strict=True), lambda point: point[0] is not None
        ):
            ends = list(line)
            if some:
                found.append(frozenset(there[end] for end in (ends[0], ends[-1])))
    return found


def test_the_controls_offer_what_the_seeds_hold() -> None:
    view, show = actors.controls()
    assert [one.value for one in view.options] == list(VIEWS)
    assert {one.value: one.label for one in show.options} == SHOW
    assert [one.value for one in show.options] == list(SHOW)
    assert len({one.group for one in show.options}) == 6
    assert len(SELECTIONS) <= MOST_SELECTIONS


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: "-".join(one.values()))
def test_every_selection_shows_the_seeds(selection: dict[str, str]) -> None:
    view = actors.view(**selection)
    assert view.summary == summary(selection)
    assert list(view.ids) == shown(selection)
    for (topic, voice, text, where), say in zip(words(selection), view.words, strict=True):
        assert (say.topic, say.voice) == (topic, voice)
        assert text in plain(say.text)
        assert [ref.id for ref in say.refs] == where
    assert [(row[0], *row[3:]) for row in view.table.rows] == rows(selection)
    drawn = web(**selection)
    degree, between = expected.degree(drawn), expected.betweenness(drawn)
    speaks = selection["view"] == "public-diplomacy"
    places_ = [
        (id_, side)
        for id_ in shown(selection)
        for side in expected.sides(id_)
        if (id_, side) in drawn and (speaks or side != "abroad")
    ]
    for place, row in zip(places_, view.table.rows, strict=True):
        assert expected.rounds(row[2], degree[place])
        assert expected.rounds(row[1], between[place])


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: "-".join(one.values()))
def test_every_selection_draws_the_seeds(selection: dict[str, str]) -> None:
    figure = actors.view(**selection).figure
    drawn = web(**selection)
    between = expected.betweenness(drawn) if drawn else {}
    for side, trace in zip(SIDES, traces(figure, "actors: "), strict=True):
        own = [id_ for id_ in DRAWN if side in expected.sides(id_)]
        assert trace["text"] == [ACTORS[id_].get("short", name(id_)) for id_ in own]
        assert trace["customdata"] == [id_ if (id_, side) in drawn else None for id_ in own]
        levels = [expected.SHAPES[ACTORS[id_]["level"]] for id_ in own]
        assert trace["marker"]["symbol"] == [
            shape if (id_, side) in drawn else f"{shape}-open" for id_, shape in zip(own, levels, strict=True)
        ]
        assert trace["marker"]["size"] == pytest.approx(
            [12 + 20 * between.get((id_, side), 0) for id_ in own], abs=0.051
        )
    for dash in ("solid", "dash", "dot"):
        wanted = {
            frozenset((one, other)) for one, other, key in drawn.edges(keys=True) if DASH[TIES[key]["voice"]] == dash
        }
        found = drawn_lines(figure, dash)
        assert set(found) == wanted
        assert len(found) == len(wanted)


def test_a_theory_keeps_whom_it_recognises_and_no_other() -> None:
    for theory in THEORIES:
        own = {
            id_ for id_, one in ACTORS.items() if any(seen["theory"] == theory for seen in one.get("recognised", ()))
        }
        whole = {ACTORS[id_].get("form_of", id_) for id_ in own}
        for view in VIEWS:
            assert set(actors.view(view=view, show=f"theory-{theory}").ids) == whole
    # Interdependence names the regions inside states, which are drawn inside the local authorities.
    assert "local-authorities" in actors.view(show="theory-interdependence").ids
    assert "recognised" not in ACTORS["local-authorities"]


def test_the_two_countries_are_alike_but_where_one_speaks() -> None:
    for view in ("state-centric", "transnational"):
        between = expected.betweenness(expected.network(view))
        assert all(
            value == pytest.approx(between[id_, "here"]) for (id_, side), value in between.items() if side == "abroad"
        )
    spoken = expected.betweenness(expected.network("public-diplomacy"))
    # The chapter: the place in the middle belongs to the foreign public.
    assert max(spoken, key=lambda place: spoken[place]) == ("public", "abroad")


def test_every_actor_is_described_with_its_forms() -> None:
    details = actors.explore().spec["pick"]["details"]
    assert list(details) == DRAWN
    for id_, detail in details.items():
        said = [(one.get("topic", ""), one.get("voice", "")) for one in detail["words"]]
        kinds = [ACTORS[one] for one in (id_, *forms(id_))]
        assert said.count(("", "article")) == 1
        assert sum(topic == "In public diplomacy:" for topic, _ in said) == len(ACTORS[id_].get("roles", ()))
        assert [voice for topic, voice in said if topic == "Counts for:"] == [
            one["voice"] for kind in kinds for one in kind.get("recognised", ())
        ]
        text = " ".join(one["text"] for one in detail["words"])
        assert ACTORS[id_]["name"]["kk"] in text
        assert ACTORS[id_]["name"]["ru"] in text
        assert all(name(one) in text for one in forms(id_))


def test_what_travels_is_what_was_computed() -> None:
    spec = actors.explore().spec
    for number, selection in enumerate(SELECTIONS):
        assert decode(spec["select"]["figures"], number) == actors.view(**selection).figure


def test_a_map_may_begin_anywhere_with_an_actor_picked() -> None:
    shown_ = actors.explore(view="transnational", show="theory-transnationalism", pick="individuals")
    assert shown_.value == {"view": "transnational", "show": "theory-transnationalism", "pick": "individuals"}


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (
            lambda: actors.explore(view="statecentric"),
            ["'statecentric'", 'nearest: "state-centric"', "'transnational'"],
        ),
        (
            lambda: actors.explore(show="theory-marxism"),
            ["'theory-marxism'", "'theory-realism'", "'ties-law'", "'all'"],
        ),
        (lambda: actors.explore(shows="all"), ["'shows'", 'nearest: "show"', "'view'"]),
        (lambda: actors.explore(pick="states"), ["'states'", 'nearest: "state"', "'artists'"]),
        (lambda: actors.explore(show="theory-realism", pick="artists"), ["'artists'", "'state'"]),
        (lambda: actors.explore(pick="citizens"), ["'citizens'"]),
        (lambda: actors.figure(view="all"), ["'all'", "'state-centric'"]),
        (lambda: actors.view(show="level-nation"), ["'level-nation'", "'level-state'"]),
    ],
)
def test_asking_for_what_does_not_exist_lists_the_choices(call, named: list[str]) -> None:  # noqa: ANN001
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the message is what is tested)
        call()
    assert "\n" not in str(refusal.value)
    for word in named:
        assert word in str(refusal.value)


def test_the_bare_figure_brings_its_words_and_table() -> None:
    selection = {"view": "transnational", "show": "theory-transnationalism"}
    meta = actors.figure(**selection).layout.meta
    assert [(row[0], *row[3:]) for row in meta["table"]["rows"]] == rows(selection)
    assert meta["summary"] == summary(selection)
    assert meta["dark"] == style.DARK


def test_line_style_is_voice_and_names_are_traces() -> None:
    for selection in SELECTIONS:
        figure = actors.view(**selection).figure
        assert not {"annotations", "shapes"} & set(figure["layout"])
        assert {one["line"]["dash"] for one in traces(figure, "ties ")} == {"solid", "dash", "dot"}
        inks = {one["line"]["color"] for one in traces(figure, "ties ")}
        assert inks <= set(style.DARK)


def test_an_arrow_says_who_addresses_whom() -> None:
    for view in VIEWS:
        heads = [size for one in traces(actors.view(view=view).figure, "ties across") for size in one["marker"]["size"]]
        assert any(heads) == (view == "public-diplomacy")
    # A head stands before the marker at which it points, however large this is.
    figure = actors.view(view="public-diplomacy").figure
    at = {point: place for place, point in points(figure).items()}
    marks = {
        (id_, side): size
        for side, (trace,) in zip(SIDES, ([one] for one in traces(figure, "actors: ")), strict=True)
        for id_, size in zip(
            [id_ for id_ in DRAWN if side in expected.sides(id_)], trace["marker"]["size"], strict=True
        )
    }
    for trace in traces(figure, "ties across"):
        mark = trace["marker"]
        for x, y, size, before in zip(trace["x"], trace["y"], mark["size"], mark["standoff"], strict=True):
            assert before == (pytest.approx(marks[at[x, y]] / 2 + 3, abs=0.051) if size else 0)
    # No tie of public diplomacy is left without a direction: those across begin in the country that speaks.
    assert {tie["where"] for tie in TIES.values() if "public-diplomacy" in tie["views"]} <= {
        "abroad",
        "within",
        "across",
    }


def boxes(figure: dict[str, Any], width: int, size: int) -> list[tuple[float, float, float, float, str]]:
    """Where each label is written, on a chart of a width: its left, right, top and bottom, and its text."""
    left, right = figure["layout"]["xaxis"]["range"]
    found = []
    for trace in figure["data"]:
        if "text" not in trace["mode"]:
            continue
        letters = min(size, trace["textfont"]["size"])
        sizes = trace["marker"]["size"] if "marker" in trace else [0] * len(trace["x"])
        where = trace.get("textposition", "middle center")
        for x, y, text, mark in zip(trace["x"], trace["y"], trace["text"], sizes, strict=True):
            wide, tall = expected.wide(text) * letters, letters * 1.3
            at = 4 + (x - left) / (right - left) * (width - 8)
            away = mark / 2 + 3
            start = {"left": at - away - wide, "right": at + away}.get(where.split()[1], at - wide / 2)
            top = 4 + y + (away if where.startswith("bottom") else -tall / 2)
            found.append((start, start + wide, top, top + tall, text))
    return found


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: "-".join(one.values()))
@pytest.mark.parametrize(("width", "size"), CHARTS)
def test_no_label_meets_another_or_leaves_the_chart(selection: dict[str, str], width: int, size: int) -> None:
    figure = actors.view(**selection).figure
    written = boxes(figure, width, size)
    for box in written:
        assert box[0] >= 0, box
        assert box[1] <= width, box
        assert box[2] >= 0, box
        assert box[3] <= figure["layout"]["height"], box
    for one, other in itertools.combinations(written, 2):
        apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
        assert apart, (one[4], other[4])


def test_points_are_far_enough_apart_to_touch() -> None:
    for selection in SELECTIONS:
        at = list(points(actors.view(**selection).figure).values())
        for (x, y), (other_x, other_y) in itertools.combinations(at, 2):
            assert x != other_x or abs(y - other_y) >= 24


def test_the_row_of_every_actor_is_its_own_from_the_top() -> None:
    at = points(actors.view().figure)
    for side in SIDES:
        own = sorted((y, ACTORS[id_]["row"]) for (id_, where), (_, y) in at.items() if where == side)
        assert own == sorted(own, key=lambda one: one[1])
        assert len({y for y, _ in own}) == len(own)
    assert all(at[id_, "here"][1] == at[id_, "abroad"][1] for id_, side in at if side == "here")
    assert load().actors.keys() == ACTORS.keys()
