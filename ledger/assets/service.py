"""Use cases of digital assets: registering, backing, issuing and moving, and who owns what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.assets.book import Book, Wanted
from ledger.assets.enforcement import Enforcement
from ledger.assets.ownership import Ownership
from ledger.assets.store import AssetStore
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from ledger.assets.model import (
        Access,
        AssetClass,
        BackingKind,
        Holding,
        Movement,
        Redemption,
        Right,
        Statement,
    )
    from ledger.assets.ownership import Amounts
    from ledger.assets.pairs import Asked
    from ledger.chain import Chain
    from ledger.paging import Page
    from ledger.records import BlockRef
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, ClassId, Digest, ParticipantId, RedemptionId

__all__ = ["Assets"]

_CLASSES = "asset_classes"
_TOKENS = "digital_assets"
_BY_RULE = "ERC7943CannotTransfer"


@dataclass(frozen=True, slots=True)
class Assets:
    """Digital assets of one chain.

    Drafts are transactions for `sender` to sign; all raise what `Chain.build` raises, above all
    Rejected("contract.refused", contract=, reason=). Answers come from the index alone; lists raise
    Rejected("page.bad-limit") and Rejected("page.bad-cursor").
    """

    chain: Chain
    index_engine: Engine

    @property
    def enforcement(self) -> Enforcement:
        """What the authorised body does about digital assets."""
        return Enforcement(self.chain)

    @property
    def book(self) -> Book:
        """The book of movements."""
        return Book(self.index_engine)

    @property
    def ownership(self) -> Ownership:
        """Who holds what, now or at any block."""
        return Ownership(self.index_engine)

    def draft_class(
        self,
        sender: Address,
        backing: BackingKind,
        decision: Digest,
        rights: Sequence[Right],
        uri: str,
    ) -> UnsignedTransaction:
        """Register a class: kind of backing, decision on issue, list of certified rights (A-2)."""
        listed = [(right.code, right.text) for right in rights]
        return self.chain.build(
            sender, _CLASSES, "register_class", int(backing), decision, listed, uri
        )

    def draft_document(
        self, sender: Address, class_id: ClassId, name: str, digest: Digest
    ) -> UnsignedTransaction:
        """Record a document of one's own class, or a new version of it."""
        return self.chain.build(sender, _CLASSES, "record_document", class_id, name, digest)

    def draft_access(
        self, sender: Address, class_id: ClassId, participant: ParticipantId, *, granted: bool
    ) -> UnsignedTransaction:
        """Give a participant access to one's own class, or take it (A-6)."""
        verb = "grant_access" if granted else "revoke_access"
        return self.chain.build(sender, _CLASSES, verb, class_id, participant)

    def draft_attestation(
        self, sender: Address, class_id: ClassId, amount: int, valid_until: int, evidence: Digest
    ) -> UnsignedTransaction:
        """Attest how much stands behind a class, up to and with the second `valid_until`."""
        return self.chain.build(
            sender, _TOKENS, "attest_backing", class_id, amount, valid_until, evidence
        )

    def draft_issue(
        self, sender: Address, class_id: ClassId, to: Address, amount: int
    ) -> UnsignedTransaction:
        """Issue tokens of one's own class, up to its backing (A-2)."""
        return self.chain.build(sender, _TOKENS, "issue", class_id, to, amount)

    def draft_transfer(
        self, sender: Address, class_id: ClassId, to: Address, amount: int
    ) -> UnsignedTransaction:
        """Transfer tokens of one's own to another active participant with access (A-6).

        Where the contract only says that a rule forbids it, the refusal names the rule.
        """
        args = (sender, to, class_id, amount, b"")
        try:
            return self.chain.build(sender, _TOKENS, "safeTransferFrom", *args)
        except Rejected as refusal:
            if refusal.facts.get("reason") != _BY_RULE:
                raise
            raise self._rule(sender, to, class_id, amount) or refusal from refusal

    def draft_claim(self, sender: Address, class_id: ClassId, old: Address) -> UnsignedTransaction:
        """Move what a replaced key of one's own still holds of a class to the present key."""
        return self.chain.build(sender, _TOKENS, "claim", class_id, old)

    def draft_redemption(
        self, sender: Address, class_id: ClassId, amount: int, demand: Digest
    ) -> UnsignedTransaction:
        """Ask the issuer for what tokens of one's own certify; they are locked meanwhile."""
        return self.chain.build(sender, _TOKENS, "request_redemption", class_id, amount, demand)

    def draft_withdrawal(self, sender: Address, number: RedemptionId) -> UnsignedTransaction:
        """Withdraw a request for redemption of one's own."""
        return self.chain.build(sender, _TOKENS, "withdraw_redemption", number)

    def draft_closing(
        self, sender: Address, number: RedemptionId, evidence: Digest
    ) -> UnsignedTransaction:
        """Close a request that is fulfilled: the tokens are burned, the backing is lowered."""
        return self.chain.build(sender, _TOKENS, "close_redemption", number, evidence)

    def draft_refusal(
        self, sender: Address, number: RedemptionId, reason: Digest
    ) -> UnsignedTransaction:
        """Refuse a request for redemption with a reason."""
        return self.chain.build(sender, _TOKENS, "refuse_redemption", number, reason)

    def asset(self, class_id: ClassId) -> AssetClass:
        """Return a class; NotFound("asset.unknown", asset=)."""
        return AssetStore(self.index_engine).asset(class_id)

    def assets(self, limit: int, after: str | None = None) -> Page[AssetClass]:
        """List classes by number."""
        return AssetStore(self.index_engine).assets(limit, after)

    def access(self, class_id: ClassId, limit: int, after: str | None = None) -> Page[Access]:
        """List who was given access to a class, by number; NotFound("asset.unknown")."""
        return AssetStore(self.index_engine).access(class_id, limit, after)

    def holding(self, class_id: ClassId, account: Address, at: BlockRef | None = None) -> Holding:
        """Return what an account holds of a class at a block, be it nothing; see `Ownership`."""
        return Ownership(self.index_engine).holding(class_id, account, at)

    def holders(
        self, class_id: ClassId, limit: int, after: str | None = None, at: BlockRef | None = None
    ) -> Page[Holding]:
        """List the holders of a class: the largest first, those of a block by their accounts."""
        return Ownership(self.index_engine).holders(class_id, limit, after, at)

    def holdings(
        self, account: Address, limit: int, after: str | None = None, at: BlockRef | None = None
    ) -> Page[Holding]:
        """List what an account holds, now or at a block, by class."""
        return Ownership(self.index_engine).holdings(account, limit, after, at)

    def movements(
        self,
        class_id: ClassId | None = None,
        account: Address | None = None,
        *,
        limit: int,
        after: str | None = None,
    ) -> Page[Movement]:
        """List movements, newest first: all, of a class, of an account, or of both."""
        return Book(self.index_engine).movements(Wanted(class_id, account), limit, after)

    def statement(
        self, wanted: Wanted, until: BlockRef, limit: int, after: str | None = None
    ) -> Statement:
        """What an account had, what moved, oldest first, and what it had then; see `Book`."""
        return Book(self.index_engine).statement(replace(wanted, until=until), until, limit, after)

    def held_by(self, asked: Sequence[Asked], at: BlockRef) -> list[Amounts | None]:
        """What each of many accounts held of a class at a block; see `Ownership.many`."""
        return Ownership(self.index_engine).many(asked, at)

    def redemption(self, number: RedemptionId) -> Redemption:
        """Return a request for redemption; NotFound("redemption.unknown", redemption=)."""
        return AssetStore(self.index_engine).redemption(number)

    def redemptions(
        self, class_id: ClassId, limit: int, after: str | None = None
    ) -> Page[Redemption]:
        """List the requests of a class, newest first; NotFound("asset.unknown")."""
        return AssetStore(self.index_engine).redemptions(class_id, limit, after)

    def _rule(self, owner: Address, to: Address, class_id: int, amount: int) -> Rejected | None:
        """The refusal that names the rule which a transfer breaks now; None when none."""
        code, said = self.chain.call(_TOKENS, "transfer_check", owner, to, class_id, amount)
        contract, _, reason = str(said).partition(": ")
        return Rejected("contract.refused", contract=contract, reason=reason) if code else None
