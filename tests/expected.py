"""What the levels map must show, worked out from the raw seeds by other code than the map's."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def raw(file: str) -> dict[str, Any]:
    return tomllib.loads((SEEDS / file).read_text("utf-8"))


CASES, ACTORS, COUNTRIES, LEVELS = (raw(f"{name}.toml") for name in ("activities", "actors", "countries", "levels"))
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
