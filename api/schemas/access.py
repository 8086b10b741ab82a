"""Sign-in and keys in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

from api.access.keys import MOST_DAYS
from api.access.model import Caller, Scope
from api.access.tokens import Kind
from api.schemas.participants import RoleName, role_names
from api.schemas.types import AddressIn, Moment, Request, Response, moment

if TYPE_CHECKING:
    from api.access.keys import Key
    from api.access.service import Challenge
    from api.access.sessions import Granted

__all__ = [
    "ChallengeIn",
    "ChallengeOut",
    "GrantedOut",
    "KeyIn",
    "KeyListOut",
    "KeyMadeOut",
    "KeyOut",
    "RefreshIn",
    "SessionOut",
    "SignInIn",
    "challenge_out",
    "granted_out",
    "key_out",
    "session_out",
]

ScopeName = Literal["draft", "relay", "restricted:read", "webhooks", "keys"]
KeyScopeName = Literal["draft", "relay", "restricted:read", "webhooks"]


class ChallengeIn(Request):
    """Who wants to sign in."""

    account: AddressIn


class ChallengeOut(Response):
    """What to sign: `message`, as `personal_sign` does (ERC-191). It is in ASCII, as ERC-4361 has
    it; `explanation` says the same in the caller's language.
    """

    message: str
    explanation: str
    domain: str
    uri: str
    chain_id: int
    nonce: str
    issued_at: Moment
    expires_at: Moment


class SignInIn(Request):
    """A message and its signature; `session` asks for a cookie in place of tokens."""

    message: Annotated[str, Field(max_length=4096)]
    signature: Annotated[str, Field(max_length=4096, examples=["0x…"])]
    session: bool = False


class RefreshIn(Request):
    """The refresh token that came last."""

    refresh_token: Annotated[str, Field(max_length=200)]


class GrantedOut(Response):
    """Secrets of a session (RFC 6749 §5.1), shown once; of a session of the pages `csrf` only."""

    account: str
    token_type: Literal["Bearer"] | None = None
    access_token: str | None = None
    refresh_token: str | None = None
    expires_at: Moment
    csrf: str | None = None


class SessionOut(Response):
    """Who asks, as what and what for; `csrf` is for the pages that have a cookie."""

    by: Literal["nobody", "token", "key", "session"]
    account: str | None
    participant: int | None
    roles: tuple[RoleName, ...]
    scopes: list[ScopeName]
    csrf: str | None = None


class KeyIn(Request):
    """A key to be made."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    scopes: Annotated[list[KeyScopeName], Field(min_length=1, max_length=4)]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 90


class KeyOut(Response):
    """A key without its secret; `used_on` is the day of its last use."""

    id: str
    name: str
    scopes: list[KeyScopeName]
    created_at: Moment
    expires_at: Moment
    used_on: str | None


class KeyMadeOut(KeyOut):
    """A new key; its secret is shown here, and never again."""

    key: str


class KeyListOut(Response):
    """The keys of an account."""

    data: list[KeyOut]


def challenge_out(challenge: Challenge, explanation: str) -> ChallengeOut:
    """A challenge in JSON."""
    message = challenge.message
    return ChallengeOut(
        message=challenge.text,
        explanation=explanation,
        domain=message.domain,
        uri=message.uri,
        chain_id=message.chain_id,
        nonce=message.nonce,
        issued_at=message.issued_at,
        expires_at=moment(challenge.expires_at),
    )


def granted_out(granted: Granted, csrf: str) -> GrantedOut:
    """The secrets of a session in JSON."""
    session, ends = granted.session, moment(granted.session.good_until)
    if granted.access.kind is Kind.PAGE or granted.refresh is None:
        return GrantedOut(account=session.account, expires_at=ends, csrf=csrf)
    return GrantedOut(
        account=session.account,
        token_type="Bearer",  # noqa: S106 - the name of a scheme
        access_token=granted.access.text,
        refresh_token=granted.refresh.text,
        expires_at=ends,
    )


def session_out(caller: Caller, csrf: str | None) -> SessionOut:
    """A caller in JSON."""
    return SessionOut(
        by=caller.by.value,
        account=caller.account,
        participant=caller.number,
        roles=role_names(caller.roles),
        scopes=[scope.value for scope in Scope if scope in caller.scopes],
        csrf=csrf,
    )


def key_out(key: Key) -> KeyOut:
    """A key in JSON."""
    return KeyOut(
        id=key.id,
        name=key.name,
        scopes=_scopes(key),
        created_at=moment(key.created_at),
        expires_at=moment(key.expires_at),
        used_on=None if key.used_on is None else moment(key.used_on)[:10],
    )


def _scopes(key: Key) -> list[KeyScopeName]:
    return [name for name in get_args(KeyScopeName) if name in key.scopes]
