"""Batches as the events of the chain tell them; their lists are read later (`settling`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from depository.batches.tables import (
    BatchRow,
    BlockOfRecordRow,
    RecordFileRow,
    RecordRow,
    TakenRow,
)
from depository.model import Status
from depository.steps import annul, decide

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["AWAITED", "DESCRIBED", "LISTED", "REFUSED", "STEPS", "BatchProjection"]

AWAITED: Final = "awaited"
"""The list was not in the content store when it was looked for last."""

LISTED: Final = "listed"
"""The list gave the root, and there is a row for each record."""

DESCRIBED: Final = "described"
"""The package of each record has been looked for too."""

REFUSED: Final = "refused"
"""The list does not give the root, or is none that is read here: it is never believed."""

CONTRACT: Final = "depository"


class BatchProjection:
    """Keeps a row for each batch and for each record that was taken out of one."""

    @property
    def name(self) -> str:
        """Stable name and version of these rows."""
        return "batches/1"

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event of the contract; others are passed over."""
        if event.contract == CONTRACT and (step := STEPS.get(event.name)) is not None:
            step(session, event)

    def clear(self, session: Session) -> None:
        """Delete all rows, also those that `settling` made."""
        for table in (BlockOfRecordRow, RecordFileRow, RecordRow, TakenRow, BatchRow):
            session.execute(delete(table))


def _deposited(session: Session, event: Event) -> None:
    args = event.args
    session.add(
        BatchRow(
            number=args["batch"],
            root=args["root"],
            size=args["size"],
            list=args["content"],
            possessor=args["possessor"],
            status=Status.DEPOSITED.value,
            block=event.block.number,
            transaction=event.transaction,
            changed=event.block.number,
            state=AWAITED,
        )
    )
    session.flush()


def _accepted(session: Session, event: Event) -> None:
    decide(_batch(session, event), event, Status.ACCEPTED)


def _returned(session: Session, event: Event) -> None:
    decide(_batch(session, event), event, Status.RETURNED)


def _annulled(session: Session, event: Event) -> None:
    annul(_batch(session, event), event)


def _taken_out(session: Session, event: Event) -> None:
    args = event.args
    _batch(session, event).taken += 1
    session.add(
        TakenRow(
            batch=args["batch"],
            position=args["index"],
            number=args["number"],
            block=event.block.number,
            transaction=event.transaction,
        )
    )


def _batch(session: Session, event: Event) -> BatchRow:
    row = session.get_one(BatchRow, event.args["batch"])
    row.changed = event.block.number
    return row


STEPS: Final[Mapping[str, Callable[[Session, Event], None]]] = {
    "DepositedMany": _deposited,
    "BatchAccepted": _accepted,
    "BatchReturned": _returned,
    "BatchAnnulled": _annulled,
    "TakenOut": _taken_out,
}
"""Each event by its name; a test holds them against the contract's ABI."""
