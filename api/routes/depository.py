"""The depository as a whole: how much it holds, and its yearly verification (D-8)."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from api.context import Desk, Limit
from api.documentation import problems
from api.schemas.histories import VerificationOut, YearlyOut, verification_out, yearly_out
from api.schemas.records import Listing, Single, as_of, listing

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
