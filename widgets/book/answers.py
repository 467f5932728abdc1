"""What a reader does in the pages: answers and drafts that stay, chapters read, and the time that reading takes.

When a page is read, this module finds what a chapter asks: its quizzes, which ``mounts`` has left in the
document, and the answer cells that carry nbgrader's metadata. Each cell gets a frame from which
``answers.js`` makes a field to write in; without a script the page shows the cell. The list of all
questions and exercises is written as one file, which a page asks for when a reader saves the answers.
The browser keeps them (``kept.js``); nothing is ever sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from widgets.book import chrome, mounts

#: How fast our readers read a scholarly text in a second or third language, as we assume; the page says so.
WORDS_A_MINUTE = 150
STEP = 5  # minutes: a finer number would claim more than the assumption bears

PLACEHOLDER = "*Your answer here.*"
CATALOGUE = "catalogue.js"
LINES = 10_000  # MyST-NB counts a cell's lines from this many times its number

Chapter = dict[str, Any]


def chapters(env: BuildEnvironment) -> dict[str, Chapter]:
    """Return what is known of each chapter, by the page's name, in no order."""
    if not hasattr(env, "course_chapters"):
        env.course_chapters = {}  # type: ignore[attr-defined]
    return env.course_chapters  # type: ignore[attr-defined,no-any-return]


def ordered(env: BuildEnvironment) -> list[tuple[str, Chapter]]:
    """Return the chapters as the book's contents have them."""
    known = chapters(env)
    listed = dict.fromkeys(name for names in env.toctree_includes.values() for name in names)
    return [(name, known[name]) for name in listed if name in known]


def purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a chapter that is read again or is gone."""
    chapters(env).pop(docname, None)


def merge(_app: Sphinx, env: BuildEnvironment, _docnames: Iterable[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    chapters(env).update(chapters(other))


def read(app: Sphinx, doctree: nodes.document) -> None:
    """Note what a chapter asks and how long it is; frame its answer cells; say its reading time."""
    quizzes = doctree.attributes.pop("quizzes", [])
    path = app.env.doc2path(app.env.docname)
    if Path(path).suffix != ".ipynb":
        return
    title = next(doctree.findall(nodes.title))
    words = count(doctree)
    chapters(app.env)[app.env.docname] = {
        "id": PurePosixPath(app.env.docname).name,
        "title": title.astext(),
        "minutes": minutes(words),
        "quizzes": [_quiz(spec) for spec in quizzes],
        "exercises": list(_framed(doctree, path)),
    }
    if chrome.is_site(app):
        title.parent.insert(title.parent.index(title) + 1, nodes.raw("", _time(words), format="html"))


def count(doctree: nodes.document) -> int:
    """Count the words of a page's prose: not its code, nor its maps."""

    def prose(text: nodes.Text) -> bool:
        node: nodes.Node | None = text.parent
        while node is not None:
            cell = isinstance(node, nodes.container) and "nb_element" in node
            if cell or isinstance(node, (nodes.raw, nodes.literal_block, nodes.comment)):
                return False
            node = node.parent
        return True

    return sum(len(text.astext().split()) for text in doctree.findall(nodes.Text) if prose(text))


def minutes(words: int) -> int:
    """Return a reading time in steps of five minutes, and never none."""
    return max(STEP, round(words / WORDS_A_MINUTE / STEP) * STEP)


def _time(words: int) -> str:
    return (
        f'<p class="reading-time">About {minutes(words)} minutes to read, at {WORDS_A_MINUTE} words a minute; '
        "maps and exercises take time of their own.</p>"
    )


def _quiz(spec: dict[str, Any]) -> dict[str, Any]:
    """Give of a quiz what a page of answers needs."""
    quiz = spec["quiz"]
    return {
        "name": spec["name"],
        "title": spec["title"],
        "noun": quiz.get("noun", "case"),
        "readings": quiz.get("readings", False),
        "items": [
            {
                "id": item["id"],
                "prompt": item["prompt"],
                "options": {one["value"]: one["label"] for one in item.get("options") or quiz["options"]},
                "right": item["answers"],
            }
            for item in quiz["items"]
        ],
    }


def _framed(doctree: nodes.document, path: str | Path) -> Iterator[dict[str, Any]]:
    """Put each answer cell of a notebook into a frame, and tell what it answers."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    labels: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells):
        grading = cell.metadata.get("nbgrader", {})
        if not grading.get("solution"):
            continue
        placed = list(_of_cell(doctree, number))
        if not placed:
            continue
        task = _task_before(doctree, placed[0])
        label = next(task.findall(nodes.strong)).astext() if task else "an exercise"
        labels[label] = labels.get(label, 0) + 1
        if labels[label] > 1:
            label += f", part {labels[label]}"
        kind = "code" if cell.cell_type == "code" else "text"
        start = cell.source if kind == "code" else ""
        still = placed if kind == "code" or cell.source.strip() == PLACEHOLDER else []
        _frame(placed, still, id_=grading["grade_id"], label=label, kind=kind, start=start)
        yield {
            "id": grading["grade_id"],
            "label": label,
            "kind": kind,
            "task": _asked(task, label) if task else [],
        }


def _asked(task: nodes.block_quote, label: str) -> list[str]:
    """Give an exercise's paragraphs, without the label that heads them."""
    paragraphs = [" ".join(one.astext().split()) for one in task.findall(nodes.paragraph)]
    return [paragraphs[0].removeprefix(label.partition(",")[0]).lstrip(" .:"), *paragraphs[1:]]


def _of_cell(doctree: nodes.document, number: int) -> Iterator[nodes.Element]:
    """Find the blocks that a cell has become."""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.title) or not isinstance(node.parent, (nodes.section, nodes.document)):
            continue
        if node.get("cell_index", (node.line or 0) // LINES - 1) == number:
            yield node


def _task_before(doctree: nodes.document, node: nodes.Element) -> nodes.block_quote | None:
    """Find the exercise that an answer cell follows."""
    found = None
    for one in doctree.findall():
        if one is node:
            break
        if isinstance(one, nodes.block_quote) and "task-exercise" in one["classes"]:
            found = one
    return found


def _frame(placed: list[nodes.Element], still: list[nodes.Element], **data: str) -> None:
    """Write a frame's edges round the blocks that a field will stand for, or after them."""
    written = " ".join(f'data-{name.rstrip("_")}="{_attribute(value)}"' for name, value in data.items())
    parent = placed[-1].parent
    end = parent.index(placed[-1]) + 1
    parent.insert(end, nodes.raw("", "</div>", format="html"))
    at = parent.index(still[0]) if still else end
    parent.insert(at, nodes.raw("", f'<div class="draft" {written}>', format="html"))


def _attribute(value: str) -> str:
    return escape(value).replace("\n", "&#10;")


# --- what pages are given ---------------------------------------------------------------------------


def catalogue(env: BuildEnvironment) -> str:
    """Return all that the course asks, as a script: a page opened from a disk may load nothing else."""
    listed = [{part: chapter[part] for part in ("title", "quizzes", "exercises")} for _, chapter in ordered(env)]
    return f'(globalThis[Symbol.for("course")] ??= {{}}).catalogue = {mounts.in_script(listed)};\n'


def give(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Mark the chapters in the contents; give chapters and cover the panel with its scripts."""
    if not chrome.is_site(app):
        return
    app.add_js_file("kept.js", priority=400, loading_method="defer")
    known = ordered(app.env)
    hrefs = {_href(app, pagename, name): chapter for name, chapter in known}
    context["navigation"] = _marked(context["navigation"], hrefs)
    cover = pagename == app.config.root_doc
    if not cover and pagename not in chapters(app.env):
        return
    if cover:
        context["body"] = _with_progress(str(context["body"]), hrefs)
    shown = known if cover else [(pagename, chapters(app.env)[pagename])]
    context["answers"] = {
        "chapter": "" if cover else shown[0][1]["id"],
        "data": mounts.in_script({"catalogue": CATALOGUE, "chapters": [_ids(one) for _, one in shown]}),
    }
    app.add_js_file("answers.js", priority=410, loading_method="defer")
    app.add_js_file("answers-file.js", priority=420, loading_method="defer")


def _href(app: Sphinx, pagename: str, docname: str) -> str:
    return "#" if pagename == docname else app.builder.get_relative_uri(pagename, docname)


def _marked(listed: str, hrefs: dict[str, Chapter]) -> str:
    """Name the chapter of each link of the contents, for the mark of what was read."""

    def mark(link: re.Match[str]) -> str:
        chapter = hrefs.get(link[2])
        return f'{link[1]}"{link[2]}" data-chapter="{chapter["id"]}"' if chapter else link[0]

    return re.sub(r'(<a class="[^"]*" href=)"([^"]*)"', mark, listed)


def _with_progress(body: str, hrefs: dict[str, Chapter]) -> str:
    """Say on the cover how long each listed chapter takes, and make room above for how far the reader is."""

    def time(item: re.Match[str]) -> str:
        chapter = hrefs.get(item[3])
        if chapter is None:
            return item[0]
        said = f' <span class="reading-time">(about {chapter["minutes"]} minutes)</span>'
        return f'{item[1]}{item[2]}"{item[3]}" data-chapter="{chapter["id"]}"{item[4]}{said}'

    body = re.sub(r'(<li>\s*<p>)(<a class="[^"]*" href=)"([^"]*)"(.*?</a>)', time, body)
    listed = body.find(" data-chapter=")
    if listed < 0:
        return body
    first = max(body.rfind(f"<{kind}", 0, listed) for kind in ("ul", "ol"))
    return f'{body[:first]}<p class="course-progress" hidden></p>\n{body[first:]}'


def _ids(chapter: Chapter) -> dict[str, Any]:
    """Give the ids under which a chapter's answers are kept."""
    return {
        "id": chapter["id"],
        "quizzes": {
            quiz["name"]: [item["id"] for item in quiz["items"]] if quiz["noun"] == "question" else []
            for quiz in chapter["quizzes"]
        },
        "drafts": [exercise["id"] for exercise in chapter["exercises"]],
    }


def cover_again(app: Sphinx, _env: BuildEnvironment) -> list[str]:
    """Have the cover written whenever anything was read: it counts every chapter."""
    return [app.config.root_doc]


def write_catalogue(app: Sphinx, exception: Exception | None) -> None:
    """Write the list of questions and exercises."""
    if exception is None and chrome.is_site(app):
        (Path(app.outdir) / "_static" / CATALOGUE).write_text(catalogue(app.env), "utf-8")


def setup(app: Sphinx) -> None:
    """Connect to Sphinx: after ``mounts``, which finds the quizzes, and after ``chrome``, which has the contents."""
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("doctree-read", read, priority=600)
    app.connect("env-updated", cover_again)
    app.connect("html-page-context", give, priority=950)
    app.connect("build-finished", write_catalogue)
