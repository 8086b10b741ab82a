"""Rows of the index turned into values, and values into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col, select

from ledger.chain.model import Block, Event, Receipt, Transaction
from ledger.index.tables import BlockRow, EventRow, TransactionRow
from ledger.index.values import amount_to_text, pack_values, text_to_amount, unpack_values
from ledger.records import BlockRef
from ledger.transactions import DecodedCall
from ledger.types import Address, BlockHash, BlockNumber, Timestamp, TxHash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlmodel import Session

__all__ = [
    "block_to_row",
    "event_to_row",
    "indexed_head",
    "last_by",
    "refs_of",
    "to_blocks",
    "to_events",
    "to_transactions",
    "transaction_to_row",
]


_REFS: Final = select(BlockRow.number, BlockRow.hash, BlockRow.timestamp)
"""Of blocks what a `BlockRef` has: an object of each whole row costs several times as much."""


def indexed_head(session: Session) -> BlockRef | None:
    """Return the last indexed block, None while the index is empty."""
    found = session.exec(_REFS.order_by(col(BlockRow.number).desc()).limit(1)).first()
    return _to_ref(*found) if found else None


def last_by(session: Session, moment: int) -> BlockRef | None:
    """Return the last indexed block whose time is no later than a moment."""
    by_time = col(BlockRow.timestamp)
    found = session.exec(_REFS.where(by_time <= moment).order_by(by_time.desc()).limit(1)).first()
    return _to_ref(*found) if found else None


def refs_of(session: Session, numbers: Iterable[int]) -> dict[int, BlockRef]:
    """Return the named blocks by number."""
    found = session.exec(_REFS.where(col(BlockRow.number).in_(set(numbers))))
    return {each[0]: _to_ref(*each) for each in found}


def to_blocks(session: Session, rows: Sequence[BlockRow]) -> tuple[Block, ...]:
    """Return blocks with the hashes of their transactions."""
    numbers = [row.number for row in rows]
    hashes: dict[int, list[TxHash]] = {number: [] for number in numbers}
    query = (
        select(TransactionRow.block, TransactionRow.hash)
        .where(col(TransactionRow.block).in_(numbers))
        .order_by(col(TransactionRow.block), col(TransactionRow.position))
    )
    for number, tx_hash in session.exec(query):
        hashes[number].append(TxHash(tx_hash))
    return tuple(_to_block(row, hashes[row.number]) for row in rows)


def to_events(session: Session, rows: Sequence[EventRow]) -> tuple[Event, ...]:
    """Return events with the blocks that hold them."""
    refs = refs_of(session, (row.block for row in rows))
    return tuple(_to_event(row, refs[row.block]) for row in rows)


def to_transactions(session: Session, rows: Sequence[TransactionRow]) -> tuple[Transaction, ...]:
    """Return transactions with receipts and events."""
    refs = refs_of(session, (row.block for row in rows))
    events: dict[str, list[Event]] = {row.hash: [] for row in rows}
    query = (
        select(EventRow)
        .where(col(EventRow.transaction).in_(events))
        .order_by(col(EventRow.block), col(EventRow.log_index))
    )
    for row in session.exec(query):
        events[row.transaction].append(_to_event(row, refs[row.block]))
    return tuple(_to_transaction(row, refs[row.block], events[row.hash]) for row in rows)


def block_to_row(block: Block) -> dict[str, Any]:
    """Return the columns of a block."""
    return {
        "number": block.number,
        "hash": block.hash,
        "parent_hash": block.parent_hash,
        "timestamp": block.timestamp,
        "sealer": block.sealer,
        "state_root": block.state_root,
        "gas_used": block.gas_used,
        "gas_limit": block.gas_limit,
    }


def transaction_to_row(transaction: Transaction, receipt: Receipt) -> dict[str, Any]:
    """Return the columns of a sealed transaction."""
    call = transaction.call
    return {
        "block": receipt.block.number,
        "position": receipt.transaction_index,
        "hash": transaction.hash,
        "sender": transaction.sender,
        "recipient": transaction.to,
        "nonce": transaction.nonce,
        "value": amount_to_text(transaction.value),
        "gas": transaction.gas,
        "data": transaction.data,
        "succeeded": receipt.succeeded,
        "gas_used": receipt.gas_used,
        "created": receipt.created,
        "contract": call.contract if call else None,
        "function": call.function if call else None,
        "args": pack_values(call.args) if call else None,
        "inner": _packed(call.inner) if call and call.inner else None,
    }


def event_to_row(event: Event) -> dict[str, Any]:
    """Return the columns of an event."""
    return {
        "block": event.block.number,
        "log_index": event.log_index,
        "transaction": event.transaction,
        "transaction_index": event.transaction_index,
        "contract": event.contract,
        "name": event.name,
        "args": pack_values(event.args),
    }


def _to_ref(number: int, block_hash: str, timestamp: int) -> BlockRef:
    return BlockRef(BlockNumber(number), BlockHash(block_hash), Timestamp(timestamp))


def _to_block(row: BlockRow, hashes: Sequence[TxHash]) -> Block:
    return Block(
        number=BlockNumber(row.number),
        hash=BlockHash(row.hash),
        parent_hash=BlockHash(row.parent_hash),
        timestamp=Timestamp(row.timestamp),
        sealer=_address(row.sealer),
        state_root=row.state_root,
        gas_used=row.gas_used,
        gas_limit=row.gas_limit,
        transactions=tuple(hashes),
    )


def _to_event(row: EventRow, block: BlockRef) -> Event:
    return Event(
        contract=row.contract,
        name=row.name,
        args=unpack_values(row.args),
        block=block,
        transaction=TxHash(row.transaction),
        transaction_index=row.transaction_index,
        log_index=row.log_index,
    )


def _to_transaction(row: TransactionRow, block: BlockRef, events: Sequence[Event]) -> Transaction:
    return Transaction(
        hash=TxHash(row.hash),
        sender=Address(row.sender),
        to=_address(row.recipient),
        nonce=row.nonce,
        value=text_to_amount(row.value),
        gas=row.gas,
        data=row.data,
        call=_to_call(row),
        receipt=Receipt(
            transaction=TxHash(row.hash),
            block=block,
            transaction_index=row.position,
            succeeded=row.succeeded,
            gas_used=row.gas_used,
            created=_address(row.created),
            events=tuple(events),
        ),
    )


def _to_call(row: TransactionRow) -> DecodedCall | None:
    if row.contract is None or row.function is None or row.args is None:
        return None
    inner = None if row.inner is None else DecodedCall(**unpack_values(row.inner))
    return DecodedCall(row.contract, row.function, unpack_values(row.args), inner)


def _packed(inner: DecodedCall) -> str:
    return pack_values({"contract": inner.contract, "function": inner.function, "args": inner.args})


def _address(text: str | None) -> Address | None:
    return None if text is None else Address(text)
