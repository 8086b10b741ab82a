"""What is wrong with a form, all of it at once: each fault by path, reason and detail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_FAULTS", "Fault", "refuse"]

MAX_FAULTS = 100
"""More faults than this are counted and not listed."""


@dataclass(frozen=True)
class Fault:
    """One fault: dotted path of the field, a code (`form.…`) and what the rule asked for."""

    path: str
    reason: str
    detail: str = ""


def refuse(faults: Iterable[Fault]) -> None:
    """Raise Rejected("form.invalid", count, paths, reasons, details) if there is any fault.

    The three tuples are parallel: `paths[i]` fails by `reasons[i]`, whose bound is `details[i]`.
    """
    found = sorted(set(faults), key=lambda fault: (fault.path, fault.reason, fault.detail))
    if not found:
        return
    listed = found[:MAX_FAULTS]
    raise Rejected(
        "form.invalid",
        count=len(found),
        paths=tuple(fault.path for fault in listed),
        reasons=tuple(fault.reason for fault in listed),
        details=tuple(fault.detail for fault in listed),
    )
