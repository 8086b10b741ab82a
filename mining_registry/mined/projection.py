"""Mined assets, their owners and exemptions as the events of the chain tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mining_registry.mined.tables import ExemptionRow, MinedAssetRow, OwnershipRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["STEPS"]


def _declared(session: Session, event: Event) -> None:
    args = event.args
    session.add(
        MinedAssetRow(
            id=args["id"],
            notification=args["notification"],
            owner=args["owner"],
            asset=args["asset"],
            amount=str(args["amount"]),
            mined_from=args["mined_from"],
            mined_until=args["mined_until"],
            evidence=args["evidence"].hex(),
            owners=1,
            block=event.block.number,
            transaction=event.transaction,
        )
    )
    session.add(_ownership(event, 1, args["owner"]))


def _retracted(session: Session, event: Event) -> None:
    row = _row(session, event)
    row.retracted_block = event.block.number
    row.retracted_transaction = event.transaction


def _offered(session: Session, event: Event) -> None:
    _row(session, event).offered_to = event.args["to"]


def _offer_ended(session: Session, event: Event) -> None:
    _row(session, event).offered_to = None


def _passed(session: Session, event: Event) -> None:
    row = _row(session, event)
    row.owner = event.args["to"]
    row.offered_to = None
    row.owners += 1
    session.add(_ownership(event, row.owners, row.owner))


def _exempted(session: Session, event: Event) -> None:
    _exempt(session, event, event.args["until"])


def _exemption_ended(session: Session, event: Event) -> None:
    _exempt(session, event, 0)


STEPS: Mapping[str, Callable[[Session, Event], None]] = {
    "MinedDeclared": _declared,
    "MinedRetracted": _retracted,
    "MinedOffered": _offered,
    "MinedOfferEnded": _offer_ended,
    "MinedPassed": _passed,
    "Exempted": _exempted,
    "ExemptionEnded": _exemption_ended,
}
"""What each event does to the rows."""


def _row(session: Session, event: Event) -> MinedAssetRow:
    """The mined asset that an event speaks of; the contract has none without a declaration."""
    return session.get_one(MinedAssetRow, event.args["id"])


def _ownership(event: Event, position: int, owner: int) -> OwnershipRow:
    return OwnershipRow(
        asset=event.args["id"],
        position=position,
        owner=owner,
        block=event.block.number,
        transaction=event.transaction,
    )


def _exempt(session: Session, event: Event, until: int) -> None:
    """Keep the exemption recorded last; the events have those before."""
    session.merge(
        ExemptionRow(
            asset=event.args["asset"],
            until=str(until),
            basis=event.args["basis"].hex(),
            block=event.block.number,
            transaction=event.transaction,
        )
    )
