"""Identities in the vault: kept by consent, erased when it is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func
from sqlmodel import col, select

from ledger.database import in_turn, overwrite_log, reading, writing
from ledger.errors import NotFound, Rejected
from ledger.identities.model import Binding, Certified, Held, Identity, Purpose
from ledger.identities.tables import IdentityRow
from ledger.participants.store import add_subject, erase_subject
from ledger.types import Address, Digest

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Engine
    from sqlmodel import Session

__all__ = ["IdentityStore"]

_MOST_OF_ACCOUNT: Final = 5
_PERSONAL: Final = (
    *("certificate", "organisation", "bin", "signer", "issuer", "serial", "not_before"),
    *("not_after", "cms", "text", "signature", "salt"),
)


@dataclass(frozen=True, slots=True)
class IdentityStore:
    """The only SQL of identities; that of challenges is beside."""

    vault: Engine

    def check_room(self, account: Address) -> None:
        """Refuse a sixth binding of an account: Rejected("identity.too-many", limit=)."""
        with reading(self.vault) as session:
            _check_room(session, account)

    def add(self, binding: Binding, held: Held) -> None:
        """Keep a binding and the subject's document, synced to the disk when this returns.

        Raises Rejected("identity.too-many", limit=) for more than five of an account.
        """
        with writing(self.vault) as session:
            in_turn(session, f"identity {binding.account}")
            _check_room(session, binding.account)
            session.add(_to_row(binding, held))
            add_subject(session, held.certified.subject, held.salt)

    def find(self, identity: str) -> Identity:
        """One, with what is kept of it; NotFound("identity.unknown", identity=)."""
        with reading(self.vault) as session:
            return _to_identity(_row(session, identity))

    def made(self, identity: str) -> Binding | None:
        """One without what is kept of it, if it is there."""
        with reading(self.vault) as session:
            row = session.get(IdentityRow, identity)
            return None if row is None else _to_identity(row).binding

    def latest(self, accounts: Collection[Address]) -> Identity | None:
        """The last that was bound of these accounts: one that stands, else one that does not."""
        newest = (
            select(IdentityRow)
            .where(col(IdentityRow.account).in_(accounts))
            .order_by(
                col(IdentityRow.withdrawn_at).is_not(None),
                col(IdentityRow.bound_at).desc(),
                col(IdentityRow.id),
            )
        )
        with reading(self.vault) as session:
            row = session.exec(newest.limit(1)).first()
            return None if row is None else _to_identity(row)

    def erase(self, identity: str, now: int) -> None:
        """Erase all but that there was a binding, and its digest; what is erased stays so (P-4).

        Raises NotFound("identity.unknown", identity=).
        """
        with writing(self.vault) as session:
            row = _row(session, identity)
            if row.withdrawn_at is None:
                row.withdrawn_at = now
            for name in _PERSONAL:
                setattr(row, name, None)
            session.add(row)
            erase_subject(session, Digest(bytes.fromhex(row.digest)))
        overwrite_log(self.vault)


def _check_room(session: Session, account: Address) -> None:
    mine = select(func.count()).where(
        IdentityRow.account == account, col(IdentityRow.withdrawn_at).is_(None)
    )
    if session.exec(mine).one() >= _MOST_OF_ACCOUNT:
        raise Rejected("identity.too-many", limit=_MOST_OF_ACCOUNT)


def _row(session: Session, identity: str) -> IdentityRow:
    row = session.get(IdentityRow, identity)
    if row is None:
        raise NotFound("identity.unknown", identity=identity[:80])
    return row


def _to_row(binding: Binding, held: Held) -> IdentityRow:
    told = held.certified
    return IdentityRow(
        id=binding.id,
        account=binding.account,
        purpose=binding.purpose.value,
        digest=binding.digest.hex(),
        bound_at=binding.bound_at,
        withdrawn_at=binding.withdrawn_at,
        certificate=told.der,
        organisation=told.organisation,
        bin=told.bin,
        signer=told.signer,
        issuer=told.issuer,
        serial=told.serial,
        not_before=told.not_before,
        not_after=told.not_after,
        cms=held.cms,
        text=held.text,
        signature=held.signature,
        salt=held.salt,
    )


def _to_identity(row: IdentityRow) -> Identity:
    binding = Binding(
        id=row.id,
        account=Address(row.account),
        purpose=Purpose(row.purpose),
        digest=Digest(bytes.fromhex(row.digest)),
        bound_at=row.bound_at,
        withdrawn_at=row.withdrawn_at,
    )
    return Identity(binding, _to_held(row))


def _to_held(row: IdentityRow) -> Held | None:
    if row.certificate is None or row.cms is None or row.salt is None:
        return None
    told = Certified(
        der=row.certificate,
        organisation=row.organisation or "",
        bin=row.bin or "",
        signer=row.signer or "",
        issuer=row.issuer or "",
        serial=row.serial or "",
        not_before=row.not_before or 0,
        not_after=row.not_after or 0,
    )
    return Held(told, row.cms, row.text or "", row.signature or "", row.salt)
