"""Redemption: a holder asks for what tokens certify, the issuer closes or refuses."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Response

from api.context import Desk
from api.documentation import problems
from api.schemas.records import Single, as_of
from api.schemas.redemptions import Closing, RedemptionOut, Refusal, Withdrawal, redemption_out
from api.schemas.types import digest_of
from api.signing import Deed, signed
from ledger.types import Address, RedemptionId

__all__ = ["router"]

router = APIRouter(prefix="/v1/redemptions", tags=["assets"])

_READ: Final = problems(400, 404, 422, 503)
_ACT: Final = signed(404)
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("/{number}", operation_id="getRedemption", responses=_READ)
def redemption(desk: Desk, number: Number) -> Single[RedemptionOut]:
    """A request for redemption."""
    head = desk.head()
    found = desk.services.assets.redemption(RedemptionId(number))
    return Single(data=redemption_out(found), as_of=as_of(head))


@router.post("/{number}/closings", operation_id="closeRedemption", **_ACT)
def close(desk: Desk, number: Number, body: Closing, deed: Deed) -> Response:
    """Close a request that is fulfilled, so that its tokens are burned; signed by the issuer."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_closing(
            Address(body.sender), RedemptionId(number), digest_of(body.evidence)
        ),
    )


@router.post("/{number}/refusals", operation_id="refuseRedemption", **_ACT)
def refuse(desk: Desk, number: Number, body: Refusal, deed: Deed) -> Response:
    """Refuse a request with a reason; signed by the issuer."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_refusal(
            Address(body.sender), RedemptionId(number), digest_of(body.reason)
        ),
    )


@router.post("/{number}/withdrawals", operation_id="withdrawRedemption", **_ACT)
def withdraw(desk: Desk, number: Number, body: Withdrawal, deed: Deed) -> Response:
    """Withdraw a request; signed by the holder who made it."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_withdrawal(Address(body.sender), RedemptionId(number)),
    )
