"""Batches: each CID and the root over all records are computed here, and only that is signed."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from depository.batches.model import (
    Record,
    check_path,
    list_cid_of,
    read_records,
    record_list,
    tree_over,
)
from ledger.errors import Conflict, VerificationError
from ledger.types import Digest
from qoima.client.deposits import Payload, Wanted, send_draft
from qoima.client.digests import hexed
from qoima.client.trust import ANY, Meant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qoima.client.agent import Agent, Awaiting, Done

__all__ = [
    "Prepared",
    "accept_batch",
    "annul_batch",
    "deposit_many",
    "list_of",
    "return_batch",
    "take_out",
    "told",
]


@dataclass(frozen=True)
class Prepared:
    """A package that is to be in a batch: what is sent, and what is to be recorded of it."""

    payload: Payload
    wanted: Wanted

    @property
    def record(self) -> Record:
        """What the batch will say of it."""
        metadata, provenance = self.wanted.metadata, self.wanted.provenance
        return Record(
            root=self.wanted.package.root,
            size=self.wanted.package.size,
            kind=metadata.kind,
            access=metadata.access,
            origin=provenance.origin,
            conclusion=provenance.conclusion,
        )


def list_of(prepared: Sequence[Prepared]) -> bytes:
    """The list of the records, in this order; raises as `record_list`."""
    return record_list([each.record for each in prepared])


def deposit_many(
    agent: Agent, prepared: Sequence[Prepared], told: Callable[[int, int], None]
) -> Done:
    """Send each package, then sign the root over all records, which was computed here.

    `told` is how many of how many are sent. Raises VerificationError `signing.differs` when the
    server wants anything else signed, Conflict `draft.too-old` (expired_at).
    """
    data = list_of(prepared)
    drafts = []
    for count, each in enumerate(prepared, 1):
        sender = agent if agent.once is None else replace(agent, once=f"{agent.once}-{count}")
        drafts.append(str(send_draft(sender, each.payload, each.wanted)["id"]))
        told(count, len(prepared))
    offered = agent.draft("/v1/deposit-batches", {"drafts": drafts})
    expires_at = offered.get("expires_at")
    if expires_at is not None:
        ends = datetime.fromisoformat(str(expires_at)).timestamp()
        if ends <= time.time():
            raise Conflict("draft.too-old", expired_at=str(expires_at))
    facts = (bytes(tree_over(data).root), len(prepared), bytes(list_cid_of(data).digest))
    return agent.carry_out(offered, Meant("depository", "deposit_many", facts))


def accept_batch(agent: Agent, number: int) -> Done:
    """Accept a batch into storage, as the operator."""
    meant = Meant("depository", "accept_batch", (number,))
    return agent.act(f"/v1/deposit-batches/{number}/acceptances", {}, meant)


def return_batch(agent: Agent, number: int, reason: str) -> Done:
    """Return a batch with a reason, whose digest is the server's."""
    meant = Meant("depository", "return_batch", (number, ANY))
    return agent.act(f"/v1/deposit-batches/{number}/returns", {"reason": reason}, meant)


def annul_batch(agent: Agent, number: int, basis: bytes) -> Done | Awaiting:
    """Annul the acceptance of a batch on a legal basis, as the authority."""
    meant = Meant("depository", "annul_batch", (number,), basis)
    return agent.decree(f"/v1/deposit-batches/{number}/annulments", {}, meant)


def take_out(agent: Agent, number: int, index: int) -> Done:
    """Make a record of one's own batch a deposit; what is signed was checked against the root.

    Raises VerificationError `merkle.proof-fails` for a record that does not lead to the root.
    """
    path = f"/v1/deposit-batches/{number}/records/{index}"
    said = agent.client.get(path)["data"]
    record, way = _proven(said, index)
    meant = Meant("depository", "take_out", (number, index, record.as_words(), way))
    return agent.act(f"{path}/deposits", {}, meant)


def told(batch: dict[str, Any]) -> dict[str, Any]:
    """A batch for printing: what it counts is records, not bytes."""
    return {("records" if name == "size" else name): value for name, value in batch.items()}


def _proven(said: dict[str, Any], index: int) -> tuple[Record, tuple[bytes, ...]]:
    """The record and its path, once they lead to the root that the server names."""
    try:
        (record,) = read_records(_bytes(said["leaf"]))
        path = [Digest(_bytes(each)) for each in said["path"]]
        root, size = Digest(_bytes(said["batch_root"])), int(said["batch_size"])
        same = said["root"] == hexed(record.root)
    except (KeyError, TypeError, ValueError) as error:
        raise VerificationError("merkle.proof-fails") from error
    if not same:
        raise VerificationError("merkle.proof-fails")
    check_path(record, index, size, path, root)
    return record, tuple(map(bytes, path))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))
