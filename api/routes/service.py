"""State of the installation, health of its parts, and what a problem's code means."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.context import Desk, Speech
from api.documentation import problems
from api.languages import CatalogueError, MissingMessage
from api.problems import message_id
from api.readiness import NEEDED, UP, Readiness
from api.schemas.contracts import contract_out
from api.schemas.records import as_of
from api.schemas.service import (
    Alive,
    ChainOut,
    Explained,
    IndexOut,
    Ready,
    Status,
)
from ledger.errors import NotFound
from ledger.index.store import behind

__all__ = ["router"]

router = APIRouter(tags=["service"])


@router.get("/v1/status", operation_id="getStatus", responses=problems(503))
def status(desk: Desk) -> Status:
    """Which chain this is, where its contracts stand, and how far the index has come."""
    chain, index = desk.services.chain, desk.services.index
    deployment, head, final = chain.deployment, chain.head(), chain.final_head()
    indexed, counts = index.head(), index.counts()
    return Status(
        version=desk.version,
        chain=ChainOut(
            id=deployment.chain_id,
            genesis_hash=deployment.genesis_hash,
            genesis_sha256=deployment.genesis_sha256,
            period=deployment.period,
            signers=deployment.signers,
            operator=deployment.operator,
            authority=deployment.authority,
            head=as_of(head),
            final_head=as_of(final),
        ),
        index=IndexOut(
            head=None if indexed is None else as_of(indexed),
            lag=behind(indexed, final),
            transactions=counts.transactions,
            events=counts.events,
        ),
        contracts={name: contract_out(info) for name, info in deployment.contracts.items()},
    )


@router.get("/healthz", operation_id="getHealth")
def healthz() -> Alive:
    """The process answers; nothing else is asked."""
    return Alive(status="alive")


@router.get(
    "/readyz",
    operation_id="getReadiness",
    responses={503: {"model": Ready, "description": "A part is down."}},
)
def readyz(desk: Desk, response: Response) -> Ready:
    """Whether the parts answer; without node, index and vault nothing is served."""
    parts = Readiness(desk.services).parts()
    ready = all(parts[name] == UP for name in NEEDED)
    response.status_code = 200 if ready else 503
    return Ready(ready=ready, parts=dict(parts))


@router.get("/problems/{code}", operation_id="getProblem", responses=problems(404))
def problem(code: Annotated[str, Path(max_length=100)], speech: Speech) -> Explained:
    """What a problem's code means."""
    known = message_id(code)
    try:
        title = speech(known)
    except (MissingMessage, CatalogueError):  # the second: of the program's, with facts in it
        raise NotFound("problem.unknown", problem=code) from None
    return Explained(code=code, title=title, language=speech.language)
