"""Classes of tokens, holdings and movements, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.records import BlockRef, Recorded
    from ledger.types import Address, ClassId, Digest, ParticipantId, TxHash

__all__ = ["AssetClass", "Backing", "BackingKind", "Holding", "Movement"]


class BackingKind(IntEnum):
    """What a class certifies property rights to: a closed list without money or shares (A-4)."""

    GOODS = 1
    SERVICES = 2
    OTHER_PROPERTY_RIGHTS = 3


@dataclass(frozen=True, slots=True)
class Backing:
    """The latest attestation: an amount, and the last second at which it is valid (any uint256).

    `evidence` is the digest of the attestor's evidence.
    """

    amount: int
    valid_until: int
    attestor: Address
    evidence: Digest
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class AssetClass:
    """A class of tokens at the indexed head.

    `issuer_account` is the key with which the issuer registered it. `supply` counts the unit that
    the list of rights names.
    """

    id: ClassId
    issuer: ParticipantId
    issuer_account: Address
    backing_kind: BackingKind
    decision: Digest
    rights: Digest
    uri: str
    supply: int
    backing: Backing | None
    registered: Recorded

    @property
    def shortfall(self) -> int:
        """By how much the supply exceeds the attested backing; zero when it does not."""
        attested = self.backing.amount if self.backing else 0
        return max(0, self.supply - attested)


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of a class an account holds at block `as_of`; never zero."""

    class_id: ClassId
    account: Address
    amount: int
    as_of: BlockRef


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry in the book: an issue (from the zero address) or a transfer.

    A batch transfer makes several movements with one `log_index`, told apart by `position`.
    """

    class_id: ClassId
    sender: Address
    recipient: Address
    amount: int
    operator: Address
    block: BlockRef
    transaction: TxHash
    log_index: int
    position: int
