"""Words of deposits in documents and addresses: kind, access, origin, status."""

from __future__ import annotations

from typing import Final, Literal

from depository.metadata import Access, Origin, PackageKind

__all__ = [
    "ACCESS",
    "KINDS",
    "ORIGINS",
    "AccessName",
    "KindName",
    "OriginName",
    "StatusName",
    "access_name",
    "kind_name",
    "origin_name",
]

KindName = Literal[
    "information-system", "program-product", "program-code", "documentation", "concept"
]
AccessName = Literal["public", "limited"]
OriginName = Literal["non-state", "budget", "state"]
StatusName = Literal["deposited", "accepted", "returned", "annulled"]

KINDS: Final[dict[KindName, PackageKind]] = {
    "information-system": PackageKind.INFORMATION_SYSTEM,
    "program-product": PackageKind.PROGRAM_PRODUCT,
    "program-code": PackageKind.PROGRAM_CODE,
    "documentation": PackageKind.DOCUMENTATION,
    "concept": PackageKind.CONCEPT,
}
ACCESS: Final[dict[AccessName, Access]] = {"public": Access.PUBLIC, "limited": Access.LIMITED}
ORIGINS: Final[dict[OriginName, Origin]] = {
    "non-state": Origin.NON_STATE,
    "budget": Origin.BUDGET,
    "state": Origin.STATE,
}
_KIND_NAMES = {kind: name for name, kind in KINDS.items()}
_ACCESS_NAMES = {access: name for name, access in ACCESS.items()}
_ORIGIN_NAMES = {origin: name for name, origin in ORIGINS.items()}


def kind_name(kind: PackageKind) -> KindName:
    """A kind as it is answered."""
    return _KIND_NAMES[kind]


def access_name(access: Access) -> AccessName:
    """An access as it is answered."""
    return _ACCESS_NAMES[access]


def origin_name(origin: Origin) -> OriginName:
    """An origin as it is answered."""
    return _ORIGIN_NAMES[origin]
