"""Pins of ours: by a name that says whose they are and when the content was last put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from depository.cid import Cid
from depository.kubo.failing import Failed, asking, failing, writing
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depository.kubo.library import Client

__all__ = ["Pin", "Pins", "is_of_another"]

_OURS: Final = "qoima:"
_DIGITS: Final = 16
_AT_ONCE: Final = 100
_SECONDS: Final = (60.0, 900.0)
"""To connect, and to walk what is pinned."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A pin of ours: its root, and when that was last put, in seconds since 1970."""

    cid: Cid
    put_at: int


@dataclass(frozen=True)
class Pins:
    """The recursive pins of a kubo; whatever has another name is somebody else's."""

    client: Client

    def ours(self) -> Iterator[Pin]:
        """All pins of ours, one at a time; raises Unavailable("content.unreachable", reason)."""
        options = {"type": "recursive", "name": _OURS, "names": "true", "stream": "true"}
        with asking(), failing(), self.client.keeping.pins(opts=options, stream=True) as items:
            for item in items:
                said = item.as_json()
                pin = _pin(str(said["Cid"]), said.get("Name") or "")
                if pin is not None:
                    yield pin

    def name(self, cid: Cid) -> str | None:
        """The name under which a root is pinned, empty if it has none; None if it is not pinned.

        Raises Unavailable("content.unreachable", reason).
        """
        options = {"type": "recursive", "names": "true"}
        with asking(), failing():
            try:
                with failing():
                    items = self.client.keeping.pins(str(cid), opts=options)
            except Failed as failed:
                if failed.reached and "not pinned" in failed.message:
                    return None
                raise
            found: dict[str, Any] = items[0].as_json()["Keys"]
            return str(found[str(cid)].get("Name") or "")

    def put_at(self, cid: Cid) -> int | None:
        """When a root that we have pinned was last put; None of any other."""
        return _time(self.name(cid))

    def add(self, cids: Sequence[Cid], now: float) -> None:
        """Pin roots in our name, or anew with the present time.

        Raises Unavailable("content.not-writable", reason).
        """
        self.restore(cids, f"{_OURS}{int(now)}")

    def restore(self, cids: Sequence[Cid], name: str) -> None:
        """Pin roots under a name; raises as `add`."""
        for start in range(0, len(cids), _AT_ONCE):
            some = map(str, cids[start : start + _AT_ONCE])
            with writing(), failing():
                self.client.pin.add(*some, opts={"name": name}, timeout=_SECONDS)

    def remove(self, cid: Cid) -> None:
        """Unpin a root; raises as `add`."""
        with writing(), failing():
            self.client.pin.rm(str(cid))


def is_of_another(name: str | None) -> bool:
    """Whether a pin is not ours, by its name; None is the name of no pin."""
    return name is not None and _time(name) is None


def _pin(cid: str, name: str) -> Pin | None:
    """A pin of ours of a package; None of what others have pinned."""
    put_at = _time(name)
    try:
        return None if put_at is None else Pin(Cid.parse(cid), put_at)
    except Rejected:
        return None


def _time(name: str | None) -> int | None:
    """When a root was put, by the name of our pin; None of any other name."""
    time = (name or "").removeprefix(_OURS)
    if time == name or not (time.isascii() and time.isdecimal() and len(time) < _DIGITS):
        return None
    return int(time)
