"""The certificate of a deposit, as a PDF in the reader's language."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Header, Path, Query
from starlette.responses import Response

from api.context import Desk
from api.documentation import binary, problems
from api.languages import Language, negotiate
from api.papers.certificate import Subject, certificate
from ledger.types import DepositId

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["deposits"])

_PDF: Final = "application/pdf"


@router.get(
    "/deposits/{number}/certificate",
    operation_id="getCertificate",
    response_class=Response,
    responses={**binary(_PDF), **problems(404, 422, 503)},
)
def get_certificate(
    desk: Desk,
    number: Annotated[int, Path(ge=1, le=2**53 - 1)],
    language: Annotated[Language | None, Query(description="Else `Accept-Language`.")] = None,
    accept_language: Annotated[str | None, Header()] = None,
) -> Response:
    """What the chain records of an accepted deposit, for a person to keep and to check.

    The QR code leads to the public page of the record.
    """
    head, services = desk.head(), desk.services
    messages = desk.catalogue.messages(language or negotiate(accept_language))
    deposit = services.depository.deposit(DepositId(number))
    subject = Subject(
        deposit=deposit,
        possessor=services.participants.participant(deposit.possessor),
        deployment=services.chain.deployment,
        head=head,
        address=f"{desk.settings.public_url}/{messages.language}/deposits/{number}",
    )
    return Response(
        certificate(subject, messages),
        media_type=_PDF,
        headers={
            "Cache-Control": "no-cache",
            "Content-Disposition": f'inline; filename="deposit-{number}-{messages.language}.pdf"',
            "Content-Language": messages.language,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Vary": "Accept-Language",
            "X-Content-Type-Options": "nosniff",
        },
    )
