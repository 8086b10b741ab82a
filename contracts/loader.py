"""Loads the contracts' committed artifacts and the texts of their rules; needs no compiler."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ARTIFACTS", "CONTRACTS", "LANGUAGES", "RULES", "Artifact", "load"]
__all__ += ["rule_text", "rules_digest", "source_texts"]

CONTRACTS: Final = (
    "participants",
    "depository",
    "asset_classes",
    "digital_assets",
    "mining_registry",
    "journal",
)
"""The contracts in the order of their deployment: each may take the addresses of those before."""

ARTIFACTS: Final = Path(__file__).parent / "artifacts"
"""Where the artifacts lie, one `<name>.json` each."""

RULES: Final = Path(__file__).parent / "rules"
"""Where the texts of the rules lie, one `<name>.<language>.md` each."""

LANGUAGES: Final = ("en", "kk", "ru")
"""The languages of the texts, in the order in which they are digested."""


@dataclass(frozen=True)
class Artifact:
    """What a contract's source compiles to.

    `abi` is the JSON ABI. `bytecode` is the creation code, before constructor arguments.
    `runtime_size` counts the bytes of code on the chain, immutables included. `source_digest` is
    the SHA-256 in hex of the list that `sha256sum` prints for the sources that went in, by paths
    relative to `contracts/` in ascending order. `compiler` is its name, version and commit;
    `evm_version` the rules of the chain that it compiled for. `layout` is the slot in storage of
    each variable, by `<module>.<name>`: what a proof of state is about. `sources` are the SHA-256
    in hex of the sources by their paths.
    """

    name: str
    abi: tuple[dict[str, Any], ...]
    bytecode: bytes
    runtime_size: int
    source_digest: str
    compiler: str
    evm_version: str
    layout: Mapping[str, int]
    sources: Mapping[str, str]

    @property
    def constructor(self) -> tuple[dict[str, Any], ...]:
        """The constructor's arguments, as the ABI describes them."""
        return next(tuple(e["inputs"]) for e in self.abi if e["type"] == "constructor")


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
        evm_version=stored["evm_version"],
        layout=stored["layout"],
        sources=stored["sources"],
    )


def source_texts(artifact: Artifact, folder: Path = ARTIFACTS.parent) -> dict[str, str]:
    """The sources that an artifact names, by their paths, as they are in `folder` now."""
    return {path: (folder / path).read_text("utf-8") for path in artifact.sources}


def rule_text(name: str, language: str, folder: Path = RULES) -> str:
    """The rules of a contract in plain words; raise KeyError for an unknown name or language."""
    if name not in CONTRACTS:
        raise KeyError(name)
    if language not in LANGUAGES:
        raise KeyError(language)
    return (folder / f"{name}.{language}.md").read_text("utf-8")


def rules_digest(name: str, folder: Path = RULES) -> bytes:
    """Digest a contract's rules in all languages, as the contract on the chain names them.

    The SHA-256 of what `sha256sum <name>.en.md <name>.kk.md <name>.ru.md` prints.
    """
    texts = {f"{name}.{each}.md": rule_text(name, each, folder) for each in LANGUAGES}
    digests = {file: hashlib.sha256(text.encode()).hexdigest() for file, text in texts.items()}
    listed = "".join(f"{digest}  {file}\n" for file, digest in digests.items())
    return hashlib.sha256(listed.encode()).digest()
