"""Words of titles, by which deposits are found wherever they stand in the register."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col, select

from depository.tables import DepositRow, DepositWordRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

__all__ = ["MOST_WORDS", "by_words", "word_rows", "words_of"]

MOST_WORDS: Final = 6
"""Words of a question that are looked for; further ones are left out."""

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 96
_MOST_OF_TITLE: Final = 100
_END: Final = b"\xff"
"""No text in UTF-8 has this byte."""


def words_of(texts: Iterable[str], most: int = _MOST_OF_TITLE) -> tuple[bytes, ...]:
    """The words of texts without regard to case, each once, in UTF-8 and 96 bytes at most."""
    found: dict[bytes, None] = {}
    for text in texts:
        for word in _WORD.findall(text.casefold()):
            found[word.encode()[:_LONGEST]] = None
            if len(found) == most:
                return tuple(found)
    return tuple(found)


def word_rows(number: int, texts: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of a deposit's titles."""
    return [{"word": word, "deposit": number} for word in words_of(texts)]


def by_words(session: Session, query: str, limit: int) -> list[DepositRow]:
    """Deposits in whose titles each word of a query begins a word, the newest first."""
    words = words_of([query], MOST_WORDS)
    if not words:
        return []
    numbers = select(DepositWordRow.deposit).where(*_begins(words[0]))
    for word in words[1:]:
        more = select(DepositWordRow.deposit).where(*_begins(word))
        numbers = numbers.where(col(DepositWordRow.deposit).in_(more))
    newest = col(DepositRow.number).desc()
    asked = select(DepositRow).where(col(DepositRow.number).in_(numbers))
    return list(session.exec(asked.order_by(newest).limit(limit)))


def _begins(word: bytes) -> tuple[Any, Any]:
    return col(DepositWordRow.word) >= word, col(DepositWordRow.word) < word + _END
