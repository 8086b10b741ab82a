"""The rules of a notification that concern more than one field."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.types import Timestamp
from mining_registry.faults import Fault
from mining_registry.form import Dates, NotificationForm, TitleKind

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "KAZAKHSTAN_TIME",
    "NOTICE",
    "DateRule",
    "day_in_kazakhstan",
    "form_faults",
    "last_second",
    "midnight",
]

KAZAKHSTAN_TIME = dt.timezone(dt.timedelta(hours=5))
"""One time in the whole country since 2024-03-01."""

NOTICE = dt.timedelta(days=30)
"""Full days that lie between the day of submission and the day on which mining begins."""

_END_OF_CALENDAR = int(dt.datetime(9999, 12, 31, tzinfo=KAZAKHSTAN_TIME).timestamp())


def midnight(day: dt.date) -> Timestamp:
    """The instant at which a day begins in Kazakhstan, in seconds since 1970 UTC."""
    start = dt.datetime.combine(day, dt.time(), KAZAKHSTAN_TIME)
    return Timestamp(int(start.timestamp()))


def last_second(day: dt.date) -> Timestamp:
    """The last second of a day in Kazakhstan."""
    return Timestamp(midnight(day) + 86400 - 1)


def day_in_kazakhstan(instant: Timestamp) -> dt.date:
    """The day in Kazakhstan on which an instant falls; the calendar's last one for any later.

    The contract takes any number of seconds, of which a calendar holds only the first eight
    thousand years.
    """
    if instant >= _END_OF_CALENDAR:
        return dt.date.max
    return dt.datetime.fromtimestamp(instant, KAZAKHSTAN_TIME).date()


@dataclass(frozen=True)
class DateRule:
    """Start at least thirty days after submission, counted from `today` in Kazakhstan.

    The day of submission does not count, so the earliest start is the thirty-first day after it:
    a form that is signed at any hour of `today` then also passes the contract, which counts
    thirty times 24 hours from the block. `recorded_start` is the start that stands on the chain
    when a notification is amended: to keep it is always allowed, and once it has come nothing else.
    """

    today: dt.date
    recorded_start: dt.date | None = None

    @property
    def earliest(self) -> dt.date:
        """First day on which mining may begin."""
        return self.today + NOTICE + dt.timedelta(days=1)

    def faults(self, dates: Dates) -> Iterator[Fault]:
        """What is wrong with the dates.

        `form.submitted-in-future`, `form.already-started`, `form.start-too-near`.
        """
        if dates.submitted > self.today:
            yield Fault("dates.submitted", "form.submitted-in-future", self.today.isoformat())
        recorded = self.recorded_start
        if dates.start == recorded:
            return
        if recorded is not None and recorded <= self.today:
            yield Fault("dates.start", "form.already-started", recorded.isoformat())
        elif dates.start < self.earliest:
            yield Fault("dates.start", "form.start-too-near", self.earliest.isoformat())


def form_faults(form: NotificationForm) -> Iterator[Fault]:
    """What the parts of a form say against each other."""
    yield from _site_faults(form)
    yield from _power_faults(form)
    yield from _network_faults(form)
    yield from _equipment_faults(form)


def _site_faults(form: NotificationForm) -> Iterator[Fault]:
    for number, site in enumerate(form.sites):
        if site.title is TitleKind.LEASE and site.owner_bin is None:
            yield Fault(f"sites.{number}.owner_bin", "form.missing")


def _power_faults(form: NotificationForm) -> Iterator[Fault]:
    for number, supply in enumerate(form.power.supplies):
        if supply.supplier_bin is None and supply.source.has_supplier:
            yield Fault(f"power.supplies.{number}.supplier_bin", "form.missing")


def _network_faults(form: NotificationForm) -> Iterator[Fault]:
    """Ranges that share an address with one that begins before them."""
    ranges = [
        (network.version, int(network.network_address), int(network.broadcast_address), index)
        for index, network in enumerate(map(ipaddress.ip_network, form.network.ip_ranges))
    ]
    widest: tuple[int, int] = (0, -1)
    for version, first, last, index in sorted(ranges):
        if widest[0] == version and first <= widest[1]:
            yield Fault(f"network.ip_ranges.{index}", "form.ip-ranges-overlap")
        widest = max(widest, (version, last))


def _equipment_faults(form: NotificationForm) -> Iterator[Fault]:
    serials: Counter[tuple[str, str]] = Counter()
    for number, item in enumerate(form.equipment):
        if item.count != len(item.serial_numbers):
            found = str(len(item.serial_numbers))
            yield Fault(f"equipment.{number}.count", "form.count-differs", found)
        for position, serial in enumerate(item.serial_numbers):
            serials[item.maker, serial] += 1
            if serials[item.maker, serial] == 2:
                path = f"equipment.{number}.serial_numbers.{position}"
                yield Fault(path, "form.serial-repeated", serial)
