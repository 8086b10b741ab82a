"""The namespace `qoima`: statements of witnesses, published and read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.errors import Unavailable
from node.primitives import as_checksummed
from node.rpc.codec import (
    BlockId,
    as_block,
    as_bytes,
    as_hash,
    as_object,
    as_quantity,
    hexed,
    quantity,
)
from node.rpc.errors import INVALID_PARAMS, RpcError
from node.rpc.protocol import Method
from node.witness.registry import identity_of
from node.witness.statement import Statement, typed_data

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods
    from node.witness.registry import Registry
    from node.witness.store import Signed, Witnessing, WitnessStore

__all__ = ["methods", "signed_object"]

_LATEST = BlockId(tag="latest")


def signed_object(signed: Signed) -> dict[str, Any]:
    """A signed statement as it is published and as it is answered."""
    return {
        "witness": as_checksummed(signed.witness),
        "number": quantity(signed.statement.number),
        "hash": hexed(signed.statement.hash),
        "stateRoot": hexed(signed.statement.state_root),
        "signature": hexed(signed.signature),
    }


@dataclass(frozen=True)
class _Witnesses:
    backend: Backend
    store: WitnessStore
    registry: Registry | None

    def publish(self, given: dict[str, Any]) -> str:
        if self.registry is None:
            raise Unavailable("node.read-only")
        try:
            statement = Statement(
                number=as_quantity(given["number"]),
                hash=as_hash(given["hash"]),
                state_root=as_hash(given["stateRoot"]),
            )
            signature = as_bytes(given["signature"])
        except KeyError as error:
            raise RpcError(INVALID_PARAMS, f"missing field {error}") from error
        return as_checksummed(self.registry.publish(statement, signature))

    def at(self, block: BlockId) -> dict[str, Any]:
        """Who has signed a block; the message, so that anyone can check the signatures."""
        header = self.backend.header(block)
        statement = Statement.about(header)
        return {
            "number": quantity(header.block_number),
            "hash": hexed(header.hash),
            "typedData": typed_data(identity_of(self.backend.chain), statement),
            "witnesses": [signed_object(each) for each in self.store.at(header.block_number)],
        }

    def witnesses(self) -> list[dict[str, Any]]:
        return [_witnessing_object(each) for each in self.store.witnesses()]


def _witnessing_object(found: Witnessing) -> dict[str, Any]:
    broken = found.equivocation
    return {
        "witness": as_checksummed(found.witness),
        "statements": quantity(found.statements),
        "latest": None if found.latest is None else quantity(found.latest),
        "equivocation": broken and [signed_object(broken.first), signed_object(broken.second)],
    }


def methods(backend: Backend, store: WitnessStore, registry: Registry | None) -> Methods:
    """The methods of witnesses; without a registry nothing can be published here."""
    room = _Witnesses(backend, store, registry)
    return {
        "qoima_publishWitness": Method(room.publish, (as_object,)),
        "qoima_getWitnesses": Method(room.at, (as_block,), (_LATEST,)),
        "qoima_listWitnesses": Method(room.witnesses),
    }
