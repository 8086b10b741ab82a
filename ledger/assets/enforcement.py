"""What the authorised body does about digital assets: each an act on a legal basis (A-7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.decrees import draft_decree

if TYPE_CHECKING:
    from ledger.chain import Chain
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, ClassId, Digest, ParticipantId

__all__ = ["Enforcement"]

_CLASSES = "asset_classes"
_TOKENS = "digital_assets"


@dataclass(frozen=True, slots=True)
class Enforcement:
    """Acts of the authorised body, drafted for one of its keys (`sender`) to sign.

    `basis` is the digest of the decision. All raise what `Chain.build` raises, above all
    Rejected("contract.refused", contract=, reason=).
    """

    chain: Chain

    def draft_system(
        self, sender: Address, issuer: ParticipantId, system: Digest | None, basis: Digest
    ) -> UnsignedTransaction:
        """Attest that an issuer's system meets the requirements, or with None revoke that (A-6)."""
        if system is None:
            return draft_decree(self.chain, sender, basis, _CLASSES, "revoke_system", issuer)
        return draft_decree(self.chain, sender, basis, _CLASSES, "attest_system", issuer, system)

    def draft_exemption(
        self, sender: Address, class_id: ClassId, basis: Digest, *, exempt: bool
    ) -> UnsignedTransaction:
        """Exempt an unbacked class, so that it may be issued and moved, or no longer (A-3)."""
        verb = "record_exemption" if exempt else "revoke_exemption"
        return draft_decree(self.chain, sender, basis, _CLASSES, verb, class_id)

    def draft_pause(
        self, sender: Address, class_id: ClassId, basis: Digest, *, paused: bool
    ) -> UnsignedTransaction:
        """Stop everything of a class, of all with class 0, or let it go on."""
        verb = "pause" if paused else "resume"
        return draft_decree(self.chain, sender, basis, _TOKENS, verb, class_id)

    def draft_freeze(
        self, sender: Address, class_id: ClassId, account: Address, amount: int, basis: Digest
    ) -> UnsignedTransaction:
        """Freeze an amount of an account's tokens in place of what was frozen before."""
        args = (account, class_id, amount)
        return draft_decree(self.chain, sender, basis, _TOKENS, "setFrozenTokens", *args)

    def draft_forced_transfer(
        self,
        sender: Address,
        class_id: ClassId,
        ends: tuple[Address, Address],
        amount: int,
        basis: Digest,
    ) -> UnsignedTransaction:
        """Move tokens from the first to the second of `ends` whether the holder wills or not."""
        args = (*ends, class_id, amount)
        return draft_decree(self.chain, sender, basis, _TOKENS, "forcedTransfer", *args)
