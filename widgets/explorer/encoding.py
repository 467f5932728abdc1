"""Many figures as one and the differences from it.

A page holds every selection of a map. Selections differ in little, and the little recurs:
so a figure is stored as the first one's data plus (path, value) pairs, both by number.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]
Leaf = tuple[Path, Any]


class Pool:
    """Values by number; equal values share one."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}

    def add(self, value: Any) -> int:  # noqa: ANN401  (any JSON value)
        """Return the value's number, and keep the value when it is new."""
        key = json.dumps(value, sort_keys=True, ensure_ascii=False)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def differences(base: Any, other: Any, path: Path = ()) -> Iterator[Leaf]:  # noqa: ANN401
    """Yield the smallest replacements that turn ``base`` into ``other``.

    Lists of tables (traces, annotations, shapes) of equal length are compared one by one; other
    lists, and tables with other keys, are replaced whole.
    """
    if isinstance(base, Mapping) and isinstance(other, Mapping) and base.keys() == other.keys():
        for key in base:
            yield from differences(base[key], other[key], (*path, key))
    elif _tables(base) and _tables(other) and len(base) == len(other):
        for i, (one, two) in enumerate(zip(base, other, strict=True)):
            yield from differences(one, two, (*path, i))
    elif base != other:
        yield path, other


def _tables(value: Any) -> bool:  # noqa: ANN401
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and bool(value)
        and all(isinstance(item, Mapping) for item in value)
    )


def encode(figures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Store figures as ``{"base", "paths", "values", "changes"}``.

    ``changes[i]`` lists ``[path number, value number, …]`` for figure ``i``.
    """
    paths, values = Pool(), Pool()
    changes = [
        [number for path, value in differences(figures[0], figure) for number in (paths.add(path), values.add(value))]
        for figure in figures
    ]
    return {"base": figures[0], "paths": paths.values, "values": values.values, "changes": changes}


def decode(encoded: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return figure ``number`` of what `encode` stored."""
    figure: dict[str, Any] = copy.deepcopy(dict(encoded["base"]))
    change = encoded["changes"][number]
    for path, value in zip(change[::2], change[1::2], strict=True):
        *way, last = encoded["paths"][path]
        node: Any = figure
        for step in way:
            node = node[step]
        node[last] = copy.deepcopy(encoded["values"][value])
    return figure
