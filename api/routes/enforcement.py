"""Acts of the authorised body about digital assets; each is proposed on a legal basis."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Response

from api.context import Desk
from api.schemas.enforcement import (
    Decree,
    ForcedTransfer,
    Freeze,
    SystemAttestation,
    SystemRevocation,
)
from api.schemas.types import digest_of
from api.signing import Deed, signed
from ledger.types import Address, ClassId, ParticipantId

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["assets"])

_ACT: Final = signed(404)
Id = Annotated[int, Path(ge=1, le=2**53 - 1)]
IdOrAll = Annotated[int, Path(ge=0, le=2**53 - 1, description="A class; 0 for all.")]


@router.post("/asset-systems", operation_id="attestSystem", **_ACT)
def attest_system(desk: Desk, body: SystemAttestation, deed: Deed) -> Response:
    """Attest that an issuer's system meets the requirements (A-6)."""
    return deed.sign(
        body,
        lambda: desk.services.assets.enforcement.draft_system(
            Address(body.sender),
            ParticipantId(body.issuer),
            digest_of(body.system),
            digest_of(body.basis),
        ),
    )


@router.post("/asset-systems/revocations", operation_id="revokeSystem", **_ACT)
def revoke_system(desk: Desk, body: SystemRevocation, deed: Deed) -> Response:
    """Revoke the attestation of an issuer's system: nothing of it is issued or moved (A-6)."""
    return deed.sign(
        body,
        lambda: desk.services.assets.enforcement.draft_system(
            Address(body.sender), ParticipantId(body.issuer), None, digest_of(body.basis)
        ),
    )


@router.post("/assets/{id}/exemptions", operation_id="recordExemption", **_ACT)
def exempt(desk: Desk, id: Id, body: Decree, deed: Deed) -> Response:  # noqa: A002 - the name in the path
    """Let an unbacked class be issued and moved (A-3)."""
    return deed.sign(body, lambda: _exemption(desk, id, body, exempt=True))


@router.post("/assets/{id}/exemption-revocations", operation_id="revokeExemption", **_ACT)
def revoke_exemption(desk: Desk, id: Id, body: Decree, deed: Deed) -> Response:  # noqa: A002 - as above
    """Let an unbacked class be issued and moved no longer (A-3)."""
    return deed.sign(body, lambda: _exemption(desk, id, body, exempt=False))


@router.post("/assets/{id}/pauses", operation_id="pauseAsset", **_ACT)
def pause(desk: Desk, id: IdOrAll, body: Decree, deed: Deed) -> Response:  # noqa: A002 - as above
    """Stop issue, transfer, claim and redemption of a class, or of all."""
    return deed.sign(body, lambda: _pause(desk, id, body, paused=True))


@router.post("/assets/{id}/resumptions", operation_id="resumeAsset", **_ACT)
def resume(desk: Desk, id: IdOrAll, body: Decree, deed: Deed) -> Response:  # noqa: A002 - as above
    """Lift a pause."""
    return deed.sign(body, lambda: _pause(desk, id, body, paused=False))


@router.post("/assets/{id}/freezes", operation_id="freezeTokens", **_ACT)
def freeze(desk: Desk, id: Id, body: Freeze, deed: Deed) -> Response:  # noqa: A002 - as above
    """Freeze an amount of an account's tokens in place of what was frozen before (ERC-7943)."""
    return deed.sign(
        body,
        lambda: desk.services.assets.enforcement.draft_freeze(
            Address(body.sender),
            ClassId(id),
            Address(body.account),
            int(body.amount),
            digest_of(body.basis),
        ),
    )


@router.post("/assets/{id}/forced-transfers", operation_id="forceTransfer", **_ACT)
def force(desk: Desk, id: Id, body: ForcedTransfer, deed: Deed) -> Response:  # noqa: A002 - as above
    """Move tokens whether the holder wills or not (ERC-7943)."""
    return deed.sign(
        body,
        lambda: desk.services.assets.enforcement.draft_forced_transfer(
            Address(body.sender),
            ClassId(id),
            (Address(body.holder), Address(body.to)),
            int(body.amount),
            digest_of(body.basis),
        ),
    )


def _exemption(desk: Desk, class_id: int, body: Decree, *, exempt: bool) -> Any:
    draft = desk.services.assets.enforcement.draft_exemption
    return draft(Address(body.sender), ClassId(class_id), digest_of(body.basis), exempt=exempt)


def _pause(desk: Desk, class_id: int, body: Decree, *, paused: bool) -> Any:
    draft = desk.services.assets.enforcement.draft_pause
    return draft(Address(body.sender), ClassId(class_id), digest_of(body.basis), paused=paused)
