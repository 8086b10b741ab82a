"""What is counted of blocks as they are indexed: themselves, their transactions and events."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from ledger.chain.model import Event, SealedBlock

__all__ = ["BLOCKS", "HOUR", "ISSUES", "REDEMPTIONS", "TRANSACTIONS", "TRANSFERS", "count_blocks"]

HOUR: Final = 3600
BLOCKS: Final = "blocks"
TRANSACTIONS: Final = "transactions"
ISSUES: Final = "movements.issue"
TRANSFERS: Final = "movements.transfer"
REDEMPTIONS: Final = "movements.redemption"

_MOVES: Final = {"TransferSingle": "_id", "TransferBatch": "_ids"}
_ADD: Final = text(
    "INSERT INTO tally (kind, hour, count) VALUES (:kind, :hour, :count)"
    " ON CONFLICT (kind, hour) DO UPDATE SET count = tally.count + excluded.count"
)


def count_blocks(session: Session, blocks: Sequence[SealedBlock]) -> None:
    """Add what there is in some blocks, within the transaction that stores them.

    An event is of the kind `contract.Event`, such as `depository.Deposited`. Movements of tokens
    (ERC-1155) are counted besides, each entry of a batch: issues come from nobody, redemptions go
    to nobody.
    """
    found: Counter[tuple[str, int]] = Counter()
    for sealed in blocks:
        hour = sealed.block.timestamp // HOUR
        found[BLOCKS, hour] += 1
        for transaction in sealed.transactions:
            if transaction.receipt is not None:
                found[TRANSACTIONS, hour] += 1
                for event in transaction.receipt.events:
                    _count(found, event, hour)
    rows = [{"kind": kind, "hour": hour, "count": n} for (kind, hour), n in sorted(found.items())]
    if rows:
        session.execute(_ADD, rows)


def _count(found: Counter[tuple[str, int]], event: Event, hour: int) -> None:
    found[f"{event.contract}.{event.name}", hour] += 1
    moved = event.args.get(_MOVES.get(event.name, ""))
    if moved is not None:
        found[_movement(event), hour] += len(moved) if isinstance(moved, list | tuple) else 1


def _movement(event: Event) -> str:
    if event.args["_from"] == ZERO_ADDRESS:
        return ISSUES
    return REDEMPTIONS if event.args["_to"] == ZERO_ADDRESS else TRANSFERS
