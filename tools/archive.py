"""Pack the book into one file, and into another with Python for a classroom's server.

    python tools/archive.py

The first holds `_build/html` and opens by a double-click. The second holds `_build/site`, with
a server in one file. Two runs over the same pages give the same bytes.
"""

from __future__ import annotations

import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
CLASSROOM = ROOT / "tools" / "classroom"
NAME = "public-diplomacy-course"
DATE = (2020, 1, 1, 0, 0, 0)  # of every file, so that two builds are the same bytes
LICENCES = ("LICENSE", "LICENSE-CONTENT")


def version() -> str:
    """Read the course's version."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def welcome(more: str) -> bytes:
    """Write the first words that a reader of the folder sees."""
    words = (CLASSROOM / "START-HERE.txt").read_text("utf-8")
    # Windows shows it in one line otherwise.
    return words.replace("@version@", version()).replace("@more@", more).replace("\n", "\r\n").encode()


def content(folder: Path) -> dict[str, bytes]:
    """Read a built folder: name to content. Downloads would be files within a file."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if not name.startswith("downloads/")}


def pack(files: dict[str, bytes], archive: Path) -> None:
    """Write files into an archive, in one folder of its own so that unpacking doesn't spill."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    files = files | {name: (ROOT / name).read_bytes() for name in LICENCES}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", DATE)
            entry.external_attr = 0o644 << 16
            written.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)
    print(f"{archive.relative_to(ROOT)}: {archive.stat().st_size / 1e6:.1f} MB")


def hide_downloads(files: dict[str, bytes]) -> dict[str, bytes]:
    """Hide the links to downloads again, which the site may show and this file doesn't have."""
    shown = [(f' data-run="{kind}"'.encode(), f' hidden data-run="{kind}"'.encode()) for kind in ("zip", "pdf", "epub")]
    for name, page in files.items():
        if name.endswith(".html"):
            for old, new in shown:
                page = page.replace(new, old).replace(old, new)  # noqa: PLW2901
            files[name] = page
    return files


def main() -> int:
    """Write both; 1 with one line when there is nothing to pack."""
    book, site = BUILD / "html", BUILD / "site"
    for folder, command in ((book, "make book"), (site, "make site")):
        if not (folder / "index.html").is_file():
            print(f"zip: there is nothing in {folder}: run {command} first", file=sys.stderr)
            return 1
    alone = content(book) | {"START-HERE.txt": welcome("")}
    pack(alone, BUILD / "zip" / f"{NAME}-{version()}.zip")
    served = hide_downloads(content(site)) | {
        "serve.py": (CLASSROOM / "serve.py").read_bytes(),
        "START-HERE.txt": welcome((CLASSROOM / "with-python.txt").read_text("utf-8")),
    }
    pack(served, BUILD / "zip" / f"{NAME}-with-python-{version()}.zip")
    return 0


if __name__ == "__main__":
    sys.exit(main())
