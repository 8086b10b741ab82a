"""Reasons in words, of which the chain holds a salted digest."""

from __future__ import annotations

from typing import Final

from ledger.errors import Rejected

__all__ = ["MAX_REASON_CHARACTERS", "check_reason"]

MAX_REASON_CHARACTERS: Final = 4000


def check_reason(reason: str) -> None:
    """Refuse words that say nothing, or too many.

    Raises Rejected("return.reason-empty"), Rejected("return.reason-too-long", limit).
    """
    if not reason.strip():
        raise Rejected("return.reason-empty")
    if len(reason) > MAX_REASON_CHARACTERS:
        raise Rejected("return.reason-too-long", limit=MAX_REASON_CHARACTERS)
