"""Which parts of an installation answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from depository.cid import RAW, Cid
from ledger.database import reading
from ledger.errors import QoimaError
from ledger.index.store import behind
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.services import Services

__all__ = ["NEEDED", "UP", "Readiness"]

NEEDED: Final = frozenset({"node", "index", "vault"})
"""Parts without which no request is served; without the others a part of the answers is missing."""

UP: Final = "up"
DOWN: Final = "down"
BEHIND: Final = "behind"
_BEHIND_BLOCKS: Final = 120
_EMPTY: Final = Cid(RAW, Digest(hashlib.sha256().digest()))


@dataclass(frozen=True)
class Readiness:
    """Asks each part a question that costs nothing."""

    services: Services

    def parts(self) -> Mapping[str, str]:
        """Each part with `up` or `down`; the indexer may be `behind` the final blocks instead."""
        found = {name: _answers(ask) for name, ask in self._questions().items()}
        found["indexer"] = self._indexer() if found["node"] == found["index"] == UP else DOWN
        return found

    def up(self, name: str) -> bool:
        """Whether a part answers: node, index, vault or content."""
        return _answers(self._questions()[name]) == UP

    def lag(self) -> int:
        """Final blocks that are not indexed yet. Raises Unavailable."""
        return behind(self.services.index.head(), self.services.chain.final_head())

    def _questions(self) -> Mapping[str, Callable[[], object]]:
        return {
            "node": self.services.chain.head,
            "index": self.services.index.head,
            "vault": self._ask_vault,
            "content": self._ask_content,
        }

    def _indexer(self) -> str:
        try:
            return UP if self.lag() <= _BEHIND_BLOCKS else BEHIND
        except QoimaError:
            return DOWN

    def _ask_content(self) -> None:
        """Whether blocks can be asked for, and a batch of new ones be begun."""
        content = self.services.depository.content
        content.has(_EMPTY)
        with content.batch():
            pass

    def _ask_vault(self) -> None:
        with reading(self.services.vault) as session:
            session.connection().execute(text("SELECT 1"))


def _answers(ask: Callable[[], object]) -> str:
    try:
        ask()
    except QoimaError:
        return DOWN
    return UP
