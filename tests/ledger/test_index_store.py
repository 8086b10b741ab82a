"""Questions to the index about blocks, transactions and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.errors import NotFound, Rejected
from tests.support.chain import address
from tests.support.node import Role

if TYPE_CHECKING:
    from ledger.chain import Block
    from tests.support.chain import Ledger


def test_blocks_page_from_the_newest_to_genesis(ledger: Ledger) -> None:
    ledger.admit()
    head = ledger.indexer().catch_up()
    found: list[Block] = []
    after = None
    while True:
        page = ledger.store.blocks(2, after)
        found.extend(page.items)
        after = page.next
        if after is None:
            break
    assert [block.number for block in found] == list(range(head.number, -1, -1))
    assert page.total == head.number + 1


def test_transactions_and_events_are_found_by_every_account_they_involve(ledger: Ledger) -> None:
    account = address(ledger.admit(Role.MINER))
    bystander = address(ledger.admit())
    ledger.indexer().catch_up()
    store, authority = ledger.store, address(ledger.node.authority)
    (transaction,) = store.transactions(10, account=account).items
    assert transaction.sender == authority
    assert transaction.call is not None
    assert transaction.call.function == "propose"
    assert transaction.call == ledger.chain.transaction(transaction.hash).call
    assert transaction.call.inner is not None
    assert transaction.call.inner.args["account"] == account
    assert transaction in store.transactions(200, account=authority).items
    register = ledger.chain.deployment.contracts["participants"].address
    assert transaction in store.transactions(200, account=register).items
    assert transaction not in store.transactions(200, account=bystander).items

    (event,) = store.events(10, account=account).items
    assert transaction.receipt is not None
    assert transaction.receipt.events[-1] == event
    found = store.events(10, transaction=transaction.hash).items
    assert sorted(found, key=lambda each: each.log_index) == [*transaction.receipt.events]
    assert event in store.events(200, contract="participants").items
    assert event not in store.events(200, contract="depository").items
    block = transaction.receipt.block.number
    assert transaction in store.transactions(10, block=block).items


@pytest.mark.parametrize("wanted", [-1, 10**9, 2**80, "0x" + "ee" * 32, "latest"])
def test_a_block_that_is_not_indexed_is_not_found(ledger: Ledger, wanted: int | str) -> None:
    ledger.indexer().catch_up()
    with pytest.raises(NotFound, match=r"block\.unknown"):
        ledger.store.block(wanted)


def test_a_transaction_that_is_not_indexed_is_not_found(ledger: Ledger) -> None:
    with pytest.raises(NotFound, match=r"transaction\.unknown"):
        ledger.store.transaction("0x" + "ee" * 32)


def test_transactions_of_a_block_beyond_all_numbers_are_none(ledger: Ledger) -> None:
    assert ledger.store.transactions(10, block=2**80).items == ()


@pytest.mark.parametrize(("limit", "after"), [(0, None), (201, None), (10, "x"), (10, "WyJhIl0")])
def test_a_bad_page_is_refused(ledger: Ledger, limit: int, after: str | None) -> None:
    for ask in (ledger.store.blocks, ledger.store.transactions, ledger.store.events):
        with pytest.raises(Rejected, match=r"page\.bad-"):
            ask(limit, after)
