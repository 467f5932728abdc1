"""Degree and betweenness as networkx computes them, on networks of every shape and on all that the maps draw."""

from __future__ import annotations

import itertools
import random

import expected
import networkx as nx
import pytest

from widgets import actors, centrality
from widgets.article import load
from widgets.network import network

SHAPES = {
    "nothing": nx.empty_graph(0),
    "one": nx.empty_graph(1),
    "two": nx.path_graph(2),
    "two apart": nx.empty_graph(2),
    "three": nx.path_graph(3),
    "path": nx.path_graph(9),
    "cycle": nx.cycle_graph(8),
    "star": nx.star_graph(7),
    "two stars": nx.disjoint_union(nx.star_graph(4), nx.star_graph(5)),
    "complete": nx.complete_graph(6),
    "two sides": nx.complete_bipartite_graph(3, 5),
    "grid": nx.convert_node_labels_to_integers(nx.grid_2d_graph(4, 5)),
    "Petersen": nx.petersen_graph(),
    "karate": nx.karate_club_graph(),
    "tree": nx.balanced_tree(3, 3),
    "barbell": nx.barbell_graph(5, 2),
}


def agrees(web: nx.Graph) -> None:
    """Compare both measures with networkx's."""
    plain = {node: set(web[node]) for node in web}
    degree = nx.degree_centrality(web) if len(web) > 1 else dict.fromkeys(web, 0.0)
    assert centrality.degree(plain) == pytest.approx(degree, abs=1e-12)
    assert centrality.betweenness(plain) == pytest.approx(nx.betweenness_centrality(web), abs=1e-12)


@pytest.mark.parametrize("web", SHAPES.values(), ids=SHAPES)
def test_a_network_of_known_shape(web: nx.Graph) -> None:
    agrees(web)


@pytest.mark.parametrize("number", range(60))
def test_a_random_network(number: int) -> None:
    chance = random.Random(f"centrality {number}")  # noqa: S311  (no secret)
    size = chance.randint(1, 40)
    # From next to no ties, when the network falls apart, to nearly all.
    agrees(nx.gnp_random_graph(size, chance.random() ** 2, seed=number))


def test_a_name_may_be_anything_that_can_be_told_apart() -> None:
    web = nx.relabel_nodes(nx.karate_club_graph(), lambda node: ("actor", node) if node % 2 else str(node))
    agrees(web)


@pytest.mark.parametrize("picture", actors.VIEWS)
def test_every_network_that_the_maps_draw(picture: str) -> None:
    for chosen in itertools.product((False, True), repeat=len(expected.GROUPS)):
        groups = list(itertools.compress(expected.GROUPS, chosen))
        own = network(load(), picture, groups)
        agrees(nx.Graph({place: list(ties) for place, ties in own.neighbours.items()}))
        web = expected.network(picture, groups)
        assert {frozenset(line[:2]) for line in web.edges} == {
            frozenset({tuple(one), tuple(other)}) for one, others in own.neighbours.items() for other in others
        }
        assert web.number_of_edges() == len(own.ties)
