"""What of a notification everyone may read; the rest is for the authorised body only."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.localized import Localized
from mining_registry.form import EntityKind, NotificationForm
from mining_registry.regions import region_of

__all__ = ["PUBLIC_FIELDS", "PublicPart", "public_part"]

PUBLIC_FIELDS = (
    "miner.kind",
    "miner.names",
    "miner.bin_or_iin",
    "sites.kato",
    "dates.submitted",
    "dates.start",
)
"""Fields from which the public part is made; of natural persons neither name nor IIN (P-4)."""


@dataclass(frozen=True)
class PublicPart:
    """Kind, name and BIN (both None unless the miner is a legal entity) and codes of regions."""

    kind: EntityKind
    name: Localized | None
    bin: str | None
    regions: tuple[str, ...]


def public_part(form: NotificationForm) -> PublicPart:
    """The public part of a form. Source: form of the notification; P-4 for natural persons."""
    regions = {region for site in form.sites if (region := region_of(site.kato)) is not None}
    ordered = tuple(sorted(regions))
    miner = form.miner
    if miner.kind is not EntityKind.LEGAL:
        return PublicPart(kind=miner.kind, name=None, bin=None, regions=ordered)
    name = Localized(kk=miner.names.kk, ru=miner.names.ru, en=miner.names.en or miner.names.ru)
    return PublicPart(kind=miner.kind, name=name, bin=miner.bin_or_iin, regions=ordered)
