"""Proof bundles of a chain that was never sealed by anyone: whole, or wrong in one chosen way.

The keys are known, so that headers can be sealed again after anything in them was changed, and all
is the same on each machine.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from coincurve import PrivateKey
from eth_hash.auto import keccak
from trie.hexary import HexaryTrie

from ledger.merkle import Tree, leaf_digest
from ledger.proofs.kinds import KINDS, slot_key
from ledger.proofs.packing import pack, unpack
from ledger.proofs.receipts import receipt_key
from ledger.proofs.rlp import decode, encode
from ledger.proofs.ways import way_to
from tests.support.tries import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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

Fields = list[Any]

CHAIN_ID: Final = 33012015
GENESIS: Final = keccak(b"the genesis of a forged chain")
CODE: Final = keccak(b"the code of a forged contract")
CONTRACTS: Final = {
    name: keccak(name.encode())[12:] for name in ("depository", "digital_assets", "mining_registry")
}
ACCOUNT: Final = keccak(b"an account")[12:]
_TIME: Final = 1_790_000_000
_PARENT: Final = keccak(b"the block before")
_NO_UNCLES: Final = keccak(encode([]))
_WORDS: Final = {"uint256": "3", "bytes32": "0x" + "5c" * 32, "address": "0x" + ACCOUNT.hex()}


@dataclass(frozen=True)
class Plan:
    """What is forged: of a kind, by so many signers, and what in it is not as it should be.

    `says` and `holds` are words of the event and of the state, `record` of a record in a list of
    `records`, `beside` the transactions, `others`
    the slots and `accounts` the accounts beside those that are proven; in place of `tiny` receipts
    beside ours stands a byte. The hooks change a header before it is sealed, a receipt before it is
    put into the trie, and a seal.
    """

    kind: str = "deposit"
    signers: int = 3
    says: Mapping[str, str] = field(default_factory=dict)
    holds: Mapping[str, str] = field(default_factory=dict)
    record: Mapping[str, str] = field(default_factory=dict)
    records: int = 20
    subject: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, Any] | None = None
    state: bool = True
    number: int = 100
    state_number: int = 105
    code: bytes = CODE
    beside: int = 19
    others: int = 300
    accounts: int = 20
    address: bytes | None = None
    receipt_type: int = 2
    tiny: bool = False
    index: int = 7
    sealers: tuple[int, ...] | None = None
    header: Callable[[int, Fields], None] = lambda place, fields: None
    receipt: Callable[[Fields], None] = lambda fields: None
    seal: Callable[[bytes], bytes] = lambda seal: seal


@cache
def keys(count: int) -> tuple[PrivateKey, ...]:
    """Keys of signers, by their addresses ascending."""
    made = [PrivateKey(bytes([each + 1]) * 32) for each in range(count)]
    return tuple(sorted(made, key=key_of))


def key_of(key: PrivateKey) -> bytes:
    """The address of a key."""
    return keccak(key.public_key.format(compressed=False)[1:])[12:]


def trust_of(count: int = 3, /, **more: Any) -> dict[str, Any]:
    """The trust file of the forged chain."""
    return {
        "chain_id": CHAIN_ID,
        "genesis_hash": _hex(GENESIS),
        "signers": [_hex(key_of(each)) for each in keys(count)],
        "contracts": {
            name: {"address": _hex(address), "code_hash": _hex(CODE)}
            for name, address in CONTRACTS.items()
        },
    } | more


def forged(plan: Plan) -> dict[str, Any]:
    """The bundle of a plan, as a mapping that may be changed before it is written."""
    kind = KINDS[plan.kind]
    subject = {n: _WORDS[t] if t == "address" else "7" for n, t in kind.subject.items()}
    subject |= plan.subject
    bundle: dict[str, Any] = {
        "chain": {"genesis": _hex(GENESIS), "id": CHAIN_ID},
        "contract": _hex(CONTRACTS[kind.contract]),
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


def witnessed(
    section: Mapping[str, Any], name: str, key: PrivateKey, root: bytes | None = None
) -> Any:
    """A witness's statement about the block of a section, or of one with another state root."""
    domain = keccak(
        keccak(b"EIP712Domain(string name,string version,uint256 chainId)")
        + keccak(b"Qoima witness")
        + keccak(b"1")
        + CHAIN_ID.to_bytes(32, "big")
    )
    number_ = section["block"]["number"]
    fields = header_of(section)
    said = keccak(
        keccak(b"Witness(bytes32 genesis,uint256 number,bytes32 hash,bytes32 stateRoot)")
        + GENESIS
        + number_.to_bytes(32, "big")
        + keccak(encode(fields))
        + (root or fields[3])
    )
    signed = key.sign_recoverable(keccak(b"\x19\x01" + domain + said), hasher=None)
    signature = signed[:64] + bytes([signed[64] + 27])
    return {
        "address": _hex(key_of(key)),
        "section": name,
        "signature": base64.b64encode(signature).decode(),
    }


def header_of(section: Mapping[str, Any]) -> Fields:
    """The whole header of the block of a section."""
    given = decode(unb64(section["headers"][0]))
    parent, height = bytes.fromhex(section["block"]["parent"][2:]), section["block"]["number"]
    before = [parent, _NO_UNCLES, *given[:6], number(height), *given[6:10]]
    return [*before, bytes(32), *given[10:]]


def b64(data: bytes) -> str:
    """Bytes packed in base64, as bundles have them."""
    return base64.b64encode(pack(data)).decode()


def unb64(text: str) -> bytes:
    """Bytes out of a bundle."""
    return unpack(base64.b64decode(text), 1 << 20)


def number(value: int) -> bytes:
    """A number as RLP has it."""
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def _listed(plan: Plan, subject: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """A record at its place in a list of records, and what the event says of the list."""
    says = {word.name: _WORDS[word.type] for word in KINDS[plan.kind].record} | dict(plan.record)
    place = int(subject["index"])
    leaves = [leaf_digest(number(each + 1)) for each in range(plan.records)]
    leaves[place] = leaf_digest(b"".join(_word(each) for each in says.values()))
    tree = Tree.over(leaves)
    listed = {"tree": _hex(tree.root), "records": str(plan.records)}
    return {"path": [_hex(each) for each in tree.proof(place)], "says": says}, listed


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
    ours: Fields = [b"\x01", number(700_000), _bloom(logs), logs]
    plan.receipt(ours)
    count = plan.beside + 1
    all_ = [[b"\x01", number(9 + i), bytes(256), [_filler(i)]] for i in range(count)]
    receipts = [b"\x01" if plan.tiny else _receipt(2, fields) for fields in all_]
    index = min(plan.index, plan.beside)
    receipts[index] = _receipt(plan.receipt_type, ours)
    tree = _tree({receipt_key(place): each for place, each in enumerate(receipts)})
    root = bytes(tree.root_hash)
    section = _section(plan, plan.number, (keccak(b"no state"), root))
    way = way_to([receipt_key(index)], root, tree.db.values())
    return section | {"index": index, "log": 1, "receipt": b64(way), "says": says}


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
    section = _section(plan, plan.state_number, (world.root, keccak(b"no receipts")))
    ways = {"account": world.way([address]), "storage": storage.way(places)}
    return section | {name: b64(way) for name, way in ways.items()} | {"says": holds}


def _section(plan: Plan, first: int, roots: tuple[bytes, bytes]) -> dict[str, Any]:
    following = 0 if plan.signers == 1 else plan.signers // 2 + 1
    headers: list[bytes] = []
    parent = _PARENT
    for place in range(following + 1):
        at = first + place
        signer = at % plan.signers if plan.sealers is None else plan.sealers[place]
        difficulty = 2 if signer == at % plan.signers else 1
        fields = _header(parent, at, roots, difficulty)
        if first == plan.number and place == 0:
            fields[6] = _bloom([_deposit(each) for each in range(plan.beside + 1)])
        plan.header(place, fields)
        whole = _sealed(fields, signer, plan)
        headers.append(_shortened(whole))
        parent = keccak(whole)
    block = {"number": first, "parent": _hex(_PARENT), "time": _TIME + first}
    return {"block": block, "headers": [b64(each) for each in headers]}


def _shortened(header: bytes) -> bytes:
    """A header as a bundle has it; of one that is wrong the fields that are given."""
    fields = decode(header)
    return encode([each for at, each in enumerate(fields) if at not in {0, 1, 8, 13}])


def _header(parent: bytes, at: int, roots: tuple[bytes, bytes], difficulty: int) -> Fields:
    places = [
        parent,
        _NO_UNCLES,
        bytes(20),
        roots[0],
        keccak(b"transactions"),
        roots[1],
        _bloom([_deposit(at)]),
    ]
    numbers = [difficulty, at, 30_000_000, 700_000, _TIME + at]
    extra = bytes(32 + 65)
    return [*places, *map(number, numbers), extra, bytes(32), bytes(8), b""]


def _sealed(fields: Fields, signer: int, plan: Plan) -> bytes:
    key = keys(plan.signers)[signer] if signer < plan.signers else PrivateKey(b"\x77" * 32)
    bare = [*fields[:12], fields[12][:-65], *fields[13:]]
    seal = plan.seal(key.sign_recoverable(keccak(encode(bare)), hasher=None))
    return encode([*fields[:12], fields[12][:-65] + seal, *fields[13:]])


def _receipt(kind: int, fields: Fields) -> bytes:
    return (bytes([kind]) if kind else b"") + encode(fields)


def _filler(at: int) -> Fields:
    return [keccak(number(at + 1))[12:], [keccak(b"Other()")], bytes(32)]


def _deposit(at: int) -> Fields:
    """A log as other deposits have it."""
    topics = [b"\xd0" * 32, at.to_bytes(32, "big"), keccak(number(at + 1)), bytes(32)]
    return [CONTRACTS["depository"], topics, b""]


def _bloom(logs: Fields) -> bytes:
    """The filter of logs (Yellow Paper, 4.3.1)."""
    bits = 0
    for address, topics, _ in logs:
        for each in (address, *topics):
            digest = keccak(each)
            for at in (0, 2, 4):
                bits |= 1 << (int.from_bytes(digest[at : at + 2], "big") % 2048)
    return bits.to_bytes(256, "big")


def _word(text: str) -> bytes:
    value = int(text, 16) if text.startswith("0x") else int(text)
    return value.to_bytes(32, "big")


def _tree(values: Mapping[bytes, bytes]) -> Any:
    tree: Any = HexaryTrie({})
    for key, value in values.items():
        tree.set(key, value)
    return tree


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
