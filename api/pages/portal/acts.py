"""The acts of the portal, register by register: one description each, and no form by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from api.pages.portal import assets_acts, authority_acts, deposits_acts, mining_acts
from api.pages.portal.kinds import Group
from ledger.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.pages.portal.kinds import Kind

__all__ = ["BY_SLUG", "GROUPS", "kind_of"]

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
