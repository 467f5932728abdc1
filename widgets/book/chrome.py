"""The page around the text: head, bar, navigation, formulas, and what is left out.

The theme stays installed, and its functions still make the lists of contents. Its page is replaced
by the templates beside this module, because three quarters of what it loads (an icon font with a
1.5 MB script, a general CSS framework and its script, a live-code loader, a formula renderer from
another host) is never used here, asks other hosts, or writes errors to the console.

Templates do the replacing, so no written page is edited afterwards. What the theme and the other
extensions still add to a page through Sphinx is filtered in `html-page-context`; the files that no
page names any more are taken out of the output when the build ends.
"""

import re
import shutil
from html import escape
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from widgets.book import icons

HERE: Final = Path(__file__).parent
THEME: Final = "course_page"
LOGGER: Final = logging.getLogger(__name__)

#: Assets, by a part of their address or of their inline text, and the pattern a page's body has to
#: contain for them to stay. `None`: they never stay. The search page keeps what it needs.
ASSETS: Final[dict[str, str | None]] = {
    "thebe": None,
    "sphinx-book-theme": None,
    "clipboard": None,  # book.js copies code: a third of the bytes, and buttons with names
    "copybutton": None,
    "DOCUMENTATION_OPTIONS.pagename": None,
    "toggle": None,  # `<details>` folds without a script
    "sphinx-design": r'class="[^"]*\bsd-',
    "design-tabs": r'class="[^"]*\bsd-tab-',
    "mystnb": None,  # 43 kB of palettes; book.css has cells and eight colours for terminal output
    "documentation_options": None,  # these three: only on the search page
    "doctools": None,
    "sphinx_highlight": None,
}
SEARCH_ASSETS: Final = ("documentation_options", "doctools", "sphinx_highlight")

#: What the theme and other extensions copy to `_static` and no page names, as globs.
UNUSED_FILES: Final = (
    "vendor",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
    "basic.css",
    "file.png",
    "minus.png",
    "plus.png",
    "images/logo_*",
    "scripts/*",
    "styles/*",
    "sphinx-thebe.*",
    "copybutton*",
    "clipboard.min.js",
    "check-solid.svg",
    "copy-button.svg",
    "play-solid.svg",
    "mystnb.*.css",
    "togglebutton.*",
    "locales",
    ".gitignore",
)

LONGEST_DESCRIPTION: Final = 160
VIEWPORT: Final = re.compile(r'<meta [^>]*name="viewport"[^>]*>\s*')
THEBE: Final = re.compile(r"x-thebe-config|\bkernelName\b")


def configure(_app: Sphinx, config: Config) -> None:
    """Choose the page's theme, and settle what it depends on."""
    if config.html_theme == "sphinx_book_theme":
        config.html_theme = THEME
    # Summaries are fetched page by page, which a page opened from a disk may not do.
    config.html_show_search_summary = False
    config.html_math_renderer = "mathml"


def is_site(app: Sphinx) -> bool:
    """Tell whether this build writes the pages of the site, not an EPUB's or another's."""
    return app.builder.name in {"html", "dirhtml"} and app.config.html_theme == THEME


def add_assets(app: Sphinx) -> None:
    """Serve the style sheet, the script and the favicon from this package."""
    if not is_site(app):
        return
    static = str(HERE / "static")
    if static not in app.config.html_static_path:
        app.config.html_static_path.append(static)
    app.add_js_file("book.js", priority=900, defer="defer")


def complete_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the templates what they ask for, and drop the assets the page does not use."""
    if not is_site(app):
        return
    context["icon"] = icons.svg
    context["is_search"] = templatename == "search.html"
    context["root_title"] = app.env.titles[app.config.root_doc].astext()
    context["page_links"] = page_links(context)
    context["page_description"] = description(
        app.env.metadata.get(pagename, {}), str(context.get("metatags", "")), doctree
    )
    context["navigation"] = navigation(context)
    # The basic page writes this one already.
    context["metatags"] = VIEWPORT.sub("", str(context.get("metatags", "")))
    body = str(context.get("body", ""))
    if body:
        # A name other than the words one sees is no help to those who speak to their computer.
        context["body"] = body = body.replace(' aria-label="Toggle hidden content"', "")
    for kind in ("css_files", "script_files"):
        # In place: extensions that run later append to this very list.
        context[kind][:] = [
            asset for asset in context[kind] if stays(asset_label(asset), body, search=bool(context["is_search"]))
        ]


def asset_label(asset: object) -> str:
    """Return what an asset can be known by: its address, or its inline text."""
    attributes = getattr(asset, "attributes", {})
    return str(getattr(asset, "filename", None) or attributes.get("body") or asset)


def stays(label: str, body: str, *, search: bool) -> bool:
    """Tell whether a page with this body keeps the asset."""
    if search and any(name in label for name in SEARCH_ASSETS):
        return True
    for name, pattern in ASSETS.items():
        if name in label:
            return pattern is not None and re.search(pattern, body) is not None
    return True


def page_links(context: dict[str, Any]) -> list[dict[str, str]]:
    """Return the links to places where the page lives; none unless they are configured."""
    found: list[dict[str, str]] = []
    for button in context.get("header_buttons", []):
        if button.get("label") == "launch-buttons":
            continue  # where it runs stands under its title: places.py
        for item in button.get("buttons", [button]):
            label = str(item.get("label", ""))
            if item.get("type") == "link" and not label.startswith("download"):
                text = str(item.get("text") or item.get("tooltip") or label)
                found.append({"url": str(item["url"]), "text": text})
    return found


def navigation(context: dict[str, Any]) -> str:
    """Return the book's contents as a list, with the page one is on marked for everyone."""
    listed = str(context["toctree"](collapse=False, includehidden=True, titles_only=True) or "")
    return re.sub(
        r'<a class="current reference internal" href="#">',
        '<a class="current reference internal" href="#" aria-current="page">',
        listed,
    )


def description(metadata: dict[str, Any], metatags: str, doctree: nodes.document | None) -> str:
    """Return the page's description: its own, or its first paragraph cut at a sentence."""
    if 'name="description"' in metatags:
        return ""  # already written from `html_meta`
    if own := metadata.get("description"):
        return str(own)
    if doctree is None:
        return ""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            return shortened(paragraph.astext())
    return ""


def shortened(text: str) -> str:
    """Cut a text to the length of a description, at a sentence or else at a word."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    head = text[: LONGEST_DESCRIPTION + 1]
    ends = [match.end() for match in re.finditer(r"[.!?…](?=\s)", head)]
    if ends and ends[-1] > LONGEST_DESCRIPTION // 3:
        return head[: ends[-1]]
    return head[: LONGEST_DESCRIPTION - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def drop_live_code(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Take out the settings that the live-code extension writes into every page."""
    for raw in list(doctree.findall(nodes.raw)):
        if raw.get("format") == "html" and THEBE.search(raw.astext()):
            raw.parent.remove(raw)


def remove_unused_files(app: Sphinx, exception: Exception | None) -> None:
    """Remove from the output what no page names, so that nobody can fetch it.

    Sphinx copies these anew in each build, so this may run any number of times.
    """
    if exception is not None or not is_site(app):
        return
    static = Path(app.outdir) / "_static"
    for pattern in UNUSED_FILES:
        for path in sorted(static.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    for folder in ("scripts", "styles", "images"):
        if (path := static / folder).is_dir() and not any(path.iterdir()):
            path.rmdir()


def mathml(node: nodes.math | nodes.math_block, display: str) -> str:
    """Return the formula as MathML, which browsers draw without a script."""
    source = node.astext()
    try:
        drawn = str(convert(source, display=display))
    except Exception as fault:  # noqa: BLE001 - the converter has no common error; show the source
        LOGGER.warning("formula not understood: %s (%r)", source, fault, location=node)
        return f"<code>{escape(source)}</code>"
    return drawn.replace("<math ", f'<math alttext="{escape(source)}" ', 1)


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(mathml(node, "inline") + "</span>")
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on its own, with its number and a link to it."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    self.body.append(mathml(node, "block"))
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Connect the page's parts; called by the extension `widgets.book`."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.add_html_theme(THEME, str(HERE / "templates"))
    # Late, after the theme and the other extensions have added their own.
    app.connect("config-inited", configure, priority=900)
    app.connect("builder-inited", add_assets, priority=900)
    app.connect("doctree-resolved", drop_live_code, priority=900)
    app.connect("html-page-context", complete_context, priority=900)
    app.connect("build-finished", remove_unused_files, priority=900)
