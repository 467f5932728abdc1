"""How central a place in a network is: degree and betweenness.

Freeman (1977) proposed betweenness; Brandes (2001) showed how to compute it without going through
all pairs. Ties have no direction and no weight here, and count once however many kinds they are of.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
Network = Mapping[N, AbstractSet[N]]
"""Each node with its neighbours; a tie stands at both its ends."""


def degree(network: Network[N]) -> dict[N, float]:
    """Return the share of all other nodes to which each is tied, from 0 to 1."""
    others = max(len(network) - 1, 1)
    return {node: len(neighbours) / others for node, neighbours in network.items()}


def betweenness(network: Network[N]) -> dict[N, float]:
    """Return how much each node stands between others, from 0 to 1.

    For each pair of other nodes it is the share of their shortest paths that lead through the node; the sum
    is divided by the number of pairs. Pairs that no path joins add nothing.
    """
    total = dict.fromkeys(network, 0.0)
    near = {node: sorted(those, key=repr) for node, those in network.items()}  # sets have no order; sums depend on it
    for source in network:
        order, before, paths = _shortest(near, source)
        through = dict.fromkeys(order, 0.0)
        for node in reversed(order):
            for previous in before[node]:
                through[previous] += paths[previous] / paths[node] * (1 + through[node])
            if node != source:
                total[node] += through[node]
    pairs = max((len(network) - 1) * (len(network) - 2), 1)  # each pair is met from both its ends
    return {node: value / pairs for node, value in total.items()}


def _shortest(near: Mapping[N, Sequence[N]], source: N) -> tuple[list[N], dict[N, list[N]], dict[N, int]]:
    """Go outwards from a node: the nodes reached, nearest first; who comes before each; how many paths lead to it."""
    order = [source]
    distance = {source: 0}
    before: dict[N, list[N]] = {source: []}
    paths = {source: 1}
    for node in order:  # which grows while we go
        next_, ways = distance[node] + 1, paths[node]
        for neighbour in near[node]:
            if neighbour not in distance:
                distance[neighbour], before[neighbour], paths[neighbour] = next_, [node], ways
                order.append(neighbour)
            elif distance[neighbour] == next_:
                before[neighbour].append(node)
                paths[neighbour] += ways
    return order, before, paths
