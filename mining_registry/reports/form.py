"""The form of a quarterly report (A-9): energy by source, coins by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mining_registry.faults import Fault
from mining_registry.form import Bin, Part, PowerSource
from mining_registry.values import Amount, AssetName, KilowattHours, PayoutAddress

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Coins", "Energy", "ReportForm", "report_faults"]


class Energy(Part):
    """Electricity used in the quarter, from one supplier by one way.

    `supplier_bin` may be left out only where the supplier is foreign or the miner itself.
    """

    source: PowerSource
    supplier_bin: Bin | None = None
    kwh: KilowattHours


class Coins(Part):
    """What came to one address in the quarter, in the asset's smallest unit."""

    asset: AssetName
    payout_address: PayoutAddress
    amount: Amount


class ReportForm(Part):
    """A whole report on one quarter of one notification; none of it is public.

    A quarter in which nothing was mined has no `coins`.
    """

    year: int = Field(ge=2024, le=9999)
    quarter: int = Field(ge=1, le=4)
    energy: tuple[Energy, ...] = Field(min_length=1, max_length=50)
    coins: tuple[Coins, ...] = Field(max_length=1000)


def report_faults(form: ReportForm) -> Iterator[Fault]:
    """What the parts of a report say against each other."""
    sources = [(item.source, item.supplier_bin) for item in form.energy]
    for number, item in enumerate(form.energy):
        if item.supplier_bin is None and item.source.has_supplier:
            yield Fault(f"energy.{number}.supplier_bin", "form.missing")
        if sources[number] in sources[:number]:
            yield Fault(f"energy.{number}", "form.repeated")
    addresses = [(item.asset, item.payout_address) for item in form.coins]
    seen: set[tuple[str, str]] = set()
    for number, place in enumerate(addresses):
        if place in seen:
            yield Fault(f"coins.{number}", "form.repeated")
        seen.add(place)
