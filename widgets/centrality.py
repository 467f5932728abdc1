"""How central a place in a network is: degree and betweenness.

Freeman (1977) proposed betweenness; Brandes (2001) showed how to compute it without going through
all pairs. Ties have no direction and no weight here, and count once however many kinds they are of.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping
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
    for source in network:
        order, before, paths = _shortest(network, source)
        through = dict.fromkeys(order, 0.0)
        for node in reversed(order):
            for previous in before[node]:
                through[previous] += paths[previous] / paths[node] * (1 + through[node])
            if node != source:
                total[node] += through[node]
    pairs = max((len(network) - 1) * (len(network) - 2), 1)  # each pair is met from both its ends
    return {node: value / pairs for node, value in total.items()}


def _shortest(network: Network[N], source: N) -> tuple[list[N], dict[N, list[N]], dict[N, int]]:
    """Go outwards from a node: the nodes reached, nearest first; who comes before each; how many paths lead to it."""
    order: list[N] = []
    distance = {source: 0}
    before: dict[N, list[N]] = {source: []}
    paths = {source: 1}
    wait = deque([source])
    while wait:
        node = wait.popleft()
        order.append(node)
        for neighbour in sorted(network[node], key=repr):  # sets have no order; sums of floats depend on it
            if neighbour not in distance:
                distance[neighbour] = distance[node] + 1
                before[neighbour], paths[neighbour] = [], 0
                wait.append(neighbour)
            if distance[neighbour] == distance[node] + 1:
                before[neighbour].append(node)
                paths[neighbour] += paths[node]
    return order, before, paths
