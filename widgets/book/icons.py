"""The icons of the page, drawn here: no icon font, no icon script, no request.

Every drawing is a few strokes on a 24 by 24 grid in the colour of the text around it, so that one
drawing serves both themes and forced colours. An icon is never the only name of a control.
"""

from collections.abc import Mapping
from types import MappingProxyType

#: The strokes of each icon, by name.
DRAWINGS: Mapping[str, str] = MappingProxyType(
    {
        "auto": ('<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>'),
        "close": '<path d="M6 6l12 12M18 6L6 18"/>',
        "dark": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
        "launch": '<path d="M7 5.5v13l11-6.5z"/>',
        "light": (
            '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2'
            'M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4"/>'
        ),
        "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
        "next": '<path d="M9.5 5.5L16 12l-6.5 6.5"/>',
        "previous": '<path d="M14.5 5.5L8 12l6.5 6.5"/>',
        "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
        "top": '<path d="M12 20V5M6 11l6-6 6 6"/>',
    }
)


def svg(name: str) -> str:
    """Return the icon as inline SVG, hidden from assistive technology."""
    if name not in DRAWINGS:
        known = ", ".join(sorted(DRAWINGS))
        message = f"no icon named {name!r}; there are {known}"
        raise KeyError(message)
    return (
        f'<svg class="icon icon-{name}" viewBox="0 0 24 24" width="20" height="20" fill="none"'
        ' stroke="currentColor" stroke-width="1.75" stroke-linecap="round"'
        f' stroke-linejoin="round" aria-hidden="true" focusable="false">{DRAWINGS[name]}</svg>'
    )
