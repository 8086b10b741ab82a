"""Random histories of a book without a chain: events in blocks, and the naive replay of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ledger.assets.projection import AssetsProjection
from ledger.chain.model import Block, Event, Receipt, SealedBlock, Transaction
from ledger.index.writer import write_blocks
from ledger.participants.projection import ParticipantsProjection
from ledger.records import BlockRef
from ledger.types import ZERO_ADDRESS, Address, BlockHash, BlockNumber, Timestamp, TxHash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

__all__ = ["ACCOUNTS", "CLASSES", "GENESIS", "Move", "Replay", "histories", "seal", "write"]

ACCOUNTS = tuple(Address("0x" + f"{n:040x}") for n in range(1, 5))
CLASSES = (1, 2)
GENESIS = 1_700_000_000
"""The time of block 0; each block after it comes ten seconds later."""

_AMOUNTS = st.one_of(st.integers(0, 3), st.sampled_from([2**64, 2**200]))


@dataclass(frozen=True, slots=True)
class Move:
    """An issue (no sender), a transfer, a burn (no recipient) of as much as there is at most."""

    class_id: int
    sender: Address
    recipient: Address
    amount: int


@dataclass
class Replay:
    """What each account holds, by the naive replay; `at` keeps every block's end."""

    now: dict[tuple[int, Address], int] = field(default_factory=lambda: defaultdict(int))
    at: list[dict[tuple[int, Address], int]] = field(default_factory=list)

    def apply(self, wanted: Move) -> Move:
        """Enter a movement, cut down to what its sender has."""
        has = self.now[wanted.class_id, wanted.sender]
        amount = wanted.amount if wanted.sender == ZERO_ADDRESS else min(wanted.amount, has)
        self.now[wanted.class_id, wanted.sender] -= amount
        self.now[wanted.class_id, wanted.recipient] += amount
        return Move(wanted.class_id, wanted.sender, wanted.recipient, amount)

    def end_block(self) -> None:
        """Remember how a block ended."""
        held = {key: n for key, n in self.now.items() if n and key[1] != ZERO_ADDRESS}
        self.at.append(held)

    def supply(self, block: int, class_id: int) -> int:
        """The supply of a class at the end of a block."""
        return sum(n for (of, _), n in self.at[block].items() if of == class_id)


def _moves() -> st.SearchStrategy[Move]:
    ends = st.sampled_from((ZERO_ADDRESS, *ACCOUNTS))
    moves = st.builds(Move, st.sampled_from(CLASSES), ends, ends, _AMOUNTS)
    return moves.filter(lambda move: {move.sender, move.recipient} != {ZERO_ADDRESS})


def histories(most: int) -> st.SearchStrategy[list[list[Move]]]:
    """Up to so many blocks, each with a few movements or none."""
    return st.lists(st.lists(_moves(), max_size=4), min_size=1, max_size=most)


def seal(blocks: Sequence[Sequence[Move]], book: Replay) -> list[SealedBlock]:
    """Blocks as the gateway reads them: the first registers the classes, then the movements."""
    registered = [
        ("asset_classes", "ClassRegistered", _registration(class_id)) for class_id in CLASSES
    ]
    admitted = [
        ("participants", "Admitted", _admission(number, account))
        for number, account in enumerate(ACCOUNTS, 1)
    ]
    sealed = [_block(0, admitted + registered)]
    book.end_block()
    for number, moves in enumerate(blocks, 1):
        entered = [book.apply(move) for move in moves]
        book.end_block()
        sealed.append(_block(number, [_transfer(move) for move in entered]))
    return sealed


def write(session: Session, blocks: Sequence[SealedBlock]) -> None:
    """Write blocks and what is derived from them, as the indexer does."""
    projections = (ParticipantsProjection(), AssetsProjection())
    for event in write_blocks(session, blocks):
        for projection in projections:
            projection.apply(session, event)


_Log = tuple[str, str, dict[str, Any]]


def _hash(*parts: object) -> str:
    return "0x" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _registration(class_id: int) -> dict[str, Any]:
    told = {"backing": 1, "decision": bytes(32), "uri": ""}
    return {"id": class_id, "issuer": ACCOUNTS[0], **told}


def _admission(number: int, account: Address) -> dict[str, Any]:
    told = {"roles": 0, "subject": bytes(32), "basis": bytes(32)}
    return {"number": number, "account": account, **told}


def _transfer(move: Move) -> _Log:
    ends = {"_operator": ACCOUNTS[0], "_from": move.sender, "_to": move.recipient}
    args = {**ends, "_id": move.class_id, "_value": move.amount}
    return "digital_assets", "TransferSingle", args


def _block(number: int, logs: Sequence[_Log]) -> SealedBlock:
    """A block with a transaction for each log."""
    ref = BlockRef(BlockNumber(number), BlockHash(_hash(number)), Timestamp(GENESIS + 10 * number))
    transactions = tuple(_transaction(ref, place, log) for place, log in enumerate(logs))
    parent = BlockHash(_hash(number - 1))
    hashes = tuple(each.hash for each in transactions)
    sizes = (0, 30_000_000)
    block = Block(ref.number, ref.hash, parent, ref.timestamp, None, _hash("s"), *sizes, hashes)
    return SealedBlock(block, transactions)


def _transaction(ref: BlockRef, place: int, log: _Log) -> Transaction:
    tx_hash = TxHash(_hash(ref.number, place))
    event = Event(log[0], log[1], log[2], ref, tx_hash, place, place)
    receipt = Receipt(tx_hash, ref, place, True, 0, None, (event,))
    return Transaction(tx_hash, ACCOUNTS[0], ACCOUNTS[1], 0, 0, 0, b"", None, receipt)
