"""What a reader gets: records as values, of the answers' fields those that integrators read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - pydantic reads the annotations when it runs
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from ledger.errors import Unavailable

if TYPE_CHECKING:
    from qoima.client.http import Client

__all__ = [
    "SCHEMAS",
    "Asset",
    "Backing",
    "Decision",
    "Deposit",
    "Description",
    "Event",
    "File",
    "Head",
    "Holding",
    "Match",
    "MinedAsset",
    "Movement",
    "Notification",
    "Participant",
    "Place",
    "Redemption",
    "Right",
    "Tenure",
    "Texts",
    "Verdict",
    "read",
]


@dataclass(frozen=True)
class Texts:
    """A text in Kazakh, Russian and English."""

    kk: str
    ru: str
    en: str


@dataclass(frozen=True)
class Head:
    """The block that an answer stands on."""

    number: int
    hash: str
    timestamp: datetime


@dataclass(frozen=True)
class Place:
    """Where something was recorded."""

    block: int
    block_hash: str
    timestamp: datetime
    transaction: str


@dataclass(frozen=True)
class Description:
    """What its depositor says of a package."""

    title: Texts
    version: str
    license: str
    authors: tuple[str, ...]
    description: Texts | None
    swhid: str
    file_count: int


@dataclass(frozen=True)
class Decision:
    """What the operator decided of a deposit; `reason` is the digest of that of a return."""

    operator: str
    reason: str | None
    recorded: Place


@dataclass(frozen=True)
class Deposit:
    """A deposit as the register has it; `possessor` is a participant's number, `size` bytes.

    `status` is deposited, accepted, returned or annulled; `described` is None where the
    description is not of this record.
    """

    number: int
    cid: str
    root: str
    size: int
    kind: str
    access: str
    origin: str
    status: str
    level: int
    possessor: int
    account: str
    described: Description | None
    decision: Decision | None
    previous: int | None
    successor: int | None
    same_content: tuple[int, ...]
    recorded: Place


@dataclass(frozen=True)
class File:
    """A file of a deposit."""

    path: str
    size: int
    sha256: str
    cid: str
    swhid: str
    executable: bool


@dataclass(frozen=True)
class Tenure:
    """Whose a deposit was from a place on."""

    possessor: int
    account: str
    agreement: str | None
    recorded: Place


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


@dataclass(frozen=True)
class Match:
    """A record that has what was asked about; `path` is that of a file within it."""

    kind: str
    number: int
    status: str
    path: str | None
    title: Texts | None
    proof: str | None
    recorded: Place


@dataclass(frozen=True)
class Verdict:
    """The answer about a subject: `known` says whether any record has it, `accepted` whether the
    operator has accepted one; `answer` and `detail` say so in words.
    """

    subject: str
    known: bool
    accepted: bool
    outcome: str
    answer: str
    detail: str
    matches: tuple[Match, ...]
    total: int


SCHEMAS: Final[dict[type, str]] = {
    Asset: "AssetOut",
    Backing: "BackingOut",
    Decision: "DecisionOut",
    Deposit: "DepositOut",
    Description: "DescriptionOut",
    Event: "EventOut",
    File: "FileOut",
    Head: "AsOf",
    Holding: "HoldingOut",
    Match: "MatchOut",
    MinedAsset: "MinedAssetOut",
    Movement: "MovementOut",
    Notification: "NotificationOut",
    Participant: "ParticipantOut",
    Place: "Place",
    Redemption: "RedemptionOut",
    Right: "RightOut",
    Tenure: "TenureOut",
    Texts: "Texts",
    Verdict: "VerdictOut",
}
"""The schema of the OpenAPI document that each has its fields from."""

_Model = TypeVar("_Model")


def read(kind: type[_Model], told: Any, client: Client) -> _Model:
    """What a server told, as a value; Unavailable `server.strange-answer` (url) for other shapes.

    Fields that are new to this client are passed over.
    """
    hashable: Any = kind
    try:
        value: _Model = _adapter(hashable).validate_python(told)
    except ValidationError as error:
        raise Unavailable("server.strange-answer", url=client.url) from error
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
