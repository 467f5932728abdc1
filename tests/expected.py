"""What the maps of levels and actors must show, worked out from the raw seeds by other code than the maps'."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import networkx as nx

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def raw(file: str) -> dict[str, Any]:
    return tomllib.loads((SEEDS / file).read_text("utf-8"))


CASES, COUNTRIES, LEVELS = (raw(f"{name}.toml") for name in ("activities", "countries", "levels"))
ACTORS = raw("actors.toml")["actors"]
HOW_OFTEN = [sum(code in case["countries"] for case in CASES.values()) for code in COUNTRIES]
#: The three countries with the most cases have an option each.
OWN = [code for code, count in zip(COUNTRIES, HOW_OFTEN, strict=True) if count >= sorted(HOW_OFTEN)[-3]][:3]
CHOICES = {
    "view": ["article", "record"],
    "level": ["all", "monologue", "dialogue", "collaboration"],
    "actor": ["all", "individual", "group", "state", "system"],
    "country": ["all", *OWN, "other"],
}
SELECTIONS = [dict(zip(CHOICES, one, strict=True)) for one in itertools.product(*CHOICES.values())]
SHAPES = {"individual": "circle", "group": "square", "state": "diamond", "system": "triangle-up"}
ORDER = list(LEVELS["levels"])


def shown(selection: dict[str, str]) -> list[str]:
    """The ids of the cases that a selection shows: by level, then year, then id."""
    kept = []
    for id_, case in CASES.items():
        named = [code for code in OWN if code in case["countries"]]
        others = len(case["countries"]) > len(named)
        if selection["level"] not in ("all", case["level"]):
            continue
        if selection["actor"] not in ("all", ACTORS[case["actor"]]["level"]):
            continue
        if selection["country"] == "other" and not others:
            continue
        if selection["country"] in OWN and selection["country"] not in named:
            continue
        kept.append(id_)
    return sorted(kept, key=lambda id_: (ORDER.index(CASES[id_]["level"]), CASES[id_]["year"], id_))


def rows(selection: dict[str, str]) -> list[list[str]]:
    """The table of a selection."""
    made = []
    for id_ in shown(selection):
        case = CASES[id_]
        years = f"{case['year']}–{case['end']}" if "end" in case else str(case["year"])
        made.append(
            [
                case["name"]["en"],
                LEVELS["levels"][case["level"]]["name"]["en"],
                years,
                ACTORS[case["actor"]]["name"]["en"],
                ", ".join(COUNTRIES[code]["name"]["en"] for code in case["countries"]),
                case["status"],
            ]
        )
    return made


def points(selection: dict[str, str]) -> list[tuple[str, str, int, str]]:
    """Each point of a selection: its case, label, column, shape."""
    return [
        (
            id_,
            CASES[id_].get("short", CASES[id_]["name"]["en"]),
            ORDER.index(CASES[id_]["level"]),
            SHAPES[ACTORS[CASES[id_]["actor"]]["level"]],
        )
        for id_ in shown(selection)
    ]


def summary_counts(selection: dict[str, str]) -> list[str]:
    """The counts that the words must give."""
    ids = shown(selection)
    total = f"{len(ids)} {'case' if len(ids) == 1 else 'cases'}"
    levels = ORDER if selection["level"] == "all" else [selection["level"]]
    return [total] + [
        f"{LEVELS['levels'][level]['name']['en']} {sum(CASES[id_]['level'] == level for id_ in ids)}"
        for level in levels
    ]


def said(selection: dict[str, str]) -> list[str]:
    """The statements under a selection of one level, or the ways and fits under all three."""
    voices = ("article", "reports") if selection["view"] == "article" else ("record", "reading")
    if selection["level"] != "all":
        claims = [one for one in LEVELS["levels"][selection["level"]]["claims"] if one["voice"] in voices]
        gap = ["does not say: "] if len({one["aspect"] for one in claims} - {"said"}) < 6 else []
        return [one["text"] for one in claims] + gap
    if selection["view"] == "article":
        return [step["text"] for step in LEVELS["steps"].values()]
    return [
        claim["text"]
        for level in LEVELS["levels"].values()
        for claim in level["claims"]
        if claim["aspect"] == "fits" and claim["voice"] == "record"
    ]


# --- the actors' network -----------------------------------------------------------------------

TIES, KINDS, GROUPS = (raw("actors.toml")[table] for table in ("ties", "kinds", "groups"))
#: A tie inside a country is there in both; one that crosses the border, from the first of these to the second.
SIDES = {
    "within": {("here", "here"), ("abroad", "abroad")},
    "across": {("here", "abroad"), ("abroad", "here")},
    "abroad": {("here", "abroad")},
}
#: The kinds with a row of their own, the two countries' first, from the top.
DRAWN = sorted(
    (id_ for id_, one in ACTORS.items() if "row" in one), key=lambda id_: (ACTORS[id_]["place"], ACTORS[id_]["row"])
)


def sides(actor: str) -> tuple[str, ...]:
    """Where a kind of actor stands in the drawing."""
    return ("here", "abroad") if ACTORS[actor]["place"] == "national" else ("between",)


def lines(tie: dict[str, Any]) -> set[frozenset[tuple[str, str]]]:
    """The lines that a tie draws, each as its two ends."""
    return {
        frozenset({(start, one), (end, other)})
        for start, end in itertools.product(tie["starts"], tie["ends"])
        for one, other in SIDES.get(tie["where"]) or itertools.product(sides(start), sides(end))
    }


def network(
    view: str, groups: Iterable[str] | None = None, keep: Callable[[str], bool] = lambda _: True
) -> nx.MultiGraph:
    """The network of a view: ties of some groups, or of all, among the actors to keep; a line's key is its tie."""
    made = nx.MultiGraph()
    made.add_nodes_from((id_, side) for id_ in DRAWN if keep(id_) for side in sides(id_))
    wanted = set(GROUPS if groups is None else groups)
    for id_, tie in TIES.items():
        if view in tie["views"] and KINDS[tie["kind"]]["group"] in wanted:
            made.add_edges_from((*line, id_) for line in map(sorted, lines(tie)) if made.nodes >= set(line))
    return made


def degree(web: nx.MultiGraph) -> dict[tuple[str, str], float]:
    """Degree centrality among those that have a tie; several ties to one actor count once."""
    return dict.fromkeys(web, 0.0) | nx.degree_centrality(tied(web))


def betweenness(web: nx.MultiGraph) -> dict[tuple[str, str], float]:
    """Betweenness centrality among those that have a tie, from 0 to 1."""
    return dict.fromkeys(web, 0.0) | nx.betweenness_centrality(tied(web))


def tied(web: nx.MultiGraph) -> nx.Graph:
    """The network without those that have no tie."""
    made = nx.Graph(web)
    made.remove_nodes_from(list(nx.isolates(made)))
    return made


def rank(actor: str, measure: dict[tuple[str, str], float]) -> int:
    """How many kinds of actor have more of a measure, plus one."""
    best = {id_: max(value for (one, _), value in measure.items() if one == id_) for id_, _ in measure}
    return 1 + sum(value > best[actor] + 1e-9 for value in best.values())


def rounds(shown: str, value: float) -> bool:
    """Whether a percentage without decimals is a share's, or one of its two neighbours at a half."""
    return shown.endswith("%") and abs(int(shown[:-1]) - 100 * value) <= 0.5 + 1e-9


def wide(text: str) -> float:
    """About how wide a label is, in the widest of the usual fonts; 1 is the size of its letters."""
    widths = {
        **dict.fromkeys("ijl", 0.28),
        **dict.fromkeys("frt .-", 0.38),
        "s": 0.53,
        "%": 0.95,
        **dict.fromkeys("mw", 0.95),
    }
    return sum(widths.get(letter, 0.62) for letter in text.replace("<b>", "").replace("</b>", ""))
