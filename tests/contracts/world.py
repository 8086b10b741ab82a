"""The four contracts on one bench, with a participant for each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from contracts import loader
from tests.contracts.evm import Contract, Evm, account

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.contracts.evm import Outcome

__all__ = ["ATTESTOR", "AUTHORITY", "DEPOSITOR", "ISSUER", "MINER", "OPERATOR", "World"]
__all__ += ["Side", "digest", "found"]

AUTHORITY: Final = 1
OPERATOR: Final = 2
ATTESTOR: Final = 4
ISSUER: Final = 8
DEPOSITOR: Final = 16
MINER: Final = 32

_ADMITTED: Final = {
    "attestor": ATTESTOR,
    "issuer": ISSUER,
    "depositor": DEPOSITOR,
    "miner": MINER,
    "holder": 0,
    "second holder": 0,
}


def digest(text: str) -> bytes:
    """A 32-byte value made of a text."""
    return text.encode().ljust(32, b".")


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
    digital_assets: Side
    mining_registry: Side

    def admit(self, who: str, roles: int = 0) -> int:
        """Admit the account of a name; answer its number."""
        return self.admit_account(account(who), roles)

    def admit_account(self, address: str, roles: int = 0) -> int:
        """Admit an account; answer its number."""
        subject = digest("subject")
        number: int = self.participants.act("authority", "admit", address, roles, subject).answer
        return number

    def suspend(self, who: str) -> None:
        """Suspend the participant with the account of a name."""
        self.participants.act("authority", "suspend", account(who), digest("basis"))

    def set_roles(self, who: str, roles: int) -> None:
        """Replace the roles of the participant with the account of a name."""
        self.participants.act("authority", "set_roles", account(who), roles, digest("basis"))

    def replace_key(self, old: str, new: str) -> None:
        """Give a participant the key of another name."""
        keys = account(old), account(new)
        self.participants.act("authority", "replace_key", *keys, digest("basis"))


def found() -> World:
    """Deploy the contracts on a new bench in the order of deployment, admit the participants."""
    evm = Evm()
    deploy = _deployer(evm)
    participants = deploy("participants", account("authority"), account("operator"))
    others = [deploy(name, participants.contract.address) for name in loader.CONTRACTS[1:]]
    world = World(evm, participants, *others)
    for who, roles in _ADMITTED.items():
        world.admit(who, roles)
    return world


def _deployer(evm: Evm) -> Callable[..., Side]:
    def deploy(name: str, *args: Any) -> Side:
        artifact = loader.load(name)
        return Side(evm, evm.deploy(artifact.abi, artifact.bytecode, *args))

    return deploy
