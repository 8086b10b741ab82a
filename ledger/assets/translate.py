"""Rows about digital assets turned into values."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from ledger.assets.model import (
    Access,
    AssetClass,
    Backing,
    BackingKind,
    Document,
    Holding,
    Movement,
    Redemption,
    RedemptionStatus,
    Right,
)
from ledger.assets.tables import DocumentRow, PauseRow, RightRow, SystemRow
from ledger.errors import NotFound
from ledger.index.translate import refs_of
from ledger.index.values import text_to_amount
from ledger.participants.store import numbers_of
from ledger.records import Recorded
from ledger.types import Address, ClassId, Digest, ParticipantId, RedemptionId, TxHash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlmodel import Session

    from ledger.assets.tables import AccessRow, AssetClassRow, MovementRow, RedemptionRow
    from ledger.records import BlockRef

__all__ = ["to_access", "to_classes", "to_holdings", "to_movements", "to_redemptions"]

_ALL = 0


def to_classes(session: Session, rows: Sequence[AssetClassRow]) -> tuple[AssetClass, ...]:
    """Return classes with what they certify and whether they may circulate."""
    blocks = refs_of(session, {n for row in rows for n in (row.block, row.attested_block or 0)})
    issuers = numbers_of(session, (row.issuer_account for row in rows))
    ids = [row.id for row in rows]
    systems, paused = _systems(session, issuers.values()), _paused(session, ids)
    rights, documents = _rights(session, ids), _documents(session, ids)
    classes = []
    for row in rows:
        if row.issuer_account not in issuers:
            raise NotFound("participant.unknown", participant=row.issuer_account)
        issuer = issuers[row.issuer_account]
        classes.append(
            AssetClass(
                id=ClassId(row.id),
                issuer=issuer,
                issuer_account=Address(row.issuer_account),
                backing_kind=BackingKind(row.backing_kind),
                decision=Digest(bytes.fromhex(row.decision)),
                rights=tuple(rights[row.id]),
                documents=tuple(documents[row.id]),
                uri=row.uri,
                supply=text_to_amount(row.supply),
                redeemed=text_to_amount(row.redeemed),
                backing=_to_backing(row, blocks),
                system=systems.get(issuer),
                exempt=row.exempt,
                paused=bool({_ALL, row.id} & paused),
                registered=Recorded(blocks[row.block], TxHash(row.transaction)),
            )
        )
    return tuple(classes)


def to_holdings(rows: Iterable[Any], at: BlockRef | None) -> tuple[Holding, ...]:
    """Return holdings at a block; a row names class, account, amount, and what is frozen of it."""
    return tuple(
        Holding(
            class_id=ClassId(row.class_id),
            account=Address(row.account),
            amount=text_to_amount(row.amount),
            frozen=text_to_amount(row.frozen or "0"),
            as_of=at,
        )
        for row in rows
        if at is not None
    )


def to_movements(session: Session, rows: Sequence[MovementRow]) -> tuple[Movement, ...]:
    """Return entries in the book."""
    blocks = refs_of(session, (row.block for row in rows))
    return tuple(
        Movement(
            class_id=ClassId(row.class_id),
            sender=Address(row.sender),
            recipient=Address(row.recipient),
            amount=text_to_amount(row.amount),
            operator=Address(row.operator),
            block=blocks[row.block],
            transaction=TxHash(row.transaction),
            log_index=row.log_index,
            position=row.position,
        )
        for row in rows
    )


def to_access(session: Session, rows: Sequence[AccessRow]) -> tuple[Access, ...]:
    """Return who has access."""
    blocks = refs_of(session, (row.block for row in rows))
    return tuple(
        Access(
            class_id=ClassId(row.class_id),
            participant=ParticipantId(row.participant),
            granted=Recorded(blocks[row.block], TxHash(row.transaction)),
        )
        for row in rows
    )


def to_redemptions(session: Session, rows: Sequence[RedemptionRow]) -> tuple[Redemption, ...]:
    """Return requests with what became of them."""
    blocks = refs_of(session, {n for row in rows for n in (row.block, row.decided_block or 0)})
    return tuple(
        Redemption(
            number=RedemptionId(row.number),
            class_id=ClassId(row.class_id),
            holder=ParticipantId(row.holder),
            account=Address(row.account),
            amount=text_to_amount(row.amount),
            demand=Digest(bytes.fromhex(row.demand)),
            status=RedemptionStatus(row.status),
            outcome=None if row.outcome is None else Digest(bytes.fromhex(row.outcome)),
            requested=Recorded(blocks[row.block], TxHash(row.transaction)),
            decided=_to_decided(row, blocks),
        )
        for row in rows
    )


def _to_decided(row: RedemptionRow, blocks: Mapping[int, BlockRef]) -> Recorded | None:
    if row.decided_block is None or row.decided_transaction is None:
        return None
    return Recorded(blocks[row.decided_block], TxHash(row.decided_transaction))


def _to_backing(row: AssetClassRow, blocks: Mapping[int, BlockRef]) -> Backing | None:
    if row.attested is None:
        return None
    return Backing(
        amount=text_to_amount(row.attested),
        valid_until=text_to_amount(row.valid_until or "0"),
        attestor=Address(row.attestor or ""),
        evidence=Digest(bytes.fromhex(row.evidence or "")),
        recorded=Recorded(blocks[row.attested_block or 0], TxHash(row.attested_transaction or "")),
    )


def _systems(session: Session, issuers: Iterable[int]) -> Mapping[int, Digest]:
    """The attested systems of issuers, by the issuer's number."""
    query = select(SystemRow).where(col(SystemRow.issuer).in_(issuers))
    return {row.issuer: Digest(bytes.fromhex(row.system)) for row in session.exec(query)}


def _paused(session: Session, ids: Sequence[int]) -> set[int]:
    """Which of these classes are paused, and 0 while all are."""
    query = select(PauseRow.class_id).where(col(PauseRow.class_id).in_([_ALL, *ids]))
    return set(session.exec(query))


def _rights(session: Session, ids: Sequence[int]) -> Mapping[int, list[Right]]:
    rights: dict[int, list[Right]] = defaultdict(list)
    query = (
        select(RightRow)
        .where(col(RightRow.class_id).in_(ids))
        .order_by(col(RightRow.class_id), col(RightRow.position))
    )
    for row in session.exec(query):
        rights[row.class_id].append(Right(row.code, Digest(bytes.fromhex(row.text))))
    return rights


def _documents(session: Session, ids: Sequence[int]) -> Mapping[int, list[Document]]:
    """Every version of every document, by name, the last version first."""
    documents: dict[int, list[Document]] = defaultdict(list)
    query = (
        select(DocumentRow)
        .where(col(DocumentRow.class_id).in_(ids))
        .order_by(col(DocumentRow.name), col(DocumentRow.version).desc())
    )
    rows = list(session.exec(query))
    blocks = refs_of(session, (row.block for row in rows))
    for row in rows:
        recorded = Recorded(blocks[row.block], TxHash(row.transaction))
        digest = Digest(bytes.fromhex(row.digest))
        documents[row.class_id].append(Document(row.name, row.version, digest, recorded))
    return documents
