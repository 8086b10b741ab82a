"""The kinds of proof: which event states a record, which slots of storage hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eth_hash.auto import keccak

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KINDS", "Event", "Kind", "Slot", "Word", "shown", "slot_key", "to_word"]


@dataclass(frozen=True, slots=True)
class Word:
    """A value of 32 bytes by its name and type: `uint256`, `bytes32` or `address`."""

    name: str
    type: str
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """An event whose arguments are words, the indexed ones first."""

    name: str
    words: tuple[Word, ...]

    @property
    def topic(self) -> bytes:
        """The first topic of its logs."""
        return keccak(f"{self.name}({','.join(each.type for each in self.words)})".encode())


@dataclass(frozen=True, slots=True)
class Slot:
    """A word of a record in storage.

    `base` is the slot of the mapping that Vyper laid out, `keys` what leads into it, each of a
    subject's fields; `offset` is the place of the word in the struct there.
    """

    word: Word
    base: int
    keys: tuple[str, ...]
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """What a bundle of a kind has: its subject's fields, its event, the slots of its state.

    Without an event there is no statement and the state must be there; with one it may. The first
    word of the event names what it is about, by the name that the subject has for it. `record` are
    the words of a record in the list whose root the event names.
    """

    contract: str
    subject: Mapping[str, str]
    event: Event | None
    state: tuple[Slot, ...]
    content: bool = False
    file: bool = False
    record: tuple[Word, ...] = ()


def slot_key(slot: Slot, subject: Mapping[str, str]) -> bytes:
    """The 32 bytes by which a slot is found: Vyper hashes the slot before the key."""
    at = slot.base.to_bytes(32, "big")
    for key in slot.keys:
        at = keccak(at + to_word(subject[key]))
    place = (int.from_bytes(at, "big") + slot.offset) % 2**256
    return place.to_bytes(32, "big")


def to_word(text: str) -> bytes:
    """The 32 bytes of a word that is given as text."""
    value = int(text, 16) if text.startswith("0x") else int(text)
    return value.to_bytes(32, "big")


def shown(word: Word, value: bytes) -> str:
    """A word as text: a number in decimal, else `0x` and hex. Raises ValueError for no address."""
    if word.type == "uint256":
        return str(int.from_bytes(value, "big"))
    if word.type == "bytes32":
        return "0x" + value.hex()
    if any(value[:12]):
        raise ValueError("no address")
    return "0x" + value[12:].hex()


_NUMBER: Final = {"number": "uint256"}
_DEPOSITED: Final = Event(
    "Deposited",
    (
        Word("number", "uint256", indexed=True),
        Word("root", "bytes32", indexed=True),
        Word("possessor", "uint256", indexed=True),
        Word("account", "address"),
        Word("size", "uint256"),
        Word("kind", "uint256"),
        Word("access", "uint256"),
        Word("origin", "uint256"),
        Word("conclusion", "bytes32"),
        Word("previous", "uint256"),
    ),
)
_NOTIFIED: Final = Event(
    "Notified",
    (
        Word("number", "uint256", indexed=True),
        Word("miner", "uint256", indexed=True),
        Word("account", "address"),
        Word("form", "bytes32"),
        Word("starts_at", "uint256"),
    ),
)
_DEPOSITED_MANY: Final = Event(
    "DepositedMany",
    (
        Word("batch", "uint256", indexed=True),
        Word("tree", "bytes32", indexed=True),
        Word("possessor", "uint256", indexed=True),
        Word("account", "address"),
        Word("records", "uint256"),
        Word("list", "bytes32"),
    ),
)
_RECORD: Final = (
    Word("root", "bytes32"),
    Word("size", "uint256"),
    Word("kind", "uint256"),
    Word("access", "uint256"),
    Word("origin", "uint256"),
    Word("conclusion", "bytes32"),
)
_DEPOSITS: Final = 1  # `holdings.entries`
_BATCHES: Final = 8  # `batches.entries`
_BALANCES: Final = 8  # `multitoken.balances`
_NOTIFICATIONS: Final = 1  # `notifications.entries`
_HELD: Final = (
    Slot(Word("possessor", "uint256"), _DEPOSITS, ("number",), 6),
    Slot(Word("status", "uint256"), _DEPOSITS, ("number",), 9),
)

KINDS: Final[Mapping[str, Kind]] = {
    "deposit": Kind("depository", _NUMBER, _DEPOSITED, _HELD, content=True),
    "file": Kind("depository", _NUMBER, _DEPOSITED, _HELD, content=True, file=True),
    "record": Kind(
        "depository",
        {"batch": "uint256", "index": "uint256"},
        _DEPOSITED_MANY,
        (
            Slot(Word("possessor", "uint256"), _BATCHES, ("batch",), 3),
            Slot(Word("status", "uint256"), _BATCHES, ("batch",), 4),
        ),
        content=True,
        record=_RECORD,
    ),
    "ownership": Kind("depository", _NUMBER, None, _HELD),
    "balance": Kind(
        "digital_assets",
        {"account": "address", "class": "uint256"},
        None,
        (Slot(Word("balance", "uint256"), _BALANCES, ("class", "account")),),
    ),
    "notification": Kind(
        "mining_registry",
        _NUMBER,
        _NOTIFIED,
        (
            Slot(Word("miner", "uint256"), _NOTIFICATIONS, ("number",)),
            Slot(Word("form", "bytes32"), _NOTIFICATIONS, ("number",), 1),
        ),
    ),
}
"""Every kind by its name. The layout of storage is that of the artifacts, as a test demands."""
