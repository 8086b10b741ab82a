"""Quarterly reports as the events of the chain tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mining_registry.reports.tables import ReportRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["STEPS"]


def _reported(session: Session, event: Event) -> None:
    args = event.args
    session.add(
        ReportRow(
            notification=args["number"],
            year=args["year"],
            quarter=args["quarter"],
            version=args["version"],
            form=args["form"].hex(),
            account=args["account"],
            late=args["late"],
            block=event.block.number,
            transaction=event.transaction,
        )
    )


STEPS: Mapping[str, Callable[[Session, Event], None]] = {"Reported": _reported}
"""What each event does to the rows."""
