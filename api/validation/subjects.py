"""What may be validated: a digest, a CID, a SWHID, a transaction's hash, or a record's number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from depository.subject import Subject, read_subject, subject_text
from ledger.types import Digest, TxHash

__all__ = ["Question", "RecordKind", "RecordName", "about_digest", "read_question"]

_NAMED: Final = re.compile(r"([a-z]+):([1-9][0-9]{0,15})")
_NUMBER: Final = re.compile(r"[№#]?([1-9][0-9]{0,15})")


class RecordKind(StrEnum):
    """The registers whose records have numbers."""

    DEPOSIT = "deposit"
    BATCH = "batch"
    NOTIFICATION = "notification"
    ASSET = "asset"
    MINED = "mined"
    REDEMPTION = "redemption"
    PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class RecordName:
    """A record by its register and its number there."""

    kind: RecordKind
    number: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of, in its usual form; thirty-two bytes may name content or a transaction."""

    text: str
    content: Subject | None = None
    transaction: TxHash | None = None
    records: tuple[RecordName, ...] = ()


def read_question(given: str) -> Question:
    """Read what people write; blanks are passed over.

    `deposit:12` is one record, `12` every record of this number. Everything else is read as
    `read_subject` reads it, and raises as it does.
    """
    plain = "".join(given.split())
    if found := _NUMBER.fullmatch(plain):
        number = int(found[1])
        return Question(found[1], records=tuple(RecordName(kind, number) for kind in RecordKind))
    found = _NAMED.fullmatch(plain.lower())
    if found and found[1] in set(RecordKind):
        record = RecordName(RecordKind(found[1]), int(found[2]))
        return Question(f"{record.kind}:{record.number}", records=(record,))
    subject = read_subject(plain)
    if isinstance(subject, bytes):
        return about_digest(Digest(subject))
    return Question(subject_text(subject), content=subject)


def about_digest(digest: Digest) -> Question:
    """The question of thirty-two bytes: a SHA-256, or the hash of a transaction."""
    text = "0x" + digest.hex()
    return Question(text, content=digest, transaction=TxHash(text))
