"""Requests for redemption, each changed by one kind of event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.assets.facts import class_row
from ledger.assets.model import RedemptionStatus
from ledger.assets.tables import RedemptionRow
from ledger.errors import VerificationError
from ledger.index.values import amount_to_text, text_to_amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["REQUEST_FACTS"]


def _requested(session: Session, event: Event) -> None:
    args = event.args
    session.add(
        RedemptionRow(
            number=args["number"],
            class_id=class_row(session, event).id,
            holder=args["holder"],
            account=args["account"],
            amount=amount_to_text(args["amount"]),
            demand=args["demand"].hex(),
            status=RedemptionStatus.REQUESTED.value,
            block=event.block.number,
            transaction=event.transaction,
        )
    )


def _closed(session: Session, event: Event) -> None:
    """The burn itself is a movement of its own."""
    args, row = event.args, class_row(session, event)
    row.attested = amount_to_text(args["attested"])
    row.redeemed = amount_to_text(text_to_amount(row.redeemed) + args["amount"])
    _decided(session, event, RedemptionStatus.CLOSED, args["evidence"])


def _refused(session: Session, event: Event) -> None:
    _decided(session, event, RedemptionStatus.REFUSED, event.args["reason"])


def _withdrawn(session: Session, event: Event) -> None:
    _decided(session, event, RedemptionStatus.WITHDRAWN, None)


def _decided(
    session: Session, event: Event, status: RedemptionStatus, outcome: bytes | None
) -> None:
    request = session.get(RedemptionRow, event.args["number"])
    if request is None:
        raise VerificationError("index.out-of-order", event=event.name)
    request.status = status.value
    request.outcome = None if outcome is None else outcome.hex()
    request.decided_block = event.block.number
    request.decided_transaction = event.transaction
    session.add(request)


REQUEST_FACTS: Final[Mapping[str, Callable[[Session, Event], None]]] = {
    "RedemptionRequested": _requested,
    "RedemptionClosed": _closed,
    "RedemptionRefused": _refused,
    "RedemptionWithdrawn": _withdrawn,
}
"""What each event changes."""
