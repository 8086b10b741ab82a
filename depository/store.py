"""The SQL of the depository's register: what the index knows of deposits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, null
from sqlmodel import Session, col, select

from depository.cid import Cid
from depository.metadata import Access, Origin, PackageKind
from depository.model import Deposit, Match, Offer, Status
from depository.package import PackedFile
from depository.rows import (
    STANDING,
    annulment_of,
    best_first,
    decision_of,
    description_of,
    is_file,
    is_package,
    of_whom,
    place_of,
    present_accounts,
)
from depository.tables import BlockOfDepositRow, DepositRow, FileRow
from depository.titles import by_words
from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.paging import Page
from ledger.records import Recorded
from ledger.types import Address, DepositId, Digest, ParticipantId, TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from depository.subject import Subject
    from ledger.records import BlockRef

__all__ = ["DepositStore"]

_NEWEST_FIRST = Keyset({"number": (col(DepositRow.number), int)}, descending=True)
_BY_PATH = Keyset({"path": (col(FileRow.path), str)})
_MAX_MATCHES = 200
_BEST_FIRST = best_first(col(DepositRow.status))


@dataclass(frozen=True)
class DepositStore:
    """Deposits at the indexed head."""

    engine: Engine

    def deposit(self, number: DepositId) -> Deposit:
        """One deposit; NotFound("deposit.unknown", number)."""
        with reading(self.engine) as session:
            return _to_deposits(session, [_row(session, number)])[0]

    def deposits(
        self,
        limit: int,
        after: str | None,
        possessor: ParticipantId | None,
        status: Status | None,
        origin: Origin | None = None,
    ) -> Page[Deposit]:
        """A page of deposits, the newest first."""
        query = select(DepositRow)
        if origin is not None:
            query = query.where(DepositRow.origin == origin.value)
        query = query.where(*of_whom(DepositRow, possessor, status))
        with reading(self.engine) as session:
            rows, total, following = _NEWEST_FIRST.page(session, query, limit, after)
            return Page(_to_deposits(session, rows), total, following)

    def titled(self, query: str, limit: int) -> tuple[Deposit, ...]:
        """Deposits in whose titles each word of a query begins a word, the newest first."""
        with reading(self.engine) as session:
            return _to_deposits(session, by_words(session, query, limit))

    def files(self, number: DepositId, limit: int, after: str | None) -> Page[PackedFile]:
        """A page of a deposit's files, by path."""
        query = select(FileRow).where(FileRow.deposit == number)
        with reading(self.engine) as session:
            rows, total, following = _BY_PATH.page(session, query, limit, after)
            return Page(tuple(_to_file(row) for row in rows), total, following)

    def holder(self, cid: Cid, asking: ParticipantId | None = None) -> Deposit | None:
        """A deposit whose package has this block: one that stands and that `asking` may read, if
        there is one.
        """
        held = select(BlockOfDepositRow.deposit).where(BlockOfDepositRow.digest == cid.digest)
        best_first = (
            and_(col(DepositRow.limited), col(DepositRow.possessor) != (asking or 0)),
            col(DepositRow.status).not_in(STANDING),
            col(DepositRow.number),
        )
        query = select(DepositRow).where(col(DepositRow.number).in_(held)).order_by(*best_first)
        with reading(self.engine) as session:
            found = session.exec(query.limit(1)).all()
            return next(iter(_to_deposits(session, found)), None)

    def claims(self, root: Digest) -> tuple[DepositId, ...]:
        """The deposits of a content that stand, the oldest first."""
        with reading(self.engine) as session:
            return tuple(DepositId(each) for each in _claims(session, {root})[root])

    def matches(self, subject: Subject) -> tuple[Match, ...]:
        """Where the bytes are that a subject names, by path: accepted deposits first, then those
        under review, then those that stand no more; of each the oldest first.

        At most 200 packages and 200 files are named.
        """
        number, path = col(DepositRow.number), col(FileRow.path)
        packages = select(DepositRow, null()).where(is_package(DepositRow, subject))
        files = select(DepositRow, path).join(FileRow, number == col(FileRow.deposit))
        queries: list[Any] = [
            packages.order_by(_BEST_FIRST, number),
            files.where(is_file(FileRow, subject)).order_by(_BEST_FIRST, number, path),
        ]
        with reading(self.engine) as session:
            found = [pair for each in queries for pair in session.exec(each.limit(_MAX_MATCHES))]
            rows = {row.number: row for row, _ in found}
            deposits = dict(zip(rows, _to_deposits(session, [*rows.values()]), strict=True))
            matches = [_to_match(deposits[row.number], path) for row, path in found]
        return tuple(dict.fromkeys(matches))


def _row(session: Session, number: int) -> DepositRow:
    row = session.get(DepositRow, number) if number <= MAX_INTEGER else None
    if row is None:
        raise NotFound("deposit.unknown", number=number)
    return row


def _to_match(deposit: Deposit, path: str | None) -> Match:
    shown = path if deposit.access is Access.PUBLIC else None
    return Match(deposit, is_package=path is None, path=shown)


def _to_file(row: FileRow) -> PackedFile:
    cid = Cid(row.codec, Digest(row.digest))
    return PackedFile(
        row.path, row.size, Digest(row.sha256), cid, blob=row.blob, executable=row.executable
    )


def _to_deposits(session: Session, rows: Sequence[DepositRow]) -> tuple[Deposit, ...]:
    if not rows:
        return ()
    accounts = present_accounts(session, {row.possessor for row in rows})
    claims = _claims(session, {row.root for row in rows})
    heights = (
        (row.block, row.decided_block, row.annulled_block, row.offered_block) for row in rows
    )
    blocks = refs_of(session, {each for some in heights for each in some if each is not None})
    return tuple(_to_deposit(row, accounts[row.possessor], claims, blocks) for row in rows)


def _claims(session: Session, roots: set[bytes]) -> dict[bytes, list[int]]:
    """The deposits of each content that stand.

    Status is looked at here: a database that has no statistics might take the index over it, which
    leads to every deposit that stands.
    """
    query = (
        select(DepositRow.root, DepositRow.number, DepositRow.status)
        .where(col(DepositRow.root).in_(roots))
        .order_by(col(DepositRow.number))
    )
    found: dict[bytes, list[int]] = {root: [] for root in roots}
    for root, number, status in session.exec(query):
        if status in STANDING:
            found[root].append(number)
    return found


def _to_deposit(
    row: DepositRow,
    account: Address,
    claims: Mapping[bytes, Sequence[int]],
    blocks: Mapping[int, BlockRef],
) -> Deposit:
    return Deposit(
        number=DepositId(row.number),
        root=Digest(row.root),
        size=int(row.size),
        kind=PackageKind(row.kind),
        access=Access.LIMITED if row.limited else Access.PUBLIC,
        origin=Origin(row.origin),
        conclusion=None if row.conclusion is None else Digest(row.conclusion),
        status=Status(row.status),
        level=row.level,
        possessor=ParticipantId(row.possessor),
        account=account,
        recorded=Recorded(blocks[row.block], TxHash(row.transaction)),
        decision=decision_of(row, blocks),
        annulment=annulment_of(row, blocks),
        offer=_to_offer(row, blocks),
        rivals=tuple(DepositId(each) for each in claims[row.root] if each != row.number),
        previous=_number(row.previous),
        successor=_number(row.successor),
        described=description_of(row),
    )


def _to_offer(row: DepositRow, blocks: Mapping[int, BlockRef]) -> Offer | None:
    recorded = place_of(blocks, row.offered_block, row.offered_transaction)
    if row.offered_to is None or row.offered_agreement is None or recorded is None:
        return None
    return Offer(ParticipantId(row.offered_to), Digest(row.offered_agreement), recorded)


def _number(value: int | None) -> DepositId | None:
    return None if value is None else DepositId(value)
