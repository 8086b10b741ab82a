"""Files of deposits, as downloads that a browser never runs on our origin."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Path
from starlette.responses import Response, StreamingResponse

from api.context import Desk
from api.documentation import binary, problems
from ledger.types import DepositId

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["deposits"])

_OCTETS: Final = "application/octet-stream"


@router.get(
    "/deposits/{number}/files/{path:path}",
    operation_id="getFile",
    response_class=Response,
    responses={
        **binary(_OCTETS),
        304: {"description": "Not modified."},
        **problems(403, 404, 422, 500, 503),
    },
)
def file(
    desk: Desk,
    number: Annotated[int, Path(ge=1, le=2**53 - 1)],
    path: Annotated[str, Path(min_length=1, max_length=2048)],
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The bytes of one file, each block checked against its hash while it is read.

    A deposit may be returned later, so a cache asks again each time.
    """
    size, chunks = desk.services.depository.open_file(DepositId(number), path)
    root = desk.services.depository.deposit(DepositId(number)).cid
    tag = f'"{root}-{hashlib.sha256(path.encode()).hexdigest()[:32]}"'
    name = quote(path.rsplit("/", 1)[-1], safe="")
    headers = {
        "Cache-Control": "public, no-cache",
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "ETag": tag,
        "X-Content-Type-Options": "nosniff",
    }
    if if_none_match in {tag, "*"}:
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(size)
    return StreamingResponse(chunks, headers=headers, media_type=_OCTETS)


@router.head("/deposits/{number}/files/{path:path}", include_in_schema=False)
def head(answer: Annotated[Response, Depends(file)]) -> Response:
    """What a GET would answer, without its body."""
    return Response(status_code=answer.status_code, headers=dict(answer.headers))
