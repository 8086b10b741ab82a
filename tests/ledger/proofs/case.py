"""A case of the corpus: a bundle, what its reader trusts and demands, and the verdict."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.canonical import canonical_json
from tests.support.forge import Plan, forged, trust_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NOW", "Case", "bad", "good", "whole"]

NOW: Final = 1_800_000_000


@dataclass(frozen=True)
class Case:
    """`code` and `check` are of the refusal; None and 0 of what holds."""

    name: str
    document: bytes
    trust: Mapping[str, Any] = field(default_factory=trust_of)
    now: int = NOW
    not_before: int = 0
    file: bytes | None = None
    code: str | None = None
    check: int = 0


def whole(plan: Plan) -> dict[str, Any]:
    """The bundle of a plan; of the plain one a copy of what was forged before."""
    if plan != Plan():
        return forged(plan)
    if not _PLAIN:
        _PLAIN.append(forged(plan))
    return copy.deepcopy(_PLAIN[0])


def good(name: str, plan: Plan | None = None, change: Any = None, **reader: Any) -> Case:
    """A bundle that holds."""
    return _case(name, plan or Plan(), change, reader)


def bad(
    verdict: tuple[int, str], name: str, plan: Plan | None = None, change: Any = None, **reader: Any
) -> Case:
    """A bundle that does not hold, refused by this check with this code."""
    check, code = verdict
    return _case(name, plan or Plan(), change, reader | {"code": "proof." + code, "check": check})


def _case(name: str, plan: Plan, change: Any, reader: dict[str, Any]) -> Case:
    bundle = whole(plan)
    if change is not None:
        change(bundle)
    reader.setdefault("trust", trust_of(plan.signers))
    return Case(name, canonical_json(bundle), **reader)


_PLAIN: list[dict[str, Any]] = []
