"""Classes of tokens, holdings, movements and requests for redemption, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.paging import Page
    from ledger.records import BlockRef, Recorded
    from ledger.types import Address, ClassId, Digest, ParticipantId, RedemptionId, TxHash

__all__ = [
    "Access",
    "AssetClass",
    "Backing",
    "BackingKind",
    "Document",
    "Holding",
    "Line",
    "Movement",
    "Redemption",
    "RedemptionStatus",
    "Right",
    "Statement",
]


class BackingKind(IntEnum):
    """What a class certifies property rights to: a closed list without money or shares (A-4).

    An unbacked class is a reward for supporting consensus; it needs an exemption (A-3).
    """

    GOODS = 1
    SERVICES = 2
    OTHER_PROPERTY_RIGHTS = 3
    UNBACKED = 4


@dataclass(frozen=True, slots=True)
class Right:
    """A right that a token certifies (A-2): a short code, and the digest of its text."""

    code: str
    text: Digest


@dataclass(frozen=True, slots=True)
class Document:
    """A version of a document of a class."""

    name: str
    version: int
    digest: Digest
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Backing:
    """The latest attestation: an amount, and the last second at which it is valid (any uint256).

    `amount` is what it still covers: each redemption since then has lowered it. `evidence` is the
    digest of the attestor's evidence.
    """

    amount: int
    valid_until: int
    attestor: Address
    evidence: Digest
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class AssetClass:
    """A class of tokens at the indexed head.

    `issuer_account` is the key with which the issuer registered it. `supply` and `redeemed` count
    the unit that the list of rights names. `system` is the digest of the issuer's attested system
    (A-6), `paused` is true also while all classes are.
    """

    id: ClassId
    issuer: ParticipantId
    issuer_account: Address
    backing_kind: BackingKind
    decision: Digest
    rights: tuple[Right, ...]
    documents: tuple[Document, ...]
    uri: str
    supply: int
    redeemed: int
    backing: Backing | None
    system: Digest | None
    exempt: bool
    paused: bool
    registered: Recorded

    @property
    def shortfall(self) -> int:
        """By how much the supply exceeds the attested backing; zero when it does not."""
        if self.backing_kind is BackingKind.UNBACKED:
            return 0
        attested = self.backing.amount if self.backing else 0
        return max(0, self.supply - attested)


@dataclass(frozen=True, slots=True)
class Access:
    """A participant's access to a class, granted by its issuer (A-6)."""

    class_id: ClassId
    participant: ParticipantId
    granted: Recorded


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of a class an account holds at block `as_of`, never zero; what of it is frozen.

    `frozen` is what the authorised body set, and may be more than is held.
    """

    class_id: ClassId
    account: Address
    amount: int
    frozen: int
    as_of: BlockRef


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry in the book: an issue (from the zero address), a redemption (to it), a transfer.

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


@dataclass(frozen=True, slots=True)
class Line:
    """A class in a statement: what was held before, and what after."""

    class_id: ClassId
    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class Statement:
    """An account between the end of block `since` and that of `until`; None is before the chain.

    `lines` are the classes that were held at either end or moved between, `movements` a page of all
    movements between, oldest first: of each class the opening and the movements make the closing.
    """

    since: BlockRef | None
    until: BlockRef
    lines: tuple[Line, ...]
    movements: Page[Movement]


class RedemptionStatus(Enum):
    """Where a request for redemption stands; while it is requested, its tokens are locked."""

    REQUESTED = "requested"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Redemption:
    """A holder's request for what its tokens certify, and what became of it.

    `account` is the key that asked. `outcome` is the digest of the evidence that it is fulfilled,
    or of the reason of refusal; None while neither.
    """

    number: RedemptionId
    class_id: ClassId
    holder: ParticipantId
    account: Address
    amount: int
    demand: Digest
    status: RedemptionStatus
    outcome: Digest | None
    requested: Recorded
    decided: Recorded | None
