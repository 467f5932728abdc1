"""The package from its repository, by pip, in an environment and a folder that know nothing of the project."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import elsewhere
import pytest

WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Installed:
    """An environment with the package, and a folder that holds nothing."""

    python: Path
    folder: Path

    def ask(self, code: str) -> str:
        """Run Python there; give what it prints."""
        return elsewhere.run(self.python, "-c", code, cwd=self.folder)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the package from its repository, beside a kernel and nothing else."""
    base = tmp_path_factory.mktemp("pip")
    for name in ("repository", "elsewhere"):
        (base / name).mkdir()
    address = elsewhere.repository(base / "repository")
    python = elsewhere.python_in(base / "environment", sys.executable)
    # The lock's versions, so that the test is the same tomorrow; hashes would ask for one of the package.
    lock = (elsewhere.ROOT / "requirements.lock").read_text("utf-8")
    pins = base / "pins.txt"
    pins.write_text("\n".join(re.findall(r"^[a-z0-9].*?(?= \\$)", lock, re.MULTILINE)), encoding="utf-8")
    what = f"public-diplomacy-course @ git+{address}"
    elsewhere.run(
        python, "-m", "pip", "install", "--quiet", "--no-compile", "-c", pins, "ipykernel", what, cwd=base / "elsewhere"
    )
    return Installed(python, base / "elsewhere")


def test_a_map_is_the_one_that_the_chapter_shows(installed: Installed) -> None:
    (outputs,) = elsewhere.executed(
        installed.python, ["from widgets import levels; levels.explore()"], installed.folder
    )
    stored = [elsewhere.said(cell.outputs) for cell in elsewhere.code(elsewhere.ROOT / "chapters" / "07-levels.ipynb")]
    assert [one["output_type"] for one in outputs] == ["execute_result"]
    assert WIDGET in outputs[0]["data"]
    assert elsewhere.said(outputs) in stored


def test_the_name_is_nobody_elses(installed: Installed) -> None:
    """`widgets` is a common word: among what a notebook has, one package may bear it."""
    owners = installed.ask(
        "from importlib.metadata import packages_distributions as all\nprint(all()['widgets'])"
    ).strip()
    assert owners == "['public-diplomacy-course']"
    place = installed.ask("import widgets; print(widgets.__file__)").strip()
    assert Path(place).is_relative_to(installed.python.parents[1])


def test_the_wheel_holds_data_and_front_end_and_no_more(installed: Installed) -> None:
    files = json.loads(
        installed.ask(
            "import json\nfrom importlib.metadata import files\n"
            "print(json.dumps([str(one) for one in files('public-diplomacy-course')]))"
        )
    )
    held = {name for name in files if not name.endswith(".pyc")}
    assert {Path(name).parts[0].partition("-")[0] for name in held} == {"widgets", "public_diplomacy_course"}
    assert {f"widgets/seeds/{path.name}" for path in (elsewhere.ROOT / "seeds").iterdir()} <= held
    assert {"widgets/explorer/explorer.js", "widgets/explorer/explorer.css"} <= held
    assert not [name for name in held if {"tests", "tools", "homework", "chapters"} & set(Path(name).parts)]
