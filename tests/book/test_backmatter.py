"""The pages written from the data: complete against the raw seeds, and usable with scripts and without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from expected import SEEDS, raw

from widgets.article import load
from widgets.book import backmatter
from widgets.book.backmatter import concordance, glossary, method
from widgets.book.backmatter.pieces import Page as Written

if TYPE_CHECKING:
    from conftest import OpenPage
    from playwright.sync_api import Page

PAGES = ("concordance", "glossary", "method", "references")
WHOLE = ("activities", "concepts", "laboratory")  # files without tables
FILES = (
    "article",
    "actors",
    "levels",
    "activities",
    "concepts",
    "theories",
    "comparison",
    "checklist",
    "power",
    "laboratory",
)
ARTICLE = raw("article.toml")
PARAGRAPHS, NUMBERS, CONCEPTS = ARTICLE["paragraphs"], ARTICLE["numbers"], raw("concepts.toml")
BIB = (SEEDS / "works.bib").read_text("utf-8")
WORKS = dict(re.findall(r"^@\w+\{([\w-]+),(.*?)^\}", BIB, re.MULTILINE | re.DOTALL))
HEAVIEST = 375_000  # bytes of the concordance with its map's data
FILTER = "input#glossary-filter"


def found(data: Any, key: str, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Give every value of a key, anywhere in parsed data, with the way to what holds it."""
    if isinstance(data, dict):
        if isinstance(data.get(key), (str, dict)):
            yield path, data[key]
        for name, value in data.items():
            yield from found(value, key, (*path, name))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from found(value, key, (*path, i))


def place(file: str, path: tuple[str | int, ...]) -> str:
    """Write where in a file a fact stands, as the page does."""
    entry, *steps = path if file in WHOLE else path[1:]
    inner = ""
    for step in steps:
        inner += f"[{step}]" if isinstance(step, int) else f".{step}" if inner else step
    return ": ".join(filter(None, (f"{file}.toml", str(entry), inner)))


def facts() -> Iterator[tuple[str, str, str]]:
    """Give file, place and status of every fact of the record."""
    for file in FILES:
        for path, status in found(raw(f"{file}.toml"), "status"):
            yield file, place(file, path), status
    for key, fields in WORKS.items():
        status = re.search(r"^\s*status\s*=\s*\{(\w+)\}", fields, re.MULTILINE)
        assert status, key
        yield "works", f"works.bib: {key}", status[1]


def cells(page: Page, caption: str) -> list[list[str]]:
    """Read the body of the table with a caption."""
    table = page.locator("table").filter(has=page.locator("caption", has_text=caption)).first
    return table.evaluate("t => [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.textContent.trim()))")


def shown(page: Page) -> list[str]:
    """Give the ids of the terms that can be seen."""
    return page.locator("dl.glossary > dt:visible").evaluate_all("all => all.map(one => one.id)")


@pytest.fixture
def page(open_page: OpenPage) -> Callable[..., Page]:
    """Open a back-matter page."""
    return lambda name, **options: open_page(f"chapters/{name}.html", **options).page


# --- what the pages hold -------------------------------------------------------------------------------------------


def test_statuses_are_counted_as_they_stand_in_the_files(page: Callable[..., Page]) -> None:
    counted: Counter[tuple[str, str]] = Counter((file, status) for file, _, status in facts())
    rows = cells(page("method"), "The facts of the record")
    words = ("verified", "known", "guess")
    expected = [[counted[file, word] for word in words] for file in (*FILES, "works")]
    expected.append([sum(column) for column in zip(*expected, strict=True)])
    assert [[int(cell) for cell in row[1:]] for row in rows] == [[*row, sum(row)] for row in expected]


def test_every_fact_that_is_not_verified_is_listed_once(page: Callable[..., Page]) -> None:
    method_page = page("method")
    for status in ("known", "guess"):
        expected = [where for _, where, one in facts() if one == status]
        listed = method_page.locator(f"#status-{status} .facts code").all_inner_texts()
        assert sorted(listed) == sorted(expected)
        assert f"({len(expected)})" in method_page.locator(f"#status-{status} h3").inner_text()


def test_slips_are_listed_by_paragraph_and_marked_in_the_concordance(page: Callable[..., Page]) -> None:
    slips = {
        id_: [remark for remark in one.get("remarks", ()) if remark.get("slip")] for id_, one in PARAGRAPHS.items()
    }
    method_page = page("method")
    assert method_page.locator(".slips-of").all_inner_texts() == [f"[{id_}]" for id_, one in slips.items() if one]
    section = method_page.locator("section", has=method_page.locator(".slips-of")).last
    assert section.locator("blockquote").count() == sum(map(len, slips.values()))
    entries = page("concordance")
    for id_, remarks in slips.items():
        assert entries.locator(f"#{id_} blockquote em", has_text="slip or a tension").count() == len(remarks), id_


def test_labels_are_counted_and_the_unreviewed_listed(page: Callable[..., Page]) -> None:
    named = [labels for file in FILES for _, labels in found(raw(f"{file}.toml"), "labels")]
    counted = Counter(label for labels in named for label in labels.items())
    method_page = page("method")
    rows = cells(method_page, "where they come from")
    states = ("from_article", "translated", "attested", "unreviewed")
    assert [[int(cell) for cell in row[1:]] for row in rows[:-1]] == [
        [counted[language, state] for language in ("kk", "ru")] for state in states
    ]
    waiting = cells(method_page, "not yet reviewed")
    assert len(waiting) == sum("unreviewed" in labels.values() for labels in named)
    for column, language in ((1, "kk"), (2, "ru")):
        assert sum(row[column] != "–" for row in waiting) == counted[language, "unreviewed"]


def test_each_paragraph_has_its_entry(page: Callable[..., Page]) -> None:
    entries = page("concordance")
    assert entries.locator("section.entry").evaluate_all("all => all.map(one => one.id)") == list(PARAGRAPHS)
    for id_, one in PARAGRAPHS.items():
        entry = entries.locator(f"section[id='{id_}']")
        text = " ".join(entry.inner_text().split())
        alone = "reports" in one and "reported" not in one
        label = "The article reports:" if alone else "The article says:"
        assert entry.locator("blockquote").first.inner_text().startswith(label), id_
        assert ("Whose view:" in text) == ("reports" in one), id_
        marked = entry.locator("> p > [lang=kk]").all_inner_texts()
        assert {term["kk"] for term in one.get("terms", ())} <= set(marked), id_
        links = entry.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert {f"glossary.html#{concept}" for concept in one.get("concepts", ())} <= set(links), id_
        for cited in one.get("citations", ()):
            number = f"n{cited['number']}"
            pages = f", p. {cited['pages']}" if "pages" in cited else ""
            assert f"[{cited['number']}{pages}], {cited['about']}" in re.sub("[‘’]", "'", text), id_
            assert {f"references.html#{key}" for key in (number, *NUMBERS[number]["works"])} <= set(links), id_
        for remark in one.get("remarks", ()):
            assert {f"references.html#{key}" for key in remark.get("sources", ())} <= set(links), id_
        gists = 1 + ("reported" in one)
        assert entry.locator("> blockquote").count() == gists + len(one.get("remarks", ())), id_
        if "reported" in one:
            assert entry.locator("> blockquote").nth(1).inner_text().startswith("The article reports:"), id_


def test_promises_say_how_far_they_are_kept(page: Callable[..., Page]) -> None:
    entries = page("concordance")
    for id_, one in PARAGRAPHS.items():
        readings = entries.locator(f"section[id='{id_}'] .promises dd")
        promises = one.get("promises", ())
        assert readings.count() == len(promises), id_
        for reading, promise in zip(readings.all(), promises, strict=True):
            assert reading.locator("em").inner_text() == concordance.KEPT[promise["kept"]]
            where = reading.locator("a.paragraph").all_inner_texts()
            assert where[: len(promise["paragraphs"])] == [f"[{place}]" for place in promise["paragraphs"]]


def test_repeats_are_told_both_ways(page: Callable[..., Page]) -> None:
    entries = page("concordance")
    for id_, one in PARAGRAPHS.items():
        for repeat in one.get("repeats", ()):
            here = entries.locator(f"section[id='{id_}'] > p", has_text=concordance.REPEATS[repeat["kind"]])
            assert here.locator(f"a[href='#{repeat['id']}']").count() >= 1
            there = entries.locator(f"section[id='{repeat['id']}'] > p", has_text="Repeated by")
            assert f"[{id_}] ({concordance.REPEATED[repeat['kind']]})" in there.inner_text()


def test_a_chapter_is_linked_where_the_book_has_it(page: Callable[..., Page], site: Path) -> None:
    entries = page("concordance")
    for id_, one in PARAGRAPHS.items():
        line = entries.locator(f"section[id='{id_}'] > p", has_text="Treated in")
        linked = line.locator(f"a[href='{one['chapter']}.html']").count() == 1
        assert linked == (site / "chapters" / f"{one['chapter']}.html").is_file(), id_
        assert line.count() == linked


def test_paragraphs_are_found_by_what_they_cite_and_by_term(page: Callable[..., Page]) -> None:
    entries = page("concordance")
    rows = cells(entries, "own list of references")
    for row, number in zip(rows, NUMBERS.values(), strict=True):
        citing = [
            id_
            for id_, one in PARAGRAPHS.items()
            for cited in one.get("citations", ())
            if cited["number"] == number["number"]
        ]
        assert row[0] == str(number["number"])
        assert re.findall(r"\[([\w-]+)\]", row[1]) == citing
        assert row[3] == concordance.SURE[number["sure"]]
    by_term = {row[0]: re.findall(r"\[([\w-]+)\]", row[1]) for row in cells(entries, "each term has a part")}
    having = {
        f"{one['name']['en']} {one['name']['kk']}".replace("'", "’"): [
            id_ for id_, paragraph in PARAGRAPHS.items() if key in paragraph.get("concepts", ())
        ]
        for key, one in CONCEPTS.items()
    }
    straight = {re.sub("[‘’]", "'", name): places for name, places in by_term.items()}
    assert straight == {name.replace("’", "'"): places for name, places in having.items() if places}


def test_numbers_stand_in_the_references_with_their_reading(page: Callable[..., Page]) -> None:
    references = page("references")
    for id_, number in NUMBERS.items():
        row = references.locator(f"tr#{id_}")
        assert re.sub("[‘’]", "'", row.locator("td").last.inner_text()) == number["reading"]
        assert row.locator("a[href^='#']:not(.paragraph)").count() == len(number["works"])


def test_each_work_stands_once_and_in_its_language(page: Callable[..., Page]) -> None:
    references = page("references")
    listed = references.locator("ul.references > li").evaluate_all("all => all.map(one => one.id)")
    assert sorted(listed) == sorted(WORKS)
    cases = {key for case in raw("activities.toml").values() for key in case["sources"]}
    elsewhere = {
        key
        for file in (*(one for one in FILES if one != "activities"), "questions")
        for key in re.findall(
            r'"([\w-]+)"',
            " ".join(re.findall(r"(?:sources|works) = \[(.*?)\]", (SEEDS / f"{file}.toml").read_text("utf-8"))),
        )
    }
    second = references.locator("#sources-of-the-cases ul.references > li").evaluate_all(
        "all => all.map(one => one.id)"
    )
    assert set(second) == cases - elsewhere
    for key, fields in WORKS.items():
        language = re.search(r"langid\s*=\s*\{(\w+)\}", fields)
        if language and language[1] != "en":
            assert references.locator(f"li#{key} em [lang={language[1]}]").count() == 1, key


def test_every_link_between_pages_arrives(site: Path) -> None:
    text = {path.name: path.read_text("utf-8") for path in (site / "chapters").glob("*.html")}
    ids = {name: set(re.findall(r'\bid="([^"]+)"', page)) for name, page in text.items()}
    for name in PAGES:
        body = re.sub(r"<script.*?</script>", "", text[f"{name}.html"], flags=re.DOTALL)
        for file, hash_ in re.findall(r'href="([\w-]+\.html)?#([\w-]+)"', body):
            assert hash_ in ids[file or f"{name}.html"], (name, file, hash_)


def test_the_concordance_is_light(site: Path) -> None:
    assert (site / "chapters" / "concordance.html").stat().st_size < HEAVIEST


def test_the_map_lives_in_the_concordance(open_page: OpenPage) -> None:
    visit = open_page("chapters/concordance.html")
    visit.page.locator(".map .explorer[data-ready]").wait_for()
    assert visit.console == []
    assert visit.refused == []


# --- the glossary ----------------------------------------------------------------------------------------------------


def test_terms_stand_in_three_languages(page: Callable[..., Page]) -> None:
    terms = page("glossary", java_script_enabled=False)
    entries = terms.locator("dl.glossary")
    assert sorted(entries.locator("> dt").evaluate_all("all => all.map(one => one.id)")) == sorted(CONCEPTS)
    for id_, one in CONCEPTS.items():
        definition = entries.locator(f"dt#{id_} + dd")
        for language in ("kk", "ru"):
            assert definition.locator(f".names [lang={language}]").inner_text() == one["name"][language], id_
        assert definition.locator(".form").all_inner_texts() == one.get("forms", []), id_
    unmarked = """() => { const walk = document.createTreeWalker(document.querySelector('.bd-article'), NodeFilter.SHOW_TEXT);
        const found = []; while (walk.nextNode()) if (/[\\u0400-\\u04ff]{2}/.test(walk.currentNode.data)
        && !walk.currentNode.parentElement.closest('[lang]:not(html)')) found.push(walk.currentNode.data); return found; }"""
    for name in PAGES:
        assert page(name).evaluate(unmarked) == [], name


@pytest.mark.parametrize(("language", "section"), [("kk", "kazakh-terms"), ("ru", "russian-terms")])
def test_each_language_has_its_index_without_scripts(page: Callable[..., Page], language: str, section: str) -> None:
    terms = page("glossary", java_script_enabled=False)
    lines = terms.locator(f"#{section} li")
    listed = lines.locator("[lang]").all_inner_texts()
    assert set(listed) == {one["name"][language] for one in CONCEPTS.values()}
    assert len(listed) == len(set(listed))
    targets = lines.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert sorted(targets) == sorted(f"#{id_}" for id_ in CONCEPTS)
    order = {"kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя", "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"}[language]
    firsts = [order.index(next(letter for letter in one.casefold() if letter in order)) for one in listed]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("Soft POWER", "soft-power"),
        ("жұмсақ күш", "soft-power"),
        ("жумсак куш", "soft-power"),
        ("мягкая", "soft-power"),
        ("мягкой силы", "soft-power"),
        ("жесткая сила", "hard-power"),
        ("жёсткая", "hard-power"),
        ("ынтымактастык", "cooperation"),
        ("озара тауелдилик", "interdependence"),
        ("non governmental", "non-governmental-organisation"),
        ("НПО", "non-governmental-organisation"),
        ("peoples", "peoples-diplomacy"),
    ],
)
def test_the_filter_finds(open_page: OpenPage, site: Path, scheme: str, typed: str, term: str) -> None:
    address = "chapters/glossary.html"
    visit = open_page(address if scheme == "http" else (site / address).resolve().as_uri())
    visit.page.locator(FILTER).fill(typed)
    ids = shown(visit.page)
    assert term in ids
    assert len(ids) < len(CONCEPTS) / 2
    assert visit.page.locator(".glossary-filter [role=status]").inner_text() == f"{len(ids)} of {len(CONCEPTS)} terms"
    assert visit.console == []


def test_the_filter_is_labelled_says_its_count_and_is_cleared_by_escape(page: Callable[..., Page]) -> None:
    terms = page("glossary")
    field = terms.get_by_role("searchbox", name="Find a term")
    status = terms.locator(".glossary-filter").get_by_role("status")
    assert status.inner_text() == f"{len(CONCEPTS)} terms"
    field.fill("zzz")
    assert shown(terms) == []
    assert status.inner_text().startswith(f"0 of {len(CONCEPTS)} terms. Try ")
    field.press("Escape")
    assert field.input_value() == ""
    assert len(shown(terms)) == len(CONCEPTS)
    assert field.evaluate("one => one === document.activeElement")
    # Words of the definitions and of the labels' states are not names.
    field.fill("our translation")
    assert shown(terms) == []


def test_a_link_to_a_term_shows_it_whatever_is_filtered(open_page: OpenPage) -> None:
    terms = open_page("chapters/glossary.html?q=monologue").page
    assert shown(terms) == ["monologue"]
    assert terms.locator(FILTER).input_value() == "monologue"
    terms.locator("#russian-terms a[href='#soft-power']").click()
    assert terms.locator("#soft-power").is_visible()
    assert terms.locator(FILTER).input_value() == ""
    terms.locator(FILTER).fill("monologue")
    terms.locator("#kazakh-terms a[href='#soft-power']").click()  # the address is the same already
    assert terms.locator("#soft-power").is_visible()
    both = open_page("chapters/glossary.html?q=monologue#soft-power").page
    assert both.locator("#soft-power").is_visible()
    assert both.locator("#soft-power").evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_without_scripts_there_is_no_field_and_no_sideways_scroll(page: Callable[..., Page]) -> None:
    assert page("glossary", java_script_enabled=False).locator(FILTER).count() == 0
    for name in PAGES:
        still = page(name, java_script_enabled=False, width=320, height=640)
        main = still.locator("main").bounding_box()
        assert main is not None
        assert main["width"] <= 320, name
        assert still.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_the_filter_is_named_where_the_terms_are(site: Path) -> None:
    named = [path.stem for path in (site / "chapters").glob("*.html") if "glossary.js" in path.read_text("utf-8")]
    assert named == ["glossary"]


# --- small parts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "kazakh"),
    [("жұмсақ күштің", True), ("акторлар", True), ("насихат", True), ("мягкой силы", False), ("держава", False)],
)
def test_a_form_is_marked_with_its_language(form: str, kazakh: bool) -> None:  # noqa: FBT001
    assert glossary.is_kazakh(form, glossary.kazakh_words(load())) == kazakh


@pytest.mark.parametrize(
    ("options", "address"),
    [
        (
            {"repository_url": "https://example.org/course/", "use_issues_button": True},
            "https://example.org/course/issues",
        ),
        ({"repository_url": "https://github.com/executablebooks/jupyter-book", "use_issues_button": False}, None),
        ({}, None),
    ],
)
def test_errors_are_reported_where_the_book_says(options: dict[str, Any], address: str | None) -> None:
    app: Any = SimpleNamespace(config=SimpleNamespace(html_theme_options=options))
    (line,) = method.report(Written(app, "chapters/method"), load())
    assert [link["refuri"] for link in line.findall(nodes.reference)] == ([address] if address else [])
    assert address or "whoever gave you this course" in line.astext()


def test_ids_of_all_kinds_differ() -> None:
    article = load()
    kinds = (article.paragraphs, article.works, article.numbers, article.concepts)
    assert len({id_ for kind in kinds for id_ in kind}) == sum(map(len, kinds))


def test_each_part_has_its_page() -> None:
    pages = "".join(path.read_text("utf-8") for path in (SEEDS.parent / "chapters").glob("*.md"))
    assert set(re.findall(r"^```\{seeds\} ([\w-]+)$", pages, re.MULTILINE)) == set(backmatter.PARTS)
