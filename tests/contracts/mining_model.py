"""What the mining registry must let happen: the rules once more, as a plain model."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tests.contracts.mining import DAY, KAZAKHSTAN, moment

__all__ = ["NAMES", "Asset", "Model", "Notice", "Quarter", "bounds", "quarter_of"]

NAMES = ("bip122:1/slip44:0", "eip155:61/slip44:61")
"""Assets of other chains."""
Quarter = tuple[int, int]
"""Year and quarter, 1 to 4."""


def bounds(quarter: Quarter) -> tuple[int, int]:
    """The first second of a quarter, and the first after it."""
    year, number = quarter
    begin = moment(year, 3 * number - 2, 1)
    return begin, moment(year + number // 4, number % 4 * 3 + 1, 1)


def quarter_of(when: int) -> Quarter:
    """The quarter in which a moment lies."""
    day = dt.datetime.fromtimestamp(when, KAZAKHSTAN)
    return day.year, (day.month + 2) // 3


@dataclass
class Notice:
    """A notification."""

    miner: str
    form: int
    starts_at: int
    submitted_at: int
    version: int = 1
    acknowledged_at: int = 0
    returned_at: int = 0
    ended_at: int = 0
    reports: dict[Quarter, tuple[int, bool]] = field(default_factory=dict)
    evidence: set[int] = field(default_factory=set)

    def mined_in(self, quarter: Quarter) -> bool:
        """Whether mining went on in a quarter."""
        begin, end = bounds(quarter)
        last = self.ended_at or end
        return max(begin, self.starts_at) <= min(end - 1, last)


@dataclass
class Asset:
    """A mined asset."""

    notice: int
    owners: list[str]
    name: str
    evidence: int
    offered_to: str = ""
    retracted: bool = False


@dataclass
class Model:
    """Everything that is recorded, and who may act."""

    now: int
    notices: list[Notice] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    exempt_until: dict[str, int] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)
    active: set[str] = field(default_factory=set)
    miners: set[str] = field(default_factory=set)

    def notice(self, number: int) -> Notice | None:
        """A notification by its number."""
        return self.notices[number - 1] if 0 < number <= len(self.notices) else None

    def asset(self, number: int) -> Asset | None:
        """A mined asset by its number."""
        return self.assets[number - 1] if 0 < number <= len(self.assets) else None

    def is_miner(self, who: str) -> bool:
        """Whether one may notify."""
        return who in self.active and who in self.miners

    def is_fresh(self, who: str, form: int) -> bool:
        """Whether a form is one, and none that the miner has recorded."""
        return form != 0 and (who, form) not in self.used

    def may_notify(self, who: str, form: int, starts_at: int) -> bool:
        return self.is_miner(who) and self.is_fresh(who, form) and starts_at >= self.now + 30 * DAY

    def may_amend(self, who: str, number: int, form: int, starts_at: int) -> bool:
        found = self.notice(number)
        if found is None or found.miner != who or found.ended_at:
            return False
        moved = found.starts_at > self.now and starts_at >= self.now + 30 * DAY
        kept = starts_at == found.starts_at
        return self.is_miner(who) and self.is_fresh(who, form) and (kept or moved)

    def may_cease(self, who: str, number: int, ended_at: int) -> bool:
        found = self.notice(number)
        if found is None or found.miner != who or found.ended_at:
            return False
        return who in self.active and found.submitted_at <= ended_at <= self.now

    def may_decide(self, number: int, form: int) -> bool:
        found = self.notice(number)
        if found is None or found.form != form:
            return False
        return not found.acknowledged_at and not found.returned_at

    def may_report(self, who: str, number: int, quarter: Quarter, form: int) -> bool:
        found = self.notice(number)
        if found is None or found.miner != who or who not in self.active:
            return False
        owed = found.mined_in(quarter) and (self.now >= bounds(quarter)[1] or found.ended_at != 0)
        return self.is_fresh(who, form) and (quarter in found.reports or owed)

    def may_declare(
        self, who: str, number: int, evidence: int, mined_from: int, mined_until: int
    ) -> bool:
        found = self.notice(number)
        if found is None or found.miner != who or who not in self.active:
            return False
        last = found.ended_at or self.now
        within = found.starts_at <= mined_from <= mined_until <= min(last, self.now)
        return within and evidence != 0 and evidence not in found.evidence

    def owns(self, who: str, number: int) -> bool:
        """Whether one may dispose of a mined asset."""
        found = self.asset(number)
        return (
            found is not None
            and who in self.active
            and found.owners[-1] == who
            and not found.retracted
        )

    def may_retract(self, who: str, number: int) -> bool:
        found = self.asset(number)
        return (
            found is not None
            and self.owns(who, number)
            and len(found.owners) == 1
            and not found.offered_to
        )

    def is_exempt(self, name: str) -> bool:
        """Whether an asset may pass."""
        return self.exempt_until.get(name, 0) >= self.now

    def may_offer(self, who: str, number: int, to: str) -> bool:
        found = self.asset(number)
        if found is None or not self.owns(who, number):
            return False
        return self.is_exempt(found.name) and to in self.active and to != who

    def may_accept(self, who: str, number: int) -> bool:
        found = self.asset(number)
        if found is None or found.retracted or found.offered_to != who:
            return False
        return {who, found.owners[-1]} <= self.active and self.is_exempt(found.name)
