"""What a reader believes before any proof: the chain, its sealers, its contracts, its witnesses."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.deployment import Deployment

__all__ = ["Trust", "TrustedContract", "read_trust", "trust_of"]

_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}")
_HASH: Final = re.compile(r"0x[0-9a-f]{64}")
_MOST_BYTES: Final = 1 << 20
_MOST: Final = 1024


@dataclass(frozen=True, slots=True)
class TrustedContract:
    """Where a contract stands, and the keccak-256 of its code on the chain."""

    address: bytes
    code_hash: bytes


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots of trust. `signers` ascend; so many `required` of `witnesses` must have signed."""

    chain_id: int
    genesis: bytes
    signers: tuple[bytes, ...]
    contracts: Mapping[str, TrustedContract]
    witnesses: frozenset[bytes] = frozenset()
    required: int = 0

    @property
    def following(self) -> int:
        """Blocks that must stand on a block to make it final (see `ledger.chain.finality`)."""
        return 0 if len(self.signers) == 1 else len(self.signers) // 2 + 1


def trust_of(deployment: Deployment) -> Trust:
    """The trust of an installation: its own deployment, and no demand of witnesses."""
    return Trust(
        chain_id=deployment.chain_id,
        genesis=bytes.fromhex(deployment.genesis_hash[2:]),
        signers=tuple(sorted(bytes.fromhex(each[2:]) for each in deployment.signers)),
        contracts={
            name: TrustedContract(
                bytes.fromhex(info.address[2:]), bytes.fromhex(info.code_hash[2:])
            )
            for name, info in deployment.contracts.items()
        },
    )


def read_trust(document: bytes) -> Trust:
    """Read the JSON of a trust file; a deployment file is one.

    Of a deployment file only what is named here is read. `witnesses` may stand in it: whom to
    believe as `accepted`, and how many of them are `required`.
    Raises Rejected("proof.trust-malformed", field=…).
    """
    field = "json"
    try:
        if len(document) > _MOST_BYTES:
            raise ValueError(field)
        fields = _unique(document)
        field = "chain_id"
        chain_id = _count(fields[field])
        field = "genesis_hash"
        genesis = _hash(fields[field])
        field = "signers"
        signers = _addresses(fields[field])
        if not signers:
            raise ValueError(field)
        field = "contracts"
        contracts = {
            str(name): TrustedContract(_address(each["address"]), _hash(each["code_hash"]))
            for name, each in fields[field].items()
        }
        field = "witnesses"
        policy = fields.get(field, {"accepted": [], "required": 0})
        accepted, required = _addresses(policy["accepted"]), _count(policy["required"])
        if len(policy) != 2 or required > len(accepted):
            raise ValueError(field)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Rejected("proof.trust-malformed", field=field) from error
    return Trust(
        chain_id, genesis, tuple(sorted(signers)), contracts, frozenset(accepted), required
    )


def _unique(document: bytes) -> Any:
    return json.loads(document.decode(), object_pairs_hook=_pairs)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError(value)
    return value


def _matching(value: Any, pattern: re.Pattern[str]) -> bytes:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(value)
    return bytes.fromhex(value[2:])


def _hash(value: Any) -> bytes:
    return _matching(value, _HASH)


def _address(value: Any) -> bytes:
    return _matching(value, _ADDRESS)


def _addresses(values: Any) -> frozenset[bytes]:
    if not isinstance(values, list) or len(values) > _MOST:
        raise ValueError(values)
    found = frozenset(_address(each) for each in values)
    if len(found) != len(values):
        raise ValueError("one twice")
    return found
