"""debug_getRaw*: the bytes from which another node verifies; and receipts in full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import rlp  # type: ignore[import-untyped]  # has no types
from trie.hexary import HexaryTrie

from node.chain import Chain
from node.errors import NotFound
from node.primitives import as_checksummed, keccak
from node.rpc.backend import Backend
from node.rpc.methods import all_methods
from node.storage.store import Changes, Table
from tests.node.world import OPERATOR

if TYPE_CHECKING:
    from node.blocks import Block
    from tests.node.world import World

# The fields of a receipt in the Execution API's schema, without those of later forks.
RECEIPT = {
    "blockHash",
    "blockNumber",
    "contractAddress",
    "cumulativeGasUsed",
    "effectiveGasPrice",
    "from",
    "gasUsed",
    "logs",
    "logsBloom",
    "status",
    "to",
    "transactionHash",
    "transactionIndex",
    "type",
}


def ask(world: World, method: str, *parameters: Any) -> Any:
    backend = Backend(world.chain, world.pool, world.admission)
    return all_methods(backend)[method].call(list(parameters))


def unhexed(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def ordered_root(items: list[bytes]) -> str:
    """The root of the trie of items by their indexes, by a library from elsewhere."""
    built = HexaryTrie({})
    for index, item in enumerate(items):
        built[rlp.encode(index)] = item
    return "0x" + built.root_hash.hex()


@pytest.fixture
def block(world: World) -> Block:
    """A block with two successes, a failure between them, and a creation."""
    for number in (0x12, 0x12, 0x13):
        account = "0x" + bytes([number] * 20).hex()
        world.decree("participants", "admit", account, 0, b"\x01" * 32)
    world.admission.admit(world.transaction(OPERATOR, to=None, data="0x00"))
    return world.seal()


def test_the_raw_block_holds_what_its_hashes_say(world: World, block: Block) -> None:
    number = hex(block.number)
    shown = ask(world, "eth_getBlockByNumber", number, False)
    header, transactions, uncles = rlp.decode(unhexed(ask(world, "debug_getRawBlock", number)))
    assert uncles == []
    raw_header = unhexed(ask(world, "debug_getRawHeader", number))
    assert rlp.decode(raw_header) == header
    assert "0x" + keccak(raw_header).hex() == shown["hash"]
    raws = [unhexed(ask(world, "debug_getRawTransaction", h)) for h in shown["transactions"]]
    assert raws == transactions
    assert ordered_root(raws) == shown["transactionsRoot"]
    receipts = [unhexed(each) for each in ask(world, "debug_getRawReceipts", number)]
    assert ordered_root(receipts) == shown["receiptsRoot"]
    for name in ("debug_getRawBlock", "debug_getRawHeader", "debug_getRawReceipts"):
        assert ask(world, name, shown["hash"]) == ask(world, name, number)
        assert ask(world, name, "0x0") != ask(world, name, number)


def test_raw_bytes_of_what_is_not_there_are_refused(world: World) -> None:
    for name in ("debug_getRawBlock", "debug_getRawHeader", "debug_getRawReceipts"):
        with pytest.raises(NotFound):
            ask(world, name, "0xffff")
    assert ask(world, "debug_getRawTransaction", "0x" + "99" * 32) is None
    raw = world.transaction(OPERATOR)
    waiting = "0x" + world.admission.admit(raw).hex()
    assert ask(world, "debug_getRawTransaction", waiting) == "0x" + raw.hex()


def test_receipts_are_complete_and_count_through_the_block(world: World, block: Block) -> None:
    receipts = ask(world, "eth_getBlockReceipts", hex(block.number))
    assert all(set(each) == RECEIPT for each in receipts)
    statuses = {each["transactionHash"]: each["status"] for each in receipts}
    hashes = ["0x" + each.hash.hex() for each in block.transactions]
    assert list(statuses) == hashes
    assert sorted(statuses.values()) == ["0x0", "0x1", "0x1", "0x1"]
    used = 0
    logs = []
    for index, each in enumerate(receipts):
        used += int(each["gasUsed"], 16)
        assert int(each["cumulativeGasUsed"], 16) == used
        assert int(each["transactionIndex"], 16) == index
        assert each["effectiveGasPrice"] == "0x0"
        assert (each["to"] is None) == (each["contractAddress"] is not None)
        assert ask(world, "eth_getTransactionReceipt", each["transactionHash"]) == each
        logs += each["logs"]
    assert used == block.header.gas_used
    assert [int(log["logIndex"], 16) for log in logs] == list(range(6))
    found = ask(world, "eth_getLogs", {"blockHash": "0x" + block.hash.hex()})
    assert found == logs


def test_a_store_of_before_which_keeps_no_senders_is_served_alike(
    world: World, block: Block
) -> None:
    number, first = hex(block.number), "0x" + block.transactions[0].hash.hex()
    questions: list[tuple[str, tuple[Any, ...]]] = [
        ("eth_getBlockByNumber", (number, True)),
        ("eth_getBlockReceipts", (number,)),
        ("eth_getTransactionByHash", (first,)),
        ("eth_getTransactionByBlockNumberAndIndex", (number, "0x3")),
    ]
    answers = [ask(world, method, *given) for method, given in questions]
    senders = [as_checksummed(each.sender) for each in block.transactions]
    assert [each["from"] for each in answers[0]["transactions"]] == senders
    assert len(set(senders)) == 2
    changes = Changes()
    changes.delete(Table.CHAIN, b"f" + block.hash)
    world.chain.store.write(changes)
    before = replace(world, chain=Chain(world.chain.store, world.clock))
    assert before.chain.records.kept_senders(block.hash) is None
    assert [ask(before, method, *given) for method, given in questions] == answers
