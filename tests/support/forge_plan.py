"""What is forged of a chain that was never sealed, and how its bytes are written."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from coincurve import PrivateKey
from eth_hash.auto import keccak

from ledger.proofs.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ACCOUNT", "CHAIN_ID", "CODE", "CONTRACTS", "GENESIS", "Fields", "Plan"]
__all__ += ["b64", "hexed", "key_of", "keys", "number", "unb64"]

Fields = list[Any]
CHAIN_ID: Final = 33012015
GENESIS: Final = keccak(b"the genesis of a forged chain")
CODE: Final = keccak(b"the code of a forged contract")
CONTRACTS: Final = {
    name: keccak(name.encode())[12:] for name in ("depository", "digital_assets", "mining_registry")
}
ACCOUNT: Final = keccak(b"an account")[12:]


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


def b64(data: bytes) -> str:
    """Bytes packed in base64, as bundles have them."""
    return base64.b64encode(pack(data)).decode()


def unb64(text: str) -> bytes:
    """Bytes out of a bundle."""
    return unpack(base64.b64decode(text), 1 << 20)


def number(value: int) -> bytes:
    """A number as RLP has it."""
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def hexed(data: bytes) -> str:
    """Bytes as `0x` and hex."""
    return "0x" + data.hex()
