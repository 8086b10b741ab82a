"""Keeps the statement of every record once it is final, so that it can be proven for ever."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from ledger.canonical import canonical_json
from ledger.database import reading, writing
from ledger.errors import NotFound, QoimaError, Unavailable
from ledger.proofs.kinds import KINDS
from ledger.proofs.tables import StatementRow

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping

    from sqlalchemy import Engine

    from ledger.proofs.building import Prover
    from ledger.records import Recorded

__all__ = ["Keeper", "Statements"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Statements:
    """The kept statements, by the name of the event and the number of the record."""

    vault: Engine

    def get(self, event: str, number: int) -> dict[str, Any] | None:
        """A kept statement, as a bundle has it."""
        with reading(self.vault) as session:
            row = session.get(StatementRow, (event, number))
            return None if row is None else json.loads(row.text)

    def keep(self, event: str, number: int, statement: Mapping[str, Any]) -> None:
        """Keep a statement; one that is kept already stays as it is."""
        text = canonical_json(dict(statement))
        with writing(self.vault) as session:
            if session.get(StatementRow, (event, number)) is None:
                session.add(StatementRow(event=event, number=number, text=text))

    def last(self, event: str) -> int:
        """The highest number of which a statement is kept; 0 for none."""
        with reading(self.vault) as session:
            asked = select(func.max(col(StatementRow.number))).where(StatementRow.event == event)
            return session.exec(asked).one() or 0


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps what the index has of records: `records` tells by kind where each was recorded.

    Records are numbered from 1 without gaps. What `records` raises as NotFound is not there yet.
    """

    prover: Prover
    statements: Statements
    records: Mapping[str, Callable[[int], Recorded]]

    def catch_up(self) -> int:
        """Keep every statement that is missing; return how many were.

        Raises what the gateway and `Prover.statement` raise.
        """
        return sum(self._of(kind, recorded) for kind, recorded in self.records.items())

    def run(self, stop: threading.Event, poll_seconds: float = 1.0) -> None:
        """Catch up again and again until `stop` is set.

        What does not answer is waited for; any other error is logged and ends the keeping, beside
        which the rest goes on.
        """
        while not stop.is_set():
            try:
                self.catch_up()
            except Unavailable as error:
                _LOG.warning("proofs wait: %s", error)
            except QoimaError:
                _LOG.exception("no more proofs are kept")
                return
            stop.wait(poll_seconds)

    def _of(self, kind_name: str, recorded: Callable[[int], Recorded]) -> int:
        event = KINDS[kind_name].event
        if event is None:
            return 0
        first = number = self.statements.last(event.name) + 1
        while (found := _recorded(recorded, number)) is not None:
            subject = {event.words[0].name: str(number)}
            statement = self.prover.statement(kind_name, subject, found)
            self.statements.keep(event.name, number, statement)
            number += 1
        return number - first


def _recorded(recorded: Callable[[int], Recorded], number: int) -> Recorded | None:
    try:
        return recorded(number)
    except NotFound:
        return None
