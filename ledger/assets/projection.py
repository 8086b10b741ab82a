"""Classes, holdings and movements derived from the events of the contract `digital_assets`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from ledger.assets.tables import AssetClassRow, HoldingRow, MovementRow
from ledger.errors import VerificationError
from ledger.index.values import amount_to_text, text_to_amount
from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["AssetsProjection"]


class AssetsProjection:
    """Keeps the book: every movement, and the balance and supply that follow.

    Raises VerificationError("index.out-of-order", event=) for an act on an unknown class and
    VerificationError("index.negative-balance", account=, asset=) for a transfer of what is not
    there: the log then is not the whole one.
    """

    name = "assets/1"

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event."""
        if event.contract != "digital_assets":
            return
        args = event.args
        if event.name == "ClassRegistered":
            _register(session, event)
        elif event.name == "BackingAttested":
            _attest(session, event)
        elif event.name == "TransferSingle":
            _move(session, event, [args["_id"]], [args["_value"]])
        elif event.name == "TransferBatch":
            _move(session, event, args["_ids"], args["_values"])

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        for table in (MovementRow, HoldingRow, AssetClassRow):
            session.execute(delete(table))


def _register(session: Session, event: Event) -> None:
    args = event.args
    session.add(
        AssetClassRow(
            id=args["id"],
            issuer_account=args["issuer"],
            backing_kind=args["backing"],
            decision=args["decision"].hex(),
            rights=args["rights"].hex(),
            uri=args["uri"],
            supply=amount_to_text(0),
            block=event.block.number,
            transaction=event.transaction,
        )
    )


def _attest(session: Session, event: Event) -> None:
    row = _class(session, event, event.args["id"])
    row.attested = amount_to_text(event.args["amount"])
    row.valid_until = amount_to_text(event.args["valid_until"])
    row.attestor = event.args["attestor"]
    row.evidence = event.args["evidence"].hex()
    row.attested_block = event.block.number
    row.attested_transaction = event.transaction
    session.add(row)


def _move(session: Session, event: Event, ids: list[int], amounts: list[int]) -> None:
    sender, recipient = event.args["_from"], event.args["_to"]
    for position, (class_id, amount) in enumerate(zip(ids, amounts, strict=True)):
        row = _class(session, event, class_id)
        session.add(
            MovementRow(
                block=event.block.number,
                log_index=event.log_index,
                position=position,
                transaction=event.transaction,
                class_id=class_id,
                sender=sender,
                recipient=recipient,
                amount=amount_to_text(amount),
                operator=event.args["_operator"],
            )
        )
        _change(session, row, sender, -amount)
        _change(session, row, recipient, amount)


def _change(session: Session, row: AssetClassRow, account: str, by: int) -> None:
    """Change a balance; on the side of the zero address it is the supply that changes."""
    if account == ZERO_ADDRESS:
        row.supply = amount_to_text(text_to_amount(row.supply) - by)
        session.add(row)
        return
    holding = session.get(HoldingRow, (row.id, account))
    amount = by + (text_to_amount(holding.amount) if holding else 0)
    if amount < 0:
        raise VerificationError("index.negative-balance", account=account, asset=row.id)
    if holding is None:
        if amount:
            session.add(HoldingRow(class_id=row.id, account=account, amount=amount_to_text(amount)))
    elif amount:
        holding.amount = amount_to_text(amount)
        session.add(holding)
    else:
        session.delete(holding)
        session.flush()


def _class(session: Session, event: Event, class_id: int) -> AssetClassRow:
    row = session.get(AssetClassRow, class_id)
    if row is None:
        raise VerificationError("index.out-of-order", event=event.name)
    return row
