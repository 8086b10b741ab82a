"""Which characters a name or a line of text may not hold."""

from __future__ import annotations

import re

__all__ = ["has_controls", "shown"]

_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SHOWN_CHARACTERS = 200


def has_controls(text: str) -> bool:
    """Tell whether `text` holds a control, a change of direction, or half a character."""
    return _CONTROLS.search(text) is not None


def shown(name: str) -> str:
    """Return a name as it may be shown: cut to 200 characters, controls as escapes."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", name[:_SHOWN_CHARACTERS])
