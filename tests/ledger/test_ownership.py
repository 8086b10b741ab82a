"""Who held what at any block and at any moment, as a naive replay has it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from ledger.assets.book import Book, Wanted
from ledger.assets.ownership import Ownership
from ledger.assets.tables import BalanceRow, HoldingRow
from ledger.database import IndexRow, reading, writing
from ledger.errors import NotFound, QoimaError, Rejected
from ledger.index.keyset import count
from ledger.index.moments import Moments
from ledger.index.translate import refs_of
from ledger.paging import Page
from ledger.types import ZERO_ADDRESS, Address, BlockNumber, Timestamp
from tests.ledger.history import ACCOUNTS, CLASSES, GENESIS, Move, Replay, histories, seal, write
from tests.support.chain import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from ledger.assets.model import Holding, Statement
    from ledger.records import BlockRef


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with opened(tmp_path_factory.mktemp("history") / "index.db", IndexRow) as opened_engine:
        yield opened_engine


def _index(engine: Engine, blocks: list[list[Move]], at_once: int = 3) -> Replay:
    """An index of this history and no other, in units of work of some blocks."""
    with writing(engine) as session:
        for table in IndexRow.metadata.sorted_tables:
            session.execute(delete(table))
    book = Replay()
    sealed = seal(blocks, book)
    for first in range(0, len(sealed), at_once):
        with writing(engine) as session:
            write(session, sealed[first : first + at_once])
    return book


def _refs(engine: Engine, count: int) -> list[BlockRef]:
    with reading(engine) as session:
        found = refs_of(session, range(count))
    return [found[number] for number in range(count)]


def _holders(
    ownership: Ownership, class_id: int, at: BlockRef | None, after: str | None
) -> Page[Holding]:
    return ownership.holders(class_id, 2, after, at)


def _holdings(
    ownership: Ownership, account: Address, at: BlockRef | None, after: str | None
) -> Page[Holding]:
    return ownership.holdings(account, 1, after, at)


def _all(page: Callable[[str | None], Page[Holding]]) -> list[Holding]:
    found: list[Holding] = []
    after = None
    while True:
        part = page(after)
        found += part.items
        after = part.next
        if after is None:
            assert part.total == len(found)
            return found


@settings(max_examples=5, deadline=None)
@given(histories(5))
def test_every_holding_at_every_block_is_that_of_a_naive_replay(
    engine: Engine, blocks: list[list[Move]]
) -> None:
    check_history(engine, blocks)


@pytest.mark.long
@settings(max_examples=500, deadline=None)
@given(histories(20))
def test_long_histories_are_those_of_a_naive_replay(
    engine: Engine, blocks: list[list[Move]]
) -> None:
    check_history(engine, blocks)


def check_history(engine: Engine, blocks: list[list[Move]]) -> None:
    """Each list and each holding of the index at each block against the replay."""
    book, ownership = _index(engine, blocks), Ownership(engine)
    for ref, held in zip(_refs(engine, len(book.at)), book.at, strict=True):
        for class_id in CLASSES:
            listed = _all(partial(_holders, ownership, class_id, ref))
            expected = sorted((a, n) for (of, a), n in held.items() if of == class_id)
            assert [(each.account, each.amount) for each in listed] == expected
            assert {each.as_of for each in listed} <= {ref}
        for account in ACCOUNTS:
            has = _all(partial(_holdings, ownership, account, ref))
            mine = sorted((of, n) for (of, a), n in held.items() if a == account)
            assert [(each.class_id, each.amount) for each in has] == mine
            for class_id in CLASSES:
                one = ownership.holding(class_id, account, ref)
                assert one.amount == held.get((class_id, account), 0)
        pairs = [(class_id, account) for class_id in (*CLASSES, 9) for account in ACCOUNTS]
        found = ownership.many(pairs, ref)
        assert [None if each is None else each[0] for each in found] == [
            str(held.get(pair, 0)) if pair[0] in CLASSES else None for pair in pairs
        ]
    for class_id in CLASSES:
        now = _all(partial(_holders, ownership, class_id, None))
        expected_now = ((n, a) for (of, a), n in book.at[-1].items() if of == class_id)
        assert [(each.amount, each.account) for each in now] == sorted(expected_now, reverse=True)


def test_movements_of_all_classes_are_counted_together(engine: Engine) -> None:
    issues = [Move(of, ZERO_ADDRESS, account, 1) for of in CLASSES for account in ACCOUNTS[:2]]
    _index(engine, [issues, issues[:3], [], issues[3:]])
    for number, total in enumerate((0, 4, 7, 7, 8)):
        wanted = Wanted(until=_refs(engine, 5)[number])
        assert Book(engine).movements(wanted, 1, None).total == total
        mine = Book(engine).movements(replace(wanted, account=ACCOUNTS[0]), 1, None).total
        assert mine == (0, 2, 4, 4, 4)[number]


@settings(max_examples=8, deadline=None)
@given(histories(5), st.integers(-1, 5), st.integers(0, 5), st.sampled_from((None, *CLASSES)))
def test_of_every_statement_opening_and_movements_make_the_closing(
    engine: Engine, blocks: list[list[Move]], first: int, last: int, class_id: int | None
) -> None:
    book = _index(engine, blocks)
    refs = _refs(engine, len(book.at))
    until = refs[min(last, len(blocks))]
    since = refs[min(first, until.number)] if first >= 0 else None
    before: dict[tuple[int, Address], int] = book.at[since.number] if since else {}
    for anyone in (*ACCOUNTS, ZERO_ADDRESS, None):
        wanted = Wanted(class_id, anyone, since, until)
        with reading(engine) as session:
            there = sum(count(session, query) for query in wanted.queries())
        assert Book(engine).movements(wanted, 1, None).total == there
    for account in ACCOUNTS:
        wanted = Wanted(class_id, account, since, until)
        statement = _whole_statement(engine, wanted, until)
        amounts = {line.class_id: line.opening for line in statement.lines}
        assert amounts == {of: before.get((of, account), 0) for of in amounts}
        for moved in statement.movements.items:
            assert (since.number if since else -1) < moved.block.number <= until.number
            gain = (moved.recipient == account) - (moved.sender == account)
            if gain and moved.amount:
                amounts[moved.class_id] += gain * moved.amount
        assert amounts == {line.class_id: line.closing for line in statement.lines}
        held = {of for (of, a), n in book.at[until.number].items() if a == account}
        assert held & {class_id or of for of in held} <= set(amounts)


def _whole_statement(engine: Engine, wanted: Wanted, until: BlockRef) -> Statement:
    """A statement with all its movements, read page by page; they are in order, and none twice."""
    first = Book(engine).statement(wanted, until, 2, None)
    found, after = list(first.movements.items), first.movements.next
    while after is not None:
        page = Book(engine).statement(wanted, until, 2, after).movements
        found, after = [*found, *page.items], page.next
    places = [(each.block.number, each.log_index, each.position) for each in found]
    assert places == sorted(set(places))
    assert first.movements.total == len(found)
    return replace(first, movements=Page(tuple(found), len(found), None))


def test_a_statement_that_ends_before_it_begins_or_is_too_wide_is_refused(engine: Engine) -> None:
    _index(engine, [[], []])
    refs, book = _refs(engine, 3), Book(engine)
    with pytest.raises(Rejected, match=r"statement\.backwards"):
        book.statement(Wanted(None, ACCOUNTS[0], refs[2], refs[1]), refs[1], 10, None)
    with writing(engine) as session:
        for number in range(10, 211):
            key: dict[str, Any] = {"class_id": number, "account": ACCOUNTS[0]}
            key["amount"] = "1".zfill(78)
            session.add(HoldingRow(**key))
            session.add(BalanceRow(block=1, **key))
    with pytest.raises(Rejected) as refused:
        book.statement(Wanted(None, ACCOUNTS[0], None, refs[2]), refs[2], 10, None)
    assert (refused.value.code, refused.value.facts) == ("statement.too-wide", {"most": 200})


def test_a_page_of_a_block_stays_as_it_was_while_the_book_goes_on(engine: Engine) -> None:
    one, two, three, _ = ACCOUNTS
    zero = Address("0x" + "0" * 40)
    issue = [[Move(1, zero, each, 5) for each in (one, two, three)]]
    book, ownership = _index(engine, issue), Ownership(engine)
    (_, then) = _refs(engine, 2)
    first = ownership.holders(1, 1, None, then)
    later = seal([*issue, [Move(1, two, one, 5)]], Replay())[-1]
    with writing(engine) as session:
        write(session, [later])
    rest = ownership.holders(1, 5, first.next, then)
    assert [each.account for each in (*first.items, *rest.items)] == [one, two, three]
    assert (first.total, rest.total) == (3, 3)
    assert ownership.holders(1, 5, None).total == 2
    assert book.supply(1, 1) == 15


def test_a_class_that_is_not_there_or_not_yet_is_told_apart(engine: Engine) -> None:
    _index(engine, [[]])
    ownership, ref = Ownership(engine), _refs(engine, 1)[0]
    with pytest.raises(NotFound, match=r"asset\.unknown"):
        ownership.holders(3, 10, None, ref)
    earlier = replace(ref, number=BlockNumber(-1))
    for ask in (
        lambda: ownership.holders(1, 10, None, earlier),
        lambda: ownership.holding(1, ACCOUNTS[0], earlier),
    ):
        with pytest.raises(NotFound, match=r"asset\.not-yet"):
            ask()


def _moments(engine: Engine, now: int) -> Moments:
    return Moments(engine, lambda: dt.datetime.fromtimestamp(now, dt.UTC))


def test_a_moment_stands_on_the_last_block_up_to_it(engine: Engine) -> None:
    _index(engine, [[], [], []])
    moments = _moments(engine, GENESIS + 1000)
    for moment, number in ((0, 0), (9, 0), (10, 1), (19, 1), (30, 3), (999, 3)):
        assert moments.last_by(Timestamp(GENESIS + moment)).number == number
    assert moments.resolve(2, None) == moments.block(2)
    assert moments.resolve(None, "2023-11-14T22:13:30.9Z") == moments.block(1)
    assert moments.resolve(None, None) is None


@pytest.mark.parametrize(
    ("block", "at", "code"),
    [
        (4, None, "block.not-indexed"),
        (2**80, None, "block.not-indexed"),
        (-1, None, "block.not-indexed"),
        (None, "2023-11-14T22:13:19Z", "block.none-by"),
        (None, "2023-11-14T22:30:01Z", "moment.future"),
        (None, "2023-11-14", "moment.malformed"),
        (1, "2023-11-14T22:13:20Z", "moment.both"),
    ],
)
def test_a_block_or_moment_without_an_answer_is_refused_by_name(
    engine: Engine, block: int | None, at: str | None, code: str
) -> None:
    _index(engine, [[], [], []])
    with pytest.raises(QoimaError) as refused:
        _moments(engine, GENESIS + 1000).resolve(block, at)
    assert refused.value.code == code
