"""A bench for contracts: py-evm's London rules on a state of its own, one message at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from eth.constants import BLANK_ROOT_HASH, CREATE_CONTRACT_ADDRESS, ZERO_HASH32
from eth.db.atomic import AtomicDB
from eth.vm.execution_context import ExecutionContext
from eth.vm.forks.london import LondonVM
from eth.vm.message import Message
from eth.vm.transaction_context import BaseTransactionContext
from eth_abi.abi import decode, encode
from eth_typing import Address, BlockNumber
from eth_utils import abi as abis
from eth_utils.address import to_canonical_address, to_checksum_address
from eth_utils.crypto import keccak

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eth.abc import ComputationAPI, StateAPI

__all__ = ["NOW", "Contract", "Event", "Evm", "Outcome", "RefusedError", "account", "events_of"]

NOW: Final = 1_800_000_000
"""The time at which a bench starts, in seconds since 1970."""

_GAS: Final = 10_000_000
_ERROR_STRING: Final = bytes.fromhex("08c379a0")


class RefusedError(Exception):
    """A contract reverted; the text is its reason, or its error in hex, empty when it gave none."""


@dataclass(frozen=True)
class Event:
    """A log entry, decoded."""

    name: str
    args: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What a call answered, and the events of the called contract in order."""

    answer: Any
    events: tuple[Event, ...]

    @property
    def event(self) -> Event:
        """The only event."""
        (event,) = self.events
        return event


@dataclass(frozen=True)
class Contract:
    """A deployed contract."""

    address: str
    abi: tuple[dict[str, Any], ...]

    def entry(self, kind: str, name: str) -> Any:
        """The ABI's only entry of a kind ("function", "event") and name."""
        (entry,) = (e for e in self.abi if e["type"] == kind and e["name"] == name)
        return entry

    def data(self, function: str, *args: Any) -> bytes:
        """A call of a function with its arguments, encoded."""
        entry = self.entry("function", function)
        return abis.function_abi_to_4byte_selector(entry) + encode(
            abis.get_abi_input_types(entry), args
        )


class Evm:
    """A state with contracts; calls change it, a snapshot brings it back."""

    def __init__(self) -> None:
        self._state: StateAPI = LondonVM.get_state_class()(
            AtomicDB(), _context(NOW, 1), BLANK_ROOT_HASH
        )

    @property
    def now(self) -> int:
        """The timestamp that contracts see."""
        return self._state.timestamp

    @property
    def block(self) -> int:
        """The number of the block that contracts see; 1 at the start."""
        return self._state.block_number

    def wait(self, seconds: int, blocks: int = 1) -> None:
        """Let time pass, and so many blocks."""
        self._state.execution_context = _context(self.now + seconds, self.block + blocks)

    def snapshot(self) -> Any:
        """Remember state, time and block."""
        return self._state.snapshot(), self.now, self.block

    def revert(self, snapshot: Any) -> None:
        """Return to what was remembered."""
        state, now, block = snapshot
        self._state.revert(state)
        self._state.execution_context = _context(now, block)

    def code(self, contract: Contract) -> bytes:
        """The code of a contract as it stands on the chain."""
        return self._state.get_code(to_canonical_address(contract.address))

    def deploy(self, abi: Sequence[dict[str, Any]], bytecode: bytes, *args: Any) -> Contract:
        """Deploy a contract; raise `RefusedError` when its constructor reverts."""
        creator = to_canonical_address(account("creator"))
        made_of = [p["type"] for e in abi if e["type"] == "constructor" for p in e["inputs"]]
        nonce = self._state.get_nonce(creator)
        self._state.increment_nonce(creator)
        address = keccak(creator + nonce.to_bytes(8, "big"))[-20:]
        message = Message(
            gas=_GAS,
            to=CREATE_CONTRACT_ADDRESS,
            sender=creator,
            value=0,
            data=b"",
            code=bytecode + encode(made_of, args),
            create_address=Address(address),
        )
        self.begin(message)
        made = self._computation().apply_create_message(self._state, message, _by(creator))
        contract = Contract(to_checksum_address(address), tuple(abi))
        self.end(contract, message, _checked(made))
        return contract

    def send(self, contract: Contract, sender: str, data: bytes, value: int = 0) -> ComputationAPI:
        """Send encoded data from an account, with wei if told; raise `RefusedError` on a revert."""
        origin, to = to_canonical_address(sender), to_canonical_address(contract.address)
        if value:
            self._state.delta_balance(origin, value)
        message = Message(
            gas=_GAS,
            to=to,
            sender=origin,
            value=value,
            data=data,
            code=self._state.get_code(to),
        )
        self.begin(message)
        done = _checked(self._computation().apply_message(self._state, message, _by(origin)))
        self.end(contract, message, done)
        return done

    def begin(self, message: Message) -> None:
        """What a bench of another kind does before a message."""

    def end(self, contract: Contract, message: Message, done: ComputationAPI) -> None:
        """What it does after one that succeeded."""

    @property
    def state(self) -> StateAPI:
        """The state itself, for a bench of another kind."""
        return self._state

    def act(self, contract: Contract, sender: str, function: str, *args: Any) -> Outcome:
        """Call a function from an account; raise `RefusedError` when it reverts."""
        computation = self.send(contract, sender, contract.data(function, *args))
        answer = _answer(contract.entry("function", function), computation.output)
        return Outcome(answer, events_of(contract, computation))

    def events(
        self, of: Contract, contract: Contract, sender: str, data: bytes
    ) -> tuple[Event, ...]:
        """Send encoded data to a contract; answer the events of another that it calls."""
        return events_of(of, self.send(contract, sender, data))

    def ask(self, contract: Contract, function: str, *args: Any) -> Any:
        """Call a view from no one in particular."""
        return self.act(contract, account("nobody"), function, *args).answer

    def _computation(self) -> Any:
        return self._state.computation_class


def account(name: str) -> str:
    """An address that is no contract, made of a name."""
    return to_checksum_address(keccak(text=f"account of {name}")[-20:])


def _context(timestamp: int, block: int) -> ExecutionContext:
    return ExecutionContext(
        coinbase=Address(bytes(20)),
        timestamp=timestamp,
        block_number=BlockNumber(block),
        difficulty=2,
        mix_hash=ZERO_HASH32,
        gas_limit=30_000_000,
        prev_hashes=(),
        chain_id=33012015,
        base_fee_per_gas=0,
    )


def _by(origin: Address) -> BaseTransactionContext:
    return BaseTransactionContext(gas_price=0, origin=origin)


def _checked(computation: ComputationAPI) -> ComputationAPI:
    if computation.is_error:
        output = computation.output
        known = output.startswith(_ERROR_STRING)
        bare = "0x" + output.hex() if output else ""
        raise RefusedError(decode(["string"], output[4:])[0] if known else bare)
    return computation


def _answer(entry: Any, output: bytes) -> Any:
    values = decode(abis.get_abi_output_types(entry), output)
    named = [_named(out, value) for out, value in zip(entry["outputs"], values, strict=True)]
    if len(named) > 1:
        return tuple(named)
    return named[0] if named else None


def _named(entry: Any, value: Any) -> Any:
    if entry["type"].endswith("]"):
        inner = {**entry, "type": entry["type"][: entry["type"].rindex("[")]}
        return tuple(_named(inner, each) for each in value)
    if entry["type"] == "address":
        return to_checksum_address(value)
    if entry["type"] == "tuple":
        parts = zip(entry["components"], value, strict=True)
        return {part["name"]: _named(part, inner) for part, inner in parts}
    return value


def events_of(contract: Contract, computation: ComputationAPI) -> tuple[Event, ...]:
    own = to_canonical_address(contract.address)
    logs = [log for log in computation.get_log_entries() if log[0] == own]
    return tuple(_event(contract, topics, data) for _, topics, data in logs)


def _event(contract: Contract, topics: Sequence[int], data: bytes) -> Event:
    words = [topic.to_bytes(32, "big") for topic in topics]
    events = (e for e in contract.abi if e["type"] == "event")
    (entry,) = (e for e in events if abis.event_abi_to_log_topic(e) == words[0])  # type: ignore[arg-type] # an ABI read from JSON
    indexed = [part for part in entry["inputs"] if part["indexed"]]
    plain = [part for part in entry["inputs"] if not part["indexed"]]
    values = {
        part["name"]: _named(part, decode([part["type"]], word)[0])
        for part, word in zip(indexed, words[1:], strict=True)
    }
    decoded = decode([part["type"] for part in plain], data)
    values |= {part["name"]: _named(part, v) for part, v in zip(plain, decoded, strict=True)}
    return Event(entry["name"], {part["name"]: values[part["name"]] for part in entry["inputs"]})
