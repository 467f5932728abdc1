"""Where a chapter runs: the panel under its title, and what the page of all places gets from the settings.

One setting makes the places elsewhere appear, Jupyter Book's own ``repository: url`` in ``_config.yml``:
from it the theme works out the addresses at Binder and Colab. Without it no page names an address. What
only some copies of the book have (Python in the browser, the files of a whole book) is written ``hidden``
with ``data-run="browser"`` or the like; whoever puts such a copy together takes ``hidden`` away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.docutils import SphinxDirective

from widgets.book import chrome
from widgets.seeds import nearest

REPOSITORY = re.compile(r"https://[\w.-]+(?:/[\w.-]+)+/[\w.-]+")
#: Stands in a chapter until its page is written and the theme has worked its addresses out.
PANEL = '<div class="run-chapter-panel"></div>'
#: The page of all places, and where a copy keeps Python for the browser and its downloads.
PAGE = "chapters/run"
BROWSER = "lite/notebooks/index.html"
DOWNLOADS = "downloads/public-diplomacy-course"
DISTRIBUTION = "public-diplomacy-course"
#: The files of a whole book, by the end of their names.
FILES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "zip": ("The book as a zip file", "unpack it and open index.html by a double-click; no server, no network"),
        "pdf": (
            "The book as a PDF",
            "for paper and for tablets; each map as its first picture with its table",
        ),
        "epub": ("The book as an EPUB", "for e-readers and reading aloud; maps as pictures with their words"),
    }
)


def configure(_app: Sphinx, config: Config) -> None:
    """Check the repository's address, and drop the places that need one where there is none.

    Raises
    ------
    ConfigError
        The address is not that of a repository.

    """
    options = config.html_theme_options
    address = str(options.get("repository_url") or "").strip().rstrip("/").removesuffix(".git")
    if not address:
        # The theme would ask for the parts of an address that is not there.
        options.pop("launch_buttons", None)
    elif not REPOSITORY.fullmatch(address):
        message = f"_config.yml: repository url: {address!r} is no address such as https://github.com/OWNER/NAME"
        raise ConfigError(message)
    # A value of our own, since the page of all places has to be read again when it changes.
    options["repository_url"] = config.course_repository = address


def mark(app: Sphinx, doctree: nodes.document) -> None:
    """Keep a place for the panel under the title of a chapter that is a notebook."""
    if chrome.is_site(app) and Path(app.env.doc2path(app.env.docname)).suffix == ".ipynb":
        title = next(doctree.findall(nodes.title))
        title.parent.insert(title.parent.index(title) + 1, nodes.raw("", PANEL, format="html"))


def launches(context: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the theme's links to places that run the page's notebook; none unless they are configured."""
    groups = [one for one in context.get("header_buttons", []) if one.get("label") == "launch-buttons"]
    return [
        {"url": str(item["url"]), "text": str(item["text"])}
        for group in groups
        for item in group["buttons"]
        if item.get("type") == "link"
    ]


def fill(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Write the panel where its place was kept."""
    body = str(context.get("body", ""))
    if not chrome.is_site(app) or PANEL not in body:
        return
    pathto: Callable[..., str] = context["pathto"]
    panel = app.builder.templates.render(
        "sections/run.html",
        {
            "icon": context["icon"],
            "browser": f"{pathto(BROWSER, resource=True)}?path={PurePosixPath(pagename).name}.ipynb",
            "launches": launches(context),
            "notebook": pathto(f"_sources/{context['sourcename']}", resource=True),
            "places": pathto(PAGE),
        },
    )
    context["body"] = body.replace(PANEL, panel, 1)


def source(config: Config) -> str:
    """Return what pip is told to install: the package, and the repository it comes from."""
    return f'"{DISTRIBUTION} @ git+{config.course_repository or "ADDRESS"}"'


def _code(text: str) -> Iterator[nodes.Node]:
    yield nodes.literal_block(text, text, language="text")


def _colab(_app: Sphinx, config: Config) -> Iterator[nodes.Node]:
    """Write the one line that a chapter needs in Colab."""
    yield from _code(f"%pip install -q {source(config)}")


def _pip(_app: Sphinx, config: Config) -> Iterator[nodes.Node]:
    """Write the commands that put the maps into any Jupyter."""
    yield from _code(f"pip install jupyterlab {source(config)}\njupyter lab")


def _address(_app: Sphinx, config: Config) -> Iterator[nodes.Node]:
    """Say where the repository is, or what stands for it."""
    if address := config.course_repository:
        link = nodes.reference("", address, refuri=address)
        yield nodes.paragraph("", "", nodes.Text("The repository of this course: "), link, nodes.Text("."))
    else:
        stands = "On this page, ADDRESS stands for the address of the repository that you got this course from."
        yield nodes.paragraph("", stands)


def _downloads(app: Sphinx, _config: Config) -> Iterator[nodes.Node]:
    """List the files of the whole book, each hidden until a copy has it."""
    if not chrome.is_site(app):
        return
    up = "../" * app.env.docname.count("/")
    items = "".join(
        f'<li hidden data-run="{kind}">'
        f'<a href="{up}{DOWNLOADS}.{kind}" download>{escape(name)}</a>: {escape(use)}.</li>'
        for kind, (name, use) in FILES.items()
    )
    yield nodes.raw("", f'<ul class="run-downloads">{items}</ul>', format="html")


Part = Callable[[Sphinx, Config], Iterator[nodes.Node]]
PARTS: Mapping[str, Part] = MappingProxyType(
    {"address": _address, "colab": _colab, "pip": _pip, "downloads": _downloads}
)


class Run(SphinxDirective):
    """``{run} colab``: write here what depends on the settings or on the copy."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Write the part, or say which parts there are."""
        part = self.arguments[0]
        if part not in PARTS:
            raise self.error(f'no part "{part}"; {nearest(part, PARTS)}')
        return list(PARTS[part](self.env.app, self.config))


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_config_value("course_repository", "", "env", [str])
    app.add_directive("run", Run)
    # Before the theme takes the address apart.
    app.connect("config-inited", configure, priority=400)
    app.connect("doctree-read", mark)
    # When the page's links and icons are there.
    app.connect("html-page-context", fill, priority=950)
