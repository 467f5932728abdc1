"""Put the published site together: the book, Python for the browser, what keeps it offline.

    python tools/assemble.py --lite _build/lite

The book's pages stay as they are but for two things: what was hidden because it needs
something (`data-run`) is shown where that is there, and each page names the manifest and the
script that has the browser keep a copy.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "_build" / "html"
SITE = ROOT / "_build" / "site"
OFFLINE = ROOT / "tools" / "offline"
NAME = "public-diplomacy-course"
KINDS = ("zip", "pdf", "epub")
#: Not kept for reading without a network: Python has its own way, downloads are whole already,
#: and what no page asks for.
NOT_KEPT = re.compile(r"^(lite|downloads|_sources)/|^(worker\.js|objects\.inv)$|(^|/)\.")


def show(site: Path, names: set[str]) -> int:
    """Show what needs the things that are there; return how many places were found."""
    shown = 0
    for path in sorted(site.rglob("*.html")):
        page = path.read_text("utf-8")
        for name in names:
            page, count = re.subn(rf' hidden data-run="{name}"', f' data-run="{name}"', page)
            shown += count
        path.write_text(page, "utf-8")
    return shown


def kept(site: Path) -> list[tuple[str, str]]:
    """List the files that a browser keeps, each with the hash of its content."""
    files = [path for path in site.rglob("*") if path.is_file()]
    listed = {path.relative_to(site).as_posix(): path for path in files}
    return [
        (name, hashlib.sha256(path.read_bytes()).hexdigest()[:16])
        for name, path in sorted(listed.items())
        if not NOT_KEPT.search(name)
    ]


def keep_offline(site: Path) -> str:
    """Add the service worker and the manifest; return the version, which is that of the content."""
    for name in ("offline.js", "manifest.webmanifest"):
        shutil.copy(OFFLINE / name, site)
    pages = [path for path in sorted(site.rglob("*.html")) if not NOT_KEPT.search(path.relative_to(site).as_posix())]
    travels = sum(len(gzip.compress((site / name).read_bytes(), 6)) for name, _ in kept(site))
    for path in pages:
        root = "../" * (len(path.relative_to(site).parts) - 1)
        head = (
            f'<link rel="manifest" href="{root}manifest.webmanifest">'
            f'<script defer src="{root}offline.js" data-size="{travels / 1e6:.1f}"></script></head>'
        )
        path.write_text(path.read_text("utf-8").replace("</head>", head, 1), "utf-8")
    files = kept(site)
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    worker = (OFFLINE / "worker.js").read_text("utf-8")
    written = json.dumps({"version": version, "files": files}, separators=(",", ":"))
    worker = worker.replace("/* written by tools/assemble.py */ {}", written)
    (site / "worker.js").write_text(worker, "utf-8")
    return version


def made(build: Path) -> dict[str, Path]:
    """Find the files to take along that have been made: the zip without Python, the PDF, the e-book."""
    found = {kind: sorted((build / kind).glob(f"{NAME}-[0-9]*.{kind}")) for kind in KINDS}
    return {kind: files[-1] for kind, files in found.items() if files}


def assemble(book: Path, site: Path, lite: Path | None, downloads: dict[str, Path]) -> str:
    """Write the site anew; return its version."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(book, site)
    there = set()
    if lite:
        shutil.copytree(lite, site / "lite")
        there.add("browser")
    for kind, path in downloads.items():
        (site / "downloads").mkdir(exist_ok=True)
        shutil.copy(path, site / "downloads" / f"{NAME}.{kind}")
        there.add(kind)
    show(site, there)
    return keep_offline(site)


def main() -> int:
    """Write `_build/site`; 1 with one line when there is no book."""
    parser = argparse.ArgumentParser(description="Put the published site together in _build/site.")
    parser.add_argument("--lite", type=Path, help="the browser edition's folder, if there is one")
    options = parser.parse_args()
    if not (BOOK / "index.html").is_file():
        print(f"site: there is no book in {BOOK}: run make book first", file=sys.stderr)
        return 1
    version = assemble(BOOK, SITE, options.lite, made(ROOT / "_build"))
    size = sum(file.stat().st_size for file in SITE.rglob("*") if file.is_file())
    print(f"site: {SITE.relative_to(ROOT)}, {size / 1e6:.1f} MB, version {version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
