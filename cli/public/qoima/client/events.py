"""Events of the contracts as an iterator that can be taken up again where it stood."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ledger.errors import Unavailable
from qoima.client.models import Event, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from qoima.client.http import Client, Json

__all__ = ["Events"]

_AT_ONCE: Final = 200


class Events(Iterator[Event]):
    """Events of final blocks, the oldest first, of a `contract`, a `name` or an `account`.

    `cursor` is the place behind the last event that was given: keep it once the event is dealt
    with, and begin with it (`start`) after a restart; nothing is left out and nothing comes twice.
    The iterator ends with the last event there is and goes on when it is asked again; with `wait`
    it does not end, but looks every so many seconds for what has come.
    """

    def __init__(
        self,
        client: Client,
        start: str | None = None,
        wait: float | None = None,
        sleep: Callable[[float], None] = time.sleep,
        **filters: str,
    ) -> None:
        self.cursor = start
        self._client, self._filters = client, filters
        self._wait, self._sleep = wait, sleep
        self._part: list[Event] = []
        self._behind: str | None = start

    def __next__(self) -> Event:
        while not self._part:
            whole = self._turn()
            if not self._part:
                self.cursor = self._behind
                if whole and self._wait is None:
                    raise StopIteration
                if whole:
                    self._sleep(self._wait or 0)
        event = self._part.pop(0)
        self.cursor = event.following if self._part else self._behind
        return event

    def _turn(self) -> bool:
        """Ask for the next part; whether it reaches as far as there is anything."""
        given: dict[str, str | int | None] = {**self._filters, "from": self._behind}
        answer: Json = self._client.get("/v1/events", **given, limit=_AT_ONCE)
        data, following = answer.get("data"), answer.get("next")
        whole = answer.get("whole") is True
        if not isinstance(data, list) or not isinstance(following, str):
            raise Unavailable("server.strange-answer", url=self._client.url)
        if following == self._behind and not whole:
            raise Unavailable("server.strange-answer", url=self._client.url)
        self._part = [read(Event, each, self._client) for each in data]
        self._behind = following
        return whole
