"""The SQL of what batches need of the vault: many drafts at once, reasons of returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from depository.batches.tables import BatchReasonRow
from depository.tables import DraftRow
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.types import Address, Timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from depository.vault import Term
    from ledger.types import BatchId, Digest

__all__ = ["BatchVault", "DraftCall"]

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class DraftCall:
    """The call that was built for a draft, and whether it is for a new version of a deposit."""

    id: str
    sender: Address
    recipient: Address
    data: bytes
    supersedes: bool
    expires_at: Timestamp | None


@dataclass(frozen=True)
class BatchVault:
    """Drafts in the order in which they are named; reasons by digest."""

    engine: Engine
    term: Term

    def drafts(self, ids: Sequence[str]) -> list[DraftCall]:
        """Drafts by their ids; NotFound("draft.unknown", id), NotFound("draft.expired", id)."""
        found: dict[str, DraftCall] = {}
        with reading(self.engine) as session:
            for start in range(0, len(ids), _AT_ONCE):
                some = col(DraftRow.id).in_(ids[start : start + _AT_ONCE])
                for row in session.exec(select(DraftRow).where(some)):
                    found[row.id] = _to_call(row)
                session.expunge_all()
        return [self._good(found.get(each), each) for each in ids]

    def keep_reason(self, digest: Digest, salt: bytes, number: BatchId, reason: str) -> None:
        """Keep the reason of a return."""
        with writing(self.engine) as session:
            session.add(BatchReasonRow(digest=digest, salt=salt, batch=number, reason=reason))

    def _good(self, draft: DraftCall | None, named: str) -> DraftCall:
        if draft is None:
            raise NotFound("draft.unknown", id=named[:80])
        if draft.expires_at is not None and draft.expires_at <= self.term.clock():
            raise NotFound("draft.expired", id=named[:80])
        return draft


def _to_call(row: DraftRow) -> DraftCall:
    return DraftCall(
        id=row.id,
        sender=Address(row.sender),
        recipient=Address(row.recipient),
        data=row.data,
        supersedes=row.previous is not None,
        expires_at=None if row.expires_at is None else Timestamp(row.expires_at),
    )
