"""Who is told how far something long has come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

__all__ = ["Stage", "Told", "Watch", "unwatched"]

Stage = Literal["encrypting", "computing", "sending", "fetching", "decrypting", "writing"]

Told = Callable[[int], None]
"""Is told of so many more bytes."""

Watch = Callable[[Stage, int | None], AbstractContextManager[Told]]
"""Asked at the beginning of a stage, of so many bytes if that is known, for who is told of it."""


def unwatched(_stage: Stage, _total: int | None) -> AbstractContextManager[Told]:
    """Tell nobody."""
    return nullcontext(lambda _more: None)
