"""Executing again what a block has executed, with a watcher on some of its transactions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from node.headers import changed
from node.primitives import contract_address
from node.trace.watch import watching
from node.trace.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from node.chain import Chain
    from node.execution import Execution
    from node.headers import Header
    from node.trace.watcher import Deadline
    from node.transactions import Transaction

__all__ = ["Replayed", "replay"]


@dataclass(frozen=True)
class Replayed:
    """A transaction that has been executed once more: who has watched it, and the gas it took."""

    transaction: Transaction
    watcher: Watcher
    gas_used: int


def replay(
    chain: Chain,
    header: Header,
    watchers: Callable[[int], Watcher | None],
    deadline: Deadline,
    last: int | None = None,
) -> Iterator[Replayed]:
    """Execute a block of the chain on its parent's state, as far as the transaction `last`.

    `watchers` says who watches the transaction at an index; those that nobody watches are executed
    all the same and left out. Raises Unavailable `call.time-limit`.
    """
    if header.block_number == 0:
        return
    parent = chain.records.header(header.parent_hash)
    beginning = changed(header, state_root=parent.state_root)
    execution = chain.execution(beginning, chain.signer_of(header))
    transactions = chain.records.block(header).transactions
    for index, transaction in enumerate(transactions[: None if last is None else last + 1]):
        watcher = watchers(index)
        gas_used = _apply(execution, transaction, watcher or Watcher(), deadline)
        if watcher is not None:
            yield Replayed(transaction, watcher, gas_used)


def _apply(
    execution: Execution, transaction: Transaction, watcher: Watcher, deadline: Deadline
) -> int:
    """Execute the next transaction and return the gas it took."""
    before, sender, inner = execution.gas_used, transaction.sender, transaction.inner
    to = contract_address(sender, inner.nonce) if transaction.creates else inner.to
    with watching(execution.state, watcher, deadline):
        watcher.begin(execution.state, sender, to)
        receipt = execution.apply(transaction)
        watcher.end(execution.state)
    return receipt.gas_used - before
