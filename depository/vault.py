"""The SQL of what the depository keeps nowhere else: drafts, reasons of returns, salts."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable  # noqa: TC003 - a field of a dataclass with a default
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlmodel import col, select

from depository.metadata import from_codemeta, to_codemeta
from depository.tables import AccessSaltRow, DraftRow, ReasonRow
from ledger.database import in_turn, reading, writing
from ledger.errors import NotFound
from ledger.types import Address, DepositId, Digest, Timestamp

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from depository.metadata import Metadata
    from depository.model import DepositDraft

__all__ = ["DepositVault", "KeptDraft", "KeptReason", "Term", "access_salt", "kept"]

_SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as the vault keeps it; the package itself lies in the content store."""

    id: str
    sender: Address
    root: Digest
    metadata: Metadata
    previous: DepositId | None
    nonce: int
    gas: int
    recipient: Address
    data: bytes
    expires_at: Timestamp | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """How long a draft is good for, and the present time, both in seconds (since 1970)."""

    seconds: int = 30 * 24 * 3600
    clock: Callable[[], float] = time.time


def kept(draft: DepositDraft) -> KeptDraft:
    """What the vault keeps of a draft."""
    transaction = draft.transaction
    return KeptDraft(
        id=draft.id,
        sender=transaction.sender,
        root=draft.package.root,
        metadata=draft.metadata,
        previous=draft.previous,
        nonce=transaction.nonce,
        gas=transaction.gas,
        recipient=transaction.to,
        data=transaction.data,
    )


@dataclass(frozen=True, slots=True)
class KeptReason:
    """Why a deposit was returned, with the salt of its digest."""

    digest: Digest
    salt: bytes
    deposit: DepositId
    reason: str


@dataclass(frozen=True)
class DepositVault:
    """Drafts by id, reasons by digest; each is synced to disk when a method returns."""

    engine: Engine
    term: Term = Term()

    def keep_draft(self, draft: KeptDraft) -> KeptDraft:
        """Keep a draft; as it is kept then.

        One of the same sender, package and `previous` is replaced and leaves its id, which nobody
        but who made it knows: whoever has it reads the draft.
        """
        expires_at = Timestamp(int(self.term.clock()) + self.term.seconds)
        same = select(DraftRow.id).where(
            DraftRow.sender == draft.sender,
            DraftRow.root == draft.root,
            col(DraftRow.previous).is_(None)
            if draft.previous is None
            else DraftRow.previous == draft.previous,
        )
        with writing(self.engine) as session:
            in_turn(session, f"deposit_draft {draft.sender}")
            found = session.exec(same).first()
            there = replace(draft, id=found or draft.id, expires_at=expires_at)
            session.merge(_to_row(there))
        return there

    def draft(self, draft_id: str) -> KeptDraft:
        """One draft; NotFound("draft.unknown", id), NotFound("draft.expired", id)."""
        with reading(self.engine) as session:
            row = session.get(DraftRow, draft_id)
            if row is None:
                raise NotFound("draft.unknown", id=draft_id[:80])
            if row.expires_at is not None and row.expires_at <= self.term.clock():
                raise NotFound("draft.expired", id=draft_id[:80])
            return _to_draft(row)

    def keep_reason(self, kept: KeptReason) -> None:
        """Keep the reason of a return."""
        with writing(self.engine) as session:
            session.add(
                ReasonRow(
                    digest=kept.digest, salt=kept.salt, deposit=kept.deposit, reason=kept.reason
                )
            )

    def reason(self, digest: Digest) -> KeptReason:
        """The reason behind a digest; NotFound("return.reason-not-held", digest)."""
        with reading(self.engine) as session:
            row = session.get(ReasonRow, digest)
            if row is None:
                raise NotFound("return.reason-not-held", digest="0x" + digest.hex())
            return KeptReason(Digest(row.digest), row.salt, DepositId(row.deposit), row.reason)


def _to_row(draft: KeptDraft) -> DraftRow:
    return DraftRow(
        id=draft.id,
        sender=draft.sender,
        root=draft.root,
        codemeta=json.dumps(to_codemeta(draft.metadata), ensure_ascii=False),
        previous=draft.previous,
        nonce=draft.nonce,
        gas=draft.gas,
        recipient=draft.recipient,
        data=draft.data,
        expires_at=draft.expires_at,
    )


def _to_draft(row: DraftRow) -> KeptDraft:
    return KeptDraft(
        id=row.id,
        sender=Address(row.sender),
        root=Digest(row.root),
        metadata=from_codemeta(json.loads(row.codemeta)),
        previous=None if row.previous is None else DepositId(row.previous),
        nonce=row.nonce,
        gas=row.gas,
        recipient=Address(row.recipient),
        data=row.data,
        expires_at=None if row.expires_at is None else Timestamp(row.expires_at),
    )


def access_salt(vault: Engine, month: str) -> bytes:
    """The key of a month's digests of addresses, drawn once; without it they tell nothing (P-4)."""
    with reading(vault) as session:
        row = session.get(AccessSaltRow, month)
        if row is not None:
            return row.salt
    with writing(vault) as session:
        row = session.get(AccessSaltRow, month)
        if row is None:
            row = AccessSaltRow(month=month, salt=secrets.token_bytes(_SALT_BYTES))
            session.add(row)
        return row.salt
