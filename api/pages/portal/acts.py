"""The acts of the portal, register by register: one description each, and no form by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from api.pages.portal import assets_acts, authority_acts, deposits_acts, mining_acts
from api.pages.portal.kinds import Group
from ledger.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.pages.portal.kinds import Kind

__all__ = ["BY_SLUG", "GROUPS", "acts_on", "kind_of"]

GROUPS: Final = (
    Group("page-assets", assets_acts.ACTS),
    Group("page-deposits", deposits_acts.ACTS),
    Group("page-notifications", mining_acts.ACTS),
    Group("portal-group-authority", authority_acts.ACTS),
)

BY_SLUG: Final[Mapping[str, Kind]] = {each.slug: each for group in GROUPS for each in group.kinds}


def kind_of(slug: str) -> Kind:
    """The act of a name; NotFound("route.unknown", path=) for another."""
    found = BY_SLUG.get(slug)
    if found is None:
        raise NotFound("route.unknown", path=f"/portal/acts/{slug[:80]}")
    return found


def acts_on(record: str) -> tuple[tuple[Kind, str], ...]:
    """The acts on the record at an address of the interface, each with the query that names it.

    Those that need more of the path than the record, such as the copy of a deposit, are left out;
    the authorised body's stand last.
    """
    return tuple(
        (kind, f"{place}={number}")
        for kind in BY_SLUG.values()
        for place, number in _named(kind, record)
    )


def _named(kind: Kind, record: str) -> tuple[tuple[str, str], ...]:
    register, _, number = record.rpartition("/")
    if len(kind.places) != 1 or not number.isdecimal():
        return ()
    (place,) = kind.places
    is_on_it = place != "account" and kind.path.startswith(f"{register}/{{{place}}}/")
    return ((place, number),) if is_on_it else ()
