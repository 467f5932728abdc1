"""The course speaks in its own words: no eight words in a row are the article's.

The article is not here. `tests/own_words.txt` holds hashes of its runs of eight words, which
`tools/own_words.py` writes from a copy of it.
"""

from __future__ import annotations

import html
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]

#: What is named and not said: the title, where the authors work, and titles that the article cites.
NAMES = (
    "The Problem of Public Diplomacy in the Theory of International Relations",
    "Проблема публичной дипломатии в теории международных отношений",
    "Abai Kazakh National Pedagogical University, Almaty, Kazakhstan",
    "Казахский национальный педагогический университет имени Абая, Алматы, Казахстан",
    "халықаралық қатынастар, жария дипломатия, теория, мемлекеттер, ақпараттық саясат, медиа, мемлекеттік имидж, халықаралық қауымдастық",
    "международные отношения, публичная дипломатия, теория, государства, информационная политика, медиа, государственный имидж, международное сообщество",
    "Soft Power: The Means to Success in World Politics",
    "Bound to Lead: The Changing Nature of American Power",
)


def tool() -> Any:
    """Import the tool, which no package holds."""
    spec = importlib.util.spec_from_file_location("own_words", ROOT / "tools" / "own_words.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


own_words = tool()


def names() -> set[str]:
    """List the files of the repository, with those that the next commit may add."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)
    if not listed.returncode:
        return set(listed.stdout.decode().split("\0")) - {""}
    # A copy without git: all but what is built, fetched or installed.
    files = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
    aside = ("_build", "node_modules", "__pycache__", ".venv")
    return {path.as_posix() for path in files if not {*aside} & {*path.parts}}


def texts() -> Iterator[tuple[str, str]]:
    """Give every text file of the project."""
    for name in sorted(names()):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            yield name, content.decode("utf-8", "replace")


def test_no_eight_words_in_a_row_are_the_articles() -> None:
    known = own_words.read() - own_words.hashes(NAMES)
    found = [f"{name}:{hit.line}: {hit.run}" for name, text in texts() for hit in own_words.hits(text, known)]
    assert found == []


def test_the_hashes_are_whole_and_a_false_alarm_is_unlikely() -> None:
    known = own_words.read()
    text = own_words.HASHES.read_text("ascii")
    assert text == own_words.write(known)
    assert f" {len(known)} hashes " in text.splitlines()[0]
    assert len(known) > 2000
    # A text with tags is read in three ways.
    ours = 3 * sum(len(list(own_words.words(text))) for _, text in texts())
    assert len(known) * ours / 256**own_words.BYTES < 1e-3


# --- the check itself, by a sentence that is ours ----------------------------------------------

SENTENCE = "Кеше кешке біз көрші ауылдың балаларымен өзен-көлдің жағасында үлкен ақ қайық жасап шықтық."
WORDS = SENTENCE.split()
BROKEN = "\n".join(WORDS)
KNOWN = own_words.hashes([SENTENCE])


def notebook(*lines: str, **output: list[str]) -> str:
    """Write a notebook of one cell, with an output or none."""
    outputs = [{"output_type": "display_data", "metadata": {}, "data": output}] if output else []
    cell = {"cell_type": "code", "metadata": {}, "source": list(lines), "outputs": outputs}
    return json.dumps({"cells": [cell], "nbformat": 4}, ensure_ascii=False, indent=1)


HIDDEN = {
    "as it is": SENTENCE,
    "within a text": f"Бұрын. {SENTENCE} Сосын.",
    "broken over lines": BROKEN,
    "broken within a word": SENTENCE.replace("балаларымен", "балала-\nрымен"),
    "capitals": SENTENCE.upper(),
    "other punctuation": re.sub(r"\s", ", — «", SENTENCE).replace(".", "!"),
    "another hyphen": SENTENCE.replace("-", "\u2011"),
    "soft hyphens": SENTENCE.replace("балаларымен", "бала\xadлары\xadмен"),
    "nothing but its first eight words": " ".join(WORDS[:8]),
    "decomposed": SENTENCE.replace("й", "и\u0306"),
    "Latin letters that look the same": SENTENCE.translate(str.maketrans("аеіосру", "aeiocpy")),
    "comment": "\n".join(f"x = {i}  # {i}" if not i else f"# {word}" for i, word in enumerate(["", *WORDS])),
    "quotation": "\n".join(f"> {word}" for word in WORDS),
    "emphasis": "".join(f"*{word}* " if i % 2 else f"__{word}__ " for i, word in enumerate(WORDS)),
    "emphasis within words": SENTENCE.replace("балаларымен", "балалар**ымен**"),
    "citations": SENTENCE.replace("балаларымен", "[D12] балаларымен [3, 328 б]"),
    "links": SENTENCE.replace("көрші ауылдың", "[көрші](glossary.md#next-door) [ауыл](glossary.md#village)дың"),
    "tags": " ".join(f'<span lang="kk">{word}</span>' for word in WORDS),
    "tags and no spaces": "".join(f'<td lang="kk">{word}</td>' for word in WORDS),
    "tags within words": SENTENCE.replace("балаларымен", "балалар<b>ымен</b>"),
    "an attribute": f'<img alt="{SENTENCE}" src="a.svg">',
    "between signs that look like a tag": f"if a <b and {SENTENCE} c > d",
    "entities": "".join(f"&#{ord(letter)};" if letter.isalpha() else letter for letter in SENTENCE),
    "spaces as entities": SENTENCE.replace(" ", "&nbsp;"),
    "TOML": f'a = "{SENTENCE}"',
    "TOML over lines": f'a = """\n{BROKEN}"""',
    "TOML's line breaks": 'a = "' + "\\n".join(WORDS) + '"',
    "TOML's list": "a = [\n" + "".join(f'    "{word}",\n' for word in WORDS) + "]",
    "BibTeX": "@misc{a,\n  title = {" + SENTENCE.replace("Кеше", "{К}еше") + "},\n}",
    "Python": "text = (\n" + "".join(f'    "{word} "\n' for word in WORDS) + ")",
    "JavaScript": " + ".join(f"'{word} '" for word in WORDS),
    "notebook": notebook(*(f"{word}\n" for word in WORDS)),
    "notebook, a word broken": notebook(*SENTENCE.replace("балаларымен", "балала-\nрымен").splitlines(keepends=True)),
    "notebook, in ASCII": json.dumps({"source": [f"{word}\n" for word in WORDS]}),
    "notebook's output": notebook(**{"text/html": [f'<p title="a">{word}</p>\n' for word in WORDS]}),
    "JSON within JSON": json.dumps({"data": json.dumps({"text": BROKEN})}),
}  # fmt: skip


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_a_run_is_found(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file"
    path.write_text(f"# 1\n\n{text}\n", encoding="utf-8")
    (tmp_path / "hashes").write_text(own_words.write(KNOWN), "ascii")
    found = own_words.hits(path.read_text("utf-8"), own_words.read(tmp_path / "hashes"))
    assert found
    assert found[0].line >= 3


INNOCENT: dict[str, str] = {
    "seven words": " ".join(WORDS[:7]),
    "seven and seven": " ".join([*WORDS[:7], "мен", *WORDS[7:]]),
    "another order": " ".join(reversed(WORDS)),
    "another ending": SENTENCE.replace("балаларымен", "балаларына").replace("біз", "сіз"),
}


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT)
def test_less_than_a_run_is_not(text: str) -> None:
    assert own_words.hits(text, KNOWN) == []


def test_the_line_and_the_words_are_told() -> None:
    text = f"# 1\n\nБір. {' '.join(WORDS[:4])}\n{' '.join(WORDS[4:])}\n\n{html.escape(SENTENCE)}\n"
    first, second = own_words.hits(text, KNOWN)
    assert (first.line, second.line) == (3, 6)
    assert first.run == " ".join(WORDS[:8])


def test_a_copy_is_read_by_paragraph() -> None:
    half = len(WORDS) // 2
    copy = f"# Сөз\n\n## бөлім\n\n[A1]\n{SENTENCE}\n\n[A-ru]\n{' '.join(WORDS[:half])}\n\n[D01]\n{' '.join(WORDS[half:])}\n"
    parts = own_words.paragraphs(copy)
    assert [part.split() for part in parts] == [WORDS, WORDS[:half], WORDS[half:]]
    assert own_words.hashes(parts[1:]) == set()
    assert own_words.hashes(parts) == KNOWN


def test_a_name_is_no_hit() -> None:
    known = own_words.hashes([SENTENCE, *NAMES])
    assert [hit.run for hit in own_words.hits("\n".join([SENTENCE, *NAMES]), known - own_words.hashes(NAMES))] == [
        " ".join(WORDS[:8])
    ]


@pytest.mark.parametrize("put", [lambda text: text, str.upper], ids=["as it is", "capitals"])
def test_the_command_writes_what_the_check_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put: Callable[[str], str]
) -> None:
    (tmp_path / "copy.txt").write_text(f"[A1]\n{SENTENCE}\n", encoding="utf-8")
    monkeypatch.setattr(own_words, "HASHES", tmp_path / "hashes.txt")
    monkeypatch.setattr(sys, "argv", ["own_words.py", str(tmp_path / "copy.txt")])
    assert own_words.main() == 0
    assert own_words.hits(put(SENTENCE), own_words.read(tmp_path / "hashes.txt"))
