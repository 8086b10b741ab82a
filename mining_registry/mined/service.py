"""What can be done with mined assets (A-3, A-8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.decrees import draft_decree
from ledger.errors import Rejected
from mining_registry.mined.model import check_asset_name
from mining_registry.rules import KAZAKHSTAN_TIME, last_second, midnight

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from ledger.chain import Chain
    from ledger.paging import Page
    from ledger.records import BlockRef
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, Digest, MinedAssetId, NotificationId, ParticipantId
    from mining_registry.mined.model import Declaration, Exemption, MinedAsset, Ownership
    from mining_registry.mined.store import MinedAssetStore
    from mining_registry.store import NotificationStore

__all__ = ["MinedAssets"]

_CONTRACT = "mining_registry"


@dataclass(frozen=True)
class MinedAssets:
    """Mined assets: drafts for signatures of miner, owners and authority, and whose they are.

    `clock` gives the present time, aware of its zone.
    """

    chain: Chain
    notifications: NotificationStore
    store: MinedAssetStore
    clock: Callable[[], dt.datetime]

    def draft_declaration(self, sender: Address, declared: Declaration) -> UnsignedTransaction:
        """Build the declaration; its last day may be today, up to the present second.

        Raises NotFound("notification.unknown"), Rejected("mined.asset-name", asset),
        Rejected("mined.in-future", latest), Rejected("contract.refused").
        """
        self.notifications.notification(declared.notification)
        check_asset_name(declared.asset)
        today = self.clock().astimezone(KAZAKHSTAN_TIME).date()
        if declared.mined_until > today:
            raise Rejected("mined.in-future", latest=today.isoformat())
        until = last_second(declared.mined_until)
        return self.chain.build(
            sender,
            _CONTRACT,
            "declare_mined",
            declared.notification,
            declared.asset,
            declared.amount,
            midnight(declared.mined_from),
            self.chain.head().timestamp if declared.mined_until == today else until,
            declared.evidence,
        )

    def draft_retraction(self, sender: Address, number: MinedAssetId) -> UnsignedTransaction:
        """Build the retraction of a declaration made in error; NotFound("mined.unknown")."""
        self.asset(number)
        return self.chain.build(sender, _CONTRACT, "retract_mined", number)

    def draft_offer(
        self, sender: Address, number: MinedAssetId, to: ParticipantId
    ) -> UnsignedTransaction:
        """Build an offer to a participant; NotFound("mined.unknown")."""
        self.asset(number)
        return self.chain.build(sender, _CONTRACT, "offer_mined", number, to)

    def draft_withdrawal(self, sender: Address, number: MinedAssetId) -> UnsignedTransaction:
        """Build the withdrawal of an offer; NotFound("mined.unknown")."""
        self.asset(number)
        return self.chain.build(sender, _CONTRACT, "withdraw_offer", number)

    def draft_acceptance(self, sender: Address, number: MinedAssetId) -> UnsignedTransaction:
        """Build the acceptance of an offer; NotFound("mined.unknown")."""
        self.asset(number)
        return self.chain.build(sender, _CONTRACT, "accept_mined", number)

    def draft_exemption(
        self, sender: Address, asset: str, last_day: dt.date, basis: Digest
    ) -> UnsignedTransaction:
        """Build an authority's proposal to let an asset pass until the end of a day (A-3).

        Raises Rejected("mined.asset-name", asset), Rejected("contract.refused").
        """
        check_asset_name(asset)
        until = last_second(last_day)
        return draft_decree(self.chain, sender, basis, _CONTRACT, "exempt", asset, until)

    def draft_exemption_end(
        self, sender: Address, asset: str, basis: Digest
    ) -> UnsignedTransaction:
        """Build an authority's proposal to end an asset's exemption; Rejected as above."""
        check_asset_name(asset)
        return draft_decree(self.chain, sender, basis, _CONTRACT, "end_exemption", asset)

    def asset(self, number: MinedAssetId) -> MinedAsset:
        """One mined asset; NotFound("mined.unknown", number)."""
        return self.store.asset(number)

    def assets(
        self,
        limit: int,
        after: str | None = None,
        notification: NotificationId | None = None,
        owner: ParticipantId | None = None,
    ) -> Page[MinedAsset]:
        """A page of mined assets, the newest first: all, of a notification, of an owner.

        Raises Rejected("page.bad-cursor"), Rejected("page.bad-limit").
        """
        return self.store.assets(limit, after, notification, owner)

    def owner(self, number: MinedAssetId, at: BlockRef | None = None) -> Ownership | None:
        """Whose a mined asset is, or was at the end of a block; None once it was retracted.

        Raises NotFound("mined.unknown", number), NotFound("mined.not-yet", number, block).
        """
        return self.store.owner(number, at)

    def exemption(self, asset: str) -> Exemption | None:
        """The exemption recorded last for an asset, None when there never was one (A-3)."""
        return self.store.exemption(asset)
