"""What each event of the contract changes in the rows, but for a deposit's own entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlmodel import func, select

from depository.history import CopyStatus
from depository.model import Status
from depository.tables import CopyRow, DepositRow, LevelRow, TenureRow, VerificationRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["STEPS", "annul", "begin_tenure", "decide", "some"]


def some(digest: bytes) -> bytes | None:
    """A digest; thirty-two zero bytes stand for none."""
    return digest if any(digest) else None


def begin_tenure(session: Session, event: Event, possessor: int, agreement: bytes | None) -> None:
    """Enter the next possessor of a deposit."""
    number = event.args["number"]
    session.add(
        TenureRow(
            deposit=number,
            position=_next(session, TenureRow, number),
            possessor=possessor,
            agreement=agreement,
            block=event.block.number,
            log_index=event.log_index,
            transaction=event.transaction,
        )
    )


def _superseded(session: Session, event: Event) -> None:
    """One version follows another; either is 0 when a deposit left the line."""
    previous, number = event.args["previous"], event.args["number"]
    if previous:
        session.get_one(DepositRow, previous).successor = number or None
    if number:
        session.get_one(DepositRow, number).previous = previous or None


def decide(row: Any, event: Event, status: Status) -> None:
    """Enter the operator's decision on the row of a deposit or of a batch."""
    row.status = status.value
    row.operator = event.args["operator"]
    row.reason = event.args.get("reason")
    row.decided_block = event.block.number
    row.decided_transaction = event.transaction


def annul(row: Any, event: Event) -> None:
    """Enter that the acceptance of a deposit or of a batch was annulled."""
    row.status = Status.ANNULLED.value
    row.annulled_basis = event.args["basis"]
    row.annulled_block = event.block.number
    row.annulled_transaction = event.transaction


def _accepted(session: Session, event: Event) -> None:
    decide(_deposit(session, event), event, Status.ACCEPTED)


def _returned(session: Session, event: Event) -> None:
    decide(_deposit(session, event), event, Status.RETURNED)


def _annulled(session: Session, event: Event) -> None:
    annul(_deposit(session, event), event)


def _offered(session: Session, event: Event) -> None:
    row = _deposit(session, event)
    row.offered_to = event.args["receiver"]
    row.offered_agreement = event.args["agreement"]
    row.offered_block = event.block.number
    row.offered_transaction = event.transaction


def _offer_ended(session: Session, event: Event) -> None:
    row = _deposit(session, event)
    row.offered_to = row.offered_agreement = None
    row.offered_block = row.offered_transaction = None


def _transferred(session: Session, event: Event) -> None:
    _offer_ended(session, event)
    receiver = event.args["receiver"]
    _deposit(session, event).possessor = receiver
    begin_tenure(session, event, receiver, event.args["agreement"])


def _level_attested(session: Session, event: Event) -> None:
    args = event.args
    change = {"actor": args["actor"], "digest": args["evidence"], "basis": None}
    _level(session, event, args["level"], attested=True, **change)


def _level_withdrawn(session: Session, event: Event) -> None:
    args = event.args
    change = {
        "actor": args["actor"] or None,
        "digest": args["reason"],
        "basis": some(args["basis"]),
    }
    _level(session, event, args["left"], attested=False, **change)


def _level(session: Session, event: Event, level: int, **change: Any) -> None:
    row = _deposit(session, event)
    row.level = level
    session.add(
        LevelRow(
            deposit=row.number,
            position=_next(session, LevelRow, row.number),
            level=level,
            block=event.block.number,
            transaction=event.transaction,
            **change,
        )
    )


def _copy_applied(session: Session, event: Event) -> None:
    args = event.args
    session.add(
        CopyRow(
            deposit=args["number"],
            position=args["index"],
            applicant=args["applicant"],
            purpose=args["purpose"],
            application=args["application"],
            block=event.block.number,
            transaction=event.transaction,
            status=CopyStatus.APPLIED.value,
        )
    )


def _copy_issued(session: Session, event: Event) -> None:
    _copy_ended(session, event, CopyStatus.ISSUED).outcome = event.args["digest"]


def _copy_refused(session: Session, event: Event) -> None:
    _copy_ended(session, event, CopyStatus.REFUSED).outcome = event.args["reason"]


def _copy_lapsed(session: Session, event: Event) -> None:
    _copy_ended(session, event, CopyStatus.LAPSED)


def _copy_ended(session: Session, event: Event, status: CopyStatus) -> CopyRow:
    row = session.get_one(CopyRow, (event.args["number"], event.args["index"]))
    row.status = status.value
    row.decided_block = event.block.number
    row.decided_transaction = event.transaction
    return row


def _verified(session: Session, event: Event) -> None:
    args = event.args
    session.add(
        VerificationRow(
            position=args["index"],
            checked=str(args["checked"]),
            faulty=str(args["faulty"]),
            standing=args["standing"],
            report=args["report"],
            basis=args["basis"],
            verified_at=args["verified_at"],
            block=event.block.number,
            transaction=event.transaction,
        )
    )


def _deposit(session: Session, event: Event) -> DepositRow:
    return session.get_one(DepositRow, event.args["number"])


def _next(session: Session, table: type[TenureRow | LevelRow], number: int) -> int:
    """The position after the last of a deposit's rows; they have no gaps."""
    rows = select(func.count()).select_from(table).where(table.deposit == number)
    return session.exec(rows).one()


STEPS: Final[Mapping[str, Callable[[Session, Event], None]]] = {
    "Superseded": _superseded,
    "Accepted": _accepted,
    "Returned": _returned,
    "Annulled": _annulled,
    "Offered": _offered,
    "OfferWithdrawn": _offer_ended,
    "OfferRefused": _offer_ended,
    "OfferLapsed": _offer_ended,
    "Transferred": _transferred,
    "LevelAttested": _level_attested,
    "LevelWithdrawn": _level_withdrawn,
    "CopyApplied": _copy_applied,
    "CopyIssued": _copy_issued,
    "CopyRefused": _copy_refused,
    "CopyLapsed": _copy_lapsed,
    "Verified": _verified,
}
"""Each event by its name; a test holds them against the contract's ABI."""
