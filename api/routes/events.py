"""Events of the contracts in the order of the chain: page by page, or as they come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.context import Desk
from api.documentation import problems
from api.schemas.chain import event_out
from api.schemas.events import EventsOut
from api.schemas.records import as_of
from ledger.errors import Unavailable
from ledger.index.feed import START, Place, Wanted

__all__ = ["router"]

router = APIRouter(prefix="/v1/events", tags=["events"])

_AT_ONCE: Final = 100
_LOOK_SECONDS: Final = 0.5
_RETRY_MS: Final = 2000

_From = Annotated[
    str | None,
    Query(
        alias="from",
        max_length=40,
        description="Where to begin: a block (`1200`) or a place in it (`1200-3`). From the first.",
    ),
]


def _wanted(
    contract: Annotated[str | None, Query(max_length=80, description="Of this contract.")] = None,
    name: Annotated[str | None, Query(max_length=80, description="Events of this name.")] = None,
    account: Annotated[
        str | None, Query(max_length=80, description="Events that name this account.")
    ] = None,
) -> Wanted:
    return Wanted.parse(contract, name, account)


Chosen = Annotated[Wanted, Depends(_wanted)]


@router.get("", operation_id="listEvents", responses=problems(400, 422, 503))
def events(
    desk: Desk,
    wanted: Chosen,
    start: _From = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EventsOut:
    """Events of final blocks, the oldest first.

    `next` is always given: asked from there later, what has come meanwhile is answered.
    """
    head = desk.head()
    place = START if start is None else Place.parse(start)
    part = desk.services.feed.read(place, wanted, limit)
    return EventsOut(
        data=tuple(event_out(each) for each in part.events),
        next=str(part.following),
        whole=part.whole,
        as_of=as_of(part.head or head),
    )


async def _listener(desk: Desk) -> AsyncIterator[None]:
    """A place among those who listen; Unavailable("events.too-many-listeners", limit=)."""
    refusal = Unavailable("events.too-many-listeners", limit=desk.listeners.places)
    with desk.listeners.place(refusal):
        yield


def _begin(
    desk: Desk,
    start: _From = None,
    last_event_id: Annotated[
        str | None,
        Header(max_length=40, description="Where a broken stream goes on; stronger than `from`."),
    ] = None,
) -> Place:
    given = last_event_id or start
    return Place(desk.head().number + 1) if given is None else Place.parse(given)


@router.get(
    "/stream",
    operation_id="streamEvents",
    response_class=EventSourceResponse,
    dependencies=[Depends(_listener)],
    responses=problems(400, 422, 503),
)
async def stream(
    desk: Desk, wanted: Chosen, place: Annotated[Place, Depends(_begin)]
) -> AsyncIterator[ServerSentEvent]:
    """Events of final blocks as they come (Server-Sent Events); from the head on unless told.

    A `message` is an event; a `head` is the block up to which all was told. The id of each is the
    place from which to go on: a browser's `EventSource` does so by itself. The stream is closed
    now and then, and goes on where it was.
    """
    until = time.monotonic() + desk.settings.stream_seconds
    told: str | None = None
    while time.monotonic() < until and not desk.closing.is_set():
        part = await run_in_threadpool(desk.services.feed.read, place, wanted, _AT_ONCE)
        for each in part.events:
            following = Place(each.block.number, each.log_index + 1)
            yield ServerSentEvent(data=event_out(each), id=str(following))
        place = part.following
        if not part.whole:
            continue
        if part.head is not None and part.head.hash != told:
            told = part.head.hash
            yield ServerSentEvent(
                event="head", data=as_of(part.head), id=str(place), retry=_RETRY_MS
            )
        await asyncio.sleep(_LOOK_SECONDS)
