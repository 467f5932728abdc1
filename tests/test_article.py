"""The seeds are refused, in one line a fault, whenever they are wrong."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import expected
import pytest

from widgets.article import SeedError, load, main, statuses


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(expected.SEEDS, tmp_path / "seeds"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(SeedError) as refusal:
        load(folder)
    return refusal.value.lines


WRONG = {
    "paragraph id": ("levels.toml", 'paragraphs = ["D17"]', 'paragraphs = ["D177"]', 'seeds/levels.toml: dialogue: claims[2].paragraphs: no paragraph "D177"; nearest: "D17"'),
    "actor": ("activities.toml", 'actor = "state-bodies"', 'actor = "state-bodys"', 'seeds/activities.toml: voice-of-america: actor: no actor "state-bodys"; nearest: "state-bodies"'),
    "level": ("activities.toml", 'level = "monologue"', 'level = "monolog"', 'seeds/activities.toml: voice-of-america: level: no level "monolog"; nearest: "monologue"'),
    "country": ("activities.toml", 'countries = ["us"]', 'countries = ["usa"]', 'no country "usa"; nearest: "us"'),
    "citation": ("activities.toml", 'sources = ["voa-2005"]', 'sources = ["voa-2006"]', 'seeds/activities.toml: voice-of-america: sources: no work "voa-2006"; nearest: "voa-2005"'),
    "language": ("actors.toml", ', ru = "учёные"', "", "seeds/actors.toml: scholars: name.ru: missing"),
    "label state": ("actors.toml", 'ru = "translated"', 'ru = "translatd"', 'nearest: "translated"'),
    "status": ("concepts.toml", 'status = "known"', 'status = "sure"', "seeds/concepts.toml: monologue: status:"),
    "verified without source": ("concepts.toml", "checked = ", "# checked = ", "seeds/concepts.toml: collaboration: checked: missing"),
    "type": ("activities.toml", "year = 1942", 'year = "1942"', 'seeds/activities.toml: voice-of-america: year: expected a whole number, found the text "1942"'),
    "unknown key": ("activities.toml", "year = 1942", "yeer = 1942", 'seeds/activities.toml: voice-of-america: yeer: unknown field; nearest: "year"'),
    "duplicate id": ("actors.toml", "[scholars]", "[individuals]", "seeds/actors.toml: not TOML: the entry 'individuals' stands twice"),
    "broken TOML": ("levels.toml", "[levels.dialogue]", "[levels.dialogue", "seeds/levels.toml: not TOML:"),
    "empty text": ("article.toml", 'kk = "саты"', 'kk = " "', "seeds/article.toml: D17: terms[6].kk: the text is empty"),
    "a level unanswered": ("activities.toml", "why_not = { dialogue = ", "why_not = { monologue = ", "why_not"),
    "order of years": ("activities.toml", "year = 1942", "year = 1942\nend = 1940", "end: 1940 is before the year it began, 1942"),
    "a long label": ("activities.toml", 'short = "Kazakh TV"', f'short = "{"x" * 25}"', "kazakh-tv: short: more than 24 letters"),
    "bib: duplicate id": ("works.bib", "{cowan-arsenault-2008,", "{cull-2008,", "seeds/works.bib: cull-2008: line "),
    "bib: unknown field": ("works.bib", "label ", "lable ", 'unknown field; nearest: "label"'),
    "bib: status": ("works.bib", "{verified}", "{certain}", "status"),
    "own level answered": ("activities.toml", "why_not = { dialogue", 'why_not = { monologue = "x", dialogue', 'why_not: answers "monologue"'),
    "second level is the first": ("activities.toml", 'level = "monologue"', 'level = "monologue"\nalso = "monologue"', "also: is the case's own level"),
    "remark without a work": ("article.toml", 'sources = ["cowan-arsenault-2008"], status = "verified"', 'sources = [], status = "verified"', "D12: remarks[0].sources: missing"),
    "status of the article's claim": ("levels.toml", 'paragraphs = ["D12"] }', 'paragraphs = ["D12"], status = "known" }', "status: only a fact of the record has one"),
    "step that skips": ("levels.toml", 'start = "dialogue"', 'start = "monologue"', 'to-collaboration: end: "collaboration" does not follow "monologue"'),
    "nothing said": ("levels.toml", 'favours = ["dialogue"]', "favours = []", "favours: the list is empty"),
    "capitals in an id": ("actors.toml", "[scholars]", "[Scholars]", "Scholars: an id is lower-case letters"),
    "bib: kind": ("works.bib", "@book", "@bok", 'no kind of entry @bok; nearest: "book"'),
    "bib: language": ("works.bib", "langid  = {ru}", "langid  = {rus}", 'langid: "rus" is not a choice; nearest: "ru"'),
    "bib: address for a DOI": ("works.bib", "= {10.", "= {https://doi.org/10.", "doi: a DOI begins with 10."),
    "bib: lost brace": ("works.bib", "title = {The Problem", "title = The Problem", "seeds/works.bib: "),
    "question": ("questions.toml", 'answers = ["third"]', 'answers = ["tird"]', 'seeds/questions.toml: levels-order: answers: no option "tird"; nearest: "third"'),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line"), WRONG.values(), ids=WRONG)
def test_a_fault_is_one_line_that_says_where_and_what(
    seeds: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    old: str,
    new: str,
    line: str,
) -> None:
    edit(seeds, file, old, new)
    monkeypatch.setattr(sys, "argv", ["article", str(seeds)])
    assert main() == 1
    printed = capsys.readouterr()
    lines = printed.err.strip().splitlines()
    assert any(line in one for one in lines), lines
    assert all(one.startswith("seeds/") for one in lines)
    assert f"seeds/{file}: " in " ".join(lines)
    assert not printed.out


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "missing TOML": lambda folder: (folder / "actors.toml").unlink(),
    "missing bib": lambda folder: (folder / "works.bib").unlink(),
    "wrong bytes": lambda folder: (folder / "concepts.toml").write_bytes(b"[a]\nname = '\xff\xfe'\n"),
    "wrong bytes in bib": lambda folder: (folder / "works.bib").write_bytes(b"@book{a, title = {\xff}}"),
    "emptied": lambda folder: (folder / "article.toml").write_text(""),
    "emptied questions": lambda folder: (folder / "questions.toml").write_text(""),
    "emptied bib": lambda folder: (folder / "works.bib").write_text(""),
    "a stray file": lambda folder: (folder / "activites.toml").write_text("a = 1"),
    "a folder": lambda folder: [(folder / "actors.toml").unlink(), (folder / "actors.toml").mkdir()],
    "a thousand brackets": lambda folder: (folder / "actors.toml").write_text("a = " + "[" * 3000),
    "not a table": lambda folder: (folder / "actors.toml").write_text("scholars = 3\n"),
    "no folder": shutil.rmtree,
}


@pytest.mark.parametrize("spoil", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_named(seeds: Path, spoil: Callable[[Path], object]) -> None:
    spoil(seeds)
    lines = faults(seeds)
    assert lines
    assert all(one.startswith("seeds") and "\n" not in one for one in lines)


def test_all_faults_are_listed_together(seeds: Path) -> None:
    edit(seeds, "activities.toml", "year = 1942", "yeer = 1942")
    edit(seeds, "actors.toml", 'level = "individual"', 'level = "person"')
    edit(seeds, "works.bib", "label ", "lable ")
    edit(seeds, "levels.toml", 'paragraphs = ["D16", "D17"]', 'paragraphs = ["D16", "D177"]')
    found = faults(seeds)
    files = {one.split(":")[0] for one in found}
    assert files == {"seeds/activities.toml", "seeds/actors.toml", "seeds/works.bib", "seeds/levels.toml"}
    assert len(found) == 6, found  # yeer, year, person, lable, label, D177: a fault is told once


def test_the_command_ends_with_1_and_no_traceback(seeds: Path) -> None:
    edit(seeds, "activities.toml", "year = 1942", "year = true")
    wrong = subprocess.run(
        [sys.executable, "-m", "widgets.article", seeds],
        capture_output=True,
        text=True,
        check=False,
    )
    assert wrong.returncode == 1
    assert wrong.stderr.strip() == "seeds/activities.toml: voice-of-america: year: expected a whole number, found true"


def test_the_command_summarises_sound_seeds() -> None:
    right = subprocess.run(
        [sys.executable, "-W", "error", "-m", "widgets.article"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"activities {len(expected.CASES):>{24}}".split() == next(
        line.split() for line in right.stdout.splitlines() if line.startswith("activities")
    )


def test_what_is_loaded_cannot_be_changed() -> None:
    article = load()
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.paragraphs["D12"].gist = "other"
    with pytest.raises(TypeError):
        article.paragraphs["D12"] = article.paragraphs["D17"]


def test_every_fact_of_the_record_is_counted() -> None:
    files = "".join(path.read_text("utf-8") for path in expected.SEEDS.glob("*.toml"))
    bib = (expected.SEEDS / "works.bib").read_text("utf-8")
    for status, count in statuses(load()).items():
        in_bib = sum(f"{{{status}}}" in line and line.strip().startswith("status") for line in bib.splitlines())
        assert count == files.count(f'status = "{status}"') + in_bib


def test_there_are_cases_enough() -> None:
    cases = load().activities.values()
    assert len(cases) >= 24
    assert sum("kz" in case.countries for case in cases) >= 8
