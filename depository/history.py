"""The life of a deposit after it was made, and the yearly verification of the whole depository."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from ledger.types import BatchId

if TYPE_CHECKING:
    from ledger.records import Recorded
    from ledger.types import Address, DepositId, Digest, ParticipantId, Timestamp

__all__ = [
    "MAX_LEVEL",
    "YEAR_SECONDS",
    "Copy",
    "CopyStatus",
    "Findings",
    "History",
    "LevelChange",
    "Place",
    "Possession",
    "Purpose",
    "Tenure",
    "Verification",
    "Yearly",
]

MAX_LEVEL: Final = 5
"""The highest level of verification: an independent rebuild."""

YEAR_SECONDS: Final = 365 * 86_400
"""The longest time between two verifications, as the contract counts it (D-8)."""


class Purpose(IntEnum):
    """What a copy is for: a closed list, the numbers of the contract `depository` (D-7)."""

    ARCHIVING = 1
    REPLACEMENT = 2

    @property
    def word(self) -> str:
        """The purpose in documents and addresses."""
        return self.name.lower()


class CopyStatus(StrEnum):
    """What became of an application for a copy."""

    APPLIED = "applied"
    ISSUED = "issued"
    REFUSED = "refused"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Tenure:
    """A possessor of a deposit, since when, and under which agreement; None for who deposited.

    `account` is the participant's present key.
    """

    possessor: ParticipantId
    account: Address
    agreement: Digest | None
    recorded: Recorded


Place = tuple[BatchId, int]
"""A record of a batch: the batch, and the place in its list, from 0."""


@dataclass(frozen=True, slots=True)
class Possession:
    """A deposit or a record of a batch that got a possessor, and the log index of that.

    Of a deposit that was taken out of a batch both are named.
    """

    deposit: DepositId | None
    record: Place | None
    log_index: int
    tenure: Tenure


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A rise of a deposit's level by an attestation, or its fall by a withdrawal.

    `level` is the level from then on, `digest` that of the evidence or of the reason. `actor` is
    None for a decision of the authorised body, whose digest is `basis`.
    """

    level: int
    attested: bool
    actor: ParticipantId | None
    digest: Digest
    basis: Digest | None
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Copy:
    """An application for a copy and what became of it.

    `outcome` is the digest of the copy as it was handed out, or of the reason of refusal.
    """

    deposit: DepositId
    index: int
    applicant: ParticipantId
    purpose: Purpose
    application: Digest
    applied: Recorded
    status: CopyStatus
    outcome: Digest | None
    decided: Recorded | None


@dataclass(frozen=True, slots=True)
class History:
    """The latest possessors, levels and copies of a deposit, oldest first, and how many in all."""

    tenures: tuple[Tenure, ...]
    levels: tuple[LevelChange, ...]
    copies: tuple[Copy, ...]
    tenures_total: int
    levels_total: int
    copies_total: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What a verification found: objects hashed again and faulty ones, the digest of the report."""

    checked: int
    faulty: int
    report: Digest
    verified_at: Timestamp


@dataclass(frozen=True, slots=True)
class Verification:
    """A verification of the whole depository by the authorised body (D-8).

    `standing` is how many deposits stood when it was recorded; `checked` objects were hashed again
    and `faulty` of them were missing or differed.
    """

    index: int
    checked: int
    faulty: int
    standing: int
    report: Digest
    basis: Digest
    verified_at: Timestamp
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Yearly:
    """Where the yearly verification stands: the last one, and when the year is over.

    `due_at` is None while the index has not come to the block of the contract.
    """

    deposits: int
    standing: int
    last: Verification | None
    due_at: Timestamp | None

    def is_due(self, now: Timestamp) -> bool:
        """Whether a year has passed without a verification."""
        return self.due_at is not None and now >= self.due_at
