"""Acts of the authorised body, each on a legal basis, executed once enough of its keys agree."""

from __future__ import annotations

from typing import Final

from api.pages.portal.kinds import Kind
from api.schemas import decisions, deposit_acts, enforcement, mining, notifications, participants
from ledger.participants.model import Role

__all__ = ["ACTS"]

_A: Final = Role.AUTHORITY
_REASON: Final = frozenset({"reason"})
_ASSET: Final = "/v1/assets/{id}"
_DEPOSIT: Final = "/v1/deposits/{number}"
_BATCH: Final = "/v1/deposit-batches/{batch}"
_NOTIFICATION: Final = "/v1/notifications/{number}"
_ACCOUNT: Final = "/v1/participants/{account}"
_PROPOSAL: Final = "/v1/proposals/{number}"

ACTS: Final = (
    Kind(
        "admit",
        "/v1/participants",
        participants.Admission,
        "participants.admit",
        _A,
        "participant admit",
        derived=frozenset({"subject", "identity"}),
    ),
    Kind(
        "roles",
        f"{_ACCOUNT}/roles",
        participants.RolesChange,
        "participants.set_roles",
        _A,
        "participant roles",
    ),
    Kind(
        "suspend",
        f"{_ACCOUNT}/suspensions",
        participants.Basis,
        "participants.suspend",
        _A,
        "participant suspend",
    ),
    Kind(
        "reinstate",
        f"{_ACCOUNT}/reinstatements",
        participants.Basis,
        "participants.reinstate",
        _A,
        "participant reinstate",
    ),
    Kind(
        "replace-key",
        f"{_ACCOUNT}/replacements",
        participants.Replacement,
        "participants.replace_key",
        _A,
        "participant replace-key",
    ),
    Kind(
        "freeze",
        f"{_ASSET}/freezes",
        enforcement.Freeze,
        "digital_assets.setFrozenTokens",
        _A,
        "asset freeze",
    ),
    Kind(
        "force",
        f"{_ASSET}/forced-transfers",
        enforcement.ForcedTransfer,
        "digital_assets.forcedTransfer",
        _A,
        "asset force",
    ),
    Kind(
        "pause", f"{_ASSET}/pauses", enforcement.Decree, "digital_assets.pause", _A, "asset pause"
    ),
    Kind(
        "resume",
        f"{_ASSET}/resumptions",
        enforcement.Decree,
        "digital_assets.resume",
        _A,
        "asset resume",
    ),
    Kind(
        "attest-system",
        "/v1/asset-systems",
        enforcement.SystemAttestation,
        "asset_classes.attest_system",
        _A,
        "asset attest-system",
    ),
    Kind(
        "revoke-system",
        "/v1/asset-systems/revocations",
        enforcement.SystemRevocation,
        "asset_classes.revoke_system",
        _A,
        "asset revoke-system",
    ),
    Kind(
        "record-exemption",
        f"{_ASSET}/exemptions",
        enforcement.Decree,
        "asset_classes.record_exemption",
        _A,
        "asset exempt",
    ),
    Kind(
        "revoke-exemption",
        f"{_ASSET}/exemption-revocations",
        enforcement.Decree,
        "asset_classes.revoke_exemption",
        _A,
        "asset revoke-exemption",
    ),
    Kind(
        "acknowledge",
        f"{_NOTIFICATION}/acknowledgements",
        notifications.Acknowledgement,
        "mining_registry.acknowledge",
        _A,
        "mining acknowledge",
    ),
    Kind(
        "return-notification",
        f"{_NOTIFICATION}/returns",
        notifications.NotificationReturn,
        "mining_registry.return_notification",
        _A,
        "mining return",
        derived=_REASON,
    ),
    Kind(
        "exempt", "/v1/exemptions", mining.Exempting, "mining_registry.exempt", _A, "mining exempt"
    ),
    Kind(
        "end-exemption",
        "/v1/exemptions/ends",
        mining.ExemptionEnd,
        "mining_registry.end_exemption",
        _A,
        "mining end-exemption",
    ),
    Kind(
        "annul-deposit",
        f"{_DEPOSIT}/annulments",
        deposit_acts.Annulling,
        "depository.annul",
        _A,
        "deposit annul",
    ),
    Kind(
        "annul-batch",
        f"{_BATCH}/annulments",
        deposit_acts.Annulling,
        "depository.annul_batch",
        _A,
        "deposit annul-batch",
    ),
    Kind(
        "record-verification",
        "/v1/depository/verifications",
        deposit_acts.Verifying,
        "depository.record_verification",
        _A,
        "deposit record-verification",
    ),
    Kind(
        "propose",
        "/v1/proposals",
        decisions.ProposalIn,
        "participants.propose",
        _A,
        "decision propose",
        derived=frozenset({"contract", "function", "args"}),
    ),
    Kind(
        "confirm",
        f"{_PROPOSAL}/confirmations",
        decisions.Agreement,
        "participants.confirm",
        _A,
        "decision confirm",
    ),
    Kind(
        "withdraw-agreement",
        f"{_PROPOSAL}/withdrawals",
        decisions.Agreement,
        "participants.withdraw",
        _A,
        "decision withdraw",
    ),
)
