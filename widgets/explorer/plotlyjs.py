"""Which plotly.js draws the maps: the basic bundle where it was fetched, else plotly's own file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_BASIC = Path(__file__).parents[2] / "node_modules/plotly.js-basic-dist-min/plotly-basic.min.js"


def plotly_js() -> Path:
    """Return the file to send.

    The basic bundle (scatter, bar, pie) is a quarter of the full one and all that the maps need;
    ``npm ci`` puts it in a checkout. The full one comes with the plotly package.
    """
    full = Path(str(files("plotly") / "package_data" / "plotly.min.js"))
    return _BASIC if _BASIC.is_file() else full
