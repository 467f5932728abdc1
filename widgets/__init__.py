"""Maps of one article on public diplomacy, alive in a page and in a kernel.

``from widgets import levels`` gives a map; ``levels.explore()`` shows it.
"""

from importlib import import_module
from types import ModuleType

MAPS = (
    "actors",
    "centre",
    "checklist",
    "comparison",
    "concordance",
    "interdependence",
    "levels",
    "lineages",
    "nullmodel",
    "opinion",
    "power",
    "questions",
    "recognition",
)

__all__ = [*MAPS]  # noqa: PLE0604  (names, all of them)


def __getattr__(name: str) -> ModuleType:
    """Import a map when it is asked for: checking the seeds needs no plotly."""
    if name in MAPS:
        return import_module(f"widgets.maps.{name}")
    message = f"module {__name__!r} has no attribute {name!r}; maps: {', '.join(MAPS)}"
    raise AttributeError(message)
