"""Who asks, as a dependency of every operation: `Who`, which is in `request.state.caller` too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation

from api.access.cookies import CSRF_HEADER, check_unforged, cookie_name, csrf_of
from api.access.model import NOBODY, By, Caller, Scope
from api.context import Application, application_of
from ledger.errors import Rejected

if TYPE_CHECKING:
    from api.access.service import Access
    from api.access.tokens import Token

__all__ = ["QUESTIONS", "SIGNED_IN", "Who", "check_scope", "identify"]

QUESTIONS: Final = frozenset(
    {"askExplorerByForm", "askOwnership", "callChain", "simulateTransaction", "verifyBytes"}
)
"""Operations by POST that change nothing."""

RELAYS: Final = frozenset({"retryTransaction", "sendTransaction"})
"""Operations that hand a signed transaction to the node."""

SIGNED_IN: Final[dict[str, Any]] = {"security": [{"bearer": []}]}
"""What the document says of an operation that nobody unknown may use."""

_OPEN: Final = frozenset({"access", "identities"})
"""Tags of operations that say themselves what they need: who asks may not be admitted yet."""

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


async def identify(request: Request) -> Caller:
    """Find out who asks, and refuse what the credential was not given for.

    What is shown must hold, even where nothing needs to be shown. Raises as `Access.bearer` and
    `check_unforged`, Rejected("access.scope", scope=), and Rejected("access.required") for a
    change by nobody where the settings demand that people sign in.
    """
    desk = application_of(request)
    shown = request.headers.getlist("authorization")
    cookie = request.cookies.get(cookie_name(desk.access.site))
    if len(shown) > 1:
        raise Rejected("access.bad-token")
    if shown:
        caller, csrf = await run_in_threadpool(desk.access.bearer, shown[0]), None
    elif cookie is not None:
        caller, token = await run_in_threadpool(desk.access.page, cookie)
        csrf = None if token is None else csrf_of(token)
        _check_page(desk.access, request, token)
    else:
        caller, csrf = NOBODY, None
    request.state.caller, request.state.csrf = caller, csrf
    _check_change(desk, request, caller)
    return caller


Who = Annotated[Caller, Depends(identify)]


def _check_page(access: Access, request: Request, token: Token | None) -> None:
    if token is None or request.method in _SAFE:
        return
    headers = request.headers
    check_unforged(access.site, token, headers.get("origin"), headers.get(CSRF_HEADER))


def _check_change(desk: Application, request: Request, caller: Caller) -> None:
    route = request.scope["route"]
    if request.method in _SAFE or route.operation_id in QUESTIONS or _OPEN & set(route.tags):
        return
    check_scope(desk, caller, Scope.RELAY if route.operation_id in RELAYS else Scope.DRAFT)


def check_scope(desk: Application, caller: Caller, scope: Scope) -> None:
    """Refuse a change by a caller who may not make it; raises as `identify`."""
    if caller.by is not By.NOBODY:
        caller.check(scope)
    elif desk.settings.sign_in_for_writes:
        caller.known(scope)
