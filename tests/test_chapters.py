"""Chapters keep to plain Markdown, to the data, and to the parts that each of them has."""

from __future__ import annotations

import ast
import itertools
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import nbformat
import pytest
import yaml
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from widgets.article import VOICES, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
LABELS = (*VOICES.values(), "Predict", "Try it", "Check yourself", "Exercise")
HEADINGS = {
    "What the article says",
    "What the record says",
    "Try it yourself",
    "Check yourself",
    "Exercises",
    "Further reading",
}
BLOCKS = {"heading", "paragraph", "blockquote", "bullet_list", "ordered_list", "list_item"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
INLINES = {"text", "softbreak", "em", "strong", "code_inline", "link", "image", "html_inline"}
TAG = re.compile(r'<span lang="(?:kk|ru)">|</span>')
PARAGRAPH = re.compile(r"\[([A-Z]\d+|A-\w+)\]")
LONGEST_CELL = 12
LONGEST_DESCRIPTION = 160

# MyST's own parser with all that it can be told to read: what is not plain gets a name there.
PARSER = create_md_parser(
    MdParserConfig(
        enable_extensions={
            "amsmath",
            "colon_fence",
            "deflist",
            "dollarmath",
            "fieldlist",
            "strikethrough",
            "substitution",
        }
    ),
    RendererHTML,
)


def parse(markdown: str) -> list[Token]:
    """Parse one cell."""
    return PARSER.parse(markdown)


def kind(token: Token) -> str:
    """Name a construct, whether the token opens it, closes it or is it."""
    return token.type.removesuffix("_open").removesuffix("_close")


def inlines(tokens: list[Token]) -> Iterator[list[Token]]:
    """Give the content of every paragraph, heading and table cell."""
    return (token.children or [] for token in tokens if token.type == "inline")


def links(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Give the target and the text of every link."""
    for children in inlines(tokens):
        for i, token in enumerate(children):
            if token.type == "link_open":
                end = next(j for j in range(i, len(children)) if children[j].type == "link_close")
                text = "".join(
                    " " if one.type == "softbreak" else one.content
                    for one in children[i:end]
                    if one.type != "html_inline"
                )
                yield str(token.attrs["href"]), text


def quotes(tokens: list[Token]) -> Iterator[tuple[str | None, str]]:
    """Give the bold label that each blockquote opens with, if it does, and its first paragraph."""
    for i, token in enumerate(tokens):
        if token.type == "blockquote_open":
            first = tokens[i + 2] if tokens[i + 1].type == "paragraph_open" else tokens[i + 1]
            # A word's end before the label leaves an empty text.
            opening = [one for one in first.children or [] if one.type != "text" or one.content]
            bold = bool(opening) and opening[0].type == "strong_open"
            yield (opening[1].content if bold else None), first.content


def blocks(tokens: list[Token]) -> Iterator[tuple[str | None, str]]:
    """Give the bold label of each blockquote, with all of its text."""
    labels = (label for label, _ in quotes(tokens))
    texts: list[str] = []
    for token in tokens:
        if token.type == "blockquote_open":
            texts = []
        elif token.type == "inline":
            texts.append(token.content)
        elif token.type == "blockquote_close":
            yield next(labels), " ".join(texts)


def cyrillic(text: str) -> bool:
    """Whether a text has a letter of the Cyrillic script."""
    return any(unicodedata.name(letter, "").startswith("CYRILLIC") for letter in text)


def faults_of_form(tokens: list[Token]) -> list[str]:
    """Name every construct that is not on the list."""
    faults = [
        f"{kind(token)}: {token.content.strip() or token.markup}"
        for token in tokens
        if token.type != "inline" and kind(token) not in BLOCKS and token.nesting >= 0
    ]
    for children in inlines(tokens):
        for token in children:
            if kind(token) not in INLINES:
                faults.append(f"{kind(token)}: {token.content}")
            elif token.type == "html_inline" and not TAG.fullmatch(token.content):
                faults.append(f"HTML: {token.content}")
            elif token.type == "image" and not token.content.strip():
                faults.append(f"an image without alt text: {token.attrs['src']}")
            elif token.type == "text" and set("{}$") & set(token.content):
                faults.append(f"neither prose nor plain Markdown: {token.content}")
    for label, text in quotes(tokens):
        plain = re.sub(r"(?<=^Exercise) \d+$", "", (label or "").rstrip(".:"))
        if plain not in LABELS:
            faults.append(f"a blockquote without its label: {text[:60]}")
    return faults


def faults_of_language(tokens: list[Token]) -> list[str]:
    """Name every Cyrillic text whose language is not given, and every span that gives none."""
    faults = []
    for children in inlines(tokens):
        open_ = 0
        for token in children:
            if token.type == "html_inline":
                open_ += -1 if token.content == "</span>" else 1
                if open_ not in (0, 1):
                    faults.append(f"a span within a span, or none to close: {token.content}")
            elif token.type != "softbreak" and token.content:
                if cyrillic(token.content) and not open_:
                    faults.append(f"no language: {token.content}")
                if open_ and not cyrillic(token.content):
                    faults.append(f"no Cyrillic: {token.content}")
            faults += [f"no language: {text}" for text in token.attrs.values() if cyrillic(f"{text}")]
        if open_:
            faults.append("a span is left open")
    return faults


def cites(text: str, label: str) -> bool:
    """Whether a link's text is a work's label, or begins with its authors and has no other year."""
    authors = re.sub(r" \(?\d{4}.*$", "", label)
    first = re.split(r",| and ", authors)[0]
    years = re.compile(r"\d{4}")
    return text.startswith((authors, f"{first} and others")) and set(years.findall(text)) <= set(years.findall(label))


def faults_of_data(tokens: list[Token]) -> list[str]:
    """Name every link and every id that the data don't know."""
    article = load()
    entries: dict[str, Any] = {
        "concordance.md": article.paragraphs,
        "glossary.md": article.concepts,
        "references.md": article.works,
    }
    faults = []
    for href, text in links(tokens):
        target = urlsplit(href)
        if target.scheme:
            continue
        if not (ROOT / "chapters" / target.path).is_file():
            faults.append(f"no such file: {href}")
        elif target.path in entries and target.fragment:
            if target.fragment not in entries[target.path]:
                faults.append(f"no such entry: {href}")
            elif target.path == "references.md":
                label = article.works[target.fragment].label
                if not cites(text, label):
                    faults.append(f"{text!r} is not how {label!r} is cited")
    for children in inlines(tokens):
        said = "".join(token.content for token in children if token.type == "text")
        faults += [f"no paragraph {id_}" for id_ in PARAGRAPH.findall(said) if id_ not in article.paragraphs]
    return faults


def faults_of_code(source: str, *, solution: bool) -> list[str]:
    """Name what a reader should not have to read in a cell."""
    faults = []
    if len(source.splitlines()) > LONGEST_CELL:
        faults.append(f"more than {LONGEST_CELL} lines")
    if "sys.path" in source:
        faults.append("sys.path")
    try:
        tree = ast.parse(source)  # a magic is no Python, so %pip and its kin don't pass either
    except SyntaxError as error:
        return [*faults, f"not Python: {error.text}"]
    defined = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.ClassDef)]
    if defined and not solution:
        faults.append(f"defines {defined[0].name}, which belongs into the package")
    return faults


def faults_of_exercise(task: Any, after: list[Any]) -> list[str]:
    """Name what keeps an exercise from being collected and marked."""
    texts = [text for label, text in quotes(parse(task.source)) if (label or "")[:8] == "Exercise"]
    if not texts:
        return []
    graded = itertools.takewhile(lambda cell: "nbgrader" in cell.metadata, after)
    answers = [cell.metadata["nbgrader"] for cell in graded]
    said = re.search(r"\((\d+) points?\)", texts[0])
    if len(texts) > 1:
        return [f"{task.id}: one exercise a cell"]
    if not answers or not answers[0]["solution"]:
        return [f"{task.id}: no cell to answer in"]
    if not said or int(said[1]) != sum(one.get("points", 0) for one in answers):
        return [f"{task.id}: the points said are not the points given"]
    return []


def faults_of_exercises(cells: list[Any]) -> list[str]:
    """Name what keeps a chapter's exercises from being collected and marked."""
    faults = []
    for i, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            faults += faults_of_exercise(cell, cells[i + 1 :])
        marks = cell.metadata.get("nbgrader", {"grade_id": "none"})
        if not marks.get("grade_id"):
            faults.append(f"{cell.id}: no grade_id")
        if marks.get("grade") and marks.get("points", 0) <= 0:
            faults.append(f"{cell.id}: no points")
    return faults


def read(path: Path) -> Any:
    """Read a notebook, which must be a valid one."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def cells(path: Path, cell_type: str) -> list[Any]:
    """Give a notebook's cells of one type."""
    return [cell for cell in read(path).cells if cell.cell_type == cell_type]


def found(path: Path, check: Any) -> list[str]:
    """Run a check on every Markdown cell; say where it found something."""
    return [f"{cell.id}: {fault}" for cell in cells(path, "markdown") for fault in check(parse(cell.source))]


each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def test_the_contents_list_every_chapter() -> None:
    def listed(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (node[key] for key in ("root", "file") if key in node)
            node = list(node.values())
        if isinstance(node, list):
            for one in node:
                yield from listed(one)

    contents = Counter(listed(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))))
    files = Counter(
        path.relative_to(ROOT).with_suffix("").as_posix()
        for path in (ROOT / "chapters").rglob("*")
        if path.suffix in (".md", ".ipynb") and ".ipynb_checkpoints" not in path.parts
    )
    assert contents == files


@each_chapter
def test_only_plain_constructs(path: Path) -> None:
    assert found(path, faults_of_form) == []


@each_chapter
def test_every_cyrillic_word_has_its_language(path: Path) -> None:
    assert found(path, faults_of_language) == []


@each_chapter
def test_links_and_ids_are_in_the_data(path: Path) -> None:
    assert found(path, faults_of_data) == []


@each_chapter
def test_code_is_short_and_plain(path: Path) -> None:
    assert [
        f"{cell.id}: {fault}"
        for cell in cells(path, "code")
        for fault in faults_of_code(cell.source, solution=cell.metadata.get("nbgrader", {}).get("solution", False))
    ] == []


@each_chapter
def test_exercises_can_be_marked(path: Path) -> None:
    assert faults_of_exercises(read(path).cells) == []
    assert [cell for cell in read(path).cells if "nbgrader" in cell.metadata]


def test_no_two_exercises_share_an_id() -> None:
    ids = Counter(
        cell.metadata.nbgrader.grade_id for path in CHAPTERS for cell in read(path).cells if "nbgrader" in cell.metadata
    )
    assert [id_ for id_, count in ids.items() if count > 1] == []


@each_chapter
def test_a_chapter_has_its_parts(path: Path) -> None:
    tokens = [token for cell in cells(path, "markdown") for token in parse(cell.source)]
    headings = [(token.tag, tokens[i + 1].content) for i, token in enumerate(tokens) if token.type == "heading_open"]
    assert [tag for tag, _ in headings].count("h1") == 1
    assert headings[0][0] == "h1"
    assert {text for tag, text in headings if tag == "h2"} >= HEADINGS
    assert any((label or "").startswith("Predict") for label, _ in quotes(tokens))
    shown = [output.get("data", {}).get("text/plain", "") for cell in cells(path, "code") for output in cell.outputs]
    # The questions at the end are an Explorer too, but no map.
    assert [one for one in shown if one.startswith("Explorer(") and "'questions-" not in one], "no map"


@each_chapter
def test_a_chapter_describes_itself(path: Path) -> None:
    metadata = read(path).metadata
    assert metadata.kernelspec.name == "python3"
    assert metadata.description.strip()
    assert len(metadata.description) <= LONGEST_DESCRIPTION


# --- that the checks find what they look for --------------------------------------------------

WRONG_FORM = {
    "directive": "```{note}\nOne.\n```",
    "code": "```python\n1\n```",
    "colon fence": ":::{note}\nOne.\n:::",
    "role": "See {term}`level`.",
    "math": "So $a = b$.",
    "display math": "$$\na = b\n$$",
    "footnote": "One.[^1]\n\n[^1]: Two.",
    "target": "(here)=\n## One",
    "comment": "% One.",
    "substitution": "{{ one }}",
    "attributes": "[one](index.md){.two}",
    "HTML": "One<br>two.",
    "HTML block": "<div>One.</div>",
    "other language": '<span lang="de">Wort</span>',
    "rule": "One.\n\n---\n\nTwo.",
    "image": "![](one.png)",
    "unlabelled quote": "> One.",
    "unknown label": "> **Note.** One.",
    "late label": "> So **the article says** one.",
    "numbered label": "> **Predict 1.** One.",
    "quoted list": "> - One.",
    "struck out": "~~One.~~",
}
WRONG_LANGUAGE = {
    "bare": "The word слово.",
    "after": '<span lang="ru">слово</span> слово.',
    "in a link": "[слово](index.md)",
    "in a title": '[word](index.md "слово")',
    "in code": "`слово`",
    "left open": '<span lang="ru">слово',
    "nested": '<span lang="ru">слово <span lang="kk">сөз</span></span>',
    "Latin": '<span lang="kk">word</span>',
    "alt": "![слово](one.png)",
}
WRONG_DATA = {
    "term": "[one](glossary.md#no-such-term)",
    "work": "[one](references.md#no-such-work)",
    "paragraph": "[one](concordance.md#D99)",
    "id": "It says so. [D99]",
    "file": "[one](no-such-page.md)",
    "other authors": "[Nye 2008](references.md#cowan-arsenault-2008)",
    "fewer authors": "[Cowan 2008](references.md#cowan-arsenault-2008)",
    "other year": "[Cowan and Arsenault 2009](references.md#cowan-arsenault-2008)",
}
WRONG_CODE = {
    "long": "\n".join("x = 1" for _ in range(LONGEST_CELL + 1)),
    "path": "import sys\nsys.path.append('..')",
    "magic": "%pip install one",
    "function": "def one():\n    return 1",
    "inner class": "if True:\n    class One: ...",
}


@pytest.mark.parametrize("markdown", WRONG_FORM.values(), ids=WRONG_FORM)
def test_other_constructs_are_found(markdown: str) -> None:
    assert faults_of_form(parse(markdown))


@pytest.mark.parametrize("markdown", WRONG_LANGUAGE.values(), ids=WRONG_LANGUAGE)
def test_missing_languages_are_found(markdown: str) -> None:
    assert faults_of_language(parse(markdown))


@pytest.mark.parametrize("markdown", WRONG_DATA.values(), ids=WRONG_DATA)
def test_unknown_entries_are_found(markdown: str) -> None:
    assert faults_of_data(parse(markdown))


@pytest.mark.parametrize("source", WRONG_CODE.values(), ids=WRONG_CODE)
def test_wrong_code_is_found(source: str) -> None:
    assert faults_of_code(source, solution=False)


def test_a_wrong_exercise_is_found() -> None:
    task = nbformat.v4.new_markdown_cell("> **Exercise 1** (3 points). One.")
    marks = {"grade": True, "grade_id": "one", "points": 3, "solution": True}
    right = nbformat.v4.new_code_cell("", metadata={"nbgrader": marks})
    assert faults_of_exercises([task, right]) == []
    for change in ({"points": 0}, {"points": 2}, {"solution": False}, {"grade_id": ""}):
        wrong = nbformat.v4.new_code_cell("", metadata={"nbgrader": marks | change})
        assert faults_of_exercises([task, wrong]), change
    assert faults_of_exercises([task, nbformat.v4.new_code_cell("")])
    assert faults_of_exercises([task, task, right])


@each_chapter
def test_a_chapter_sets_enough_work_and_not_too_much(path: Path) -> None:
    """Three to five outcomes, four to six questions, three to five exercises: some by code, one open."""
    markdown = cells(path, "markdown")
    after = markdown[0].source.partition("At the end of it you will be able to")[2]
    assert 3 <= len(re.findall(r"^- ", after, re.MULTILINE)) <= 5
    asked = [one for one in load().questions.values() if one.chapter == path.stem]
    assert 4 <= len(asked) <= 6
    answers = [cell for kind in ("code", "markdown") for cell in cells(path, kind) if "nbgrader" in cell.metadata]
    assert 3 <= len(answers) <= 5
    assert {cell.cell_type for cell in answers} == {"code", "markdown"}
    assert any("def " in cell.source for cell in answers)


def test_every_question_belongs_to_a_chapter() -> None:
    """A question whose chapter is misspelled would never be asked."""
    asked = {question.chapter for question in load().questions.values()}
    assert asked <= {path.stem for path in CHAPTERS}


# --- the whole article, paragraph by paragraph -------------------------------------------------

PARAGRAPHS = [
    *(f"A{number}" for number in (1, 2)),
    *(f"{section}{number}" for section in "IMR" for number in range(1, 6)),
    *(f"D{number:02}" for number in range(1, 29)),
    *(f"C{number}" for number in range(1, 4)),
    "A-ru",
    "A-en",
]


def test_every_paragraph_has_a_gist_and_a_chapter() -> None:
    paragraphs = load().paragraphs
    assert list(paragraphs) == PARAGRAPHS
    written = {path.stem for path in CHAPTERS}
    for paragraph in paragraphs.values():
        assert paragraph.gist.strip()
        assert paragraph.concepts
        assert paragraph.chapter in written


@each_chapter
def test_a_chapter_tells_its_paragraphs_in_their_own_voice(path: Path) -> None:
    told = [block for cell in cells(path, "markdown") for block in blocks(parse(cell.source))]
    own = [one for one in load().paragraphs.values() if one.chapter == path.stem]
    for paragraph in own:
        for voice, _ in paragraph.accounts:
            assert [text for label, text in told if label == VOICES[voice] and f"[{paragraph.id}]" in text], (
                f"{paragraph.id}: nowhere in a block “{VOICES[voice]}”"
            )
