"""Names of the numbers that a contract's words hold: kinds, access, origin, status of deposits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from depository.metadata import Access, Origin, PackageKind
from depository.model import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NAMES", "named"]

NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {str(int(each)): each.word for each in PackageKind},
    "access": {str(int(each)): each.word for each in Access},
    "origin": {str(int(each)): each.word for each in Origin},
    "status": {str(number): each.value for number, each in enumerate(Status, 1)},
}
"""Of each field the name of every number, as the HTTP interface has them."""


def named(says: Mapping[str, str]) -> dict[str, str]:
    """The words of a proof with names in place of numbers; a number without a name stays."""
    return {field: NAMES.get(field, {}).get(word, word) for field, word in says.items()}
