"""Digital assets: classes, backing, issue, transfer, and who holds what."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Response

from api.context import Acting, Desk, JsonOnly, Limit, acting
from api.documentation import problems
from api.schemas.acts import Act
from api.schemas.assets import (
    AssetOut,
    Attestation,
    HoldingOut,
    Issue,
    MovementOut,
    Registration,
    Transfer,
    asset_out,
    backing_of,
    holding_out,
    movement_out,
)
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import digest_of
from ledger.types import Address, ClassId, Timestamp

__all__ = ["router"]

router = APIRouter(prefix="/v1/assets", tags=["assets"])

_READ: Final = problems(400, 404, 422, 503)
_ACT: Final = problems(400, 404, 409, 413, 415, 422, 503)
Deed = Annotated[Acting, Depends(acting)]
Id = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("", operation_id="listAssets", responses=_READ)
def assets(desk: Desk, paging: Limit) -> Listing[AssetOut]:
    """Classes of digital assets."""
    head = desk.head()
    page = desk.services.assets.assets(paging.limit, paging.after)
    return listing(page, head, asset_out)


@router.get("/{id}", operation_id="getAsset", responses=_READ)
def asset(desk: Desk, id: Id) -> Single[AssetOut]:  # noqa: A002 - the name in the path
    """A class with its backing and supply."""
    head = desk.head()
    return Single(data=asset_out(desk.services.assets.asset(ClassId(id))), as_of=as_of(head))


@router.get("/{id}/holders", operation_id="listHolders", responses=_READ)
def holders(desk: Desk, id: Id, paging: Limit) -> Listing[HoldingOut]:  # noqa: A002 - as above
    """Who holds a class."""
    head = desk.head()
    page = desk.services.assets.holders(ClassId(id), paging.limit, paging.after)
    return listing(page, head, holding_out)


@router.get("/{id}/movements", operation_id="listMovements", responses=_READ)
def movements(desk: Desk, id: Id, paging: Limit) -> Listing[MovementOut]:  # noqa: A002 - as above
    """Issues and transfers of a class."""
    head = desk.head()
    page = desk.services.assets.movements(
        class_id=ClassId(id), limit=paging.limit, after=paging.after
    )
    return listing(page, head, movement_out)


@router.post(
    "",
    operation_id="registerAsset",
    status_code=201,
    response_model=Act,
    dependencies=[JsonOnly],
    responses=_ACT,
)
def register(desk: Desk, body: Registration, deed: Deed) -> Response:
    """Register a class; signed by its issuer."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_class(
            Address(body.sender),
            backing_of(body.backing),
            digest_of(body.decision),
            digest_of(body.rights),
            body.uri,
        ),
    )


@router.post(
    "/{id}/attestations",
    operation_id="attestBacking",
    status_code=201,
    response_model=Act,
    dependencies=[JsonOnly],
    responses=_ACT,
)
def attest(desk: Desk, id: Id, body: Attestation, deed: Deed) -> Response:  # noqa: A002 - as above
    """Attest the backing of a class; signed by an attestor who is not the issuer."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_attestation(
            Address(body.sender),
            ClassId(id),
            int(body.amount),
            Timestamp(body.valid_until),
            digest_of(body.evidence),
        ),
    )


@router.post(
    "/{id}/issues",
    operation_id="issueTokens",
    status_code=201,
    response_model=Act,
    dependencies=[JsonOnly],
    responses=_ACT,
)
def issue(desk: Desk, id: Id, body: Issue, deed: Deed) -> Response:  # noqa: A002 - as above
    """Issue tokens within the attested backing; signed by the issuer."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_issue(
            Address(body.sender), ClassId(id), Address(body.to), int(body.amount)
        ),
    )


@router.post(
    "/{id}/transfers",
    operation_id="transferTokens",
    status_code=201,
    response_model=Act,
    dependencies=[JsonOnly],
    responses=_ACT,
)
def transfer(desk: Desk, id: Id, body: Transfer, deed: Deed) -> Response:  # noqa: A002 - as above
    """Transfer tokens to another participant; signed by their holder."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_transfer(
            Address(body.sender), ClassId(id), Address(body.to), int(body.amount)
        ),
    )
