"""Whether the content is as it was recorded: the last checks of the store and of a deposit."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Header, Path, Query, Response

from api.context import Desk
from api.documentation import binary, problems
from api.languages import Language, negotiate
from api.papers.verification import verification_paper
from api.schemas.fixity import (
    DepositCheckOut,
    StoreCheckOut,
    deposit_check_out,
    store_check_out,
)
from api.schemas.records import Single, as_of
from api.schemas.types import HexDigest, digest_of
from depository.fixity.report import Report
from ledger.types import DepositId

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["deposits"])

_READ: Final = problems(404, 422, 503)
_PDF: Final = "application/pdf"
_REPORT: Final = {
    200: {
        "description": "The report.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
    **problems(404, 422, 503),
}
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("/depository/fixity", operation_id="getFixity", responses=problems(503))
def fixity(desk: Desk) -> Single[StoreCheckOut]:
    """When every block was last hashed again, what was found, which deposits are faulty."""
    head, checks = desk.head(), desk.services.checks
    data = store_check_out(checks.last_scrub(), checks.faulty())
    return Single(data=data, as_of=as_of(head))


@router.get(
    "/depository/reports/last",
    operation_id="getLastReport",
    response_class=Response,
    responses=_REPORT,
)
def last_report(desk: Desk) -> Response:
    """The report of the last whole check, in the bytes whose SHA-256 a verification names."""
    return _written(desk.services.reports.last())


@router.get(
    "/depository/reports/{digest}",
    operation_id="getReport",
    response_class=Response,
    responses=_REPORT,
)
def report(desk: Desk, digest: Annotated[HexDigest, Path()]) -> Response:
    """The report of a digest, which a recorded verification names (D-8)."""
    return _written(desk.services.reports.report(digest_of(digest)))


@router.get(
    "/depository/reports/{digest}/paper",
    operation_id="getReportPaper",
    response_class=Response,
    responses={**binary(_PDF), **problems(404, 422, 503)},
)
def paper(
    desk: Desk,
    digest: Annotated[HexDigest, Path()],
    language: Annotated[Language | None, Query(description="Else `Accept-Language`.")] = None,
    accept_language: Annotated[str | None, Header()] = None,
) -> Response:
    """A report as a PDF for people; its QR code leads to the report itself."""
    messages = desk.catalogue.messages(language or negotiate(accept_language))
    found = desk.services.reports.report(digest_of(digest))
    address = f"{desk.settings.public_url}/v1/depository/reports/{digest}"
    headers = {
        "Cache-Control": "no-cache",
        "Content-Disposition": f'inline; filename="verification-{messages.language}.pdf"',
        "Content-Language": messages.language,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Vary": "Accept-Language",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(verification_paper(found, address, messages), headers=headers, media_type=_PDF)


@router.get("/deposits/{number}/fixity", operation_id="getDepositFixity", responses=_READ)
def deposit_fixity(desk: Desk, number: Number) -> Single[DepositCheckOut | None]:
    """When the blocks of a deposit were last checked, null before any check."""
    head = desk.head()
    found = desk.services.depository.deposit(DepositId(number))
    check = desk.services.checks.check(found.number)
    data = None if check is None else deposit_check_out(check)
    return Single(data=data, as_of=as_of(head))


def _written(found: Report) -> Response:
    headers = {"Cache-Control": "no-cache", "ETag": f'"{found.digest.hex()}"'}
    return Response(found.text, headers=headers, media_type="application/json")
