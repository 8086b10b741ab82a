"""What a validation finds, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from depository.model import Status

if TYPE_CHECKING:
    from api.progress import Progress
    from api.validation.subjects import RecordName
    from depository.batches.register import RecordMatch
    from depository.fixity.model import DepositCheck
    from depository.model import Match
    from ledger.errors import VerificationError
    from ledger.localized import Localized
    from ledger.proofs.model import Proven
    from ledger.records import Recorded
    from ledger.types import Address, ParticipantId

__all__ = ["Change", "Finding", "Outcome", "Party", "Proof", "Seal", "Tenancy", "Validation"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who: an account, and the participant whose it is or was, with a name where it is public."""

    account: Address
    participant: ParticipantId | None
    name: Localized | None


@dataclass(frozen=True, slots=True)
class Seal:
    """Who sealed a block (recovered from its seal), and the witnesses that signed it.

    `sealer` is None on a chain without such seals; `witnesses` is None where the node keeps no
    statements of witnesses or does not answer now. Their signatures were checked.
    """

    sealer: Party | None
    witnesses: tuple[Party, ...] | None


@dataclass(frozen=True, slots=True)
class Tenancy:
    """Whose a record is, and since when."""

    party: Party
    since: Recorded


@dataclass(frozen=True, slots=True)
class Finding:
    """A record that answers: what it is, by whom and when, and how it stands at the head.

    `status` is a word of its register. `possessor` is None of what nobody possesses, `check` None
    before any check and of what is no deposit, `proof` the address of its proof if it has one.
    `match` says of a deposit how it holds what was asked for.
    """

    name: RecordName
    title: Localized | None
    status: str
    by: Party | None
    recorded: Recorded
    seal: Seal
    possessor: Tenancy | None = None
    check: DepositCheck | None = None
    proof: str | None = None
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A word that was proven and is another now; `recorded` is where it first changed since."""

    field: str
    then: str
    now: str
    recorded: Recorded | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A bundle's verdict: what holds, or why it does not.

    `changes` tell how the record stands now beside what was proven; None while the index has not
    come to the proven block.
    """

    proven: Proven | None
    refusal: VerificationError | None = None
    changes: tuple[Change, ...] | None = None


class Outcome(StrEnum):
    """The answer in a word; the catalogues of pages phrase each as `page-verify-…`."""

    KNOWN = "known"
    CLAIMED = "claimed"
    GONE = "gone"
    FOUND = "found"
    DONE = "done"
    PENDING = "pending"
    REFUSED = "refused"
    HOLDS = "holds"
    CHANGED = "changed"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Validation:
    """The whole answer: `total` findings, of which the first are here.

    `records` are those of batches that hold the content and were not taken out, of
    `records_total` the first.
    """

    subject: str
    findings: tuple[Finding, ...] = ()
    total: int = 0
    transaction: Progress | None = None
    seal: Seal | None = None
    sender: Party | None = None
    proof: Proof | None = None
    content: bool = field(default=False)
    records: tuple[RecordMatch, ...] = ()
    records_total: int = 0

    @property
    def known(self) -> bool:
        """Whether anything is known of it; a bundle that does not hold is not."""
        if self.proof is not None:
            return self.proof.proven is not None
        return bool(self.findings or self.records) or self.transaction is not None

    @property
    def accepted(self) -> bool:
        """Whether an accepted deposit or record is among what was found."""
        return self._has(Status.ACCEPTED)

    @property
    def outcome(self) -> Outcome:
        """The answer in a word."""
        if self.proof is not None:
            return _of_proof(self.proof)
        if self.content and (self.findings or self.records):
            standing = self.accepted or self._has(Status.DEPOSITED)
            return Outcome.KNOWN if self.accepted else _CLAIMS[standing]
        if self.transaction is not None:
            receipt = self.transaction.receipt
            if receipt is None:
                return Outcome.PENDING
            return Outcome.DONE if receipt.succeeded else Outcome.REFUSED
        return Outcome.FOUND if self.findings else Outcome.UNKNOWN

    def _has(self, status: Status) -> bool:
        deposits = (each.match.deposit.status for each in self.findings if each.match is not None)
        return status in {*deposits, *(each.record.status for each in self.records)}


_CLAIMS = {True: Outcome.CLAIMED, False: Outcome.GONE}


def _of_proof(proof: Proof) -> Outcome:
    if proof.proven is None:
        return Outcome.FAILS
    return Outcome.CHANGED if proof.changes else Outcome.HOLDS
