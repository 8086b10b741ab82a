"""The forms of RFC 3986 and RFC 3339 that a sign-in message is made of."""

from __future__ import annotations

import ipaddress
import re
from datetime import datetime
from typing import Final

__all__ = ["instant", "is_authority", "is_uri"]

_UNRESERVED: Final = r"A-Za-z0-9\-._~"
_SUB_DELIMS: Final = r"!$&'()*+,;="
_ESCAPED: Final = "%[0-9A-Fa-f]{2}"
_PCHAR: Final = rf"(?:[{_UNRESERVED}{_SUB_DELIMS}:@]|{_ESCAPED})"
_URI: Final = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://(?P<authority>[^/?#]*)(?:/{_PCHAR}*)*"
    rf"|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?|{_PCHAR}+(?:/{_PCHAR}*)*|)"
    rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
)
_AUTHORITY: Final = re.compile(
    rf"(?:(?:[{_UNRESERVED}{_SUB_DELIMS}:]|{_ESCAPED})*@)?"
    rf"(?:\[(?P<literal>[^\[\]]*)\]|(?:[{_UNRESERVED}{_SUB_DELIMS}]|{_ESCAPED})*)"
    r"(?::[0-9]*)?"
)
_FUTURE: Final = re.compile(rf"v[0-9A-Fa-f]+\.[{_UNRESERVED}{_SUB_DELIMS}:]+")
_DATE_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)


def is_authority(text: str) -> bool:
    """Whether it is an authority with a host (RFC 3986 §3.2)."""
    found = _AUTHORITY.fullmatch(text)
    if found is None or not text:
        return False
    literal = found["literal"]
    return literal is None or _is_literal(literal)


def is_uri(text: str) -> bool:
    """Whether it is a URI with a scheme (RFC 3986 §3)."""
    found = _URI.fullmatch(text)
    if found is None:
        return False
    authority = found["authority"]
    return not authority or is_authority(authority)


def instant(text: str) -> float:
    """Seconds since 1970 of a date and time of RFC 3339; raises ValueError for another form."""
    if not _DATE_TIME.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text).timestamp()


def _is_literal(text: str) -> bool:
    if _FUTURE.fullmatch(text):
        return True
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in text
