"""Classes, holdings and movements derived from the events of the contract `digital_assets`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import delete

from ledger.assets.tables import AssetClassRow, HoldingRow, MovementRow
from ledger.errors import VerificationError
from ledger.index.values import amount_to_text, text_to_amount
from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from sqlmodel import Session

    from ledger.chain.model import Event

__all__ = ["AssetsProjection"]

_HELD = "assets"
_R = TypeVar("_R", AssetClassRow, HoldingRow)


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
    _keep(
        session,
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
        ),
        args["id"],
    )


def _attest(session: Session, event: Event) -> None:
    row = _class(session, event, event.args["id"])
    row.attested = amount_to_text(event.args["amount"])
    row.valid_until = amount_to_text(event.args["valid_until"])
    row.attestor = event.args["attestor"]
    row.evidence = event.args["evidence"].hex()
    row.attested_block = event.block.number
    row.attested_transaction = event.transaction


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
        return
    holding = _find(session, HoldingRow, (row.id, account))
    amount = by + (text_to_amount(holding.amount) if holding else 0)
    if amount < 0:
        raise VerificationError("index.negative-balance", account=account, asset=row.id)
    if holding is None:
        if amount:
            _keep(
                session,
                HoldingRow(class_id=row.id, account=account, amount=amount_to_text(amount)),
                (row.id, account),
            )
    elif amount:
        holding.amount = amount_to_text(amount)
    else:
        _drop(session, holding, (row.id, account))


def _class(session: Session, event: Event, class_id: int) -> AssetClassRow:
    row = _find(session, AssetClassRow, class_id)
    if row is None:
        raise VerificationError("index.out-of-order", event=event.name)
    return row


def _find(session: Session, table: type[_R], key: Any) -> _R | None:
    """Get a row once per unit of work and hold it: the session itself would let go of it.

    Nothing is flushed between events, so that a row that changes often is written once.
    """
    held = session.info.setdefault(_HELD, {})
    if (table, key) not in held:
        with session.no_autoflush:
            row = session.get(table, key)
        if row is None:
            return None
        held[table, key] = row
    found: _R = held[table, key]
    return found


def _keep(session: Session, row: AssetClassRow | HoldingRow, key: Any) -> None:
    session.add(row)
    session.info.setdefault(_HELD, {})[type(row), key] = row


def _drop(session: Session, row: HoldingRow, key: Any) -> None:
    """Delete at once: the same key may come back within the unit of work."""
    del session.info[_HELD][HoldingRow, key]
    session.flush()
    session.delete(row)
    session.flush()
