"""A thousand spoilt seeds: each is refused in lines that say where, or gives an article that every map can show.

Each mutant has a number, from which alone it follows what is spoilt and how, as long as the seeds are
the same; a failure tells the number, and `pytest tests/test_mutations.py -k 0350` repeats its fifty.

For every mutant that loads, a view of each map is computed, in a selection drawn by lot; whole Explorers, which
hold all selections and take much longer, for one in `WHOLE` of these; the command is run on one mutant in `COMMAND`.
"""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import functools
import inspect
import io
import json
import random
import re
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import expected
import pytest

import widgets
from widgets import bibliography
from widgets.article import Article, SeedError, load, main

SEED = "2017"
COUNT, CHUNK = 1000, 50
WHOLE = 6
COMMAND = 10

FILES = {path.name: path.read_bytes() for path in sorted(expected.SEEDS.iterdir()) if path.suffix in {".toml", ".bib"}}
TOML = [name for name in FILES if name.endswith(".toml")]
BIB = [name for name in FILES if name.endswith(".bib")]

Step = str | int


@dataclass(frozen=True)
class Mutant:
    """One seed file, spoilt: its new content, or None where the file is gone."""

    file: str
    what: str
    content: bytes | None
    #: A file beside it, by name; content None makes a folder of that name.
    beside: tuple[str, bytes | None] | None = None
    #: Where something now stands that cannot be right: one fault must be told there.
    wrong: tuple[Step, ...] = ()


# --- what is spoilt in a TOML file's entries ---------------------------------------------------


def dump(value: object) -> str:
    """Write a value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quoted(key)} = {dump(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(dump, value)) + "]"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)  # inf and nan too
    return quoted(value)


def quoted(value: object) -> str:
    """Write a text, a whole number or a truth value, which TOML does as JSON does."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def written(tables: Mapping[str, object]) -> bytes:
    return "".join(f"{quoted(key)} = {dump(value)}\n" for key, value in tables.items()).encode()


def paths(value: object, here: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Give the way to every value inside a value."""
    inside: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inside:
        yield (*here, step)
        yield from paths(item, (*here, step))


def at(value: Any, path: tuple[Step, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


class Tree:
    """A TOML file to spoil."""

    def __init__(self, chance: random.Random, file: str) -> None:
        self.chance, self.file = chance, file
        self.tables = copy.deepcopy(tomllib.loads(FILES[file].decode()))
        self.paths = list(paths(self.tables))

    def pick(self, wanted: Callable[[tuple[Step, ...], Any], bool]) -> tuple[Step, ...]:
        """Pick one of the values that are wanted, by their ways and themselves."""
        fitting = [path for path in self.paths if wanted(path, at(self.tables, path))]
        return self.chance.choice(fitting)

    def put(self, path: tuple[Step, ...], value: object) -> None:
        """Put another value in a place."""
        at(self.tables, path[:-1])[path[-1]] = value

    def done(self, what: str, path: tuple[Step, ...], *, wrong: bool = False) -> Mutant:
        """Give the file as it is now."""
        return Mutant(self.file, f"{what} at {path}", written(self.tables), wrong=path if wrong else ())


OTHERS: dict[type, list[object]] = {
    str: ["text", "", "D12", "nye-2004"],
    int: [7, -1, 0, 10**30],
    float: [1.5, float("inf"), float("nan")],
    bool: [True, False],
    list: [[], ["text"], [[]], [{}], [3]],
    dict: [{}, {"en": "text"}, {"a": {}}, {"a-b": 1}],
    dt.date: [dt.date(2008, 3, 1), dt.datetime(2008, 3, 1, 12, 0, tzinfo=dt.UTC), dt.time(12, 0)],
}
ODD = ["\0", "\x1b[31m", "a\nb", "\u2028", "\ufeff", "<script>alert(1)</script>", "x" * 5000, "қ", "\u202e", "🙂", "a: b: c",
       "{}", "%s", '"', "'", "\\", "&amp;", "</span>", "[D12]", "x" * 24, "-", "__class__", "1942"]  # fmt: skip


def retype(chance: random.Random, file: str) -> Mutant:
    tree = Tree(chance, file)
    path = tree.pick(lambda path, _: len(path) > 1)
    old = at(tree.tables, path)
    kind = chance.choice([kind for kind in OTHERS if kind is not type(old)])
    new = chance.choice(OTHERS[kind])
    tree.put(path, new)
    return tree.done(f"{type(old).__name__} made {new!r:.40}", path, wrong=True)


def retype_table(chance: random.Random, file: str) -> Mutant:
    tree = Tree(chance, file)
    path = tree.pick(lambda path, _: len(path) == 1)
    new = chance.choice([3, "text", [], ["text"], [{}], {}, {"a": 1}, {"a": {}}, True])
    tree.put(path, new)
    return tree.done(f"made {new!r:.40}", path)


def empty(chance: random.Random, file: str) -> Mutant:
    tree = Tree(chance, file)
    path = tree.pick(lambda _, value: isinstance(value, str | list | dict))
    old = at(tree.tables, path)
    tree.put(path, chance.choice(["", " ", "\t\n"]) if isinstance(old, str) else type(old)())
    return tree.done("emptied", path, wrong=isinstance(old, str))


def odd(chance: random.Random, file: str) -> Mutant:
    tree = Tree(chance, file)
    path = tree.pick(lambda _, value: isinstance(value, str))
    new = chance.choice(ODD)
    old = at(tree.tables, path)
    tree.put(path, chance.choice([new, old + new, new + old]))
    return tree.done(f"with {new!r:.40}", path)


def drop(chance: random.Random, file: str) -> Mutant:
    tree = Tree(chance, file)
    path = tree.pick(lambda *_: True)
    del at(tree.tables, path[:-1])[path[-1]]
    return tree.done("dropped", path)


def drop_entry(chance: random.Random, file: str) -> Mutant:
    tree = Tree(chance, file)
    path = tree.pick(lambda path, value: len(path) < 3 and isinstance(value, dict))
    del at(tree.tables, path[:-1])[path[-1]]
    return tree.done("dropped", path)


def rename(chance: random.Random, file: str) -> Mutant:
    tree = Tree(chance, file)
    path = tree.pick(lambda path, _: isinstance(path[-1], str))
    above, old = at(tree.tables, path[:-1]), str(path[-1])
    new = chance.choice([old + "x", old[1:], old.upper(), old.replace("-", "_"), "", " ", "a b", "a.b", "a\nb", "қ", "x" * 300,
                         "id", "voice", "years", "label", "D12", "__init__", "self", "1", chance.choice([*map(str, above)])])  # fmt: skip
    items = [(new if key == old else key, value) for key, value in above.items()]
    above.clear()
    above.update(items)
    return tree.done(f"renamed {new!r:.40}", path)


def swap(chance: random.Random, file: str) -> Mutant:
    tree = Tree(chance, file)
    leaf = lambda path, value: len(path) > 1 and not isinstance(value, dict)  # noqa: E731
    one, two = tree.pick(leaf), tree.pick(leaf)
    if one != two[: len(one)] and two != one[: len(two)]:
        first, second = at(tree.tables, one), at(tree.tables, two)
        tree.put(one, second)
        tree.put(two, first)
    return tree.done(f"swapped with {two}", one)


def swap_alike(chance: random.Random, file: str) -> Mutant:
    """Swap two values of one name, such as two levels: what the types cannot see."""
    tree = Tree(chance, file)
    one = tree.pick(lambda path, _: len(path) > 1 and isinstance(path[-1], str))
    two = tree.pick(lambda path, _: path[-1] == one[-1] and len(path) == len(one))
    first, second = at(tree.tables, one), at(tree.tables, two)
    tree.put(one, second)
    tree.put(two, first)
    return tree.done(f"swapped with {two}", one)


def twice(chance: random.Random, file: str) -> Mutant:
    """Repeat an item of a list; or an entry under another id."""
    tree = Tree(chance, file)
    path = tree.pick(lambda path, value: isinstance(path[-1], int) or (len(path) < 3 and isinstance(value, dict)))
    above = at(tree.tables, path[:-1])
    if isinstance(above, list):
        above.insert(int(path[-1]), above[int(path[-1])])
    else:
        above[f"{path[-1]}-two"] = above[path[-1]]
    return tree.done("repeated", path)


# --- what is spoilt in a BibTeX file's entries -------------------------------------------------

ENTRY = re.compile(r"^@(\w+)\{([^,\n]+),\n(.*?)^\}\n", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^ +(\w+) *= *\{(.*)\},?\n", re.MULTILINE)


def _part(chance: random.Random, file: str, part: re.Pattern[str]) -> tuple[str, re.Match[str], str]:
    """Pick an entry or a field; give the text, the part, and the id of its entry."""
    text = FILES[file].decode()
    found = chance.choice(list(part.finditer(text)))
    before = [entry for entry in ENTRY.finditer(text) if entry.start() <= found.start()]
    return text, found, before[-1][2]


def _bib(file: str, what: str, text: str, found: re.Match[str], new: str, *, wrong: tuple[Step, ...] = ()) -> Mutant:
    spoilt = text[: found.start()] + new + text[found.end() :]
    line = text.count("\n", 0, found.start()) + 1
    return Mutant(file, f"{what} at line {line}: {new[:60]!r}", spoilt.encode(), wrong=wrong)


def bib_entry(chance: random.Random, file: str) -> Mutant:
    text, entry, _ = _part(chance, file, ENTRY)
    kind, key, fields = entry.groups()
    name, new = chance.choice([
        ("entry dropped", ""),
        ("entry twice", entry[0] * 2),
        ("entry twice, apart", entry[0] + f"@{kind}{{{key}-two,\n{fields}}}\n"),
        *((f"id {id_!r:.20}", f"@{kind}{{{id_},\n{fields}}}\n")
          for id_ in ("", " ", key.upper(), f"{key}x", key[1:], f"{key} {key}", "қ", "x" * 300, "a=b", "a\nb", "{a}", '"a"', "a,b")),
        *((f"kind {word!r}", f"@{word}{{{key},\n{fields}}}\n")
          for word in ("", "boook", "string", "comment", "preamble", "BOOK", "қ", "1", "book book")),
        ("no fields", f"@{kind}{{{key},\n}}\n"),
        ("no comma", f"@{kind}{{{key}\n{fields}}}\n"),
        ("parentheses", f"@{kind}({key},\n{fields})\n"),
        ("no end", f"@{kind}{{{key},\n{fields}\n"),
        ("two ends", f"{entry[0]}}}\n"),
        ("no @", entry[0][1:]),
        ("fields reversed", f"@{kind}{{{key},\n{''.join(reversed(fields.splitlines(keepends=True)))}}}\n"),
    ])  # fmt: skip
    return _bib(file, f"{key}: {name}", text, entry, new)


def bib_field(chance: random.Random, file: str) -> Mutant:
    text, field, key = _part(chance, file, FIELD)
    name, value = field.groups()
    new = chance.choice([
        "", field[0] * 2, field[0].rstrip().rstrip(",") + "\n", f"  {name} = {value},\n", f'  {name} = "{value}",\n',
        f"  {name} = {{{{{value}}}}},\n", f"  {name} = {{{value},\n", f"  {name} = {value}}},\n", f"  {name} {{{value}}},\n",
        f"  {name} = {{{value}}} # {{x}},\n", f"  {name} = unknown,\n", f"  {name} = 7,\n", f"  {name} = ,\n", f"  {name},\n",
        f"  {name} = {{{value}\n\n\n}},\n", f"  {name} = {{[]}},\n", f"  {name} = {{\\{value}}},\n", f"  = {{{value}}},\n",
        f"  {name.upper()} = {{{value}}},\n", f"  {name}x = {{{value}}},\n", f"  қ = {{{value}}},\n", f"  {name} {name} = {{x}},\n",
        f"  {name[1:]} = {{{value}}},\n", f"  label = {{{value}}},\n", f"  id = {{{value}}},\n", f"  fields = {{{value}}},\n",
        *(f"  {name} = {{{word}}},\n" for word in (*ODD, "-1", "0", "²", "١", "1" * 5000, "verified", "ru", "10.", "a@b", "@book{x}", "%")),
    ])  # fmt: skip
    return _bib(file, f"{key}: {name}", text, field, new)


def bib_empty(chance: random.Random, file: str) -> Mutant:
    text, field, key = _part(chance, file, FIELD)
    new = f"  {field[1]} = {{{chance.choice(['', ' ', chr(9)])}}},\n"
    return _bib(file, "emptied", text, field, new, wrong=(key, field[1]))


def bib_swap(chance: random.Random, file: str) -> Mutant:
    text = FILES[file].decode()
    one, two = sorted(chance.sample(list(FIELD.finditer(text)), 2), key=lambda field: field.start())
    spoilt = f"{text[: one.start(2)]}{two[2]}{text[one.end(2) : two.start(2)]}{one[2]}{text[two.end(2) :]}"
    return Mutant(file, f"{one[0]!r} and {two[0]!r} swapped", spoilt.encode())


# --- what is spoilt in a file, whatever it holds -----------------------------------------------


def _lines(chance: random.Random, file: str) -> tuple[list[bytes], int]:
    lines = FILES[file].splitlines(keepends=True)
    return lines, chance.randrange(len(lines))


def line_dropped(chance: random.Random, file: str) -> Mutant:
    lines, i = _lines(chance, file)
    del lines[i]
    return Mutant(file, f"line {i + 1} dropped", b"".join(lines))


def line_twice(chance: random.Random, file: str) -> Mutant:
    lines, i = _lines(chance, file)
    lines.insert(chance.randrange(len(lines)) if chance.random() < 0.5 else i, lines[i])
    return Mutant(file, f"line {i + 1} twice", b"".join(lines))


def lines_swapped(chance: random.Random, file: str) -> Mutant:
    lines, i = _lines(chance, file)
    j = chance.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]
    return Mutant(file, f"lines {i + 1} and {j + 1} swapped", b"".join(lines))


def block_twice(chance: random.Random, file: str) -> Mutant:
    blocks = FILES[file].split(b"\n\n")
    i = chance.randrange(len(blocks))
    blocks.insert(chance.randrange(len(blocks) + 1), blocks[i])
    return Mutant(file, f"block {i + 1} twice", b"\n\n".join(blocks))


def truncated(chance: random.Random, file: str) -> Mutant:
    end = chance.randrange(len(FILES[file]))
    return Mutant(file, f"truncated at byte {end}", FILES[file][:end])


def letter(chance: random.Random, file: str) -> Mutant:
    """Lose, add or change one letter: what a slip of the finger does."""
    text = FILES[file].decode()
    marks = [i for i, one in enumerate(text) if not one.isalnum() and not one.isspace()]
    i = chance.choice(marks) if chance.random() < 0.7 else chance.randrange(len(text))
    new = chance.choice(["", "", text[i] * 2, *"\"'{}[]=,.#@%\\\n\t 7xқ"])
    return Mutant(file, f"at letter {i}, {text[i]!r} made {new!r}", (text[:i] + new + text[i + 1 :]).encode())


def wrong_bytes(chance: random.Random, file: str) -> Mutant:
    old = FILES[file]
    i = chance.randrange(len(old))
    what, new = chance.choice([
        *((f"byte {i}: {bad!r}", old[:i] + bad + old[i:])
          for bad in (b"\xff", b"\0", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\x1a", b"\r", b"\x7f", b"\x85", b"\xe2\x80\xa8")),
        ("a mark of byte order", b"\xef\xbb\xbf" + old),
        ("Latin-1", old.decode().encode("latin-1", "replace")),
        ("Latin-1, one letter", old[:i] + "é".encode("latin-1") + old[i:]),
        ("Windows' Cyrillic", old.decode().encode("cp1251", "replace")),
        ("UTF-16", old.decode().encode("utf-16")),
        ("Windows' line ends", old.replace(b"\n", b"\r\n")),
        ("old line ends", old.replace(b"\n", b"\r")),
        ("no line ends", old.replace(b"\n", b" ")),
    ])  # fmt: skip
    return Mutant(file, what, new)


def file_gone(chance: random.Random, file: str) -> Mutant:
    other = chance.choice(sorted(FILES))
    old = FILES[file]
    return chance.choice([
        Mutant(file, "gone", None),
        Mutant(file, "a folder", None, beside=(file, None)),
        *(Mutant(file, f"renamed {name}", None, beside=(name, old))
          for name in (file.upper(), f"{file}.bak", f"x{file}", file[1:], file.replace(".", "-2."), file.rpartition(".")[0], "a b.toml")),
        Mutant(file, "copied", old, beside=(file.replace(".", "-copy."), old)),
        *(Mutant(file, f"only {text[:20]!r}", text) for text in (b"", b"\n", b"# nothing\n", b"%", b"a", b"a = 1\n", b"[a]\n", b"@", b"@book{a}", b"\xef\xbb\xbf")),
        Mutant(file, "brackets", b"a = " + b"[" * 5000),
        Mutant(file, "braces", b"@book{a, title = " + b"{" * 5000),
        Mutant(file, "digits", b"a = " + b"9" * 5000 + b"\n"),
        Mutant(file, f"the content of {other}", FILES[other]),
        Mutant(file, f"with the content of {other}", old + FILES[other]),
    ])  # fmt: skip


Kind = Callable[[random.Random, str], Mutant]
IN_TOML: tuple[Kind, ...] = (
    *(retype, retype, retype_table, empty, odd, drop, drop),
    *(drop_entry, rename, rename, swap, swap_alike, twice),
)
IN_BIB: tuple[Kind, ...] = (bib_entry, bib_entry, bib_field, bib_field, bib_empty, bib_swap)
IN_ANY: tuple[Kind, ...] = (
    *(line_dropped, line_twice, lines_swapped, block_twice),
    *(truncated, letter, letter, wrong_bytes, file_gone),
)


def mutant(number: int) -> Mutant:
    """Make a mutant; every kind has its turn."""
    chance = random.Random(f"{SEED} {number}")  # noqa: S311  (no secret)
    kinds = (*IN_TOML, *IN_BIB, *IN_ANY)
    kind = kinds[number % len(kinds)]
    files = TOML if kind in IN_TOML else BIB if kind in IN_BIB else sorted(FILES)
    return kind(chance, chance.choice(files))


# --- what is asked of each ---------------------------------------------------------------------

LINE = re.compile(r"seeds/(?P<file>[^:/]+): (?P<rest>\S.*)")
#: What may be said of a file as a whole; where it cannot be parsed, with the line.
OF_FILE = re.compile(
    r"the file is missing|not UTF-8 at byte \d+|not TOML: .*(\bline \d+|end of document)|cannot be read: "
    r"|no entry in it|the course reads no such file|line \d+: |no model "
)
#: What may be said of an entry as a whole.
OF_ENTRY = re.compile(
    r"an id is |a country's id is |has neither paragraphs nor sources|has neither article nor record|expected a table"
    r"|unknown table|the table is missing or empty|line \d+: the id stands twice|no kind of entry |no cell answers it "
)
FIELD_OF_ENTRY = re.compile(r"[^:]*: \S")


def ill_formed(line: str, present: set[str], entries: set[str]) -> str | None:
    """Say what a fault's line lacks."""
    parts = LINE.fullmatch(line)
    if not parts:
        return "is no line of a file and what is wrong"
    if not line.isprintable():
        return "has letters that cannot be printed"
    if parts["file"] not in present:
        return "names no file of the seeds"
    if OF_FILE.match(parts["rest"]):
        return None
    entry = max((one for one in entries if parts["rest"].startswith(f"{one}: ")), key=len, default=None)
    if entry is None:
        return "names no entry of the file"
    said = parts["rest"][len(entry) + 2 :]
    return None if OF_ENTRY.match(said) or FIELD_OF_ENTRY.match(said) else "names no field"


@functools.lru_cache(maxsize=2 * len(FILES))
def entries_of(content: bytes) -> set[str]:
    """Give every name in a file that may be an entry's."""
    text = content.decode("utf-8", "replace")
    found = {"(top)", '""'}
    found |= {" ".join(key.split()) for key in re.findall(r"@[^{(\n]*[{(]([^,})]*)", text)}
    found |= {f"line {number}" for number in range(text.count("\n") + 1)}
    with contextlib.suppress(tomllib.TOMLDecodeError, RecursionError, ValueError):
        found |= {" ".join(str(path[-1]).split()) for path in paths(tomllib.loads(text)) if len(path) < 3}
    return found


def places(file: str, path: tuple[Step, ...]) -> list[str]:
    """Give the ways to write where a value stands, from the whole path up to its field."""
    found = []
    for first in (0, 1):  # entries stand in the file, or in one of its tables
        for end in range(len(path), min(len(path) - 1, first + 1), -1):
            entry, *steps = path[first:end]
            field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
            found.append(": ".join(part for part in (f"seeds/{file}", str(entry), field) if part))
    return [*found, f"seeds/{file}: (top): {path[0]}"]


def complaints(spoilt: Mutant, lines: list[str]) -> Iterator[str]:
    """Say what is wrong with a refusal."""
    if not lines:
        yield "refused without a reason"
    names = {spoilt.file, *FILES} | ({spoilt.beside[0]} if spoilt.beside else set())
    for line in lines:
        file = line.removeprefix("seeds/").split(":")[0]
        now = (spoilt.content or b"") if file == spoilt.file else b""
        lack = ill_formed(line, names, entries_of(FILES.get(file, b"")) | entries_of(now))
        if lack:
            yield f"a line {lack}: {line!r:.300}"
    if len(set(lines)) < len(lines):
        yield f"a fault is told twice: {max(lines, key=lines.count)!r:.300}"
    if spoilt.wrong and not any(line.startswith(tuple(places(spoilt.file, spoilt.wrong))) for line in lines):
        yield f"no line says {places(spoilt.file, spoilt.wrong)[0]!r}: {lines[:3]!r:.400}"


def build(article: Article, chance: random.Random, *, whole: bool) -> None:
    """Make every map of an article: a view of each; and its Explorers, if they are wanted."""
    for name in widgets.MAPS:
        module: Any = getattr(widgets, name)
        if hasattr(module, "view"):
            controls = module.controls(article)
            module.view(article, **{control.name: chance.choice(control.options).value for control in controls})
        for explorer in module.EXPLORERS if whole else ():
            call = getattr(module, explorer)
            asked = "chapter" in inspect.signature(call).parameters
            chapters = sorted({question.chapter for question in article.questions.values()})
            for given in [{"chapter": one} for one in chapters] if asked else [{}]:
                call(**given, article=article).close()


def command(folder: Path) -> tuple[int, str, str]:
    """Run the command as `python -m widgets.article FOLDER` does."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "argv", ["article", str(folder)])
        code = main()
    return code, out.getvalue(), err.getvalue()


def judge(folder: Path, spoilt: Mutant, number: int) -> Iterator[str]:
    """Load a folder with a mutant in it; say what should not be."""
    lines: list[str] = []
    try:
        article = load(folder)
    except SeedError as refusal:
        lines = refusal.lines
        yield from complaints(spoilt, lines)
    else:
        if spoilt.wrong:
            yield f"accepted, though wrong at {spoilt.wrong}"
        chance = random.Random(number)  # noqa: S311  (no secret)
        build(article, chance, whole=chance.randrange(WHOLE) == 0)
    if number % COMMAND == 0:
        code, out, err = command(folder)
        if (code, err.splitlines(), bool(out)) != (int(bool(lines)), lines, not lines):
            yield f"the command ended with {code} and {err!r:.200}"


@contextlib.contextmanager
def spoiling(folder: Path, spoilt: Mutant) -> Iterator[None]:
    """Put a mutant into a folder of seeds, and the seeds back."""
    path = folder / spoilt.file
    beside = folder / spoilt.beside[0] if spoilt.beside else None
    path.unlink()
    if spoilt.content is not None:
        path.write_bytes(spoilt.content)
    if beside and spoilt.beside and spoilt.beside[1] is not None:
        beside.write_bytes(spoilt.beside[1])
    elif beside:
        beside.mkdir()
    try:
        yield
    finally:
        if beside and beside.is_dir():
            beside.rmdir()
        elif beside:
            beside.unlink()
        path.write_bytes(FILES[spoilt.file])


def trial(folder: Path, number: int) -> list[str]:
    """Try one mutant; give what should not be, each with what was done."""
    spoilt = mutant(number)
    with spoiling(folder, spoilt):
        try:
            found = list(judge(folder, spoilt, number))
        except Exception as error:  # noqa: BLE001  (any other exception is what this looks for)
            inner = error.__traceback__
            while inner and inner.tb_next:
                inner = inner.tb_next
            where = f"{Path(inner.tb_frame.f_code.co_filename).name}:{inner.tb_lineno}" if inner else "?"
            found = [f"{type(error).__name__} at {where}: {error!s:.200}"]
    return [f"mutant {number} of {SEED!r}: {spoilt.file}: {spoilt.what}: {one}" for one in found]


def once(parse: Callable[..., Any]) -> Callable[..., Any]:
    """Let a parser parse each file once that is not spoilt; whoever changes what it gives takes a copy."""
    whole, parsed = {content.decode() for content in FILES.values()}, {}

    def recalled(text: str, **how: Any) -> Any:
        if text not in whole:
            return parse(text, **how)
        if text not in parsed:
            parsed[text] = parse(text, **how)
        return parsed[text]

    return recalled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the seeds."""
    monkeypatch.setattr(tomllib, "loads", once(tomllib.loads))
    monkeypatch.setattr(bibliography, "parse_string", once(bibliography.parse_string))
    return Path(shutil.copytree(expected.SEEDS, tmp_path / "seeds"))


@pytest.mark.parametrize("first", range(0, COUNT, CHUNK), ids=lambda first: f"{first:04}")
def test_a_spoilt_seed_is_refused_in_plain_lines_or_shown(folder: Path, first: int) -> None:
    found = [one for number in range(first, first + CHUNK) for one in trial(folder, number)]
    assert not found, "\n".join(found)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name in FILES} == FILES


def test_the_mutants_are_the_same_every_time_and_of_every_kind() -> None:
    made = [mutant(number) for number in range(COUNT)]
    assert made == [mutant(number) for number in range(COUNT)]
    assert {one.file for one in made} == set(FILES)
    assert sum(one.content != FILES[one.file] for one in made) > 0.9 * COUNT
