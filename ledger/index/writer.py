"""Whole blocks written into the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from ledger.database import add_rows
from ledger.index.tables import (
    BlockRow,
    EventAccountRow,
    EventRow,
    MetaRow,
    TransactionAccountRow,
    TransactionRow,
)
from ledger.index.translate import block_to_row, event_to_row, transaction_to_row
from ledger.tallies.counting import count_blocks
from ledger.tallies.tables import TallyRow
from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlmodel import Session

    from ledger.chain.model import Event, Receipt, SealedBlock, Transaction

__all__ = ["clear_blocks", "write_blocks"]

_ROWS = (
    EventAccountRow,
    EventRow,
    TransactionAccountRow,
    TransactionRow,
    BlockRow,
    MetaRow,
)
_TABLES = (*_ROWS, TallyRow)


_ADDRESS = 42


def write_blocks(session: Session, blocks: Sequence[SealedBlock]) -> list[Event]:
    """Add blocks with their transactions and events; return the events in the chain's order."""
    rows: dict[type[Any], list[dict[str, Any]]] = {table: [] for table in _ROWS}
    events: list[Event] = []
    for sealed in blocks:
        rows[BlockRow].append(block_to_row(sealed.block))
        for transaction in sealed.transactions:
            if transaction.receipt is not None:
                _add(rows, transaction, transaction.receipt)
                events.extend(transaction.receipt.events)
    add_rows(session, rows)
    count_blocks(session, blocks)
    return events


def clear_blocks(session: Session) -> None:
    """Delete all blocks, and what the index was built for."""
    for table in _TABLES:
        session.execute(delete(table))


def _add(
    rows: Mapping[type[Any], list[dict[str, Any]]], transaction: Transaction, receipt: Receipt
) -> None:
    block, position = receipt.block.number, receipt.transaction_index
    rows[TransactionRow].append(transaction_to_row(transaction, receipt))
    accounts = {transaction.sender, transaction.to, receipt.created}
    for event in receipt.events:
        rows[EventRow].append(event_to_row(event))
        named = _accounts(event.args.values())
        accounts |= named
        rows[EventAccountRow].extend(
            {"account": account, "block": block, "log_index": event.log_index} for account in named
        )
    rows[TransactionAccountRow].extend(
        {"account": account, "block": block, "position": position}
        for account in accounts
        if account is not None
    )


def _accounts(values: Iterable[Any]) -> set[Any]:
    """The addresses among decoded values: the codec checksums them, and no text looks like one."""
    return {
        v
        for v in values
        if isinstance(v, str) and len(v) == _ADDRESS and v[:2] == "0x" and v != ZERO_ADDRESS
    }
