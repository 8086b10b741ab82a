"""Brings events to webhooks: in order, at least once, again when it failed, aside in the end."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Unavailable
from ledger.hooks.model import DELAYS, GONE, MOST_EVENTS, signed_headers

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from ledger.chain.model import Event
    from ledger.hooks.courier import Courier
    from ledger.hooks.model import Hook, Letter
    from ledger.hooks.store import Hooks
    from ledger.index.feed import Feed, Part, Place

__all__ = ["Deliverer"]

_LOG: Final = logging.getLogger(__name__)
_AT_ONCE: Final = 8
_LOOK_SECONDS: Final = 1.0
_CLAIM_SECONDS: Final = 60
_GONE: Final = "status 410"
_BEHIND: Final = 500
"""Blocks without wanted events after which the place is written all the same."""


@dataclass(frozen=True)
class Deliverer:
    """Reads the index for each webhook and posts what it wants.

    `write` gives the JSON of an event; `clock` the seconds since 1970.
    """

    hooks: Hooks
    feed: Feed
    write: Callable[[Event], dict[str, Any]]
    courier: Courier
    clock: Callable[[], float]

    def run(self, stop: threading.Event) -> None:
        """Look again and again until `stop` is set; a slow receiver holds up no other."""
        flying: dict[str, Future[None]] = {}
        with ThreadPoolExecutor(_AT_ONCE, "hook") as threads:
            while not stop.is_set():
                for name in [name for name, each in flying.items() if each.done()]:
                    _log_failure(name, flying.pop(name).exception())
                try:
                    due = self.hooks.due(self._now())
                except Unavailable as error:
                    _LOG.warning("waiting: %s", error)
                    due = ()
                for hook in due:
                    if hook.id not in flying:
                        flying[hook.id] = threads.submit(self.serve, hook, stop.is_set)
                stop.wait(_LOOK_SECONDS)

    def serve(self, hook: Hook, stopped: Callable[[], bool] = lambda: False) -> None:
        """Tell a webhook all that it wants, up to the head of the index or to the first failure."""
        part = self.feed.read(hook.place, hook.wanted, MOST_EVENTS)
        while part.events and not stopped():
            now = self._now()
            if not self.hooks.claim(hook, now, now + _CLAIM_SECONDS):
                return
            self._attempt(hook, part)
            if part.whole:
                return
            hook = self.hooks.get(hook.id)
            if hook.place != part.following or hook.paused:
                return
            part = self.feed.read(hook.place, hook.wanted, MOST_EVENTS)
        if not part.events and part.following.block >= hook.place.block + _BEHIND:
            self.hooks.told(hook, part)

    def resend(self, letter: Letter) -> int:
        """Bring a dead letter and forget it; how many events it had.

        Raises Unavailable("hook.refused", failure=), after which it is still there, and
        Unavailable("hook.letter-incomplete", letter=) while the index has not all of its events.
        """
        hook = self.hooks.get(letter.hook)
        part = self.feed.read(letter.place, hook.wanted, MOST_EVENTS)
        place = letter.until
        events = tuple(e for e in part.events if (e.block.number, e.log_index) < _key(place))
        if len(events) != letter.events:
            raise Unavailable("hook.letter-incomplete", letter=letter.number)
        whole = replace(part, events=events, following=place)
        failure = self._post(hook, letter.place, whole)
        if failure is not None:
            raise Unavailable("hook.refused", failure=failure)
        self.hooks.remove_letter(letter)
        return len(events)

    def _attempt(self, hook: Hook, part: Part) -> None:
        failure = self._post(hook, hook.place, part)
        if failure is None:
            self.hooks.told(hook, part)
            return
        _LOG.warning("webhook %s: attempt %d: %s", hook.id, hook.attempts + 1, failure)
        if failure == _GONE:
            self.hooks.failed(hook, failure, self._now())
            self.hooks.pause(hook.id, GONE)
        elif hook.attempts < len(DELAYS):
            self.hooks.failed(hook, failure, self._now() + DELAYS[hook.attempts])
        else:
            self.hooks.give_up(hook, part, failure, self._now())

    def _post(self, hook: Hook, place: Place, part: Part) -> str | None:
        """One request; what it met, None when it was taken.

        A receiver may tell a repetition by `webhook-id`.
        """
        now = self._now()
        body = self._body(place, part.following, part.events)
        headers = signed_headers(self.hooks.secret(hook.id), f"{hook.id}_{place}", now, body)
        headers |= {"Content-Type": "application/json", "User-Agent": "qoima"}
        return self.courier.post(hook.url, body, headers, trusted=hook.owner is None)

    def _body(self, place: Place, following: Place, events: Sequence[Event]) -> bytes:
        told = [self.write(each) for each in events]
        data = {"from": str(place), "next": str(following), "events": told}
        return json.dumps({"type": "events", "data": data}, ensure_ascii=False).encode()

    def _now(self) -> int:
        return int(self.clock())


def _log_failure(name: str, error: BaseException | None) -> None:
    """It is tried again at the next look."""
    if isinstance(error, Unavailable):
        _LOG.warning("webhook %s waits: %s", name, error)
    elif error is not None:
        _LOG.error("webhook %s failed", name, exc_info=error)


def _key(place: Place) -> tuple[int, int]:
    return place.block, place.log_index
