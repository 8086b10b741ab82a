"""Pages of logs that are kept off the chain: their heads, and what everyone may read in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from api.pages.cells import NOTHING, Badge, Hash, Link, Moment, Number, Phrase, Several, Text
from api.pages.references import (
    deposit_link,
    digest,
    evidence,
    number_phrase,
    record_link,
    recorded,
)
from api.pages.views import Column, Fact, Listing, Notice, Record, Table
from ledger.journal.model import ACCESS, FIXITY, IDENTITIES

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from ledger.journal.model import Entry, Head, Stream

__all__ = ["LogPages"]

_ROWS: Final = 50
_KNOWN: Final = {
    ACCESS: "page-log-access",
    FIXITY: "page-log-fixity",
    IDENTITIES: "page-log-identities",
}
_NOTICES: Final = {
    ACCESS: (Notice("page-log-private"),),
    IDENTITIES: (Notice("page-log-identities-private"),),
}
_EVENTS: Final = {
    "fixity check": "page-log-check",
    "quarantine": "page-log-quarantine",
    "recovery": "page-log-recovery",
}
_FOUND: Final = {"damaged": "page-log-damaged", "missing": "page-log-missing"}


@dataclass(frozen=True)
class LogPages:
    """Builds the pages of logs.

    Entries are shown of the log of checks alone: those of accesses tell who read what, and are for
    the operator and the authorised body (P-2, P-4).
    """

    services: Services
    people: People

    def logs(self, after: str | None) -> Listing:
        """The list of the logs whose heads the chain holds."""
        page = self.services.journal.streams(_ROWS, after)
        columns = (
            Column("page-log"),
            Column("page-field-keeper"),
            Column("page-log-entries", figure=True),
            Column("page-log-heads", figure=True),
            Column("page-log-last"),
        )
        return Listing(
            title="page-logs",
            lead="page-logs-lead",
            table=Table(
                "page-logs",
                columns,
                tuple(map(self._row, page.items)),
                "page-logs-none",
                page.total,
            ),
            href="/logs",
            next=f"/logs?after={page.next}" if page.next else None,
            later=after is not None,
            api_href="/v1/journal/streams",
        )

    def log(self, name: str, after: str | None) -> Record:
        """One log; NotFound("journal.no-such-stream", name)."""
        found = self.services.journal.stream(name)
        sections = [self._heads(name, after)]
        if name == FIXITY:
            sections.insert(0, self._checks(found.last.size if found.last else 0))
        return Record(
            register="page-logs",
            register_href="/logs",
            title=_title(found),
            name=None,
            badges=(),
            facts=self._facts(found),
            evidence=evidence(found.opened),
            notices=_NOTICES.get(name, ()),
            sections=tuple(sections),
            api_href=f"/v1/journal/streams/{name}",
        )

    def _row(self, each: Stream) -> tuple[Cell, ...]:
        last = each.last
        return (
            Link(f"/logs/{each.name}", _title(each)),
            self.people.numbered(each.keeper),
            Number(last.size if last else 0),
            Number(each.heads),
            recorded(last.recorded) if last else NOTHING,
        )

    def _facts(self, found: Stream) -> tuple[Fact, ...]:
        facts = (
            Fact("page-log-name", Text(found.name, code=True)),
            Fact("page-field-keeper", self.people.numbered(found.keeper)),
            Fact("page-log-proven", Number(found.last.size if found.last else 0)),
            Fact("page-log-purpose", digest(found.purpose, whole=True)),
        )
        if found.basis is None:
            return facts
        return (*facts, Fact("page-field-basis", digest(found.basis, whole=True)))

    def _heads(self, name: str, after: str | None) -> Table:
        page = self.services.journal.heads(name, _ROWS, after)

        def row(each: Head) -> tuple[Cell, ...]:
            return (
                Text(str(each.index)),
                Number(each.size),
                digest(each.root),
                self.people.numbered(each.keeper),
                recorded(each.recorded),
            )

        columns = (
            Column("page-log-head"),
            Column("page-log-entries", figure=True),
            Column("page-log-root"),
            Column("page-field-keeper"),
            Column("page-log-recorded"),
        )
        more = f"/logs/{name}?after={page.next}" if page.next else None
        rows = tuple(map(row, page.items))
        return Table("page-log-heads", columns, rows, "page-log-no-heads", page.total, more)

    def _checks(self, proven: int) -> Table:
        """The newest entries of the log of checks; the first `proven` are under a head."""
        log = self.services.journal.log(FIXITY)
        size = log.size()
        entries = log.entries(max(0, size - _ROWS), _ROWS)
        columns = (
            Column("page-log-place"),
            Column("page-log-at"),
            Column("page-log-event"),
            Column("page-log-outcome"),
            Column("page-log-concerns"),
            Column("page-log-head-state"),
        )
        rows = tuple(_checked(each, proven) for each in reversed(entries))
        return Table("page-log-newest", columns, rows, "page-log-empty", size)


def _title(stream: Stream) -> Phrase:
    known = _KNOWN.get(stream.name)
    return Phrase(known) if known else number_phrase("page-log-title", stream.number)


def _checked(entry: Entry, proven: int) -> tuple[Cell, ...]:
    said: dict[str, Any] = json.loads(entry.text)
    good = said["outcome"] == "success"
    head = (
        Badge("page-log-under", "good") if entry.place < proven else Badge("page-log-open", "wait")
    )
    return (
        Text(str(entry.place)),
        Moment(int(datetime.fromisoformat(said["at"]).timestamp())),
        Phrase("page-log-ended" if "block" not in said else _EVENTS[said["event"]]),
        Badge("page-log-good", "good") if good else Badge("page-log-bad", "bad"),
        _concerned(said),
        head,
    )


def _concerned(said: dict[str, Any]) -> Cell:
    """What an entry is about: a block and its deposits, or the figures of a whole check."""
    if "block" not in said:
        figures = (("checked", said["checked"]), ("damaged", said["damaged"]))
        return Phrase("page-log-figures", (*figures, ("missing", said["missing"])))
    cells: list[Cell] = [Hash("0x" + said["block"])]
    if said.get("detail") in _FOUND:
        cells.insert(0, Phrase(_FOUND[said["detail"]]))
    cells += [deposit_link(number) for number in said.get("deposits", ())]
    cells += [record_link(*map(int, each.split("/"))) for each in said.get("records", ())]
    return Several(tuple(cells), stacked=True)
