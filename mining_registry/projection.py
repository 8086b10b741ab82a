"""Notifications as the events of the chain tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from mining_registry.mined import projection as mined
from mining_registry.mined.tables import ExemptionRow, MinedAssetRow, OwnershipRow
from mining_registry.model import Status
from mining_registry.reports import projection as reports
from mining_registry.reports.tables import ReportRow
from mining_registry.tables import NotificationRow, VersionRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["NotificationProjection"]

CONTRACT = "mining_registry"
_TABLES = (
    ExemptionRow,
    OwnershipRow,
    MinedAssetRow,
    ReportRow,
    VersionRow,
    NotificationRow,
)


class NotificationProjection:
    """Keeps rows of notifications and their versions, of reports, of mined assets."""

    name = "mining_registry/2"

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event of the contract; others are passed over."""
        step = _STEPS.get(event.name) if event.contract == CONTRACT else None
        if step is not None:
            step(session, event)

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        for table in _TABLES:
            session.execute(delete(table))


def _notified(session: Session, event: Event) -> None:
    session.add(
        NotificationRow(
            number=event.args["number"],
            miner=event.args["miner"],
            status=Status.SUBMITTED.value,
            form=event.args["form"].hex(),
            account=event.args["account"],
            version=1,
        )
    )
    session.add(_version(event, 1))


def _amended(session: Session, event: Event) -> None:
    row = _row(session, event)
    row.version = event.args["version"]
    row.status = Status.AMENDED.value
    row.form = event.args["form"].hex()
    row.account = event.args["account"]
    session.add(_version(event, row.version))


def _acknowledged(session: Session, event: Event) -> None:
    row, version = _row(session, event), _decided(session, event)
    if row.status != Status.CEASED.value:
        row.status = Status.ACKNOWLEDGED.value
    version.acknowledged_block = event.block.number
    version.acknowledged_transaction = event.transaction


def _returned(session: Session, event: Event) -> None:
    _row(session, event).status = Status.RETURNED.value
    version = _decided(session, event)
    version.returned_block = event.block.number
    version.returned_transaction = event.transaction
    version.reason = event.args["reason"].hex()


def _ceased(session: Session, event: Event) -> None:
    row = _row(session, event)
    row.status = Status.CEASED.value
    row.ended_at = str(event.args["ended_at"])
    row.ceased_late = event.args["late"]
    row.ceased_block = event.block.number
    row.ceased_transaction = event.transaction


_STEPS: Mapping[str, Callable[[Session, Event], None]] = {
    "Notified": _notified,
    "Amended": _amended,
    "Acknowledged": _acknowledged,
    "Returned": _returned,
    "Ceased": _ceased,
    **reports.STEPS,
    **mined.STEPS,
}


def _row(session: Session, event: Event) -> NotificationRow:
    """The notification that an event speaks of; the contract has none without `Notified`."""
    return session.get_one(NotificationRow, event.args["number"])


def _decided(session: Session, event: Event) -> VersionRow:
    """The version that a decision names."""
    version = session.get_one(VersionRow, (event.args["number"], event.args["version"]))
    version.basis = event.args["basis"].hex()
    return version


def _version(event: Event, number: int) -> VersionRow:
    return VersionRow(
        notification=event.args["number"],
        version=number,
        form=event.args["form"].hex(),
        account=event.args["account"],
        starts_at=str(event.args["starts_at"]),
        block=event.block.number,
        transaction=event.transaction,
    )
