"""Receipts, in place of py-evm's: values that are made, encoded and read without a class per field.

py-evm checks and copies every field of a receipt and of each log several times, and counts the
bits of a bloom filter in an object of its own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from node.primitives import keccak
from node.rlp import encode_list, encode_string, read

if TYPE_CHECKING:
    from eth_typing import Address

__all__ = ["Log", "Receipt"]

_BLOOM = 256
_SEEN = 4096
_TYPES = (1, 2)


class Log(NamedTuple):
    """What a contract has logged: its address, up to four topics, and data."""

    address: Address
    topics: tuple[int, ...]
    data: bytes

    def encode(self) -> bytes:
        """The RLP of it (Yellow Paper, 4.3.1)."""
        topics = b"".join([b"\xa0" + topic.to_bytes(32, "big") for topic in self.topics])
        return encode_list(b"\x94" + self.address + encode_list(topics) + encode_string(self.data))


class Receipt(NamedTuple):
    """What became of a transaction: 1 or 0, the gas of the block so far, and its logs."""

    kind: int
    status: int
    gas_used: int
    bloom: int
    logs: tuple[Log, ...]

    @classmethod
    def made(cls, kind: int, status: int, gas_used: int, logs: tuple[Log, ...]) -> Receipt:
        """The receipt with the bloom filter of its logs."""
        return cls(kind, status, gas_used, _bloom_of(logs), logs)

    def encode(self) -> bytes:
        """The encoding (EIP-2718, EIP-658) whose root stands in the header."""
        body = encode_list(
            (b"\x01" if self.status else b"\x80")
            + encode_string(_as_bytes(self.gas_used))
            + b"\xb9\x01\x00"  # the head of a string of 256 bytes
            + self.bloom.to_bytes(_BLOOM, "big")
            + encode_list(b"".join([log.encode() for log in self.logs]))
        )
        return bytes([self.kind]) + body if self.kind else body

    @classmethod
    def decode(cls, encoded: bytes) -> Receipt:
        """Read an encoding that `encode` made."""
        kind = encoded[0] if encoded[0] in _TYPES else 0
        status, gas_used, bloom, logs = read(encoded[1:] if kind else encoded)
        return cls(
            kind,
            int.from_bytes(status, "big"),
            int.from_bytes(gas_used, "big"),
            int.from_bytes(bloom, "big"),
            tuple(_log(*each) for each in logs),
        )


def _log(address: Address, topics: list[bytes], data: bytes) -> Log:
    return Log(address, tuple(int.from_bytes(topic, "big") for topic in topics), data)


def _as_bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _bloom_of(logs: tuple[Log, ...]) -> int:
    bloom = 0
    for log in logs:
        bloom |= _bits(log.address)
        for topic in log.topics:
            bloom |= _bits(topic.to_bytes(32, "big"))
    return bloom


@lru_cache(_SEEN)
def _bits(value: bytes) -> int:
    """The three bits of a value among the 2048 of a bloom filter (Yellow Paper, 4.3.1)."""
    digest = keccak(value)
    bits = 0
    for at in (0, 2, 4):
        bits |= 1 << (int.from_bytes(digest[at : at + 2], "big") & 2047)
    return bits
