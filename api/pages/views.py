"""The shapes that pages are put together from: records, lists, sections of either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from api.pages.cells import Badge, Cell, Phrase, Text, Tone

__all__ = [
    "Column",
    "Coverage",
    "Fact",
    "Facts",
    "Listing",
    "Notice",
    "Raw",
    "Record",
    "Section",
    "Step",
    "Table",
    "Timeline",
]


@dataclass(frozen=True)
class Fact:
    """One labelled value; `label` is a message."""

    label: str | Text
    value: Cell


@dataclass(frozen=True)
class Facts:
    """A group of labelled values under a heading."""

    heading: str | Phrase
    facts: tuple[Fact, ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Column:
    """A column of a table: the message of its head; figures stand to the right."""

    label: str
    figure: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under column heads; on a phone each row becomes a card with the heads as labels.

    `next` is the cursor of the following page (`after` in the address) or None on the last one;
    `more` is the page that holds the whole list where only its first rows are shown here.
    """

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    total: int | None = None
    more: str | None = None
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Step:
    """One dated step in the life of a record."""

    message: str
    when: Cell
    tone: Tone = "plain"


@dataclass(frozen=True)
class Timeline:
    """The steps of a record's life, oldest first."""

    heading: str
    steps: tuple[Step, ...]
    kind: Literal["timeline"] = "timeline"


@dataclass(frozen=True)
class Coverage:
    """Attested backing against tokens in circulation.

    `ratio` is the backing in whole percents of the supply, rounded down; None without supply.
    """

    heading: str
    supply: int
    attested: int
    ratio: int | None
    state: Badge
    kind: Literal["coverage"] = "coverage"


@dataclass(frozen=True)
class Raw:
    """Machine text, folded until asked for."""

    heading: str
    text: str
    kind: Literal["raw"] = "raw"


Section = Facts | Table | Timeline | Coverage | Raw


@dataclass(frozen=True)
class Notice:
    """A sentence that must be read with the record, such as A-4 on every class of assets."""

    message: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Record:
    """The page of one record.

    `register` names its list and `register_href` leads there; `name` is what the record calls
    itself in the reader's language; `api_href` is the same record in the HTTP interface.
    """

    register: str
    register_href: str
    title: Phrase
    name: Text | None
    badges: tuple[Badge, ...]
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...] = ()
    notices: tuple[Notice, ...] = ()
    evidence: tuple[Fact, ...] = ()
    api_href: str | None = None


@dataclass(frozen=True)
class Listing:
    """The page of one register: what it is, its rows, and where they go on."""

    title: str
    lead: str
    table: Table
    href: str
    next: str | None = None
    later: bool = False
    filters: tuple[tuple[str, str, bool], ...] = ()
    api_href: str | None = None
