"""Use cases of digital assets: registering, backing, issuing and moving, and who owns what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.assets.store import AssetStore

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.assets.model import AssetClass, BackingKind, Holding, Movement
    from ledger.chain import Chain
    from ledger.paging import Page
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, ClassId, Digest

__all__ = ["Assets"]

_CONTRACT = "digital_assets"


@dataclass(frozen=True, slots=True)
class Assets:
    """Digital assets of one chain.

    Drafts are transactions for `sender` to sign; all raise what `Chain.build` raises, above all
    Rejected("contract.refused", contract="digital_assets", reason=). Answers come from the index
    alone; lists raise Rejected("page.bad-limit") and Rejected("page.bad-cursor").
    """

    chain: Chain
    index_engine: Engine

    def draft_class(
        self, sender: Address, backing: BackingKind, decision: Digest, rights: Digest, uri: str
    ) -> UnsignedTransaction:
        """Register a class: kind of backing, decision on issue, list of certified rights (A-2)."""
        return self.chain.build(
            sender, _CONTRACT, "register_class", int(backing), decision, rights, uri
        )

    def draft_attestation(
        self, sender: Address, class_id: ClassId, amount: int, valid_until: int, evidence: Digest
    ) -> UnsignedTransaction:
        """Attest how much stands behind a class, up to and with the second `valid_until`."""
        return self.chain.build(
            sender, _CONTRACT, "attest_backing", class_id, amount, valid_until, evidence
        )

    def draft_issue(
        self, sender: Address, class_id: ClassId, to: Address, amount: int
    ) -> UnsignedTransaction:
        """Issue tokens of one's own class, up to its backing (A-2)."""
        return self.chain.build(sender, _CONTRACT, "issue", class_id, to, amount)

    def draft_transfer(
        self, sender: Address, class_id: ClassId, to: Address, amount: int
    ) -> UnsignedTransaction:
        """Transfer tokens of one's own to another active participant (A-6)."""
        return self.chain.build(
            sender, _CONTRACT, "safeTransferFrom", sender, to, class_id, amount, b""
        )

    def draft_claim(self, sender: Address, class_id: ClassId, old: Address) -> UnsignedTransaction:
        """Move what a replaced key of one's own still holds of a class to the present key."""
        return self.chain.build(sender, _CONTRACT, "claim", class_id, old)

    def asset(self, class_id: ClassId) -> AssetClass:
        """Return a class; NotFound("asset.unknown", asset=)."""
        return AssetStore(self.index_engine).asset(class_id)

    def assets(self, limit: int, after: str | None = None) -> Page[AssetClass]:
        """List classes by number."""
        return AssetStore(self.index_engine).assets(limit, after)

    def balance(self, class_id: ClassId, account: Address) -> int:
        """Return what an account holds of a class, 0 for nothing; NotFound("asset.unknown")."""
        return AssetStore(self.index_engine).balance(class_id, account)

    def holders(self, class_id: ClassId, limit: int, after: str | None = None) -> Page[Holding]:
        """List the holders of a class, the largest first; NotFound("asset.unknown")."""
        return AssetStore(self.index_engine).holders(class_id, limit, after)

    def holdings(self, account: Address, limit: int, after: str | None = None) -> Page[Holding]:
        """List what an account holds, by class."""
        return AssetStore(self.index_engine).holdings(account, limit, after)

    def movements(
        self,
        class_id: ClassId | None = None,
        account: Address | None = None,
        *,
        limit: int,
        after: str | None = None,
    ) -> Page[Movement]:
        """List movements, newest first: all, of a class, of an account, or of both."""
        return AssetStore(self.index_engine).movements(class_id, account, limit, after)
