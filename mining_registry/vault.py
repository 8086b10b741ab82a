"""Forms of notifications with their salts: what exists nowhere but in the vault."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.localized import Localized
from ledger.types import Address, Digest, NotificationId, Timestamp
from mining_registry.tables import FormRegionRow, FormRow, ReturnReasonRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from mining_registry.public import PublicPart

__all__ = ["FormVault", "KeptForm", "KeptReason", "Published"]


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
class Published:
    """What the vault gives to the public part of a notification, and who drafted the form."""

    sender: Address
    name: Localized | None
    bin: str | None
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptReason:
    """Why a notification was returned, with the salt of the digest that stands on the chain."""

    digest: Digest
    salt: bytes
    notification: NotificationId
    reason: str


@dataclass(frozen=True)
class FormVault:
    """Forms and reasons of returns with their salts, under the digests that stand on the chain."""

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

    def document(self, digest: Digest, account: Address) -> tuple[dict[str, Any], bytes]:
        """The plain document and the salt behind a digest that an account recorded.

        A digest stands open on the chain, and anyone may record it again: the form behind it is
        only that of the account for which it was drafted. Raises NotFound("form.not-held").
        """
        with reading(self.engine) as session:
            row = session.get(FormRow, digest.hex())
            if row is None or row.sender != account:
                raise NotFound("form.not-held", digest="0x" + digest.hex())
            return json.loads(row.document), row.salt

    def keep_reason(self, kept: KeptReason) -> None:
        """Keep the reason of a return, synced to disk when this returns."""
        with writing(self.engine) as session:
            session.add(
                ReturnReasonRow(
                    digest=kept.digest.hex(),
                    salt=kept.salt,
                    notification=kept.notification,
                    reason=kept.reason,
                )
            )

    def reason(self, digest: Digest) -> KeptReason:
        """The reason behind a digest; NotFound("return.reason-not-held", digest)."""
        with reading(self.engine) as session:
            row = session.get(ReturnReasonRow, digest.hex())
            if row is None:
                raise NotFound("return.reason-not-held", digest="0x" + digest.hex())
            return KeptReason(digest, row.salt, NotificationId(row.notification), row.reason)

    def in_region(self, region: str) -> frozenset[tuple[str, str]]:
        """The forms that name a site in a region: digest (hex), and who drafted it."""
        with reading(self.engine) as session:
            asked = (
                select(FormRow.digest, FormRow.sender)
                .join(FormRegionRow, col(FormRegionRow.digest) == col(FormRow.digest))
                .where(FormRegionRow.region == region)
            )
            return frozenset((digest, sender) for digest, sender in session.exec(asked))

    def regions(self, digests: Sequence[str]) -> dict[tuple[str, str], tuple[str, ...]]:
        """Regions in which forms name sites: by digest (hex) and who drafted the form."""
        asked = (
            select(FormRow.digest, FormRow.sender, FormRegionRow.region)
            .join(FormRegionRow, col(FormRegionRow.digest) == col(FormRow.digest))
            .where(col(FormRow.digest).in_(digests))
            .order_by(FormRegionRow.region)
        )
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        with reading(self.engine) as session:
            for digest, sender, region in session.exec(asked):
                found[digest, sender] = (*found.get((digest, sender), ()), region)
        return found

    def names(self, digests: Sequence[str]) -> dict[tuple[str, str], tuple[str, ...]]:
        """Public names and BIN by digest (hex) and who drafted the form, of those that have any."""
        columns = (FormRow.name_kk, FormRow.name_ru, FormRow.name_en, FormRow.bin)
        asked = select(FormRow.digest, FormRow.sender, *columns)  # type: ignore[call-overload] # six
        with reading(self.engine) as session:
            rows = session.exec(asked.where(col(FormRow.digest).in_(digests))).all()
        return {(row[0], row[1]): tuple(filter(None, row[2:])) for row in rows}

    def published(self, digests: Sequence[str]) -> dict[str, Published]:
        """Public parts by digest (hex), of those forms that are held."""
        with reading(self.engine) as session:
            rows = session.exec(select(FormRow).where(col(FormRow.digest).in_(digests))).all()
            places = session.exec(
                select(FormRegionRow)
                .where(col(FormRegionRow.digest).in_(digests))
                .order_by(FormRegionRow.region)
            ).all()
            return {
                row.digest: Published(
                    sender=Address(row.sender),
                    name=_name(row),
                    bin=row.bin,
                    regions=tuple(at.region for at in places if at.digest == row.digest),
                )
                for row in rows
            }


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
