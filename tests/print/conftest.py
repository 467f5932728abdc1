"""What the tests of the printed book and of the e-book share: both made, once."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def made(root: Path, site: Path) -> Callable[[str], Path]:
    """Make an edition, ``pdf`` or ``epub``, unless it is there and nothing has changed; give its file."""

    def make(kind: str) -> Path:
        with (site.parent / "edition.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # tests may run in more than one process
            done = subprocess.run(
                ["make", "--silent", kind, f"PY={sys.executable}"],
                cwd=root,
                capture_output=True,
                text=True,
                check=False,
            )
        assert not done.returncode, done.stderr
        return root / done.stdout.splitlines()[-1].split()[1].rstrip(":")

    return make
