"""The register of participants: admission, changes, nodes, and decisions of one and of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.evm import account
from tests.contracts.world import AUTHORITY, BASIS, DEPOSITOR, MINER, digest

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["play"]


def play(world: World) -> None:
    """Call every function."""
    _changes(world)
    _nodes(world)
    _decisions(world)
    _views(world)


def _changes(world: World) -> None:
    world.admit("newcomer", DEPOSITOR)
    world.admit("holder of tokens")
    world.set_roles("newcomer", DEPOSITOR | MINER)
    world.suspend("newcomer")
    world.reinstate("newcomer")
    world.replace_key("newcomer", "new key")


def _nodes(world: World) -> None:
    purpose, location = "independent control of the chain", "witness.example.kz:30303"
    for kind in (1, 2, 3):
        described = (7, kind, account(f"node {kind}"), purpose, location)
        world.decree("participants", "register_node", *described)
    world.decree("participants", "remove_node", 3)


def _decisions(world: World) -> None:
    """With two of three: one proposal is executed, one withdrawn by its proposer, one by both."""
    for who in ("second authority", "third authority"):
        world.admit(who, AUTHORITY)
    world.decree("participants", "set_quorum", 3)
    target = world.participants.contract
    call = target.data("suspend", account("holder"))
    proposals = [
        world.participants.act("authority", "propose", target.address, call, BASIS).answer
        for _ in range(2)
    ]
    for proposal in proposals:
        world.participants.act("second authority", "confirm", proposal)
    world.participants.act("second authority", "withdraw", proposals[0])
    world.participants.act("authority", "withdraw", proposals[0])
    world.participants.act("third authority", "confirm", proposals[1])


def _views(world: World) -> None:
    ask, key = world.participants.ask, account("new key")
    for view in ("number_of", "roles_of", "is_active"):
        ask(view, key)
    ask("successor_of", account("newcomer"))
    ask("has_role", key, MINER)
    ask("account_of", 7)
    ask("participant", 7)
    for view in ("count", "quorum", "basis", "proposals", "node_count", "validation_rules"):
        ask(view)
    last = ask("proposals")
    for view in ("proposal_of", "confirmations_of", "agreed"):
        ask(view, last)
    for view in ("node", "node_stands"):
        ask(view, 1)
    ask("node_of", account("node 1"))
    assert ask("proposal_of", last)["basis"] != digest("another basis")
