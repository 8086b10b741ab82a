"""What was set up when a home was made: deployment.json, which the other parts read too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from node.errors import NotFound, VerificationError
from node.primitives import parse_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eth_typing import Address

__all__ = ["Contract", "Deployment", "Home"]


@dataclass(frozen=True)
class Home:
    """Where the files of an installation's node lie, below its home folder."""

    root: Path

    @property
    def folder(self) -> Path:
        """The node's own folder."""
        return self.root / "node"

    @property
    def genesis(self) -> Path:
        """The genesis file, as other clients take it."""
        return self.folder / "genesis.json"

    @property
    def deployment(self) -> Path:
        """Addresses and digests that were fixed at the beginning."""
        return self.folder / "deployment.json"

    @property
    def chain(self) -> Path:
        """The store."""
        return self.folder / "chain"

    @property
    def endpoint(self) -> Path:
        """The URL of the running node's JSON-RPC; there while it runs."""
        return self.folder / "endpoint"

    def key(self, name: str) -> Path:
        """The keystore of `operator`, `sealer` or `authority`."""
        return self.folder / "keys" / f"{name}.json"


@dataclass(frozen=True)
class Contract:
    """A deployed contract: where it is, and all that its code was made of.

    Hashes in hex with 0x; `code_hash` is of the code as it stands on the chain. `source_digest`,
    `compiler` and `evm_version` are the artifact's; `arguments` are the constructor's by name, in
    hex.
    """

    address: str
    block: int
    transaction: str
    code_hash: str
    source_digest: str
    compiler: str
    evm_version: str
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class Deployment:
    """The chain's identity, who runs it, and where its contracts are; addresses checksummed."""

    chain_id: int
    genesis_hash: str
    genesis_sha256: str
    period: int
    signers: tuple[str, ...]
    operator: str
    authority: str
    contracts: Mapping[str, Contract]

    def as_file(self) -> bytes:
        """The bytes of deployment.json."""
        document = {
            "chain_id": self.chain_id,
            "genesis_hash": self.genesis_hash,
            "genesis_sha256": self.genesis_sha256,
            "period": self.period,
            "signers": list(self.signers),
            "operator": self.operator,
            "authority": self.authority,
            "contracts": {name: vars(each) for name, each in self.contracts.items()},
        }
        return (json.dumps(document, indent=2) + "\n").encode()

    @classmethod
    def read(cls, path: Path) -> Deployment:
        """Read deployment.json. Raises NotFound `home.missing`, `deployment.unreadable`."""
        try:
            document = json.loads(path.read_bytes())
            contracts = {name: Contract(**c) for name, c in document.pop("contracts").items()}
            signers = tuple(document.pop("signers"))
            return cls(**document, signers=signers, contracts=contracts)
        except FileNotFoundError as error:
            raise NotFound("home.missing", path=str(path)) from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise VerificationError("deployment.unreadable", detail=str(error)) from error

    @property
    def participants(self) -> Address:
        """The address of the contract that says who may send."""
        return parse_address(self.contracts["participants"].address)
