"""Hashing, RLP and addresses, with types: the libraries that do the work have few or none."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import rlp  # type: ignore[import-untyped]  # has no types
from eth_hash.auto import keccak as _keccak
from eth_typing import Address, Hash32
from eth_utils.address import to_canonical_address, to_checksum_address
from eth_utils.exceptions import ValidationError
from rlp.exceptions import RLPException  # type: ignore[import-untyped]  # has no types

if TYPE_CHECKING:
    from eth_keys.datatypes import PrivateKey

__all__ = [
    "RLPException",
    "ValidationError",
    "address_of",
    "as_checksummed",
    "contract_address",
    "hexed",
    "keccak",
    "parse_address",
    "rlp_decode",
    "rlp_encode",
]

_ADDRESSES = 16_384


def keccak(data: bytes) -> Hash32:
    """Keccak-256."""
    return Hash32(_keccak(data))


def rlp_encode(value: Any, sedes: Any = None) -> bytes:
    """RLP of nested lists of bytes, or of a value of `sedes` (which such values may bring)."""
    return cast("bytes", rlp.encode(value, sedes))


def rlp_decode(encoded: bytes, sedes: Any = None) -> Any:
    """What an RLP says, strictly. Raises RLPException."""
    return rlp.decode(encoded, sedes)


def hexed(value: bytes) -> str:
    """Bytes as `0x` and lower-case hex digits."""
    return "0x" + value.hex()


def parse_address(text: str) -> Address:
    """Twenty bytes from hex digits. Raises ValueError."""
    return Address(to_canonical_address(text))


@lru_cache(_ADDRESSES)
def as_checksummed(address: Address) -> str:
    """An address as ERC-55 writes it."""
    return str(to_checksum_address(address))


def address_of(key: PrivateKey) -> Address:
    """The account of a key."""
    return Address(key.public_key.to_canonical_address())


def contract_address(sender: Address, nonce: int) -> Address:
    """Where the transaction of this sender and nonce makes its contract."""
    return Address(keccak(rlp_encode([sender, nonce]))[-20:])
