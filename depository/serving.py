"""Which blocks are given out: those of public content that stands, of a deposit or a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository.model import Status
from depository.rights import may_read
from ledger.errors import NotFound, Rejected

if TYPE_CHECKING:
    from depository.batches.register import BatchRecord
    from depository.batches.store import BatchStore
    from depository.cid import Cid
    from depository.model import Deposit
    from depository.store import DepositStore
    from ledger.types import ParticipantId

__all__ = ["Serving", "check_readable", "check_served"]


@dataclass(frozen=True, slots=True)
class Serving:
    """Says of a block whether it may be given out."""

    deposits: DepositStore
    records: BatchStore

    def check(self, cid: Cid, asking: ParticipantId | None = None) -> None:
        """Refuse a block that no deposit or record holds that stands and `asking` may read.

        Raises NotFound("content.unknown", cid), Rejected("content.limited" | "content.returned" |
        "content.annulled", number) of a deposit, and of a record of a batch Rejected(
        "record.limited" | "record.returned" | "record.annulled", batch, index).
        """
        deposit = self.deposits.holder(cid, asking)
        if deposit is not None and _is_served(deposit, asking):
            return
        record = self.records.holder(cid, asking)
        if record is not None and _is_served(record, asking):
            return
        if deposit is not None:
            check_readable(deposit, asking)
            check_served(deposit)
        if record is not None:
            _refuse(record, asking)
        raise NotFound("content.unknown", cid=str(cid))


def check_readable(deposit: Deposit, asking: ParticipantId | None = None) -> None:
    """Refuse what is of limited access and another's: Rejected("content.limited", number)."""
    if not may_read(deposit, asking):
        raise Rejected("content.limited", number=deposit.number)


def check_served(deposit: Deposit) -> None:
    """Refuse what stands no more: Rejected("content.returned" | "content.annulled", number)."""
    if deposit.status is Status.RETURNED:
        raise Rejected("content.returned", number=deposit.number)
    if deposit.status is Status.ANNULLED:
        raise Rejected("content.annulled", number=deposit.number)


def _is_served(found: Deposit | BatchRecord, asking: ParticipantId | None) -> bool:
    return may_read(found, asking) and found.status.stands


def _refuse(record: BatchRecord, asking: ParticipantId | None) -> None:
    if not may_read(record, asking):
        raise Rejected("record.limited", batch=record.batch, index=record.index)
    if record.status is Status.RETURNED:
        raise Rejected("record.returned", batch=record.batch, index=record.index)
    raise Rejected("record.annulled", batch=record.batch, index=record.index)
