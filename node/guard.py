"""Executes the next transaction of a block, and gives up one that would hold up the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from node.errors import Unavailable
from node.execution import Broken
from node.trace.watch import watching
from node.trace.watcher import Deadline, Watcher

if TYPE_CHECKING:
    from node.execution import Execution
    from node.transactions import Transaction

__all__ = ["PATIENCE", "apply_in_time"]

PATIENCE: Final = 10.0
"""Seconds that one transaction may run: a few times what the gas that is admitted can take."""

_QUICK = 300_000  # gas with which no code of ours runs for long; to watch it costs a tenth
_PRECOMPILES = range(1, 10)


def apply_in_time(
    execution: Execution, transaction: Transaction, seconds: float = PATIENCE
) -> None:
    """As `Execution.apply`, but one that runs for longer than `seconds` is broken off.

    Gas does not tell how long Python takes for it: the precompiles that are written in Python need
    up to a thousand times what others need. A block without the transaction is valid as well, so
    whoever checks blocks needs no such bound. Raises Rejected and Broken as `Execution.apply`.
    """
    if not _may_last(transaction):
        execution.apply(transaction)
        return
    try:
        with watching(execution.state, Watcher(), Deadline(seconds)):
            execution.apply(transaction)
    except Unavailable as error:
        raise Broken(transaction) from error


def _may_last(transaction: Transaction) -> bool:
    inner = transaction.inner
    return inner.gas > _QUICK or int.from_bytes(inner.to, "big") in _PRECOMPILES
