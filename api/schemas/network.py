"""Nodes of the network and acts of enforcement, as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from api.schemas.records import Place, place
from api.schemas.types import Amount, Response, hex_of
from ledger.enforcement.model import Act
from ledger.network.model import NodeKind

if TYPE_CHECKING:
    from ledger.enforcement.model import Enforced
    from ledger.network.model import Node

__all__ = [
    "NODE_KINDS",
    "EnforcedOut",
    "NodeKindName",
    "NodeOut",
    "RemovalOut",
    "enforced_out",
    "node_out",
]

NodeKindName = Literal["sealer", "witness", "follower"]
NODE_KINDS: Final[dict[NodeKindName, NodeKind]] = {
    "sealer": NodeKind.SEALER,
    "witness": NodeKind.WITNESS,
    "follower": NodeKind.FOLLOWER,
}
_NAMES: Final = {kind: name for name, kind in NODE_KINDS.items()}


class RemovalOut(Response):
    """The end of a node, and the digest of the decision on it."""

    basis: str
    recorded: Place


class NodeOut(Response):
    """A node: valid from `registered` until `removal`, which is null while it is valid.

    The participant `entity` answers for it. `key` seals or witnesses, null for a follower without
    one; `location` is the network address as the entity gives it, `basis` the decision's digest.
    """

    number: int
    entity: int
    kind: NodeKindName
    key: str | None
    purpose: str
    location: str
    basis: str
    registered: Place
    removal: RemovalOut | None


class EnforcedOut(Response):
    """An act of the authorised body against someone's will, and the digest of its legal basis.

    `account` is the key concerned and `counterparty` the other one: the receiver of a forced
    transfer, or the new key. `asset` is 0 in a pause of all. `amount` is what is frozen from then
    on in all, or what was moved. What does not concern an act is null.
    """

    act: Act
    contract: str
    account: str | None
    counterparty: str | None
    participant: int | None
    asset: int | None
    deposit: int | None
    batch: int | None
    amount: Amount | None
    basis: str
    recorded: Place
    log_index: int


def node_out(node: Node) -> NodeOut:
    """A node as it is answered."""
    removal = node.removal
    return NodeOut(
        number=node.number,
        entity=node.entity,
        kind=_NAMES[node.kind],
        key=node.key,
        purpose=node.purpose,
        location=node.location,
        basis=hex_of(node.basis),
        registered=place(node.registered),
        removal=None
        if removal is None
        else RemovalOut(basis=hex_of(removal.basis), recorded=place(removal.recorded)),
    )


def enforced_out(act: Enforced) -> EnforcedOut:
    """An act of enforcement as it is answered."""
    return EnforcedOut(
        act=act.act,
        contract=act.contract,
        account=act.account,
        counterparty=act.counterparty,
        participant=act.participant,
        asset=act.asset,
        deposit=act.deposit,
        batch=act.batch,
        amount=None if act.amount is None else str(act.amount),
        basis=hex_of(act.basis),
        recorded=place(act.recorded),
        log_index=act.log_index,
    )
