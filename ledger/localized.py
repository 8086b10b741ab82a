"""A text in the three languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.errors import Rejected

__all__ = ["LANGUAGES", "Localized"]

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True, slots=True)
class Localized:
    """The same text in Kazakh, Russian and English; none of them empty (P-5).

    Raises Rejected("text.empty", language=…) when one is blank.
    """

    kk: str
    ru: str
    en: str

    def __post_init__(self) -> None:
        """Refuse a text that is missing in one language."""
        for language in LANGUAGES:
            if not self.in_language(language).strip():
                raise Rejected("text.empty", language=language)

    def in_language(self, code: str) -> str:
        """Return the text in `code` (kk, ru or en); Rejected("language.unknown") otherwise."""
        if code not in LANGUAGES:
            raise Rejected("language.unknown", language=code[:16])
        text: str = getattr(self, code)
        return text

    def as_json(self) -> dict[str, str]:
        """Return the three texts by language code."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}
