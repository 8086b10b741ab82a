"""Blocks, transactions and events, as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from api.explain import explain
from api.schemas.acts import Explanation
from api.schemas.records import AsOf, Place, as_of, place, plain
from api.schemas.types import Moment, Response, hex_of, moment
from ledger.records import Recorded

if TYPE_CHECKING:
    from api.languages import Messages
    from api.progress import Progress
    from ledger.chain import Block, Event, Receipt, Transaction
    from ledger.records import BlockRef
    from ledger.transactions import DecodedCall

__all__ = [
    "BlockOut",
    "CallOut",
    "EventOut",
    "ReceiptOut",
    "State",
    "TransactionOut",
    "TransactionState",
    "block_out",
    "call_out",
    "event_out",
    "receipt_out",
    "state_out",
    "transaction_out",
]

State = Literal["unknown", "refused", "lost", "pending", "sealed", "final", "indexed"]


class BlockOut(Response):
    """A block; `sealer` is null on a chain that is not sealed by Clique."""

    number: int
    hash: str
    parent_hash: str
    timestamp: Moment
    sealer: str | None
    state_root: str
    gas_used: int
    gas_limit: int
    transactions: tuple[str, ...]


class CallOut(Response):
    """What a transaction asks of one of our contracts."""

    contract: str
    function: str
    args: dict[str, Any]


class EventOut(Response):
    """A decoded event of one of our contracts."""

    contract: str
    name: str
    args: dict[str, Any]
    log_index: int
    recorded: Place


class ReceiptOut(Response):
    """What became of a sealed transaction."""

    block: AsOf
    transaction_index: int
    succeeded: bool
    gas_used: int
    created: str | None
    events: tuple[EventOut, ...]


class TransactionOut(Response):
    """A transaction; `value` in wei as a decimal string, `data` in hex."""

    hash: str
    sender: str
    to: str | None
    nonce: int
    value: str
    gas: int
    data: str
    call: CallOut | None
    explanation: Explanation | None
    receipt: ReceiptOut | None


class TransactionState(Response):
    """How far a transaction has come; `transaction` is null while it is unknown.

    `unknown` → `pending` (in the pool) → `sealed` (in a block) → `final` (never taken back) →
    `indexed` (in the answers of this interface).
    """

    hash: str
    state: State
    succeeded: bool | None
    transaction: TransactionOut | None


def block_out(block: Block) -> BlockOut:
    """A block as it is answered."""
    return BlockOut(
        number=block.number,
        hash=block.hash,
        parent_hash=block.parent_hash,
        timestamp=moment(block.timestamp),
        sealer=block.sealer,
        state_root=block.state_root,
        gas_used=block.gas_used,
        gas_limit=block.gas_limit,
        transactions=block.transactions,
    )


def event_out(event: Event) -> EventOut:
    """An event as it is answered."""
    return EventOut(
        contract=event.contract,
        name=event.name,
        args=plain(event.args),
        log_index=event.log_index,
        recorded=place(Recorded(event.block, event.transaction)),
    )


def call_out(call: DecodedCall) -> CallOut:
    """A call as it is answered."""
    return CallOut(contract=call.contract, function=call.function, args=plain(call.args))


def transaction_out(transaction: Transaction, messages: Messages) -> TransactionOut:
    """A transaction as it is answered, its call in the caller's language too."""
    call = transaction.call
    return TransactionOut(
        hash=transaction.hash,
        sender=transaction.sender,
        to=transaction.to,
        nonce=transaction.nonce,
        value=str(transaction.value),
        gas=transaction.gas,
        data=hex_of(transaction.data),
        call=None if call is None else call_out(call),
        explanation=None if call is None else explain(call, messages),
        receipt=None if transaction.receipt is None else receipt_out(transaction.receipt),
    )


def state_out(progress: Progress, messages: Messages) -> TransactionState:
    """How far a transaction has come, as it is answered."""
    receipt, known = progress.receipt, progress.transaction
    return TransactionState(
        hash=progress.hash,
        state=progress.state,
        succeeded=None if receipt is None else receipt.succeeded,
        transaction=None if known is None else transaction_out(known, messages),
    )


def receipt_out(receipt: Receipt) -> ReceiptOut:
    """What became of a sealed transaction, as it is answered."""
    block: BlockRef = receipt.block
    return ReceiptOut(
        block=as_of(block),
        transaction_index=receipt.transaction_index,
        succeeded=receipt.succeeded,
        gas_used=receipt.gas_used,
        created=receipt.created,
        events=tuple(event_out(event) for event in receipt.events),
    )
