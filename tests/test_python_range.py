"""Both ends of the supported Python range, where this machine has them.

The interpreter that runs the suite has the whole suite as its test. Any other end that is
here gets an environment from the lock, kept in `_build/venvs`, and runs in it what doesn't
depend on a browser: the unit tests, and every chapter with its outputs compared.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
LOWEST, HIGHEST = (3, 11), (3, 13)
UNITS = ("tests/test_article.py", "tests/maps", "tests/laboratory", "tests/explorer")
VERSION = "import sys; print(*sys.version_info[:2], sep='.')"


def dotted(version: tuple[int, int]) -> str:
    """Write a version as its executables do."""
    return f"{version[0]}.{version[1]}"


def candidates(version: str) -> Iterator[Path]:
    """Give every place where an interpreter of this version may be."""
    for folder in map(Path, os.get_exec_path()):
        yield folder / f"python{version}"
        yield folder / "python3"
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in sorted(pyenv.glob(f"versions/{version}*"), reverse=True):
        yield folder / "bin" / "python3"


def runs(python: Path, version: str) -> bool:
    """Whether an interpreter starts, and is what its place says: a shim may do neither."""
    if not python.is_file():
        return False
    try:
        done = subprocess.run([python, "-c", VERSION], capture_output=True, check=False, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.strip() == version


def ends() -> dict[str, Path]:
    """Find the interpreters to test with: the running one, and the ends that are here."""
    running = sys.version_info[:2]
    found = {dotted(running): Path(sys.executable)}
    for version in map(dotted, (LOWEST, HIGHEST)):
        if version not in found:
            python = next((path for path in candidates(version) if runs(path, version)), None)
            if python:
                found[version] = python
    return dict(sorted(found.items()))


ENDS = ends()


def run(*command: str | Path) -> None:
    """Run a command of the other interpreter; show all it said if it fails."""
    # What this process was started with (a make, an environment) is none of its business.
    inherited = ("MAKE", "MFLAGS", "PYTHONPATH", "PYTHONHOME", "PYTEST_", "VIRTUAL_ENV")
    environment = {key: text for key, text in os.environ.items() if not key.startswith(inherited)}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(map(str, command))}\n{done.stdout}", pytrace=False)


def environment_for(version: str, python: Path) -> Path:
    """Make an environment from the lock, or take the one that this lock made before."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    folder = ROOT / "_build" / "venvs" / f"{version}-{digest.hexdigest()[:12]}"
    inside = folder / "bin" / "python"
    made = folder / "made"
    if not made.exists():
        for older in folder.parent.glob(f"{version}-*"):
            shutil.rmtree(older)
        run(python, "-m", "venv", folder)
        pip = (inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*pip, "--require-hashes", "-r", "requirements.lock")
        run(*pip, "--no-deps", "--no-build-isolation", "-e", ".")
        made.touch()
    return inside


def test_the_suite_runs_in_the_supported_range() -> None:
    assert LOWEST <= sys.version_info[:2] <= HIGHEST


@pytest.mark.parametrize("version", ENDS)
def test_an_end_runs_units_and_chapters(version: str) -> None:
    if version == dotted(sys.version_info[:2]):
        return  # the suite that this test stands in is its test
    python = environment_for(version, ENDS[version])
    run(python, "-m", "pytest", "-q", *UNITS)
    run(python, "-m", "pytest", "-q", "--nbval", "chapters")
