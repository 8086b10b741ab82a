"""The cookie of a session of the pages, and what keeps other sites from using it (CSRF)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from api.access.sessions import PAGE_SECONDS
from api.access.tokens import Kind
from ledger.errors import Rejected

if TYPE_CHECKING:
    from starlette.responses import Response

    from api.access.signing import Site
    from api.access.tokens import Token

__all__ = ["CSRF_HEADER", "check_origin", "check_sign_in", "check_unforged", "cookie_name"]
__all__ += ["csrf_of", "forget", "remember"]

CSRF_HEADER: Final = "X-CSRF-Token"


def cookie_name(site: Site) -> str:
    """Its name: over TLS one that no other host can set (`__Host-`, RFC 6265bis §4.1.3.2)."""
    return "__Host-qoima" if _is_secure(site) else "qoima"


def remember(response: Response, site: Site, token: Token) -> None:
    """Have the browser keep a session; no script reads it."""
    response.set_cookie(
        cookie_name(site),
        token.text,
        max_age=PAGE_SECONDS,
        path="/",
        secure=_is_secure(site),
        httponly=True,
        samesite="lax",
    )


def forget(response: Response, site: Site) -> None:
    """Have the browser forget it."""
    response.delete_cookie(
        cookie_name(site), path="/", secure=_is_secure(site), httponly=True, samesite="lax"
    )


def csrf_of(token: Token) -> str:
    """What a page of ours sends back with each POST; bound to the session, and kept nowhere."""
    return token.bound("csrf")


def check_origin(site: Site, origin: str | None) -> None:
    """Refuse a request that pages of another site made: Rejected("access.other-origin")."""
    if origin != site.origin:
        raise Rejected("access.other-origin")


def check_sign_in(site: Site, origin: str | None, kind: Kind) -> None:
    """Refuse a sign-in from a page of another site; a session of the pages begins on ours only."""
    if kind is Kind.PAGE or origin is not None:
        check_origin(site, origin)


def check_unforged(site: Site, token: Token, origin: str | None, given: str | None) -> None:
    """Refuse a change in the name of a session that no page of ours asked for.

    1. The origin (RFC 6454). 2. The token that only our pages read, compared in constant time.
    Raises Rejected("access.other-origin"), Rejected("access.csrf").
    """
    check_origin(site, origin)
    if not hmac.compare_digest((given or "").encode(), csrf_of(token).encode()):
        raise Rejected("access.csrf")


def _is_secure(site: Site) -> bool:
    return site.scheme == "https"
