"""What tells pages that there is a new block: Server-Sent Events, the same for every language."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator  # noqa: TC003 - FastAPI reads the annotation
from typing import Final

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.context import Desk  # noqa: TC001 - FastAPI reads the annotation
from ledger.errors import Unavailable

__all__ = ["live_router"]

_LOOK_SECONDS: Final = 1.0
_RETRY_MS: Final = 5000


async def _place(desk: Desk) -> AsyncIterator[None]:
    """A place among pages that follow; Unavailable("events.too-many-listeners", limit=)."""
    refusal = Unavailable("events.too-many-listeners", limit=desk.followers.places)
    with desk.followers.place(refusal):
        yield


def live_router() -> APIRouter:
    """The stream at `/live`: an event `head` with the number of each last block of the index."""
    router = APIRouter(include_in_schema=False)

    @router.get("/live", response_class=EventSourceResponse, dependencies=[Depends(_place)])
    async def live(desk: Desk) -> AsyncIterator[ServerSentEvent]:
        until, told = time.monotonic() + desk.settings.stream_seconds, -1
        while time.monotonic() < until and not desk.closing.is_set():
            head = await desk.head_at_once()
            if head.number != told:
                told = head.number
                yield ServerSentEvent(event="head", data={"number": told}, retry=_RETRY_MS)
            await asyncio.sleep(_LOOK_SECONDS)

    return router
