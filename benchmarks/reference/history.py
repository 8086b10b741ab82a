"""A random history of tokens and deposits, written into an index in bulk."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from depository.tables import DepositRow, FileRow, TenureRow
from ledger.assets.tables import AssetClassRow, BalanceRow, HoldingRow, MovementRow, SupplyRow
from ledger.database import IndexRow, add_rows, writing
from ledger.index.tables import BlockRow
from ledger.index.values import amount_to_text
from ledger.participants.tables import ParticipantKeyRow, ParticipantRow, ParticipantStateRow
from ledger.types import ZERO_ADDRESS, Address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlmodel import Session

__all__ = ["History", "fill"]

_GENESIS = 1_700_000_000
_PIECE = 5000
_SUPPLY = 10**9
_PER_BLOCK = 50


@dataclass(frozen=True)
class History:
    """So many movements among a thousand accounts in ten classes, and so many deposits."""

    movements: int
    deposits: int
    classes: int = 10

    @property
    def blocks(self) -> int:
        """The last block; the first ones issue to every account."""
        return self.movements // _PER_BLOCK + self.classes

    @cached_property
    def accounts(self) -> tuple[Address, ...]:
        """Who holds."""
        return tuple(Address(f"0x{n:040x}") for n in range(1, 1001))

    def time_of(self, block: int) -> int:
        """Seconds since 1970."""
        return _GENESIS + 5 * block

    def now(self) -> dt.datetime:
        """A while after the last block."""
        return dt.datetime.fromtimestamp(self.time_of(self.blocks) + 60, dt.UTC)

    def root_of(self, deposit: int) -> bytes:
        """The digest of a deposit's package."""
        return hashlib.sha256(b"root %d" % deposit).digest()


def fill(engine: Engine, history: History) -> int:
    """Empty the index and write the history; how many rows there are."""
    with writing(engine) as session:
        for table in IndexRow.metadata.sorted_tables:
            session.execute(delete(table))
        written = _write(session, BlockRow, _blocks(history))
        for parts in (_people(history), _deposits(history)):
            written += sum(_write(session, table, rows) for table, rows in parts)
        return written + _book(session, history)


def _write(session: Session, table: type[Any], rows: Iterator[dict[str, Any]]) -> int:
    written = 0
    while piece := list(islice(rows, _PIECE)):
        add_rows(session, {table: piece})
        written += len(piece)
    return written


def _blocks(history: History) -> Iterator[dict[str, Any]]:
    for number in range(history.blocks + 1):
        yield {
            "number": number,
            "hash": f"0x{number:064x}",
            "parent_hash": f"0x{number - 1 if number else 0:064x}",
            "timestamp": history.time_of(number),
            "sealer": None,
            "state_root": "",
            "gas_used": 0,
            "gas_limit": 0,
        }


def _people(history: History) -> Iterator[tuple[type[Any], Iterator[dict[str, Any]]]]:
    everyone = list(enumerate(history.accounts, 1))
    told = {"block": 0, "transaction": ""}
    state = {"roles": 0, "suspended": False, **told}
    yield (
        ParticipantRow,
        ({"number": n, "account": account, "subject": "", **state} for n, account in everyone),
    )
    yield ParticipantStateRow, ({"number": n, "account": a, **state} for n, a in everyone)
    yield (
        ParticipantKeyRow,
        ({"number": n, "account": account, "position": 0, "block": 0} for n, account in everyone),
    )


def _deposits(history: History) -> Iterator[tuple[type[Any], Iterator[dict[str, Any]]]]:
    numbers = range(1, history.deposits + 1)
    place = {"block": 1, "transaction": ""}
    yield (
        DepositRow,
        (
            {
                "number": n,
                "root": history.root_of(n),
                "size": "1",
                "kind": 1,
                "limited": False,
                "origin": 1,
                "status": "accepted",
                "level": 0,
                "possessor": 1 + n % 1000,
                **place,
            }
            for n in numbers
        ),
    )
    yield (
        TenureRow,
        (
            {"deposit": n, "position": 0, "possessor": 1 + n % 1000, "log_index": n, **place}
            for n in numbers
        ),
    )
    yield (
        FileRow,
        (
            {
                "deposit": n,
                "path": "a",
                "size": 1,
                "sha256": hashlib.sha256(b"file %d" % n).digest(),
                "codec": 0x55,
                "digest": hashlib.sha256(b"leaf %d" % n).digest(),
                "blob": bytes(20),
                "executable": False,
            }
            for n in numbers
        ),
    )


def _book(session: Session, history: History) -> int:
    """Movements, with the balances after each block; every account is given something at first."""
    chance = random.Random(2)  # noqa: S311 - a benchmark
    held: dict[tuple[int, str], int] = defaultdict(int)
    classes = range(1, history.classes + 1)
    rows: dict[type[Any], list[dict[str, Any]]] = defaultdict(list)
    written = 0
    for block in range(1, history.blocks + 1):
        moved: set[tuple[int, str]] = set()
        for log_index, move in enumerate(_moves(history, block, chance)):
            class_id, sender, recipient = move
            amount = _SUPPLY if sender == ZERO_ADDRESS else chance.randint(1, 9)
            rows[MovementRow].append(_movement(block, log_index, move, amount))
            for account, by in ((sender, -amount), (recipient, amount)):
                held[class_id, account] += by
                moved.add((class_id, account))
        rows[BalanceRow] += [
            {"class_id": c, "account": a, "block": block, "amount": amount_to_text(held[c, a])}
            for c, a in moved
            if a != ZERO_ADDRESS
        ]
        if len(rows[BalanceRow]) > _PIECE or block == history.blocks:
            written += sum(_write(session, table, iter(some)) for table, some in rows.items())
            rows.clear()
    holders = len(history.accounts)
    supply = {"supply": amount_to_text(_SUPPLY * holders), "holders": holders}
    written += _write(session, AssetClassRow, (_class(n, supply) for n in classes))
    written += _write(session, SupplyRow, ({"class_id": n, "block": n, **supply} for n in classes))
    kept = ((key, amount) for key, amount in held.items() if key[1] != ZERO_ADDRESS)
    return written + _write(
        session,
        HoldingRow,
        ({"class_id": c, "account": a, "amount": amount_to_text(n)} for (c, a), n in kept),
    )


def _moves(history: History, block: int, chance: random.Random) -> list[tuple[int, str, str]]:
    if block <= history.classes:
        return [(block, ZERO_ADDRESS, account) for account in history.accounts]
    pairs = (chance.sample(history.accounts, 2) for _ in range(_PER_BLOCK))
    return [(chance.randint(1, history.classes), *pair) for pair in pairs]  # type: ignore[misc] # two of them


def _movement(
    block: int, log_index: int, move: tuple[int, str, str], amount: int
) -> dict[str, Any]:
    return {
        "block": block,
        "log_index": log_index,
        "position": 0,
        "transaction": f"0x{block:032x}{log_index:032x}",
        "class_id": move[0],
        "sender": move[1],
        "recipient": move[2],
        "amount": amount_to_text(amount),
        "operator": move[1],
    }


def _class(number: int, supply: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "issuer_account": "0x" + "0" * 39 + "1",
        "backing_kind": 1,
        "decision": "",
        "uri": "",
        "redeemed": amount_to_text(0),
        "exempt": False,
        "block": 0,
        "transaction": "",
        **supply,
    }
