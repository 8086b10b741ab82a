"""How Python looks for garbage in a process of the node."""

from __future__ import annotations

import gc

__all__ = ["relax"]

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 100


def relax() -> None:
    """Look for cycles less often, and never in what is there now.

    Trie nodes, headers and transactions hold no cycles and are freed by count; looking through all
    those in the caches took a tenth of a second, several times a minute, in the middle of a block.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
