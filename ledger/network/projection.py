"""The register of nodes as the events of `participants` tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from ledger.network.tables import NodeRemovalRow, NodeRow
from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["NetworkProjection"]


class NetworkProjection:
    """Keeps a row per node, and one for its removal."""

    name = "network/1"

    def apply(self, session: Session, event: Event) -> None:
        """Add the row of one event; others are passed over."""
        if event.contract != "participants":
            return
        args = event.args
        if event.name == "NodeRegistered":
            session.add(
                NodeRow(
                    number=args["node"],
                    entity=args["entity"],
                    kind=args["kind"],
                    key=None if args["key"] == ZERO_ADDRESS else args["key"],
                    purpose=args["purpose"],
                    location=args["location"],
                    basis=args["basis"],
                    block=event.block.number,
                    transaction=event.transaction,
                )
            )
        elif event.name == "NodeRemoved":
            session.add(
                NodeRemovalRow(
                    number=args["node"],
                    basis=args["basis"],
                    block=event.block.number,
                    transaction=event.transaction,
                )
            )

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        session.execute(delete(NodeRemovalRow))
        session.execute(delete(NodeRow))
