"""The contracts: their sources, what stands on the chain, and their views."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query

from api.context import Desk, Speech
from api.documentation import problems
from api.moments import Stand
from api.schemas.contracts import (
    ContractsOut,
    InspectedOut,
    ReadOut,
    contracts_out,
    inspected_out,
    read_out,
)
from ledger.chain.given import ask_view
from ledger.chain.inspection import inspect_contract

__all__ = ["router"]

router = APIRouter(prefix="/v1/contracts", tags=["chain"])

_READ: Final = problems(404, 422, 503)
_VIEW: Final = problems(400, 404, 422, 503)
Name = Annotated[str, Path(pattern="^[a-z_]{1,40}$", examples=["depository"])]
Function = Annotated[str, Path(pattern="^[A-Za-z_][A-Za-z0-9_]{0,63}$", examples=["count"])]
Texts = Annotated[
    tuple[Annotated[str, Query(max_length=256)], ...],
    Query(
        max_length=8,
        alias="argument",
        description="The arguments in their order, each as text: numbers in decimal, bytes and "
        "addresses in hexadecimal, `true` or `false`, a list in JSON.",
    ),
]


@router.get("", operation_id="listContracts")
def contracts(desk: Desk) -> ContractsOut:
    """The contracts, where they stand and what their code was made of."""
    return contracts_out(dict(desk.services.chain.deployment.contracts))


@router.get("/{contract}", operation_id="getContract", responses=_READ)
def contract(desk: Desk, speech: Speech, contract: Name) -> InspectedOut:
    """A contract with sources, ABI and rules, and whether the code on the chain is theirs."""
    return inspected_out(inspect_contract(desk.services.chain, contract), speech.language)


@router.get("/{contract}/views/{function}", operation_id="readContract", responses=_VIEW)
def view(
    desk: Desk, contract: Name, function: Function, stand: Stand, argument: Texts = ()
) -> ReadOut:
    """What a view of a contract answers at the indexed head, at a block or a moment."""
    answered = ask_view(desk.services.chain, contract, function, argument, stand.head.number)
    return read_out(contract, function, argument, answered, stand.head)
