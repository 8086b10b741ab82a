"""Whether the code on the chain is what this program's contracts compile to, and their sources."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Literal

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from contracts.loader import Artifact, load, source_texts
from ledger.chain.refusals import reverted
from ledger.chain.rpc import well_formed
from ledger.errors import NotFound, Rejected

if TYPE_CHECKING:
    from ledger.chain.gateway import Chain
    from ledger.chain.rpc import Rpc
    from ledger.deployment import ContractInfo

__all__ = ["Inspected", "Match", "creation_arguments", "inspect_contract"]

Match = Literal["same", "code-differs", "other-sources", "other-code"]
"""`code-differs`: the address has another code than was deployed; `other-sources`: this program has
other sources than were deployed; `other-code`: the same sources, but they do not compile to it.
"""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A contract as it stands on the chain now: its code's length in bytes, what it matches, and
    the artifact of this program that it is compared with.
    """

    name: str
    info: ContractInfo
    artifact: Artifact
    code_size: int
    match: Match


def inspect_contract(chain: Chain, name: str) -> Inspected:
    """Compare the code on the chain with what was deployed and with what this program would deploy.

    The compiled code of this program is created anew by the node, with the recorded arguments of
    the constructor and without a transaction; what it leaves must be what stands there.
    Raises NotFound("contract.unknown", contract=).
    """
    info = chain.deployment.contracts.get(name)
    if info is None:
        raise NotFound("contract.unknown", contract=name[:80])
    with well_formed("code"):
        code = bytes.fromhex(chain.rpc.call("eth_getCode", info.address, "latest")[2:])
    artifact = load(name)
    return Inspected(name, info, artifact, len(code), _match(chain, info, artifact, code))


def _match(chain: Chain, info: ContractInfo, artifact: Artifact, code: bytes) -> Match:
    if "0x" + keccak(code).hex() != info.code_hash:
        return "code-differs"
    if artifact.source_digest != info.source_digest or not _holds(artifact.name):
        return "other-sources"
    return "same" if _made(chain, info, artifact) == code else "other-code"


@cache
def _holds(name: str) -> bool:
    """Whether the sources beside an artifact are those that it was compiled from."""
    artifact = load(name)
    return artifact.sources == {
        path: hashlib.sha256(text.encode()).hexdigest()
        for path, text in source_texts(artifact).items()
    }


def _made(chain: Chain, info: ContractInfo, artifact: Artifact) -> bytes:
    """The code that the recorded creation leaves."""
    try:
        given = creation_arguments(info, artifact)
    except KeyError:
        return b""  # it was given other arguments than these sources ask for
    return _created(chain.rpc, artifact.name, artifact.bytecode + given)


def creation_arguments(info: ContractInfo, artifact: Artifact) -> bytes:
    """The recorded arguments of the constructor, encoded; KeyError when one is not recorded."""
    kinds = [each["type"] for each in artifact.constructor]
    given = [bytes.fromhex(info.arguments[each["name"]][2:]) for each in artifact.constructor]
    return encode(kinds, given)


@lru_cache(maxsize=64)
def _created(rpc: Rpc, name: str, creation: bytes) -> bytes:
    """What a creation leaves, asked once of a node: it is the same at every block."""
    asked = {"data": "0x" + creation.hex()}
    with well_formed("code"):
        try:
            made = rpc.call("eth_call", asked, "latest", refused=partial(reverted, contract=name))
        except Rejected:
            return b""
        return bytes.fromhex(made[2:])
