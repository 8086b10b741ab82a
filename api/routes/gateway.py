"""The IPFS trustless gateway: blocks and CARs that the client verifies by itself."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Header, Path, Query
from starlette.responses import Response, StreamingResponse

from api.context import Desk
from api.documentation import binary, problems
from depository.cid import Cid
from ledger.errors import Rejected

__all__ = ["router"]

router = APIRouter(tags=["deposits"])

RAW: Final = "application/vnd.ipld.raw"
CAR: Final = "application/vnd.ipld.car"
_CAR_FULL: Final = f"{CAR}; version=1; order=dfs; dups=n"
_ENDINGS: Final = {"raw": "bin", "car": "car"}
_BY_TYPE: Final = {RAW: "raw", CAR: "car"}


@router.get(
    "/ipfs/{cid}",
    operation_id="getBlockOrCar",
    response_class=Response,
    responses={
        **binary(RAW, CAR),
        304: {"description": "Not modified."},
        **problems(403, 404, 406, 422, 500, 503),
    },
)
def block_or_car(
    desk: Desk,
    cid: Annotated[str, Path(max_length=128)],
    format: Annotated[Literal["raw", "car"] | None, Query()] = None,  # noqa: A002 - the gateway's name
    accept: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """One block (`raw`) or everything under it (`car`) of public content.

    Source: Trustless Gateway Specification, IPFS. Paths below a CID are not resolved here.
    """
    wanted = Cid.parse(cid)
    form = format or _accepted(accept or "")
    tag = f'"{wanted}.{form}"'
    name = f"{wanted}.{_ENDINGS[form]}"
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "public, max-age=29030400, immutable",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "ETag": tag,
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
        "X-Ipfs-Path": f"/ipfs/{wanted}",
    }
    depository = desk.services.depository
    if form == "raw":
        data = depository.block(wanted)
        if if_none_match in {tag, "*"}:
            return Response(status_code=304, headers=headers)
        return Response(data, headers=headers, media_type=RAW)
    chunks = depository.car(wanted)
    if if_none_match in {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return StreamingResponse(chunks, headers=headers, media_type=_CAR_FULL)


@router.head("/ipfs/{cid}", include_in_schema=False)
def head(answer: Annotated[Response, Depends(block_or_car)]) -> Response:
    """What a GET would answer, without its body."""
    return Response(status_code=answer.status_code, headers=dict(answer.headers))


def _accepted(accept: str) -> str:
    """The form that `Accept` names; Rejected("gateway.not-acceptable") when it names neither."""
    for item in accept.split(","):
        form = _BY_TYPE.get(item.partition(";")[0].strip().lower())
        if form is not None:
            return form
    raise Rejected("gateway.not-acceptable", formats=("raw", "car"))
