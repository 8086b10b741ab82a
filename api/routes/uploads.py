"""Uploads piece by piece: tus 1.0 with creation, checksum, termination and expiration."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from api.context import Desk
from api.documentation import problems
from api.idempotency import Answer, Claim
from api.remote import remote_of
from api.signing import Keyed
from api.uploads.headers import (
    ALGORITHMS,
    PATH,
    VERSION,
    Size,
    check_version,
    read_checksum,
    read_digest,
    read_metadata,
    standing,
)
from api.uploads.model import Wished
from api.uploads.shelf import ID_BYTES
from api.uploads.taking import take
from ledger.addresses import parse_address
from ledger.errors import Rejected
from ledger.types import Digest

__all__ = ["router"]

OFFSET_TYPE: Final = "application/offset+octet-stream"
_CHECKSUM_STATUS: Final[dict[int | str, dict[str, Any]]] = {
    460: {**problems(400)[400], "description": "Checksum Mismatch"}
}
_SAID: Final = {
    "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    "Tus-Extension": "creation,checksum,termination,expiration",
    "Tus-Version": VERSION,
}


def _version(tus_resumable: Annotated[str | None, Header()] = None) -> None:
    check_version(tus_resumable)


router = APIRouter(prefix=PATH, tags=["deposits"])

_PROTOCOL: Final = [Depends(_version)]
Id = Annotated[str, Path(max_length=64)]
Length = Annotated[Size, Header()]


@router.options("", operation_id="describeUploads", status_code=204, response_class=Response)
@router.options("/{id}", include_in_schema=False)
def options(desk: Desk) -> Response:
    """What of the protocol is spoken here, and the most bytes that an upload may have."""
    size = str(desk.uploads.bounds.max_bytes)
    return Response(status_code=204, headers={**_SAID, "Tus-Max-Size": size})


@router.post(
    "",
    operation_id="createUpload",
    status_code=201,
    response_class=Response,
    dependencies=_PROTOCOL,
    responses=problems(400, 412, 413, 422, 429, 503, 507),
)
def create(
    desk: Desk,
    request: Request,
    deed: Keyed,
    upload_length: Length,
    upload_metadata: Annotated[str | None, Header()] = None,
) -> Response:
    """Begin an upload; `Location` is where its pieces go, and its last part the upload's id.

    `Upload-Metadata` names with `sender` the depositor in whose name the content will be
    deposited, and with `sha256` its SHA-256 in hexadecimal digits, if it is known by now.
    """
    said = read_metadata(upload_metadata)
    if "sender" not in said:
        raise Rejected("upload.no-sender")
    sender = parse_address(said["sender"].decode("utf-8", "replace"))
    digest, remote = read_digest(said.get("sha256")), remote_of(desk, request)
    wished = Wished(sender, upload_length, upload_metadata or "", digest, remote)

    def work(claim: Claim) -> Answer:
        desk.services.depository.check_depositor(sender)
        kept = desk.uploads.create(wished, claim.draw(ID_BYTES))
        headers = {**standing(kept), "Location": f"{PATH}/{kept.id}"}
        return Answer(b"", deed.messages.language, 201, headers)

    return deed.respond(_fingerprint(wished), work)


def _fingerprint(wished: Wished) -> Digest:
    """What is asked for and from where: who guesses a key is not told where another's pieces go."""
    asked = (wished.sender, wished.length, wished.metadata, wished.remote)
    return Digest(hashlib.sha256(json.dumps(asked).encode()).digest())


@router.head(
    "/{id}",
    operation_id="getUpload",
    response_class=Response,
    dependencies=_PROTOCOL,
    responses=problems(404, 410, 412),
)
def head(desk: Desk, id: Id) -> Response:  # noqa: A002 - the name in the path
    """How many bytes of an upload are on the disk: `Upload-Offset`."""
    kept = desk.uploads.find(id)
    headers = {**standing(kept), "Upload-Length": str(kept.length)}
    if kept.metadata:
        headers["Upload-Metadata"] = kept.metadata
    return Response(status_code=200, headers=headers)


@router.patch(
    "/{id}",
    operation_id="appendUpload",
    status_code=204,
    response_class=Response,
    dependencies=_PROTOCOL,
    responses={
        **problems(400, 404, 408, 409, 410, 412, 413, 415, 422, 423, 507),
        **_CHECKSUM_STATUS,
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {OFFSET_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def append(
    desk: Desk,
    request: Request,
    id: Id,  # noqa: A002 - the name in the path
    upload_offset: Length,
    upload_checksum: Annotated[str | None, Header()] = None,
) -> Response:
    """Add a piece at `Upload-Offset`; what is answered is on the disk.

    With `Upload-Checksum` (`sha1` or `sha256`) a piece is taken whole or not at all.
    """
    if request.headers.get("content-type", "").strip().lower() != OFFSET_TYPE:
        raise Rejected("request.media-type", expected=OFFSET_TYPE)
    checksum = read_checksum(upload_checksum)
    appending = await run_in_threadpool(desk.uploads.append, id, upload_offset)
    try:
        kept = await take(request, appending, checksum, desk.uploads.bounds.idle_seconds)
    finally:
        appending.close()
    return Response(status_code=204, headers=standing(kept))


@router.delete(
    "/{id}",
    operation_id="terminateUpload",
    status_code=204,
    response_class=Response,
    dependencies=_PROTOCOL,
    responses=problems(404, 410, 412, 423),
)
def terminate(desk: Desk, id: Id) -> Response:  # noqa: A002 - the name in the path
    """Remove an upload and what has come of it."""
    desk.uploads.terminate(id)
    return Response(status_code=204)
