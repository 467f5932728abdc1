"""The works cited: ``works.bib`` as frozen objects, each with how sure we are of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, get_args

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

from widgets.seeds import Faults, Place, nearest

Status = Literal["verified", "known", "guess"]

#: The fields a work may have: BibTeX's own and five of ours (seeds/README.md).
FIELDS = (
    "author", "editor", "title", "journal", "booktitle", "publisher", "organization", "institution",
    "school", "series", "address", "edition", "year", "month", "volume", "number", "issue",
    "pages", "doi", "isbn", "url", "urldate", "langid", "note", "howpublished",
    "label", "status", "checked", "article_number", "reading",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """A work cited.

    ``article_number`` is the number in the article's own list that we take it for, ``reading`` how sure we
    are; ``fields`` holds the BibTeX fields.
    """

    id: str
    kind: str
    label: str
    status: Status
    fields: Mapping[str, str]
    checked: str | None = None
    article_number: int | None = None
    reading: str | None = None


def read(folder: Traversable, faults: Faults) -> dict[str, Work]:
    """Read ``works.bib``; faults are added to ``faults``, and only whole works returned."""
    place = Place("seeds/works.bib")
    try:
        text = (folder / "works.bib").read_bytes().decode("utf-8")
    except FileNotFoundError:
        faults.add(place, "the file is missing")
        return {}
    except UnicodeDecodeError as error:
        faults.add(place, f"not UTF-8 at byte {error.start}; save the file as UTF-8")
        return {}
    library: Library = parse_string(text, parse_stack=[RemoveEnclosingMiddleware()])
    for block in library.failed_blocks:
        _broken(place, block, faults)
    for comment in library.comments:
        # An entry whose @ was lost would otherwise vanish as a comment.
        if re.search(r"^\s*\w+\s*=\s*[{\"]", str(comment.raw), re.MULTILINE):
            faults.add(place, f"line {(comment.start_line or 0) + 1}: fields outside an entry")
    works = {}
    for entry in library.entries:
        work = _work(entry, place.at(entry.key or f"line {entry.start_line}"), faults)
        if work is not None:
            works[work.id] = work
    labels: dict[str, str] = {}
    for work in works.values():
        if labels.setdefault(work.label, work.id) != work.id:
            faults.add(place.at(work.id).at("label"), f'"{work.label}" is also {labels[work.label]}\'s')
    return works


def _broken(place: Place, block: object, faults: Faults) -> None:
    line = (getattr(block, "start_line", 0) or 0) + 1
    if isinstance(block, DuplicateBlockKeyBlock):
        faults.add(place.at(block.key), f"line {line}: the id stands twice; give each a name of its own")
    elif isinstance(block, DuplicateFieldKeyBlock):
        twice = ", ".join(sorted(block.duplicate_keys))
        faults.add(place, f"line {line}: a field stands twice: {twice}")
    else:
        faults.add(place, f"line {line}: not BibTeX: {getattr(block, 'error', '')}")


def _work(entry: Entry, place: Place, faults: Faults) -> Work | None:
    before = len(faults.lines)
    fields = {one.key.lower(): " ".join(str(one.value).split()) for one in entry.fields}
    for key, value in fields.items():
        if key not in FIELDS:
            faults.add(place.at(key), f"unknown field; {nearest(key, FIELDS)}")
        elif not value:
            faults.add(place.at(key), "the text is empty")
    for key in ("title", "label", "status"):
        if key not in fields:
            faults.add(place.at(key), "missing; every work has it")
    status = fields.pop("status", "known")
    if status not in get_args(Status):
        faults.add(place.at("status"), f'"{status}" is not a choice; {nearest(status, get_args(Status))}')
    checked = fields.pop("checked", None)
    if (status == "verified") != bool(checked):
        faults.add(place.at("checked"), "a verified work says against what, and no other does")
    number = fields.pop("article_number", None)
    if number is not None and not number.isdecimal():
        faults.add(place.at("article_number"), f'expected a whole number, found the text "{number}"')
    if len(faults.lines) > before:
        return None
    return Work(
        id=entry.key,
        kind=entry.entry_type.lower(),
        label=fields.pop("label"),
        status=status,  # type: ignore[arg-type]
        fields=MappingProxyType(fields),
        checked=checked,
        article_number=int(number) if number else None,
        reading=fields.pop("reading", None),
    )
