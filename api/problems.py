"""Refusals as `application/problem+json` (RFC 9457), phrased in the caller's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.responses import JSONResponse

from api.access.refusals import STATUSES, www_authenticate
from depository.archive.model import ArchiveRefused
from ledger.errors import (
    Conflict,
    Fact,
    NotFound,
    QoimaError,
    Rejected,
    Unavailable,
    VerificationError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.languages import Messages

__all__ = [
    "CODE_STATUS",
    "KIND_STATUS",
    "MEDIA_TYPE",
    "RESERVED",
    "Problem",
    "describe",
    "message_id",
    "problem_response",
    "reason_id",
    "status_of",
]

MEDIA_TYPE: Final = "application/problem+json"

KIND_STATUS: Final[Mapping[type[QoimaError], int]] = {
    NotFound: 404,
    Conflict: 409,
    Rejected: 422,
    Unavailable: 503,
    VerificationError: 500,
}
"""The HTTP status of each kind of refusal."""

CODE_STATUS: Final[Mapping[str, int]] = {
    "content.annulled": 403,
    "content.limited": 403,
    "content.returned": 403,
    "record.annulled": 403,
    "record.limited": 403,
    "record.returned": 403,
    "content.range-unsatisfiable": 416,
    "draft.expired": 410,
    "events.bad-place": 400,
    "gateway.format-missing": 400,
    "gateway.malformed-span": 400,
    "gateway.not-acceptable": 406,
    "gateway.not-cached": 412,
    "gateway.path-of-block": 400,
    "idempotency.bad-key": 400,
    "method.not-allowed": 405,
    "page.bad-cursor": 400,
    "request.body-too-large": 413,
    "request.body-too-slow": 408,
    "request.encoding": 415,
    "request.malformed": 400,
    "request.malformed-json": 400,
    "request.media-type": 415,
    "transaction.already-known": 409,
    "transaction.malformed": 400,
    "transaction.nonce-too-low": 409,
    "transaction.pool-full": 503,
    "transaction.sender-not-admitted": 403,
    "rate.exceeded": 429,
    "upload.bad-header": 400,
    "upload.busy": 423,
    "upload.checksum-differs": 460,
    "upload.checksum-unsupported": 400,
    "upload.expired": 410,
    "upload.malformed": 400,
    "upload.stalled": 408,
    "upload.store-full": 507,
    "upload.too-large": 413,
    "upload.too-long": 413,
    "upload.too-many": 429,
    "upload.too-many-here": 429,
    "upload.version": 412,
    **STATUSES,
}
"""Codes for which HTTP has a status of its own (RFC 9110 §15.5; 460 is that of tus 1.0)."""

RESERVED: Final = frozenset({"type", "title", "status", "detail", "instance", "code"})
"""Members of RFC 9457 and ours: a fact of such a name would hide one of them."""

_QUANTITIES: Final = frozenset({"count", "limit", "most", "retry_after", "size"})
"""Facts that are written as numbers are; every other integer names something."""

_LONGEST: Final = 200
"""Characters of a fact in a sentence."""

_RETRY_AFTER_SECONDS: Final = 5
_EXACT_BELOW: Final = 2**53


@dataclass(frozen=True)
class Problem:
    """One refusal, ready to be sent: `facts` become extension members."""

    status: int
    code: str
    title: str
    detail: str
    facts: Mapping[str, object]

    def as_json(self, instance: str | None = None) -> dict[str, object]:
        """The body; integers that JavaScript would round are written as strings."""
        head: dict[str, object] = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if instance is not None:
            head["instance"] = quote(instance)
        return head | {name: _plain(value) for name, value in self.facts.items()}


def status_of(error: QoimaError) -> int:
    """The status of a refusal: by its code where HTTP has one, by its kind otherwise."""
    by_kind = next((status for kind, status in KIND_STATUS.items() if isinstance(error, kind)), 500)
    return CODE_STATUS.get(error.code, by_kind)


def message_id(code: str) -> str:
    """The id in `problems.ftl` under which a code is phrased."""
    return "problem-" + code.replace(".", "_")


def reason_id(contract: str, reason: str) -> str:
    """The id in `reasons.ftl` of a contract's reason: `depository`, `not the possessor`."""
    slug = "-".join("".join(c if c.isalnum() else " " for c in reason.lower()).split())
    return f"reason-{contract}_{slug}"


def describe(error: QoimaError, messages: Messages) -> Problem:
    """Phrase a refusal; a code that no catalogue knows is phrased by its kind alone.

    Several faults that one refusal gathers stand in its extension member `errors`.
    """
    known = message_id(error.code)
    name = known if known in messages else f"problem-kind-{_kind(error)}"
    arguments = {key: _shown(key, value) for key, value in error.facts.items()}
    if error.code == "contract.refused":
        arguments["explanation"] = _reason(error.facts, messages)
    title = messages(name, **arguments)
    detail = messages.attribute(name, "detail", **arguments)
    if detail is None and "name" in arguments:
        detail = messages("problem-about", title=title, name=arguments["name"])
    facts = _gathered(error, messages) or dict(error.facts)
    return Problem(status_of(error), error.code, title, detail or title, facts)


def problem_response(problem: Problem, messages: Messages, instance: str) -> JSONResponse:
    """The answer that carries a problem."""
    headers = {"Content-Language": messages.language, "Vary": "Accept-Language"}
    if problem.status == 503:
        headers["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    if "retry_after" in problem.facts:
        headers["Retry-After"] = str(problem.facts["retry_after"])
    shown = www_authenticate(problem.code, problem.status, problem.facts)
    if shown is not None:
        headers["WWW-Authenticate"] = shown
    if problem.status == 416:
        headers["Content-Range"] = f"bytes */{problem.facts['size']}"
    return JSONResponse(
        problem.as_json(instance), problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def _gathered(error: QoimaError, messages: Messages) -> dict[str, object] | None:
    """The faults of an archive or of a form, each phrased; None for a single refusal."""
    if isinstance(error, ArchiveRefused):
        return {"errors": [_nested(problem, messages) for problem in error.problems]}
    if error.code == "form.invalid":
        return {"errors": _form_errors(error.facts, messages), "count": error.facts.get("count")}
    if error.code == "parts.incomplete":
        return {"errors": _missing_parts(error.facts, messages)}
    return None


def _missing_parts(facts: Mapping[str, Fact], messages: Messages) -> list[dict[str, str]]:
    parts = facts.get("parts")
    return [
        {"field": part, "rule": "parts.missing", "message": messages(f"page-part-{part}")}
        for part in (parts if isinstance(parts, tuple) else ())
    ]


def _nested(error: QoimaError, messages: Messages) -> dict[str, str]:
    found = describe(error, messages)
    name = str(error.facts.get("name", ""))
    return {"field": name, "rule": found.code, "message": found.detail}


def _form_errors(facts: Mapping[str, Fact], messages: Messages) -> list[dict[str, str]]:
    columns = [facts.get(name) for name in ("paths", "reasons", "details")]
    rows = zip(*(column for column in columns if isinstance(column, tuple)), strict=True)
    return [
        {
            "field": path,
            "rule": reason,
            "message": messages(reason.replace(".", "-"), detail=detail),
        }
        for path, reason, detail in rows
    ]


def _kind(error: QoimaError) -> str:
    names = (NotFound, Conflict, Rejected, Unavailable, VerificationError)
    return next((each.__name__.lower() for each in names if isinstance(error, each)), "rejected")


def _reason(facts: Mapping[str, Fact], messages: Messages) -> str:
    contract, reason = str(facts.get("contract", "")), str(facts.get("reason", ""))
    known = reason_id(contract, reason)
    return messages(known) if known in messages else f"{contract}: {reason}"


def _shown(key: str, value: Fact) -> Fact:
    """A fact as it stands in a sentence, where a long text would hide the rest."""
    if isinstance(value, int) and key not in _QUANTITIES:
        return str(value)
    if isinstance(value, tuple) and sum(map(len, value)) > _LONGEST:
        return _shown(key, ", ".join(value))
    if isinstance(value, str) and len(value) > _LONGEST:
        return value[:_LONGEST] + "…"
    return value


def _plain(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _EXACT_BELOW:
        return str(value)
    return value
