"""Whole lists read piece by piece, each piece by a short transaction, all standing on one block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from ledger.database import reading
from ledger.errors import Unavailable
from ledger.index.translate import refs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.index.keyset import Keyset
    from ledger.records import BlockRef

__all__ = ["stream"]

T = TypeVar("T")
_ROWS: Final = 1000


def stream(
    engine: Engine,
    keyset: Keyset,
    queries: Sequence[Any],
    until: BlockRef,
    translate: Callable[[Session, list[Any]], Iterable[T]],
) -> Iterator[T]:
    """All rows of the queries in the order of `keyset`, translated a thousand at a time.

    The queries ask for nothing after block `until`, so that what is indexed meanwhile changes
    nothing. Raises Unavailable("index.rebuilt") when the index is emptied meanwhile.
    """
    keys: tuple[Any, ...] | None = None
    while True:
        with reading(engine) as session:
            if refs_of(session, [until.number]).get(until.number) != until:
                raise Unavailable("index.rebuilt")
            found = [row for q in queries for row in keyset.rows(session, q, _ROWS, keys)]
            found.sort(key=keyset.key, reverse=keyset.descending)
            piece = found[:_ROWS]
            items = list(translate(session, piece))
            keys = keyset.key(piece[-1]) if piece else None
        yield from items
        if len(piece) < _ROWS:
            return
