"""Participants, their keys, mining and events, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - pydantic reads the annotations when it runs
from typing import Any

from qoima.client.models.common import Place, Texts  # noqa: TC001 - as above

__all__ = [
    "Event",
    "Key",
    "MadeKey",
    "MinedAsset",
    "Notification",
    "Participant",
]


@dataclass(frozen=True)
class Participant:
    """Who is admitted, with which roles; `status` is active or suspended."""

    number: int
    account: str
    former_accounts: tuple[str, ...]
    name: Texts | None
    bin: str | None
    roles: tuple[str, ...]
    status: str
    admitted: Place


@dataclass(frozen=True)
class Key:
    """A key for a machine; moments as they are written (RFC 3339), `used_on` a day or None."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: str
    expires_at: str
    used_on: str | None


@dataclass(frozen=True)
class MadeKey(Key):
    """A key that was made just now, with the secret that is shown once."""

    key: str = field(repr=False)


@dataclass(frozen=True)
class Notification:
    """A mining notification; `digest` is that of the version in force, `miner` a number."""

    number: int
    miner: int
    account: str
    name: Texts | None
    bin: str | None
    status: str
    version: int
    digest: str
    regions: tuple[str, ...]
    starts_on: date
    submitted_on: date
    ended_on: date | None


@dataclass(frozen=True)
class MinedAsset:
    """What a miner declared; `amount` is in the least units, `owner` a participant's number."""

    id: int
    notification: int
    asset: str
    amount: int
    mined_from: date
    mined_until: date
    evidence: str
    owner: int | None
    offered_to: int | None
    declared: Place
    retracted: Place | None


@dataclass(frozen=True)
class Event:
    """An event of a contract; integers of `args` above 2^53 are texts."""

    contract: str
    name: str
    args: dict[str, Any]
    log_index: int
    recorded: Place

    @property
    def following(self) -> str:
        """The place behind it, from which the next events are asked for."""
        return f"{self.recorded.block}-{self.log_index + 1}"
