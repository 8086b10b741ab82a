"""The depository, as values, and answers about anything."""

from __future__ import annotations

from dataclasses import dataclass

from qoima.client.models.common import Place, Texts  # noqa: TC001 - pydantic reads them

__all__ = [
    "Decision",
    "Deposit",
    "Description",
    "File",
    "Match",
    "Tenure",
    "Verdict",
]


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
