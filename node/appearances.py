"""Where addresses appear: in which transactions of which blocks, and which one made a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eth_typing import Address, Hash32

from node.storage.store import Changes, Store, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eth.abc import ComputationAPI

    from node.blocks import Block

__all__ = ["Appearances", "Creation", "Touched", "touched_by"]

# The layout in Table.CHAIN, beside that of `node.storage.records`.
_COMPLETE = b"appearances"  # -> the block from which on the index is kept:8
_APPEARANCE = b"a"  # + address:20, number:8 -> indexes of the transactions:4 each
_CREATION = b"c"  # + address:20 -> hash of the transaction:32, creator:20
# Vyper copies memory by one of London's precompiles: that they appear says nothing.
_PRECOMPILES = frozenset(Address(number.to_bytes(20, "big")) for number in range(1, 10))
_LAST_NUMBER = 2**64 - 1


class Creation(NamedTuple):
    """The transaction that made a contract, and the account whose code or key did it."""

    transaction: Hash32
    creator: Address


class Touched(NamedTuple):
    """The addresses that a transaction's messages are from or to, and the contracts it made.

    Messages that were taken back are among them, contracts that were taken back are not.
    """

    addresses: frozenset[Address]
    created: tuple[tuple[Address, Address], ...]
    """Pairs of contract and creator."""


def touched_by(computation: ComputationAPI) -> Touched:
    """Gather the addresses of a transaction's messages, the outermost and those below it."""
    addresses: set[Address] = set()
    created: list[tuple[Address, Address]] = []
    waiting = [(computation, True)]
    while waiting:
        each, lasts = waiting.pop()
        message, lasts = each.msg, lasts and each.is_success
        addresses |= {message.sender, message.storage_address}
        if not message.is_create:
            addresses.add(message.code_address)
        elif lasts:
            created.append((message.storage_address, message.sender))
        waiting += [(child, lasts) for child in each.children]
    return Touched(frozenset(addresses - _PRECOMPILES), tuple(created))


class Appearances:
    """The index of appearances; it is written in the same batch as its block.

    A store that was made before there was an index has none, or one that is not `complete`.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def complete(self) -> bool:
        """Whether it has been kept since the store's first block."""
        return self._store.get(Table.CHAIN, _COMPLETE) is not None

    @staticmethod
    def begin(changes: Changes) -> None:
        """Note in a new store that the index is complete."""
        changes.put(Table.CHAIN, _COMPLETE, (0).to_bytes(8, "big"))

    @staticmethod
    def add(changes: Changes, block: Block, touched: Sequence[Touched]) -> None:
        """Put what a block's transactions have touched into the changes of its batch."""
        number = block.number.to_bytes(8, "big")
        indexes: dict[Address, bytes] = {}
        for index, each in enumerate(touched):
            place = index.to_bytes(4, "big")
            for address in each.addresses:
                indexes[address] = indexes.get(address, b"") + place
            for contract, creator in each.created:
                value = block.transactions[index].hash + creator
                changes.put(Table.CHAIN, _CREATION + contract, value)
        for address, places in indexes.items():
            changes.put(Table.CHAIN, _APPEARANCE + address + number, places)

    def before(self, address: Address, number: int) -> Iterable[tuple[int, tuple[int, ...]]]:
        """Block numbers below `number` with indexes of transactions, the highest first."""
        if number <= 0:
            return
        yield from self._scan(address, 0, number - 1, backwards=True)

    def after(self, address: Address, number: int) -> Iterable[tuple[int, tuple[int, ...]]]:
        """Block numbers above `number` with indexes of transactions, the lowest first."""
        yield from self._scan(address, number + 1, _LAST_NUMBER, backwards=False)

    def creation(self, address: Address) -> Creation | None:
        """How a contract came to be; None for any other address."""
        found = self._store.get(Table.CHAIN, _CREATION + address)
        return None if found is None else Creation(Hash32(found[:32]), Address(found[32:]))

    def _scan(
        self, address: Address, first: int, last: int, *, backwards: bool
    ) -> Iterable[tuple[int, tuple[int, ...]]]:
        prefix = _APPEARANCE + address
        bounds = (prefix + first.to_bytes(8, "big"), prefix + last.to_bytes(8, "big"))
        for key, places in self._store.between(Table.CHAIN, *bounds, backwards=backwards):
            starts = range(0, len(places), 4)
            indexes = tuple(int.from_bytes(places[at : at + 4], "big") for at in starts)
            yield int.from_bytes(key[-8:], "big"), indexes
