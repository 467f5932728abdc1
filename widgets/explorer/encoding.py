"""Many figures as one and the differences from it.

A page holds every selection of a map. Selections differ in little, and the little recurs:
so a figure is stored as the first one's data plus (path, value) pairs, all by number. The first
one's own parts recur too, line styles and markers above all: these are stored once.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]
Leaf = tuple[Path, Any]

#: ``{STORED: 7}`` in the first figure stands for value number 7.
STORED = "="
#: A part that recurs is worth a number from so many letters on.
LEAST = 20


class Pool:
    """Values by number; equal values share one."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}

    def add(self, value: Any) -> int:  # noqa: ANN401  (any JSON value)
        """Return the value's number, and keep the value when it is new."""
        key = _text(value)
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
    """Store figures as ``{"base", "paths", "values", "pairs", "changes"}``.

    ``changes[i]`` lists figure ``i``'s pairs by number; pair ``k`` is the path ``pairs[2 * k]`` and the value
    ``pairs[2 * k + 1]``, by number too.
    """
    paths, values, pairs = Pool(), Pool(), Pool()
    changes = [
        [pairs.add((paths.add(path), values.add(value))) for path, value in differences(figures[0], figure)]
        for figure in figures
    ]
    return {
        "base": _fold(figures[0], values),
        "paths": paths.values,
        "values": values.values,
        "pairs": [number for pair in pairs.values for number in pair],
        "changes": changes,
    }


def decode(encoded: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return figure ``number`` of what `encode` stored."""
    values, pairs = encoded["values"], encoded["pairs"]
    figure: dict[str, Any] = _unfold(encoded["base"], values)
    for pair in encoded["changes"][number]:
        *way, last = encoded["paths"][pairs[2 * pair]]
        node: Any = figure
        for step in way:
            node = node[step]
        node[last] = copy.deepcopy(values[pairs[2 * pair + 1]])
    return figure


def _fold(whole: Any, values: Pool) -> Any:  # noqa: ANN401
    """Store what recurs in a figure once, among the values."""
    counts = Counter(_text(part) for part in _parts(whole))

    def fold(part: Any) -> Any:  # noqa: ANN401
        if not _is_part(part):
            return part
        text = _text(part)
        if counts[text] > 1 and len(text) >= LEAST:
            return {STORED: values.add(part)}
        if isinstance(part, Mapping):
            return {key: fold(one) for key, one in part.items()}
        return [fold(one) for one in part]

    return fold(whole)


def _unfold(part: Any, values: Sequence[Any]) -> Any:  # noqa: ANN401
    if isinstance(part, Mapping):
        if STORED in part:
            return copy.deepcopy(values[part[STORED]])
        return {key: _unfold(one, values) for key, one in part.items()}
    return [_unfold(one, values) for one in part] if _is_part(part) else part


def _parts(whole: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield every table and every list in a figure, the figure too."""
    if _is_part(whole):
        yield whole
        for one in whole.values() if isinstance(whole, Mapping) else whole:
            yield from _parts(one)


def _is_part(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, (Mapping, Sequence)) and not isinstance(value, str)


def _text(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
