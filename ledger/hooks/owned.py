"""The webhooks of one account: those of others are as if they were not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import NotFound

if TYPE_CHECKING:
    from ledger.hooks.model import Hook, Letter
    from ledger.hooks.reaching import Reach
    from ledger.hooks.store import Hooks
    from ledger.index.feed import Place, Wanted
    from ledger.types import Address

__all__ = ["MOST", "OwnedHooks"]

MOST: Final = 20
"""Webhooks of one account."""


@dataclass(frozen=True, slots=True)
class OwnedHooks:
    """Webhooks of `owner`. Asked for another's: NotFound("hook.unknown", hook=)."""

    hooks: Hooks
    owner: Address
    reach: Reach

    def add(self, url: str, wanted: Wanted, place: Place, drawn: bytes) -> tuple[Hook, bytes]:
        """Add a webhook; it and its secret, which is shown once; as `Hooks.add`.

        Raises as `Reach.check`, Rejected("hook.too-many", limit=).
        """
        checked = self.reach.check(url)
        return self.hooks.add(checked, wanted, place, drawn, owner=self.owner, most=MOST)

    def all(self) -> tuple[Hook, ...]:
        """Every webhook of the account."""
        return tuple(each for each in self.hooks.all() if each.owner == self.owner)

    def get(self, hook_id: str) -> Hook:
        """One webhook."""
        found = self.hooks.get(hook_id)
        if found.owner != self.owner:
            raise NotFound("hook.unknown", hook=hook_id[:80])
        return found

    def remove(self, hook_id: str) -> None:
        """Forget a webhook and its dead letters."""
        self.hooks.remove(self.get(hook_id).id)

    def replay(self, hook_id: str, place: Place) -> Hook:
        """Tell everything from a place on, whatever paused it."""
        self.hooks.replay(self.get(hook_id).id, place)
        return self.hooks.resume(hook_id)

    def letters(self, hook_id: str) -> tuple[Letter, ...]:
        """What it could not bring, the oldest first."""
        return self.hooks.letters(self.get(hook_id).id)

    def letter(self, hook_id: str, number: int) -> Letter:
        """One dead letter; NotFound("hook.no-such-letter", hook=, letter=)."""
        return self.hooks.letter(self.get(hook_id).id, number)
