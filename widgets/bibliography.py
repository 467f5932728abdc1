"""The works cited: ``works.bib`` as frozen objects, each with how sure we are of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, cast, get_args

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

from widgets.seeds import Faults, Place, nearest, unsound

Status = Literal["verified", "known", "guess"]

#: The fields a work may have: BibTeX's own and three of ours (seeds/README.md).
FIELDS = (
    "author", "editor", "title", "journal", "booktitle", "publisher", "organization", "institution",
    "school", "series", "address", "edition", "year", "month", "volume", "number", "issue",
    "pages", "doi", "isbn", "url", "urldate", "langid", "note", "howpublished",
    "label", "status", "checked",
)  # fmt: skip


KINDS = ("article", "book", "incollection", "inbook", "misc", "online", "report", "techreport", "phdthesis")
LANGUAGES = ("en", "kk", "ru", "fr", "de", "ja")

# Its findings come back as blocks, which we report; the log would say them again.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False


@dataclass(frozen=True, slots=True)
class Work:
    """A work cited; ``fields`` holds the BibTeX fields."""

    id: str
    label: str
    status: Status
    fields: Mapping[str, str]
    checked: str | None = None


def read(folder: Traversable, faults: Faults) -> tuple[dict[str, Work], tuple[str, ...]]:
    """Read ``works.bib``; return the works, and the ids that the file declares.

    Faults are added to ``faults``. The ids are those of all entries, faulty ones too; there are
    none where the file could not be read to its end.
    """
    place = Place("seeds/works.bib")
    try:
        text = (folder / "works.bib").read_bytes().decode("utf-8")
    except FileNotFoundError:
        faults.add(place, "the file is missing")
        return {}, ()
    except UnicodeDecodeError as error:
        faults.add(place, f"not UTF-8 at byte {error.start}; save the file as UTF-8")
        return {}, ()
    except OSError as error:
        faults.add(place, f"cannot be read: {error}")
        return {}, ()
    library: Library = parse_string(text, parse_stack=[RemoveEnclosingMiddleware()])
    made = {
        entry.key: _work(entry, place.at(entry.key or f"line {entry.start_line}"), faults) for entry in library.entries
    }
    works = {key: work for key, work in made.items() if work is not None}
    _twice(works, place, faults)
    whole = _blocks(library, place, faults)
    if not library.entries:
        faults.add(place, "no entry in it")
    return works, tuple(made) if whole else ()


def _blocks(library: Library, place: Place, faults: Faults) -> bool:
    """Report what is no entry; return whether all of the file could be read."""
    whole = True
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock):
            faults.add(place.at(block.key), f"line {line}: the id stands twice; give each a name of its own")
        elif isinstance(block, DuplicateFieldKeyBlock):
            faults.add(place, f"line {line}: a field stands twice: {', '.join(sorted(block.duplicate_keys))}")
        else:
            start = " ".join(str(block.raw).split())[:40]
            missing = "a brace, a quotation mark or a comma is missing"
            faults.add(place, f'line {line}: not BibTeX, from "{start}" on: {missing}')
            whole = False
    for comment in library.comments:
        # An entry whose @ was lost would otherwise vanish as a comment.
        if re.search(r"^\s*\w+\s*=\s*[{\"]", str(comment.raw), re.MULTILINE):
            faults.add(place, f"line {(comment.start_line or 0) + 1}: fields outside an entry")
            whole = False
    return whole


def _twice(works: Mapping[str, Work], place: Place, faults: Faults) -> None:
    """Report labels that two works share."""
    first: dict[str, str] = {}
    for work in works.values():
        if first.setdefault(work.label, work.id) != work.id:
            faults.add(place.at(work.id).at("label"), f'"{work.label}" is also {first[work.label]}\'s')


def _work(entry: Entry, place: Place, faults: Faults) -> Work | None:
    before = len(faults.lines)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.key):
        faults.add(place, "an id is lower-case letters and digits, joined by single hyphens")
    if entry.entry_type.lower() not in KINDS:
        faults.add(place, f"no kind of entry @{entry.entry_type}; {nearest(entry.entry_type, KINDS)}")
    fields = {one.key.lower(): " ".join(str(one.value).split()) for one in entry.fields}
    _fields(fields, place, faults)
    if len(faults.lines) > before:
        return None
    return Work(
        id=entry.key,
        label=fields.pop("label"),
        status=cast("Status", fields.pop("status")),  # `_fields` has checked it
        checked=fields.pop("checked", None),
        fields=MappingProxyType(fields),
    )


def _fields(fields: Mapping[str, str], place: Place, faults: Faults) -> None:
    """Check that each field is known and sound, and that none is missing."""
    for key, value in fields.items():
        if key not in FIELDS:
            faults.add(place.at(key), f"unknown field; {nearest(key, FIELDS)}")
        elif wrong := unsound(value):
            faults.add(place.at(key), wrong)
    for key in ("title", "label", "status"):
        if key not in fields:
            faults.add(place.at(key), "missing; every work has it")
    for key, choices in {"status": get_args(Status), "langid": LANGUAGES}.items():
        if key in fields and fields[key] not in choices:
            faults.add(place.at(key), f'"{fields[key]}" is not a choice; {nearest(fields[key], choices)}')
    _verified(fields, place, faults)
    if not fields.get("doi", "10.").startswith("10."):
        faults.add(place.at("doi"), "a DOI begins with 10.; leave the address before it out")


def _verified(fields: Mapping[str, str], place: Place, faults: Faults) -> None:
    if (fields.get("status") == "verified") != ("checked" in fields):
        faults.add(place.at("checked"), "a verified work says against what, and no other does")
