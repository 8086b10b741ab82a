"""Rows of uploads, and their SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, delete, func, select, update
from sqlmodel import Field, col

from api.uploads.model import Kept, UploadBounds
from ledger.addresses import checksummed
from ledger.database import VaultRow, reading, writing
from ledger.errors import NotFound, Rejected, Unavailable
from ledger.types import Digest

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Engine
    from sqlmodel import Session

__all__ = ["UploadRow", "UploadStore"]


class UploadRow(VaultRow, table=True):
    """An upload; times are seconds since 1970."""

    __tablename__ = "uploads"

    id: str = Field(primary_key=True)
    sender: str = Field(index=True)
    length: int = Field(sa_type=BigInteger)
    offset: int = Field(sa_type=BigInteger)
    upload_metadata: str
    sha256: bytes | None
    expires_at: int = Field(sa_type=BigInteger)
    remote: str | None = Field(default=None, index=True)


@dataclass(frozen=True)
class UploadStore:
    """Uploads in the vault, shared by every process of the API."""

    vault: Engine

    def add(self, kept: Kept, bounds: UploadBounds, now: int) -> Kept:
        """Enter an upload if the bounds leave room for it; as it is, if it was entered before.

        Whoever asks is bounded by their network: a depositor's places from elsewhere stay theirs.
        `retry_after` is in how many seconds the first of the counted ones is over.
        Raises Rejected("upload.too-many" | "upload.too-many-here", limit, retry_after),
        Unavailable("upload.store-full").
        """
        here = col(UploadRow.remote) == kept.remote
        with writing(self.vault) as session:
            found = session.get(UploadRow, kept.id)
            if found is not None:
                return _to_kept(found)
            count, total, _ = _counted(session)
            nearby, taken, first = _counted(session, here)
            most = bounds.most_of_address
            if nearby >= most or (nearby and taken + kept.length > bounds.bytes_of_address):
                wait = max(1, first - now)
                raise Rejected("upload.too-many-here", limit=most, retry_after=wait)
            of_sender, _, first = _counted(session, here, col(UploadRow.sender) == kept.sender)
            if of_sender >= bounds.most_of_sender:
                wait = max(1, first - now)
                raise Rejected("upload.too-many", limit=bounds.most_of_sender, retry_after=wait)
            if count >= bounds.most or total + kept.length > bounds.total_bytes:
                raise Unavailable("upload.store-full")
            session.add(_to_row(kept))
        return kept

    def find(self, upload_id: str) -> Kept:
        """An upload; NotFound("upload.unknown")."""
        with reading(self.vault) as session:
            row = session.get(UploadRow, upload_id)
            if row is None:
                raise NotFound("upload.unknown")
            return _to_kept(row)

    def advance(self, upload_id: str, offset: int) -> None:
        """Record how many bytes are on the disk; NotFound("upload.unknown")."""
        chosen = col(UploadRow.id) == upload_id
        with writing(self.vault) as session:
            done = session.execute(update(UploadRow).where(chosen).values(offset=offset))
            if not done.rowcount:  # type: ignore[attr-defined] # SQLAlchemy types it as any Result
                raise NotFound("upload.unknown")

    def remove(self, upload_id: str) -> None:
        """Forget an upload."""
        with writing(self.vault) as session:
            session.execute(delete(UploadRow).where(col(UploadRow.id) == upload_id))

    def expired(self, now: int) -> tuple[str, ...]:
        """Ids of the uploads whose time is over."""
        chosen = select(col(UploadRow.id)).where(col(UploadRow.expires_at) <= now)
        with reading(self.vault) as session:
            return tuple(session.execute(chosen).scalars())

    def known(self, upload_ids: set[str]) -> set[str]:
        """Those of the ids that are entered."""
        with reading(self.vault) as session:
            return {each for each in upload_ids if session.get(UploadRow, each) is not None}


def _counted(session: Session, *chosen: ColumnElement[bool]) -> tuple[int, int, int]:
    """How many uploads are chosen, what they will have of bytes, when the first of them expires."""
    sums = (
        func.coalesce(func.sum(UploadRow.length), 0),
        func.coalesce(func.min(UploadRow.expires_at), 0),
    )
    query = select(func.count(), *sums).select_from(UploadRow).where(*chosen)
    count, total, first = session.execute(query).one()
    return int(count), int(total), int(first)


def _to_row(kept: Kept) -> UploadRow:
    return UploadRow(
        id=kept.id,
        sender=kept.sender,
        length=kept.length,
        offset=kept.offset,
        upload_metadata=kept.metadata,
        sha256=kept.sha256,
        expires_at=kept.expires_at,
        remote=kept.remote,
    )


def _to_kept(row: UploadRow) -> Kept:
    return Kept(
        id=row.id,
        sender=checksummed(row.sender),
        length=row.length,
        offset=row.offset,
        metadata=row.upload_metadata,
        sha256=None if row.sha256 is None else Digest(row.sha256),
        expires_at=row.expires_at,
        remote=row.remote,
    )
