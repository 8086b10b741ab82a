"""Numbers of Kazakhstan's registers: BIN of a legal entity, IIN of a person."""

from __future__ import annotations

import re
from datetime import date

from ledger.errors import Rejected

__all__ = ["check_bin", "check_iin"]

_TWELVE_DIGITS = re.compile(r"[0-9]{12}")
_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_ENTITY_KINDS = "456"
"""Fifth digit of a BIN: resident entity, non-resident entity, joint individual enterprise."""
_ENTITY_PARTS = "0123"
"""Sixth digit of a BIN: head office, branch, representative office, farm."""


def check_bin(text: str) -> None:
    """Check a business identification number.

    1. It is twelve digits. 2. Digits 1-4 are a year and a month of registration, digits 5 and 6
    a kind of entity. 3. The check digit is right.
    Raises Rejected("identifier.bad-bin", value=, fault="form" | "structure" | "check-digit").
    Source: the numbering of the law of 2007 on national registers of identification numbers.
    """
    fault = None
    if not _TWELVE_DIGITS.fullmatch(text):
        fault = "form"
    elif not (1 <= int(text[2:4]) <= 12 and text[4] in _ENTITY_KINDS and text[5] in _ENTITY_PARTS):
        fault = "structure"
    elif _check_digit(text) != int(text[11]):
        fault = "check-digit"
    if fault:
        raise Rejected("identifier.bad-bin", value=text[:32], fault=fault)


def check_iin(text: str) -> None:
    """Check an individual identification number; the error never repeats it (P-4).

    1. It is twelve digits. 2. They begin with a date of birth, whose century is digit 7.
    3. The check digit is right.
    Raises Rejected("identifier.bad-iin", fault="form" | "structure" | "check-digit").
    """
    fault = None
    if not _TWELVE_DIGITS.fullmatch(text):
        fault = "form"
    elif not _begins_with_birth(text):
        fault = "structure"
    elif _check_digit(text) != int(text[11]):
        fault = "check-digit"
    if fault:
        raise Rejected("identifier.bad-iin", fault=fault)


def _begins_with_birth(text: str) -> bool:
    century = _CENTURIES.get(text[6])
    if century is None:
        return False
    try:
        date(century + int(text[0:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return False
    return True


def _check_digit(text: str) -> int | None:
    """Weighted sum modulo 11; a second row of weights when it is 10; none when it is 10 again."""
    for weights in (_FIRST, _SECOND):
        rest = sum(w * int(digit) for w, digit in zip(weights, text[:11], strict=True)) % 11
        if rest != 10:
            return rest
    return None
