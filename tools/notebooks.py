"""Run notebooks in fresh kernels and store their outputs so that two runs agree.

A stored chapter holds what reads well where no code runs (words, tables, figures) and
nothing that changes by itself: no widget state, no widget views, no timing, no versions.
A file is written only when it would change.
"""

from __future__ import annotations

import argparse
import copy
import os
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")
PATIENCE = 600  # seconds for one cell

Node = dict[str, Any]


def tidy_output(output: Node) -> None:
    """Take out of one output what differs from run to run."""
    if output["output_type"] == "error":
        # The trace names temporary files and colours; its last line says it all.
        output["traceback"] = [f"{output['ename']}: {output['evalue']}"]
    output.get("data", {}).pop(WIDGET_VIEW, None)
    output.get("metadata", {}).pop(WIDGET_VIEW, None)


def tidy(notebook: Node) -> None:
    """Take out of a notebook what differs from run to run."""
    notebook["metadata"].pop("widgets", None)
    notebook["metadata"]["kernelspec"] = dict(KERNEL)
    # The kernel adds its Python's version, which no reader of the file needs.
    notebook["metadata"]["language_info"] = {"file_extension": ".py", "name": "python"}
    notebook["nbformat_minor"] = max(notebook["nbformat_minor"], 5)
    for number, cell in enumerate(notebook["cells"]):
        cell.setdefault("id", f"cell-{number}")
        for key in ("execution", "collapsed", "scrolled"):
            cell["metadata"].pop(key, None)
        for output in cell.get("outputs", []):
            tidy_output(output)
        if "outputs" in cell:
            cell["outputs"] = [output for output in cell["outputs"] if "data" not in output or output["data"]]


def unstable(notebook: Node) -> list[str]:
    """Name the cells whose stored text holds an address in memory."""
    return [
        f"cell {cell['id']}: its output names an address in memory"
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if ADDRESS.search(str(output.get("text") or output.get("data", {}).get("text/plain", "")))
    ]


def rerun(path: Path) -> tuple[str, list[str]]:
    """Give a notebook's new text, and what is wrong with it."""
    source: Any = nbformat.read(path, as_version=4)
    notebook = copy.deepcopy(source)
    client = NotebookClient(
        notebook,
        timeout=PATIENCE,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
    )
    try:
        client.execute()
    except CellExecutionError as fault:
        return nbformat.writes(source), [f"a cell failed: {fault.ename}: {fault.evalue}"]
    tidy(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n", unstable(notebook)


def main() -> int:
    """Rerun what is named; 1 if a cell fails, an output can't be stable, or (--check) differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, help="notebooks, or folders of them")
    parser.add_argument("--check", action="store_true", help="write nothing, tell what differs")
    options = parser.parse_args()

    # The debugger's warning would land on the kernel's stderr.
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    notebooks = [
        notebook for path in options.paths for notebook in (sorted(path.glob("*.ipynb")) if path.is_dir() else [path])
    ]
    faulty = False
    for path in notebooks:
        text, faults = rerun(path)
        changed = text != path.read_text(encoding="utf-8")
        if faults:
            verdict = "; ".join(faults)
        elif not changed:
            verdict = "unchanged"
        elif options.check:
            verdict = "differs"
        else:
            path.write_text(text, encoding="utf-8")
            verdict = "stored anew"
        faulty = faulty or bool(faults) or (changed and options.check)
        print(f"{path}: {verdict}", flush=True)
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
