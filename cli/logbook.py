"""`qoima journal`: what the operator does with the logs of this installation, at its own vault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cli.wiring import journal, vault_engine
from ledger.errors import NotFound, Rejected
from ledger.journal.log import Log
from qoima.client.journal import record_head

if TYPE_CHECKING:
    from cli.session import Session
    from cli.settings import Settings

__all__ = ["append", "entries", "status", "verify"]

_STATUS_LIMIT = 200


def append(session: Session, name: str, key: str) -> dict[str, Any]:
    """Record the head of a log as it is in the vault, whose root is reckoned here.

    Raises NotFound("journal.no-such-stream", name), Rejected("journal.empty", name).
    """
    books = journal(session.settings)
    number, log = books.number_of(name), books.log(name)
    size = log.size()
    if size == 0:
        raise Rejected("journal.empty", name=name)
    with session.agent(key) as agent:
        return record_head(agent, name, number, size, log.root(size)).as_json()


def status(settings: Settings) -> list[dict[str, Any]]:
    """Each log on the chain: its last head, and how many entries are in the vault by now."""
    books = journal(settings)
    return [
        {
            "number": each.number,
            "name": each.name,
            "keeper": each.keeper,
            "heads": each.heads,
            "recorded_entries": 0 if each.last is None else each.last.size,
            "entries": books.log(each.name).size(),
        }
        for each in books.streams(_STATUS_LIMIT).items
    ]


def verify(settings: Settings, name: str) -> dict[str, Any]:
    """Reckon every recorded head of a log anew from the entries in the vault.

    Raises VerificationError("journal.entry-differs" | "journal.head-differs"), NotFound.
    """
    books = journal(settings)
    return {"name": name, "heads": books.verify(name), "entries": books.log(name).size()}


def entries(settings: Settings, name: str, first: int, limit: int) -> list[dict[str, Any]]:
    """Entries of a log from a place on; NotFound("journal.no-such-entry") when there are none."""
    found = Log(vault_engine(settings), name).entries(first, limit)
    if not found:
        raise NotFound("journal.no-such-entry", log=name, place=first)
    return [
        {"place": each.place, "leaf": "0x" + each.digest.hex(), **json.loads(each.text)}
        for each in found
    ]
