"""Headers of a forged chain, sealed with known keys, and what witnesses say of them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from coincurve import PrivateKey
from eth_hash.auto import keccak

from ledger.proofs.rlp import decode, encode
from tests.support.forge_plan import (
    CHAIN_ID,
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

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["bloom", "header_of", "section", "witnessed"]

_TIME: Final = 1_790_000_000
_PARENT: Final = keccak(b"the block before")
_NO_UNCLES: Final = keccak(encode([]))


def header_of(section: Mapping[str, Any]) -> Fields:
    """The whole header of the block of a section."""
    given = decode(unb64(section["headers"][0]))
    parent, height = bytes.fromhex(section["block"]["parent"][2:]), section["block"]["number"]
    before = [parent, _NO_UNCLES, *given[:6], number(height), *given[6:10]]
    return [*before, bytes(32), *given[10:]]


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
        "address": hexed(key_of(key)),
        "section": name,
        "signature": base64.b64encode(signature).decode(),
    }


def section(plan: Plan, first: int, roots: tuple[bytes, bytes]) -> dict[str, Any]:
    """A block with state and receipts of these roots, and the headers that make it final."""
    following = 0 if plan.signers == 1 else plan.signers // 2 + 1
    headers: list[bytes] = []
    parent = _PARENT
    for place in range(following + 1):
        at = first + place
        signer = at % plan.signers if plan.sealers is None else plan.sealers[place]
        difficulty = 2 if signer == at % plan.signers else 1
        fields = _header(parent, at, roots, difficulty)
        if first == plan.number and place == 0:
            fields[6] = bloom([_deposit(each) for each in range(plan.beside + 1)])
        plan.header(place, fields)
        whole = _sealed(fields, signer, plan)
        headers.append(_shortened(whole))
        parent = keccak(whole)
    block = {"number": first, "parent": hexed(_PARENT), "time": _TIME + first}
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
        bloom([_deposit(at)]),
    ]
    numbers = [difficulty, at, 30_000_000, 700_000, _TIME + at]
    extra = bytes(32 + 65)
    return [*places, *map(number, numbers), extra, bytes(32), bytes(8), b""]


def _sealed(fields: Fields, signer: int, plan: Plan) -> bytes:
    key = keys(plan.signers)[signer] if signer < plan.signers else PrivateKey(b"\x77" * 32)
    bare = [*fields[:12], fields[12][:-65], *fields[13:]]
    seal = plan.seal(key.sign_recoverable(keccak(encode(bare)), hasher=None))
    return encode([*fields[:12], fields[12][:-65] + seal, *fields[13:]])


def _deposit(at: int) -> Fields:
    """A log as other deposits have it."""
    topics = [b"\xd0" * 32, at.to_bytes(32, "big"), keccak(number(at + 1)), bytes(32)]
    return [CONTRACTS["depository"], topics, b""]


def bloom(logs: Fields) -> bytes:
    """The filter of logs (Yellow Paper, 4.3.1)."""
    bits = 0
    for address, topics, _ in logs:
        for each in (address, *topics):
            digest = keccak(each)
            for at in (0, 2, 4):
                bits |= 1 << (int.from_bytes(digest[at : at + 2], "big") % 2048)
    return bits.to_bytes(256, "big")
