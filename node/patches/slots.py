"""The storage slots of one account, for `Accounts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from node.primitives import keccak
from node.trie.account import encode_number

if TYPE_CHECKING:
    from eth_typing import Hash32

    from node.trie.lazy import LazyTrie

__all__ = ["Slots"]


class Slots:
    """The slots of one account: those seen so far, and the trie with all as of the last root."""

    __slots__ = ("changed", "slots", "trie")

    def __init__(self, trie: LazyTrie) -> None:
        """`trie` holds the slots as they were last settled."""
        self.trie = trie
        self.slots: dict[int, int] = {}
        self.changed: set[int] = set()

    def get(self, slot: int) -> int:
        """The value of a slot now; zero where there is none."""
        value = self.slots.get(slot)
        if value is None:
            value = self.slots[slot] = _decode_value(self.trie.get(_slot_key(slot)))
        return value

    def root_hash(self) -> Hash32:
        """Settle what has changed into the trie and return its root."""
        for slot in self.changed:
            value = self.slots[slot]
            self.trie.set(_slot_key(slot), encode_number(value) if value else b"")
        self.changed.clear()
        return self.trie.root_hash()


def _slot_key(slot: int) -> Hash32:
    return keccak(slot.to_bytes(32, "big"))


def _decode_value(encoded: bytes) -> int:
    """A number of up to 32 bytes from its RLP; zero from nothing."""
    if not encoded or encoded[0] < 0x80:
        return int.from_bytes(encoded, "big")
    return int.from_bytes(encoded[1:], "big")
