"""The printed book, read by another library than the one that made it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser
from pypdf import PdfReader
from pypdf.generic import Destination

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
OURS = ("SourceSerif4", "SourceSans3", "SourceCodePro")
LIGHT = 6e6  # bytes
Outline = list[Any]


@pytest.fixture(scope="session")
def path(made: Callable[[str], Path]) -> Path:
    return made("pdf")


@pytest.fixture(scope="session")
def book(path: Path) -> PdfReader:
    return PdfReader(path)


@pytest.fixture(scope="session")
def sheets(book: PdfReader) -> list[str]:
    """Each sheet's text, with its spaces made even."""
    return [even(page.extract_text()) for page in book.pages]


@pytest.fixture(scope="session")
def text(sheets: list[str]) -> str:
    return " ".join(sheets)


@pytest.fixture(scope="session")
def articles(site: Path) -> dict[str, Tag]:
    """The text of each built page, by its name; the search page and the like have none."""
    found = {}
    for page in sorted((site / "chapters").glob("*.html")):
        article = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one("article.bd-article")
        assert article is not None
        found[page.stem] = article
    return found


def even(text: str) -> str:
    # The font draws its own apostrophe for the typographic one; line ends and hyphens fall anywhere.
    return " ".join(text.replace("\u02bc", "\u2019").split())


def title(article: Tag) -> str:
    heading = article.h1
    assert heading is not None
    for link in heading.select(".headerlink"):
        link.decompose()
    return even(heading.get_text())


def bookmarks(outline: Outline, depth: int = 0) -> Iterator[tuple[int, Destination]]:
    for one in outline:
        if isinstance(one, list):
            yield from bookmarks(one, depth + 1)
        else:
            yield depth, one


def objects(book: PdfReader) -> Iterator[Any]:
    for number in range(len(book.xref_objStm) + sum(map(len, book.xref.values()))):
        found = book.get_object(number)
        if found is not None:
            yield found.get_object()


def fonts(book: PdfReader) -> Iterator[Any]:
    seen = set()
    for page in book.pages:
        for reference in page["/Resources"].get("/Font", {}).values():
            if reference.idnum not in seen:
                seen.add(reference.idnum)
                yield reference.get_object()


def structure(book: PdfReader) -> Iterator[Any]:
    for one in objects(book):
        if isinstance(one, dict) and "/S" in one and "/P" in one:
            yield one


def test_says_what_it_is(book: PdfReader) -> None:
    assert book.metadata is not None
    assert book.metadata.title == "Public diplomacy, an executable course"
    assert book.metadata.author == "The course's contributors"
    assert book.root_object["/Lang"] == "en"
    assert book.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_is_tagged_with_headings_tables_and_described_figures(book: PdfReader) -> None:
    assert book.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in book.root_object
    elements = list(structure(book))
    kinds = Counter(str(one["/S"]) for one in elements)
    assert kinds["/H1"] > 12
    assert kinds["/TH"] > 100
    assert kinds["/Link"] > 1000
    described = [str(one.get("/Alt", "")) for one in elements if one["/S"] == "/Figure"]
    assert len(described) > 20
    assert all(described)


def test_lists_every_page_in_contents_and_bookmarks(
    book: PdfReader, sheets: list[str], articles: dict[str, Tag]
) -> None:
    wanted = {name: title(article) for name, article in articles.items()}
    wanted["index"] = "About the course"
    wanted["answers"] = "Answers to the questions"
    marks = [(even(str(mark.title)), mark) for depth, mark in bookmarks(book.outline) if depth == 0]
    contents = even(" ".join(sheets[1:3]))
    for name, words in wanted.items():
        number = f"Chapter {int(name[:2])} " if name[:2].isdigit() else ""
        (mark,) = [mark for words_, mark in marks if words_ == number + words]
        start = book.get_destination_page_number(mark)
        assert start is not None
        assert f"{number}{words}" in sheets[start], words
        assert re.search(rf"{re.escape(words)} {start + 1}\b", contents), f"{words}: not on page {start + 1}"
        assert re.search(rf"\b{start + 1}\b", sheets[start][:160]), "the sheet's own number"


def test_every_link_within_leads_somewhere(book: PdfReader) -> None:
    places = book.named_destinations
    within, without = [], []
    for page in book.pages:
        for reference in page.get("/Annots", ()):
            link = reference.get_object()
            if link.get("/Subtype") != "/Link":
                continue
            action = link.get("/A", {})
            if "/URI" in action:
                without.append(str(action["/URI"]))
            else:
                within.append(link.get("/Dest", action.get("/D")))
    assert len(within) > 1000
    missing = [name for name in within if isinstance(name, str) and name not in places]
    assert not missing
    assert any(address.startswith("https://doi.org/") for address in without)
    assert not [address for address in without if not address.startswith(("https://", "http://", "mailto:"))]


@pytest.mark.parametrize(
    ("words", "place"),
    [("[D12]", "concordance--D12"), ("Cull 2008", "references--cull-2008"), ("soft power", "glossary--soft-power")],
)
def test_paragraph_citation_and_term_jump_to_their_entry(
    book: PdfReader, sheets: list[str], words: str, place: str
) -> None:
    number = book.get_destination_page_number(book.named_destinations[f"/{place}"])
    assert number is not None
    assert words.strip("[]").split()[0] in sheets[number]
    linked = {
        str(reference.get_object().get("/Dest", reference.get_object().get("/A", {}).get("/D"))).strip("/")
        for page in book.pages
        for reference in page.get("/Annots", ())
    }
    assert place in linked


def test_holds_every_kazakh_and_russian_word_of_the_book(text: str, articles: dict[str, Tag]) -> None:
    """A word is one run of letters in the text, so that it can be searched and read aloud."""
    printed = set(re.findall(r"\w+", text))
    words = {
        word
        for article in articles.values()
        for node in article.select("[lang]")
        if not node.find_parent("svg") and not node.find_parent(class_="definition")
        for word in re.findall(r"[\u0400-\u04ff]+", node.get_text())
    }
    assert len(words) > 300
    # A long word may be parted at a line's end.
    parted = {word for word in words - printed if word not in text.replace("- ", "")}
    assert not parted, sorted(parted)[:20]
    assert set("ынтымақтастығы") <= set(text)


def test_embeds_its_own_fonts_and_no_other(book: PdfReader) -> None:
    names = set()
    for font in fonts(book):
        assert font["/Subtype"] == "/Type0"
        descendant = font["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in descendant["/FontDescriptor"], f"{font['/BaseFont']} is not embedded"
        names.add(str(font["/BaseFont"]).partition("+")[2])
    assert {name for name in names if not name.startswith(OURS)} == set(), "letters that our fonts lack"
    assert {name.partition("-")[0] for name in names} == set(OURS)


def test_fonts_have_every_letter_of_kazakh(root: Path, browser: Browser, tmp_path: Path) -> None:
    script = "import fonts; from pathlib import Path; print(fonts.declared([*fonts.SERIF, *fonts.SANS], Path.as_uri))"
    done = subprocess.run([sys.executable, "-c", script], cwd=root / "tools/edition", capture_output=True, check=True)
    lines = "".join(
        f"<p style=\"font: {style} 12pt '{family}'\">{KAZAKH}</p>"
        for family in ("Source Serif 4", "Source Sans 3")
        for style in ("", "italic", "600")
    )
    page = tmp_path / "letters.html"
    page.write_text(f'<meta charset="utf-8"><style>{done.stdout.decode()}</style>{lines}', "utf-8")
    tab = browser.new_page()
    tab.goto(page.as_uri())
    (tmp_path / "letters.pdf").write_bytes(tab.pdf())
    tab.close()
    letters = PdfReader(tmp_path / "letters.pdf")
    assert letters.pages[0].extract_text().split() == [KAZAKH] * 6
    assert all("Source" in str(font["/BaseFont"]) for font in fonts(letters))


def test_each_map_has_title_picture_words_and_table(text: str, articles: dict[str, Tag]) -> None:
    count = 0
    for name, article in articles.items():
        for mount in article.select(".explorer-mount:has(svg.map-still)"):
            count += 1
            first, second, *_ = mount.select("p")
            assert even(first.get_text()) in text, name
            assert even(second.get_text())[:60] in text, name
            assert mount.caption is not None
            assert even(mount.caption.get_text())[:60] in text, name
            last = mount.select("tbody th")[-1]
            assert even(last.get_text())[:40] in text, name
    assert count > 20


def test_questions_have_options_and_answers_at_the_end(sheets: list[str]) -> None:
    start = next(i for i, sheet in enumerate(sheets) if i > 2 and "Answers to the questions" in sheet)
    questions, answers = " ".join(sheets[3:start]), " ".join(sheets[start:])
    asked = "To what does D12 give prime significance?"
    assert f"{asked} a. To monologue b. To dialogue c." in questions
    assert re.search(rf"{re.escape(asked)} c\. To the question of ынтымақтастық\. Yes\.", answers)
    assert f"{asked} c." not in questions


def test_leaves_out_what_only_a_screen_can_use(text: str) -> None:
    for words in ("Reset", "Draft of your answer", "Download table", "Back to top", "Run in your browser Ways"):
        assert words not in text, words


def test_has_the_length_of_a_book_and_the_weight_of_a_page_of_pictures(path: Path, book: PdfReader) -> None:
    assert 150 < len(book.pages) < 400
    assert path.stat().st_size < LIGHT


def test_says_in_one_line_what_is_missing(root: Path, tmp_path: Path) -> None:
    script = "import sys, about, pathlib, pdf; about.HTML = pathlib.Path(sys.argv[1]); sys.exit(pdf.main())"
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path],
        cwd=root / "tools" / "edition",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "make book" in done.stderr
