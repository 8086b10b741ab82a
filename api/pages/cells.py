"""The values that one place on a page can show; templates turn each into marked-up text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "NOTHING",
    "Badge",
    "Cell",
    "Day",
    "File",
    "Hash",
    "Link",
    "Moment",
    "Nothing",
    "Number",
    "Phrase",
    "Several",
    "Size",
    "Text",
    "Tone",
]

Tone = Literal["good", "wait", "bad", "ended", "plain"]
"""What a status means to the reader; its word says the same, so colour never stands alone."""


@dataclass(frozen=True)
class Nothing:
    """The fact is absent."""

    kind: Literal["nothing"] = "nothing"


@dataclass(frozen=True)
class Text:
    """What a participant wrote or a machine named: shown as it is, escaped, never translated."""

    value: str
    code: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True)
class Phrase:
    """A message of the catalogue `pages.ftl` with the facts that it names."""

    message: str
    facts: tuple[tuple[str, str | int], ...] = ()
    kind: Literal["phrase"] = "phrase"


@dataclass(frozen=True)
class Number:
    """An integer, grouped as the language does; `unit` is a message that takes `$number`."""

    value: int
    unit: str | None = None
    kind: Literal["number"] = "number"


@dataclass(frozen=True)
class Size:
    """A number of bytes, shown in the nearest binary unit with the exact count beside it."""

    value: int
    kind: Literal["size"] = "size"


@dataclass(frozen=True)
class Moment:
    """Seconds since 1970 in UTC, shown in Kazakhstan time."""

    timestamp: int
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True)
class Day:
    """A calendar day without an hour."""

    day: date
    kind: Literal["day"] = "day"


@dataclass(frozen=True)
class Hash:
    """A digest, address or CID: shortened in lists, whole on its own page, always copied whole."""

    value: str
    href: str | None = None
    whole: bool = False
    kind: Literal["hash"] = "hash"


@dataclass(frozen=True)
class Link:
    """Another page of the explorer; `href` begins after the language (`/deposits/12`)."""

    href: str
    label: Text | Phrase | Number | Moment
    kind: Literal["link"] = "link"


@dataclass(frozen=True)
class File:
    """A file to fetch from the HTTP interface; `href` is whole, `name` tells files apart."""

    href: str
    name: str
    kind: Literal["file"] = "file"


@dataclass(frozen=True)
class Badge:
    """A status: its word and its tone."""

    message: str
    tone: Tone = "plain"
    kind: Literal["badge"] = "badge"


@dataclass(frozen=True)
class Several:
    """Cells shown one after another; an empty one reads as nothing."""

    cells: tuple[Cell, ...]
    stacked: bool = False
    kind: Literal["several"] = "several"


Cell = Nothing | Text | Phrase | Number | Size | Moment | Day | Hash | Link | File | Badge | Several

NOTHING = Nothing()
