"""Acts of who keeps a log: it is opened, its heads are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qoima.client.digests import hexed
from qoima.client.trust import Meant

if TYPE_CHECKING:
    from qoima.client.agent import Agent, Done

__all__ = ["open_stream", "record_head"]

_CONTRACT = "journal"


def open_stream(agent: Agent, name: str, purpose: bytes) -> Done:
    """Open a log and keep it, as the operator."""
    body = {"name": name, "purpose": hexed(purpose)}
    return agent.act("/v1/journal/streams", body, Meant(_CONTRACT, "open_stream", (name, purpose)))


def record_head(agent: Agent, name: str, number: int, entries: int, root: bytes) -> Done:
    """Record the head of a log, as its keeper; number, entries and root are found out here."""
    meant = Meant(_CONTRACT, "append", (number, entries, root))
    return agent.act(f"/v1/journal/streams/{name}/heads", {"entries": entries}, meant)
