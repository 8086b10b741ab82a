"""How a route hands out content: one call, which logs the access first (D-6, P-2)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from api.context import Application, Desk
from depository.access_log import Opened, Reader, Wanted

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from ledger.types import Address

__all__ = ["Handed", "Visit", "Visitor"]


@dataclass(frozen=True)
class Visitor:
    """One request for content; of a HEAD only the description is answered."""

    application: Application
    reader: Reader
    describing: bool

    def read(
        self,
        wanted: Wanted,
        opening: Callable[[], Opened],
        *,
        described: bool = False,
        account: Address | None = None,
    ) -> Opened:
        """Open content, logged before a byte of it leaves; see `AccessLog.reading`.

        `account` is who asks, where a signature has shown it.
        """
        reader = self.reader if account is None else replace(self.reader, account=account)
        only = described or self.describing
        accesses = self.application.services.accesses
        return accesses.reading(reader, wanted, opening, described=only)


class Handed(StreamingResponse):
    """Content on its way; however the answer ends, the end of the reading is logged at once."""

    def __init__(
        self, opened: Opened, headers: dict[str, str], media_type: str, status: int = 200
    ) -> None:
        """Hand out what `Visitor.read` gave."""
        super().__init__(opened.chunks, status, headers, media_type)
        self._chunks = opened.chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; a reader who is gone leaves the content unread, which is closed here."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            if isinstance(self._chunks, Generator):
                await run_in_threadpool(self._chunks.close)


def _visitor(desk: Desk, request: Request) -> Visitor:
    how = f"{request.method} {request.scope['route'].path_format}"
    remote = request.client.host if request.client else "unknown"
    return Visitor(desk, Reader(how, remote=remote), request.method == "HEAD")


Visit = Annotated[Visitor, Depends(_visitor)]
