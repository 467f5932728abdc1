"""Colab, simulated: its versions of the packages, its way with widgets, and the one line of the page of places.

What Google's page then draws cannot be seen from here; the page of places says so.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import elsewhere
import pytest

HERE = Path(__file__).parent
WIDGET = "application/vnd.jupyter.widget-view+json"
MANAGER = "https://example.org/manager.js"

# Colab's own module is there before the first cell. anywidget asks it to draw widgets that are not Google's.
COLAB = f"""
import sys, types
output = types.ModuleType("google.colab.output")
output._widgets = types.SimpleNamespace(_installed_url=None)
output.enable_custom_widget_manager = lambda: setattr(output._widgets, "_installed_url", "{MANAGER}")
sys.modules["google.colab.output"] = output
"""


@dataclass(frozen=True)
class Colab:
    """An environment like Colab's after the line was run, and a folder with nothing of ours."""

    python: Path
    folder: Path


@pytest.fixture(scope="module")
def colab(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Colab:
    """Make an environment of Colab's versions, and run the line of the page of places in a notebook."""
    base = tmp_path_factory.mktemp("colab")
    for name in ("repository", "content"):
        (base / name).mkdir()
    address = elsewhere.repository(base / "repository")
    python = elsewhere.python_in(base / "environment", sys.executable)
    pip = (python, "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps", "-r", HERE / "colab.txt")
    elsewhere.run(*pip, cwd=base / "content")
    page = re.sub(r"<[^>]+>", "", (site / "chapters" / "run.html").read_text("utf-8")).replace("&quot;", '"')
    (line,) = re.findall(r"^%pip install .*git\+.*$", page, re.MULTILINE)
    # Where the course has a public address, that stands there.
    line, count = re.subn(r'(?<=git\+)[^"]+', address, line)
    assert count == 1
    elsewhere.executed(python, [line], base / "content")
    return Colab(python, base / "content")


def words(outputs: list[Any]) -> list[str]:
    """Give the words of what a cell said, in the order of the alphabet."""
    return sorted(re.findall(r"\w+", elsewhere.said(outputs)))


@elsewhere.each_chapter
def test_a_chapter_runs_after_one_line(colab: Colab, chapter: Path) -> None:
    cells = elsewhere.code(chapter)
    ran = elsewhere.executed(colab.python, [COLAB, *(cell.source for cell in cells)], colab.folder)[1:]
    # An older IPython writes a counter in another order, the same otherwise.
    assert [words(outputs) for outputs in ran] == [words(cell.outputs) for cell in cells]
    maps = [one for outputs in ran for one in outputs if WIDGET in one.get("data", {})]
    assert maps
    for one in maps:
        # Colab is told where such a widget's code is, and has words and a table where it draws none.
        assert one["metadata"][WIDGET]["colab"]["custom_widget_manager"]["url"] == MANAGER
        assert 'class="explorer-text"' in one["data"]["text/html"]


def test_colabs_own_versions_stay(colab: Colab) -> None:
    """What the kernel runs on may not be replaced under it; plotly and anywidget may."""
    listed = elsewhere.run(colab.python, "-m", "pip", "list", "--format=freeze", cwd=colab.folder)
    there = dict(line.split("==") for line in listed.splitlines() if "==" in line)
    asked = dict(
        line.split("==") for line in (HERE / "colab.txt").read_text("utf-8").splitlines() if not line.startswith("#")
    )
    replaced = {
        name for name, version in asked.items() if there.get(name, there.get(name.replace("_", "-"))) != version
    }
    assert replaced <= {"anywidget", "plotly"}
    assert there["ipywidgets"].startswith("7.")


def test_the_name_is_nobody_elses(colab: Colab) -> None:
    code = "from importlib.metadata import packages_distributions as all\nprint(all()['widgets'])"
    assert elsewhere.run(colab.python, "-c", code, cwd=colab.folder).strip() == "['public-diplomacy-course']"
