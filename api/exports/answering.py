"""An export on its way to a client; few travel at once, and none for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.types import Receive, Scope, Send

    from api.doors import Doors

__all__ = ["Exported"]

_LONGEST_SECONDS: Final = 3600


class Exported(StreamingResponse):
    """The pieces of an export; its place is left however the answer ends.

    An answer that takes more than an hour is broken off, as its unfinished body tells the client.
    """

    def __init__(
        self,
        content: Generator[bytes, None, None],
        headers: dict[str, str],
        media_type: str,
        doors: Doors,
    ) -> None:
        """Take pieces; the place at `doors` is entered already."""
        super().__init__(content, 200, headers, media_type)
        self._content, self._doors = content, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, close what was read from, and leave."""
        try:
            with anyio.fail_after(_LONGEST_SECONDS):
                await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self._content.close)
            self._doors.leave()
