"""Records of a batch: their bytes, the list of them, the tree over it (RFC 9162)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from depository.blocks import NoStore
from depository.cid import DAG_PB, RAW, Cid, root_cid
from depository.metadata import Access, Origin, PackageKind
from depository.unixfs.builder import CHUNK_BYTES, FileBuilder
from ledger.errors import Rejected
from ledger.merkle import Tree, check_inclusion, leaf_digest
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "MAX_RECORDS",
    "RECORD_BYTES",
    "Record",
    "check_path",
    "list_cid",
    "list_cid_of",
    "read_records",
    "record_list",
    "tree_over",
]

RECORD_BYTES: Final = 192
"""Bytes of a record: six words of the ABI."""

MAX_RECORDS: Final = 100_000
"""No list that is made or read here is longer, so that one fits into memory (19.2 MB)."""

_WORD: Final = 32
_NONE: Final = bytes(_WORD)
_OF_STATE_WITH_CONCLUSION: Final = frozenset({PackageKind.DOCUMENTATION, PackageKind.CONCEPT})


@dataclass(frozen=True, slots=True)
class Record:
    """What the contract would take as one deposit; `size` is bytes of payload.

    Raises Rejected("record.root-zero" | "record.conclusion-zero" | "record.conclusion-missing") and
    Rejected("record.bad-size", size=), as the contract refuses a deposit (D-10).
    """

    root: Digest
    size: int
    kind: PackageKind
    access: Access
    origin: Origin
    conclusion: Digest | None = None

    def __post_init__(self) -> None:
        """Refuse what no deposit could be."""
        if len(self.root) != _WORD or self.root == _NONE:
            raise Rejected("record.root-zero")
        if not 0 < self.size < 1 << 256:
            raise Rejected("record.bad-size", size=str(self.size))
        if self.conclusion is None:
            if self.kind in _OF_STATE_WITH_CONCLUSION and self.origin is not Origin.NON_STATE:
                raise Rejected("record.conclusion-missing")
        elif len(self.conclusion) != _WORD or self.conclusion == _NONE:
            raise Rejected("record.conclusion-zero")

    @property
    def cid(self) -> Cid:
        """The CID of the package's root."""
        return root_cid(self.root)

    def to_bytes(self) -> bytes:
        """The 192 bytes that the tree is over: six words of 32 bytes, big-endian."""
        root, *numbers, conclusion = self.as_words()
        return root + b"".join(each.to_bytes(_WORD) for each in numbers) + conclusion

    def as_words(self) -> tuple[bytes, int, int, int, int, bytes]:
        """The six words as the contract takes them."""
        numbers = (self.size, int(self.kind), int(self.access), int(self.origin))
        return (self.root, *numbers, self.conclusion or _NONE)

    @classmethod
    def from_bytes(cls, data: bytes) -> Record:
        """Read 192 bytes; Rejected("record.malformed") and what the class raises."""
        if len(data) != RECORD_BYTES:
            raise Rejected("record.malformed")
        words = [data[start : start + _WORD] for start in range(0, RECORD_BYTES, _WORD)]
        size, kind, access, origin = (int.from_bytes(word) for word in words[1:5])
        try:
            facts = PackageKind(kind), Access(access), Origin(origin)
        except ValueError as error:
            raise Rejected("record.malformed") from error
        conclusion = None if words[5] == _NONE else Digest(words[5])
        return cls(Digest(words[0]), size, *facts, conclusion)

    @property
    def leaf(self) -> Digest:
        """Its digest in the tree."""
        return leaf_digest(self.to_bytes())


def record_list(records: Sequence[Record]) -> bytes:
    """The list: the bytes of the records in their order.

    Raises Rejected("batch.empty"), Rejected("batch.too-many", limit=) and, for two records of one
    content, Rejected("batch.duplicate", cid=, first=, second=).
    """
    _check(records)
    return b"".join(record.to_bytes() for record in records)


def read_records(data: bytes) -> tuple[Record, ...]:
    """Read a list back; raises as `record_list` and `Record.from_bytes`."""
    if len(data) % RECORD_BYTES:
        raise Rejected("record.malformed")
    if len(data) > MAX_RECORDS * RECORD_BYTES:
        raise Rejected("batch.too-many", limit=MAX_RECORDS)
    starts = range(0, len(data), RECORD_BYTES)
    records = tuple(Record.from_bytes(data[each : each + RECORD_BYTES]) for each in starts)
    _check(records)
    return records


def tree_over(data: bytes) -> Tree:
    """The tree over a list's bytes, at least one record; the root that is signed is its own."""
    starts = range(0, len(data), RECORD_BYTES)
    return Tree.over(leaf_digest(data[each : each + RECORD_BYTES]) for each in starts)


def check_path(record: Record, index: int, size: int, path: Sequence[Digest], root: Digest) -> None:
    """Check that a record stands at `index`, from 0, in the batch of `size` records.

    Raises VerificationError("merkle.proof-fails").
    """
    check_inclusion(record.leaf, index, size, path, root)


def list_cid(digest: Digest, size: int) -> Cid:
    """The CID of the list of `size` records from the digest that the chain holds.

    A list of one chunk is a raw leaf, a longer one a node over its chunks (`unixfs-v1-2025`).
    """
    return Cid(RAW if size * RECORD_BYTES <= CHUNK_BYTES else DAG_PB, digest)


def list_cid_of(data: bytes) -> Cid:
    """The CID of a list from its bytes."""
    with NoStore().batch() as batch, FileBuilder(batch) as builder:
        return builder.build(io.BytesIO(data)).cid


def _check(records: Sequence[Record]) -> None:
    """Refuse a list that is empty or too long, and two records of one content."""
    if not records:
        raise Rejected("batch.empty")
    if len(records) > MAX_RECORDS:
        raise Rejected("batch.too-many", limit=MAX_RECORDS)
    places: dict[Digest, int] = {}
    for index, record in enumerate(records):
        first = places.setdefault(record.root, index)
        if first != index:
            raise Rejected("batch.duplicate", cid=str(record.cid), first=first, second=index)
