"""The contracts on one bench, with a participant for each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from contracts import loader
from tests.contracts.evm import Contract, Evm, Outcome, account

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ATTESTOR", "AUTHORITY", "DEPOSITOR", "ISSUER", "MINER", "OPERATOR", "World"]
__all__ += ["ADMITTED", "BASIS", "Side", "deploy", "digest", "found"]

AUTHORITY: Final = 1
OPERATOR: Final = 2
ATTESTOR: Final = 4
ISSUER: Final = 8
DEPOSITOR: Final = 16
MINER: Final = 32

ADMITTED: Final = {
    "attestor": ATTESTOR,
    "issuer": ISSUER,
    "depositor": DEPOSITOR,
    "miner": MINER,
    "holder": 0,
    "second holder": 0,
}
"""Who is admitted after the first two, and in which roles."""


_OF_A_DECISION: Final = {"Proposed", "Confirmed", "Withdrawn", "Awaiting", "Executed"}


def digest(text: str) -> bytes:
    """A 32-byte value made of a text."""
    return text.encode().ljust(32, b".")


BASIS: Final = digest("basis")
"""The basis of a decision when a test does not name another."""


@dataclass(frozen=True)
class Side:
    """One contract, as its callers see it."""

    evm: Evm
    contract: Contract

    def act(self, who: str, function: str, *args: Any) -> Outcome:
        """Call a function from the account of a name."""
        return self.evm.act(self.contract, account(who), function, *args)

    def ask(self, function: str, *args: Any) -> Any:
        """Call a view."""
        return self.evm.ask(self.contract, function, *args)


@dataclass(frozen=True)
class World:
    """The bench, its contracts, and who was admitted: numbers 1 and 2 at deployment, then
    attestor 3, issuer 4, depositor 5, miner 6, holder 7, second holder 8.
    """

    evm: Evm
    participants: Side
    depository: Side
    asset_classes: Side
    digital_assets: Side
    mining_registry: Side
    journal: Side

    def side(self, name: str) -> Side:
        """A contract by its name."""
        side = getattr(self, name)
        assert isinstance(side, Side)
        return side

    def decree(
        self,
        contract: str,
        function: str,
        *args: Any,
        by: Sequence[str] = ("authority",),
        basis: bytes = BASIS,
    ) -> Outcome:
        """Have the authorised body call a function of a contract: the first of `by` proposes, the
        others confirm. Answers the proposal's id, and the events of that contract in the last of
        these acts, without those that every decision has.
        """
        side, evm = self.side(contract), self.evm
        data = side.contract.data(function, *args)
        proposal = self.participants.ask("proposals") + 1
        of = side.contract, self.participants.contract
        asked = (side.contract.address, data, basis)
        call = self.participants.contract.data("propose", *asked)
        events = evm.events(*of, account(by[0]), call)
        for who in by[1:]:
            call = self.participants.contract.data("confirm", proposal)
            events = evm.events(*of, account(who), call)
        return Outcome(proposal, tuple(e for e in events if e.name not in _OF_A_DECISION))

    def admit(self, who: str, roles: int = 0) -> int:
        """Admit the account of a name; answer its number."""
        return self.admit_account(account(who), roles)

    def admit_account(self, address: str, roles: int = 0) -> int:
        """Admit an account; answer its number."""
        outcome = self.decree("participants", "admit", address, roles, digest("subject"))
        number: int = outcome.event.args["number"]
        return number

    def suspend(self, who: str) -> None:
        """Suspend the participant with the account of a name."""
        self.decree("participants", "suspend", account(who))

    def reinstate(self, who: str) -> None:
        """Reinstate the participant with the account of a name."""
        self.decree("participants", "reinstate", account(who))

    def set_roles(self, who: str, roles: int) -> None:
        """Replace the roles of the participant with the account of a name."""
        self.decree("participants", "set_roles", account(who), roles)

    def replace_key(self, old: str, new: str) -> None:
        """Give a participant the key of another name."""
        self.decree("participants", "replace_key", account(old), account(new))


def found(evm: Evm | None = None) -> World:
    """Deploy the contracts on a bench in the order of deployment, admit the participants."""
    evm = evm or Evm()
    given = {"authority": account("authority"), "operator": account("operator")}
    participants = deploy(evm, "participants", given)
    given["participants"] = participants.contract.address
    others = []
    for name in loader.CONTRACTS[1:]:
        others.append(deploy(evm, name, given))
        given[name] = others[-1].contract.address
    world = World(evm, participants, *others)
    for who, roles in ADMITTED.items():
        world.admit(who, roles)
    return world


def deploy(evm: Evm, name: str, given: Mapping[str, Any]) -> Side:
    """Deploy a contract; the constructor's arguments are known by their names, and the digest of
    the rules, unless it is given, from the committed texts.
    """
    artifact = loader.load(name)
    names = [each["name"] for each in artifact.constructor]
    values = dict(given)
    if "rules" in names and "rules" not in values:
        values["rules"] = loader.rules_digest(name)
    args = [values[each] for each in names]
    return Side(evm, evm.deploy(artifact.abi, artifact.bytecode, *args))
