"""Batches and their records, as they are asked for and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from api.schemas.acts import BatchListOut
from api.schemas.deposits import (
    AnnulmentOut,
    DecisionOut,
    DescriptionOut,
    annulment_out,
    decision_out,
    description_out,
)
from api.schemas.records import Place, place
from api.schemas.types import AddressIn, Exact, Request, Response, hex_of
from api.schemas.words import (
    AccessName,
    KindName,
    OriginName,
    StatusName,
    access_name,
    kind_name,
    origin_name,
)
from depository.metadata import Access

if TYPE_CHECKING:
    from depository.batches.register import Batch, BatchDraft, BatchRecord, Proven, RecordMatch

__all__ = [
    "BatchOut",
    "BatchRequest",
    "ProvenOut",
    "RecordMatchOut",
    "RecordOut",
    "batch_out",
    "list_out",
    "proven_out",
    "record_match_out",
    "record_out",
]

_DraftId = Annotated[str, Field(min_length=1, max_length=80)]


class BatchRequest(Request):
    """Deposit drafts (`POST /v1/deposits`) of one's own by one transaction, in this order."""

    sender: AddressIn
    drafts: Annotated[tuple[_DraftId, ...], Field(min_length=1, max_length=100_000, strict=False)]


class BatchOut(Response):
    """A batch: `size` records under the Merkle root `root`; `list_cid` names the list of them.

    While `listed` is false the list is not here and no record is told; `refused` says that what was
    found under its CID does not give the root. Of the first `described` records the content was
    looked for. `taken` records go on as deposits of their own.
    """

    number: int
    root: str
    size: Exact
    list_cid: str
    status: StatusName
    possessor: int
    account: str
    taken: int
    listed: bool
    refused: bool
    described: int
    recorded: Place
    decision: DecisionOut | None
    annulment: AnnulmentOut | None


class RecordOut(Response):
    """A record at its place in a batch, from 0; `size` in bytes.

    `status`, `possessor` and `account` are the batch's, or those of the deposit `taken_out` as
    which the record goes on. `described` is null while the content is not held or not read yet.
    `content` is where the content of a public record that stands is read.
    """

    batch: int
    index: int
    cid: str
    root: str
    size: Exact
    kind: KindName
    access: AccessName
    origin: OriginName
    conclusion: str | None
    status: StatusName
    possessor: int
    account: str
    taken_out: int | None
    recorded: Place
    described: DescriptionOut | None
    content: str | None


class ProvenOut(RecordOut):
    """A record with what proves it: `leaf` is its 192 bytes, `path` leads from SHA-256 of 0x00 and
    these bytes to the batch's `batch_root` (RFC 9162, section 2.1.3.2).
    """

    leaf: str
    path: tuple[str, ...]
    batch_root: str
    batch_size: Exact


class RecordMatchOut(Response):
    """A record that holds the bytes; `path` is null for a whole package and for limited access."""

    record: RecordOut
    is_package: bool
    path: str | None


def list_out(draft: BatchDraft) -> BatchListOut:
    """What a client recomputes before it signs."""
    return BatchListOut(root=hex_of(draft.root), size=draft.size, cid=str(draft.cid))


def batch_out(batch: Batch) -> BatchOut:
    """A batch as it is answered."""
    return BatchOut(
        number=batch.number,
        root=hex_of(batch.root),
        size=batch.size,
        list_cid=str(batch.cid),
        status=batch.status.value,
        possessor=batch.possessor,
        account=batch.account,
        taken=batch.taken,
        listed=batch.listed,
        refused=batch.refused,
        described=batch.described,
        recorded=place(batch.recorded),
        decision=None if batch.decision is None else decision_out(batch.decision),
        annulment=None if batch.annulment is None else annulment_out(batch.annulment),
    )


def record_out(record: BatchRecord) -> RecordOut:
    """A record as it is answered."""
    described, served = record.described, record.access is Access.PUBLIC and record.status.stands
    return RecordOut(
        batch=record.batch,
        index=record.index,
        cid=str(record.cid),
        root=hex_of(record.root),
        size=record.size,
        kind=kind_name(record.kind),
        access=access_name(record.access),
        origin=origin_name(record.origin),
        conclusion=None if record.conclusion is None else hex_of(record.conclusion),
        status=record.status.value,
        possessor=record.possessor,
        account=record.account,
        taken_out=record.taken_out,
        recorded=place(record.recorded),
        described=None if described is None else description_out(described),
        content=f"/ipfs/{record.cid}?format=car" if served and described else None,
    )


def proven_out(proven: Proven) -> ProvenOut:
    """A record with its path as it is answered."""
    return ProvenOut(
        **dict(record_out(proven.record)),
        leaf=hex_of(proven.leaf),
        path=tuple(map(hex_of, proven.path)),
        batch_root=hex_of(proven.batch.root),
        batch_size=proven.batch.size,
    )


def record_match_out(match: RecordMatch) -> RecordMatchOut:
    """Where the bytes are, as it is answered."""
    record = record_out(match.record)
    return RecordMatchOut(record=record, is_package=match.is_package, path=match.path)
