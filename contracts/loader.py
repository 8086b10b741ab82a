"""Loads the committed artifacts of the contracts; needs no compiler."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["ARTIFACTS", "CONTRACTS", "Artifact", "load"]

CONTRACTS: Final = ("participants", "depository", "digital_assets", "mining_registry")
"""The contracts in the order of their deployment; the last three take the address of the first."""

ARTIFACTS: Final = Path(__file__).parent / "artifacts"
"""Where the artifacts lie, one `<name>.json` each."""


@dataclass(frozen=True)
class Artifact:
    """What a contract's source compiles to.

    `abi` is the JSON ABI. `bytecode` is the creation code, before constructor arguments.
    `runtime_size` counts the bytes of code on the chain, immutables included. `source_digest` is
    the SHA-256 in hex of the list that `sha256sum` prints for the sources that went in, by paths
    relative to `contracts/` in ascending order. `compiler` is its name, version and commit.
    """

    name: str
    abi: tuple[dict[str, Any], ...]
    bytecode: bytes
    runtime_size: int
    source_digest: str
    compiler: str


def load(name: str) -> Artifact:
    """Load the artifact of a contract of `CONTRACTS`; raise KeyError for any other name."""
    if name not in CONTRACTS:
        raise KeyError(name)
    stored = json.loads((ARTIFACTS / f"{name}.json").read_bytes())
    return Artifact(
        name=stored["name"],
        abi=tuple(stored["abi"]),
        bytecode=bytes.fromhex(stored["bytecode"].removeprefix("0x")),
        runtime_size=stored["runtime_size"],
        source_digest=stored["source_digest"],
        compiler=stored["compiler"],
    )
