"""What stored notebooks hold: the outputs of the data and the code as they are, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
EXPLORER = re.compile(r"Explorer\('([\w-]+)', [\w ,]+, [0-9a-f]{12}\)")
PATIENCE = 300  # seconds for one run of all chapters


def environment(folder: Path) -> dict[str, str]:
    """Give kernels the package in a folder, before any that is installed, and no one's settings."""
    return os.environ | {
        "IPYTHONDIR": str(folder / "ipython"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONPATH": str(folder),
    }


def nbval(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run strict nbval on a folder's chapters in a fresh process."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--nbval", "-p", "no:cacheprovider", "chapters"],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        timeout=PATIENCE,
    )


def copied(folder: Path) -> Path:
    """Copy what a chapter's outputs come from."""
    for name in ("chapters", "seeds", "widgets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")  # no settings from above
    # Without this, a change in the copy would go unseen, and what is installed be tested.
    found = subprocess.run(
        [sys.executable, "-c", "import widgets; print(widgets.__file__)"],
        cwd=folder / "chapters",
        env=environment(folder),
        capture_output=True,
        check=True,
        text=True,
    )
    assert Path(found.stdout.strip()).is_relative_to(folder)
    return folder


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> list[subprocess.CompletedProcess[str]]:
    """Run an unchanged copy three times."""
    folder = copied(tmp_path_factory.mktemp("unchanged"))
    return [nbval(folder) for _ in range(3)]


def outputs(path: Path) -> list[dict[str, Any]]:
    """Give all outputs of a stored notebook."""
    notebook: Any = nbformat.read(path, as_version=4)
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_there_are_chapters() -> None:
    assert CHAPTERS


def test_strict_nbval_passes_three_times_running(
    unchanged: list[subprocess.CompletedProcess[str]],
) -> None:
    for run in unchanged:
        assert run.returncode == 0, run.stdout
        assert "passed" in run.stdout


CHANGES = {
    "a year in the seeds": ("seeds/activities.toml", r"^year = (\d+)$"),
    "a size in the map": ("widgets/maps/levels.py", r"^[A-Z]+ = (\d+)  # px\b"),
}


@pytest.mark.parametrize(("file", "line"), CHANGES.values(), ids=CHANGES)
def test_strict_nbval_sees_one_changed_number(
    unchanged: list[subprocess.CompletedProcess[str]], tmp_path: Path, file: str, line: str
) -> None:
    """Nbval leaves widgets' views out; the digest in a map's name must tell."""
    assert unchanged[0].returncode == 0, unchanged[0].stdout  # else the change proves nothing
    path = copied(tmp_path) / file
    text = path.read_text(encoding="utf-8")
    found = re.search(line, text, re.MULTILINE)
    assert found
    path.write_text(f"{text[: found.start(1)]}{int(found[1]) - 1}{text[found.end(1) :]}", encoding="utf-8")
    run = nbval(tmp_path)
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout
    # The change is one that the data and the code may have: cells run, and their outputs differ.
    assert "Cell outputs differ" in run.stdout, run.stdout
    assert "Error:" not in run.stdout, run.stdout


def test_a_second_run_gives_what_is_stored(tmp_path: Path) -> None:
    """The stored outputs are one run, the check is another; they agree byte for byte."""
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "notebooks.py", "--check", *CHAPTERS],
        cwd=tmp_path,
        env=os.environ | {"IPYTHONDIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines() == [f"{path}: unchanged" for path in CHAPTERS]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_nothing_of_a_session_is_stored(path: Path) -> None:
    notebook: Any = nbformat.read(path, as_version=4)
    assert "widgets" not in notebook.metadata
    kinds = {kind for output in outputs(path) for kind in output.get("data", {})}
    assert kinds.isdisjoint(
        {
            "application/vnd.jupyter.widget-state+json",
            "application/vnd.jupyter.widget-view+json",
        }
    )
    # Wherever else a session's ids could hide.
    assert "model_id" not in path.read_text(encoding="utf-8")
    # A chapter that fails or complains is none to store.
    assert not [one for one in outputs(path) if one["output_type"] == "error"]
    assert not [one for one in outputs(path) if one.get("name") == "stderr"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_map_is_stored_as_words_and_table(path: Path) -> None:
    """Where no code runs, the stored words stand for the map."""
    maps = [
        output["data"]
        for output in outputs(path)
        if output.get("data", {}).get("text/plain", "").startswith("Explorer(")
    ]
    assert maps
    for data in maps:
        assert set(data) == {"text/plain", "text/html"}
        assert EXPLORER.fullmatch(data["text/plain"])
        assert data["text/html"].startswith('<div class="explorer-text">')
        assert "<script" not in data["text/html"]
    names = [EXPLORER.fullmatch(data["text/plain"])[1] for data in maps]
    assert "levels" not in names or "<table>" in maps[names.index("levels")]["text/html"]
    # A result that is the widget alone, with no text of its own, would show as nothing.
    unsaid = [
        cell.id
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and cell.execution_count is None
    ]
    assert unsaid == []


def test_the_readmes_picture_is_the_one_that_the_seeds_give() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "picture.py", "--check"], check=False)
    assert done.returncode == 0, "run make notebooks"
