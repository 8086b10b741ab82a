"""Digital assets: classes, backing, issue, transfer, and who holds what."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Response

from api.context import Desk, Limit
from api.documentation import problems
from api.moments import Stand
from api.schemas.asset_requests import (
    AccessChange,
    Attestation,
    DocumentIn,
    Issue,
    Registration,
    Transfer,
    rights_of,
)
from api.schemas.assets import (
    AccessOut,
    AssetOut,
    HolderOut,
    HoldingOut,
    MovementOut,
    access_out,
    asset_out,
    backing_of,
    holder_out,
    holding_out,
    movement_out,
)
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.redemptions import RedemptionOut, RedemptionRequest, redemption_out
from api.schemas.types import Where, digest_of
from api.signing import Deed, signed
from ledger.addresses import parse_address
from ledger.types import Address, ClassId, ParticipantId, Timestamp

__all__ = ["router"]

router = APIRouter(prefix="/v1/assets", tags=["assets"])

_READ: Final = problems(400, 404, 422, 503)
_ACT: Final = signed(404)
Id = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("", operation_id="listAssets", responses=_READ)
def assets(desk: Desk, paging: Limit) -> Listing[AssetOut]:
    """Classes of digital assets."""
    head = desk.head()
    page = desk.services.assets.assets(paging.limit, paging.after)
    return listing(page, head, asset_out)


@router.get("/{id}", operation_id="getAsset", responses=_READ)
def asset(desk: Desk, id: Id) -> Single[AssetOut]:  # noqa: A002 - the name in the path
    """A class with its rights, backing and supply, and whether it may circulate."""
    head = desk.head()
    return Single(data=asset_out(desk.services.assets.asset(ClassId(id))), as_of=as_of(head))


@router.get("/{id}/holders", operation_id="listHolders", responses=_READ)
def holders(desk: Desk, id: Id, paging: Limit, stand: Stand) -> Listing[HoldingOut]:  # noqa: A002 - as above
    """Who holds a class: now, the largest first; at a block or moment, by account."""
    page = desk.services.assets.holders(ClassId(id), paging.limit, paging.after, stand.at)
    return listing(page, stand.head, holding_out)


@router.get("/{id}/holders/{address}", operation_id="getHolder", responses=_READ)
def holder(desk: Desk, id: Id, address: Where, stand: Stand) -> Single[HolderOut]:  # noqa: A002 - as above
    """Whether an account holds the rights that a class certifies, and to how much of it."""
    assets, wanted = desk.services.assets, parse_address(address)
    found = assets.holding(ClassId(id), wanted, stand.at)
    answer = holder_out(found, assets.asset(ClassId(id)))
    return Single(data=answer, as_of=as_of(stand.head))


@router.get("/{id}/movements", operation_id="listMovements", responses=_READ)
def movements(desk: Desk, id: Id, paging: Limit) -> Listing[MovementOut]:  # noqa: A002 - as above
    """Issues, transfers and redemptions of a class."""
    head = desk.head()
    page = desk.services.assets.movements(
        class_id=ClassId(id), limit=paging.limit, after=paging.after
    )
    return listing(page, head, movement_out)


@router.get("/{id}/access", operation_id="listAccess", responses=_READ)
def access(desk: Desk, id: Id, paging: Limit) -> Listing[AccessOut]:  # noqa: A002 - as above
    """Who has access to a class besides its issuer (A-6)."""
    head = desk.head()
    page = desk.services.assets.access(ClassId(id), paging.limit, paging.after)
    return listing(page, head, access_out)


@router.get("/{id}/redemptions", operation_id="listRedemptions", responses=_READ)
def redemptions(desk: Desk, id: Id, paging: Limit) -> Listing[RedemptionOut]:  # noqa: A002 - as above
    """Requests for redemption of a class, newest first."""
    head = desk.head()
    page = desk.services.assets.redemptions(ClassId(id), paging.limit, paging.after)
    return listing(page, head, redemption_out)


@router.post("", operation_id="registerAsset", **_ACT)
def register(desk: Desk, body: Registration, deed: Deed) -> Response:
    """Register a class with the rights that it certifies; signed by its issuer."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_class(
            Address(body.sender),
            backing_of(body.backing),
            digest_of(body.decision),
            rights_of(body.rights),
            body.uri,
        ),
    )


@router.post("/{id}/documents", operation_id="recordDocument", **_ACT)
def document(desk: Desk, id: Id, body: DocumentIn, deed: Deed) -> Response:  # noqa: A002 - as above
    """Record a document of a class, or a new version of it; signed by the issuer."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_document(
            Address(body.sender), ClassId(id), body.name, digest_of(body.digest)
        ),
    )


@router.post("/{id}/access", operation_id="grantAccess", **_ACT)
def grant(desk: Desk, id: Id, body: AccessChange, deed: Deed) -> Response:  # noqa: A002 - as above
    """Give a participant access to a class; signed by its issuer (A-6)."""
    return deed.sign(body, lambda: _access(desk, id, body, granted=True))


@router.post("/{id}/access-revocations", operation_id="revokeAccess", **_ACT)
def revoke(desk: Desk, id: Id, body: AccessChange, deed: Deed) -> Response:  # noqa: A002 - as above
    """Take a participant's access to a class; signed by its issuer (A-6)."""
    return deed.sign(body, lambda: _access(desk, id, body, granted=False))


@router.post("/{id}/attestations", operation_id="attestBacking", **_ACT)
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


@router.post("/{id}/issues", operation_id="issueTokens", **_ACT)
def issue(desk: Desk, id: Id, body: Issue, deed: Deed) -> Response:  # noqa: A002 - as above
    """Issue tokens within the attested backing; signed by the issuer."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_issue(
            Address(body.sender), ClassId(id), Address(body.to), int(body.amount)
        ),
    )


@router.post("/{id}/transfers", operation_id="transferTokens", **_ACT)
def transfer(desk: Desk, id: Id, body: Transfer, deed: Deed) -> Response:  # noqa: A002 - as above
    """Transfer tokens to another participant; signed by their holder."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_transfer(
            Address(body.sender), ClassId(id), Address(body.to), int(body.amount)
        ),
    )


@router.post("/{id}/redemptions", operation_id="requestRedemption", **_ACT)
def redeem(desk: Desk, id: Id, body: RedemptionRequest, deed: Deed) -> Response:  # noqa: A002 - as above
    """Ask for what tokens certify, so that they are locked; signed by their holder."""
    return deed.sign(
        body,
        lambda: desk.services.assets.draft_redemption(
            Address(body.sender), ClassId(id), int(body.amount), digest_of(body.demand)
        ),
    )


def _access(desk: Desk, class_id: int, body: AccessChange, *, granted: bool) -> Any:
    return desk.services.assets.draft_access(
        Address(body.sender), ClassId(class_id), ParticipantId(body.participant), granted=granted
    )
