"""What chapters say of the data in words and numbers, worked out again from the raw seeds."""

from __future__ import annotations

import functools
import re
from collections import Counter

import expected
import nbformat

ROOT = expected.SEEDS.parent
ACTORS, CASES = expected.ACTORS, expected.CASES
PARAGRAPHS = expected.raw("article.toml")["paragraphs"]
WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
INDEPENDENT = 1991


@functools.cache
def prose(chapter: str) -> str:
    """The chapter's Markdown in one line, without marks of emphasis."""
    cells = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4).cells
    text = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return " ".join(text.replace("*", "").replace("> ", "").split())


def told(chapter: str, pattern: str) -> list[int]:
    """The numbers, in words, of a sentence of the chapter, which must be there once."""
    found = re.findall(pattern, prose(chapter), re.IGNORECASE)
    assert len(found) == 1, (pattern, found)
    return [WORDS.index(word.lower()) for word in ([found[0]] if isinstance(found[0], str) else found[0])]


def having(role: str) -> list[str]:
    """The kinds of actor that have a part in public diplomacy."""
    return [id_ for id_, one in ACTORS.items() if any(own["role"] == role for own in one.get("roles", ()))]


def new_in(paragraph: str) -> set[str]:
    """The kinds of actor that a paragraph calls new."""
    return {id_ for id_, one in ACTORS.items() if any(paragraph in own["paragraphs"] for own in one.get("new", ()))}


def test_the_new_actors_of_the_introduction() -> None:
    chapter = "02-introduction"
    web = expected.network("transnational", keep=lambda actor: actor in new_in("I3"))
    ties, strands = told(chapter, r"(\w+) ties run .*? They are (\w+) strands side by side")
    assert (ties, strands) == (web.number_of_edges(), len(new_in("I3")))
    # “from a kind of actor to its like abroad”, “business twice”, “Nobody stands between two others”
    assert all(one == other for (one, _), (other, _) in web.edges())
    assert max(Counter(one for (one, _), _ in web.edges()).items(), key=lambda item: item[1]) == ("business-groups", 2)
    # “In the state-centric picture nothing is left of them; there each is tied to its own state, and to nobody else”
    alone = expected.network("state-centric")
    assert {other for id_ in new_in("I3") for other, _ in alone[id_, "here"]} == {"state"}
    assert told(chapter, r"Of our (\w+) kinds (\w+) are named among the subjects") == [
        len(new_in("I3")),
        len(new_in("I3") & set(having("subject"))),
    ]
    assert told(chapter, r"sorted into the (\w+) kinds that we count") == [len(new_in("I3"))]
    assert new_in("I3") - set(having("subject")) == {"local-authorities", "universities"}
    # “to the foreign public”, in the picture of public diplomacy
    spoken = expected.network("public-diplomacy")
    for id_ in new_in("I3") & set(having("subject")):
        assert list(spoken[id_, "here"]) == [("public", "abroad")]
    # “one word long: business”; “two of the five are officials of the state itself”; “no state body at home” in D20
    assert new_in("I3") & new_in("D20") == {"business-groups"}
    assert told(chapter, r"there (\w+) of the (\w+) are officials of the state itself") == [
        sum(ACTORS[id_]["level"] == "state" for id_ in new_in("I3")),
        len(new_in("I3")),
    ]
    assert not [id_ for id_ in new_in("D20") if ACTORS[id_]["level"] == "state"]


def test_the_cases_of_the_introduction() -> None:
    own = {id_: case for id_, case in CASES.items() if "kz" in case["countries"]}
    (before,) = told("02-introduction", r"and (\w+) began before the republic was independent")
    assert before == sum(case["year"] < INDEPENDENT for case in own.values())
    # The cases that the record says, by year.
    told_ = re.search(r"Kazakhstan has paid for .*? in 2024\.", prose("02-introduction"))
    assert told_
    named = ["bolashak", "congress-of-religions", "kazakh-tv", "expo-2017", "world-nomad-games-2024"]
    assert re.findall(r"\d{4}", told_[0]) == [str(own[id_]["year"]) for id_ in named]


def test_the_repeats_of_the_results() -> None:
    repeats = [(id_, one["id"], one["kind"]) for id_, entry in PARAGRAPHS.items() for one in entry.get("repeats", ())]
    assert [(one, other) for one, other, kind in repeats if kind == "identical"] == [("D18", "R3")]
    assert "the only such pair in the article" in prose("04-results")
    (lined,) = told("04-results", r"All (\w+) have a line")
    results = [id_ for id_ in PARAGRAPHS if re.fullmatch(r"R\d", id_)]
    assert lined == len(results) == len({id_ for pair in repeats for id_ in pair[:2] if id_ in results})


def test_the_terms_that_the_results_share() -> None:
    def nearest(result: str) -> list[str]:
        own = set(PARAGRAPHS[result]["concepts"])
        shared = {
            id_: len(own & set(one["concepts"])) for id_, one in PARAGRAPHS.items() if one["section"] == "discussion"
        }
        return sorted(shared, key=lambda id_: -shared[id_])[:4]

    # “For R3 and R4 the first is the twin”; “the reason is D22, and it is not among the four”; “D17 … is not there either”
    assert nearest("R3")[0] == "D18"
    assert nearest("R4")[0] == "D23"
    assert "D22" not in nearest("R4")
    assert "D17" not in nearest("R3")


def test_the_parts_of_the_definition() -> None:
    chapter = "05-definition"
    subjects, listed = told(chapter, r"(\w+) kinds are subjects: the (\w+) of \[D05\], and the state")
    assert subjects == len(having("subject"))
    assert listed == sum(
        any(one["role"] == "subject" and "D05" in one["paragraphs"] for one in ACTORS[id_]["roles"])
        for id_ in having("subject")
    )
    levels = Counter(ACTORS[id_]["level"] for id_ in having("subject"))
    assert told(
        chapter, r"(\w+) of the (\w+) subjects are single persons, (\w+) are groups, (\w+) are of the state"
    ) == [
        levels["individual"],
        subjects,
        levels["group"],
        levels["state"],
    ]
    # “Among the objects there is no single person”; “the foreign public, and, in our reading, the government”
    assert not [id_ for id_ in having("object") if ACTORS[id_]["level"] == "individual"]
    assert sorted(having("object")) == ["public", "state"]
    # “No arrow is solid”; “reached by one arrow from the country that speaks, from its state”; “The channels have no tie at all”
    spoken = expected.network("public-diplomacy")
    assert not [place for place in spoken if place[0] in having("channel") and spoken.degree(place)]
    arrows = [tie for tie in expected.TIES.values() if "public-diplomacy" in tie["views"] and tie["where"] == "abroad"]
    assert {tie["voice"] for tie in arrows} == {"reading"}
    assert [tie["starts"] for tie in arrows if "opinion-makers" in tie["ends"]] == [["state"]]
