"""What the rules of digital assets mean, said once more in Python: a book that lets acts happen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

__all__ = ["BACKED", "CLASSES", "PEOPLE", "UNBACKED_CLASS", "Book", "Request"]

PEOPLE: Final = ("issuer", "holder", "second holder", "miner")
BACKED: Final = 1
UNBACKED_CLASS: Final = 2
CLASSES: Final = (BACKED, UNBACKED_CLASS)
ALL: Final = 0


@dataclass
class Request:
    """A request for redemption."""

    class_id: int
    who: str
    amount: int
    open: bool = True


@dataclass
class Book:
    """Two classes of one issuer: of goods, and unbacked. Accounts are keys; a person has one."""

    now: int
    keys: dict[str, str] = field(default_factory=lambda: {who: who for who in PEOPLE})
    lost: dict[str, str] = field(default_factory=dict)
    suspended: set[str] = field(default_factory=set)
    access: set[tuple[int, str]] = field(default_factory=set)
    approvals: set[tuple[str, str]] = field(default_factory=set)
    system: bool = False
    exempt: bool = False
    paused: set[int] = field(default_factory=set)
    balances: Counter[tuple[int, str]] = field(default_factory=Counter)
    frozen: Counter[tuple[int, str]] = field(default_factory=Counter)
    minted: Counter[int] = field(default_factory=Counter)
    burned: Counter[int] = field(default_factory=Counter)
    attested: int = 0
    until: int = 0
    shortfall: bool = False
    requests: list[Request] = field(default_factory=list)

    def active(self, who: str) -> bool:
        return who in self.keys and who not in self.suspended

    def supply(self, class_id: int) -> int:
        return self.minted[class_id] - self.burned[class_id]

    def held(self, class_id: int, who: str) -> int:
        return self.balances[class_id, self.keys[who]]

    def locked(self, class_id: int, who: str) -> int:
        return sum(
            r.amount for r in self.requests if r.open and (r.class_id, r.who) == (class_id, who)
        )

    def unfrozen(self, class_id: int, who: str) -> int:
        key = class_id, self.keys[who]
        return max(0, self.balances[key] - self.frozen[key])

    def free(self, class_id: int, who: str) -> int:
        return max(0, self.unfrozen(class_id, who) - self.locked(class_id, who))

    def runs(self, class_id: int) -> bool:
        return not {class_id, ALL} & self.paused

    def circulates(self, class_id: int) -> bool:
        return self.runs(class_id) and self.system and (class_id == BACKED or self.exempt)

    def reaches(self, class_id: int, who: str) -> bool:
        return who == "issuer" or (class_id, who) in self.access

    def may_issue(self, class_id: int, to: str, amount: int) -> bool:
        covered = self.supply(BACKED) + amount <= self.attested and self.now <= self.until
        return (
            self.active("issuer")
            and amount > 0
            and self.circulates(class_id)
            and self.active(to)
            and self.reaches(class_id, to)
            and (class_id == UNBACKED_CLASS or covered)
        )

    def rules_allow(self, class_id: int, owner: str, to: str) -> bool:
        """All but the amount."""
        return (
            self.active(owner)
            and self.active(to)
            and self.circulates(class_id)
            and self.reaches(class_id, owner)
            and self.reaches(class_id, to)
        )

    def may_enter(self, class_id: int, who: str, owner: str) -> bool:
        """Whether one may enter a transfer of an owner's tokens."""
        approved = (self.keys[owner], self.keys.get(who, who)) in self.approvals
        return who == owner or (approved and self.active(who) and self.reaches(class_id, who))

    def move(self, class_id: int, source: str, target: str, amount: int) -> None:
        """Move between two keys."""
        self.balances[class_id, source] -= amount
        self.balances[class_id, target] += amount

    def force(self, class_id: int, source: str, target: str, amount: int) -> None:
        """Move by force: what is free first, then what is frozen."""
        key = class_id, source
        self.frozen[key] -= max(0, amount - max(0, self.balances[key] - self.frozen[key]))
        self.move(class_id, source, target, amount)

    def claim(self, class_id: int, old: str, who: str) -> None:
        """Take over from a replaced key."""
        new = self.keys[who]
        self.frozen[class_id, new] += self.frozen.pop((class_id, old), 0)
        self.move(class_id, old, new, self.balances[class_id, old])

    def may_request(self, class_id: int, who: str, amount: int) -> bool:
        asked = class_id == BACKED and 0 < amount <= self.free(class_id, who)
        return self.active(who) and self.runs(class_id) and asked

    def may_close(self, request: Request) -> bool:
        return (
            request.open
            and self.runs(request.class_id)
            and self.active("issuer")
            and self.active(request.who)
            and request.amount <= min(self.unfrozen(request.class_id, request.who), self.attested)
        )

    def close(self, request: Request) -> None:
        """Fulfil a request."""
        request.open = False
        self.balances[request.class_id, self.keys[request.who]] -= request.amount
        self.burned[request.class_id] += request.amount
        self.attested -= request.amount
