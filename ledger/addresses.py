"""Addresses as people and programs write them."""

from __future__ import annotations

import re
from functools import lru_cache

from ledger.errors import Rejected
from ledger.types import Address

__all__ = ["checksummed", "parse_address"]

_SHAPE = re.compile(r"0x[0-9a-fA-F]{40}")


@lru_cache(maxsize=65_536)
def checksummed(raw: bytes | str) -> Address:
    """Write twenty bytes, or their hex text, with the checksum of ERC-55."""
    from eth_utils.address import to_checksum_address  # noqa: PLC0415 - slow import, kept out of --help

    return Address(to_checksum_address(raw))


@lru_cache(maxsize=65_536)
def parse_address(text: str) -> Address:
    """Read an address that a user gave.

    All lower or all upper case is taken as it is; mixed case must carry the right checksum.
    Raises Rejected("address.malformed") or Rejected("address.bad-checksum", address=).
    """
    if not _SHAPE.fullmatch(text):
        raise Rejected("address.malformed", address=text[:64])
    digits = text[2:]
    address = checksummed(text.lower())
    if digits not in {digits.lower(), digits.upper()} and text != address:
        raise Rejected("address.bad-checksum", address=text)
    return address
