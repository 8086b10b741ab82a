"""Takes the body of one piece into an upload."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.requests import BodyTooSlow
from ledger.errors import QoimaError, Rejected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from api.uploads.headers import Checksum
    from api.uploads.model import Kept
    from api.uploads.shelf import Appending

__all__ = ["take"]

_WRITE_BYTES: Final = 1 << 20
_KEEP_BYTES: Final = 16 << 20


async def take(
    request: Request, appending: Appending, checksum: Checksum | None, idle_seconds: float
) -> Kept:
    """Write the body as it comes; where the upload stands then.

    Without a checksum, what has come is kept every 16 MiB and when the connection breaks. With
    one, all of the piece is kept or nothing.
    Raises Rejected("upload.checksum-differs"), Rejected("upload.stalled") when nothing comes for
    `idle_seconds` or too little for long, ClientDisconnect, and what the writer raises.
    """
    _check_length(request, appending)
    try:
        if checksum is None:
            await _write(request, appending, idle_seconds)
        else:
            await _checked(request, appending, checksum, idle_seconds)
    except (ClientDisconnect, Rejected):
        if checksum is None:
            with suppress(QoimaError):
                await run_in_threadpool(appending.keep)
        raise
    return await run_in_threadpool(appending.keep)


async def _write(request: Request, appending: Appending, idle_seconds: float) -> None:
    async for piece in _pieces(request, idle_seconds):
        await run_in_threadpool(appending.write, piece)
        if appending.written >= _KEEP_BYTES:
            await run_in_threadpool(appending.keep)


async def _checked(
    request: Request, appending: Appending, checksum: Checksum, idle_seconds: float
) -> None:
    hashing = checksum.hash()
    async for piece in _pieces(request, idle_seconds):
        await run_in_threadpool(hashing.update, piece)
        await run_in_threadpool(appending.write, piece)
    if hashing.digest() != checksum.digest:
        raise Rejected("upload.checksum-differs")


async def _pieces(request: Request, idle_seconds: float) -> AsyncIterator[bytes]:
    """The body in pieces of 1 MiB or a little more; the last may be smaller.

    On a broken connection what was gathered comes first.
    """
    gathered = bytearray()
    stream = request.stream()
    broken: Exception | None = None
    while broken is None:
        try:
            async with asyncio.timeout(idle_seconds):
                gathered += await anext(stream)
        except (StopAsyncIteration, ClientDisconnect) as end:
            broken = end
        except (TimeoutError, BodyTooSlow):
            broken = Rejected("upload.stalled")
        if gathered and (broken is not None or len(gathered) >= _WRITE_BYTES):
            yield bytes(gathered)
            gathered.clear()
    if not isinstance(broken, StopAsyncIteration):
        raise broken


def _check_length(request: Request, appending: Appending) -> None:
    """Refuse by its stated length a piece that has no room, before a byte of it is read."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > appending.room:
        raise Rejected("upload.too-long", size=appending.kept.length)
