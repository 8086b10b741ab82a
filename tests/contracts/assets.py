"""Short words for what most tests of digital assets do first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from eth_abi.abi import encode
from eth_utils import abi as abis

from contracts import loader
from tests.contracts.evm import NOW, account
from tests.contracts.world import World, digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.contracts.evm import Outcome

__all__ = ["EVIDENCE", "GOODS", "NUMBERS", "RIGHTS", "SYSTEM", "UNBACKED", "UNTIL", "ZERO"]
__all__ += ["allow", "attest", "balances", "issue", "move", "open_class", "register", "told"]

UNTIL: Final = NOW + 1000
EVIDENCE: Final = digest("evidence")
SYSTEM: Final = digest("system")
RIGHTS: Final = (("delivery", digest("one tonne")), ("storage", digest("for a year")))
GOODS: Final = 1
UNBACKED: Final = 4
ZERO: Final = "0x" + "00" * 20

NUMBERS: Final = {
    name: number
    for number, name in enumerate(
        ("authority", "operator", "attestor", "issuer", "depositor", "miner", "holder"), 1
    )
} | {"second holder": 8}
"""The numbers that a new world's participants have."""


def register(world: World, who: str = "issuer", backing: int = GOODS) -> int:
    """Register a class; answer its id."""
    described = (backing, digest("decision"), RIGHTS, "https://issuer.example/class")
    class_id: int = world.asset_classes.act(who, "register_class", *described).answer
    return class_id


def allow(world: World, *names: str, who: str = "issuer", class_id: int = 1) -> None:
    """Give participants access to a class."""
    for name in names:
        world.asset_classes.act(who, "grant_access", class_id, NUMBERS[name])


def open_class(
    world: World, names: Sequence[str] = ("holder", "second holder"), backing: int = GOODS
) -> int:
    """Register a class whose issuer's system is attested and to which some have access."""
    world.decree("asset_classes", "attest_system", NUMBERS["issuer"], SYSTEM)
    class_id = register(world, backing=backing)
    allow(world, *names, class_id=class_id)
    return class_id


def attest(world: World, amount: int, *, who: str = "attestor", class_id: int = 1) -> Outcome:
    """Attest an amount of backing until `UNTIL`."""
    return world.digital_assets.act(who, "attest_backing", class_id, amount, UNTIL, EVIDENCE)


def issue(
    world: World, amount: int, *, who: str = "issuer", to: str = "holder", class_id: int = 1
) -> Outcome:
    """Issue an amount to the account of a name."""
    return world.digital_assets.act(who, "issue", class_id, account(to), amount)


def move(
    world: World,
    amount: int,
    *,
    who: str = "holder",
    owner: str = "holder",
    to: str = "second holder",
    class_id: int = 1,
) -> Outcome:
    """Transfer an amount between the accounts of two names."""
    ends = account(owner), account(to)
    return world.digital_assets.act(who, "safeTransferFrom", *ends, class_id, amount, b"")


def balances(world: World, *names: str, class_id: int = 1) -> list[int]:
    """What the accounts of names hold of a class."""
    ask = world.digital_assets.ask
    return [ask("balanceOf", account(name), class_id) for name in names]


def told(error: str, *args: Any) -> str:
    """A pattern for exactly one error of the contract of tokens, as `RefusedError` has it."""
    (entry,) = (e for e in loader.load("digital_assets").abi if e.get("name") == error)
    types = [each["type"] for each in entry["inputs"]]
    selector = abis.function_signature_to_4byte_selector(f"{error}({','.join(types)})")
    return "^" + re.escape("0x" + (selector + encode(types, args)).hex()) + "$"
