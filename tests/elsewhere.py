"""What the tests of other places share: copies of the project, clean environments, chapters run in them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
SAMPLE = "07-levels"  # the one chapter that `make test` runs in each place
PATIENCE = 120  # seconds for one cell

#: Every chapter: one in each place in `make test`, all of them in `make test-all`.
each_chapter = pytest.mark.parametrize(
    "chapter",
    [pytest.param(path, id=path.stem, marks=() if path.stem == SAMPLE else pytest.mark.slow) for path in CHAPTERS],
)


def environment(**more: str) -> dict[str, str]:
    """Give the process's environment without what would lead another Python back to this one."""
    inherited = ("PYTHON", "VIRTUAL_ENV", "IPYTHON", "JUPYTER", "MAKE", "MFLAGS", "PYTEST")
    return {key: text for key, text in os.environ.items() if not key.startswith(inherited)} | {
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        **more,
    }


def run(*command: str | Path, cwd: Path, **more: str) -> str:
    """Run a command in a folder; give what it says, or fail the test with it."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(map(str, command))}\n{done.stdout}", pytrace=False)
    return done.stdout


def copied(folder: Path) -> Path:
    """Copy what a commit of the working tree would hold."""
    listed = run("git", "ls-files", "-co", "--exclude-standard", "-z", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():  # what was removed is listed until it is committed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def python_in(folder: Path, python: str) -> Path:
    """Make an empty environment; give its interpreter."""
    run(python, "-m", "venv", folder, cwd=folder.parent)
    return folder / "bin" / "python"


def code(chapter: Path) -> list[Any]:
    """Give a chapter's cells of code, as they are stored."""
    return [cell for cell in nbformat.read(chapter, as_version=4).cells if cell.cell_type == "code"]


def said(outputs: list[Any]) -> str:
    """Give what a cell printed and showed, as text: what two runs must agree in."""
    return "".join(
        output["text"] if output["output_type"] == "stream" else output.get("data", {}).get("text/plain", "")
        for output in outputs
    )


def executed(python: Path, sources: list[str], folder: Path) -> list[list[Any]]:
    """Run cells in a kernel of that interpreter; give each cell's outputs, or fail with the first error."""

    class There(AsyncKernelManager):
        """A kernel of the other environment, which needs no specification of its own."""

        def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
            """Give the command that starts it."""
            return [str(python), "-m", "ipykernel_launcher", "-f", self.connection_file, *(extra_arguments or [])]

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(
        notebook,
        kernel_manager_class=There,
        timeout=PATIENCE,
        coalesce_streams=True,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    ).execute(env=environment(IPYTHONDIR=str(folder / "ipython")))
    return [cell.outputs for cell in notebook.cells]


def repository(folder: Path) -> str:
    """Make a repository of the working tree, with answers planted in it; give its address for pip."""
    copied(folder)
    (folder / "homework").mkdir(exist_ok=True)
    (folder / "homework" / "answers.py").write_text("answers = {}\n", encoding="utf-8")
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    run(*git, "init", "--quiet", ".", cwd=folder)
    run(*git, "add", "--all", cwd=folder)
    run(*git, "commit", "--quiet", "--message=all", cwd=folder)
    # With a host: some versions of pip take an address without one for a path.
    return f"file://localhost{folder}"
