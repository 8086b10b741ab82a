"""Otterscan's methods at level 8, in the shapes of its `docs/custom-jsonrpc.md` and Erigon's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_keys.datatypes import PrivateKey

from node.primitives import address_of, as_checksummed, contract_address
from node.rpc.backend import Backend
from node.rpc.errors import LIMIT, SERVER, RpcError
from node.rpc.methods import all_methods
from node.storage.store import Changes, Table
from tests.node.world import AUTHORITY, OPERATOR, account

if TYPE_CHECKING:
    from tests.node.world import World

NEWCOMERS = [PrivateKey(bytes([0x40 + n]) * 32) for n in range(6)]
# Makes a contract with one byte of code, STOP, by CREATE; then by CREATE2 with salt 7.
MAKER = "60016000f3"  # RETURN one zero byte: what the new contracts begin with
FACTORY = (
    f"0x64{MAKER}600052"  # PUSH5 in the last bytes of the first word
    "6005601b6000f0"  # CREATE: value 0, from 27, 5 bytes
    "60076005601b6000f5"  # CREATE2
    "6001600052602060" + "00f3"
)
SELECTOR = slice(0, 10)


def ask(world: World, method: str, *parameters: Any) -> Any:
    backend = Backend(world.chain, world.pool, world.admission)
    return all_methods(backend)[method].call(list(parameters))


@pytest.fixture
def history(world: World) -> list[list[str]]:
    """Hashes by block: the authority admits two accounts in block 2, one in 3, three in 4."""
    blocks = []
    for keys in (NEWCOMERS[:2], NEWCOMERS[2:3], NEWCOMERS[3:]):
        sent = [
            world.decree("participants", "admit", account(key).address, 0, b"\x01" * 32)
            for key in keys
        ]
        world.seal()
        blocks.append(["0x" + each.hex() for each in sent])
    return blocks


def test_the_start_of_otterscan_is_answered(world: World) -> None:
    """What it asks before it shows anything: height, header, level."""
    number = int(ask(world, "eth_blockNumber"), 16)
    header = ask(world, "erigon_getHeaderByNumber", number)
    assert header["hash"] == "0x" + world.chain.head.header.hash.hex()
    assert "transactions" not in header
    assert ask(world, "erigon_getHeaderByNumber", number + 1) is None
    assert ask(world, "ots_getApiLevel") == 8


def test_code_is_seen_where_it_is(world: World) -> None:
    contract = world.address("participants")
    assert ask(world, "ots_hasCode", contract, "latest") is True
    assert ask(world, "ots_hasCode", contract) is True
    assert ask(world, "ots_hasCode", contract, 0) is False
    assert ask(world, "ots_hasCode", account(OPERATOR).address, "latest") is False


def test_a_block_is_shown_without_its_transactions(world: World, history: list[list[str]]) -> None:
    details = ask(world, "ots_getBlockDetails", 2)
    block = details["block"]
    assert block["transactionCount"] == 2
    assert block["logsBloom"] is None
    assert "transactions" not in block
    assert {"hash", "size", "miner", "totalDifficulty", "sha3Uncles"} <= set(block)
    assert set(details["issuance"].values()) == {"0x0"}
    assert details["totalFees"] == "0x0"
    assert ask(world, "ots_getBlockDetailsByHash", block["hash"]) == details
    assert ask(world, "ots_getBlockDetails", 99) is None


def test_the_transactions_of_a_block_come_in_pages_from_its_end(
    world: World, history: list[list[str]]
) -> None:
    page = ask(world, "ots_getBlockTransactions", 4, 0, 2)
    assert [each["hash"] for each in page["fullblock"]["transactions"]] == history[2][1:]
    assert [each["transactionHash"] for each in page["receipts"]] == history[2][1:]
    assert page["fullblock"]["transactionCount"] == 3
    propose = world.decree_data("participants", "admit", "0x" + "11" * 20, 0, b"\x01" * 32)[
        SELECTOR
    ]
    assert {each["input"] for each in page["fullblock"]["transactions"]} == {propose}
    assert {each["logs"] for each in page["receipts"]} == {None}
    rest = ask(world, "ots_getBlockTransactions", 4, 1, 2)
    assert [each["hash"] for each in rest["fullblock"]["transactions"]] == history[2][:1]
    assert ask(world, "ots_getBlockTransactions", 4, 2, 2)["receipts"] == []
    assert ask(world, "ots_getBlockTransactions", 99, 0, 2) is None


def test_the_history_of_an_address_is_paged_by_whole_blocks(
    world: World, history: list[list[str]]
) -> None:
    authority = account(AUTHORITY).address
    newest = ask(world, "ots_searchTransactionsBefore", authority, 0, 2)
    assert hashes(newest) == history[2][::-1]
    assert (newest["firstPage"], newest["lastPage"]) == (True, False)
    older = ask(world, "ots_searchTransactionsBefore", authority, 4, 2)
    assert hashes(older) == history[1] + history[0][::-1]
    assert (older["firstPage"], older["lastPage"]) == (False, True)
    oldest = ask(world, "ots_searchTransactionsAfter", authority, 0, 2)
    assert hashes(oldest) == history[0][::-1]
    assert (oldest["firstPage"], oldest["lastPage"]) == (False, True)
    later = ask(world, "ots_searchTransactionsAfter", authority, 3, 25)
    assert hashes(later) == history[2][::-1]
    assert (later["firstPage"], later["lastPage"]) == (True, False)
    receipt = newest["receipts"][0]
    assert receipt["transactionHash"] == newest["txs"][0]["hash"]
    assert receipt["timestamp"] == world.chain.head.header.timestamp
    assert receipt["logs"]


def hashes(page: dict[str, Any]) -> list[str]:
    return [each["hash"] for each in page["txs"]]


def test_a_contract_that_is_only_called_by_others_is_found_too(
    world: World, history: list[list[str]]
) -> None:
    """`depository` asks `participants` whether the caller may deposit."""
    world.admit(PrivateKey(b"\x51" * 32), 16)
    depositor = PrivateKey(b"\x51" * 32)
    sent = world.act(depositor, "depository", "deposit", b"\x71" * 32, 10, 3, 0, 0, bytes(32))
    world.seal()
    page = ask(world, "ots_searchTransactionsBefore", world.address("participants"), 0, 1)
    assert hashes(page) == ["0x" + sent.hex()]
    nobody = ask(world, "ots_searchTransactionsBefore", "0x" + "99" * 20, 0, 25)
    assert nobody == {"txs": [], "receipts": [], "firstPage": True, "lastPage": True}
    copier = "0x" + "00" * 19 + "04"
    assert ask(world, "ots_searchTransactionsBefore", copier, 0, 25)["txs"] == []


def test_a_page_that_is_too_large_is_refused(world: World) -> None:
    for size in (26, 0):
        with pytest.raises(RpcError) as caught:
            ask(world, "ots_searchTransactionsBefore", account(OPERATOR).address, 0, size)
        assert caught.value.code == LIMIT
        assert caught.value.data == {"code": "page-too-large", "limit": 25}


def test_a_transaction_is_found_by_sender_and_nonce(world: World, history: list[list[str]]) -> None:
    authority = account(AUTHORITY).address
    by_nonce = [each for block in history for each in block]
    for nonce, sent in enumerate(by_nonce):
        assert ask(world, "ots_getTransactionBySenderAndNonce", authority, nonce) == sent
    assert ask(world, "ots_getTransactionBySenderAndNonce", authority, len(by_nonce)) is None
    assert ask(world, "ots_getTransactionBySenderAndNonce", "0x" + "99" * 20, 0) is None
    contract = world.address("participants")
    assert ask(world, "ots_getTransactionBySenderAndNonce", contract, 0) is None


def test_the_creator_of_a_contract_is_known(world: World) -> None:
    creator = ask(world, "ots_getContractCreator", world.address("participants"))
    assert creator["creator"] == account(OPERATOR).address.lower()
    assert creator["hash"] == world.deployment.contracts["participants"].transaction
    assert ask(world, "ots_getContractCreator", account(OPERATOR).address) is None


def made_by_factory(world: World) -> tuple[str, str]:
    """A creation in which two more are made: its hash and the factory's address."""
    factory = contract_address(address_of(OPERATOR), world.nonce(OPERATOR))
    raw = world.transaction(OPERATOR, to=None, data=FACTORY)
    sent = world.admission.admit(raw)
    block = world.seal()
    assert world.statuses(block) == [1]
    return "0x" + sent.hex(), as_checksummed(factory)


def test_contracts_made_by_contracts_are_known_too(world: World) -> None:
    sent, factory = made_by_factory(world)
    operations = ask(world, "ots_getInternalOperations", sent)
    assert [(each["type"], each["from"]) for each in operations] == [
        (2, factory.lower()),
        (3, factory.lower()),
    ]
    for each in operations:
        creator = ask(world, "ots_getContractCreator", each["to"])
        assert creator == {"hash": sent, "creator": factory.lower()}
        assert ask(world, "ots_hasCode", each["to"]) is True
    entries = ask(world, "ots_traceTransaction", sent)
    assert [(each["type"], each["depth"]) for each in entries] == [
        ("CREATE", 0),
        ("CREATE", 1),
        ("CREATE2", 1),
    ]
    assert set(entries[0]) == {"type", "depth", "from", "to", "value", "input", "output"}


def test_contracts_of_a_refused_transaction_have_no_creator(world: World) -> None:
    refused = FACTORY.removesuffix("00f3") + "00fd"  # REVERT instead of RETURN
    factory = contract_address(address_of(OPERATOR), world.nonce(OPERATOR))
    sent = world.admission.admit(world.transaction(OPERATOR, to=None, data=refused))
    assert world.statuses(world.seal()) == [0]
    assert ask(world, "ots_getContractCreator", as_checksummed(factory)) is None
    (first, _) = ask(world, "ots_getInternalOperations", "0x" + sent.hex())
    assert ask(world, "ots_getContractCreator", first["to"]) is None
    found = ask(world, "ots_searchTransactionsBefore", first["to"], 0, 25)
    assert hashes(found) == ["0x" + sent.hex()]


def test_the_error_of_a_transaction_is_told_as_bytes(
    world: World, history: list[list[str]]
) -> None:
    assert ask(world, "ots_getTransactionError", history[0][0]) == "0x"
    newcomer = account(NEWCOMERS[0]).address
    twice = world.decree("participants", "admit", newcomer, 0, b"\x01" * 32)
    world.seal()
    error = ask(world, "ots_getTransactionError", "0x" + twice.hex())
    assert b"participants: account is known" in bytes.fromhex(error[2:])


def test_a_store_without_the_index_says_so(world: World) -> None:
    without = Changes()
    without.delete(Table.CHAIN, b"appearances")
    world.chain.store.write(without)
    with pytest.raises(RpcError) as caught:
        ask(world, "ots_searchTransactionsBefore", account(OPERATOR).address, 0, 25)
    assert caught.value.code == SERVER
    assert caught.value.data == {"code": "no-index"}
