"""What whoever types the commands relies on: the locks, the Makefile, the stored outputs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

if TYPE_CHECKING:
    from pathlib import Path

HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


#: What a copy of the project does without: what is built, fetched or installed.
ASIDE = shutil.ignore_patterns(".git", ".venv", "_build", "node_modules", ".*_cache")


def make(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run make in a folder with the interpreter that runs this test."""
    # The make that may have started this test must not steer this one.
    environment = {key: text for key, text in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *words, f"PY={sys.executable}"],
        cwd=folder,
        env=environment | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )


@pytest.fixture(scope="session")
def locked(root: Path) -> dict[str, list[tuple[Version, str]]]:
    """Give each locked package's versions, with the text of their entries."""
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    packages: dict[str, list[tuple[Version, str]]] = defaultdict(list)
    for entry in re.findall(r"^[a-z0-9].*(?:\n[ ]+.*)*", text, flags=re.MULTILINE | re.IGNORECASE):
        requirement = Requirement(entry.split(" \\\n")[0])
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        packages[canonicalize_name(requirement.name)].append((Version(pin.version), entry))
    return packages


def test_every_locked_package_has_a_hash_and_no_address(
    root: Path, locked: dict[str, list[tuple[Version, str]]]
) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text.splitlines()[1]
    assert not re.search(r"^\s*(-i|-f|-e|--index-url|--extra-index-url|--find-links)\b", text, re.MULTILINE)
    unhashed = [name for name, pins in locked.items() for _, entry in pins if not HASH.search(entry)]
    assert unhashed == []


def test_the_lock_serves_every_system(locked: dict[str, list[tuple[Version, str]]]) -> None:
    entries = "".join(entry for pins in locked.values() for _, entry in pins)
    for system in ("sys_platform == 'win32'", "sys_platform == 'darwin'"):
        assert system in entries


def test_the_lock_fits_what_is_asked_for(root: Path, locked: dict[str, list[tuple[Version, str]]]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    named = [
        line.split("#")[0].strip()
        for line in (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith(("#", "-e"))
    ]
    asked = [
        *filter(None, named),
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    unfit = [
        f"{requirement}: locked {', '.join(str(version) for version, _ in pins) or 'not at all'}"
        for requirement in map(Requirement, asked)
        for pins in [locked.get(canonicalize_name(requirement.name), [])]
        if not pins or not all(requirement.specifier.contains(version) for version, _ in pins)
    ]
    assert unfit == []


def test_npms_lock_has_hashes_and_no_address(root: Path) -> None:
    text = (root / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    assert "://" not in text
    packages: dict[str, Any] = json.loads(text)["packages"]
    assert packages.pop("")["dependencies"] == json.loads((root / "package.json").read_text(encoding="utf-8")).get(
        "dependencies"
    )
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_help_lists_every_command(root: Path) -> None:
    declared = re.search(r"^\.PHONY: (.+)$", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert declared
    commands = set(declared[1].split()) - {"FORCE"}
    told = make(root, "help").stdout
    assert commands == {line.split()[1] for line in told.splitlines()}
    assert {"book", "serve", "test", "bench", "notebooks", "lock", "clean"} <= commands


def test_a_second_make_book_builds_nothing(root: Path, site: Path) -> None:
    first = make(root, "book")
    assert first.returncode == 0, first.stdout
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    again = make(root, "book")
    assert again.stdout.strip() == f"Book: {(site / 'index.html').as_uri()}"
    assert before == {path: path.stat().st_mtime_ns for path in site.rglob("*")}


@pytest.fixture
def copy(root: Path, site: Path, tmp_path: Path) -> Path:
    """Copy the project with its executed cells, where only pages are at stake."""
    copied = tmp_path / "copy"
    shutil.copytree(root, copied, ignore=ASIDE)
    cache = site.parent / ".executed"
    if cache.is_dir():
        shutil.copytree(cache, copied / "_build" / cache.name)
    return copied


def test_a_public_address_brings_its_cards_and_none_brings_none(site: Path, copy: Path) -> None:
    """Who shares a page's address sees what it is; without an address nothing pretends to have one."""
    cards = re.compile(r'<(?:meta property="og:|link rel="canonical")')
    assert not [page for page in site.rglob("*.html") if cards.search(page.read_text("utf-8"))]
    config = copy / "_config.yml"
    config.write_text(config.read_text("utf-8") + "    html_baseurl: https://example.org/course/\n", encoding="utf-8")
    built = make(copy, "book", "NPM=", PYTHONPATH=str(copy))
    assert built.returncode == 0, built.stdout
    page = (copy / "_build" / "html" / "chapters" / "07-levels.html").read_text("utf-8")
    address = "https://example.org/course/chapters/07-levels.html"
    assert f'<link rel="canonical" href="{address}"' in page
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]+)">', page))
    assert told["url"] == address
    assert told["type"] == "article"
    assert told["title"].startswith("Levels")
    assert told["description"]


def test_a_warning_fails_the_build_twice_in_a_row(copy: Path) -> None:
    page = copy / "chapters" / "index.md"
    page.write_text(page.read_text("utf-8") + "\n[nowhere](no-such-page.md)\n", encoding="utf-8")
    for _ in range(2):
        # NPM=: the pages are at stake, not what npm fetches.
        built = make(copy, "book", "NPM=", PYTHONPATH=str(copy))
        assert built.returncode != 0, built.stdout
        assert "no-such-page.md" in built.stdout, built.stdout


def test_an_edit_of_data_or_of_a_script_shows_in_the_page(root: Path, tmp_path: Path) -> None:
    """A page and its maps follow the seeds; a browser that kept an old script asks for the new one."""
    copy = tmp_path / "book"
    shutil.copytree(root, copy, ignore=ASIDE)
    chapter = copy / "_build" / "html" / "chapters" / "07-levels.html"
    front_end = re.compile(r"explorer-front\.js\?v=\w+")
    assert make(copy, "book", "NPM=", PYTHONPATH=str(copy)).returncode == 0
    before = chapter.read_text("utf-8")
    assert front_end.search(before)

    seeds = copy / "seeds" / "activities.toml"
    seeds.write_text(seeds.read_text("utf-8").replace("SESAME light source", "A light for Sesame"), encoding="utf-8")
    assert make(copy, "book", "NPM=", PYTHONPATH=str(copy)).returncode == 0
    after = chapter.read_text("utf-8")
    assert "A light for Sesame" in after
    assert "SESAME light source" not in after
    assert front_end.findall(after) == front_end.findall(before)

    script = copy / "widgets" / "explorer" / "explorer.js"
    script.write_text(script.read_text("utf-8") + "// edited\n", encoding="utf-8")
    assert make(copy, "book", "NPM=", PYTHONPATH=str(copy)).returncode == 0
    assert front_end.findall(chapter.read_text("utf-8")) != front_end.findall(before)
    assert "// edited" in (copy / "_build" / "html" / "_static" / "explorer-front.js").read_text("utf-8")


def test_rerun_notebooks_are_the_same_byte_for_byte(root: Path, tmp_path: Path) -> None:
    cells = [
        nbformat.v4.new_code_cell("import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')"),
        nbformat.v4.new_code_cell("import ipywidgets\nipywidgets.IntSlider()"),
        nbformat.v4.new_code_cell("import plotly.graph_objects as go\ngo.Figure(go.Bar(y=[1, 2]))"),
    ]
    path = tmp_path / "chapter.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    texts = []
    for _ in range(2):
        subprocess.run([sys.executable, root / "tools" / "notebooks.py", path], check=True)
        texts.append(path.read_bytes())
    assert texts[0] == texts[1]
    stored = texts[0].decode()
    assert [cell["id"] for cell in json.loads(stored)["cells"]] == [cell["id"] for cell in cells]
    for word in ("widget-view", "widget-state", "model_id", "iopub", sys.version.split()[0]):
        assert word not in stored
    for word in ("IntSlider(", "vnd.plotly", "one", "three"):
        assert word in stored
