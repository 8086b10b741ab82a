"""Decisions of the authorised body: proposed, agreed with, withdrawn, and read."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Response

from api.context import Desk, Limit, Speech
from api.documentation import problems
from api.schemas.decisions import Agreement, ProposalIn, ProposalOut, proposal_out
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import digest_of
from api.signing import Deed, signed
from ledger.types import Address

__all__ = ["router"]

router = APIRouter(prefix="/v1/proposals", tags=["decisions"])

_ACT: Final = signed(404)
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("", operation_id="listProposals", responses=problems(400, 422, 503))
def proposals(desk: Desk, speech: Speech, paging: Limit) -> Listing[ProposalOut]:
    """Proposals as they stand on the chain, the newest first."""
    head = desk.services.chain.head()
    page = desk.services.decisions.proposals(paging.limit, paging.after, head)
    return listing(page, head, lambda each: proposal_out(each, speech))


@router.get("/{number}", operation_id="getProposal", responses=problems(404, 422, 503))
def proposal(desk: Desk, speech: Speech, number: Number) -> Single[ProposalOut]:
    """A proposal as it stands on the chain: what it calls, and who agrees."""
    head = desk.services.chain.head()
    found = desk.services.decisions.proposal(number, head)
    return Single(data=proposal_out(found, speech), as_of=as_of(head))


@router.post("", operation_id="propose", **_ACT)
def propose(desk: Desk, body: ProposalIn, deed: Deed) -> Response:
    """Propose any act of the authorised body; signed by one of its keys."""
    return deed.sign(
        body,
        lambda: desk.services.decisions.draft(
            Address(body.sender), digest_of(body.basis), body.contract, body.function, body.args
        ),
    )


@router.post("/{number}/confirmations", operation_id="confirmProposal", **_ACT)
def confirm(desk: Desk, number: Number, body: Agreement, deed: Deed) -> Response:
    """Agree with a proposal; signed by another key of the authorised body."""
    return deed.sign(
        body,
        lambda: desk.services.decisions.draft_confirmation(Address(body.sender), number),
    )


@router.post("/{number}/withdrawals", operation_id="withdrawProposal", **_ACT)
def withdraw(desk: Desk, number: Number, body: Agreement, deed: Deed) -> Response:
    """Agree no longer, or close one's own proposal; signed by the key that agreed."""
    return deed.sign(
        body,
        lambda: desk.services.decisions.draft_withdrawal(Address(body.sender), number),
    )
