"""Downloads: whole or a part (RFC 9110 §13 and §14), never run by a browser on our origin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import quote

from fastapi import Depends, Header
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it when it runs
from starlette.responses import Response, StreamingResponse

from ledger.errors import Rejected

if TYPE_CHECKING:
    from depository.giving import Content

__all__ = ["Conditional", "Conditions", "part_of"]

_RANGE: Final = re.compile(r"bytes=[ \t]*([0-9]{0,19})-([0-9]{0,19})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True)
class Conditions:
    """On what a download depends, and what part of it is asked for."""

    request: Request
    if_none_match: Annotated[str | None, Header()] = None
    if_range: Annotated[str | None, Header()] = None
    range: Annotated[
        str | None,
        Header(description="One range of bytes; several are answered with the whole."),
    ] = None

    def give(self, content: Content, name: str, media_type: str) -> Response:
        """200 with the whole, 206 with a part, 304 for what the client has.

        What is returned later, or annulled, may not be given any more, so a cache asks each time.
        Raises Rejected("content.range-unsatisfiable", size) and what reading raises.
        """
        tag = f'"{content.tag}"'
        headers = {
            "Accept-Ranges": "bytes",
            "Cache-Control": "public, no-cache",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "ETag": tag,
            "X-Content-Type-Options": "nosniff",
        }
        if _has(self.if_none_match, tag):
            return Response(status_code=304, headers=headers)
        asked = self.range if self.if_range in {None, tag} else None
        if self.request.method == "HEAD":
            headers["Content-Length"] = str(content.size)
            return Response(headers=headers, media_type=media_type)
        part = part_of(asked, content.size)
        first, stop = part or (0, content.size)
        headers["Content-Length"] = str(stop - first)
        if part:
            headers["Content-Range"] = f"bytes {first}-{stop - 1}/{content.size}"
        pieces = content.read(first, stop)
        return StreamingResponse(pieces, 206 if part else 200, headers, media_type)


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
