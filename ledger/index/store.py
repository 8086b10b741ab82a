"""What the index knows of blocks, transactions and events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import false, tuple_
from sqlmodel import col, select

from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset, count
from ledger.index.streaming import stream
from ledger.index.tables import (
    BlockRow,
    EventAccountRow,
    EventRow,
    TransactionAccountRow,
    TransactionRow,
)
from ledger.index.translate import indexed_head, to_blocks, to_events, to_transactions
from ledger.paging import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from ledger.chain.model import Block, Event, Transaction
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["Counts", "IndexStore", "behind"]

_BLOCKS = Keyset({"number": (col(BlockRow.number), int)}, descending=True)
_TRANSACTIONS = Keyset(
    {"block": (col(TransactionRow.block), int), "position": (col(TransactionRow.position), int)},
    descending=True,
)
_EVENTS = Keyset(
    {"block": (col(EventRow.block), int), "log_index": (col(EventRow.log_index), int)},
    descending=True,
)


_EVENTS_OLDEST_FIRST = Keyset(_EVENTS.columns)


def behind(indexed: BlockRef | None, final: BlockRef) -> int:
    """How many final blocks an index with this head does not have yet."""
    return max(0, final.number - (-1 if indexed is None else indexed.number))


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the index holds; an account counts when a transaction involves it."""

    blocks: int
    transactions: int
    events: int
    accounts: int


@dataclass(frozen=True, slots=True)
class IndexStore:
    """Reads the index; lists are newest first.

    Lists raise Rejected("page.bad-limit") and Rejected("page.bad-cursor").
    """

    engine: Engine

    def head(self) -> BlockRef | None:
        """Return the last indexed block, on which every answer of the index stands."""
        with reading(self.engine) as session:
            return indexed_head(session)

    def counts(self) -> Counts:
        """Count what is indexed."""
        with reading(self.engine) as session:
            return Counts(
                blocks=count(session, select(BlockRow.number)),
                transactions=count(session, select(TransactionRow.hash)),
                events=count(session, select(EventRow.block)),
                accounts=count(session, select(TransactionAccountRow.account).distinct()),
            )

    def block(self, number_or_hash: int | str) -> Block:
        """Return an indexed block; NotFound("block.unknown", block=)."""
        query = select(BlockRow)
        if isinstance(number_or_hash, str):
            query = query.where(BlockRow.hash == number_or_hash.lower())
        else:
            query = query.where(BlockRow.number == _bounded(number_or_hash))
        with reading(self.engine) as session:
            row = session.exec(query).first()
            if row is None:
                raise NotFound("block.unknown", block=str(number_or_hash)[:80])
            return to_blocks(session, [row])[0]

    def blocks(self, limit: int, after: str | None = None) -> Page[Block]:
        """List blocks."""
        with reading(self.engine) as session:
            rows, total, following = _BLOCKS.page(session, select(BlockRow), limit, after)
            return Page(to_blocks(session, rows), total, following)

    def transaction(self, tx_hash: str) -> Transaction:
        """Return an indexed transaction; NotFound("transaction.unknown", transaction=)."""
        query = select(TransactionRow).where(TransactionRow.hash == tx_hash.lower())
        with reading(self.engine) as session:
            row = session.exec(query).first()
            if row is None:
                raise NotFound("transaction.unknown", transaction=tx_hash[:80])
            return to_transactions(session, [row])[0]

    def transactions(
        self,
        limit: int,
        after: str | None = None,
        *,
        block: int | None = None,
        account: Address | None = None,
    ) -> Page[Transaction]:
        """List transactions: all, those of a block, or those that involve an account.

        An account is involved as sender, as target, or by an event that names it.
        """
        query = select(TransactionRow)
        if block is not None:
            query = query.where(TransactionRow.block == _bounded(block))
        if account is not None:
            involved = select(TransactionAccountRow.block, TransactionAccountRow.position).where(
                TransactionAccountRow.account == account
            )
            place = tuple_(col(TransactionRow.block), col(TransactionRow.position))
            query = query.where(place.in_(involved))
        with reading(self.engine) as session:
            rows, total, following = _TRANSACTIONS.page(session, query, limit, after)
            return Page(to_transactions(session, rows), total, following)

    def failed(self, limit: int, after: str | None = None) -> Page[Transaction]:
        """List transactions that stand in blocks and changed nothing, for they failed."""
        query = select(TransactionRow).where(col(TransactionRow.succeeded) == false())
        with reading(self.engine) as session:
            rows, total, following = _TRANSACTIONS.page(session, query, limit, after)
            return Page(to_transactions(session, rows), total, following)

    def events(
        self,
        limit: int,
        after: str | None = None,
        *,
        transaction: str | None = None,
        contract: str | None = None,
        account: Address | None = None,
    ) -> Page[Event]:
        """List events: all, or those of a transaction, of a contract, or naming an account."""
        query = select(EventRow)
        if transaction is not None:
            query = query.where(EventRow.transaction == transaction.lower())
        if contract is not None:
            query = query.where(EventRow.contract == contract)
        if account is not None:
            named = select(EventAccountRow.block, EventAccountRow.log_index).where(
                EventAccountRow.account == account
            )
            query = query.where(tuple_(col(EventRow.block), col(EventRow.log_index)).in_(named))
        with reading(self.engine) as session:
            rows, total, following = _EVENTS.page(session, query, limit, after)
            return Page(to_events(session, rows), total, following)

    def whole(self, contract: str | None, until: BlockRef) -> Iterator[Event]:
        """All events up to a block, oldest first; raises as `stream` does."""
        query = select(EventRow).where(EventRow.block <= until.number)
        if contract is not None:
            query = query.where(EventRow.contract == contract)
        return stream(self.engine, _EVENTS_OLDEST_FIRST, [query], until, to_events)


def _bounded(number: int) -> int:
    """A number outside the column's range is no block's: ask for one that cannot be."""
    return number if 0 <= number <= MAX_INTEGER else -1
