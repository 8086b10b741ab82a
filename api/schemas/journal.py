"""Logs and their heads, as they are asked for and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from api.schemas.records import Place, place
from api.schemas.types import AddressIn, DigestIn, Request, Response, hex_of

if TYPE_CHECKING:
    from ledger.journal.model import Consistency, Head, Inclusion, Stream

__all__ = [
    "ConsistencyOut",
    "HeadIn",
    "HeadOut",
    "InclusionOut",
    "StreamIn",
    "StreamOut",
    "consistency_out",
    "head_out",
    "inclusion_out",
    "stream_out",
]


class StreamIn(Request):
    """Open a log; `purpose` is the digest of the document that says what is logged, and why."""

    sender: AddressIn
    name: str = Field(pattern=r"^[a-z0-9-]{1,32}$", examples=["access"])
    purpose: DigestIn


class HeadIn(Request):
    """Record the head of a log that has its first `entries` entries."""

    sender: AddressIn
    entries: int = Field(ge=1, le=2**48)


class HeadOut(Response):
    """A recorded head, from 1: how many entries the log had, the root of their Merkle tree.

    The tree is that of RFC 9162 (section 2.1) with SHA-256; `keeper` is a participant.
    """

    index: int
    entries: int
    root: str
    keeper: int
    recorded: Place


class StreamOut(Response):
    """A log that the chain knows by its name, with its last head.

    `purpose` is the digest of the document that says what is logged; `basis` that of the decision
    that ordered the log, null where the operator opened it.
    """

    number: int
    name: str
    purpose: str
    basis: str | None
    keeper: int
    recorded: Place
    heads: int
    last: HeadOut | None


class InclusionOut(Response):
    """What proves that an entry stands under a head (RFC 9162, section 2.1.3.2).

    `place` counts from 0; `leaf` is SHA-256 of 0x00 and the entry's bytes, which its keeper shows.
    """

    place: int
    leaf: str
    proof: tuple[str, ...]
    head: HeadOut


class ConsistencyOut(Response):
    """What proves that the log of `new` continues that of `old` (RFC 9162, section 2.1.4.2)."""

    old: HeadOut
    new: HeadOut
    proof: tuple[str, ...]


def stream_out(stream: Stream) -> StreamOut:
    """A log as it is answered."""
    return StreamOut(
        number=stream.number,
        name=stream.name,
        purpose=hex_of(stream.purpose),
        basis=None if stream.basis is None else hex_of(stream.basis),
        keeper=stream.keeper,
        recorded=place(stream.opened),
        heads=stream.heads,
        last=None if stream.last is None else head_out(stream.last),
    )


def head_out(head: Head) -> HeadOut:
    """A head as it is answered."""
    return HeadOut(
        index=head.index,
        entries=head.size,
        root=hex_of(head.root),
        keeper=head.keeper,
        recorded=place(head.recorded),
    )


def inclusion_out(found: Inclusion) -> InclusionOut:
    """A proof of inclusion as it is answered."""
    return InclusionOut(
        place=found.place,
        leaf=hex_of(found.digest),
        proof=tuple(map(hex_of, found.proof)),
        head=head_out(found.head),
    )


def consistency_out(found: Consistency) -> ConsistencyOut:
    """A proof of consistency as it is answered."""
    return ConsistencyOut(
        old=head_out(found.old), new=head_out(found.new), proof=tuple(map(hex_of, found.proof))
    )
