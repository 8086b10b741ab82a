"""The SQL of the register of enforcement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_
from sqlmodel import col, select

from ledger.database import MAX_INTEGER, reading
from ledger.enforcement.model import Act, Enforced
from ledger.enforcement.tables import EnforcementRow
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.index.values import text_to_amount
from ledger.paging import Page
from ledger.records import Recorded
from ledger.types import Address, Digest, TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

    from ledger.records import BlockRef

__all__ = ["EnforcementStore", "Sought"]

_NEWEST_FIRST: Final = Keyset(
    {
        "block": (col(EnforcementRow.block), int),
        "log_index": (col(EnforcementRow.log_index), int),
    },
    descending=True,
)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which acts: of a kind, on a class (0 for the pause of all), on or to an account."""

    act: Act | None = None
    asset: int | None = None
    account: Address | None = None


@dataclass(frozen=True, slots=True)
class EnforcementStore:
    """Reads the register of enforcement."""

    engine: Engine

    def acts(self, sought: Sought, limit: int, after: str | None) -> Page[Enforced]:
        """A page of acts, the newest first.

        Raises Rejected("page.bad-limit") and Rejected("page.bad-cursor").
        """
        with reading(self.engine) as session:
            query = _query(sought)
            rows, total, following = _NEWEST_FIRST.page(session, query, limit, after)
            blocks = refs_of(session, {row.block for row in rows})
            return Page(tuple(_to_enforced(row, blocks) for row in rows), total, following)


def _query(sought: Sought) -> Any:
    query = select(EnforcementRow)
    if sought.act is not None:
        query = query.where(EnforcementRow.act == sought.act.value)
    if sought.asset is not None:
        query = query.where(EnforcementRow.asset == min(sought.asset, MAX_INTEGER))
    if sought.account is not None:
        keys = col(EnforcementRow.account), col(EnforcementRow.counterparty)
        query = query.where(or_(*(key == sought.account for key in keys)))
    return query


def _to_enforced(row: EnforcementRow, blocks: Mapping[int, BlockRef]) -> Enforced:
    return Enforced(
        act=Act(row.act),
        contract=row.contract,
        account=_address(row.account),
        counterparty=_address(row.counterparty),
        participant=row.participant,
        asset=row.asset,
        deposit=row.deposit,
        batch=row.batch,
        amount=None if row.amount is None else text_to_amount(row.amount),
        basis=Digest(row.basis),
        recorded=Recorded(blocks[row.block], TxHash(row.transaction)),
        log_index=row.log_index,
    )


def _address(text: str | None) -> Address | None:
    return None if text is None else Address(text)
