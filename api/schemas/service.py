"""State of the installation, as it is answered."""

from __future__ import annotations

from api.schemas.records import AsOf
from api.schemas.types import Response

__all__ = ["Alive", "ChainOut", "ContractOut", "Explained", "IndexOut", "Ready", "Status"]


class ContractOut(Response):
    """A contract: where it stands, since when, and what its code was made of.

    `arguments` are those of its constructor by name, in hex.
    """

    address: str
    block: int
    transaction: str
    code_hash: str
    source_digest: str
    compiler: str
    evm_version: str
    arguments: dict[str, str]


class ChainOut(Response):
    """The chain: its identity and its heads."""

    id: int
    genesis_hash: str
    genesis_sha256: str
    period: int
    signers: tuple[str, ...]
    operator: str
    authority: str
    head: AsOf
    final_head: AsOf


class IndexOut(Response):
    """The index: `lag` is how many final blocks it has yet to read."""

    head: AsOf | None
    lag: int
    transactions: int
    events: int


class Status(Response):
    """State of the installation."""

    version: str
    chain: ChainOut
    index: IndexOut
    contracts: dict[str, ContractOut]


class Alive(Response):
    """The process answers."""

    status: str


class Ready(Response):
    """Whether the parts answer: each `up` or `down`; the indexer may be `behind` the chain.

    `ready` is false only when node, index or vault is down: then nothing is served.
    """

    ready: bool
    parts: dict[str, str]


class Explained(Response):
    """What a problem's code means, in the caller's language."""

    code: str
    title: str
    language: str
