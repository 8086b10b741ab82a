"""What answers have in common: where a fact stands, and the block that an answer stands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from api.schemas.types import Moment, Response, hex_of, moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.paging import Page
    from ledger.records import BlockRef, Recorded

__all__ = ["AsOf", "Listing", "Place", "Single", "as_of", "listing", "place", "plain"]

S = TypeVar("S")
T = TypeVar("T")

_EXACT_BELOW = 2**53


class AsOf(Response):
    """The block up to which the index had read when it answered."""

    number: int
    hash: str
    timestamp: Moment


class Place(Response):
    """The block and the transaction in which a fact was recorded."""

    block: int
    block_hash: str
    timestamp: Moment
    transaction: str


class Single(Response, Generic[T]):
    """One thing, and the block that the answer stands on."""

    data: T
    as_of: AsOf


class Listing(Response, Generic[T]):
    """A part of a list: `next` is the cursor of the following part, null at the end."""

    data: tuple[T, ...]
    total: int
    next: str | None
    as_of: AsOf


def as_of(head: BlockRef) -> AsOf:
    """A block as answers name it."""
    return AsOf(number=head.number, hash=head.hash, timestamp=moment(head.timestamp))


def listing(page: Page[S], head: BlockRef, write: Callable[[S], T]) -> Listing[T]:
    """A part of a list, each of its items written by `write`."""
    return Listing(
        data=tuple(write(item) for item in page.items),
        total=page.total,
        next=page.next,
        as_of=as_of(head),
    )


def place(recorded: Recorded) -> Place:
    """Where a fact stands."""
    block = recorded.block
    return Place(
        block=block.number,
        block_hash=block.hash,
        timestamp=moment(block.timestamp),
        transaction=recorded.transaction,
    )


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of a call or an event as JSON: bytes in hex, great integers as strings."""
    return {name.lstrip("_"): _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return hex_of(value)
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, bool) or not isinstance(value, int | list | tuple):
        return value
    if isinstance(value, int):
        return value if abs(value) <= _EXACT_BELOW else str(value)
    return [_plain(each) for each in value]
