"""What rows about digital assets claim that the contract answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col

from ledger.assets.tables import BalanceRow, FreezeRow, SupplyRow
from ledger.index.keyset import Keyset
from ledger.index.values import text_to_amount
from ledger.index.verifying import Claim, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

__all__ = ["SOURCES"]

_CONTRACT: Final = "digital_assets"


def _balances(_: Session, rows: Sequence[BalanceRow]) -> Iterator[Claim]:
    for row in rows:
        question = (_CONTRACT, "balanceOf", (row.account, row.class_id), row.block)
        yield Claim(question, text_to_amount(row.amount))


def _freezes(_: Session, rows: Sequence[FreezeRow]) -> Iterator[Claim]:
    for row in rows:
        question = (_CONTRACT, "getFrozenTokens", (row.account, row.class_id), row.block)
        yield Claim(question, text_to_amount(row.amount))


def _supplies(_: Session, rows: Sequence[SupplyRow]) -> Iterator[Claim]:
    for row in rows:
        args = (row.class_id,)
        yield Claim((_CONTRACT, "totalSupply", args, row.block), text_to_amount(row.supply))
        yield Claim((_CONTRACT, "holders_count", args, row.block), row.holders)


def _keyset(table: Any, *, by_account: bool) -> Keyset:
    account: dict[str, tuple[Any, type[int | str]]] = (
        {"account": (col(table.account), str)} if by_account else {}
    )
    return Keyset(
        {"class_id": (col(table.class_id), int), **account, "block": (col(table.block), int)}
    )


SOURCES: Final = (
    Source(BalanceRow, _keyset(BalanceRow, by_account=True), _balances),
    Source(FreezeRow, _keyset(FreezeRow, by_account=True), _freezes),
    Source(SupplyRow, _keyset(SupplyRow, by_account=False), _supplies),
)
"""Balances, freezes, supplies and numbers of holders, at every block that changed them."""
