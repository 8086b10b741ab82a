"""The only SQL of the mining registry."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from ledger.database import MAX_INTEGER, reading, writing
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.localized import Localized
from ledger.paging import Page
from ledger.participants.tables import ParticipantRow
from ledger.records import Recorded
from ledger.types import (
    Address,
    Digest,
    NotificationId,
    ParticipantId,
    Timestamp,
    TxHash,
)
from mining_registry.model import Notification, Status, Version
from mining_registry.tables import FormRegionRow, FormRow, NotificationRow, VersionRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from ledger.records import BlockRef
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


_NEWEST_FIRST = Keyset({"number": (col(NotificationRow.number), int)}, descending=True)


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

    def in_region(self, region: str) -> frozenset[str]:
        """Digests (hex) of the forms that name a site in a region."""
        with reading(self.engine) as session:
            asked = select(FormRegionRow.digest).where(FormRegionRow.region == region)
            return frozenset(session.exec(asked))

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
            row = session.get(NotificationRow, number) if number <= MAX_INTEGER else None
            if row is None:
                raise NotFound("notification.unknown", number=number)
            return self._notifications(session, [row])[0]

    def notifications(
        self, limit: int, after: str | None, region: str | None, status: Status | None
    ) -> Page[Notification]:
        """A page, the newest first."""
        query = select(NotificationRow)
        if region is not None:
            query = query.where(col(NotificationRow.number).in_(self._in_region(region)))
        if status is not None:
            query = query.where(NotificationRow.status == status.value)
        with reading(self.engine) as session:
            rows, total, following = _NEWEST_FIRST.page(session, query, limit, after)
            return Page(self._notifications(session, rows), total, following)

    def _in_region(self, region: str) -> list[int]:
        """Numbers of the notifications whose form in force names a site in a region.

        Regions stand in the vault and notifications in the index: the two meet here, so that the
        vault's drafts that were never signed weigh nothing in the query.
        """
        forms = self.vault.in_region(region)
        with reading(self.engine) as session:
            recorded = session.exec(select(NotificationRow.number, NotificationRow.form))
            return [number for number, form in recorded if form in forms]

    def _notifications(
        self, session: Session, rows: Sequence[NotificationRow]
    ) -> tuple[Notification, ...]:
        wanted = col(VersionRow.notification).in_([row.number for row in rows])
        versions = session.exec(
            select(VersionRow).where(wanted).order_by(col(VersionRow.version))
        ).all()
        facts = _Facts(
            published=self.vault.published([row.form for row in rows]),
            accounts=_present_accounts(session, {row.miner for row in rows}),
            blocks=refs_of(session, _blocks(rows, versions)),
        )
        return tuple(
            _to_notification(
                row, [each for each in versions if each.notification == row.number], facts
            )
            for row in rows
        )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What stands beside the rows: public parts by digest, keys by miner, blocks by number."""

    published: Mapping[str, _Published]
    accounts: Mapping[int, Address]
    blocks: Mapping[int, BlockRef]

    def recorded(self, block: int, transaction: str) -> Recorded:
        return Recorded(block=self.blocks[block], transaction=TxHash(transaction))

    def recorded_if(self, block: int | None, transaction: str | None) -> Recorded | None:
        if block is None or transaction is None:
            return None
        return self.recorded(block, transaction)


def _present_accounts(session: Session, numbers: set[int]) -> dict[int, Address]:
    """The present keys of participants by number."""
    rows = session.exec(select(ParticipantRow).where(col(ParticipantRow.number).in_(numbers)))
    return {row.number: Address(row.account) for row in rows}


def _blocks(rows: Sequence[NotificationRow], versions: Sequence[VersionRow]) -> set[int]:
    found = {row.ceased_block for row in rows}
    found |= {version.block for version in versions}
    found |= {version.acknowledged_block for version in versions}
    return {number for number in found if number is not None}


def _to_notification(
    row: NotificationRow, versions: Sequence[VersionRow], facts: _Facts
) -> Notification:
    published = facts.published.get(row.form, _NOTHING)
    return Notification(
        number=NotificationId(row.number),
        miner=ParticipantId(row.miner),
        account=facts.accounts[row.miner],
        name=published.name,
        bin=published.bin,
        regions=published.regions,
        status=Status(row.status),
        versions=tuple(_to_version(version, facts) for version in versions),
        ended_at=None if row.ended_at is None else Timestamp(int(row.ended_at)),
        ceased=facts.recorded_if(row.ceased_block, row.ceased_transaction),
    )


def _to_version(row: VersionRow, facts: _Facts) -> Version:
    return Version(
        number=row.version,
        digest=Digest(bytes.fromhex(row.form)),
        starts_at=Timestamp(int(row.starts_at)),
        recorded=facts.recorded(row.block, row.transaction),
        acknowledged=facts.recorded_if(row.acknowledged_block, row.acknowledged_transaction),
    )


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
