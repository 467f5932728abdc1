"""Terms of the glossary: linked at their first use in a chapter, found by whatever form of them is typed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import OpenPage

ROOT = Path(__file__).resolve().parents[2]
CONCEPTS = tomllib.loads((ROOT / "seeds" / "concepts.toml").read_text("utf-8"))
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("[0-9]*.ipynb"))


def prose(page: Path) -> list[tuple[str, bool, str]]:
    """A chapter's words in order: a piece of text, whether it is a term's link, and that term."""
    article = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one("article")
    assert article is not None
    for tip in article.select(".definition, .cell_output"):
        tip.decompose()
    pieces = []
    for paragraph in article.select("p"):
        if paragraph.find_parent("table"):
            continue
        for text in paragraph.find_all(string=True):
            inside = [one for one in text.parents if isinstance(one, Tag)]
            link = next((one for one in inside if "term" in (one.get("class") or [])), None)
            if link is not None:
                pieces.append((str(text), True, str(link["href"]).partition("#")[2]))
            elif text.parent is paragraph:
                pieces.append((str(text), False, ""))
    return pieces


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_term_is_linked_where_a_chapter_uses_it_first(site: Path, chapter: str) -> None:
    pieces = prose(site / "chapters" / f"{chapter}.html")
    linked = {id_ for _, is_link, id_ in pieces if is_link}
    assert linked <= set(CONCEPTS)
    for id_, concept in CONCEPTS.items():
        if concept.get("everyday"):
            continue
        word = re.escape(re.sub(r" ?\(.*?\) ?", "", concept["name"]["en"]))
        used = re.compile(rf"(?<![\w-]){word}(?![\w-])", re.IGNORECASE)
        for text, is_link, target in pieces:
            if is_link and target == id_:
                break
            # A longer term's name may hold a shorter one's; that is the longer one's link.
            assert is_link or not used.search(text), (id_, text)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_everyday_words_are_linked_by_authors_only(site: Path, chapter: str) -> None:
    source = (ROOT / "chapters" / f"{chapter}.ipynb").read_text("utf-8")
    for _, is_link, id_ in prose(site / "chapters" / f"{chapter}.html"):
        if is_link and CONCEPTS[id_].get("everyday"):
            assert f"(glossary.md#{id_})" in source


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("жұмсақ күштің", "soft-power"),
        ("жумсак кушпен", "soft-power"),
        ("мягкой силой", "soft-power"),
        ("жария дипломатиясын", "public-diplomacy"),
        ("публичную дипломатию", "public-diplomacy"),
        ("транснационализма", "transnationalism"),
        ("өзара тәуелділіктің", "interdependence"),
        ("взаимозависимости", "interdependence"),
        ("ынтымақтастыққа", "cooperation"),
        ("Track II", "second-track"),
        ("foreign policies", "foreign-policy"),
        ("what is soft power", "soft-power"),
        ("роль мягкой силы", "soft-power"),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_leads_to_a_term_from_any_of_its_forms(
    open_page: OpenPage, site: Path, typed: str, id_: str, scheme: str
) -> None:
    address = "search.html" if scheme == "http" else (site / "search.html").as_uri()
    visit = open_page(f"{address}?q={typed}")
    found = visit.page.locator("#term-results li")
    found.first.wait_for()
    link = found.filter(has=visit.page.locator(f'a[href$="glossary.html#{id_}"]'))
    assert link.count() == 1
    assert [one.get_attribute("lang") for one in link.locator("[lang]").all()] == ["kk", "ru"]
    assert visit.console == []
    link.locator("a").first.click()
    visit.page.locator(f"#{id_}").wait_for()


def test_search_says_how_many_terms_there_are(open_page: OpenPage) -> None:
    page = open_page("search.html?q=дипломатия").page
    every = page.get_by_role("link", name=re.compile(r"^All \d+ terms"))
    every.wait_for()
    assert page.locator("#term-results li").count() == 5
    told = int(re.findall(r"\d+", every.inner_text())[0])
    every.click()
    page.locator(".glossary-filter").wait_for()
    shown = page.evaluate("[...document.querySelectorAll('dl.glossary > dt')].filter((one) => !one.hidden).length")
    assert shown == told > 5


def test_search_names_the_chapters_that_treat_a_term(open_page: OpenPage) -> None:
    visit = open_page("search.html?q=жария дипломатия")
    first = visit.page.locator("#term-results li").first
    first.wait_for()
    assert first.locator("a").count() > 1
    first.locator("a").nth(1).click()
    assert "chapters/" in visit.page.url


@pytest.mark.parametrize("typed", ["", "zzzz", "poll", "starling", "what is it", "<img src=x onerror=alert(1)>"])
def test_search_without_a_term_says_nothing_of_terms(open_page: OpenPage, typed: str) -> None:
    visit = open_page(f"search.html?q={typed}")
    visit.page.wait_for_load_state()
    assert visit.page.locator("#term-results").inner_text() == ""
    assert visit.console == []


@pytest.fixture
def names(open_page: OpenPage) -> Callable[[str], list[str]]:
    """What the glossary shows for what is typed."""
    page = open_page("chapters/glossary.html").page

    def shown(typed: str) -> list[str]:
        page.locator("#glossary-filter").fill(typed)
        return list(
            page.evaluate(
                "[...document.querySelectorAll('dl.glossary > dt')].filter((one) => !one.hidden).map((one) => one.id)"
            )
        )

    return shown


def test_every_form_in_the_seeds_finds_its_term(names: Callable[[str], list[str]]) -> None:
    for id_, concept in CONCEPTS.items():
        for form in [*concept["name"].values(), *concept.get("forms", ())]:
            found = names(form)
            assert id_ in found, form
            assert len(found) < len(CONCEPTS) / 3, form
