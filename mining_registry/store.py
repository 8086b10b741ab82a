"""The only SQL of the mining registry."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.participants.store import account_of
from sqlmodel import Session, col, func, select

from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.localized import Localized
from ledger.paging import Page, check_limit, decode_cursor, encode_cursor
from ledger.records import BlockRef, Recorded
from ledger.types import (
    BlockHash,
    BlockNumber,
    Digest,
    NotificationId,
    ParticipantId,
    Timestamp,
    TxHash,
)
from mining_registry.model import Notification, Status, Version
from mining_registry.tables import FormRegionRow, FormRow, NotificationRow, VersionRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlalchemy.sql import ColumnElement

    from ledger.types import Address
    from mining_registry.public import PublicPart

__all__ = ["FormVault", "KeptForm", "NotificationStore"]


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as the vault keeps it: the plain document, its salt, and who drafted it when."""

    digest: Digest
    salt: bytes
    document: dict[str, Any]
    public: PublicPart
    sender: Address
    amends: NotificationId | None
    drafted_at: Timestamp


@dataclass(frozen=True, slots=True)
class _Published:
    """What the vault gives to the public part of a notification."""

    name: Localized | None
    bin: str | None
    regions: tuple[str, ...]


_NOTHING = _Published(name=None, bin=None, regions=())


@dataclass(frozen=True)
class FormVault:
    """Forms with their salts, under the digests that stand on the chain."""

    engine: Engine

    def keep(self, form: KeptForm) -> None:
        """Keep a form, synced to disk when this returns."""
        with writing(self.engine) as session:
            session.add(_to_row(form))
            session.flush()
            session.add_all(
                FormRegionRow(digest=form.digest.hex(), region=region)
                for region in form.public.regions
            )

    def document(self, digest: Digest) -> tuple[dict[str, Any], bytes]:
        """The plain document and the salt behind a digest; NotFound("form.not-held")."""
        with reading(self.engine) as session:
            row = session.get(FormRow, digest.hex())
            if row is None:
                raise NotFound("form.not-held", digest="0x" + digest.hex())
            return json.loads(row.document), row.salt

    def in_region(self, region: str) -> tuple[str, ...]:
        """Digests (hex) of the forms that name a site in a region."""
        with reading(self.engine) as session:
            asked = select(FormRegionRow.digest).where(FormRegionRow.region == region)
            return tuple(session.exec(asked).all())

    def published(self, digests: Sequence[str]) -> dict[str, _Published]:
        """Public parts by digest (hex), of those forms that are held."""
        with reading(self.engine) as session:
            rows = session.exec(select(FormRow).where(col(FormRow.digest).in_(digests))).all()
            places = session.exec(
                select(FormRegionRow)
                .where(col(FormRegionRow.digest).in_(digests))
                .order_by(FormRegionRow.region)
            ).all()
            return {
                row.digest: _Published(
                    name=_name(row),
                    bin=row.bin,
                    regions=tuple(at.region for at in places if at.digest == row.digest),
                )
                for row in rows
            }


@dataclass(frozen=True)
class NotificationStore:
    """Notifications at the indexed head, with the public parts that the vault holds."""

    engine: Engine
    vault: FormVault

    def notification(self, number: NotificationId) -> Notification:
        """One notification; NotFound("notification.unknown", number)."""
        with reading(self.engine) as session:
            row = session.get(NotificationRow, number)
            if row is None:
                raise NotFound("notification.unknown", number=number)
            return self._notifications(session, [row])[0]

    def notifications(
        self, limit: int, after: str | None, region: str | None, status: Status | None
    ) -> Page[Notification]:
        """A page, the newest first."""
        check_limit(limit)
        wanted: list[ColumnElement[bool]] = []
        if region is not None:
            wanted.append(col(NotificationRow.form).in_(self.vault.in_region(region)))
        if status is not None:
            wanted.append(col(NotificationRow.status) == status.value)
        with reading(self.engine) as session:
            counted = select(func.count()).select_from(NotificationRow).where(*wanted)
            total = session.exec(counted).one()
            if after is not None:
                (last,) = decode_cursor(after, int)
                wanted.append(col(NotificationRow.number) < last)
            rows = session.exec(
                select(NotificationRow)
                .where(*wanted)
                .order_by(col(NotificationRow.number).desc())
                .limit(limit + 1)
            ).all()
            found = self._notifications(session, rows[:limit])
        following = encode_cursor(found[-1].number) if len(rows) > limit else None
        return Page(items=found, total=total, next=following)

    def _notifications(
        self, session: Session, rows: Sequence[NotificationRow]
    ) -> tuple[Notification, ...]:
        published = self.vault.published([row.form for row in rows])
        return tuple(
            _to_notification(session, row, published.get(row.form, _NOTHING)) for row in rows
        )


def _to_notification(session: Session, row: NotificationRow, published: _Published) -> Notification:
    versions = session.exec(
        select(VersionRow)
        .where(VersionRow.notification == row.number)
        .order_by(col(VersionRow.version))
    ).all()
    miner = ParticipantId(row.miner)
    return Notification(
        number=NotificationId(row.number),
        miner=miner,
        account=account_of(session, miner),
        name=published.name,
        bin=published.bin,
        regions=published.regions,
        status=Status(row.status),
        versions=tuple(_to_version(version) for version in versions),
        ended_at=None if row.ended_at is None else Timestamp(int(row.ended_at)),
        ceased=_recorded(
            row.ceased_block, row.ceased_hash, row.ceased_time, row.ceased_transaction
        ),
    )


def _to_version(row: VersionRow) -> Version:
    recorded = _recorded(row.block, row.block_hash, row.block_time, row.transaction)
    assert recorded is not None  # noqa: S101 - these columns are not nullable
    return Version(
        number=row.version,
        digest=Digest(bytes.fromhex(row.form)),
        starts_at=Timestamp(int(row.starts_at)),
        recorded=recorded,
        acknowledged=_recorded(
            row.acknowledged_block,
            row.acknowledged_hash,
            row.acknowledged_time,
            row.acknowledged_transaction,
        ),
    )


def _recorded(
    block: int | None, block_hash: str | None, time: int | None, transaction: str | None
) -> Recorded | None:
    if block is None or block_hash is None or time is None or transaction is None:
        return None
    reference = BlockRef(BlockNumber(block), BlockHash(block_hash), Timestamp(time))
    return Recorded(block=reference, transaction=TxHash(transaction))


def _to_row(form: KeptForm) -> FormRow:
    name = form.public.name
    return FormRow(
        digest=form.digest.hex(),
        salt=form.salt,
        document=json.dumps(form.document, ensure_ascii=False, sort_keys=True),
        name_kk=None if name is None else name.kk,
        name_ru=None if name is None else name.ru,
        name_en=None if name is None else name.en,
        bin=form.public.bin,
        sender=form.sender,
        amends=form.amends,
        drafted_at=form.drafted_at,
    )


def _name(row: FormRow) -> Localized | None:
    if row.name_kk is None or row.name_ru is None or row.name_en is None:
        return None
    return Localized(kk=row.name_kk, ru=row.name_ru, en=row.name_en)
