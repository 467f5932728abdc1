"""Make the e-book: an EPUB 3 of all pages, with the maps' pictures taken in the browser."""

from __future__ import annotations

import sys
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

import about
import browser
import fonts
import pages
import pictures
from about import About
from bs4 import Tag

OUT = about.ROOT / "_build" / "epub"
STYLE = Path(__file__).with_name("epub.css")
NAMESPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
COVER, TITLE, NAV = "cover.xhtml", "title.xhtml", "nav.xhtml"
#: What a page is, in the words of EPUB and of ARIA; any other is a chapter.
KINDS = {"glossary": ("glossary", "doc-glossary"), "references": ("bibliography", "doc-bibliography")}
SUMMARY = (
    "Headings, lists, tables with heads and captions, and links carry the structure. Words in Kazakh and Russian are "
    "marked as such. Each map is a picture with a description; its words and a table of what it shows follow it. "
    "Lines at the side of a block tell whose words it holds; a label says the same."
)
METADATA = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    *(
        ("schema:accessibilityFeature", feature)
        for feature in (
            "alternativeText",
            "displayTransformability",
            "longDescription",
            "readingOrder",
            "structuralNavigation",
            "tableOfContents",
        )
    ),
    ("schema:accessibilityHazard", "none"),
    ("schema:accessibilitySummary", SUMMARY),
)
CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)


@dataclass(frozen=True)
class Item:
    """A file of the e-book: its path within ``EPUB/``, what it holds, what the manifest says of it."""

    path: str
    content: bytes
    media: str = "application/xhtml+xml"
    properties: str = ""
    in_spine: bool = False

    @property
    def id(self) -> str:
        """The file's name in the manifest."""
        return "f-" + self.path.replace("/", "-")


def document(title: str, body: str, language: str, css: str = "epub.css") -> bytes:
    """Write a page of the e-book, and see that it is well-formed.

    Raises
    ------
    EditionError
        When it is not, with the place.

    """
    text = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html {NAMESPACES} lang="{language}" '
        f'xml:lang="{language}"><head><title>{escape(title)}</title><link rel="stylesheet" href="{css}"/></head>'
        f"<body>{body}</body></html>\n"
    )
    try:
        ET.fromstring(text)  # noqa: S314  (written here, from the book's own pages)
    except ET.ParseError as fault:
        raise pages.EditionError(f"{title}: its markup is no XHTML ({fault}).") from fault
    return text.encode()


def illustrate(page: pages.Page, taken: Sequence[bytes]) -> Iterator[Item]:
    """Put pictures in the place of a page's drawings, each with a description; yield their files."""
    for number, (figure, picture) in enumerate(zip(pages.figures(page), taken, strict=True), 1):
        drawing = pages.one(figure, "svg.map-still")
        path = f"images/{page.name}-{number}.png"
        image = pages.soup("<img/>").img
        assert image is not None  # noqa: S101  (for the type checker)
        image["src"], image["alt"] = path, describe(figure, str(drawing["aria-label"]))
        drawing.replace_with(image)
        for legend in figure.select(".map-key"):
            legend.decompose()  # the picture has it
        yield Item(path, picture, "image/png")


def describe(figure: Tag, title: str) -> str:
    """Describe a picture: what it is called, what the map first says, where the rest stands."""
    said = figure.find_next_sibling("p")
    if "cover" in (figure.get("class") or ()) or said is None:
        return title
    return f"{title}: {said.get_text(' ', strip=True)} The words and the table below say all that it shows."


def written(page: pages.Page, language: str) -> Item:
    """Write one page of the book."""
    for node in page.body.select("[lang]"):
        node["xml:lang"] = node["lang"]
    kind, role = KINDS.get(page.name, ("chapter", "doc-chapter"))
    number = pages.chapter_number(page)
    if number:
        pages.one(page.body, "h1").insert(0, pages.soup(f'<span class="number">Chapter {number}</span> '))
    page.body["epub:type"], page.body["role"] = kind, role
    body = page.body.decode(formatter="minimal")
    return Item(f"{page.name}.xhtml", document(page.title, body, language), in_spine=True)


def first_pages(own: About) -> list[Item]:
    """Write the cover's page and the title page."""
    cover = (
        f'<section epub:type="cover" class="cover"><img src="images/cover.png" alt="{escape(own.title)}"/></section>'
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in about.NOTES)
    title = (
        f'<section epub:type="titlepage"><h1>{escape(own.title)}</h1><p>{escape(own.author)}</p>{notes}'
        f"<p>Version {own.version}, {own.date.year}. {about.LICENCE}</p></section>"
    )
    return [
        Item(COVER, document("Cover", cover, own.language), in_spine=True),
        Item(TITLE, document(own.title, title, own.language), in_spine=True),
    ]


def navigation(book: Sequence[pages.Page], own: About) -> Item:
    """Write the contents, with each page's sections, and the landmarks."""
    listed = ""
    for part, members in groupby(book, key=lambda page: page.part):
        lines = "".join(map(entry, members))
        listed += f"<li><span>{escape(part)}</span><ol>{lines}</ol></li>" if part else lines
    marks = (
        ("toc", NAV, "Contents"),
        ("bodymatter", f"{book[0].name}.xhtml", "Begin reading"),
        ("glossary", "glossary.xhtml", "Glossary"),
        ("bibliography", "references.xhtml", "References"),
    )
    landmarks = "".join(f'<li><a epub:type="{kind}" href="{href}">{text}</a></li>' for kind, href, text in marks)
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>Contents</h1><ol>{listed}</ol></nav>'
        f'<nav epub:type="landmarks" hidden="hidden"><h2>Landmarks</h2><ol>{landmarks}</ol></nav>'
    )
    return Item(NAV, document("Contents", body, own.language), properties="nav", in_spine=True)


def entry(page: pages.Page) -> str:
    """List a page, with the sections right below its title."""
    number = pages.chapter_number(page)
    title = escape(f"{number}. {page.title}" if number else page.title)
    below = page.body.find_all("section", id=True, recursive=False)
    named = ((section["id"], escape(pages.one(section, "h2").get_text(strip=True))) for section in below)
    sections = "".join(f'<li><a href="{page.name}.xhtml#{id_}">{words}</a></li>' for id_, words in named)
    return f'<li><a href="{page.name}.xhtml">{title}</a>{f"<ol>{sections}</ol>" if sections else ""}</li>'


def package(items: Sequence[Item], own: About) -> str:
    """Write the package document: particulars, manifest, order of reading."""
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, own.stem)
    metas = "".join(f'<meta property="{name}">{escape(text)}</meta>' for name, text in METADATA)
    manifest = "".join(
        f'<item id="{one.id}" href="{one.path}" media-type="{one.media}"'
        + (f' properties="{one.properties}"/>' if one.properties else "/>")
        for one in items
    )
    spine = "".join(f'<itemref idref="{one.id}"/>' for one in items if one.in_spine)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="id" xml:lang="{own.language}"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier><dc:title>{escape(own.title)}</dc:title>'
        f"<dc:language>{own.language}</dc:language><dc:creator>{escape(own.author)}</dc:creator>"
        f"<dc:date>{own.date:%Y-%m-%d}</dc:date><dc:rights>{about.LICENCE}</dc:rights>"
        f'<meta property="dcterms:modified">{own.date:%Y-%m-%dT%H:%M:%SZ}</meta>{metas}</metadata>'
        f"<manifest>{manifest}</manifest><spine>{spine}</spine></package>\n"
    )


def save(path: Path, items: Sequence[Item], own: About) -> None:
    """Pack the files; all carry the book's date, so that one source gives one file."""
    files: Mapping[str, bytes] = {
        "META-INF/container.xml": CONTAINER.encode(),
        "EPUB/package.opf": package(items, own).encode(),
        **{f"EPUB/{one.path}": one.content for one in items},
    }
    date = own.date.timetuple()[:6]
    with zipfile.ZipFile(path, "w") as archive:
        # The format asks for this one first, and not compressed.
        archive.writestr(zipfile.ZipInfo("mimetype", date), "application/epub+zip")
        for name, content in files.items():
            info = zipfile.ZipInfo(name, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, compresslevel=9)


def assemble(book: Sequence[pages.Page], own: About) -> list[Item]:
    """Make every file of the e-book, the pictures first."""
    style = fonts.declared(fonts.SERIF, lambda path: f"fonts/{path.name}") + STYLE.read_text("utf-8")
    items = [Item("epub.css", style.encode(), "text/css")]
    items += [Item(f"fonts/{face.path.name}", face.path.read_bytes(), "font/ttf") for face in fonts.SERIF]
    with browser.chromium() as chromium:
        items.append(Item("images/cover.png", pictures.cover(chromium, own), "image/png", "cover-image"))
        for page, taken in pictures.maps(chromium, book):
            items += illustrate(page, taken)
    for _, link, target in list(pages.links(book)):
        link["href"] = f"{target.page}.xhtml" + (f"#{target.place}" if target.place else "")
    contents = navigation(book, own)  # while the titles have no numbers yet
    cover, title = first_pages(own)
    return [*items, cover, title, contents, *(written(page, own.language) for page in book)]


def main() -> int:
    """Make the e-book, and say what it is; or say in one line what is missing."""
    own = about.about()
    try:
        items = assemble(pages.read(about.HTML), own)
    except pages.EditionError as fault:
        print(fault, file=sys.stderr)
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{own.stem}.epub"
    save(path, items, own)
    print(f"EPUB: {about.made(path)}, {sum(one.media == 'image/png' for one in items)} pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
