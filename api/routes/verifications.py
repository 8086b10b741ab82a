"""Whether a file, a digest or a package is recorded."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool

from api.context import Application, Desk
from api.documentation import problems
from api.schemas.deposits import VerdictOut, verdict_out
from api.schemas.records import Single, as_of
from depository.subject import Subject, read_subject
from ledger.types import Digest

__all__ = ["router"]

router = APIRouter(prefix="/v1/verifications", tags=["verification"])

_HASHED_AT_ONCE: Final = 1_048_576


@router.get("/{subject}", operation_id="verifyDigest", responses=problems(422, 503))
def verify(
    desk: Desk,
    subject: Annotated[
        str, Path(max_length=512, description="A SHA-256 in hex, a CID, or a SWHID.")
    ],
) -> Single[VerdictOut]:
    """Which deposits hold a file of this digest, or this package or file by CID or SWHID."""
    return _verdict(desk, read_subject(subject))


@router.post(
    "",
    operation_id="verifyBytes",
    responses=problems(413, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    },
)
async def verify_bytes(desk: Desk, request: Request) -> Single[VerdictOut]:
    """Which deposits hold a file of these bytes. They are hashed as they come and never kept."""
    sha256 = hashlib.sha256()
    gathered = bytearray()
    async for chunk in request.stream():
        gathered.extend(chunk)
        if len(gathered) >= _HASHED_AT_ONCE:
            await run_in_threadpool(sha256.update, bytes(gathered))
            gathered.clear()
    sha256.update(gathered)
    return await run_in_threadpool(_verdict, desk, Digest(sha256.digest()))


def _verdict(desk: Application, subject: Subject) -> Single[VerdictOut]:
    head = desk.head()
    return Single(data=verdict_out(desk.services.depository.verify(subject)), as_of=as_of(head))
