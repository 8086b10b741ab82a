"""Our contracts' ABI: calls encoded and read back, answers and logs turned into plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError, EncodingError
from eth_utils.abi import (
    event_abi_to_log_topic,
    function_abi_to_4byte_selector,
    get_abi_input_types,
    get_abi_output_types,
)

from ledger.addresses import checksummed
from ledger.chain.words import reader_of, word_reader_of
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.transactions import DecodedCall

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledger.types import Address

__all__ = ["Codec", "DecodedLog"]


@dataclass(frozen=True, slots=True)
class DecodedLog:
    """A log of one of our contracts: its event and arguments by name."""

    contract: str
    name: str
    args: Mapping[str, Any]


class _Function(NamedTuple):
    """A function, and what reads its arguments."""

    contract: str
    abi: Any
    read: Callable[[bytes], Sequence[Any]]


class _Event(NamedTuple):
    """An event: which of its arguments stand in topics, and what reads these and the others."""

    contract: str
    abi: Any
    indexed: tuple[tuple[Any, Callable[[bytes], Any]], ...]
    plain: tuple[Any, ...]
    read: Callable[[bytes], Sequence[Any]]


def _event(contract: str, abi: Any) -> _Event:
    plain = tuple(p for p in abi["inputs"] if not p["indexed"])
    types = get_abi_input_types({"type": "function", "name": "", "inputs": plain})
    indexed = tuple(
        (p, word_reader_of(_topic_type(p["type"]))) for p in abi["inputs"] if p["indexed"]
    )
    return _Event(contract, abi, indexed, plain, reader_of(types))


class Codec:
    """Encodes and decodes by the ABIs of the contracts at their addresses.

    Plain values: integers, checksummed addresses, `bytes`, strings, booleans, lists; a struct is a
    mapping by field name.
    """

    def __init__(self, contracts: Mapping[str, tuple[Address, Sequence[Any]]]) -> None:
        """Take the address and the JSON ABI of each contract by its name."""
        self.addresses = {name: address for name, (address, _) in contracts.items()}
        self._functions: dict[tuple[str, str, int], Any] = {}
        self._by_selector: dict[tuple[str, bytes], _Function] = {}
        self._events: dict[tuple[str, bytes], _Event] = {}
        for name, (address, abi) in contracts.items():
            for element in abi:
                self._learn(name, address, element)

    def _learn(self, contract: str, address: Address, element: Any) -> None:
        if element["type"] == "function":
            key = (contract, element["name"], len(element["inputs"]))
            self._functions[key] = element
            selector = function_abi_to_4byte_selector(element)
            read = reader_of(get_abi_input_types(element))
            self._by_selector[address, selector] = _Function(contract, element, read)
        elif element["type"] == "event":
            topic = event_abi_to_log_topic(element)
            self._events[address, topic] = _event(contract, element)

    def address(self, contract: str) -> Address:
        """Return where `contract` stands; NotFound("contract.unknown", contract=)."""
        try:
            return self.addresses[contract]
        except KeyError as error:
            raise NotFound("contract.unknown", contract=contract) from error

    def inputs(self, contract: str, function: str) -> Sequence[Any]:
        """The arguments of an act by its name, as the ABI describes them.

        Raises NotFound("contract.unknown"), NotFound("contract.no-function", contract=,
        function=), which a view is as well.
        """
        self.address(contract)
        for (of, name, _), abi in self._functions.items():
            if (of, name) == (contract, function) and abi["stateMutability"] == "nonpayable":
                inputs: Sequence[Any] = abi["inputs"]
                return inputs
        raise NotFound("contract.no-function", contract=contract, function=function[:80])

    def encode(self, contract: str, function: str, args: Sequence[Any]) -> bytes:
        """Encode a call.

        Raises NotFound("contract.unknown"), NotFound("contract.no-function", contract=,
        function=) or Rejected("contract.bad-arguments", contract=, function=) when a value does
        not fit its type.
        """
        abi = self._function(contract, function, len(args))
        types = get_abi_input_types(abi)
        try:
            _check_whole(types, args)
            return function_abi_to_4byte_selector(abi) + encode(types, args)
        except (EncodingError, OverflowError, TypeError, ValueError) as error:
            raise Rejected(
                "contract.bad-arguments", contract=contract, function=function
            ) from error

    def decode_answer(self, contract: str, function: str, count: int, data: bytes) -> Any:
        """Decode the answer of a call with `count` arguments: a value, or a tuple of several.

        Raises VerificationError("chain.bad-answer", contract=, function=).
        """
        abi = self._function(contract, function, count)
        try:
            values = decode(get_abi_output_types(abi), data)
        except DecodingError as error:
            raise VerificationError(
                "chain.bad-answer", contract=contract, function=function
            ) from error
        plain = tuple(_plain(p, v) for p, v in zip(abi["outputs"], values, strict=True))
        return plain[0] if len(plain) == 1 else plain

    def decode_call(self, to: Address | None, data: bytes) -> DecodedCall | None:
        """Read back a call of one of our contracts; None when it is nothing that we know.

        Of a proposal of a proposal, which is never executed, the innermost stays unread.
        """
        call = self._decode_call(to, data)
        if call is None or (call.contract, call.function) != ("participants", "propose"):
            return call
        return replace(call, inner=self._decode_call(call.args["target"], call.args["data"]))

    def _decode_call(self, to: Address | None, data: bytes) -> DecodedCall | None:
        found = self._by_selector.get((to or "", data[:4]))
        if found is None:
            return None
        try:
            values = found.read(data[4:])
        except DecodingError:
            return None
        return DecodedCall(found.contract, found.abi["name"], _named(found.abi["inputs"], values))

    def decode_log(
        self, address: Address, topics: Sequence[bytes], data: bytes
    ) -> DecodedLog | None:
        """Decode a log; None when it is no event of our contracts.

        Raises VerificationError("chain.bad-log", contract=, event=) when it does not fit its ABI.
        """
        found = self._events.get((address, topics[0])) if topics else None
        if found is None:
            return None
        try:
            values = {
                parameter["name"]: _plain(parameter, read(topic))
                for (parameter, read), topic in zip(found.indexed, topics[1:], strict=True)
            }
            values |= _named(found.plain, found.read(data))
        except (DecodingError, ValueError) as error:
            raise VerificationError(
                "chain.bad-log", contract=found.contract, event=found.abi["name"]
            ) from error
        args = {p["name"]: values[p["name"]] for p in found.abi["inputs"]}
        return DecodedLog(found.contract, found.abi["name"], args)

    def _function(self, contract: str, function: str, count: int) -> Any:
        self.address(contract)
        try:
            return self._functions[contract, function, count]
        except KeyError as error:
            raise NotFound("contract.no-function", contract=contract, function=function) from error


def _check_whole(types: Sequence[str], args: Sequence[Any]) -> None:
    """A digest has all its bytes: the encoder would fill up a short one with zeros."""
    for kind, value in zip(types, args, strict=True):
        if kind == "bytes32" and len(value) != 32:
            raise ValueError(kind)


def _topic_type(kind: str) -> str:
    """An indexed value of variable length is there as its hash only."""
    return "bytes32" if kind in {"string", "bytes"} or kind.endswith("]") else kind


def _named(parameters: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    return {p["name"]: _plain(p, v) for p, v in zip(parameters, values, strict=True)}


_AS_THEY_ARE = frozenset({"uint256", "bytes32", "bytes", "bool", "string"})
"""Types of most values, which need no look at what is in them."""


def _plain(parameter: Any, value: Any) -> Any:
    kind = parameter["type"]
    if kind in _AS_THEY_ARE:
        return value
    if kind.endswith("]") and isinstance(value, list | tuple):
        inner = {**parameter, "type": kind[: kind.rindex("[")]}
        return [_plain(inner, item) for item in value]
    if kind == "tuple":
        return _named(parameter["components"], value)
    if kind == "address":
        return checksummed(value)
    return value
