"""The article as frozen, typed objects, loaded from ``seeds/`` and checked.

>>> article = load()
>>> article.paragraphs["D12"].section
'discussion'

``python -m widgets.article`` checks the seeds and prints a summary. Each fault is one line:
file, entry, field, what is wrong, the nearest right value. All faults are listed together.
"""

from __future__ import annotations

import functools
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from widgets import bibliography
from widgets.bibliography import Status, Work
from widgets.checks import TABLES, Check, entries, parts
from widgets.entries import Article, Author, Name, Paragraph
from widgets.seeds import Faults, Place, nearest, structure

__all__ = ["STATUSES", "VOICES", "Article", "SeedError", "facts", "load", "main", "statuses", "summary"]

VOICES: Mapping[str, str] = MappingProxyType(
    {
        "article": "The article says",
        "reports": "The article reports",
        "record": "The record says",
        "reading": "Our reading",
        "model": "Our model shows",
    }
)
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "verified": "verified",
        "known": "known in the field, not checked by us",
        "guess": "our guess",
    }
)
T = TypeVar("T")


class SeedError(Exception):
    """The seeds have faults; ``lines`` has one line for each."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class _Head:
    """The keys at the top of ``article.toml``."""

    title: Name
    authors: tuple[Author, ...]
    institution: Name


#: An entry's id; and a paragraph's, whose letter is its section.
ID = (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), re.compile(r"[A-Z]\d{1,2}|A-[a-z]{2}"))


@dataclass
class _Seeds:
    """One reading of the folder: its files as parsed, and the faults found."""

    folder: Traversable
    faults: Faults = field(default_factory=Faults)
    #: The ids that each kind of entry declares, whether or not the entry could be built.
    declared: dict[type, tuple[str, ...]] = field(default_factory=dict)

    def toml(self, file: str) -> dict[str, object]:
        """Parse one file; an unreadable one is a fault and an empty table."""
        place = Place(f"seeds/{file}")
        try:
            parsed = tomllib.loads((self.folder / file).read_bytes().decode("utf-8"))
        except FileNotFoundError:
            present = sorted(entry.name for entry in self.folder.iterdir())
            self.faults.add(place, f"the file is missing; {nearest(file, present)}")
        except UnicodeDecodeError as error:
            self.faults.add(place, f"not UTF-8 at byte {error.start}; save the file as UTF-8")
        except tomllib.TOMLDecodeError as error:
            self.faults.add(place, f"not TOML: {_plainly(error)}")
        except (OSError, RecursionError, ValueError) as error:  # a folder, a thousand brackets, digits
            self.faults.add(place, f"cannot be read: {error}")
        else:
            if not parsed:
                self.faults.add(place, "no entry in it")
            return parsed
        return {}

    def entries(self, shape: type[T], file: str, table: str, raw: object) -> dict[str, T]:
        """Build every entry of a table of tables; its key is the entry's id."""
        place = Place(f"seeds/{file}.toml")
        self.declared[shape] = tuple(raw) if isinstance(raw, Mapping) else ()
        if not isinstance(raw, Mapping):
            self.faults.add(place.at(table), "expected a table of entries")
            return {}
        built = {}
        for key, entry in raw.items():
            if not ID[shape is Paragraph].fullmatch(key):
                self.faults.add(place.at(key), "an id is lower-case letters and digits, joined by single hyphens")
            made = structure(shape, entry, place.at(key), self.faults, id=key)
            if made is not None:
                built[key] = made
        return built

    def tables(self, file: str) -> tuple[dict[str, dict[str, Any]], dict[str, object]]:
        """Build the tables of a file; return them by name, and whatever else stands at its top."""
        wanted = TABLES[file]
        parsed = self.toml(f"{file}.toml")
        if "" in wanted:
            return {file: self.entries(wanted[""], file, "", parsed)}, {}
        built: dict[str, dict[str, Any]] = {}
        for table, shape in wanted.items():
            if parsed and not parsed.get(table):
                self.faults.add(Place(f"seeds/{file}.toml", table), "the table is missing or empty")
            built[table] = self.entries(shape, file, table, parsed.get(table, {}))
        return built, {key: value for key, value in parsed.items() if key not in wanted}


def _plainly(error: tomllib.TOMLDecodeError) -> str:
    """Say a TOML error's commonest form, a repeated id, in the words of someone who edits seeds."""
    twice = re.match(r"Cannot (?:declare \(('.+?),?\) twice|overwrite a value)(.*)", str(error))
    if not twice:
        return str(error)
    what = f"the entry {twice[1].split(', ')[-1]}" if twice[1] else "a field"
    return f"{what} stands twice{twice[2]}; give each a name of its own"


def _folder() -> Traversable:
    """Find the seeds: inside the installed package, or beside it in a checkout."""
    packaged = files("widgets") / "seeds"
    if packaged.is_dir():
        return packaged
    return Path(__file__).parent.parent / "seeds"


def load(folder: Path | None = None) -> Article:
    """Read and check the seeds.

    Parameters
    ----------
    folder
        Where the files are; the course's own ``seeds/`` when absent.

    Raises
    ------
    SeedError
        When anything is wrong; it lists every fault.

    """
    return _read(folder) if folder else _own()


@functools.cache
def _own() -> Article:
    return _read(_folder())


def _read(folder: Traversable) -> Article:
    if not folder.is_dir():
        raise SeedError([f"seeds: no folder {folder}"])
    seeds = _Seeds(folder)
    built: dict[str, Mapping[str, Any]] = {}
    head = None
    for file in TABLES:
        tables, rest = seeds.tables(file)
        built |= {table: MappingProxyType(made) for table, made in tables.items()}
        if file == "article":
            if tables["paragraphs"] or rest:
                head = structure(_Head, rest, Place("seeds/article.toml", "(top)"), seeds.faults)
            continue
        for key in rest:
            seeds.faults.add(Place(f"seeds/{file}.toml").at(key), f"unknown table; {nearest(key, TABLES[file])}")
    works, keys = bibliography.read(folder, seeds.faults)
    for entry in folder.iterdir():
        stem, _, ending = entry.name.rpartition(".")
        if (ending == "toml" and stem not in TABLES) or (ending == "bib" and stem != "works"):
            known = [*TABLES, "works"]
            seeds.faults.add(Place(f"seeds/{entry.name}"), f"the course reads no such file; {nearest(stem, known)}")
    if head is None:
        raise SeedError(seeds.faults.lines)
    article = Article(
        title=head.title,
        authors=head.authors,
        institution=head.institution,
        works=MappingProxyType(works),
        **built,
    )
    Check(article, seeds.faults, seeds.declared | {Work: keys}).run()
    if seeds.faults.lines:
        raise SeedError(seeds.faults.lines)
    return article


def facts(article: Article) -> Iterator[tuple[Place, Any]]:
    """Give every fact of the record, in every file: whatever has a status, with its place."""
    for place, entry in entries(article):
        for where, part in parts(place, entry):
            if getattr(part, "status", None) is not None:
                yield where, part


def statuses(article: Article) -> Counter[Status]:
    """Count the facts of the record by status, over all files."""
    return Counter(fact.status for _, fact in facts(article))


def summary(article: Article) -> str:
    """Tabulate how many entries of each kind there are, and how sure they are."""
    kinds = [table or file for file, tables in TABLES.items() for table in tables]
    rows = [(kind, len(getattr(article, kind))) for kind in (*kinds, "works")]
    rows += [(f"facts of the record: {status}", n) for status, n in sorted(statuses(article).items())]
    width = max(len(kind) for kind, _ in rows)
    return "\n".join(f"{kind:<{width}}  {count:>4}" for kind, count in rows)


def main() -> int:
    """Check the seeds; print the summary, or the faults and return 1."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        print(summary(load(folder)))  # noqa: T201  (a command's output)
    except SeedError as error:
        print("\n".join(error.lines), file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
