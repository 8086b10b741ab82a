"""A model of the register of participants: what each act must come to, in plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from tests.contracts.world import ADMITTED, AUTHORITY, OPERATOR

__all__ = ["LIFETIME", "Act", "Model", "Person", "Proposal"]

LIFETIME: Final = 7 * 86_400
_KNOWN_ROLES: Final = 63


@dataclass(frozen=True)
class Act:
    """A call of the contract by names: accounts are names of keys."""

    function: str
    args: tuple[Any, ...]


@dataclass
class Person:
    """A participant: the name of the present key, roles, and whether suspended."""

    key: str
    roles: int
    suspended: bool = False

    @property
    def decides(self) -> bool:
        """Whether the person is an active authority."""
        return bool(self.roles & AUTHORITY) and not self.suspended


@dataclass
class Proposal:
    """A proposal by a key; `agree` are the keys that agree, in order."""

    act: Act
    proposer: str
    at: int
    agree: list[str]
    state: int = 1


@dataclass
class Model:
    """Everybody by number, and every proposal by id; `refusal` foretells, `carry_out` changes."""

    people: dict[int, Person] = field(default_factory=dict)
    former: set[str] = field(default_factory=set)
    nodes: list[tuple[int, bool]] = field(default_factory=list)
    proposals: dict[int, Proposal] = field(default_factory=dict)
    quorum: int = 1
    before: int = 0
    """The id of the last proposal before the model began."""

    @classmethod
    def of_world(cls) -> Model:
        """The bench as `found` leaves it."""
        roles = {"authority": AUTHORITY, "operator": OPERATOR, **ADMITTED}
        people = {n: Person(key, mask) for n, (key, mask) in enumerate(roles.items(), 1)}
        return cls(people)

    def number(self, key: str) -> int:
        """The number of a present key, 0 for another."""
        return next((n for n, each in self.people.items() if each.key == key), 0)

    def decides(self, key: str) -> bool:
        """Whether a key may act as authority now."""
        number = self.number(key)
        return bool(number) and self.people[number].decides

    def deciders(self) -> int:
        """How many active authorities there are."""
        return sum(each.decides for each in self.people.values())

    def rights(self) -> tuple[Any, ...]:
        """Who holds which rights: what nothing but a decision may change."""
        people = tuple((each.key, each.roles, each.suspended) for each in self.people.values())
        return people, self.quorum, tuple(self.nodes)

    def agreed(self, proposal: Proposal) -> int:
        """How many of the keys that agree count now."""
        return sum(map(self.decides, proposal.agree))

    # ------------------------------------------------------------ acts of a key

    def propose(self, who: str, act: Act, now: int) -> str | None:
        """The refusal of a proposal, or None when it is made, and executed if that is enough."""
        if not self.decides(who):
            return "participants: not the authority"
        made = Proposal(act, who, now, [who])
        refusal = self._execute_if_agreed(made)
        if refusal is None:
            self.proposals[max(self.proposals, default=self.before) + 1] = made
        return refusal

    def confirm(self, who: str, id_: int, now: int) -> str | None:
        """The refusal of a confirmation, or None when it is given."""
        refusal = self._closed(who, id_, now)
        if refusal is not None:
            return refusal
        proposal = self.proposals[id_]
        if who in proposal.agree:
            return "participants: already confirmed"
        proposal.agree.append(who)
        refusal = self._execute_if_agreed(proposal)
        if refusal is not None:
            proposal.agree.remove(who)
        return refusal

    def withdraw(self, who: str, id_: int, now: int) -> str | None:
        """The refusal of a withdrawal, or None when it is made."""
        refusal = self._closed(who, id_, now)
        if refusal is not None:
            return refusal
        proposal = self.proposals[id_]
        if who not in proposal.agree:
            return "participants: not confirmed"
        proposal.agree.remove(who)
        if who == proposal.proposer:
            proposal.state = 3
        return None

    def _closed(self, who: str, id_: int, now: int) -> str | None:
        if not self.decides(who):
            return "participants: not the authority"
        if id_ not in self.proposals:
            return "participants: no such proposal"
        if self.proposals[id_].state != 1:
            return "participants: proposal is closed"
        if now > self.proposals[id_].at + LIFETIME:
            return "participants: proposal has expired"
        return None

    def _execute_if_agreed(self, proposal: Proposal) -> str | None:
        if self.agreed(proposal) < self.quorum:
            return None
        refusal = self.refusal(proposal.act)
        if refusal is None:
            proposal.state = 2
            self._carry_out(proposal.act)
        return refusal

    # ------------------------------------------------------------ acts of the authorised body

    def refusal(self, act: Act) -> str | None:
        """Why the contract refuses an act that was agreed on; None when it does not."""
        reason = getattr(self, f"_refuse_{act.function}")(*act.args)
        return None if reason is None else f"participants: {reason}"

    def _refuse_admit(self, key: str, roles: int) -> str | None:
        return self._refuse_key(key) or ("unknown role" if roles > _KNOWN_ROLES else None)

    def _refuse_set_roles(self, key: str, roles: int) -> str | None:
        if not self.number(key):
            return "unknown account"
        if roles > _KNOWN_ROLES:
            return "unknown role"
        return None if roles & AUTHORITY else self._refuse_loss_of(key)

    def _refuse_suspend(self, key: str) -> str | None:
        if not self.number(key):
            return "unknown account"
        if self.people[self.number(key)].suspended:
            return "already suspended"
        return self._refuse_loss_of(key)

    def _refuse_reinstate(self, key: str) -> str | None:
        if not self.number(key):
            return "unknown account"
        return None if self.people[self.number(key)].suspended else "not suspended"

    def _refuse_replace_key(self, old: str, new: str) -> str | None:
        return self._refuse_key(new) if self.number(old) else "unknown account"

    def _refuse_set_quorum(self, required: int) -> str | None:
        return None if 1 <= required <= self.deciders() else "quorum out of range"

    def _refuse_register_node(self, entity: int) -> str | None:
        if entity not in self.people:
            return "no such participant"
        return "entity is suspended" if self.people[entity].suspended else None

    def _refuse_remove_node(self, number: int) -> str | None:
        if not 1 <= number <= len(self.nodes):
            return "no such node"
        return None if self.nodes[number - 1][1] else "node was removed"

    def _refuse_key(self, key: str) -> str | None:
        if self.number(key):
            return "account is known"
        return "account was replaced" if key in self.former else None

    def _refuse_loss_of(self, key: str) -> str | None:
        lost = self.decides(key) and self.deciders() == self.quorum
        return "too few authorities" if lost else None

    def _carry_out(self, act: Act) -> None:
        first, rest = act.args[0], act.args[1:]
        if act.function == "admit":
            self.people[len(self.people) + 1] = Person(first, *rest)
        elif act.function == "set_quorum":
            self.quorum = first
        elif act.function == "register_node":
            self.nodes.append((first, True))
        elif act.function == "remove_node":
            self.nodes[first - 1] = (self.nodes[first - 1][0], False)
        else:
            self._change(self.people[self.number(first)], act.function, *rest)

    def _change(self, person: Person, function: str, *args: Any) -> None:
        if function == "set_roles":
            (person.roles,) = args
        elif function == "replace_key":
            self.former.add(person.key)
            (person.key,) = args
        else:
            person.suspended = function == "suspend"
