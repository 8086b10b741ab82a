"""Participants derived from the events of the contract `participants`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import func, select

from ledger.errors import VerificationError
from ledger.participants.tables import (
    ParticipantKeyRow,
    ParticipantRow,
    ParticipantStateRow,
)

if TYPE_CHECKING:
    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["ParticipantsProjection"]


_EVENTS = {"Admitted", "RolesSet", "Suspended", "Reinstated", "KeyReplaced"}


class ParticipantsProjection:
    """Keeps a row per participant, per key and per change of either; decisions stay events.

    Raises VerificationError("index.out-of-order", event=) for an act on an unknown participant.
    """

    name = "participants/2"

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event."""
        if event.contract != "participants" or event.name not in _EVENTS:
            return
        if event.name == "Admitted":
            _admit(session, event)
            return
        row = session.get(ParticipantRow, event.args["number"])
        if row is None:
            raise VerificationError("index.out-of-order", event=event.name)
        if event.name == "RolesSet":
            row.roles = event.args["roles"]
        elif event.name in {"Suspended", "Reinstated"}:
            row.suspended = event.name == "Suspended"
        elif event.name == "KeyReplaced":
            row.account = event.args["new"]
            _add_key(session, event, row)
        session.add(row)
        _keep_state(session, event, row)

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        session.execute(delete(ParticipantStateRow))
        session.execute(delete(ParticipantKeyRow))
        session.execute(delete(ParticipantRow))


def _admit(session: Session, event: Event) -> None:
    args = event.args
    row = ParticipantRow(
        number=args["number"],
        account=args["account"],
        roles=args["roles"],
        suspended=False,
        subject=args["subject"].hex(),
        block=event.block.number,
        transaction=event.transaction,
    )
    session.add(row)
    _add_key(session, event, row)
    _keep_state(session, event, row)


def _add_key(session: Session, event: Event, row: ParticipantRow) -> None:
    keys = select(func.count()).where(ParticipantKeyRow.number == row.number)
    position = session.exec(keys).one()
    session.add(
        ParticipantKeyRow(
            account=row.account, number=row.number, position=position, block=event.block.number
        )
    )


def _keep_state(session: Session, event: Event, row: ParticipantRow) -> None:
    """Several changes in one block leave the last."""
    session.merge(
        ParticipantStateRow(
            number=row.number,
            block=event.block.number,
            account=row.account,
            roles=row.roles,
            suspended=row.suspended,
            transaction=event.transaction,
        )
    )
