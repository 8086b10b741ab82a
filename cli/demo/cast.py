"""Who appears in the demonstration; none of these organisations exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

__all__ = ["CAST", "Member"]


@dataclass(frozen=True)
class Member:
    """An organisation: what it does here, its roles, names by language, and a valid BIN."""

    part: str
    roles: tuple[str, ...]
    names: dict[str, str]
    bin: str

    @property
    def subject(self) -> dict[str, Any]:
        """What the authority knows of it."""
        return {"kind": "legal", "names": self.names, "bin_or_iin": self.bin}


CAST: Final = (
    Member(
        "attestor",
        ("attestor",),
        {"kk": "«Астық Аудит» ЖШС", "ru": "ТОО «Астық Аудит»", "en": "Astyq Audit LLP"},
        "180340011209",
    ),
    Member(
        "issuer",
        ("issuer",),
        {
            "kk": "«Ақ Бидай Элеваторы» АҚ",
            "ru": "АО «Элеватор Ақ Бидай»",
            "en": "Aq Bidai Elevator JSC",
        },
        "050640007804",
    ),
    Member(
        "depositor",
        ("depositor",),
        {"kk": "«Бастау Софт» ЖШС", "ru": "ТОО «Бастау Софт»", "en": "Bastau Soft LLP"},
        "210240004508",
    ),
    Member(
        "miner",
        ("miner",),
        {"kk": "«Үлгі Есептеу» ЖШС", "ru": "ТОО «Үлгі Есептеу»", "en": "Ulgi Esepteu LLP"},
        "190340001233",
    ),
    Member(
        "holder",
        (),
        {"kk": "«Дала Нан» ЖШС", "ru": "ТОО «Дала Нан»", "en": "Dala Nan LLP"},
        "150940003303",
    ),
)
"""Five participants; a holder needs no role."""
