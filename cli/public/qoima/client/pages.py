"""Lists of the interface as iterators, which ask for one part after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from ledger.errors import Unavailable
from qoima.client.models import Head, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qoima.client.http import Client

__all__ = ["Pages"]

_Item = TypeVar("_Item")

_AT_ONCE: Final = 200


class Pages(Iterator[_Item], Generic[_Item]):
    """The records of a list, the newest first.

    `cursor` is where the part begins whose records are being given, None for the first; a program
    that ends and begins again with it (`after`) gets that part again, and then the rest.
    `at_once` is how many a part has; `total` and `as_of` are those of the last part that came,
    None before the first.
    """

    def __init__(
        self,
        client: Client,
        kind: type[_Item],
        path: str,
        filters: Mapping[str, str | int | None],
        after: str | None = None,
        *,
        at_once: int = _AT_ONCE,
    ) -> None:
        self.cursor = after
        self.total: int | None = None
        self.as_of: Head | None = None
        self._client, self._kind, self._path = client, kind, path
        self._filters = dict(filters)
        self._items: Iterator[Any] = iter(())
        self._next = after
        self._begun, self._at_once = False, at_once

    def __next__(self) -> _Item:
        while True:
            for told in self._items:
                return read(self._kind, told, self._client)
            if self._begun and self._next is None:
                raise StopIteration
            self._turn()

    def _turn(self) -> None:
        """Ask for the next part; one that leads back to itself would never end."""
        asked = self._next
        answer = self._client.get(self._path, **self._filters, limit=self._at_once, after=asked)
        items, following = answer.get("data"), answer.get("next")
        strange = not isinstance(items, list) or not isinstance(following, str | None)
        if strange or (following is not None and (following == asked or not items)):
            raise Unavailable("server.strange-answer", url=self._client.url)
        self._begun, self.cursor, self._next = True, asked, following
        self._items = iter(items or ())
        total = answer.get("total")
        self.total = total if isinstance(total, int) else None
        self.as_of = read(Head, answer.get("as_of"), self._client)
