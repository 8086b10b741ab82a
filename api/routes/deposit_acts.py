"""Acts on a deposit on record: its right, its levels, its copies, its annulment."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Response

from api.context import Desk
from api.schemas.deposit_acts import (
    Annulling,
    Applying,
    Attesting,
    Handing,
    Offering,
    Refusing,
    Signing,
    Taking,
    WithdrawingLevel,
    purpose_of,
)
from api.schemas.types import digest_of
from api.signing import Deed, signed
from ledger.types import Address, DepositId, ParticipantId

__all__ = ["router"]

router = APIRouter(prefix="/v1/deposits/{number}", tags=["deposits"])

_ACT: Final = signed()
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
Index = Annotated[int, Path(ge=0, le=2**53 - 1)]


@router.post("/offers", operation_id="offerDeposit", **_ACT)
def offer(desk: Desk, number: Number, body: Offering, deed: Deed) -> Response:
    """Offer the right in a deposit to a participant; signed by the possessor."""
    acts = desk.services.depository.acts
    asked = ParticipantId(body.receiver), digest_of(body.agreement)
    return deed.sign(
        body, lambda: acts.draft_offer(Address(body.sender), DepositId(number), *asked)
    )


@router.post("/offers/acceptances", operation_id="acceptOffer", **_ACT)
def take(desk: Desk, number: Number, body: Taking, deed: Deed) -> Response:
    """Accept the right in a deposit; signed by the participant to whom it is offered."""
    acts, agreement = desk.services.depository.acts, digest_of(body.agreement)
    return deed.sign(
        body,
        lambda: acts.draft_offer_acceptance(Address(body.sender), DepositId(number), agreement),
    )


@router.post("/offers/refusals", operation_id="refuseOffer", **_ACT)
def decline(desk: Desk, number: Number, body: Signing, deed: Deed) -> Response:
    """Refuse the right in a deposit; signed by the participant to whom it is offered."""
    acts = desk.services.depository.acts
    return deed.sign(
        body, lambda: acts.draft_offer_refusal(Address(body.sender), DepositId(number))
    )


@router.post("/offers/withdrawals", operation_id="withdrawOffer", **_ACT)
def take_back(desk: Desk, number: Number, body: Signing, deed: Deed) -> Response:
    """Withdraw an offer that is not accepted yet; signed by the possessor."""
    acts = desk.services.depository.acts
    return deed.sign(
        body, lambda: acts.draft_offer_withdrawal(Address(body.sender), DepositId(number))
    )


@router.post("/levels", operation_id="attestLevel", **_ACT)
def attest(desk: Desk, number: Number, body: Attesting, deed: Deed) -> Response:
    """Attest the next level of verification; signed by the operator, the fifth by an attestor."""
    acts, evidence = desk.services.depository.acts, digest_of(body.evidence)
    return deed.sign(
        body,
        lambda: acts.draft_attestation(
            Address(body.sender), DepositId(number), body.level, evidence
        ),
    )


@router.post("/levels/withdrawals", operation_id="withdrawLevel", **_ACT)
def withdraw(desk: Desk, number: Number, body: WithdrawingLevel, deed: Deed) -> Response:
    """Withdraw a mistaken attestation; signed by who gave it, or with a basis by the authority."""
    acts, reason = desk.services.depository.acts, digest_of(body.reason)
    basis = None if body.basis is None else digest_of(body.basis)
    return deed.sign(
        body,
        lambda: acts.draft_level_withdrawal(
            Address(body.sender), DepositId(number), body.level, reason, basis
        ),
    )


@router.post("/copies", operation_id="applyForCopy", **_ACT)
def apply(desk: Desk, number: Number, body: Applying, deed: Deed) -> Response:
    """Apply for a copy of a deposit (D-7); signed by the possessor."""
    acts, asked = desk.services.depository.acts, (purpose_of(body), digest_of(body.application))
    return deed.sign(
        body,
        lambda: acts.draft_copy_application(Address(body.sender), DepositId(number), *asked),
    )


@router.post("/copies/{index}/issues", operation_id="issueCopy", **_ACT)
def issue(desk: Desk, number: Number, index: Index, body: Handing, deed: Deed) -> Response:
    """Record that a copy was handed out, with its digest; signed by the operator."""
    acts, digest = desk.services.depository.acts, digest_of(body.digest)
    return deed.sign(
        body,
        lambda: acts.draft_copy_issue(Address(body.sender), DepositId(number), index, digest),
    )


@router.post("/copies/{index}/refusals", operation_id="refuseCopy", **_ACT)
def refuse(desk: Desk, number: Number, index: Index, body: Refusing, deed: Deed) -> Response:
    """Refuse a copy with the digest of the reasons; signed by the operator."""
    acts, reason = desk.services.depository.acts, digest_of(body.reason)
    return deed.sign(
        body,
        lambda: acts.draft_copy_refusal(Address(body.sender), DepositId(number), index, reason),
    )


@router.post("/annulments", operation_id="annulDeposit", **_ACT)
def annul(desk: Desk, number: Number, body: Annulling, deed: Deed) -> Response:
    """Annul the acceptance of a deposit; signed by the authority."""
    acts, basis = desk.services.depository.acts, digest_of(body.basis)
    return deed.sign(
        body, lambda: acts.draft_annulment(Address(body.sender), DepositId(number), basis)
    )
