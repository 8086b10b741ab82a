"""Participants: who takes part, and the authority's acts on them."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Response

from api.admitting import admission
from api.context import Desk, Limit
from api.documentation import problems
from api.moments import Stand
from api.schemas.participants import (
    Admission,
    Basis,
    ParticipantOut,
    Replacement,
    RoleName,
    RolesChange,
    StateOut,
    participant_out,
    roles_of,
    state_out,
)
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import digest_of
from api.signing import Deed, signed
from ledger.addresses import parse_address
from ledger.types import Address, ParticipantId

__all__ = ["account_or_number", "router"]

router = APIRouter(prefix="/v1/participants", tags=["participants"])

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}")
_ACT: Final = signed(404)
Who = Annotated[str, Path(max_length=80, description="An account or a number.")]
Account = Annotated[str, Path(max_length=80, description="The participant's present account.")]


@router.get("", operation_id="listParticipants", responses=problems(400, 422, 503))
def participants(
    desk: Desk, paging: Limit, role: Annotated[RoleName | None, Query()] = None
) -> Listing[ParticipantOut]:
    """Participants by number, all of them or those in a role."""
    head = desk.head()
    wanted = None if role is None else roles_of((role,))
    page = desk.services.participants.participants(paging.limit, paging.after, wanted)
    return listing(page, head, participant_out)


@router.get("/{participant}", operation_id="getParticipant", responses=problems(404, 422, 503))
def participant(
    desk: Desk,
    participant: Who,
    stand: Stand,
) -> Single[ParticipantOut]:
    """A participant by account, present or former, or by number; now or at a block or moment."""
    wanted = account_or_number(participant)
    found = desk.services.participants.participant(wanted, stand.at)
    return Single(data=participant_out(found), as_of=as_of(stand.head))


@router.get(
    "/{participant}/states",
    operation_id="listParticipantStates",
    responses=problems(400, 404, 422, 503),
)
def states(desk: Desk, participant: Who, paging: Limit) -> Listing[StateOut]:
    """The roles, keys and suspensions of a participant, newest first, as they were valid."""
    head, wanted = desk.head(), account_or_number(participant)
    page = desk.services.participants.states(wanted, paging.limit, paging.after)
    return listing(page, head, state_out)


@router.post("", operation_id="admitParticipant", **_ACT)
def admit(desk: Desk, body: Admission, deed: Deed) -> Response:
    """Admit a participant; signed by the authority.

    Who it is stands in `subject`, or was shown by a certificate: then `identity` is the binding's
    id, and its digest goes to the chain.
    """
    return deed.draft(body, lambda: admission(desk.services, body))


@router.post("/{account}/roles", operation_id="setRoles", **_ACT)
def set_roles(desk: Desk, account: Account, body: RolesChange, deed: Deed) -> Response:
    """Replace a participant's roles; signed by the authority."""
    return deed.sign(
        body,
        lambda: desk.services.participants.draft_roles(
            Address(body.sender),
            parse_address(account),
            roles_of(body.roles),
            digest_of(body.basis),
        ),
    )


@router.post("/{account}/suspensions", operation_id="suspendParticipant", **_ACT)
def suspend(desk: Desk, account: Account, body: Basis, deed: Deed) -> Response:
    """Suspend a participant; signed by the authority."""
    return deed.sign(
        body,
        lambda: desk.services.participants.draft_suspension(
            Address(body.sender), parse_address(account), digest_of(body.basis)
        ),
    )


@router.post("/{account}/reinstatements", operation_id="reinstateParticipant", **_ACT)
def reinstate(desk: Desk, account: Account, body: Basis, deed: Deed) -> Response:
    """Reinstate a suspended participant; signed by the authority."""
    return deed.sign(
        body,
        lambda: desk.services.participants.draft_reinstatement(
            Address(body.sender), parse_address(account), digest_of(body.basis)
        ),
    )


@router.post("/{account}/replacements", operation_id="replaceKey", **_ACT)
def replace(desk: Desk, account: Account, body: Replacement, deed: Deed) -> Response:
    """Replace a participant's lost key; signed by the authority."""
    return deed.sign(
        body,
        lambda: desk.services.participants.draft_replacement(
            Address(body.sender),
            parse_address(account),
            Address(body.new),
            digest_of(body.basis),
        ),
    )


def account_or_number(text: str) -> Address | ParticipantId:
    """What names a participant in a path; raises as `parse_address`."""
    return ParticipantId(int(text)) if _NUMBER.fullmatch(text) else parse_address(text)
