"""An act that is ready to be signed, with its explanation."""

from __future__ import annotations

from api.schemas.reasons import SimulationOut
from api.schemas.types import Exact, Moment, Response

__all__ = ["Act", "BatchListOut", "Explanation", "ExplanationField", "PackageOut", "Unsigned"]


class Unsigned(Response):
    """A type-2 transaction (EIP-1559) as wallets take it: hex text by JSON-RPC names."""

    type: str
    chainId: str  # noqa: N815 - the name in JSON-RPC
    nonce: str
    to: str
    value: str
    gas: str
    maxFeePerGas: str  # noqa: N815 - as above
    maxPriorityFeePerGas: str  # noqa: N815 - as above
    data: str


class ExplanationField(Response):
    """One argument of the call: its name in the contract, its label and value in words."""

    name: str
    label: str
    value: str


class Explanation(Response):
    """What the signature will do, in the caller's language."""

    summary: str
    fields: tuple[ExplanationField, ...]


class PackageOut(Response):
    """A deposited package: what its client recomputes before it signs. Sizes in bytes.

    `swhid` is that of the tree of its files. `same_content` names the standing deposits of the
    same content by others.
    """

    cid: str
    root: str
    size: Exact
    file_count: int
    swhid: str
    same_content: tuple[int, ...]


class BatchListOut(Response):
    """A batch that is to be signed for: the Merkle root over its records, how many there are, the
    CID of their list, which is stored. Its client recomputes root and CID before it signs.
    """

    root: str
    size: int
    cid: str


class Act(Response):
    """An act to sign; `id` names its draft where there is one, `batch` what a batch consists of.

    A deposit's draft has its package too, and can be asked for again at `/v1/drafts/{id}`. Signed
    after `expires_at` it would be a deposit without content: ask for it anew, with the content.
    `simulation` tells what came of it at the head; a draft that is asked for again has none.
    """

    id: str | None = None
    package: PackageOut | None = None
    batch: BatchListOut | None = None
    expires_at: Moment | None = None
    transaction: Unsigned
    explanation: Explanation
    simulation: SimulationOut | None = None
