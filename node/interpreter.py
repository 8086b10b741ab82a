"""How Python runs a process of the node: when it looks for garbage, and whose turn it is."""

from __future__ import annotations

import gc
import sys

__all__ = ["settle"]

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 100
_TURN = 0.0005


def settle() -> None:
    """Call once, when all that a process begins with is there.

    Cycles are looked for less often, and never in what is there now: trie nodes, headers and
    transactions hold none and are freed by count, and to look through all those in the caches
    took a tenth of a second, several times a minute. A thread that others wait for gives way
    after half a millisecond instead of five, so that an answer does not wait for a block's
    transactions to leave the pool.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    sys.setswitchinterval(_TURN)
