"""Which variable of a contract a slot of its storage belongs to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from eth_utils.crypto import keccak

from contracts.loader import CONTRACTS, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Slots"]

_WIDE: Final = 64
"""Slots of a value of a mapping that are looked at: no struct of ours is wider."""
_KEYS: Final = 20
"""Words that are tried as keys."""


class Slots:
    """Names slots of one contract by its layout.

    A value of a mapping lies where a hash of its key says (Vyper: `keccak256(slot ‖ key)`), so that
    it is found only by a key that is known: `words` are those, 32 bytes each, of which the first
    `_KEYS` are tried, alone and in pairs.
    """

    def __init__(self, contract: str, words: Iterable[bytes] = ()) -> None:
        """Prepare for a contract; one that is not ours has no names."""
        self._places: dict[int, str] = {}
        keys = list(dict.fromkeys(word for word in words if len(word) == 32))[:_KEYS]
        for name, slot in (_layout(contract) if contract in CONTRACTS else {}).items():
            self._places[slot] = name
            for place in _entries(slot.to_bytes(32, "big"), keys):
                self._places.setdefault(place, f"{name}[…]")

    def name(self, slot: int) -> str | None:
        """The variable, `[…]` after a mapping's, `+n` behind a later slot of it, or None."""
        for offset in range(_WIDE):
            found = self._places.get(slot - offset)
            if found is not None:
                mapped = found.endswith("…]")
                if offset == 0 or mapped:
                    return f"{found} +{offset}" if offset else found
                return None
        return None


def _entries(slot: bytes, keys: list[bytes]) -> Iterator[int]:
    for key in keys:
        first = keccak(slot + key)
        yield int.from_bytes(first, "big")
        for other in keys:
            yield int.from_bytes(keccak(first + other), "big")


@cache
def _layout(contract: str) -> dict[str, int]:
    return dict(load(contract).layout)
