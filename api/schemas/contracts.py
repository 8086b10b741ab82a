"""Contracts as answered: where they stand, what they match, how they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from api.schemas.records import AsOf, as_of, plain
from api.schemas.service import ContractOut
from api.schemas.types import Response
from contracts.loader import rule_text, source_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.chain.given import Answered
    from ledger.chain.inspection import Inspected
    from ledger.deployment import ContractInfo
    from ledger.records import BlockRef

__all__ = ["ContractIn", "ContractsOut", "InspectedOut", "ReadOut"]
__all__ += ["contract_out", "contracts_out", "inspected_out", "read_out"]


class ContractIn(ContractOut):
    """A contract by its name."""

    name: str


class ContractsOut(Response):
    """All contracts of the chain, in the order of their deployment."""

    data: tuple[ContractIn, ...]


class InspectedOut(ContractIn):
    """A contract held to its source; `abi`, `sources` and `rules` are those of this server.

    `match` is of the code on the chain now: `same` as the sources compile to with the recorded
    arguments; `code-differs` from what was deployed; `other-sources` were deployed than this server
    has; `other-code` is what the same sources compile to. `sources` are by their paths, `rules` in
    the caller's language.
    """

    code_size: int
    match: Literal["same", "code-differs", "other-sources", "other-code"]
    abi: tuple[dict[str, Any], ...]
    sources: dict[str, str]
    rules: str


class ValueOut(Response):
    """A value of an answer by the name and type that the ABI has for it; great numbers as text."""

    name: str
    type: str
    value: Any = Field(description="As in `args` of events.")


class ReadOut(Response):
    """What a view of a contract answered at a block."""

    contract: str
    function: str
    arguments: tuple[str, ...]
    values: tuple[ValueOut, ...]
    as_of: AsOf


def contract_out(info: ContractInfo) -> ContractOut:
    """A contract as it is answered."""
    return ContractOut(**_fields(info))


def contracts_out(contracts: dict[str, ContractInfo]) -> ContractsOut:
    """Contracts as they are answered."""
    return ContractsOut(
        data=tuple(ContractIn(name=name, **_fields(info)) for name, info in contracts.items())
    )


def inspected_out(found: Inspected, language: str) -> InspectedOut:
    """A contract with its sources as it is answered."""
    return InspectedOut(
        name=found.name,
        **_fields(found.info),
        code_size=found.code_size,
        match=found.match,
        abi=found.artifact.abi,
        sources=source_texts(found.artifact),
        rules=rule_text(found.name, language),
    )


def read_out(
    contract: str,
    function: str,
    arguments: Sequence[str],
    answered: Sequence[Answered],
    block: BlockRef,
) -> ReadOut:
    """What a view answered, as it is answered."""
    values = tuple(
        ValueOut(name=each.name, type=each.kind, value=plain({"value": each.value})["value"])
        for each in answered
    )
    return ReadOut(
        contract=contract,
        function=function,
        arguments=tuple(arguments),
        values=values,
        as_of=as_of(block),
    )


def _fields(info: ContractInfo) -> dict[str, Any]:
    return {
        "address": info.address,
        "block": info.block,
        "transaction": info.transaction,
        "code_hash": info.code_hash,
        "source_digest": info.source_digest,
        "compiler": info.compiler,
        "evm_version": info.evm_version,
        "arguments": dict(info.arguments),
    }
