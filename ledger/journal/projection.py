"""Streams and heads as the events of the chain tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from ledger.journal.tables import HeadRow, StreamRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["JournalProjection"]

CONTRACT = "journal"
_NO_BASIS = bytes(32)


class JournalProjection:
    """Keeps rows of streams and their heads."""

    name = "journal/1"

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event of the contract; others are passed over."""
        step = _STEPS.get(event.name) if event.contract == CONTRACT else None
        if step is not None:
            step(session, event)

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        for table in (HeadRow, StreamRow):
            session.execute(delete(table))


def _opened(session: Session, event: Event) -> None:
    args = event.args
    session.add(
        StreamRow(
            number=args["stream"],
            name=args["name"],
            purpose=args["purpose"],
            basis=None if args["basis"] == _NO_BASIS else args["basis"],
            keeper=args["keeper"],
            block=event.block.number,
            transaction=event.transaction,
        )
    )


def _appointed(session: Session, event: Event) -> None:
    session.get_one(StreamRow, event.args["stream"]).keeper = event.args["keeper"]


def _appended(session: Session, event: Event) -> None:
    args = event.args
    session.get_one(StreamRow, args["stream"]).heads = args["index"]
    session.add(
        HeadRow(
            stream=args["stream"],
            position=args["index"],
            keeper=args["keeper"],
            size=args["size"],
            root=args["root"],
            block=event.block.number,
            transaction=event.transaction,
        )
    )


_STEPS: Mapping[str, Callable[[Session, Event], None]] = {
    "StreamOpened": _opened,
    "KeeperAppointed": _appointed,
    "Appended": _appended,
}
