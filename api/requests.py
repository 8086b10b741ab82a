"""Faults of a request that FastAPI and Starlette find, turned into our problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.languages import negotiate
from api.problems import Problem, describe, problem_response
from ledger.errors import NotFound, QoimaError, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from api.languages import Argument, Catalogue, Messages

__all__ = ["BodyTooLarge", "BodyTooSlow", "install", "invalid"]

_INVALID: Final = "request.invalid"
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_BODIES: Final = frozenset({"body", "metadata"})


class BodyTooLarge(HTTPException):
    """A body passed its limit while it was read; `limit` in bytes.

    It is Starlette's own exception because FastAPI lets no other through while it reads a body.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(413)
        self.refusal = Rejected("request.body-too-large", limit=limit)


class BodyTooSlow(HTTPException):
    """A body came more slowly than `rate` bytes a second; Starlette's own as BodyTooLarge is."""

    def __init__(self, rate: int) -> None:
        super().__init__(408)
        self.refusal = Rejected("request.body-too-slow", rate=rate)


def install(app: FastAPI, catalogue: Catalogue) -> None:
    """Answer every refusal of `app` with a problem in the caller's language."""

    def speak(request: Request) -> Messages:
        return catalogue.messages(negotiate(request.headers.get("accept-language")))

    def refused(request: Request, error: Exception) -> Response:
        if not isinstance(error, QoimaError):
            raise error
        messages = speak(request)
        return problem_response(describe(error, messages), messages, request.url.path)

    def invalid_request(request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestValidationError):
            raise error
        messages = speak(request)
        problem = invalid(error.errors(), messages)
        return problem_response(problem, messages, request.url.path)

    def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        answer = refused(request, _refusal(error, request))
        answer.headers.update(_headers(error, request))
        return answer

    app.add_exception_handler(QoimaError, refused)
    app.add_exception_handler(RequestValidationError, invalid_request)
    app.add_exception_handler(HTTPException, http)


def _headers(error: HTTPException, request: Request) -> Mapping[str, str]:
    """Those of the error; with 405 all methods of the path (RFC 9110 §10.2.1), not of one route."""
    headers = error.headers or {}
    if error.status_code != 405:
        return headers
    routes = request.app.router.routes
    scopes = ((method, {**request.scope, "method": method}) for method in _METHODS)
    allowed = [m for m, scope in scopes if any(r.matches(scope)[0] == Match.FULL for r in routes)]
    return {**headers, "Allow": ", ".join(allowed)}


def invalid(errors: Sequence[Any], messages: Messages) -> Problem:
    """One problem that names every faulty field, or the fault of the JSON itself (400).

    `errors` are pydantic's: mappings with `type`, `loc`, `ctx`.
    """
    for error in errors:
        if error["type"] == "json_invalid":
            position = error["loc"][-1]
            at = position if isinstance(position, int) else 0
            return describe(Rejected("request.malformed-json", position=at), messages)
    fields = [_field(error, messages) for error in errors]
    problem = describe(Rejected(_INVALID, fields=tuple(each["field"] for each in fields)), messages)
    return Problem(problem.status, _INVALID, problem.title, problem.detail, {"errors": fields})


def _field(error: Any, messages: Messages) -> dict[str, str]:
    rule = str(error["type"])
    where = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
    known = f"invalid-{rule.replace('_', '-').replace('.', '-')}"
    name = known if known in messages else "invalid-other"
    arguments: dict[str, Argument] = {
        key: value if isinstance(value, int) else str(value)
        for key, value in (error.get("ctx") or {}).items()
    }
    found = {"field": where, "rule": rule, "message": messages(name, **arguments)}
    return found | _pointer(error["loc"])


def _pointer(loc: Sequence[int | str]) -> dict[str, str]:
    """The JSON pointer (RFC 6901) to a part of a body; nothing for what stands elsewhere."""
    if loc[0] not in _BODIES:
        return {}
    names = (str(part).replace("~", "~0").replace("/", "~1") for part in loc[1:])
    return {"pointer": "".join(f"/{name}" for name in names)}


def _refusal(error: HTTPException, request: Request) -> QoimaError:
    if isinstance(error, BodyTooLarge | BodyTooSlow):
        return error.refusal
    if error.status_code == 405:
        return Rejected("method.not-allowed", method=request.method)
    if error.status_code == 404:
        return NotFound("route.unknown", path=request.url.path)
    return Rejected("request.malformed")
