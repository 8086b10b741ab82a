"""London headers, with the types that py-evm leaves open."""

from __future__ import annotations

from typing import Any, cast

from eth.vm.forks.london.blocks import LondonBlockHeader

from node.primitives import rlp_decode, rlp_encode

__all__ = ["Header", "base_fee", "changed", "decode_header", "encode_header"]

Header = LondonBlockHeader


def changed(header: Header, **fields: Any) -> Header:
    """The same header with other values in these fields."""
    return cast("Header", header.copy(**fields))


def base_fee(header: Header) -> int:
    """The base fee in wei, which every London header has."""
    return header.base_fee_per_gas or 0


def encode_header(header: Header) -> bytes:
    """The RLP of a header, whose Keccak-256 is the block's hash."""
    return rlp_encode(header)


def decode_header(encoded: bytes) -> Header:
    """Read the RLP of a header. Raises RLPException."""
    return cast("Header", rlp_decode(encoded, Header))
