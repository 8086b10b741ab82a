"""How Python runs a process that lasts: when it looks for garbage, and whose turn it is."""

from __future__ import annotations

import gc
import sys

__all__ = ["keep_what_is_there", "settle"]

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 100
_TURN = 0.0005


def keep_what_is_there() -> None:
    """Call once, when all that a process begins with is there.

    Cycles are looked for less often, and never in what is there now: modules stay, and what is
    read from a chain (headers, transactions, events, trie nodes) holds no cycles and is freed by
    count. To look through all of it took a third of the time of reading blocks, and a tenth of a
    second several times a minute in a node with its caches.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def settle() -> None:
    """Call once in a process of the node, as `keep_what_is_there`.

    A thread that others wait for gives way after half a millisecond instead of five, so that an
    answer does not wait for a block's transactions to leave the pool.
    """
    keep_what_is_there()
    sys.setswitchinterval(_TURN)
