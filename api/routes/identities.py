"""Whose an account is: bound by a certificate, with consent, and erased on demand."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response

from api.access.caller import SIGNED_IN, Who
from api.access.model import Scope
from api.acting import fingerprint
from api.context import Desk, JsonOnly
from api.documentation import problems
from api.idempotency import Answer, Claim
from api.identifying import accounts_of, is_recorded, written
from api.reading import Visit
from api.remote import remote_of
from api.routes.participants import account_or_number
from api.schemas.identities import (
    BindingIn,
    BindingOut,
    IdentityChallengeIn,
    IdentityChallengeOut,
    IdentityOut,
    WithdrawalIn,
    binding_out,
    challenge_out,
    cms_of,
    identity_out,
)
from api.signing import Keyed
from depository.access_log import Wanted
from ledger.errors import Unavailable
from ledger.identities.model import Purpose
from ledger.identities.service import ID_BYTES
from ledger.types import Address

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["identities"])

_ACT: Final[dict[str, Any]] = {
    "dependencies": [JsonOnly],
    "responses": problems(400, 404, 409, 413, 415, 422, 429, 503),
}
_READ: Final[dict[str, Any]] = {
    "responses": problems(401, 403, 404, 422, 500, 503),
    "openapi_extra": SIGNED_IN,
}
Id = Annotated[str, Path(max_length=80, description="The binding's id.")]
Party = Annotated[str, Path(max_length=80, description="An account or a number.")]


@router.post(
    "/identity-challenges",
    operation_id="challengeIdentity",
    status_code=201,
    response_model=IdentityChallengeOut,
    **_ACT,
)
def challenge(desk: Desk, request: Request, body: IdentityChallengeIn, deed: Keyed) -> Response:
    """A text to sign, good once, for half an hour; it says what is consented to (P-4).

    For `admission` or `confirmation` the organisation signs it with the key of its certificate,
    and the account's key signs it too; for `withdrawal` the account's key alone.
    """
    account, purpose = Address(body.account), Purpose(body.purpose)
    remote = remote_of(desk, request)
    text = partial(written, site=desk.access.site, messages=deed.messages)

    def work(_: Claim) -> Answer:
        made = desk.services.identities.challenge(account, purpose, remote, text)
        body_out = challenge_out(made).model_dump_json().encode()
        return Answer(body_out, deed.messages.language)

    return deed.respond(fingerprint(body), work)


@router.post(
    "/identities",
    operation_id="bindIdentity",
    status_code=201,
    response_model=BindingOut,
    **_ACT,
)
def bind(desk: Desk, body: BindingIn, deed: Keyed) -> Response:
    """Bind an account to the organisation whose certificate signed the message, as the account did.

    The certificate stands under an anchor of this installation, is for signing, and is known not
    to be revoked. Taken are RSA (2048 bits and more, PKCS #1 v1.5 or PSS) and ECDSA (P-256,
    P-384) with SHA-256, 384 or 512; GOST is not. The answer holds nothing personal.
    """
    identities, cms = desk.services.identities, cms_of(body.cms)

    def work(claim: Claim) -> Answer:
        drawn = claim.draw(ID_BYTES)
        with desk.identifying.place(Unavailable("identity.busy")):
            made = identities.bind(body.message, cms, body.signature, drawn)
        return Answer(binding_out(made).model_dump_json().encode(), deed.messages.language)

    return deed.respond(fingerprint(body), work)


@router.get("/identities/{id}", operation_id="readIdentity", **_READ)
def read(
    visit: Visit,
    response: Response,
    id: Id,  # noqa: A002 - the name in the path
) -> IdentityOut:
    """What is kept of a binding: for the account itself, the authorised body and the operator."""
    response.headers["Cache-Control"] = "no-store"
    services, caller = visit.application.services, visit.caller

    def shown() -> IdentityOut:
        caller.known(Scope.RESTRICTED_READ)
        found = services.identities.read(id, accounts_of(services, caller), caller.roles)
        return identity_out(found, recorded=is_recorded(services, found.binding))

    return visit.told(Wanted(record=f"identity:{id}"), shown)


@router.get("/participants/{participant}/identity", operation_id="readParticipantIdentity", **_READ)
def read_participants(visit: Visit, response: Response, participant: Party) -> IdentityOut:
    """The last that was bound of a participant's accounts: for itself, the authorised body and
    the operator.
    """
    response.headers["Cache-Control"] = "no-store"
    services, caller = visit.application.services, visit.caller

    def shown() -> IdentityOut:
        caller.known(Scope.RESTRICTED_READ)
        meant = services.participants.participant(account_or_number(participant))
        accounts, reader = (meant.account, *meant.former_accounts), accounts_of(services, caller)
        found = services.identities.read_of(accounts, reader, caller.roles)
        return identity_out(found, recorded=found.binding.digest == meant.subject_digest)

    return visit.told(Wanted(record=f"participant:{participant}"), shown)


@router.delete(
    "/identities/{id}",
    operation_id="withdrawIdentity",
    status_code=204,
    response_class=Response,
    **_READ,
)
def withdraw(desk: Desk, caller: Who, id: Id) -> Response:  # noqa: A002 - as above
    """Withdraw consent: all that is kept of a binding is erased, for the account itself (P-4).

    The digest on the chain stays, and says nothing any more; so does when consent was withdrawn.
    """
    caller.known(Scope.KEYS)
    desk.services.identities.withdraw(id, accounts_of(desk.services, caller))
    return Response(status_code=204)


@router.post(
    "/identities/{id}/withdrawals",
    operation_id="withdrawIdentityBySignature",
    status_code=204,
    response_class=Response,
    **_ACT,
)
def withdraw_by_signature(
    desk: Desk,
    id: Id,  # noqa: A002 - as above
    body: WithdrawalIn,
    deed: Keyed,
) -> Response:
    """The same by a signature of the account's key, for who was not admitted and cannot sign in."""
    identities = desk.services.identities

    def work(_: Claim) -> Answer:
        identities.withdraw_by_signature(id, body.message, body.signature)
        return Answer(b"", deed.messages.language, 204)

    return deed.respond(fingerprint(body), work)
