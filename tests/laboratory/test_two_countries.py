"""Two countries and one tie: the costs by hand, and what must hold of any numbers."""

from __future__ import annotations

import itertools
import random

import pytest

from widgets.laboratory.interdependence import PAIRS, Side, crossed, lot, path, sensitivity, vulnerability

CASES = [
    # share, premium, rise: felt, left
    (0.4, 0.1, 0.5, 20, 4),
    (0.2, 0.5, 0.5, 10, 10),
    (0.4, 0.9, 0.5, 20, 20),  # a substitute that is dearer than the good is of no use
    (0.0, 0.1, 0.5, 0, 0),
    (1.0, 0.0, 0.3, 30, 0),
]


@pytest.mark.parametrize(("share", "premium", "rise", "felt", "left"), CASES)
def test_two_costs(share: float, premium: float, rise: float, felt: float, left: float) -> None:
    side = Side(share, premium)
    assert sensitivity(side, rise) == pytest.approx(felt)
    assert vulnerability(side, rise) == pytest.approx(left)


def test_a_path_by_hand() -> None:
    costs = path(Side(0.4, 0.1, 0.5), rise=0.5, change=2, months=5)
    assert costs == pytest.approx([20, 20, 20, 12, 8, 6])


@pytest.mark.parametrize("seed", range(20))
def test_a_path_leads_from_sensitivity_to_vulnerability(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    side = Side(chance.random(), chance.random(), 0.05 + 0.9 * chance.random())
    costs = path(side, 0.5, 6, 400)
    assert costs[:7] == pytest.approx([sensitivity(side, 0.5)] * 7)
    assert costs[-1] == pytest.approx(vulnerability(side, 0.5), abs=1e-6)
    assert all(later <= earlier + 1e-12 for earlier, later in itertools.pairwise(costs))


def test_when_the_two_disagree() -> None:
    near, none = Side(0.4, 0.1), Side(0.2, 0.5)
    assert crossed(near, none, 0.5)
    assert crossed(none, near, 0.5)
    assert not crossed(near, none, 0.05)  # too small a rise for anybody to go elsewhere
    assert not crossed(near, near, 0.5)
    assert not crossed(Side(0.4, 0.1), Side(0.4, 0.5), 0.5)  # nobody feels it more


def test_lots_are_even_and_stay_the_same() -> None:
    pairs = [lot(seed) for seed in range(PAIRS)]
    assert lot(3) == pairs[3]
    for name in ("share", "premium"):
        for side in (0, 1):
            values = [getattr(pair[side], name) for pair in pairs]
            assert all(0 <= value < 1 for value in values)
            assert sum(values) / PAIRS == pytest.approx(0.5, abs=0.04)
