"""What is signed about a deposit on record: decisions, offers, levels, copies, verifications."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository.vault import KeptReason
from ledger.canonical import SALT_BYTES, salted_digest
from ledger.decrees import draft_decree
from ledger.errors import NotFound, VerificationError
from ledger.reasons import check_reason

if TYPE_CHECKING:
    from depository.history import Findings, Purpose
    from depository.store import DepositStore
    from depository.vault import DepositVault
    from ledger.chain import Chain
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, DepositId, Digest, ParticipantId

__all__ = ["Acts"]

_CONTRACT = "depository"


@dataclass(frozen=True, slots=True)
class Acts:
    """Builds the transactions; each raises what `Chain.build` raises, above all
    Rejected("contract.refused").
    """

    chain: Chain
    store: DepositStore
    vault: DepositVault

    def draft_acceptance(self, sender: Address, number: DepositId) -> UnsignedTransaction:
        """Build the operator's acceptance of a deposit (D-11)."""
        return self.chain.build(sender, _CONTRACT, "accept", number)

    def draft_return(self, sender: Address, number: DepositId, reason: str) -> UnsignedTransaction:
        """Build the operator's return of a deposit; its reason stays in the vault (R-7).

        Raises Rejected("return.reason-empty"), Rejected("return.reason-too-long", limit).
        """
        check_reason(reason)
        salt = secrets.token_bytes(SALT_BYTES)
        digest = salted_digest(_reason_document(number, reason), salt)
        transaction = self.chain.build(sender, _CONTRACT, "return_deposit", number, digest)
        self.vault.keep_reason(KeptReason(digest, salt, number, reason))
        return transaction

    def return_reason(self, number: DepositId) -> str:
        """Why a deposit was returned, checked against the digest on the chain.

        For its possessor and the operator: see `rights.check_reason_reader`.
        Raises NotFound("deposit.unknown" | "deposit.not-returned" | "return.reason-not-held"),
        VerificationError("return.digest-differs", number).
        """
        decision = self.store.deposit(number).decision
        if decision is None or decision.reason is None:
            raise NotFound("deposit.not-returned", number=number)
        kept = self.vault.reason(decision.reason)
        if salted_digest(_reason_document(number, kept.reason), kept.salt) != decision.reason:
            raise VerificationError("return.digest-differs", number=number)
        return kept.reason

    def draft_annulment(
        self, sender: Address, number: DepositId, basis: Digest
    ) -> UnsignedTransaction:
        """Propose as the authorised body that an acceptance be annulled."""
        return draft_decree(self.chain, sender, basis, _CONTRACT, "annul", number)

    def draft_offer(
        self, sender: Address, number: DepositId, receiver: ParticipantId, agreement: Digest
    ) -> UnsignedTransaction:
        """Build the possessor's offer of the right in a deposit under an agreement."""
        return self.chain.build(sender, _CONTRACT, "offer", number, receiver, agreement)

    def draft_offer_withdrawal(self, sender: Address, number: DepositId) -> UnsignedTransaction:
        """Build the possessor's withdrawal of an offer."""
        return self.chain.build(sender, _CONTRACT, "withdraw_offer", number)

    def draft_offer_refusal(self, sender: Address, number: DepositId) -> UnsignedTransaction:
        """Build the receiver's refusal of an offer."""
        return self.chain.build(sender, _CONTRACT, "refuse_offer", number)

    def draft_offer_acceptance(
        self, sender: Address, number: DepositId, agreement: Digest
    ) -> UnsignedTransaction:
        """Build the receiver's acceptance of an offer under the same agreement."""
        return self.chain.build(sender, _CONTRACT, "accept_offer", number, agreement)

    def draft_attestation(
        self, sender: Address, number: DepositId, level: int, evidence: Digest
    ) -> UnsignedTransaction:
        """Build the attestation of the next level: by the operator, the fifth by an attestor."""
        return self.chain.build(sender, _CONTRACT, "attest_level", number, level, evidence)

    def draft_level_withdrawal(
        self,
        sender: Address,
        number: DepositId,
        level: int,
        reason: Digest,
        basis: Digest | None = None,
    ) -> UnsignedTransaction:
        """Build the withdrawal of a mistaken attestation and of those above it.

        With a basis it is proposed as a decision of the authorised body.
        """
        call = (_CONTRACT, "withdraw_level", number, level, reason)
        if basis is None:
            return self.chain.build(sender, *call)
        return draft_decree(self.chain, sender, basis, *call)

    def draft_copy_application(
        self, sender: Address, number: DepositId, purpose: Purpose, application: Digest
    ) -> UnsignedTransaction:
        """Build the possessor's application for a copy (D-7)."""
        asked = (number, int(purpose), application)
        return self.chain.build(sender, _CONTRACT, "apply_for_copy", *asked)

    def draft_copy_issue(
        self, sender: Address, number: DepositId, index: int, digest: Digest
    ) -> UnsignedTransaction:
        """Build the operator's record of a copy that was handed out (D-7)."""
        return self.chain.build(sender, _CONTRACT, "issue_copy", number, index, digest)

    def draft_copy_refusal(
        self, sender: Address, number: DepositId, index: int, reason: Digest
    ) -> UnsignedTransaction:
        """Build the operator's refusal of a copy (D-7)."""
        return self.chain.build(sender, _CONTRACT, "refuse_copy", number, index, reason)

    def draft_verification(
        self, sender: Address, found: Findings, basis: Digest
    ) -> UnsignedTransaction:
        """Propose as the authorised body that a yearly verification be recorded (D-8)."""
        facts = (found.checked, found.faulty, found.report, found.verified_at)
        return draft_decree(self.chain, sender, basis, _CONTRACT, "record_verification", *facts)


def _reason_document(number: DepositId, reason: str) -> dict[str, str | int]:
    return {"deposit": number, "reason": reason}
