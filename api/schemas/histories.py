"""What happened to a deposit and to the whole depository, as it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from api.schemas.deposits import (
    DepositOut,
    deposit_out,
)
from api.schemas.records import Place, place
from api.schemas.types import Exact, Given, Moment, Response, hex_of, moment
from depository.history import Purpose

if TYPE_CHECKING:
    from depository.history import Copy, History, LevelChange, Tenure, Verification, Yearly
    from depository.model import Deposit
    from ledger.records import BlockRef
    from ledger.types import Digest

__all__ = [
    "CopyOut",
    "DepositRecordOut",
    "LevelOut",
    "TenureOut",
    "TotalsOut",
    "VerificationOut",
    "YearlyOut",
    "copy_out",
    "deposit_record_out",
    "tenure_out",
    "verification_out",
    "yearly_out",
]


class TenureOut(Response):
    """A possessor in turn, since the block named; `agreement` is null for who deposited."""

    possessor: int
    account: str
    agreement: str | None
    recorded: Place


class LevelOut(Response):
    """A rise of the level by an attestation, or its fall by a withdrawal.

    `level` is the level from then on, `digest` that of the evidence or of the reason. `actor` is
    null for a decision of the authorised body, whose digest is `basis`.
    """

    level: int
    attested: bool
    actor: int | None
    digest: str
    basis: str | None
    recorded: Place


class CopyOut(Response):
    """An application for a copy and what became of it (D-7).

    `outcome` is the digest of the copy as it was handed out, or of the reason of refusal.
    """

    index: int
    status: Literal["applied", "issued", "refused", "lapsed"]
    applicant: int
    purpose: Literal["archiving", "replacement"]
    application: str
    outcome: str | None
    recorded: Place
    decided: Place | None


class TotalsOut(Response):
    """How many there are in all; the lists of a record hold the latest hundred of each."""

    possessors: int
    levels: int
    copies: int


class DepositRecordOut(DepositOut):
    """A deposit with its possessors, levels and copies, each oldest first."""

    possessors: tuple[TenureOut, ...]
    levels: tuple[LevelOut, ...]
    copies: tuple[CopyOut, ...]
    totals: TotalsOut


class VerificationOut(Response):
    """A verification of the whole depository by the authorised body (D-8).

    `standing` is how many deposits stood when it was recorded, `report` the digest of the signed
    report, `basis` that of the decision.
    """

    index: int
    checked: Exact
    faulty: Exact
    standing: int
    verified_at: Given
    report: str
    basis: str
    recorded: Place


class YearlyOut(Response):
    """The depository as a whole: deposits ever made, what stands, and the yearly verification.

    `standing` counts the records of batches too; `deposits` those that were taken out.
    `due_at` is when a year without a verification is over, `due` whether it is; null while the
    index has not come to the block of the contract.
    """

    deposits: int
    standing: int
    due: bool
    due_at: Moment | None
    last: VerificationOut | None


def deposit_record_out(deposit: Deposit, history: History) -> DepositRecordOut:
    """A deposit with its history as it is answered."""
    return DepositRecordOut(
        **dict(deposit_out(deposit)),
        possessors=tuple(tenure_out(each) for each in history.tenures),
        levels=tuple(_level_out(each) for each in history.levels),
        copies=tuple(copy_out(each) for each in history.copies),
        totals=TotalsOut(
            possessors=history.tenures_total,
            levels=history.levels_total,
            copies=history.copies_total,
        ),
    )


def copy_out(copy: Copy) -> CopyOut:
    """An application for a copy as it is answered."""
    return CopyOut(
        index=copy.index,
        status=copy.status.value,
        applicant=copy.applicant,
        purpose="archiving" if copy.purpose is Purpose.ARCHIVING else "replacement",
        application=hex_of(copy.application),
        outcome=_hex(copy.outcome),
        recorded=place(copy.applied),
        decided=None if copy.decided is None else place(copy.decided),
    )


def verification_out(verification: Verification) -> VerificationOut:
    """A verification of the depository as it is answered."""
    return VerificationOut(
        index=verification.index,
        checked=verification.checked,
        faulty=verification.faulty,
        standing=verification.standing,
        verified_at=moment(verification.verified_at),
        report=hex_of(verification.report),
        basis=hex_of(verification.basis),
        recorded=place(verification.recorded),
    )


def yearly_out(yearly: Yearly, head: BlockRef) -> YearlyOut:
    """Where the yearly verification stands at the indexed head."""
    return YearlyOut(
        deposits=yearly.deposits,
        standing=yearly.standing,
        due=yearly.is_due(head.timestamp),
        due_at=None if yearly.due_at is None else moment(yearly.due_at),
        last=None if yearly.last is None else verification_out(yearly.last),
    )


def tenure_out(tenure: Tenure) -> TenureOut:
    """A possessor as it is answered."""
    return TenureOut(
        possessor=tenure.possessor,
        account=tenure.account,
        agreement=_hex(tenure.agreement),
        recorded=place(tenure.recorded),
    )


def _level_out(change: LevelChange) -> LevelOut:
    return LevelOut(
        level=change.level,
        attested=change.attested,
        actor=change.actor,
        digest=hex_of(change.digest),
        basis=_hex(change.basis),
        recorded=place(change.recorded),
    )


def _hex(digest: Digest | None) -> str | None:
    return None if digest is None else hex_of(digest)
