"""Arguments of a contract's function, read from what people and JSON write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ledger.addresses import parse_address
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["read_arguments"]

_BYTES: Final = re.compile(r"0x(?:[0-9a-fA-F]{2})*")
_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,77}")
_TRUTH: Final = {True: True, False: False, "true": True, "false": False}


def read_arguments(
    inputs: Sequence[Mapping[str, Any]], given: Mapping[str, Any]
) -> tuple[Any, ...]:
    """The arguments in the function's order; `inputs` are those of its ABI, `given` by name.

    Numbers are integers or decimal text, bytes are hex with 0x, truth is a boolean or its word;
    a list may be one text with commas. Raises Rejected("argument.missing" | "argument.unknown",
    argument=) and Rejected("argument.malformed", argument=, kind=).
    """
    names = [each["name"] for each in inputs]
    for name in given:
        if name not in names:
            raise Rejected("argument.unknown", argument=name[:80])
    for name in names:
        if name not in given:
            raise Rejected("argument.missing", argument=name)
    return tuple(_read(each["name"], each["type"], given[each["name"]]) for each in inputs)


def _read(name: str, kind: str, value: Any) -> Any:
    if kind.endswith("[]"):
        return [_read(name, kind[:-2], each) for each in _listed(value)]
    try:
        return _readers(kind)(value)
    except (KeyError, TypeError, ValueError, Rejected) as error:
        raise Rejected("argument.malformed", argument=name, kind=kind) from error


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [each.strip() for each in value.split(",")] if value else []
    return value if isinstance(value, list) else [value]


def _readers(kind: str) -> Any:
    if kind.startswith("bytes"):
        return lambda value: _bytes(value, int(kind[5:] or 0))
    return {"address": parse_address, "bool": _TRUTH.__getitem__, "string": _text}.get(kind, _whole)


def _bytes(value: Any, size: int) -> bytes:
    if not isinstance(value, str) or not _BYTES.fullmatch(value):
        raise ValueError(value)
    read = bytes.fromhex(value[2:])
    if size and len(read) != size:
        raise ValueError(value)
    return read


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not _WHOLE.fullmatch(str(value)) or int(value) >= 2**256:
        raise ValueError(value)
    return int(value)
