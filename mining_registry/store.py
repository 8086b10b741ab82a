"""The only SQL over the recorded notifications."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import Session, and_, col, select

from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset, count
from ledger.index.translate import refs_of
from ledger.paging import Page, check_limit
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
from mining_registry.tables import NotificationRow, VersionRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlalchemy import Engine

    from ledger.records import BlockRef
    from mining_registry.vault import FormVault, Published

__all__ = ["Asked", "NotificationStore"]


_AT_ONCE = 500
_MOST_NAMED = 20_000
_NEWEST_FIRST = Keyset({"number": (col(NotificationRow.number), int)}, descending=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which notifications are asked for: of a region, in a status, of a miner; None for all."""

    region: str | None = None
    status: Status | None = None
    miner: ParticipantId | None = None


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

    def notifications(self, limit: int, after: str | None, asked: Asked) -> Page[Notification]:
        """A page, the newest first."""
        query = select(NotificationRow)
        region, status = asked.region, asked.status
        if asked.miner is not None:
            query = query.where(NotificationRow.miner == min(asked.miner, MAX_INTEGER))
        if region is not None:
            query = query.where(col(NotificationRow.number).in_(self._in_region(region)))
        if status is not None:
            query = query.where(NotificationRow.status == status.value)
        with reading(self.engine) as session:
            rows, total, following = _NEWEST_FIRST.page(session, query, limit, after)
            return Page(self._notifications(session, rows), total, following)

    def waiting(self, statuses: Collection[Status], limit: int) -> Page[Notification]:
        """The first page of those in one of the statuses; the version in force tells since when.

        The longest waiting come first: by the block of that version, or of its return.
        """
        check_limit(limit)
        current = and_(
            col(VersionRow.notification) == NotificationRow.number,
            col(VersionRow.version) == NotificationRow.version,
        )
        wanted = col(NotificationRow.status).in_([each.value for each in statuses])
        query = select(NotificationRow).where(wanted)
        since = func.coalesce(col(VersionRow.returned_block), col(VersionRow.block))
        ordered = query.join(VersionRow, current).order_by(since, col(NotificationRow.number))
        with reading(self.engine) as session:
            total = count(session, query)
            rows = session.exec(ordered.limit(limit)).all()
            return Page(self._notifications(session, rows), total, None)

    def named(self, says: Callable[[str], bool], limit: int) -> tuple[Notification, ...]:
        """The newest notifications of whose public names, or BIN, one is as `says` tells.

        Names stand in the vault: of at most `_MOST_NAMED` notifications they are looked at.
        """
        asked = select(NotificationRow.number, NotificationRow.form, NotificationRow.account)
        newest = col(NotificationRow.number).desc()
        with reading(self.engine) as session:
            rows = iter(session.exec(asked.order_by(newest).limit(_MOST_NAMED)).all())
        found: list[int] = []
        while len(found) < limit and (some := list(islice(rows, _AT_ONCE))):
            names = self.vault.names([form for _, form, _ in some])
            found += [n for n, *form in some if any(map(says, names.get((form[0], form[1]), ())))]
        wanted = col(NotificationRow.number).in_(found[:limit])
        with reading(self.engine) as session:
            chosen = session.exec(select(NotificationRow).where(wanted).order_by(newest)).all()
            return self._notifications(session, chosen)

    def standing(self) -> dict[str | None, Counter[Status]]:
        """How many notifications stand in each status, by region; None where no form is held.

        A notification counts in each region of its form in force.
        """
        query = select(NotificationRow.form, NotificationRow.account, NotificationRow.status)
        found: dict[str | None, Counter[Status]] = defaultdict(Counter)
        with reading(self.engine) as session:
            rows = iter(session.exec(query.order_by(col(NotificationRow.number))).all())
        while some := list(islice(rows, _AT_ONCE)):
            regions = self.vault.regions([form for form, _, _ in some])
            for form, account, status in some:
                for region in regions.get((form, account), (None,)):
                    found[region][Status(status)] += 1
        return found

    def _in_region(self, region: str) -> list[int]:
        """Numbers of the notifications whose form in force names a site in a region.

        Regions stand in the vault and notifications in the index: the two meet here, so that the
        vault's drafts that were never signed weigh nothing in the query.
        """
        forms = self.vault.in_region(region)
        with reading(self.engine) as session:
            recorded = session.exec(
                select(NotificationRow.number, NotificationRow.form, NotificationRow.account)
            )
            return [number for number, *form in recorded if tuple(form) in forms]

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

    published: Mapping[str, Published]
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
    found |= {version.returned_block for version in versions}
    return {number for number in found if number is not None}


def _to_notification(
    row: NotificationRow, versions: Sequence[VersionRow], facts: _Facts
) -> Notification:
    published = facts.published.get(row.form)
    if published is not None and published.sender != row.account:
        published = None  # another's form under a digest that was copied from the chain
    return Notification(
        number=NotificationId(row.number),
        miner=ParticipantId(row.miner),
        account=facts.accounts[row.miner],
        name=None if published is None else published.name,
        bin=None if published is None else published.bin,
        regions=() if published is None else published.regions,
        status=Status(row.status),
        versions=tuple(_to_version(version, facts) for version in versions),
        ended_at=None if row.ended_at is None else Timestamp(int(row.ended_at)),
        ceased=facts.recorded_if(row.ceased_block, row.ceased_transaction),
        ceased_late=row.ceased_late,
    )


def _to_version(row: VersionRow, facts: _Facts) -> Version:
    return Version(
        number=row.version,
        digest=Digest(bytes.fromhex(row.form)),
        account=Address(row.account),
        starts_at=Timestamp(int(row.starts_at)),
        recorded=facts.recorded(row.block, row.transaction),
        acknowledged=facts.recorded_if(row.acknowledged_block, row.acknowledged_transaction),
        returned=facts.recorded_if(row.returned_block, row.returned_transaction),
        reason=None if row.reason is None else Digest(bytes.fromhex(row.reason)),
        basis=None if row.basis is None else Digest(bytes.fromhex(row.basis)),
    )
