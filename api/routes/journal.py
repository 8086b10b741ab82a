"""Logs that are kept off the chain: their heads on it, and what proves that none is rewritten."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Response

from api.context import Desk, Limit
from api.documentation import problems
from api.schemas.journal import (
    ConsistencyOut,
    HeadIn,
    HeadOut,
    InclusionOut,
    StreamIn,
    StreamOut,
    consistency_out,
    head_out,
    inclusion_out,
    stream_out,
)
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import digest_of
from api.signing import Deed, signed
from ledger.types import Address

__all__ = ["router"]

router = APIRouter(prefix="/v1/journal/streams", tags=["journal"])

_READ: Final = problems(400, 404, 422, 503)
_ACT: Final = signed(404)
Name = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,32}$")]
Place = Annotated[int, Path(ge=0, le=2**48)]
Head = Annotated[int, Query(ge=1, le=2**48)]
SomeHead = Annotated[
    int | None, Query(ge=1, le=2**48, description="The first that has the entry, if none is named.")
]


@router.get("", operation_id="listStreams", responses=_READ)
def streams(desk: Desk, paging: Limit) -> Listing[StreamOut]:
    """Logs whose heads the chain holds, by their numbers."""
    head = desk.head()
    page = desk.services.journal.streams(paging.limit, paging.after)
    return listing(page, head, stream_out)


@router.post("", operation_id="openStream", **_ACT)
def open_stream(desk: Desk, body: StreamIn, deed: Deed) -> Response:
    """Open a log, which its sender keeps; signed by the operator."""
    journal, purpose = desk.services.journal, digest_of(body.purpose)
    return deed.sign(body, lambda: journal.draft_opening(Address(body.sender), body.name, purpose))


@router.get("/{name}", operation_id="getStream", responses=_READ)
def stream(desk: Desk, name: Name) -> Single[StreamOut]:
    """A log, who keeps it, and its last head."""
    head = desk.head()
    return Single(data=stream_out(desk.services.journal.stream(name)), as_of=as_of(head))


@router.get("/{name}/heads", operation_id="listHeads", responses=_READ)
def heads(desk: Desk, name: Name, paging: Limit) -> Listing[HeadOut]:
    """The recorded heads of a log, the newest first."""
    head = desk.head()
    page = desk.services.journal.heads(name, paging.limit, paging.after)
    return listing(page, head, head_out)


@router.post("/{name}/heads", operation_id="recordHead", **_ACT)
def record(desk: Desk, name: Name, body: HeadIn, deed: Deed) -> Response:
    """Record how many entries a log has, and the digest of them all; signed by its keeper."""
    journal = desk.services.journal
    return deed.sign(body, lambda: journal.draft_head(Address(body.sender), name, body.entries))


@router.get("/{name}/entries/{place}/proof", operation_id="proveEntry", responses=_READ)
def inclusion(desk: Desk, name: Name, place: Place, head: SomeHead = None) -> Single[InclusionOut]:
    """What proves that an entry, named by its place from 0, stands under a head of its log."""
    at = desk.head()
    found = desk.services.journal.inclusion(name, place, head)
    return Single(data=inclusion_out(found), as_of=as_of(at))


@router.get("/{name}/consistency", operation_id="proveConsistency", responses=_READ)
def consistency(desk: Desk, name: Name, old: Head, new: Head) -> Single[ConsistencyOut]:
    """What proves that a log at one head continues what it was at another."""
    at = desk.head()
    found = desk.services.journal.consistency(name, old, new)
    return Single(data=consistency_out(found), as_of=as_of(at))
