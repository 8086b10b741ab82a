"""eth_getProof: `trie`, a library from elsewhere, accepts what the node proves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth.constants import BLANK_ROOT_HASH, EMPTY_SHA3
from hypothesis import given, settings
from hypothesis import strategies as st
from trie.exceptions import BadTrieProof
from trie.hexary import HexaryTrie

from node.primitives import keccak, rlp_decode, rlp_encode
from node.proof import prove
from node.rpc.eth.proof import MOST_SLOTS
from tests.node.asking import ROOT, ask, fail

if TYPE_CHECKING:
    import httpx
    from web3.types import TxReceipt

    from tests.support.node import RunningNode

CLAIM_COUNTS = 5
"""The slot of the mapping from roots to deposits in `depository`: `vyper -f layout`."""
NOBODY = "0x" + "99" * 20


def vyper_slot(position: int, key: bytes) -> int:
    """Where Vyper keeps an entry of a HashMap; Solidity hashes the key first."""
    return int.from_bytes(keccak(position.to_bytes(32, "big") + key), "big")


def verified(root: str, key: bytes, proof: list[str]) -> bytes:
    """What the library reads at a key from the nodes of a proof, and from nothing else."""
    nodes = [rlp_decode(bytes.fromhex(node[2:])) for node in proof]
    value: bytes = HexaryTrie.get_from_proof(  # type: ignore[no-untyped-call]  # has no types
        bytes.fromhex(root[2:]), keccak(key), nodes
    )
    return value


def account_of(answer: dict[str, Any]) -> bytes:
    """The RLP of the account that an answer claims."""
    fields = [int(answer[name], 16) for name in ("nonce", "balance")]
    hashes = [bytes.fromhex(answer[name][2:]) for name in ("storageHash", "codeHash")]
    return rlp_encode([*fields, *hashes])


@pytest.fixture(scope="module")
def block(post: httpx.Client, receipt: TxReceipt) -> dict[str, Any]:
    """The block of the deposit."""
    found: dict[str, Any] = ask(post, "eth_getBlockByNumber", hex(receipt["blockNumber"]), False)
    return found


def test_a_contract_and_an_entry_of_its_mapping_are_proven(
    post: httpx.Client, chain_node: RunningNode, block: dict[str, Any]
) -> None:
    contract = chain_node.contract("depository").address
    slot = vyper_slot(CLAIM_COUNTS, ROOT)
    answer = ask(post, "eth_getProof", contract, [hex(slot), "0x0"], block["number"])
    address = bytes.fromhex(contract[2:])
    assert answer["address"] == contract
    assert verified(block["stateRoot"], address, answer["accountProof"]) == account_of(answer)
    entry, first = answer["storageProof"]
    number = chain_node.call("depository", "claims_count", ROOT)
    assert int(entry["value"], 16) == number
    stored = verified(answer["storageHash"], slot.to_bytes(32, "big"), entry["proof"])
    assert stored == rlp_encode(number)
    assert first["key"] == "0x0"


def test_what_is_not_there_is_proven_too(
    post: httpx.Client, chain_node: RunningNode, block: dict[str, Any]
) -> None:
    absent = ask(post, "eth_getProof", NOBODY, ["0x1"], block["number"])
    assert absent["nonce"] == absent["balance"] == "0x0"
    assert absent["codeHash"] == "0x" + EMPTY_SHA3.hex()
    assert absent["storageHash"] == "0x" + BLANK_ROOT_HASH.hex()
    assert absent["storageProof"] == [{"key": "0x1", "value": "0x0", "proof": []}]
    assert verified(block["stateRoot"], bytes.fromhex(NOBODY[2:]), absent["accountProof"]) == b""
    contract = chain_node.contract("depository").address
    slot = vyper_slot(CLAIM_COUNTS, b"\x98" * 32)
    answer = ask(post, "eth_getProof", contract, [hex(slot)], block["number"])
    (entry,) = answer["storageProof"]
    assert entry["value"] == "0x0"
    assert entry["proof"] != []
    assert verified(answer["storageHash"], slot.to_bytes(32, "big"), entry["proof"]) == b""


def test_a_proof_of_an_older_block_proves_what_was_then(
    post: httpx.Client, chain_node: RunningNode, block: dict[str, Any]
) -> None:
    contract, slot = chain_node.contract("depository").address, vyper_slot(CLAIM_COUNTS, ROOT)
    before = ask(post, "eth_getBlockByHash", block["parentHash"], False)
    answer = ask(post, "eth_getProof", contract, [hex(slot)], before["number"])
    address = bytes.fromhex(contract[2:])
    assert verified(before["stateRoot"], address, answer["accountProof"]) == account_of(answer)
    assert answer["storageProof"][0]["value"] == "0x0"
    with pytest.raises(BadTrieProof):
        verified(block["stateRoot"], address, answer["accountProof"])


def test_a_key_is_answered_as_it_was_written(post: httpx.Client) -> None:
    padded = "0x" + "00" * 31 + "07"
    answer = ask(post, "eth_getProof", NOBODY, [padded, "0x07", 7])
    assert [entry["key"] for entry in answer["storageProof"]] == [padded, "0x7", "0x7"]


def test_a_request_that_makes_no_sense_is_refused(post: httpx.Client) -> None:
    assert fail(post, "eth_getProof", NOBODY, "0x0")["code"] == -32602
    assert fail(post, "eth_getProof", NOBODY, ["slot"])["code"] == -32602
    assert fail(post, "eth_getProof", NOBODY, [], "0xffffff")["message"] == "header not found"
    most = [hex(slot) for slot in range(MOST_SLOTS)]
    assert len(ask(post, "eth_getProof", NOBODY, most)["storageProof"]) == MOST_SLOTS
    refused = fail(post, "eth_getProof", NOBODY, [*most, "0x0"])
    assert refused["data"] == {"code": "too-many-slots", "limit": MOST_SLOTS}


short = st.binary(min_size=1, max_size=3)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(short, st.binary(min_size=1, max_size=40), max_size=25), short)
def test_a_proof_is_exactly_the_way_without_nodes_that_lie_in_their_parents(
    content: dict[bytes, bytes], other: bytes
) -> None:
    """Short keys and values make nodes under 32 bytes, which a state hardly ever has."""
    built = HexaryTrie({})
    for key, value in content.items():
        built[key] = value
    for key in (*content, other):
        proof = prove(built.db.__getitem__, built.root_hash, key)
        assert proof.value == content.get(key)
        passed = built.get_proof(key)  # type: ignore[no-untyped-call]  # has no types
        way = [rlp_encode(node) for node in passed]
        root, rest = way[:1], way[1:]
        expected = root + [node for node in rest if len(node) >= 32]
        assert list(proof.nodes) == (expected if content else [])
