"""The deployment file of an installation: which chain it is and where its contracts stand."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.addresses import parse_address
from ledger.errors import NotFound, Rejected
from ledger.types import Address, BlockHash, BlockNumber, TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["ContractInfo", "Deployment", "parse_deployment", "read_deployment"]

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_HASH = re.compile(r"0x[0-9a-f]{64}")
_BYTES = re.compile(r"0x([0-9a-fA-F]{2})*")


@dataclass(frozen=True, slots=True)
class ContractInfo:
    """A deployed contract: where, since which block, the keccak-256 of its runtime code.

    The rest is what that code was made of: the digest of its sources, the compiler, the rules of
    the chain, and the constructor's arguments by name, in hex.
    """

    address: Address
    block: BlockNumber
    transaction: TxHash
    code_hash: str
    source_digest: str
    compiler: str
    evm_version: str
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Deployment:
    """What must hold of a chain before we believe it: identity, signers, contracts by name."""

    chain_id: int
    genesis_hash: BlockHash
    genesis_sha256: str
    period: int
    signers: tuple[Address, ...]
    operator: Address
    authority: Address
    contracts: Mapping[str, ContractInfo]


def read_deployment(path: Path) -> Deployment:
    """Read `deployment.json`.

    Raises NotFound("deployment.missing") when there is no such file and
    Rejected("deployment.malformed", field=…) when it does not say what it must.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotFound("deployment.missing", path=str(path)) from error
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Rejected("deployment.malformed", field="json") from error
    return parse_deployment(document)


def parse_deployment(document: Any) -> Deployment:
    """Turn the parsed JSON of a deployment file into values, or Rejected("deployment.malformed").

    Unknown keys are ignored, so that an older program reads a newer file.
    """
    fields = _mapping(document, "document")
    return Deployment(
        chain_id=_integer(fields, "chain_id"),
        genesis_hash=BlockHash(_matching(fields, "genesis_hash", _HASH)),
        genesis_sha256=_text(fields, "genesis_sha256"),
        period=_integer(fields, "period"),
        signers=_addresses(fields, "signers"),
        operator=_address(fields, "operator"),
        authority=_address(fields, "authority"),
        contracts={
            name: _contract(_mapping(value, name))
            for name, value in _mapping(fields.get("contracts"), "contracts").items()
        },
    )


def _contract(fields: Mapping[str, Any]) -> ContractInfo:
    return ContractInfo(
        address=_address(fields, "address"),
        block=BlockNumber(_integer(fields, "block")),
        transaction=TxHash(_matching(fields, "transaction", _HASH)),
        code_hash=_matching(fields, "code_hash", _HASH),
        source_digest=_text(fields, "source_digest"),
        compiler=_text(fields, "compiler"),
        evm_version=_text(fields, "evm_version"),
        arguments={name: _hex(value) for name, value in _arguments(fields).items()},
    )


def _arguments(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(fields.get("arguments"), "arguments")


def _hex(value: Any) -> str:
    if not isinstance(value, str) or not _BYTES.fullmatch(value):
        raise Rejected("deployment.malformed", field="arguments")
    return value


def _mapping(value: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Rejected("deployment.malformed", field=field)
    return value


def _integer(fields: Mapping[str, Any], field: str) -> int:
    value = fields.get(field)
    if type(value) is not int or value < 0:
        raise Rejected("deployment.malformed", field=field)
    return value


def _text(fields: Mapping[str, Any], field: str) -> str:
    value = fields.get(field)
    if not isinstance(value, str) or not value:
        raise Rejected("deployment.malformed", field=field)
    return value


def _matching(fields: Mapping[str, Any], field: str, pattern: re.Pattern[str]) -> str:
    value = _text(fields, field)
    if not pattern.fullmatch(value):
        raise Rejected("deployment.malformed", field=field)
    return value


def _address(fields: Mapping[str, Any], field: str) -> Address:
    return parse_address(_matching(fields, field, _ADDRESS))


def _addresses(fields: Mapping[str, Any], field: str) -> tuple[Address, ...]:
    values = fields.get(field)
    if not isinstance(values, list) or not values:
        raise Rejected("deployment.malformed", field=field)
    return tuple(_address({field: value}, field) for value in values)
