"""Write and use `tests/own_words.txt`: what shows that a text repeats the article, without the article.

The course says everything in its own words: no eight words in a row are the article's. The article is
not kept here, so the check knows it by hashes of its runs of eight words. Give a copy of the article to
write them anew: plain text; an id in brackets on a line of its own before each paragraph; lines that
begin with # are comments.

Words are compared without regard to case, punctuation, markup, line breaks, citations, the way a letter
is encoded, and letters that look the same in the two alphabets.
"""

from __future__ import annotations

import argparse
import base64
import bisect
import hashlib
import html
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HASHES = Path(__file__).resolve().parents[1] / "tests" / "own_words.txt"
LENGTH = 8  # words of a run
#: Of a hash. With six, four thousand runs and ten million words of ours, a false alarm has odds of 1 to 7,000.
BYTES = 6
COLUMN = 15  # hashes on a line of the file

#: Cyrillic letters, each written as the Latin one that it cannot be told from; ё is often printed as е.
ALIKE = str.maketrans("аеёіорсухһ", "aeeiopcyxh")

TOKEN = re.compile(
    r"""
      (?P<cited>\[\s*(?:[A-Z]\d{1,2}|A-[a-z]{2}|\d{1,3}(?:,\s*\d+\s*б\.?)?)\s*\])  # [D12]; [5]; [3, 328 б]
    | (?P<target>\]\([^()\s]*\))                                            # a link's: [text](target)
    | (?P<tag></?[A-Za-z][^<>]*>)
    | (?P<entity>&\#?\w+;)
    | (?P<escaped>\\+(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}))
    | (?P<space>\\+[bfnrtv])
    | (?P<hyphen>(?<=[\w;])[-‐‑](?:\\+[nr]|[\s"',>\#/*])*(?=\w|\\+u|&))    # inside a word, or at a line's end
    | (?P<nothing>[\xad\u200b-\u200d\u2060\ufeff*_{}]+)                    # not seen, emphasis, BibTeX's braces
    | (?P<letters>(?:[^\W_]|[\u0300-\u036f])+)
    """,
    re.VERBOSE,
)
#: What may stand inside a word.
INSIDE = {"target", "entity", "escaped", "hyphen", "nothing", "letters"}

Tags = Literal["read", "space", "nothing"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A run of the article's words, and the line that it begins on."""

    line: int
    run: str


def words(text: str, tags: Tags = "read") -> Iterator[tuple[str, int]]:
    """Give each word, in the form that is compared, with its place in the text."""
    pieces: list[str] = []
    begin = end = 0
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "tag" and tags == "read":
            yield from _word(pieces, begin)
            pieces = []
            yield from ((word, token.start() + 1 + at) for word, at in words(token[0][1:], tags))
            continue
        inside = kind in INSIDE or (kind == "tag" and tags == "nothing")
        if token.start() != end or not inside:
            yield from _word(pieces, begin)
            pieces = []
        piece = _letters(kind, token[0])
        if piece and not pieces:
            begin = token.start()
        if piece:
            pieces.append(piece)
        end = token.end()
    yield from _word(pieces, begin)


def _letters(kind: str | None, text: str) -> str:
    if kind == "letters":
        return text
    if kind == "entity":
        return html.unescape(text)
    if kind == "escaped":
        return chr(int(text.lstrip("\\")[1:], 16))
    return ""


def _word(pieces: list[str], begin: int) -> Iterator[tuple[str, int]]:
    """Give the pieces as one word; as more or none where an entity stands for something else."""
    plain = unicodedata.normalize("NFKC", "".join(pieces)).casefold().translate(ALIKE)
    plain = re.sub(r"[\xad\u200b-\u200d\u2060\u0300-\u036f]", "", plain)
    yield from ((word, begin) for word in re.findall(r"[^\W_]+", plain))


def runs(found: list[tuple[str, int]]) -> Iterator[tuple[bytes, int]]:
    """Give the hash of every run, and the number of the word that it begins with."""
    for i in range(len(found) - LENGTH + 1):
        run = " ".join(word for word, _ in found[i : i + LENGTH])
        yield hashlib.blake2b(run.encode(), digest_size=BYTES).digest(), i


def hashes(paragraphs: Iterable[str]) -> set[bytes]:
    """Hash every run of every paragraph; a run never goes from one to the next."""
    return {hash_ for text in paragraphs for hash_, _ in runs(list(words(text)))}


def hits(text: str, known: set[bytes]) -> list[Hit]:
    """Find the known runs in a text, whatever is done with its tags; one hit a stretch of them."""
    breaks = [i for i, letter in enumerate(text) if letter == "\n"]
    readings: tuple[Tags, ...] = ("read", "space", "nothing") if re.search("</?[A-Za-z]", text) else ("read",)
    found: dict[int, Hit] = {}
    for tags in readings:
        read = list(words(text, tags))
        last = -2
        for hash_, i in runs(read):
            if hash_ not in known:
                continue
            if i != last + 1:
                line = bisect.bisect_left(breaks, read[i][1]) + 1
                start, finish = read[i][1], read[i + LENGTH - 1][1] + len(read[i + LENGTH - 1][0])
                found.setdefault(line, Hit(line, " ".join(text[start:finish].split())))
            last = i
    return [found[line] for line in sorted(found)]


def paragraphs(copy: str) -> list[str]:
    """Take a copy of the article apart."""
    lines = [line for line in copy.splitlines() if not line.startswith("#")]
    parts = re.split(r"^\[[A-Z][\w-]*\]\s*$", "\n".join(lines), flags=re.MULTILINE)
    return [part for part in parts if part.strip()]


def write(known: set[bytes]) -> str:
    """Give the file's text."""
    texts = [base64.b64encode(hash_).decode() for hash_ in sorted(known)]
    rows = ["".join(texts[i : i + COLUMN]) for i in range(0, len(texts), COLUMN)]
    head = f"# {len(texts)} hashes of the article's runs of {LENGTH} words, by tools/own_words.py; {BYTES} bytes each."
    return "\n".join([head, *rows, ""])


def read(path: Path = HASHES) -> set[bytes]:
    """Read the file back."""
    rows = path.read_text("ascii").splitlines()[1:]
    packed = base64.b64decode("".join(rows), validate=True)
    return {packed[i : i + BYTES] for i in range(0, len(packed), BYTES)}


def main() -> int:
    """Write the hashes of the copy that is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("copy", type=Path, help="the article's text")
    options = parser.parse_args()
    known = hashes(paragraphs(options.copy.read_text("utf-8")))
    HASHES.write_text(write(known), "ascii")
    print(f"{HASHES.name}: {len(known)} runs")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
