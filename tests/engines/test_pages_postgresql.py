"""What pages ask of the index that nothing else does, on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from depository.tables import DepositWordRow
from depository.titles import by_words, word_rows
from ledger.assets.model import RedemptionStatus
from ledger.assets.queue import Queue
from ledger.assets.tables import RedemptionRow
from ledger.database import IndexRow, add_rows, open_database, reading, writing
from ledger.index.sealing import Sealing
from ledger.index.store import IndexStore
from ledger.index.tables import BlockRow, TransactionRow
from ledger.types import Address, Digest
from tests.engines.postgresql import running_postgresql
from tests.support.rows import deposit_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

pytestmark = pytest.mark.engines

_A, _B = Address("0x" + "A" * 40), Address("0x" + "b" * 40)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with running_postgresql() as url:
        engine = open_database(url, IndexRow)
        with writing(engine) as session:
            session.add_all(_block(number, (_A, _B, _A)[number % 3]) for number in range(7))
            session.add_all(_transaction(number, failed=number % 3 == 1) for number in range(1, 7))
            session.add_all(_request(number) for number in range(1, 5))
            for number, title in enumerate(("Жылу есебі", "Zählung heat", "Heat map"), 1):
                session.add(deposit_row(number, Digest(bytes([number]) * 32)))
                session.flush()
                add_rows(session, {DepositWordRow: word_rows(number, [title])})
        yield engine
        engine.dispose()


def _block(number: int, sealer: Address) -> BlockRow:
    return BlockRow(
        number=number,
        hash=f"0x{number:064x}",
        parent_hash="0x",
        timestamp=number,
        sealer=sealer,
        state_root="0x",
        gas_used=0,
        gas_limit=1,
    )


def _transaction(number: int, *, failed: bool) -> TransactionRow:
    return TransactionRow(
        block=number,
        position=0,
        hash=f"0x{number:064x}",
        sender=_A,
        recipient=None,
        nonce=number,
        value="0",
        gas=1,
        data=b"",
        succeeded=not failed,
        gas_used=1,
        created=None,
        contract=None,
        function=None,
        args=None,
        inner=None,
    )


def _request(number: int) -> RedemptionRow:
    status = RedemptionStatus.REQUESTED if number % 2 else RedemptionStatus.REFUSED
    return RedemptionRow(
        number=number,
        class_id=1,
        holder=1,
        account=_A,
        amount="0" * 77 + "1",
        demand="00" * 32,
        status=status.value,
        block=number,
        transaction="0x",
    )


def test_turns_are_counted_by_the_number_of_the_block(engine: Engine) -> None:
    found = {each.signer: each for each in Sealing.over(engine, [_B, _A], 100).signers}
    assert (found[_A].blocks, found[_A].turns, found[_A].missed) == (4, 3, 1)
    assert (found[_B].blocks, found[_B].turns, found[_B].missed) == (2, 3, 2)


def test_failed_transactions_are_found_by_their_own_index(engine: Engine) -> None:
    page = IndexStore(engine).failed(1)
    assert (page.items[0].nonce, page.total) == (4, 2)
    assert [each.nonce for each in IndexStore(engine).failed(5, page.next).items] == [1]
    with engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        plan = "\n".join(
            connection.execute(
                text("EXPLAIN SELECT * FROM transaction_ WHERE succeeded = false ORDER BY block")
            ).scalars()
        )
    assert "ix_transaction_failed" in plan


def test_requests_are_listed_by_how_they_stand(engine: Engine) -> None:
    queue = Queue(engine)
    waiting = queue.requests(RedemptionStatus.REQUESTED, 5, oldest_first=True)
    assert [each.number for each in waiting.items] == [1, 3]
    refused = queue.requests(RedemptionStatus.REFUSED, 1)
    assert (refused.items[0].number, refused.total) == (4, 2)


def test_words_begin_alike_whatever_the_collation(engine: Engine) -> None:
    def found(query: str) -> list[int]:
        with reading(engine) as session:
            return [row.number for row in by_words(session, query, 9)]

    assert found("HEAT") == [3, 2]
    assert found("жыл ЕСЕБ") == [1]
    assert found("zäh") == [2]
    assert found("z") == [2]
    assert found("heat жылу") == []
