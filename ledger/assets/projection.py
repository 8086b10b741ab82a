"""Digital assets derived from the events of `asset_classes` and `digital_assets`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete

from ledger.assets.counts import count_movement, load_counts
from ledger.assets.facts import CLASS_FACTS
from ledger.assets.held import add_later, balance_of, find, keep, load_balances, set_balance
from ledger.assets.requests import REQUEST_FACTS
from ledger.assets.tables import (
    AccessRow,
    AssetClassRow,
    BalanceRow,
    DocumentRow,
    FreezeRow,
    HoldingRow,
    MovementCountRow,
    MovementRow,
    PauseRow,
    RedemptionRow,
    RightRow,
    SupplyRow,
    SystemRow,
)
from ledger.errors import VerificationError
from ledger.index.values import amount_to_text, text_to_amount
from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlmodel import Session

    from ledger.assets.pairs import Asked
    from ledger.chain.model import Event
    from ledger.types import Address

__all__ = ["AssetsProjection"]

_CONTRACTS: Final = frozenset({"asset_classes", "digital_assets"})
_FACTS: Final = {**CLASS_FACTS, **REQUEST_FACTS}
_MOVES: Final[Mapping[str, Callable[[Mapping[str, Any]], tuple[list[int], list[int]]]]] = {
    "TransferSingle": lambda args: ([args["_id"]], [args["_value"]]),
    "TransferBatch": lambda args: (args["_ids"], args["_values"]),
}


class AssetsProjection:
    """Keeps the book: every movement, and the balances and supply that follow, now and at each
    block; classes and requests.

    Raises VerificationError("index.out-of-order", event=) for an act on an unknown class or request
    and VerificationError("index.negative-balance", account=, asset=) for a transfer of what is not
    there: the log then is not the whole one.
    """

    name = "assets/4"

    def prepare(self, session: Session, events: Sequence[Event]) -> None:
        """Read at once the balances and counts that these events change."""
        keys = {key for event in events for key in _moved(event)}
        if keys:
            load_balances(session, [key for key in keys if key[1] != ZERO_ADDRESS])
            load_counts(session, [*keys])

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event."""
        if event.contract not in _CONTRACTS:
            return
        if event.name in _MOVES:
            _move(session, event, *_MOVES[event.name](event.args))
        elif event.name in _FACTS:
            _FACTS[event.name](session, event)

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        for table in (
            RedemptionRow,
            MovementCountRow,
            MovementRow,
            FreezeRow,
            BalanceRow,
            HoldingRow,
            SupplyRow,
            PauseRow,
            AccessRow,
            SystemRow,
            DocumentRow,
            RightRow,
            AssetClassRow,
        ):
            session.execute(delete(table))


def _moved(event: Event) -> Iterator[Asked]:
    """Whose of what moves by an event."""
    if event.contract in _CONTRACTS and event.name in _MOVES:
        for class_id in _MOVES[event.name](event.args)[0]:
            yield class_id, event.args["_from"]
            yield class_id, event.args["_to"]


def _move(session: Session, event: Event, ids: list[int], amounts: list[int]) -> None:
    sender, recipient = event.args["_from"], event.args["_to"]
    for position, (class_id, amount) in enumerate(zip(ids, amounts, strict=True)):
        row = find(session, AssetClassRow, class_id)
        if row is None:
            raise VerificationError("index.out-of-order", event=event.name)
        add_later(
            session,
            MovementRow,
            {
                "block": event.block.number,
                "log_index": event.log_index,
                "position": position,
                "transaction": event.transaction,
                "class_id": class_id,
                "sender": sender,
                "recipient": recipient,
                "amount": amount_to_text(amount),
                "operator": event.args["_operator"],
            },
        )
        block = event.block.number
        count_movement(session, class_id, {sender, recipient}, block)
        _change(session, row, sender, -amount, block)
        _change(session, row, recipient, amount, block)


def _change(session: Session, row: AssetClassRow, account: Address, by: int, block: int) -> None:
    """Change a balance; on the side of the zero address it is the supply that changes."""
    if account == ZERO_ADDRESS:
        row.supply = amount_to_text(text_to_amount(row.supply) - by)
        _keep_supply(session, row, block)
        return
    key = (row.id, account)
    before = balance_of(session, key)
    if before + by < 0:
        raise VerificationError("index.negative-balance", account=account, asset=row.id)
    if not by:
        return
    set_balance(session, key, before + by, block)
    gained = int(before == 0) - int(before + by == 0)
    if gained:
        row.holders += gained
        _keep_supply(session, row, block)


def _keep_supply(session: Session, row: AssetClassRow, block: int) -> None:
    supply = find(session, SupplyRow, (row.id, block))
    if supply is None:
        supply = SupplyRow(class_id=row.id, block=block, supply="", holders=0)
        keep(session, supply, (row.id, block))
    supply.supply, supply.holders = row.supply, row.holders
