"""A map's place in a page without a kernel.

A notebook's output names a widget by a random id and keeps its state, with a copy of the front
end, apart. Here both become one element: the first selection as picture, words and table, which is
what a page without scripts shows, and the map's data, from which ``mount.js`` makes it live with
the same front end that a kernel's page runs. A bare plotly figure gets the same treatment. A page
that is no notebook asks for a map with the directive ``map``.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from widgets import MAPS
from widgets.book import chrome, links, svg
from widgets.explorer import fallback, opening_figure
from widgets.explorer.parts import Table
from widgets.explorer.plotlyjs import plotly_js
from widgets.seeds import nearest

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
FIGURE = "application/vnd.plotly.v1+json"

FRONT_END = Path(__file__).parents[1] / "explorer"
LOGGER = logging.getLogger(__name__)


def quiet(_app: Sphinx, config: Config) -> None:
    """Keep the stock widget loader, which asks two other hosts, off every page."""
    config.nb_ipywidgets_js = {}


def mount(app: Sphinx, doctree: nodes.document) -> None:
    """Put a mount in the place of every widget view of a page just read."""
    docname = app.env.docname
    scripts = getattr(app.env, "nb_metadata", {}).get(docname, {}).get("js_files", {})
    _, kept = scripts.pop("ipywidgets_state", (None, {"body": '{"state": {}}'}))
    models = json.loads(kept["body"])["state"]
    for bundle in list(doctree.findall(_is_bundle)):
        outputs = {child["mime_type"]: child for child in bundle.children if isinstance(child, nodes.Element)}
        view, text = outputs.get(VIEW), outputs.get("text/html")
        if view is None:
            continue
        found = re.search(r'"model_id":\s*"(\w+)"', view.astext())
        state = models.get(found[1], {}).get("state", {}) if found else {}
        if text is None or "spec" not in state:
            LOGGER.warning("a widget that is no Explorer would be dead in the page", location=bundle)
            continue
        if "quiz" in state["spec"]:
            doctree.setdefault("quizzes", []).append(state["spec"])
        bundle.remove(view)
        markup = _element(app, docname, state["spec"], state["value"], text.astext())
        text.children = [nodes.raw("", markup, format="html")]


class Map(SphinxDirective):
    """``{map} concordance``: put that map here, as it opens."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Make the map, and write it as a notebook's would be."""
        name = self.arguments[0]
        if name not in MAPS:
            raise self.error(f'no map "{name}"; {nearest(name, MAPS)}')
        module = import_module(f"widgets.maps.{name}")
        if "explore" not in module.EXPLORERS:
            raise self.error(f'"{name}" cannot be put here: it has no `explore`')
        explorer = module.explore()
        outputs, _ = explorer._repr_mimebundle_()
        markup = _element(self.env.app, self.env.docname, explorer.spec, explorer.value, outputs["text/html"])
        return [nodes.container("", nodes.raw("", markup, format="html"), classes=["map"])]


def _is_bundle(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def _element(app: Sphinx, docname: str, spec: Mapping[str, Any], value: Mapping[str, Any], text: str) -> str:
    """Write one map: picture, words and table, and its data with the address of each reference."""
    hrefs = {id_: links.address(app, docname, id_) for id_ in sorted(_references(spec))}
    data = _script({"spec": spec, "value": value, "hrefs": hrefs})
    still = f'<div class="explorer-still">{_picture(spec, value)}{links.resolve(app, docname, text)}</div>'
    return f'<div class="explorer-mount">{still}{data}</div>'


def _references(data: Any) -> set[str]:  # noqa: ANN401  (any JSON value)
    """Find the ids that statements anywhere in a specification refer to."""
    if isinstance(data, Mapping):
        own = {ref["id"] for ref in data.get("refs", ())}
        return own.union(*map(_references, data.values()))
    return set().union(*map(_references, data)) if isinstance(data, list) else set()


def _picture(spec: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    """Draw the selection that the page opens with."""
    figure = opening_figure(spec, value)
    return svg.draw(figure, spec["title"], dark=spec["dark"]) if figure else ""


def in_script(data: object) -> str:
    """Write data as a script element's content; no text in it can end the element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _script(data: object) -> str:
    return f'<script type="application/json">{in_script(data)}</script>'


class PlotlyFigure:
    """Render a plotly figure that is a cell's result (found by its entry point)."""

    mime_priority_overrides = (("*", FIGURE, 5),)

    @staticmethod
    def handle_mime(_renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:  # noqa: FBT001
        """Give a mount with the figure's data, its picture-less words and a table of its points."""
        if inline or data.mime_type != FIGURE:
            return None
        content = data.content if isinstance(data.content, dict) else json.loads(data.string)
        figure = {"data": content["data"], "layout": content["layout"]}
        markup = f'<figure class="plotly-mount">{_script(figure)}{_alternative(figure)}</figure>'
        return [nodes.raw("", markup, format="html")]


def _alternative(figure: Mapping[str, Any]) -> str:
    """Say what a bare figure shows: its own words and table where it brings them, else its points."""
    meta = figure["layout"].get("meta") or {}
    summary = meta.get("summary") or figure["layout"].get("title", {}).get("text", "Chart")
    given = meta.get("table") or _points(figure["data"])
    table = Table(summary, tuple(given["columns"]), tuple(tuple(row) for row in given["rows"]))
    return (
        f"<figcaption>{fallback.inline(summary)}</figcaption>"
        '<details class="explorer-table"><summary>Show as table</summary><div class="explorer-scroll" '
        f'tabindex="0" role="region" aria-label="Table of the chart">{fallback.table(table)}</div></details>'
    )


def _points(traces: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Tabulate the points of every trace that a reader can point at."""
    rows = []
    for i, trace in enumerate(traces):
        if trace.get("hoverinfo") == "skip":
            continue
        columns = [trace.get(key) or () for key in ("text", "x", "y")]
        name = str(trace.get("name") or f"series {i + 1}")
        points = itertools.zip_longest(*(one if isinstance(one, list) else () for one in columns), fillvalue="")
        rows += [[name, *map(str, point)] for point in points]
    return {"columns": ["Series", "Label", "x", "y"], "rows": rows}


def write_front_end(app: Sphinx) -> None:
    """Write the front end, and plotly.js for when a map nears the window.

    A page opened from a disk may not import a module file; it may import one from memory. So the
    module travels as a text in a script. All this happens before the pages are written, which
    name each file with its checksum.
    """
    if not chrome.is_site(app):
        return
    folder = Path(app.outdir).parent / ".front-end"
    folder.mkdir(parents=True, exist_ok=True)
    source = json.dumps((FRONT_END / "explorer.js").read_text("utf-8"))
    script = f'(globalThis[Symbol.for("explorer")] ??= {{}}).source = {source};\n'
    (folder / "explorer-front.js").write_text(script, "utf-8")
    shutil.copyfile(FRONT_END / "explorer.css", folder / "explorer.css")
    shutil.copyfile(plotly_js(), folder / "plotly.min.js")
    app.config.html_static_path.append(str(folder))


def name_front_end(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Name the front end on the pages that have a map or a figure, and on no other."""
    body = str(context.get("body", ""))
    if chrome.is_site(app) and ('class="explorer-mount"' in body or 'class="plotly-mount"' in body):
        app.add_css_file("explorer.css")
        app.add_js_file("explorer-front.js", loading_method="defer")
        app.add_js_file("mount.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_directive("map", Map)
    app.connect("config-inited", quiet, priority=900)
    app.connect("doctree-read", mount)
    app.connect("builder-inited", write_front_end)
    app.connect("html-page-context", name_front_end)
