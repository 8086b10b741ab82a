"""Downloads: whole or a part (RFC 9110 §13 and §14), never run by a browser on our origin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import quote

from fastapi import Depends, Header
from starlette.responses import Response

from api.reading import Handed
from depository.access_log import Opened
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.reading import Visitor
    from depository.access_log import Wanted
    from depository.giving import Content

__all__ = ["Conditional", "Conditions", "Download", "part_of"]

_RANGE: Final = re.compile(r"bytes=[ \t]*([0-9]{0,19})-([0-9]{0,19})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True)
class Download:
    """What a download is called, and of what media type it is."""

    name: str
    media_type: str


@dataclass(frozen=True)
class _Plan:
    """An answer: its status, from which byte to which, the last not included, what heads it."""

    status: int
    first: int
    stop: int
    headers: dict[str, str]


@dataclass(frozen=True)
class Conditions:
    """On what a download depends, and what part of it is asked for."""

    if_none_match: Annotated[str | None, Header()] = None
    if_range: Annotated[str | None, Header()] = None
    range: Annotated[
        str | None,
        Header(description="One range of bytes; several are answered with the whole."),
    ] = None

    def give(
        self, visit: Visitor, wanted: Wanted, opening: Callable[[], Content], download: Download
    ) -> Response:
        """200 with the whole, 206 with a part, 304 for what the client has; the access is logged.

        What is returned later, or annulled, may not be given any more, so a cache asks each time;
        a shared one would hide accesses from the log (D-6).
        Raises Rejected("content.range-unsatisfiable", size) and what opening and reading raise.
        """
        planned: list[_Plan] = []

        def opened() -> Opened:
            content = opening()
            plan = self._plan(content, describing=visit.describing)
            planned.append(plan)
            pieces = content.read(plan.first, plan.stop)
            return Opened(plan.stop - plan.first, pieces, unchanged=plan.status == 304)

        reading = visit.read(wanted, opened)
        (plan,) = planned
        headers = {
            "Accept-Ranges": "bytes",
            "Cache-Control": "private, no-cache",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(download.name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            **plan.headers,
        }
        if plan.status == 304 or visit.describing:
            media_type = None if plan.status == 304 else download.media_type
            return Response(None, plan.status, headers, media_type)
        return Handed(reading, headers, download.media_type, plan.status)

    def _plan(self, content: Content, *, describing: bool) -> _Plan:
        tag = f'"{content.tag}"'
        if _has(self.if_none_match, tag):
            return _Plan(304, 0, 0, {"ETag": tag})
        asked = self.range if self.if_range in {None, tag} and not describing else None
        part = part_of(asked, content.size)
        first, stop = part or (0, content.size)
        headers = {"ETag": tag, "Content-Length": str(stop - first)}
        if part:
            headers["Content-Range"] = f"bytes {first}-{stop - 1}/{content.size}"
        return _Plan(206 if part else 200, first, stop, headers)


Conditional = Annotated[Conditions, Depends()]


def part_of(header: str | None, size: int) -> tuple[int, int] | None:
    """From which byte to which, the last not included; None for the whole.

    What is no single range of bytes is as if it were not there (RFC 9110 §14.2).
    Raises Rejected("content.range-unsatisfiable", size).
    """
    matched = _RANGE.fullmatch(header or "")
    if matched is None or not any(matched.groups()):
        return None
    if not matched[1]:
        first, stop = max(0, size - int(matched[2])), size
    else:
        first = int(matched[1])
        last = int(matched[2]) if matched[2] else size - 1
        if matched[2] and last < first:
            return None
        stop = min(last + 1, size)
    if first >= stop:
        raise Rejected("content.range-unsatisfiable", size=size)
    return first, stop


def _has(header: str | None, tag: str) -> bool:
    """Whether `If-None-Match` names the tag; weak ones compare alike (RFC 9110 §8.8.3.2)."""
    named = [each.strip().removeprefix("W/") for each in (header or "").split(",")]
    return tag in named or named == ["*"]
