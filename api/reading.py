"""How a route hands out content: one call, which logs the access first (D-6, P-2)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from api.access.caller import Who
from api.context import Application, Desk, Paging
from depository.access_log import Opened, Reader, Wanted
from depository.metadata import Access

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from api.access.model import Caller
    from depository.package import PackedFile
    from ledger.paging import Page
    from ledger.types import DepositId

__all__ = ["Handed", "Visit", "Visitor"]

T = TypeVar("T")


@dataclass(frozen=True)
class Visitor:
    """One request for content; of a HEAD only the description is answered."""

    application: Application
    reader: Reader
    caller: Caller
    describing: bool

    def read(
        self,
        wanted: Wanted,
        opening: Callable[[], Opened],
        *,
        described: bool = False,
    ) -> Opened:
        """Open content, logged before a byte of it leaves; see `AccessLog.reading`."""
        only = described or self.describing
        accesses = self.application.services.accesses
        return accesses.reading(self.reader, wanted, opening, described=only)

    def told(self, wanted: Wanted, work: Callable[[], T]) -> T:
        """What is not for everybody, logged before it is told; see `AccessLog.telling`."""
        return self.application.services.accesses.telling(self.reader, wanted, work)

    def files(self, number: DepositId, paging: Paging) -> Page[PackedFile]:
        """Files of a deposit by path; that those of a limited one were told is logged."""
        depository, asking = self.application.services.depository, self.caller.reading_as
        asked = partial(depository.files, number, paging.limit, paging.after, asking)
        if depository.deposit(number).access is Access.PUBLIC:
            return asked()
        return self.told(Wanted(number), asked)


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


def _visitor(desk: Desk, request: Request, caller: Who) -> Visitor:
    how = f"{request.method} {request.scope['route'].path_format}"
    remote = request.client.host if request.client else "unknown"
    reader = Reader(how, account=caller.account, remote=remote)
    return Visitor(desk, reader, caller, request.method == "HEAD")


Visit = Annotated[Visitor, Depends(_visitor)]
