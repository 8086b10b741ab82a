"""Sign-in with Ethereum (ERC-4361), sessions, and keys of machines."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from api.access.caller import SIGNED_IN, Who
from api.access.cookies import check_sign_in, csrf_of, forget, remember
from api.access.model import By, Scope
from api.access.sessions import Granted
from api.access.tokens import TOKEN_BYTES, Kind, Token
from api.acting import fingerprint
from api.context import Desk, JsonOnly, Speech
from api.documentation import problems
from api.idempotency import Answer, Claim
from api.remote import remote_of
from api.schemas.access import (
    ChallengeIn,
    ChallengeOut,
    GrantedOut,
    KeyIn,
    KeyListOut,
    KeyMadeOut,
    RefreshIn,
    SessionOut,
    SignInIn,
    challenge_out,
    granted_out,
    key_out,
    session_out,
)
from api.signing import Keyed, made_secret
from ledger.types import Address

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["access"])

_ACT: Final = problems(400, 401, 403, 413, 415, 422, 429, 503)
_KEPT_NOWHERE: Final = {"Cache-Control": "no-store"}


@router.post(
    "/sign-in/challenges",
    operation_id="challengeSignIn",
    status_code=201,
    dependencies=[JsonOnly],
    responses=_ACT,
)
def challenge(
    desk: Desk, speech: Speech, request: Request, response: Response, body: ChallengeIn
) -> ChallengeOut:
    """A message for an account to sign; its nonce is good once, for five minutes."""
    response.headers.update(_KEPT_NOWHERE)
    made = desk.access.challenge(Address(body.account), remote_of(desk, request))
    return challenge_out(made, speech("access-statement"))


@router.post(
    "/sign-in",
    operation_id="signIn",
    status_code=201,
    response_model_exclude_none=True,
    dependencies=[JsonOnly],
    responses=_ACT,
)
def sign_in(desk: Desk, request: Request, response: Response, body: SignInIn) -> GrantedOut:
    """Begin a session of the account whose key signed: tokens, or a cookie for pages.

    The access token is good for ten minutes, the refresh token for a day and once.
    """
    kind = Kind.PAGE if body.session else Kind.ACCESS
    check_sign_in(desk.access.site, request.headers.get("origin"), kind)
    granted = desk.access.sign_in(body.message, body.signature, kind)
    if body.session:
        remember(response, desk.access.site, granted.access)
    return _granted(response, granted)


@router.post(
    "/sign-in/refreshes",
    operation_id="refreshSession",
    status_code=201,
    response_model_exclude_none=True,
    dependencies=[JsonOnly],
    responses=_ACT,
)
def refresh(desk: Desk, response: Response, body: RefreshIn) -> GrantedOut:
    """New tokens for a refresh token; those of before are good no more.

    A refresh token that was used already ends the session: somebody else has it too.
    """
    return _granted(response, desk.access.renew(body.refresh_token))


@router.post(
    "/sign-out",
    operation_id="signOut",
    status_code=204,
    response_class=Response,
    responses=problems(401, 403, 503),
    openapi_extra=SIGNED_IN,
)
def sign_out(desk: Desk, caller: Who) -> Response:
    """End the session that asks, at once and everywhere."""
    caller.known(Scope.KEYS)
    desk.access.sessions.end(caller.credential or "")
    response = Response(status_code=204, headers=_KEPT_NOWHERE)
    if caller.by is By.SESSION:
        forget(response, desk.access.site)
    return response


@router.get("/session", operation_id="getSession", responses=problems(401, 403, 503))
def session(request: Request, response: Response, caller: Who) -> SessionOut:
    """Who asks, by what, and for what; nobody is an answer too."""
    response.headers.update(_KEPT_NOWHERE)
    return session_out(caller, request.state.csrf)


@router.get(
    "/api-keys",
    operation_id="listKeys",
    responses=problems(401, 403, 503),
    openapi_extra=SIGNED_IN,
)
def keys(desk: Desk, caller: Who) -> KeyListOut:
    """The keys of the account that signed in."""
    mine = desk.access.keys.all(caller.known(Scope.KEYS))
    return KeyListOut(data=[key_out(each) for each in mine])


@router.post(
    "/api-keys",
    operation_id="createKey",
    status_code=201,
    response_model=KeyMadeOut,
    dependencies=[JsonOnly],
    responses={**_ACT, **problems(409)},
    openapi_extra=SIGNED_IN,
)
def create_key(desk: Desk, caller: Who, body: KeyIn, deed: Keyed) -> Response:
    """A key for a machine, for some scopes and days; it is shown once. A key makes no key."""
    account = caller.known(Scope.KEYS)
    wanted = [Scope(name) for name in body.scopes]

    def work(claim: Claim) -> Answer:
        secret = Token.of(Kind.KEY, claim.draw(TOKEN_BYTES))
        key = desk.access.keys.add(account, body.name, wanted, body.days, secret)
        made = KeyMadeOut(**key_out(key).model_dump(), key=secret.text)
        return made_secret(made, deed)

    return deed.of(account).respond(fingerprint(body), work)


@router.delete(
    "/api-keys/{id}",
    operation_id="deleteKey",
    status_code=204,
    response_class=Response,
    responses=problems(401, 403, 404, 503),
    openapi_extra=SIGNED_IN,
)
def delete_key(
    desk: Desk,
    caller: Who,
    id: Annotated[str, Path(max_length=80)],  # noqa: A002 - the name in the path
) -> Response:
    """End a key at once and everywhere."""
    desk.access.keys.remove(caller.known(Scope.KEYS), id)
    return Response(status_code=204)


def _granted(response: Response, granted: Granted) -> GrantedOut:
    response.headers.update(_KEPT_NOWHERE)
    return granted_out(granted, csrf_of(granted.access))
