"""Two countries, one tie: what it costs each when the tie grows dear, before and after it changes its policy.

Keohane and Nye (1977) call the cost while policies stay as they are sensitivity, and the cost that is left after they
have been changed vulnerability. That the tie is a trade in goods, and all the arithmetic here, is ours.

Money is counted for each 100 that a country spent on such goods before: ``share`` = 0.4 means that 40 of them went to
the other country. Time is in months from the rise of the price.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

#: How many pairs of countries are drawn by lot.
PAIRS = 1000


@dataclass(frozen=True, slots=True)
class Side:
    """One end of the tie.

    Parameters
    ----------
    share
        The part, from 0 to 1, of what it spends on such goods that it spends at the other end.
    premium
        How much dearer the best substitute is than the goods were before: 0.1 is a tenth.
    speed
        The part, from 0 to 1, of what is still bought at the other end that it can replace in a month.

    """

    share: float
    premium: float
    speed: float = 0.2


def sensitivity(side: Side, rise: float) -> float:
    """Return what the tie costs more, for each 100 spent before, while nothing is replaced.

    ``rise`` is that of the price: 0.5 is a half.
    """
    return 100 * side.share * rise


def vulnerability(side: Side, rise: float) -> float:
    """Return what it costs more in the end, for each 100 spent before: of good and substitute, the cheaper."""
    return 100 * side.share * min(rise, side.premium)


def path(side: Side, rise: float, change: int, months: int) -> list[float]:
    """Return what the tie costs more in each month, from 0 to ``months``, for each 100 spent before.

    From month ``change`` on policy lets buyers go elsewhere, as fast as ``side.speed`` allows; they do where it is
    cheaper.
    """
    felt, left = sensitivity(side, rise), vulnerability(side, rise)
    replaced = [1 - (1 - side.speed) ** max(0, month - change) for month in range(months + 1)]
    return [felt - (felt - left) * part for part in replaced]


def lot(seed: int) -> tuple[Side, Side]:
    """Draw two countries by lot: every share and every premium from 0 to 1 is as likely as any other."""
    chance = random.Random(f"pair {seed}")  # noqa: S311  (no secret)
    return Side(chance.random(), chance.random()), Side(chance.random(), chance.random())


def crossed(one: Side, other: Side, rise: float) -> bool:
    """Whether the side that feels the rise more is the one that is left with the smaller cost."""
    felt = sensitivity(one, rise) - sensitivity(other, rise)
    left = vulnerability(one, rise) - vulnerability(other, rise)
    return felt * left < 0
