"""Ties laid by chance: what stays, what is counted, and every measure against networkx."""

from __future__ import annotations

import itertools
import statistics
from collections import Counter

import expected
import networkx as nx
import pytest

from widgets.article import load
from widgets.laboratory import nullmodel

BASE = nullmodel.ground(load())
PLACES = [(id_, side) for id_ in expected.DRAWN for side in expected.sides(id_)]
STATES = [i for i, (id_, _) in enumerate(PLACES) if id_ == "state"]
WEB = {tuple(sorted(map(PLACES.index, line[:2]))) for line in expected.network("transnational").edges}

each_null = pytest.mark.parametrize("null", nullmodel.NULLS)
each_hold = pytest.mark.parametrize("hold", [True, False])
seeds = pytest.mark.parametrize("seed", range(5))


def drawn(*, hold: bool) -> set[tuple[int, int]]:
    """The drawing's ties, with those of states to their own societies or without."""
    own = {
        tie
        for tie in WEB
        if set(tie) & set(STATES) and PLACES[tie[0]][1] == PLACES[tie[1]][1]  # no state stands between countries
    }
    return WEB if hold else WEB - own


def outcome(ties: list[tuple[int, int]]) -> tuple[float, float, int]:
    found = dict.fromkeys(range(len(PLACES)), 0.0) | nx.betweenness_centrality(nx.Graph(ties))
    kinds = {
        id_: statistics.mean(found[i] for i, (one, _) in enumerate(PLACES) if one == id_) for id_ in expected.DRAWN
    }
    own = kinds.pop("state")
    return own, max(kinds.values()), sum(share > own + 1e-9 for share in kinds.values())


def same(found: nullmodel.Outcome, ties: list[tuple[int, int]]) -> None:
    own, other, before = outcome(ties)
    assert found.state == pytest.approx(own)
    assert found.other == pytest.approx(other)
    assert found.before == before


def test_the_ground_is_the_drawing_taken_apart() -> None:
    assert BASE.kinds == tuple(id_ for id_, _ in PLACES)
    assert {*BASE.lasting, *itertools.chain(*BASE.held), *BASE.drawn} == WEB
    assert len(BASE.lasting) + sum(map(len, BASE.held)) + len(BASE.drawn) == len(WEB)
    assert not any(set(tie) & set(STATES) for tie in (*BASE.drawn, *BASE.home, *BASE.across))
    others = len(PLACES) - len(STATES)
    assert len({*BASE.home, *BASE.across}) == len(BASE.home) + len(BASE.across) == others * (others - 1) // 2
    assert all(PLACES[i][1] == PLACES[j][1] != "between" for i, j in BASE.home)
    assert not any(PLACES[i][1] == PLACES[j][1] != "between" for i, j in BASE.across)
    assert BASE.drawn_across == sum(tie in set(BASE.across) for tie in BASE.drawn)


@each_hold
def test_the_drawing_is_measured_as_networkx_does(*, hold: bool) -> None:
    same(nullmodel.as_drawn(BASE, hold=hold), list(drawn(hold=hold)))


@seeds
@pytest.mark.parametrize("across", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("hold", [1.0, 0.5, 0.0])
def test_ties_that_are_laid(seed: int, across: float, hold: float) -> None:
    counts = [0, 20, 41, 150]
    webs = [nullmodel.laid(BASE, ties, across, hold, seed) for ties in counts]
    for ties, web in zip(counts, webs, strict=True):
        assert len(set(web)) == len(web)
        assert set(BASE.lasting) <= set(web)
        assert len(set(web) & set(BASE.across)) == round(ties * across)
        assert len(set(web) & set(BASE.home)) == ties - round(ties * across)
        for own in BASE.held:
            assert len(set(web) & set(own)) == round(hold * len(own))
        same(nullmodel.grown(BASE, ties, across, hold, seed), web)
    assert all(set(few) <= set(more) for few, more in itertools.pairwise(webs))  # a network grows
    assert webs[-1] == nullmodel.laid(BASE, counts[-1], across, hold, seed)  # and grows the same again


def test_there_are_never_more_ties_than_there_is_room_for() -> None:
    web = nullmodel.laid(BASE, 10_000, 0.5, 1.0, 0)
    assert set(web) == {*BASE.lasting, *itertools.chain(*BASE.held), *BASE.home, *BASE.across}


@each_null
@each_hold
@seeds
def test_ties_that_are_laid_anew(null: str, *, hold: bool, seed: int) -> None:
    web, old = nullmodel.relaid(BASE, null, hold=hold, seed=seed), drawn(hold=hold)
    assert len({frozenset(tie) for tie in web}) == len(web) == len(old)
    assert all(start != end for start, end in web)
    assert set(web) != old
    if null == "past":
        mine = {tie for tie in old if set(tie) & set(STATES)}
        assert {tie for tie in web if set(tie) & set(STATES)} == mine
        assert len(set(web) & set(BASE.across)) == BASE.drawn_across
    if null == "ends":
        assert Counter(itertools.chain(*web)) == Counter(itertools.chain(*old))
    same(nullmodel.measured(BASE, web), web)


def test_many_networks_are_those_of_the_seeds_from_nought() -> None:
    runs = nullmodel.growth(BASE, 41, 0.5, 1.0)
    assert len(runs) == nullmodel.RUNS
    assert runs[7] == nullmodel.grown(BASE, 41, 0.5, 1.0, 7)
    anew = nullmodel.chances(BASE, "ends", hold=True)
    assert len(anew) == nullmodel.RELAID
    assert anew[7] == nullmodel.measured(BASE, nullmodel.relaid(BASE, "ends", hold=True, seed=7))


def test_more_swaps_change_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    few = [run.state for run in nullmodel.chances(BASE, "ends", hold=True)]
    monkeypatch.setattr(nullmodel, "SWAPS", 5 * nullmodel.SWAPS)
    anew = (nullmodel.relaid(BASE, "ends", hold=True, seed=seed) for seed in range(1000, 1100))
    more = [nullmodel.measured(BASE, ties).state for ties in anew]
    assert statistics.median(more) == pytest.approx(statistics.median(few), abs=0.01)


def test_all_places_are_picked_evenly() -> None:
    ties = [nullmodel.laid(BASE, 20, 0.5, 0.0, seed)[len(BASE.lasting) :] for seed in range(1000)]
    counted = Counter(tie for web in ties for tie in web if tie in set(BASE.home))
    assert len(counted) == len(BASE.home)
    wanted = 10 * len(ties) / len(BASE.home)  # the mean; the spread is about its root
    assert max(abs(count - wanted) for count in counted.values()) < 4.5 * wanted**0.5


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.05, 1), (0.25, 1), (0.26, 2), (0.5, 2), (0.95, 4), (1.0, 4)])
def test_a_quantile_is_one_of_the_values(share: float, value: float) -> None:
    assert nullmodel.quantile([4, 2, 1, 3], share) == value


def test_equal_values_count_half() -> None:
    assert nullmodel.below([0, 1, 1, 2], 1) == 0.5
    assert nullmodel.below([0, 1, 1, 2], 3) == 1
    assert nullmodel.below([0, 1, 1, 2], -1) == 0


def test_an_unknown_null_model_is_refused() -> None:
    with pytest.raises(ValueError, match="no null model 'all'; choices: 'past', 'ends', 'any'"):
        nullmodel.relaid(BASE, "all", hold=True, seed=0)
