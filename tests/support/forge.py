"""Proof bundles of a chain that was never sealed by anyone: whole, or wrong in one chosen way.

The keys are known, so that headers can be sealed again after anything in them was changed, and all
is the same on each machine.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from eth_hash.auto import keccak
from trie.hexary import HexaryTrie

from ledger.merkle import Tree, leaf_digest
from ledger.proofs.kinds import KINDS, slot_key
from ledger.proofs.receipts import receipt_key
from ledger.proofs.rlp import encode
from ledger.proofs.ways import way_to
from tests.support.forge_headers import bloom, header_of, section, witnessed
from tests.support.forge_plan import (
    ACCOUNT,
    CHAIN_ID,
    CODE,
    CONTRACTS,
    GENESIS,
    Fields,
    Plan,
    b64,
    hexed,
    key_of,
    keys,
    number,
    unb64,
)
from tests.support.tries import Sweep

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACCOUNT",
    "CHAIN_ID",
    "CODE",
    "CONTRACTS",
    "GENESIS",
    "Plan",
    "b64",
    "forged",
    "header_of",
    "key_of",
    "keys",
    "number",
    "trust_of",
    "unb64",
    "witnessed",
]

_WORDS: Final = {"uint256": "3", "bytes32": "0x" + "5c" * 32, "address": "0x" + ACCOUNT.hex()}


def trust_of(count: int = 3, /, **more: Any) -> dict[str, Any]:
    """The trust file of the forged chain."""
    return {
        "chain_id": CHAIN_ID,
        "genesis_hash": hexed(GENESIS),
        "signers": [hexed(key_of(each)) for each in keys(count)],
        "contracts": {
            name: {"address": hexed(address), "code_hash": hexed(CODE)}
            for name, address in CONTRACTS.items()
        },
    } | more


def forged(plan: Plan) -> dict[str, Any]:
    """The bundle of a plan, as a mapping that may be changed before it is written."""
    kind = KINDS[plan.kind]
    subject = {n: _WORDS[t] if t == "address" else "7" for n, t in kind.subject.items()}
    subject |= plan.subject
    bundle: dict[str, Any] = {
        "chain": {"genesis": hexed(GENESIS), "id": CHAIN_ID},
        "contract": hexed(CONTRACTS[kind.contract]),
        "format": "qoima-proof/1",
        "kind": plan.kind,
        "subject": subject,
        "witnesses": [],
    }
    if kind.record:
        bundle["record"], listed = _listed(plan, subject)
        plan = replace(plan, says=listed | dict(plan.says))
    if kind.event is not None:
        bundle["statement"] = _statement(plan, subject)
    if plan.state or kind.event is None:
        bundle["state"] = _state(plan, subject)
    if kind.content:
        about = bundle["record"] if kind.record else bundle["statement"]
        root = bytes.fromhex(about["says"]["root"][2:])
        named = b"b" + base64.b32encode(b"\x01\x70\x12\x20" + root).rstrip(b"=").lower()
        bundle["content"] = {"cid": named.decode(), "profile": "unixfs-v1-2025"}
        bundle["content"] |= plan.content or {}
    return bundle


def _listed(plan: Plan, subject: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """A record at its place in a list of records, and what the event says of the list."""
    says = {word.name: _WORDS[word.type] for word in KINDS[plan.kind].record} | dict(plan.record)
    place = int(subject["index"])
    leaves = [leaf_digest(number(each + 1)) for each in range(plan.records)]
    leaves[place] = leaf_digest(b"".join(_word(each) for each in says.values()))
    tree = Tree.over(leaves)
    listed = {"tree": hexed(tree.root), "records": str(plan.records)}
    return {"path": [hexed(each) for each in tree.proof(place)], "says": says}, listed


def _statement(plan: Plan, subject: Mapping[str, str]) -> dict[str, Any]:
    kind = KINDS[plan.kind]
    event = kind.event
    assert event is not None
    said = dict(subject) | dict(plan.says)
    says = {word.name: said.get(word.name, _WORDS[word.type]) for word in event.words}
    values = [_word(says[word.name]) for word in event.words]
    indexed = sum(word.indexed for word in event.words)
    topics, data = [event.topic, *values[:indexed]], b"".join(values[indexed:])
    address = plan.address or CONTRACTS[kind.contract]
    logs = [_filler(0), [address, topics, data]]
    ours: Fields = [b"\x01", number(700_000), bloom(logs), logs]
    plan.receipt(ours)
    count = plan.beside + 1
    all_ = [[b"\x01", number(9 + i), bytes(256), [_filler(i)]] for i in range(count)]
    receipts = [b"\x01" if plan.tiny else _receipt(2, fields) for fields in all_]
    index = min(plan.index, plan.beside)
    receipts[index] = _receipt(plan.receipt_type, ours)
    tree = _tree({receipt_key(place): each for place, each in enumerate(receipts)})
    root = bytes(tree.root_hash)
    stood = section(plan, plan.number, (keccak(b"no state"), root))
    way = way_to([receipt_key(index)], root, tree.db.values())
    return stood | {"index": index, "log": 1, "receipt": b64(way), "says": says}


def _state(plan: Plan, subject: Mapping[str, str]) -> dict[str, Any]:
    kind = KINDS[plan.kind]
    holds = {slot.word.name: _WORDS[slot.word.type] for slot in kind.state} | dict(plan.holds)
    places = tuple(keccak(slot_key(slot, subject)) for slot in kind.state)
    words = {keccak(number(900 + each)): encode(number(each + 1)) for each in range(plan.others)}
    for place, slot in zip(places, kind.state, strict=True):
        words[place] = encode(_word(holds[slot.word.name]).lstrip(b"\0"))
    storage = Sweep(words, places)
    account = encode([b"\x01", b"", storage.root, plan.code])
    address = keccak(plan.address or CONTRACTS[kind.contract])
    other = encode([b"\x05", b"", GENESIS, CODE])
    others = {keccak(number(500 + each)): other for each in range(plan.accounts)}
    world = Sweep(others | {address: account}, (address,))
    stood = section(plan, plan.state_number, (world.root, keccak(b"no receipts")))
    ways = {"account": world.way([address]), "storage": storage.way(places)}
    return stood | {name: b64(way) for name, way in ways.items()} | {"says": holds}


def _receipt(kind: int, fields: Fields) -> bytes:
    return (bytes([kind]) if kind else b"") + encode(fields)


def _filler(at: int) -> Fields:
    return [keccak(number(at + 1))[12:], [keccak(b"Other()")], bytes(32)]


def _word(text: str) -> bytes:
    value = int(text, 16) if text.startswith("0x") else int(text)
    return value.to_bytes(32, "big")


def _tree(values: Mapping[bytes, bytes]) -> Any:
    tree: Any = HexaryTrie({})
    for key, value in values.items():
        tree.set(key, value)
    return tree
