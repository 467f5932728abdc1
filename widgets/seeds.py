"""Turn parsed TOML into frozen dataclasses, gathering every fault on the way.

The shape of an entry is the dataclass's own annotations: a field without a default is required,
an unknown key is a fault. Nothing is coerced: ``year = "1942"`` is a fault, not 1942.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

_NAMES = {str: "text", int: "a whole number", bool: "true or false"}


def nearest(wrong: object, choices: Iterable[str]) -> str:
    """Say which right value is nearest to a wrong one, or list the few there are."""
    known = [str(choice) for choice in choices]
    close = difflib.get_close_matches(str(wrong), known, n=1, cutoff=0.5)
    if close:
        return f'nearest: "{close[0]}"'
    few = 12
    listed = ", ".join(known[:few]) + (", …" if len(known) > few else "")
    return f"choices: {listed}" if known else "there are none"


def unsound(text: str) -> str:
    """Say what no text may be: empty, or with letters that cannot be seen but turn or cut what stands around them."""
    if not text.strip():
        return "the text is empty"
    no_break = " \u00a0\u202f"
    unseen = next((one for one in text if not one.isprintable() and one not in no_break), "")
    return f"the text holds {unseen!a}, which cannot be seen; take it out" if unseen else ""


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file, entry, field."""

    file: str
    entry: str = ""
    field: str = ""

    def at(self, step: str | int) -> Place:
        """Go one step down: to an entry first, then to its fields."""
        if not self.entry:
            return dataclasses.replace(self, entry=str(step) or '""')
        inner = f"[{step}]" if isinstance(step, int) else f".{step}" if self.field else step
        return dataclasses.replace(self, field=f"{self.field}{inner}")

    def __str__(self) -> str:
        """Read as ``file: entry: field``."""
        return ": ".join(part for part in (self.file, self.entry, self.field) if part)


class Faults:
    """All the faults found so far, one line each."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, place: Place, wrong: str) -> None:
        """Note what is wrong at a place."""
        line = " ".join(f"{place}: {wrong}".split())
        # A terminal must not obey what a damaged file holds.
        line = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in line)
        # Two entries of one file may share an id and a fault: an actor and a tie.
        if line not in self.lines:
            self.lines.append(line)

    def missing(self, place: Place, kind: str, wrong: str, choices: Iterable[str]) -> None:
        """Note a reference to something that does not exist."""
        self.add(place, f'no {kind} "{wrong}"; {nearest(wrong, choices)}')


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f'the text "{value[:40]}"'
    if isinstance(value, bool):
        return f"{value}".lower()
    return f"{type(value).__name__} {value}"


@functools.cache
def _hints(shape: type) -> dict[str, Any]:
    """Read a dataclass's annotations once: to read them for every entry takes longer than all else."""
    return typing.get_type_hints(shape)


def structure(shape: type[T], raw: object, place: Place, faults: Faults, **known: object) -> T | None:
    """Build ``shape`` from a parsed table; ``None`` when it has a fault.

    ``known`` holds the fields that the file's own structure gives, such as an entry's id.
    """
    if not isinstance(raw, Mapping):
        faults.add(place, f"expected a table, found {_kind(raw)}")
        return None
    hints = _hints(typing.cast("type", shape))
    fields = {f.name: f for f in dataclasses.fields(shape) if f.name not in known}  # type: ignore[arg-type]
    before = len(faults.lines)
    for key in raw:
        if key not in fields:
            faults.add(place.at(key), f"unknown field; {nearest(key, fields)}")
    built = dict(known)
    for name, field in fields.items():
        if name in raw:
            built[name] = _value(hints[name], raw[name], place.at(name), faults)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            faults.add(place.at(name), "missing; every entry of this kind has it")
    return shape(**built) if len(faults.lines) == before else None


def _value(hint: Any, raw: object, place: Place, faults: Faults) -> Any:  # noqa: ANN401
    """Check one value against one annotation; the annotations are those of `widgets.entries`."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in {types.UnionType, typing.Union}:  # only ever `X | None`: absence is the None
        return _value(args[0], raw, place, faults)
    if origin is tuple:
        return _list(args[0], raw, place, faults)
    if origin is Mapping:
        return _table(args, raw, place, faults)
    if dataclasses.is_dataclass(hint):
        return structure(typing.cast("type", hint), raw, place, faults)
    if origin is typing.Literal:
        if raw not in args:
            faults.add(place, f"{_kind(raw)} is not a choice; {nearest(raw, args)}")
    elif type(raw) is not hint:
        faults.add(place, f"expected {_NAMES[hint]}, found {_kind(raw)}")
    elif isinstance(raw, str) and (wrong := unsound(raw)):
        faults.add(place, wrong)
    return raw


def _list(hint: Any, raw: object, place: Place, faults: Faults) -> tuple[Any, ...]:  # noqa: ANN401
    if not isinstance(raw, list):
        faults.add(place, f"expected a list, found {_kind(raw)}")
        return ()
    return tuple(_value(hint, item, place.at(i), faults) for i, item in enumerate(raw))


def _table(hints: tuple[Any, ...], raw: object, place: Place, faults: Faults) -> Mapping[Any, Any]:
    if not isinstance(raw, Mapping):
        faults.add(place, f"expected a table, found {_kind(raw)}")
        return {}
    made = {
        _value(hints[0], key, place, faults): _value(hints[1], item, place.at(key), faults) for key, item in raw.items()
    }
    return types.MappingProxyType(made)
