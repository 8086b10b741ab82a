"""Which blocks are given out: those of public content that stands, of a deposit or a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository.metadata import Access
from depository.model import Status
from ledger.errors import NotFound, Rejected

if TYPE_CHECKING:
    from depository.batches.register import BatchRecord
    from depository.batches.store import BatchStore
    from depository.cid import Cid
    from depository.model import Deposit
    from depository.store import DepositStore

__all__ = ["Serving", "check_public", "check_served"]


@dataclass(frozen=True, slots=True)
class Serving:
    """Says of a block whether it may be given out."""

    deposits: DepositStore
    records: BatchStore

    def check(self, cid: Cid) -> None:
        """Refuse a block that no public deposit or record holds that stands.

        Raises NotFound("content.unknown", cid), Rejected("content.limited" | "content.returned" |
        "content.annulled", number) of a deposit, and of a record of a batch Rejected(
        "record.limited" | "record.returned" | "record.annulled", batch, index).
        """
        deposit = self.deposits.holder(cid)
        if deposit is not None and _is_served(deposit):
            return
        record = self.records.holder(cid)
        if record is not None and _is_served(record):
            return
        if deposit is not None:
            check_public(deposit)
            check_served(deposit)
        if record is not None:
            _refuse(record)
        raise NotFound("content.unknown", cid=str(cid))


def check_public(deposit: Deposit) -> None:
    """Refuse what is of limited access: Rejected("content.limited", number)."""
    if deposit.access is not Access.PUBLIC:
        raise Rejected("content.limited", number=deposit.number)


def check_served(deposit: Deposit) -> None:
    """Refuse what stands no more: Rejected("content.returned" | "content.annulled", number)."""
    if deposit.status is Status.RETURNED:
        raise Rejected("content.returned", number=deposit.number)
    if deposit.status is Status.ANNULLED:
        raise Rejected("content.annulled", number=deposit.number)


def _is_served(found: Deposit | BatchRecord) -> bool:
    return found.access is Access.PUBLIC and found.status.stands


def _refuse(record: BatchRecord) -> None:
    if record.access is not Access.PUBLIC:
        raise Rejected("record.limited", batch=record.batch, index=record.index)
    if record.status is Status.RETURNED:
        raise Rejected("record.returned", batch=record.batch, index=record.index)
    raise Rejected("record.annulled", batch=record.batch, index=record.index)
