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
    name: str
    read: Callable[[bytes], dict[str, Any]]


class _Event(NamedTuple):
    """An event: what reads those of its arguments that stand in topics, and what the others.

    `names` are all of them in their order, None where those in topics come first.
    """

    contract: str
    name: str
    topics: tuple[tuple[str, Callable[[bytes], Any]], ...]
    read: Callable[[bytes], dict[str, Any]]
    names: tuple[str, ...] | None


def _event(contract: str, abi: Any) -> _Event:
    inputs = abi["inputs"]
    indexed, others = ([p for p in inputs if p["indexed"] is each] for each in (True, False))
    names = tuple(p["name"] for p in inputs)
    return _Event(
        contract,
        abi["name"],
        tuple((p["name"], _topic_reader(p)) for p in indexed),
        _named_reader(others),
        None if names == tuple(p["name"] for p in (*indexed, *others)) else names,
    )


def _topic_reader(parameter: Any) -> Callable[[bytes], Any]:
    """Reads a topic; of a value of variable length it is the hash."""
    kind = parameter["type"]
    if kind in {"string", "bytes"} or kind.endswith("]"):
        kind = "bytes32"
    read, plain = word_reader_of(kind), _plain_of({**parameter, "type": kind})
    return read if plain is None else lambda topic: plain(read(topic))


def _named_reader(parameters: Sequence[Any]) -> Callable[[bytes], dict[str, Any]]:
    """Reads values by the names of their parameters."""
    read = reader_of(get_abi_input_types({"type": "function", "name": "", "inputs": parameters}))
    shown = [(p["name"], _plain_of(p)) for p in parameters]

    def named(data: bytes) -> dict[str, Any]:
        return {
            name: value if plain is None else plain(value)
            for (name, plain), value in zip(shown, read(data), strict=True)
        }

    return named


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
            read = _named_reader(element["inputs"])
            self._by_selector[address, selector] = _Function(contract, element["name"], read)
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
            return DecodedCall(found.contract, found.name, found.read(data[4:]))
        except DecodingError:
            return None

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
                name: read(topic)
                for (name, read), topic in zip(found.topics, topics[1:], strict=True)
            }
            values |= found.read(data)
        except (DecodingError, ValueError) as error:
            raise VerificationError(
                "chain.bad-log", contract=found.contract, event=found.name
            ) from error
        if found.names is not None:
            values = {name: values[name] for name in found.names}
        return DecodedLog(found.contract, found.name, values)

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


def _plain_of(parameter: Any) -> Callable[[Any], Any] | None:
    """What makes a plain value of a decoded one; None where it is one already."""
    kind = parameter["type"]
    if kind.endswith("]"):
        inner = _plain_of({**parameter, "type": kind[: kind.rindex("[")]})
        return list if inner is None else lambda items: [inner(item) for item in items]
    if kind == "tuple":
        fields = [(p["name"], _plain_of(p)) for p in parameter["components"]]
        return lambda values: {
            name: value if plain is None else plain(value)
            for (name, plain), value in zip(fields, values, strict=True)
        }
    return checksummed if kind == "address" else None


def _plain(parameter: Any, value: Any) -> Any:
    plain = _plain_of(parameter)
    return value if plain is None else plain(value)
