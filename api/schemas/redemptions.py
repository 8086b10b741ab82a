"""Requests for redemption, as they are asked for and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from api.schemas.records import Place, place
from api.schemas.types import AddressIn, Amount, AmountIn, DigestIn, Request, Response, hex_of

if TYPE_CHECKING:
    from ledger.assets.model import Redemption

__all__ = [
    "Closing",
    "RedemptionOut",
    "RedemptionRequest",
    "Refusal",
    "Withdrawal",
    "redemption_out",
]

StatusName = Literal["requested", "closed", "refused", "withdrawn"]


class RedemptionRequest(Request):
    """Ask the issuer for what tokens certify; `demand` is the digest of the demand."""

    sender: AddressIn
    amount: AmountIn
    demand: DigestIn


class Closing(Request):
    """Close a request that is fulfilled; `evidence` is the digest of what shows it."""

    sender: AddressIn
    evidence: DigestIn


class Refusal(Request):
    """Refuse a request; `reason` is the digest of the reason."""

    sender: AddressIn
    reason: DigestIn


class Withdrawal(Request):
    """Withdraw a request of one's own."""

    sender: AddressIn


class RedemptionOut(Response):
    """A request for redemption; while it is requested, its tokens are locked.

    `outcome` is the digest of the evidence that it is fulfilled, or of the reason of refusal.
    """

    number: int
    class_id: int
    holder: int
    account: str
    amount: Amount
    demand: str
    status: StatusName
    outcome: str | None
    requested: Place
    decided: Place | None


def redemption_out(redemption: Redemption) -> RedemptionOut:
    """A request as it is answered."""
    return RedemptionOut(
        number=redemption.number,
        class_id=redemption.class_id,
        holder=redemption.holder,
        account=redemption.account,
        amount=str(redemption.amount),
        demand=hex_of(redemption.demand),
        status=redemption.status.value,
        outcome=None if redemption.outcome is None else hex_of(redemption.outcome),
        requested=place(redemption.requested),
        decided=None if redemption.decided is None else place(redemption.decided),
    )
