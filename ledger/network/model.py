"""Nodes of the network, as the contract `participants` has them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.records import Recorded
    from ledger.types import Address, Digest, ParticipantId

__all__ = ["Node", "NodeKind", "Removal"]


class NodeKind(IntEnum):
    """What a node does: the numbers of the contract."""

    SEALER = 1
    WITNESS = 2
    FOLLOWER = 3

    @property
    def word(self) -> str:
        """The kind in addresses and answers."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Removal:
    """Where a node was removed, and the digest of the basis."""

    basis: Digest
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Node:
    """A registered node: `entity` answers for it; `key` is None for a follower without one.

    `location` is the network address as the entity gives it, `basis` the digest of the decision.
    It was valid from `registered` until `removal`, None while it is.
    """

    number: int
    entity: ParticipantId
    kind: NodeKind
    key: Address | None
    purpose: str
    location: str
    basis: Digest
    registered: Recorded
    removal: Removal | None
