"""Classes of tokens, holdings and movements in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_
from sqlmodel import col, select

from ledger.assets.model import AssetClass, Backing, BackingKind, Holding, Movement
from ledger.assets.tables import AssetClassRow, HoldingRow, MovementRow
from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.translate import indexed_head, refs_of
from ledger.index.values import text_to_amount
from ledger.paging import Page
from ledger.participants.store import numbers_of
from ledger.records import Recorded
from ledger.types import Address, ClassId, Digest, TxHash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlmodel import Session

__all__ = ["AssetStore"]

_CLASSES = Keyset({"id": (col(AssetClassRow.id), int)})
_HOLDERS = Keyset(
    {"amount": (col(HoldingRow.amount), str), "account": (col(HoldingRow.account), str)},
    descending=True,
)
_HOLDINGS = Keyset({"class_id": (col(HoldingRow.class_id), int)})
_MOVEMENTS = Keyset(
    {
        "block": (col(MovementRow.block), int),
        "log_index": (col(MovementRow.log_index), int),
        "position": (col(MovementRow.position), int),
    },
    descending=True,
)


@dataclass(frozen=True, slots=True)
class AssetStore:
    """Reads what the projection wrote."""

    engine: Engine

    def asset(self, class_id: int) -> AssetClass:
        """Return a class; NotFound("asset.unknown", asset=)."""
        with reading(self.engine) as session:
            return _to_classes(session, [_known(session, class_id)])[0]

    def assets(self, limit: int, after: str | None) -> Page[AssetClass]:
        """List classes by number."""
        with reading(self.engine) as session:
            rows, total, following = _CLASSES.page(session, select(AssetClassRow), limit, after)
            return Page(_to_classes(session, rows), total, following)

    def balance(self, class_id: int, account: Address) -> int:
        """Return what an account holds of a class, 0 for nothing; NotFound("asset.unknown")."""
        with reading(self.engine) as session:
            _known(session, class_id)
            row = session.get(HoldingRow, (class_id, account))
            return text_to_amount(row.amount) if row else 0

    def holders(self, class_id: int, limit: int, after: str | None) -> Page[Holding]:
        """List the holders of a class, the largest first; NotFound("asset.unknown")."""
        query = select(HoldingRow).where(HoldingRow.class_id == class_id)
        with reading(self.engine) as session:
            _known(session, class_id)
            return _holdings(session, _HOLDERS.page(session, query, limit, after))

    def holdings(self, account: Address, limit: int, after: str | None) -> Page[Holding]:
        """List what an account holds, by class."""
        query = select(HoldingRow).where(HoldingRow.account == account)
        with reading(self.engine) as session:
            return _holdings(session, _HOLDINGS.page(session, query, limit, after))

    def movements(
        self, class_id: int | None, account: Address | None, limit: int, after: str | None
    ) -> Page[Movement]:
        """List movements, newest first: all, of a class, of an account; NotFound for the class."""
        query = select(MovementRow)
        with reading(self.engine) as session:
            if class_id is not None:
                query = query.where(MovementRow.class_id == _known(session, class_id).id)
            if account is not None:
                query = query.where(
                    or_(
                        col(MovementRow.sender) == account,
                        col(MovementRow.recipient) == account,
                    )
                )
            rows, total, following = _MOVEMENTS.page(session, query, limit, after)
            return Page(_to_movements(session, rows), total, following)


def _known(session: Session, class_id: int) -> AssetClassRow:
    row = session.get(AssetClassRow, class_id) if 0 < class_id <= MAX_INTEGER else None
    if row is None:
        raise NotFound("asset.unknown", asset=str(class_id)[:80])
    return row


def _holdings(session: Session, found: tuple[list[Any], int, str | None]) -> Page[Holding]:
    rows, total, following = found
    head = indexed_head(session)
    items = tuple(
        Holding(
            class_id=ClassId(row.class_id),
            account=Address(row.account),
            amount=text_to_amount(row.amount),
            as_of=head,
        )
        for row in rows
        if head is not None
    )
    return Page(items, total, following)


def _to_classes(session: Session, rows: Sequence[AssetClassRow]) -> tuple[AssetClass, ...]:
    blocks = refs_of(session, {n for row in rows for n in (row.block, row.attested_block or 0)})
    issuers = numbers_of(session, (row.issuer_account for row in rows))
    classes = []
    for row in rows:
        if row.issuer_account not in issuers:
            raise NotFound("participant.unknown", participant=row.issuer_account)
        classes.append(
            AssetClass(
                id=ClassId(row.id),
                issuer=issuers[row.issuer_account],
                issuer_account=Address(row.issuer_account),
                backing_kind=BackingKind(row.backing_kind),
                decision=Digest(bytes.fromhex(row.decision)),
                rights=Digest(bytes.fromhex(row.rights)),
                uri=row.uri,
                supply=text_to_amount(row.supply),
                backing=_to_backing(row, blocks),
                registered=Recorded(blocks[row.block], TxHash(row.transaction)),
            )
        )
    return tuple(classes)


def _to_backing(row: AssetClassRow, blocks: dict[int, Any]) -> Backing | None:
    if row.attested is None:
        return None
    return Backing(
        amount=text_to_amount(row.attested),
        valid_until=text_to_amount(row.valid_until or "0"),
        attestor=Address(row.attestor or ""),
        evidence=Digest(bytes.fromhex(row.evidence or "")),
        recorded=Recorded(blocks[row.attested_block or 0], TxHash(row.attested_transaction or "")),
    )


def _to_movements(session: Session, rows: Sequence[MovementRow]) -> tuple[Movement, ...]:
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
