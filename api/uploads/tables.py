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
    from sqlalchemy import Engine
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


@dataclass(frozen=True)
class UploadStore:
    """Uploads in the vault, shared by every process of the API."""

    vault: Engine

    def add(self, kept: Kept, bounds: UploadBounds) -> None:
        """Enter an upload if the bounds leave room for it.

        Raises Rejected("upload.too-many", limit), Unavailable("upload.store-full").
        """
        with writing(self.vault) as session:
            count, total = _counted(session)
            of_sender, _ = _counted(session, kept.sender)
            if of_sender >= bounds.most_of_sender:
                raise Rejected("upload.too-many", limit=bounds.most_of_sender)
            if count >= bounds.most or total + kept.length > bounds.total_bytes:
                raise Unavailable("upload.store-full")
            session.add(_to_row(kept))

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


def _counted(session: Session, sender: str | None = None) -> tuple[int, int]:
    """How many uploads there are, all or a sender's, and what they will have of bytes."""
    query = select(func.count(), func.coalesce(func.sum(UploadRow.length), 0))
    query = query.select_from(UploadRow)
    if sender is not None:
        query = query.where(col(UploadRow.sender) == sender)
    count, total = session.execute(query).one()
    return int(count), int(total)


def _to_row(kept: Kept) -> UploadRow:
    return UploadRow(
        id=kept.id,
        sender=kept.sender,
        length=kept.length,
        offset=kept.offset,
        upload_metadata=kept.metadata,
        sha256=kept.sha256,
        expires_at=kept.expires_at,
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
    )
