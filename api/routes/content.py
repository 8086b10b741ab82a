"""Files of deposits, and deposits whole, as downloads."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from api.documentation import binary, problems
from api.giving import Conditional, Download
from api.reading import Visit
from api.schemas.types import PathInside
from depository.access_log import Wanted
from depository.giving import Form
from ledger.types import DepositId

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["deposits"])

_OCTETS: Final = "application/octet-stream"
_TYPES: Final = {Form.ZIP: "application/zip", Form.TAR: "application/x-tar"}
_TYPES[Form.BAG] = _TYPES[Form.TAR]
_ENDINGS: Final = {Form.ZIP: ".zip", Form.TAR: ".tar", Form.BAG: "-bag.tar"}
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]


def _answers(*media_types: str) -> dict[int | str, dict[str, Any]]:
    whole = binary(*media_types)
    return {
        **whole,
        206: {**whole[200], "description": "A part of the bytes."},
        304: {"description": "Not modified."},
        **problems(403, 404, 416, 422, 500, 503),
    }


@router.get(
    "/deposits/{number}/files/{path:path}",
    operation_id="getFile",
    response_class=Response,
    responses=_answers(_OCTETS),
)
def file(
    visit: Visit,
    conditions: Conditional,
    number: Number,
    path: PathInside,
) -> Response:
    """The bytes of one file or a range of them, each block checked against its hash."""
    depository, deposit = visit.application.services.depository, DepositId(number)
    opening = partial(depository.open_file, deposit, path, visit.caller.reading_as)
    download = Download(path.rsplit("/", 1)[-1], _OCTETS)
    return conditions.give(visit, Wanted(deposit, path), opening, download)


@router.head("/deposits/{number}/files/{path:path}", include_in_schema=False)
def head(answer: Annotated[Response, Depends(file)]) -> Response:
    """What a GET would answer, without its body."""
    return answer


@router.get(
    "/deposits/{number}/archive",
    operation_id="getArchive",
    response_class=Response,
    responses=_answers(*sorted(set(_TYPES.values()))),
)
def archive(
    visit: Visit,
    conditions: Conditional,
    number: Number,
    form: Annotated[
        Form,
        Query(description="The payload as `zip` or `tar`; or `bag`, the whole bag as a tar."),
    ] = Form.TAR,
) -> Response:
    """A whole deposit as one file or a range of it, each block checked against its hash.

    The same deposit gives the same bytes, so that a download may go on after a break.
    """
    depository, deposit = visit.application.services.depository, DepositId(number)
    opening = partial(depository.open_archive, deposit, form, visit.caller.reading_as)
    download = Download(f"deposit-{number}{_ENDINGS[form]}", _TYPES[form])
    return conditions.give(visit, Wanted(deposit), opening, download)


@router.head("/deposits/{number}/archive", include_in_schema=False)
def archive_head(answer: Annotated[Response, Depends(archive)]) -> Response:
    """What a GET would answer, without its body."""
    return answer
