"""The registers of the network's nodes and of acts of enforcement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query

from api.context import Desk, Limit
from api.documentation import problems
from api.moments import Stand
from api.schemas.network import (
    NODE_KINDS,
    EnforcedOut,
    NodeKindName,
    NodeOut,
    enforced_out,
    node_out,
)
from api.schemas.records import Listing, Single, as_of, listing
from ledger.addresses import parse_address
from ledger.enforcement.model import Act
from ledger.enforcement.store import Sought
from ledger.network.store import Wanted
from ledger.types import ParticipantId

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["participants"])

_READ: Final = problems(400, 404, 422, 503)
Number = Annotated[int, Query(ge=1, le=2**53 - 1)]
Key = Annotated[str, Query(max_length=80)]


@dataclass(frozen=True)
class _Chosen:
    """Which nodes are listed; `valid` tells those that are registered from those removed."""

    kind: Annotated[NodeKindName | None, Query()] = None
    entity: Annotated[Number | None, Query(description="A participant's number.")] = None
    key: Annotated[Key | None, Query(description="All nodes that this key ever had.")] = None
    valid: Annotated[bool | None, Query()] = None


Chosen = Annotated[_Chosen, Depends()]


@router.get("/network/nodes", operation_id="listNodes", responses=_READ)
def nodes(desk: Desk, chosen: Chosen, paging: Limit, stand: Stand) -> Listing[NodeOut]:
    """Sealers, witnesses and followers, each with the participant that answers for it.

    Removed nodes stay in the list. With `block` or `at` the list is what it was then.
    """
    wanted = Wanted(
        kind=None if chosen.kind is None else NODE_KINDS[chosen.kind],
        entity=None if chosen.entity is None else ParticipantId(chosen.entity),
        key=None if chosen.key is None else parse_address(chosen.key),
        valid=chosen.valid,
    )
    page = desk.services.network.nodes(wanted, paging.limit, paging.after, stand.at)
    return listing(page, stand.head, node_out)


@router.get("/network/nodes/{number}", operation_id="getNode", responses=_READ)
def node(
    desk: Desk, number: Annotated[int, Path(ge=1, le=2**53 - 1)], stand: Stand
) -> Single[NodeOut]:
    """One node, now or as of a block or moment."""
    found = desk.services.network.node(number, stand.at)
    return Single(data=node_out(found), as_of=as_of(stand.head))


@router.get("/enforcement", operation_id="listEnforcement", responses=_READ)
def enforcement(
    desk: Desk,
    paging: Limit,
    act: Annotated[Act | None, Query()] = None,
    asset: Annotated[
        int | None, Query(ge=0, le=2**53 - 1, description="A class; 0 for the pause of all.")
    ] = None,
    account: Annotated[
        Key | None, Query(description="The key concerned, or the other one.")
    ] = None,
) -> Listing[EnforcedOut]:
    """Every freeze, forced transfer, pause, suspension and other act of force, newest first.

    Each names the digest of its legal basis, its block, time and transaction, whichever contract
    told of it.
    """
    head = desk.head()
    key = None if account is None else parse_address(account)
    page = desk.services.enforcement.acts(Sought(act, asset, key), paging.limit, paging.after)
    return listing(page, head, enforced_out)
