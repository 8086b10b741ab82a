"""What the stores of the depository read alike: keys, places, decisions, what a package says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, literal
from sqlmodel import col, select

from depository.cid import DAG_PB, Cid
from depository.metadata import from_codemeta
from depository.model import Annulment, Decision, Description, Status
from depository.swhid import Swhid
from ledger.database import MAX_INTEGER
from ledger.participants.tables import ParticipantRow
from ledger.records import Recorded
from ledger.types import Address, Digest, TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from depository.subject import Subject
    from ledger.records import BlockRef

__all__ = [
    "STANDING",
    "annulment_of",
    "best_first",
    "decision_of",
    "description_of",
    "is_file",
    "is_package",
    "of_whom",
    "place_of",
    "present_accounts",
]


STANDING: Final = [status.value for status in Status if status.stands]
"""The statuses, as rows have them, of what is in the depository."""


def present_accounts(session: Session, numbers: set[int]) -> dict[int, Address]:
    """The present keys of participants by number."""
    query = select(ParticipantRow.number, ParticipantRow.account)
    rows = session.exec(query.where(col(ParticipantRow.number).in_(numbers)))
    return {number: Address(account) for number, account in rows}


def of_whom(table: Any, possessor: int | None, status: Status | None) -> list[Any]:
    """What narrows rows of deposits or of batches to a possessor and a status, where given."""
    found = []
    if possessor is not None:
        found.append(table.possessor == min(possessor, MAX_INTEGER))
    if status is not None:
        found.append(table.status == status.value)
    return found


def place_of(
    blocks: Mapping[int, BlockRef], block: int | None, transaction: str | None
) -> Recorded | None:
    """Where a fact was recorded; None while it was not."""
    if block is None or transaction is None:
        return None
    return Recorded(blocks[block], TxHash(transaction))


def decision_of(row: Any, blocks: Mapping[int, BlockRef]) -> Decision | None:
    """The operator's decision of a deposit's or a batch's row."""
    recorded = place_of(blocks, row.decided_block, row.decided_transaction)
    if row.operator is None or recorded is None:
        return None
    return Decision(
        operator=Address(row.operator),
        recorded=recorded,
        reason=None if row.reason is None else Digest(row.reason),
    )


def annulment_of(row: Any, blocks: Mapping[int, BlockRef]) -> Annulment | None:
    """The annulment of a deposit's or a batch's row."""
    recorded = place_of(blocks, row.annulled_block, row.annulled_transaction)
    if row.annulled_basis is None or recorded is None:
        return None
    return Annulment(Digest(row.annulled_basis), recorded)


def description_of(row: Any) -> Description | None:
    """What the package of a deposit's or a record's row says of itself."""
    if row.codemeta is None or row.file_count is None or row.swhid is None:
        return None
    metadata = from_codemeta(json.loads(row.codemeta))
    return Description(
        title=metadata.titles,
        version=metadata.version,
        license=metadata.license,
        description=metadata.description,
        authors=metadata.authors,
        file_count=row.file_count,
        swhid=row.swhid,
        parts=metadata.parts,
    )


def best_first(status: Any) -> Any:
    """An order by status: accepted, then under review, then what stands no more."""
    return case(
        (status == Status.ACCEPTED.value, 0),
        (status == Status.DEPOSITED.value, 1),
        else_=2,
    )


def is_package(table: Any, subject: Subject) -> Any:
    """Whether the package of a row of deposits or of records is what a subject names."""
    if isinstance(subject, Swhid):
        return table.swhid == str(subject)
    if not isinstance(subject, Cid):
        return table.root == subject
    return and_(table.root == subject.digest, literal(subject.codec == DAG_PB))


def is_file(table: Any, subject: Subject) -> Any:
    """Whether a row of files is what a subject names: a digest is that of a file's bytes; a CID is
    the file's own, by codec and digest.
    """
    if isinstance(subject, Swhid):
        return and_(table.blob == subject.id, literal(subject.kind == "cnt"))
    if isinstance(subject, Cid):
        return and_(table.digest == subject.digest, table.codec == subject.codec)
    return table.sha256 == subject
