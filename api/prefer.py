"""`Prefer`: how long a client would wait for an answer (RFC 7240)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Query
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Wait", "Waiting", "preferred_wait"]

_ITEM: Final = re.compile(
    r"""\s*([!\#$%&'*+.^_`|~0-9A-Za-z-]+)          # the preference's name
        (?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,;"]*))?  # its value
        (?:\s*;[^,]*)?\s*(?:,|$)                   # its parameters, none of which mean anything""",
    re.VERBOSE,
)
_SECONDS: Final = re.compile(r"[0-9]{1,9}")
_MOST_CHARACTERS: Final = 1000


def preferred_wait(headers: Iterable[str]) -> int | None:
    """The seconds of the first `wait`; None when there is none, or none that can be read.

    `headers` are the values of all fields of the name. What is not understood is passed over
    (RFC 7240 §2).
    """
    text, at = ", ".join(headers)[:_MOST_CHARACTERS], 0
    while at < len(text):
        item = _ITEM.match(text, at)
        if item is None:
            following = text.find(",", at)
            at = len(text) if following < 0 else following + 1
            continue
        if item[1].lower() == "wait":
            seconds = (item[2] or "").strip('"')
            return int(seconds) if _SECONDS.fullmatch(seconds) else None
        at = item.end()
    return None


@dataclass(frozen=True)
class Waiting:
    """How many seconds to wait, and whether it was `Prefer` that said it."""

    seconds: int
    preferred: bool


def _waiting(
    request: Request,
    wait: Annotated[
        int | None,
        Query(
            ge=0,
            le=30,
            description="Seconds to wait until it is indexed; `Prefer: wait=` (RFC 7240) says the "
            "same and is answered with `Preference-Applied`.",
        ),
    ] = None,
) -> Waiting:
    if wait is not None:
        return Waiting(wait, preferred=False)
    preferred = preferred_wait(request.headers.getlist("prefer"))
    return Waiting(preferred or 0, preferred=preferred is not None)


Wait = Annotated[Waiting, Depends(_waiting)]
