"""The depository as a whole: how much it holds, and its yearly verification (D-8)."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response

from api.context import Desk, Limit
from api.documentation import problems
from api.schemas.deposit_acts import Verifying, findings_of
from api.schemas.histories import VerificationOut, YearlyOut, verification_out, yearly_out
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import digest_of
from api.signing import Deed, signed
from ledger.types import Address

__all__ = ["router"]

router = APIRouter(prefix="/v1/depository", tags=["deposits"])

_READ: Final = problems(400, 422, 503)


@router.get("", operation_id="getDepository", responses=problems(503))
def depository(desk: Desk) -> Single[YearlyOut]:
    """How many deposits there are, when they were last verified, and when the year is over."""
    head = desk.head()
    return Single(data=yearly_out(desk.services.depository.yearly(), head), as_of=as_of(head))


@router.get("/verifications", operation_id="listVerifications", responses=_READ)
def verifications(desk: Desk, paging: Limit) -> Listing[VerificationOut]:
    """Verifications of the whole depository by the authorised body, the newest first."""
    head = desk.head()
    page = desk.services.depository.verifications(paging.limit, paging.after)
    return listing(page, head, verification_out)


@router.post(
    "/verifications",
    operation_id="recordVerification",
    **signed(),
)
def record(desk: Desk, body: Verifying, deed: Deed) -> Response:
    """Record a verification of the whole depository; signed by the authority."""
    acts, found = desk.services.depository.acts, findings_of(body)
    basis = digest_of(body.basis)
    return deed.sign(body, lambda: acts.draft_verification(Address(body.sender), found, basis))
