"""What a depository ought to hold: the model against which the contract is run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from tests.contracts.deposits import ACCEPTED, ANNULLED, DEPOSITED, RETURNED, content
from tests.contracts.world import digest

__all__ = ["DEPOSITORS", "NUMBERS", "PEOPLE", "ROOTS", "Known", "Model"]

ROOTS: Final = (digest("one"), digest("two"))
DEPOSITORS: Final = ("depositor", "rival")
ATTESTORS: Final = ("attestor", "holder")
NUMBERS: Final = {"operator": 2, "attestor": 3, "depositor": 5, "holder": 7, "rival": 9}
PEOPLE: Final = (*NUMBERS, "stranger")


@dataclass
class Known:
    """What the model knows of a deposit; `content` is what was recorded and never changes."""

    content: tuple[Any, ...]
    tenures: list[tuple[str, int]]
    previous: int
    successor: int = 0
    status: int = DEPOSITED
    receiver: str = ""
    level: int = 0
    rebuilder: str = ""
    copies: list[tuple[str, str]] = field(default_factory=list)

    @property
    def possessor(self) -> str:
        return self.tenures[-1][0]

    @property
    def stands(self) -> bool:
        return self.status in (DEPOSITED, ACCEPTED)

    @property
    def is_last(self) -> bool:
        """Whether a version may follow it."""
        return self.stands and not self.successor and not self.receiver

    @property
    def waits(self) -> bool:
        return bool(self.copies) and self.copies[-1][1] == "applied"

    def lapse(self) -> None:
        """Let what waits lapse."""
        self.receiver = ""
        if self.waits:
            self.copies[-1] = (self.copies[-1][0], "lapsed")

    def attests(self, level: int) -> tuple[str, ...]:
        """Who may attest a level of it, if active."""
        if level <= 4:
            return ("operator",)
        owners = {who for who, _ in self.tenures}
        return tuple(who for who in ATTESTORS if who not in owners)

    def withdraws(self, level: int) -> str:
        """Who may withdraw a level of it, if active."""
        return "operator" if level <= 4 else self.rebuilder


@dataclass
class Model:
    """All deposits by number, and who is suspended."""

    known: dict[int, Known] = field(default_factory=dict)
    suspended: set[str] = field(default_factory=lambda: {"stranger"})

    def active(self, who: str) -> bool:
        return who not in self.suspended

    def own(self, root: bytes, who: str) -> list[int]:
        """Someone's deposits of a content that stand; never more than one."""
        return [
            number
            for number, each in self.known.items()
            if each.stands and each.content[0] == root and each.possessor == who
        ]

    def accepted(self, root: bytes) -> list[int]:
        """The accepted deposits of a content; never more than one."""
        of_it = (n for n, each in self.known.items() if each.content[0] == root)
        return [number for number in of_it if self.known[number].status == ACCEPTED]

    def may_deposit(self, who: str, root: bytes) -> bool:
        return who in DEPOSITORS and self.active(who) and not self.own(root, who)

    def may_follow(self, who: str, it: Known, root: bytes) -> bool:
        return it.is_last and it.possessor == who and self.may_deposit(who, root)

    def may_accept(self, who: str, it: Known) -> bool:
        return self.may_return(who, it) and not self.accepted(it.content[0])

    def may_return(self, who: str, it: Known) -> bool:
        return it.status == DEPOSITED and who == "operator" and self.active(who)

    def may_offer(self, who: str, it: Known, receiver: str) -> bool:
        free = it.status == ACCEPTED and not it.receiver
        return free and self.owns(who, it) and receiver not in (who, "stranger")

    def may_take(self, who: str, it: Known) -> bool:
        both = it.receiver == who and self.active(who) and self.active(it.possessor)
        return both and not self.own(it.content[0], who)

    def may_apply(self, who: str, it: Known) -> bool:
        return it.status == ACCEPTED and not it.waits and self.owns(who, it)

    def owns(self, who: str, it: Known) -> bool:
        return it.possessor == who and self.active(who)

    def enter(self, who: str, root: bytes, previous: int, block: int) -> None:
        self.known[len(self.known) + 1] = Known(content(root), [(who, block)], previous)
        if previous:
            self.known[previous].successor = len(self.known)

    def leave(self, number: int, *, annulled: bool) -> None:
        it = self.known[number]
        it.status = ANNULLED if annulled else RETURNED
        it.lapse()
        if it.previous:
            self.known[it.previous].successor = it.successor
        if it.successor:
            self.known[it.successor].previous = it.previous

    def take(self, it: Known, block: int) -> None:
        it.tenures.append((it.receiver, block))
        it.lapse()
