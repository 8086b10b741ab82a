"""Notifications as the events of the chain tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from mining_registry.model import Status
from mining_registry.tables import NotificationRow, VersionRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["NotificationProjection"]

CONTRACT = "mining_registry"


class NotificationProjection:
    """Keeps a row for each notification and one for each of its versions."""

    name = "mining_registry/1"

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event of the contract; others are passed over."""
        step = _STEPS.get(event.name) if event.contract == CONTRACT else None
        if step is not None:
            step(session, event)

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        session.execute(delete(VersionRow))
        session.execute(delete(NotificationRow))


def _notified(session: Session, event: Event) -> None:
    session.add(
        NotificationRow(
            number=event.args["number"],
            miner=event.args["miner"],
            status=Status.SUBMITTED.value,
            form=event.args["form"].hex(),
            version=1,
        )
    )
    session.add(_version(event, 1))


def _amended(session: Session, event: Event) -> None:
    row = _row(session, event)
    row.version += 1
    row.status = Status.AMENDED.value
    row.form = event.args["form"].hex()
    session.add(row)
    session.add(_version(event, row.version))


def _acknowledged(session: Session, event: Event) -> None:
    row = _row(session, event)
    if row.status != Status.CEASED.value:
        row.status = Status.ACKNOWLEDGED.value
    version = session.get_one(VersionRow, (row.number, row.version))
    version.acknowledged_block = event.block.number
    version.acknowledged_transaction = event.transaction
    session.add_all((row, version))


def _ceased(session: Session, event: Event) -> None:
    row = _row(session, event)
    row.status = Status.CEASED.value
    row.ended_at = str(event.args["ended_at"])
    row.ceased_block = event.block.number
    row.ceased_transaction = event.transaction
    session.add(row)


_STEPS: Mapping[str, Callable[[Session, Event], None]] = {
    "Notified": _notified,
    "Amended": _amended,
    "Acknowledged": _acknowledged,
    "Ceased": _ceased,
}


def _row(session: Session, event: Event) -> NotificationRow:
    """The notification that an event speaks of; the contract has none without `Notified`."""
    return session.get_one(NotificationRow, event.args["number"])


def _version(event: Event, number: int) -> VersionRow:
    return VersionRow(
        notification=event.args["number"],
        version=number,
        form=event.args["form"].hex(),
        starts_at=str(event.args["starts_at"]),
        block=event.block.number,
        transaction=event.transaction,
    )
