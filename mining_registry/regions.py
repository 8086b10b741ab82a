"""The regions of Kazakhstan, as the first two digits of a KATO code name them."""

from __future__ import annotations

from ledger.errors import Rejected
from ledger.localized import Localized

__all__ = ["REGIONS", "check_region", "region_of"]

REGIONS: dict[str, Localized] = {
    "KZ-10": Localized(kk="Абай облысы", ru="Область Абай", en="Abai Region"),
    "KZ-11": Localized(kk="Ақмола облысы", ru="Акмолинская область", en="Akmola Region"),
    "KZ-15": Localized(kk="Ақтөбе облысы", ru="Актюбинская область", en="Aktobe Region"),
    "KZ-19": Localized(kk="Алматы облысы", ru="Алматинская область", en="Almaty Region"),
    "KZ-23": Localized(kk="Атырау облысы", ru="Атырауская область", en="Atyrau Region"),
    "KZ-27": Localized(
        kk="Батыс Қазақстан облысы",
        ru="Западно-Казахстанская область",
        en="West Kazakhstan Region",
    ),
    "KZ-31": Localized(kk="Жамбыл облысы", ru="Жамбылская область", en="Zhambyl Region"),
    "KZ-33": Localized(kk="Жетісу облысы", ru="Область Жетісу", en="Zhetisu Region"),
    "KZ-35": Localized(kk="Қарағанды облысы", ru="Карагандинская область", en="Karaganda Region"),
    "KZ-39": Localized(kk="Қостанай облысы", ru="Костанайская область", en="Kostanay Region"),
    "KZ-43": Localized(kk="Қызылорда облысы", ru="Кызылординская область", en="Kyzylorda Region"),
    "KZ-47": Localized(kk="Маңғыстау облысы", ru="Мангистауская область", en="Mangystau Region"),
    "KZ-55": Localized(kk="Павлодар облысы", ru="Павлодарская область", en="Pavlodar Region"),
    "KZ-59": Localized(
        kk="Солтүстік Қазақстан облысы",
        ru="Северо-Казахстанская область",
        en="North Kazakhstan Region",
    ),
    "KZ-61": Localized(kk="Түркістан облысы", ru="Туркестанская область", en="Turkistan Region"),
    "KZ-62": Localized(kk="Ұлытау облысы", ru="Область Ұлытау", en="Ulytau Region"),
    "KZ-63": Localized(
        kk="Шығыс Қазақстан облысы",
        ru="Восточно-Казахстанская область",
        en="East Kazakhstan Region",
    ),
    "KZ-71": Localized(kk="Астана қаласы", ru="Город Астана", en="Astana"),
    "KZ-75": Localized(kk="Алматы қаласы", ru="Город Алматы", en="Almaty"),
    "KZ-79": Localized(kk="Шымкент қаласы", ru="Город Шымкент", en="Shymkent"),
}
"""Code of ISO 3166-2 → name. Since 2022 its two digits are those that begin a KATO code."""


def region_of(kato: str) -> str | None:
    """Code of the region (`KZ-55`) that a nine-digit KATO code lies in, or None if there is none.

    Source: classifier NK RK 11 (KATO), first two digits; ISO 3166-2:KZ as of 2022.
    """
    code = f"KZ-{kato[:2]}"
    return code if code in REGIONS else None


def check_region(code: str) -> None:
    """Refuse what is no region's code: Rejected("region.unknown", region)."""
    if code not in REGIONS:
        raise Rejected("region.unknown", region=code)
