"""Fields of a bundle's JSON, each of its type or a ValueError that names it."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any, Final

from ledger.proofs.packing import unpack

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = [
    "address",
    "count",
    "exactly",
    "hashed",
    "in_base64",
    "listed",
    "packed",
    "text",
    "words",
]

_TYPES: Final = {
    "uint256": re.compile(r"0|[1-9][0-9]{0,77}"),
    "bytes32": re.compile(r"0x[0-9a-f]{64}"),
    "address": re.compile(r"0x[0-9a-f]{40}"),
}
_LONGEST: Final = 4096


def exactly(fields: Any, names: Collection[str], what: str) -> Mapping[str, Any]:
    """A mapping with these keys and no others."""
    if not isinstance(fields, dict) or fields.keys() != set(names):
        raise ValueError(what)
    return fields


def count(fields: Mapping[str, Any], name: str) -> int:
    """A number from 0 to 2**53 - 1, which every reader of JSON reads alike."""
    value = fields[name]
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError(name)
    return value


def text(fields: Mapping[str, Any], name: str) -> str:
    """A text that is not empty, up to 4096 characters."""
    value = fields.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        raise ValueError(name)
    return value


def hashed(fields: Mapping[str, Any], name: str) -> bytes:
    """Thirty-two bytes in hex after `0x`."""
    return _matching(fields[name], "bytes32", name)


def address(fields: Mapping[str, Any], name: str) -> bytes:
    """Twenty bytes in hex after `0x`, in lower case."""
    return _matching(fields[name], "address", name)


def words(fields: Any, types: Mapping[str, str], what: str) -> Mapping[str, str]:
    """Words as text, each of its type."""
    for name, value in exactly(fields, types.keys(), what).items():
        field = f"{what}.{name}"
        if not isinstance(value, str) or not _TYPES[types[name]].fullmatch(value):
            raise ValueError(field)
        if types[name] == "uint256" and int(value) >= 2**256:
            raise ValueError(field)
    return dict(fields)


def listed(fields: Mapping[str, Any], name: str, most: int) -> list[Any]:
    """A list of at most so many."""
    values = fields[name]
    if not isinstance(values, list) or len(values) > most:
        raise ValueError(name)
    return values


def in_base64(fields: Mapping[str, Any], name: str) -> bytes:
    """Bytes in base64 (RFC 4648 §4) in its one form."""
    value = fields[name]
    if not isinstance(value, str) or not value.isascii():
        raise ValueError(name)
    try:
        data = binascii.a2b_base64(value, strict_mode=True)
    except ValueError as error:
        raise ValueError(name) from error
    if base64.b64encode(data).decode() != value:
        raise ValueError(name)
    return data


def packed(fields: Mapping[str, Any], name: str, most: int) -> bytes:
    """At most so many bytes, packed in base64."""
    data = in_base64(fields, name)
    try:
        return unpack(data, most)
    except ValueError as error:
        raise ValueError(name) from error


def _matching(value: Any, kind: str, name: str) -> bytes:
    if not isinstance(value, str) or not _TYPES[kind].fullmatch(value):
        raise ValueError(name)
    return bytes.fromhex(value[2:])
