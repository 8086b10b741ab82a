"""Lists between two blocks by offset, each bounded in rows, in what is looked at and in bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from ledger.database import MAX_INTEGER, reading
from ledger.errors import Rejected
from ledger.index.tables import BlockRow, EventRow, TransactionAccountRow, TransactionRow
from ledger.index.translate import refs_of
from ledger.index.values import text_to_amount
from ledger.types import Address, TxHash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.records import BlockRef
    from ledger.types import Timestamp

__all__ = ["MOST_BLOCKS", "MOST_BYTES", "MOST_LOOKED", "Listed", "Side", "Span", "Spans"]

MOST_LOOKED: Final = 50_000
"""Rows of an account's history that one list looks at for those that are wanted."""
MOST_BLOCKS: Final = 200_000
"""Blocks that one list looks at for those of a sealer."""
MOST_BYTES: Final = 8 << 20
"""Bytes of input data that one list holds."""
_FIRST_OF_ACCOUNT: Final = 1_000
_GROUP: Final = 500

Side = Literal["from", "to"]


@dataclass(frozen=True, slots=True)
class Span:
    """Blocks `first` to `last`, and of what they hold `take` items after the first `skip`."""

    first: int
    last: int
    skip: int
    take: int
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A sealed transaction as a list has it; `cumulative` is the gas of its block up to its end.

    `data` is empty where the list was not asked for it.
    """

    hash: TxHash
    block: BlockRef
    position: int
    sender: Address
    to: Address | None
    nonce: int
    value: int
    gas: int
    data: bytes
    selector: bytes
    succeeded: bool
    gas_used: int
    cumulative: int
    created: Address | None
    contract: str | None
    function: str | None


_OTHER: Final = aliased(TransactionRow)
_PLACE: Final = (col(TransactionRow.block), col(TransactionRow.position))


@dataclass(frozen=True, slots=True)
class Spans:
    """Reads the index."""

    engine: Engine

    def transactions(self, account: Address, span: Span, side: Side | None) -> list[Listed]:
        """Transactions that an account sent, received or was made by.

        Raises Rejected("list.too-wide", most=) when more of its history would have to be looked at,
        Rejected("list.too-large", most=) when their data together are too large.
        """
        places = _history(account, span, MOST_LOOKED)
        query = _joined(places).where(_concerns(account, side))
        ordered = _cut(query, _PLACE, span)
        with reading(self.engine) as session:
            _check_size(session, ordered)
            rows = list(session.exec(_selected(ordered, with_data=True)))
            if len(rows) < span.take:
                _check_looked(session, places)
            return _to_listed(session, rows)

    def of(self, hashes: Iterable[TxHash]) -> dict[TxHash, Listed]:
        """Transactions by their hashes, without their data."""
        wanted, found = list(dict.fromkeys(hashes)), {}
        with reading(self.engine) as session:
            for start in range(0, len(wanted), _GROUP):
                some = wanted[start : start + _GROUP]
                query = select(*_PLACE).where(col(TransactionRow.hash).in_(some))
                rows = list(session.exec(_selected(query, with_data=False)))
                found.update({each.hash: each for each in _to_listed(session, rows)})
        return found

    def hashes(self, span: Span) -> list[TxHash]:
        """The hashes of transactions of some blocks."""
        query = select(TransactionRow.hash).where(
            _PLACE[0].between(span.first, min(span.last, MAX_INTEGER))
        )
        with reading(self.engine) as session:
            return [TxHash(each) for each in session.exec(_cut(query, _PLACE, span))]

    def creation(self, account: Address) -> Listed | None:
        """The transaction that deployed a contract, None when none of its first did."""
        span = Span(0, MAX_INTEGER, 0, 1)
        places = _history(account, span, _FIRST_OF_ACCOUNT)
        query = _joined(places).where(TransactionRow.created == account)
        with reading(self.engine) as session:
            rows = list(session.exec(_selected(_cut(query, _PLACE, span), with_data=False)))
            found = _to_listed(session, rows)
        return found[0] if found else None

    def sealed_by(self, sealer: Address, span: Span) -> list[BlockRef]:
        """Blocks that a signer sealed; Rejected("list.too-wide", most=) beyond so many blocks."""
        number = col(BlockRow.number)
        last = min(span.last, MAX_INTEGER)
        wide = last - span.first >= MOST_BLOCKS
        first = last - MOST_BLOCKS + 1 if wide and span.descending else span.first
        last = first + MOST_BLOCKS - 1 if wide else last
        query = select(BlockRow.number).where(number.between(first, last))
        query = _cut(query.where(BlockRow.sealer == sealer), (number,), span)
        with reading(self.engine) as session:
            numbers = list(session.exec(query))
            refs = refs_of(session, numbers)
        if wide and len(numbers) < span.take:
            raise Rejected("list.too-wide", most=MOST_BLOCKS)
        return [refs[each] for each in numbers]

    def closest(self, moment: Timestamp, *, after: bool) -> BlockRef | None:
        """The last block by a time, or the first from it on; None when there is none."""
        time = col(BlockRow.timestamp)
        query = select(BlockRow.number)
        query = query.where(time >= moment if after else time <= moment)
        order = (time, col(BlockRow.number))
        query = query.order_by(*(each if after else each.desc() for each in order))
        with reading(self.engine) as session:
            number = session.exec(query.limit(1)).first()
            return None if number is None else refs_of(session, [number])[number]

    def next_event(self, contract: str, name: str | None, since: int, until: int) -> int | None:
        """The first block from `since` to `until` with an event of a contract, of a name if any.

        Raises Rejected("list.too-wide", most=) when more events would have to be looked at.
        """
        block, log_index = col(EventRow.block), col(EventRow.log_index)
        looked = select(block, log_index, col(EventRow.name)).where(
            EventRow.contract == contract, block.between(since, min(until, MAX_INTEGER))
        )
        looked = looked.order_by(block, log_index).limit(MOST_LOOKED + 1)
        places = looked.subquery("places")
        query = select(places.c.block)
        if name is not None:
            query = query.where(places.c.name == name)
        with reading(self.engine) as session:
            order = (places.c.block, places.c.log_index)
            found: int | None = session.exec(query.order_by(*order).limit(1)).first()
            if found is None:
                _check_looked(session, places)
            return found

    def refs(self, numbers: Iterable[int]) -> dict[int, BlockRef]:
        """Indexed blocks by number."""
        with reading(self.engine) as session:
            return refs_of(session, numbers)

    def accounts(self, skip: int, take: int) -> list[Address]:
        """Accounts that transactions involve, by their addresses; one step down the key for each.

        `skip + take` is the caller's to bound.
        """
        found: list[Address] = []
        account, last = col(TransactionAccountRow.account), ""
        with reading(self.engine) as session:
            for _ in range(skip + take):
                query = select(account).where(account > last).order_by(account).limit(1)
                following = session.exec(query).first()
                if following is None:
                    break
                last = following
                found.append(Address(last))
        return found[skip:]


def _history(account: Address, span: Span, most: int) -> Any:
    """The places of transactions that involve an account, one more than may be looked at."""
    block, position = col(TransactionAccountRow.block), col(TransactionAccountRow.position)
    query = select(block, position).where(
        TransactionAccountRow.account == account,
        block.between(span.first, min(span.last, MAX_INTEGER)),
    )
    order = (block.desc(), position.desc()) if span.descending else (block, position)
    return query.order_by(*order).limit(most + 1).subquery("places")


def _joined(places: Any) -> Any:
    same = and_(places.c.block == _PLACE[0], places.c.position == _PLACE[1])
    return select(*_PLACE).join(places, same)


def _concerns(account: Address, side: Side | None) -> Any:
    sent = col(TransactionRow.sender) == account
    came = or_(col(TransactionRow.recipient) == account, col(TransactionRow.created) == account)
    return {"from": sent, "to": came, None: or_(sent, came)}[side]


def _cut(query: Any, order: Sequence[Any], span: Span) -> Any:
    sorted_by = [each.desc() if span.descending else each for each in order]
    return query.order_by(*sorted_by).offset(span.skip).limit(span.take)


def _check_size(session: Session, query: Any) -> None:
    lengths = query.with_only_columns(func.length(TransactionRow.data).label("size")).subquery()
    if (session.exec(select(func.sum(lengths.c.size))).one() or 0) > MOST_BYTES:
        raise Rejected("list.too-large", most=MOST_BYTES)


def _check_looked(session: Session, places: Any) -> None:
    if session.exec(select(func.count()).select_from(places)).one() > MOST_LOOKED:
        raise Rejected("list.too-wide", most=MOST_LOOKED)


def _selected(query: Any, *, with_data: bool) -> Any:
    """The columns of a list; of the data the first four bytes, or all."""
    spent = select(func.sum(_OTHER.gas_used)).where(
        _OTHER.block == TransactionRow.block, _OTHER.position <= TransactionRow.position
    )
    data: Any = TransactionRow.data
    return query.with_only_columns(
        *(getattr(TransactionRow, name) for name in _NAMES),
        (data if with_data else func.substr(data, 1, 4)).label("data"),
        spent.correlate(TransactionRow).scalar_subquery().label("cumulative"),
    )


_NAMES: Final = (
    *("hash", "block", "position", "sender", "recipient", "nonce", "value", "gas", "succeeded"),
    *("gas_used", "created", "contract", "function"),
)


def _to_listed(session: Session, rows: Sequence[Any]) -> list[Listed]:
    refs = refs_of(session, (row.block for row in rows))
    return [_listed(row, refs[row.block]) for row in rows]


def _listed(row: Any, block: BlockRef) -> Listed:
    data = bytes(row.data or b"")  # SQLite has no part of empty data
    return Listed(
        hash=TxHash(row.hash),
        block=block,
        position=row.position,
        sender=Address(row.sender),
        to=None if row.recipient is None else Address(row.recipient),
        nonce=row.nonce,
        value=text_to_amount(row.value),
        gas=row.gas,
        data=data,
        selector=data[:4],
        succeeded=row.succeeded,
        gas_used=row.gas_used,
        cumulative=int(row.cumulative),
        created=None if row.created is None else Address(row.created),
        contract=row.contract,
        function=row.function,
    )
