"""Participants in SQL, and their subjects in the vault."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlmodel import col, select

from ledger.canonical import canonical_json, salted_digest
from ledger.database import MAX_INTEGER, reading, writing
from ledger.errors import NotFound, VerificationError
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.localized import Localized
from ledger.paging import Page
from ledger.participants.model import Participant, Role, Status, SubjectKind
from ledger.participants.tables import ParticipantKeyRow, ParticipantRow, SubjectRow
from ledger.records import Recorded
from ledger.types import Address, Digest, ParticipantId, TxHash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.participants.model import Subject

__all__ = [
    "add_subject",
    "erase_subject",
    "find_participant",
    "keep_subject",
    "list_participants",
    "numbers_of",
    "present_accounts",
]

_Document = dict[str, Any]

_LOG = logging.getLogger(__name__)
_BY_NUMBER = Keyset({"number": (col(ParticipantRow.number), int)})


def find_participant(index: Engine, vault: Engine, address_or_number: Address | int) -> Participant:
    """Return a participant by number, or by an account that is or was its own."""
    with reading(index) as session:
        number = _number_of(session, address_or_number)
        row = session.get(ParticipantRow, number) if number is not None else None
        if row is None:
            raise NotFound("participant.unknown", participant=str(address_or_number)[:80])
        documents = _documents(vault, [row])
        if None in documents.values():
            raise VerificationError("participant.subject-altered", digest="0x" + row.subject)
        return _to_participants(session, documents, [row])[0]


def list_participants(
    index: Engine, vault: Engine, limit: int, after: str | None, role: Role | None
) -> Page[Participant]:
    """List participants by number; with `role`, those that have any bit of it.

    One whose subject was altered in the vault is listed without a name, and logged: the others'
    names do not depend on it.
    """
    query = select(ParticipantRow)
    if role is not None:
        query = query.where(col(ParticipantRow.roles).bitwise_and(int(role)) != 0)
    with reading(index) as session:
        rows, total, following = _BY_NUMBER.page(session, query, limit, after)
        return Page(_to_participants(session, _documents(vault, rows), rows), total, following)


def numbers_of(session: Session, accounts: Iterable[str]) -> dict[str, ParticipantId]:
    """Return the participants whose keys these accounts are or were."""
    query = select(ParticipantKeyRow).where(col(ParticipantKeyRow.account).in_(set(accounts)))
    return {row.account: ParticipantId(row.number) for row in session.exec(query)}


def present_accounts(session: Session, numbers: Iterable[int]) -> dict[ParticipantId, Address]:
    """Return the present account of each of these participants."""
    query = select(ParticipantRow).where(col(ParticipantRow.number).in_(set(numbers)))
    return {ParticipantId(row.number): Address(row.account) for row in session.exec(query)}


def keep_subject(vault: Engine, subject: Subject, salt: bytes) -> Digest:
    """Keep a subject's document with its salt; return the digest that stands for it."""
    with writing(vault) as session:
        return add_subject(session, subject, salt)


def add_subject(session: Session, subject: Subject, salt: bytes) -> Digest:
    """Keep a subject's document within a unit of work; return its digest."""
    digest = subject.digest(salt)
    document = canonical_json(subject.as_document()).decode()
    session.add(SubjectRow(digest=digest.hex(), salt=salt.hex(), document=document))
    return digest


def erase_subject(session: Session, digest: Digest) -> None:
    """Erase the document behind a digest; the digest says nothing from then on (P-4)."""
    session.execute(delete(SubjectRow).where(col(SubjectRow.digest) == digest.hex()))


def _number_of(session: Session, address_or_number: Address | int) -> int | None:
    if isinstance(address_or_number, int):
        return address_or_number if 0 < address_or_number <= MAX_INTEGER else None
    return numbers_of(session, [address_or_number]).get(address_or_number)


def _to_participants(
    session: Session, documents: Mapping[str, _Document | None], rows: Sequence[ParticipantRow]
) -> tuple[Participant, ...]:
    blocks = refs_of(session, (row.block for row in rows))
    keys = _keys(session, [row.number for row in rows])
    participants = []
    for row in rows:
        name, bin_ = _public_part(documents.get(row.subject))
        participants.append(
            Participant(
                number=ParticipantId(row.number),
                account=Address(row.account),
                roles=Role(row.roles),
                status=Status.SUSPENDED if row.suspended else Status.ACTIVE,
                subject_digest=Digest(bytes.fromhex(row.subject)),
                name=name,
                bin=bin_,
                admitted_at=Recorded(blocks[row.block], TxHash(row.transaction)),
                former_accounts=tuple(keys[row.number][:-1]),
            )
        )
    return tuple(participants)


def _keys(session: Session, numbers: Sequence[int]) -> Mapping[int, list[Address]]:
    keys: dict[int, list[Address]] = {number: [] for number in numbers}
    query = (
        select(ParticipantKeyRow)
        .where(col(ParticipantKeyRow.number).in_(numbers))
        .order_by(col(ParticipantKeyRow.position))
    )
    for row in session.exec(query):
        keys[row.number].append(Address(row.account))
    return keys


def _documents(vault: Engine, rows: Sequence[ParticipantRow]) -> dict[str, _Document | None]:
    """Subjects' documents by digest; None where a document does not fit its digest any more."""
    digests = [row.subject for row in rows]
    with reading(vault) as session:
        kept = session.exec(select(SubjectRow).where(col(SubjectRow.digest).in_(digests)))
        return {row.digest: _checked(row) for row in kept}


def _checked(row: SubjectRow) -> _Document | None:
    document: _Document = json.loads(row.document)
    if salted_digest(document, bytes.fromhex(row.salt)).hex() == row.digest:
        return document
    _LOG.error("the subject kept under %s was altered", row.digest)
    return None


def _public_part(document: _Document | None) -> tuple[Localized | None, str | None]:
    """Name and BIN of a legal entity only: what is known of individuals stays here (P-4)."""
    if document is None or document["kind"] != SubjectKind.LEGAL.value:
        return None, None
    return Localized(**document["names"]), document["number"]
