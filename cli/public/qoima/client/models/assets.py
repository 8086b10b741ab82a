"""Digital assets, as values."""

from __future__ import annotations

from dataclasses import dataclass

from qoima.client.models.common import Place  # noqa: TC001 - pydantic reads it

__all__ = [
    "Asset",
    "Backing",
    "Holding",
    "Movement",
    "Redemption",
    "Right",
]


@dataclass(frozen=True)
class Right:
    """A right that a token certifies: its code, and the digest of its text."""

    code: str
    text: str


@dataclass(frozen=True)
class Backing:
    """How much is attested, until when as it is recorded, on what evidence (a digest)."""

    amount: int
    valid_until: str
    evidence: str
    attestor: str
    recorded: Place


@dataclass(frozen=True)
class Asset:
    """A class of tokens; amounts are whole tokens, `issuer` a participant's number."""

    id: int
    issuer: int
    backing_kind: str
    backing: Backing | None
    decision: str
    rights: tuple[Right, ...]
    uri: str
    supply: int
    redeemed: int
    shortfall: int
    exempt: bool
    paused: bool
    registered: Place


@dataclass(frozen=True)
class Holding:
    """How much of a class an account holds, and how much of that is frozen."""

    class_id: int
    account: str
    amount: int
    frozen: int


@dataclass(frozen=True)
class Movement:
    """A movement of tokens; None stands for an issue's source and a redemption's end."""

    class_id: int
    amount: int
    operator: str
    to: str | None
    recorded: Place


@dataclass(frozen=True)
class Redemption:
    """A holder's demand for what tokens certify: requested, closed, refused or withdrawn."""

    number: int
    class_id: int
    holder: int
    account: str
    amount: int
    demand: str
    status: str
    outcome: str | None
    requested: Place
    decided: Place | None
