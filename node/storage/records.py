"""The records of a chain in the store: headers, bodies, receipts, and what finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth_typing import Address, Hash32
from lru import LRU

from node.blocks import Block, body_of, encode_block, raw_transactions
from node.clique.snapshot import Snapshot
from node.errors import NotFound, VerificationError
from node.headers import Header, decode_header, encode_header
from node.patches.receipts import Receipt
from node.primitives import rlp_encode
from node.rlp import read
from node.storage.store import Changes, Store, Table
from node.told import Told, told
from node.transactions import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Records"]

# The layout of Table.CHAIN. Numbers are big-endian, so that keys of one kind ascend.
_HEAD = b"head"  # -> hash of the last block
_SNAPSHOT = b"snapshot"  # -> Clique's snapshot after the last block
_GENESIS = b"genesis"  # -> the genesis file
_NUMBER = b"n"  # + number:8 -> hash
_HEADER = b"h"  # + hash -> RLP of the header
_BODY = b"b"  # + hash -> RLP list of the transactions
_RECEIPTS = b"r"  # + hash -> RLP list of the receipts' encodings
_DIFFICULTY = b"d"  # + hash -> total difficulty
_TRANSACTION = b"t"  # + hash -> number:8, index:4
_SENDERS = b"f"  # + hash -> the senders of the transactions, 20 bytes each; not in older stores
_KEPT_SNAPSHOT = b"s"  # + hash -> Clique's snapshot, for each 1024th block
_CACHED = 1024
_BLOCKS = 4  # whoever asks for one transaction of a block asks for others
_KEPT_EVERY = 1024


class Records:
    """Reads records, and puts those of a new block into the changes of its batch."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._headers: LRU[bytes, Header] = LRU(_CACHED)
        self._raws: LRU[bytes, tuple[bytes, ...]] = LRU(_BLOCKS)
        self._receipts: LRU[bytes, tuple[Receipt, ...]] = LRU(_BLOCKS)
        self._told: LRU[bytes, tuple[Told, ...]] = LRU(_BLOCKS)
        self._recovered: LRU[bytes, list[Address]] = LRU(_CACHED)
        self.last = 2**64
        """The height of the head; what another process has put above it is not seen yet."""

    def genesis(self) -> bytes | None:
        """The genesis file this store was made from; None in an empty store."""
        return self._store.get(Table.CHAIN, _GENESIS)

    def head(self) -> tuple[Header, Snapshot]:
        """The last block's header and Clique's snapshot after it, however `last` stands."""
        head, snapshot = self._store.get_together(Table.CHAIN, _HEAD, _SNAPSHOT)
        if head is None or snapshot is None:
            raise VerificationError("store.record-missing", key=_HEAD.hex())
        return self._header(Hash32(head)), Snapshot.decode(snapshot)

    def header(self, block_hash: Hash32) -> Header:
        """The header with this hash. Raises NotFound `block.unknown`."""
        header = self._header(block_hash)
        if header.block_number > self.last:
            raise NotFound("block.unknown", hash=block_hash.hex())
        return header

    def _header(self, block_hash: Hash32) -> Header:
        cached = self._headers.get(block_hash)
        if cached is None:
            encoded = self._store.get(Table.CHAIN, _HEADER + block_hash)
            if encoded is None:
                raise NotFound("block.unknown", hash=block_hash.hex())
            cached = decode_header(encoded)
            self._headers[block_hash] = cached
        return cached

    def hash_at(self, number: int) -> Hash32:
        """The hash of the block at a height. Raises NotFound `block.unknown`."""
        found = None
        if 0 <= number <= self.last and number < 2**64:
            found = self._store.get(Table.CHAIN, _NUMBER + number.to_bytes(8, "big"))
        if found is None:
            raise NotFound("block.unknown", number=number)
        return Hash32(found)

    def header_at(self, number: int) -> Header:
        """The header at a height. Raises NotFound `block.unknown`."""
        return self.header(self.hash_at(number))

    def block(self, header: Header) -> Block:
        """The block of a header that is in the store."""
        return Block(header, tuple(map(Transaction.stored, self.raw_transactions(header.hash))))

    def raw_transactions(self, block_hash: Hash32) -> tuple[bytes, ...]:
        """The encodings (EIP-2718) of a block's transactions, in order."""
        raws = self._raws.get(block_hash)
        if raws is None:
            raws = self._raws[block_hash] = raw_transactions(self._need(_BODY + block_hash))
        return raws

    def told(self, block_hash: Hash32) -> tuple[Told, ...]:
        """What is told of a block's transactions, in order."""
        found = self._told.get(block_hash)
        if found is None:
            raws = self.raw_transactions(block_hash)
            senders = self._senders(block_hash, raws)
            found = tuple(
                told(raw, None, sender) for raw, sender in zip(raws, senders, strict=True)
            )
            self._told[block_hash] = found
        return found

    def kept_senders(self, block_hash: Hash32) -> list[Address] | None:
        """Who signed a block's transactions, as it was found when they were checked.

        None where nothing is kept: stores of before have no such record.
        """
        kept = self._store.get(Table.CHAIN, _SENDERS + block_hash)
        if kept is None:
            return None
        return [Address(kept[at : at + 20]) for at in range(0, len(kept), 20)]

    def _senders(self, block_hash: Hash32, raws: Sequence[bytes]) -> list[Address]:
        found = self.kept_senders(block_hash) or self._recovered.get(block_hash)
        if found is None:
            found = self._recovered[block_hash] = [Transaction.stored(raw).sender for raw in raws]
        return found

    def encoded_header(self, block_hash: Hash32) -> bytes:
        """The RLP of a header that is in the store."""
        return self._need(_HEADER + block_hash)

    def total_difficulty(self, block_hash: Hash32) -> int:
        """The sum of the difficulties from genesis to a block."""
        return int.from_bytes(self._need(_DIFFICULTY + block_hash), "big")

    def encoded_block(self, block_hash: Hash32) -> bytes:
        """The RLP of a block that is in the store."""
        return encode_block(self._need(_HEADER + block_hash), self._need(_BODY + block_hash))

    def encoded_receipts(self, block_hash: Hash32) -> tuple[bytes, ...]:
        """The encodings (EIP-2718) of a block's receipts, in order."""
        return tuple(read(self._need(_RECEIPTS + block_hash)))

    def receipts(self, block_hash: Hash32) -> tuple[Receipt, ...]:
        """The receipts of a block, in order."""
        receipts = self._receipts.get(block_hash)
        if receipts is None:
            receipts = tuple(map(Receipt.decode, self.encoded_receipts(block_hash)))
            self._receipts[block_hash] = receipts
        return receipts

    def place(self, transaction_hash: bytes) -> tuple[int, int] | None:
        """The block number and index of a sealed transaction; None for any other."""
        found = self._store.get(Table.CHAIN, _TRANSACTION + transaction_hash)
        number = -1 if found is None else int.from_bytes(found[:8], "big")
        if found is None or number > self.last:
            return None
        return number, int.from_bytes(found[8:], "big")

    def kept_snapshot(self, block_hash: Hash32) -> Snapshot | None:
        """Clique's snapshot after a block, which is kept for each 1024th."""
        found = self._store.get(Table.CHAIN, _KEPT_SNAPSHOT + block_hash)
        return None if found is None else Snapshot.decode(found)

    def ancestors(self, block_hash: Hash32) -> Iterator[Hash32]:
        """The hash itself, its parent's, and so on down to genesis."""
        while True:
            yield block_hash
            header = self.header(block_hash)
            if header.block_number == 0:
                return
            block_hash = header.parent_hash

    def add(
        self, changes: Changes, block: Block, receipts: Sequence[Receipt], snapshot: Snapshot
    ) -> None:
        """Put a new last block with all that belongs to it into the changes."""
        total = self.total_difficulty(block.header.parent_hash) if block.number else 0
        total += block.header.difficulty
        number = block.number.to_bytes(8, "big")
        chain = changes.tables[Table.CHAIN]
        chain[_HEADER + block.hash] = encode_header(block.header)
        chain[_BODY + block.hash] = body_of(block.transactions)
        chain[_RECEIPTS + block.hash] = rlp_encode([receipt.encode() for receipt in receipts])
        chain[_SENDERS + block.hash] = b"".join(each.sender for each in block.transactions)
        for index, transaction in enumerate(block.transactions):
            chain[_TRANSACTION + transaction.hash] = number + index.to_bytes(4, "big")
        chain[_DIFFICULTY + block.hash] = total.to_bytes((total.bit_length() + 7) // 8, "big")
        chain[_NUMBER + number] = block.hash
        chain[_HEAD] = block.hash
        chain[_SNAPSHOT] = snapshot.encode()
        if block.number % _KEPT_EVERY == 0:
            chain[_KEPT_SNAPSHOT + block.hash] = snapshot.encode()

    @staticmethod
    def add_genesis(changes: Changes, content: bytes) -> None:
        """Put the genesis file beside block 0."""
        changes.put(Table.CHAIN, _GENESIS, content)

    def _need(self, key: bytes) -> bytes:
        value = self._store.get(Table.CHAIN, key)
        if value is None:
            raise VerificationError("store.record-missing", key=key.hex())
        return value
