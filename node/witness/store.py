"""Signed statements on disk, in a store of their own beside the chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import lmdb
from eth_typing import Address, Hash32

from node.errors import Unavailable, VerificationError
from node.witness.statement import SIGNATURE, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Bounds", "Equivocation", "Signed", "WitnessStore", "Witnessing"]

# The layout. Numbers are big-endian, so that keys of one kind ascend.
_STATED = b"n"  # + number:8, witness:20 -> statement and signature
_HEIGHT = b"w"  # + witness:20, number:8 -> nothing; finds the oldest and the latest
_COUNT = b"c"  # + witness:20 -> how many of the witness are kept:8
_FOREIGN = b"f"  # + witness:20 -> number:8, the first statement about a block we do not have
_TWICE = b"e"  # + witness:20 -> number:8, one statement, the other
_PUBLISHED = b"published"  # -> number:8, up to which our own statements were taken elsewhere
_WIDTH = 64 + SIGNATURE


@dataclass(frozen=True)
class Bounds:
    """How much is kept: witnesses in all, statements of each (the oldest go), bytes on disk."""

    witnesses: int = 256
    statements: int = 20_000
    size: int = 4 << 30


@dataclass(frozen=True)
class Signed:
    """A statement with the signature of a witness."""

    witness: Address
    statement: Statement
    signature: bytes


@dataclass(frozen=True)
class Equivocation:
    """Two different statements of one witness about one height: proof that it is false."""

    first: Signed
    second: Signed


@dataclass(frozen=True)
class Witnessing:
    """What is known of one witness: how many statements are kept, the highest, what it broke."""

    witness: Address
    statements: int
    latest: int | None
    equivocation: Equivocation | None


class WitnessStore:
    """One open store; each change is on disk when its method returns."""

    def __init__(self, path: Path, bounds: Bounds | None = None) -> None:
        """Open or create it in a folder. Raises VerificationError `witness.store`."""
        self.bounds = bounds or Bounds()
        path.mkdir(parents=True, exist_ok=True)
        try:
            self._environment = lmdb.open(
                str(path), map_size=self.bounds.size, max_dbs=0, max_readers=256
            )
        except lmdb.Error as error:
            raise VerificationError("witness.store", detail=str(error)) from error

    def at(self, number: int) -> tuple[Signed, ...]:
        """All statements about a height, by witness."""
        prefix = _STATED + number.to_bytes(8, "big")
        with self._environment.begin() as reading:
            return tuple(
                _decode(Address(key[9:]), number, value) for key, value in _from(reading, prefix)
            )

    def of(self, witness: Address, number: int) -> Signed | None:
        """A witness's statement about a height."""
        with self._environment.begin() as reading:
            value = reading.get(_STATED + number.to_bytes(8, "big") + witness)
        return None if value is None else _decode(witness, number, value)

    def foreign(self, witness: Address) -> Signed | None:
        """The first statement of a witness about a block that is not of this chain."""
        with self._environment.begin() as reading:
            value = reading.get(_FOREIGN + witness)
        if value is None:
            return None
        return _decode(witness, int.from_bytes(value[:8], "big"), value[8:])

    def equivocation(self, witness: Address) -> Equivocation | None:
        """The proof against a witness, if there is one."""
        with self._environment.begin() as reading:
            value = reading.get(_TWICE + witness)
        if value is None:
            return None
        number, both = int.from_bytes(value[:8], "big"), value[8:]
        first, second = both[:_WIDTH], both[_WIDTH:]
        return Equivocation(_decode(witness, number, first), _decode(witness, number, second))

    def witnesses(self) -> tuple[Witnessing, ...]:
        """All that have stated something here, by address."""
        with self._environment.begin() as reading:
            names = {key[1:] for kind in (_COUNT, _TWICE) for key, _ in _from(reading, kind)}
        return tuple(self._witnessing(Address(name)) for name in sorted(names))

    def add(self, signed: Signed) -> None:
        """Keep a statement. Raises Unavailable `witness.too-many`, `witness.full`."""
        number = signed.statement.number.to_bytes(8, "big")
        with self._writing() as writing:
            count = int.from_bytes(writing.get(_COUNT + signed.witness, b""), "big")
            if count == 0 and self._full(writing, _COUNT):
                raise Unavailable("witness.too-many", limit=self.bounds.witnesses)
            if count >= self.bounds.statements:
                oldest, _ = next(_from(writing, _HEIGHT + signed.witness))
                writing.delete(oldest)
                writing.delete(_STATED + oldest[-8:] + signed.witness)
                count -= 1
            writing.put(_STATED + number + signed.witness, _encode(signed))
            writing.put(_HEIGHT + signed.witness + number, b"")
            writing.put(_COUNT + signed.witness, (count + 1).to_bytes(8, "big"))

    def add_foreign(self, signed: Signed) -> None:
        """Keep the first statement of each witness about a block that is not of this chain."""
        number = signed.statement.number.to_bytes(8, "big")
        with self._writing() as writing:
            if not self._full(writing, _FOREIGN):
                writing.put(_FOREIGN + signed.witness, number + _encode(signed), overwrite=False)

    def add_equivocation(self, found: Equivocation) -> None:
        """Keep the first proof against a witness; there are no more than admitted witnesses."""
        number = found.first.statement.number.to_bytes(8, "big")
        value = number + _encode(found.first) + _encode(found.second)
        with self._writing() as writing:
            writing.put(_TWICE + found.first.witness, value, overwrite=False)

    def published(self) -> int:
        """The height up to which our own statements were taken by the sealing side."""
        with self._environment.begin() as reading:
            return int.from_bytes(reading.get(_PUBLISHED, b""), "big")

    def set_published(self, number: int) -> None:
        """Remember that height."""
        with self._writing() as writing:
            writing.put(_PUBLISHED, number.to_bytes(8, "big"))

    def copy(self, path: Path) -> None:
        """Write a compact copy into an empty folder, whoever writes meanwhile."""
        self._environment.copy(str(path), compact=True)

    def close(self) -> None:
        """Let the store go."""
        self._environment.close()

    def _full(self, writing: lmdb.Transaction, kind: bytes) -> bool:
        return sum(1 for _ in _from(writing, kind)) >= self.bounds.witnesses

    def _witnessing(self, witness: Address) -> Witnessing:
        with self._environment.begin() as reading:
            count = int.from_bytes(reading.get(_COUNT + witness, b""), "big")
            latest = _last(reading, _HEIGHT + witness)
        return Witnessing(witness, count, latest, self.equivocation(witness))

    def _writing(self) -> _Writing:
        return _Writing(self._environment)


class _Writing:
    """A transaction that is written, or told as ours when there is no room."""

    def __init__(self, environment: lmdb.Environment) -> None:
        self._transaction = environment.begin(write=True)

    def __enter__(self) -> lmdb.Transaction:
        return self._transaction

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            if kind is None:
                self._transaction.commit()
            else:
                self._transaction.abort()
        except lmdb.Error as failure:
            raise Unavailable("witness.full", detail=str(failure)) from failure
        if kind is not None and issubclass(kind, lmdb.MapFullError):
            raise Unavailable("witness.full", detail=str(error))


def _from(transaction: lmdb.Transaction, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys that begin with a prefix, ascending, with their values."""
    cursor = transaction.cursor()
    found = cursor.set_range(prefix)
    while found and bytes(cursor.key()).startswith(prefix):
        yield bytes(cursor.key()), bytes(cursor.value())
        found = cursor.next()


def _last(transaction: lmdb.Transaction, prefix: bytes) -> int | None:
    """The number at the end of the last key that begins with a prefix."""
    cursor = transaction.cursor()
    found = cursor.prev() if cursor.set_range(prefix + b"\xff" * 9) else cursor.last()
    if not found or not bytes(cursor.key()).startswith(prefix):
        return None
    return int.from_bytes(bytes(cursor.key())[-8:], "big")


def _encode(signed: Signed) -> bytes:
    return signed.statement.hash + signed.statement.state_root + signed.signature


def _decode(witness: Address, number: int, value: bytes) -> Signed:
    if len(value) != _WIDTH:
        raise VerificationError("witness.store", detail=f"record at {number}")
    statement = Statement(number, Hash32(value[:32]), Hash32(value[32:64]))
    return Signed(witness, statement, value[64:])
