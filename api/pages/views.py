"""The shapes that pages are put together from: records, lists, sections of either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from api.pages.cells import Badge, Cell, Link, Phrase, Text, Tone
    from ledger.records import BlockRef

__all__ = [
    "Branch",
    "Column",
    "Coverage",
    "Fact",
    "Facts",
    "Field",
    "Form",
    "Input",
    "Listing",
    "Notice",
    "Question",
    "Questions",
    "Raw",
    "Record",
    "Section",
    "Step",
    "Table",
    "Timeline",
    "Tree",
]


@dataclass(frozen=True)
class Fact:
    """One labelled value; `label` is a message."""

    label: str | Text
    value: Cell


@dataclass(frozen=True)
class Facts:
    """A group of labelled values under a heading; `tone` is that of an answer to the reader."""

    heading: str | Phrase
    facts: tuple[Fact, ...]
    tone: Tone | None = None
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
    `more` is the page that holds the whole list where only its first rows are shown here; `folded`
    is shut until the reader asks for it.
    """

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    total: int | None = None
    more: str | None = None
    folded: bool = False
    more_words: str = "page-whole-list"
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

    heading: str | Text
    text: str
    kind: Literal["raw"] = "raw"


@dataclass(frozen=True)
class Field:
    """A parameter to be filled in: its name and type in the ABI, and what the reader wrote."""

    name: str
    type: str
    value: str


@dataclass(frozen=True)
class Question:
    """A view of a contract: what it asks for, what types it answers with; whether it was asked."""

    name: str
    fields: tuple[Field, ...]
    answers: str
    asked: bool


@dataclass(frozen=True)
class Questions:
    """Views that the reader may ask; the page at `href` takes `view` and each `argument`."""

    heading: str
    href: str
    questions: tuple[Question, ...]
    kind: Literal["questions"] = "questions"


@dataclass(frozen=True)
class Branch:
    """One call: whom it asked for what, how it ended, what it was given, and its own calls."""

    head: Cell
    badge: Badge | None
    notes: tuple[Cell, ...]
    facts: tuple[Fact, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Tree:
    """Calls within calls; `words` says what is left out of it."""

    heading: str
    words: str
    branches: tuple[Branch, ...]
    kind: Literal["tree"] = "tree"


@dataclass(frozen=True)
class Input:
    """A field of a form: its name in the address, its label, its type in HTML, what it holds.

    With `options` it is a choice: each a value and its words, the first of them for no choice.
    """

    name: str
    label: str
    type: Literal["date", "number", "text", "select"]
    value: str
    options: tuple[tuple[str, Phrase | Text], ...] = ()


@dataclass(frozen=True)
class Form:
    """Fields that lead to another view of the page at `href`; it works without script."""

    heading: str
    href: str
    inputs: tuple[Input, ...]
    button: str
    hint: str | None = None
    kind: Literal["form"] = "form"


Section = Facts | Table | Timeline | Coverage | Raw | Questions | Tree | Form


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
    """The page of one register: what it is, its rows, and where they go on.

    One that is `live` follows new blocks. `about` leads to the record that the list is about, and
    `form` to other views of the list; `stands_on` is the block of a list of another time than now;
    `related` leads to what belongs to the register.
    """

    title: str
    lead: str
    table: Table
    href: str
    next: str | None = None
    later: bool = False
    filters: tuple[tuple[str, str, bool], ...] = ()
    api_href: str | None = None
    live: bool = False
    about: Link | None = None
    form: Form | None = None
    notices: tuple[Notice, ...] = ()
    stands_on: BlockRef | None = None
    related: tuple[Link, ...] = ()
