"""Arguments of a contract's view written as text, and the answer with the names of its ABI."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from contracts.loader import load
from ledger.addresses import parse_address
from ledger.errors import NotFound, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledger.chain.gateway import Chain

__all__ = ["Answered", "View", "ask_view", "read_arguments", "views_of"]

_KIND: Final = re.compile(r"(u?int|bytes)([0-9]{1,3})")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,78}")
_HEX: Final = re.compile(r"0x[0-9a-fA-F]{1,64}")
_BYTES: Final = re.compile(r"0x(?:[0-9a-fA-F]{2})*")
_MOST: Final = 1000
"""Values in one list."""


@dataclass(frozen=True, slots=True)
class View:
    """A function that changes nothing: its parameters and answers as the ABI describes them."""

    name: str
    inputs: Sequence[Mapping[str, Any]]
    outputs: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Answered:
    """A parameter of an answer, its type, and the value as `Codec` has values."""

    name: str
    kind: str
    value: Any


def views_of(abi: Sequence[Mapping[str, Any]]) -> tuple[View, ...]:
    """The views of an ABI, in its order."""
    return tuple(
        View(each["name"], each["inputs"], each["outputs"])
        for each in abi
        if each["type"] == "function" and each["stateMutability"] in {"view", "pure"}
    )


def ask_view(
    chain: Chain, contract: str, function: str, texts: Sequence[str], block: int
) -> tuple[Answered, ...]:
    """Ask a view of a contract at the end of a block.

    Raises NotFound("contract.unknown", contract=), NotFound("contract.no-function", contract=,
    function=), NotFound("contract.not-yet", contract=, block=) for a block before its deployment,
    and as `read_arguments` and `Chain.call` do.
    """
    chain.codec.address(contract)  # there is such a contract
    view = _view_of(contract, function)
    if block < chain.deployment.contracts[contract].block:
        raise NotFound("contract.not-yet", contract=contract, block=str(block))
    answer = chain.call(contract, function, *read_arguments(view.inputs, texts), block=block)
    values = (answer,) if len(view.outputs) == 1 else answer
    return tuple(
        Answered(each["name"], each["type"], value)
        for each, value in zip(view.outputs, values, strict=True)
    )


def read_arguments(inputs: Sequence[Mapping[str, Any]], texts: Sequence[str]) -> list[Any]:
    """Values of parameters from their texts.

    Numbers are decimal or hexadecimal with `0x`, bytes and addresses hexadecimal, truths `true` or
    `false`; a list is written in JSON, of texts as these.
    Raises Rejected("contract.arguments-count", expected=, found=) and
    Rejected("contract.bad-argument", argument=, kind=, found=).
    """
    if len(texts) != len(inputs):
        raise Rejected("contract.arguments-count", expected=len(inputs), found=len(texts))
    return [_read(each, text.strip()) for each, text in zip(inputs, texts, strict=True)]


def _view_of(contract: str, name: str) -> View:
    for each in views_of(load(contract).abi):
        if each.name == name:
            return each
    raise NotFound("contract.no-function", contract=contract, function=name[:80])


def _read(parameter: Mapping[str, Any], text: str) -> Any:
    kind = parameter["type"]
    try:
        return _value(kind, orjson.loads(text) if kind.endswith("]") else text)
    except (LookupError, TypeError, ValueError, Rejected) as error:
        raise Rejected(
            "contract.bad-argument", argument=parameter["name"], kind=kind, found=text[:80]
        ) from error


def _value(kind: str, given: Any) -> Any:
    if kind.endswith("[]"):
        if not isinstance(given, list) or len(given) > _MOST:
            raise ValueError(kind)
        return [_value(kind[:-2], each) for each in given]
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str):
        given = str(given).lower() if isinstance(given, bool) else ""
    sized = _KIND.fullmatch(kind)
    if sized:
        return _SIZED[sized[1]](given, int(sized[2]))
    return _PLAIN[kind](given)


def _integer(text: str, bits: int, *, signed: bool) -> int:
    if not (_DECIMAL.fullmatch(text) or _HEX.fullmatch(text)):
        raise ValueError(text)
    value = int(text, 16 if text.startswith("0x") else 10)
    low, high = (-(1 << bits - 1), 1 << bits - 1) if signed else (0, 1 << bits)
    if not low <= value < high:
        raise ValueError(text)
    return value


def _bytes(text: str, size: int | None = None) -> bytes:
    if not _BYTES.fullmatch(text):
        raise ValueError(text)
    value = bytes.fromhex(text[2:])
    if size is not None and len(value) != size:
        raise ValueError(text)
    return value


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text]


_SIZED: Final[Mapping[str, Callable[[str, int], Any]]] = {
    "uint": lambda text, bits: _integer(text, bits, signed=False),
    "int": lambda text, bits: _integer(text, bits, signed=True),
    "bytes": _bytes,
}
_PLAIN: Final[Mapping[str, Callable[[str], Any]]] = {
    "address": parse_address,
    "bool": _truth,
    "bytes": _bytes,
    "string": str,
}
