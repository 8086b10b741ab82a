"""How values travel in JSON-RPC: quantities, bytes, addresses, blocks; both directions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from eth_typing import Address, Hash32

from node.primitives import hexed
from node.rpc.errors import INVALID_PARAMS, RpcError

__all__ = [
    "BlockId",
    "anything",
    "as_address",
    "as_block",
    "as_bool",
    "as_bytes",
    "as_hash",
    "as_object",
    "as_quantity",
    "as_slot",
    "hexed",
    "quantity",
]

_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,64}\Z")
_DATA = re.compile(r"0x([0-9a-fA-F]{2})*\Z")
_TAGS = ("latest", "earliest", "pending", "safe", "finalized")


@dataclass(frozen=True)
class BlockId:
    """A block as a caller names it: exactly one of a tag, a number and a hash."""

    tag: str | None = None
    number: int | None = None
    hash: Hash32 | None = None


def quantity(value: int) -> str:
    """A number on its way out: hex without leading zeros."""
    return hex(value)


def anything(value: Any) -> Any:
    """A parameter that is accepted and not looked at."""
    return value


def as_bool(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise _invalid("a boolean", value)
    return value


def as_object(value: Any) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise _invalid("an object", value)
    return value


def as_quantity(value: Any) -> int:
    """A number: `0x` and hex digits; a plain JSON integer is understood too."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**256:
        return value
    if not isinstance(value, str) or not _QUANTITY.match(value):
        raise _invalid("a quantity", value)
    return int(value, 16)


def as_bytes(value: Any) -> bytes:
    """Bytes: `0x` and pairs of hex digits."""
    if not isinstance(value, str) or not _DATA.match(value):
        raise _invalid("hex data", value)
    return bytes.fromhex(value[2:])


def as_address(value: Any) -> Address:
    """Twenty bytes; the checksum of ERC-55 is not demanded, as elsewhere."""
    data = as_bytes(value)
    if len(data) != 20:
        raise _invalid("an address", value)
    return Address(data)


def as_hash(value: Any) -> Hash32:
    """Thirty-two bytes."""
    data = as_bytes(value)
    if len(data) != 32:
        raise _invalid("a hash", value)
    return Hash32(data)


def as_slot(value: Any) -> int:
    """The number of a storage slot, as a quantity or as padded data."""
    return as_quantity(value)


def as_block(value: Any) -> BlockId:
    """A tag, a number, a hash, or the object of EIP-1898."""
    if isinstance(value, dict):
        if "blockHash" in value:
            return BlockId(hash=as_hash(value["blockHash"]))
        return as_block(value.get("blockNumber"))
    if isinstance(value, str) and value in _TAGS:
        return BlockId(tag=value)
    if isinstance(value, str) and len(value) == 66:
        return BlockId(hash=as_hash(value))
    return BlockId(number=as_quantity(value))


def _invalid(wanted: str, value: Any) -> RpcError:
    return RpcError(INVALID_PARAMS, f"invalid argument: want {wanted}, not {str(value)[:80]!r}")
