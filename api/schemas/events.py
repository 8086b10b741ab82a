"""Events in the order of the chain, as they are answered."""

from __future__ import annotations

from api.schemas.chain import EventOut
from api.schemas.records import AsOf
from api.schemas.types import Response

__all__ = ["EventsOut"]


class EventsOut(Response):
    """Events, the oldest first; `whole` is true when no more of the wanted ones are indexed.

    `next` is the place from which to go on, now or later.
    """

    data: tuple[EventOut, ...]
    next: str
    whole: bool
    as_of: AsOf
