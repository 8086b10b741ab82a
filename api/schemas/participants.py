"""Participants, as they are asked for and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from api.schemas.records import AsOf, Place, as_of, place
from api.schemas.types import AddressIn, DigestIn, Request, Response, Texts, hex_of
from ledger.localized import Localized
from ledger.participants.model import Role, Subject, SubjectKind

if TYPE_CHECKING:
    from ledger.participants.model import Participant, State

__all__ = [
    "Admission",
    "Basis",
    "ParticipantOut",
    "Replacement",
    "RoleName",
    "RolesChange",
    "StateOut",
    "SubjectIn",
    "participant_out",
    "role_names",
    "roles_of",
    "state_out",
    "subject_of",
]

RoleName = Literal["authority", "operator", "attestor", "issuer", "depositor", "miner"]
_NAME = Annotated[str, Field(min_length=1, max_length=300)]


class TextsIn(Request):
    """A text in the three languages."""

    kk: _NAME
    ru: _NAME
    en: _NAME


class SubjectIn(Request):
    """Whom a key belongs to: a legal entity with its BIN, or an individual with an IIN."""

    kind: Literal["legal", "individual"]
    names: TextsIn
    bin_or_iin: str = Field(min_length=12, max_length=12)


class Admission(Request):
    """Admit an account; the chain receives a salted digest of the subject only.

    Either `subject` says who it is, or `identity` names the binding by which the account has shown
    it (`POST /v1/identities`). `basis` is the digest of the decision.
    """

    sender: AddressIn
    account: AddressIn
    roles: tuple[RoleName, ...] = Field(max_length=6, strict=False)
    subject: SubjectIn | None = None
    identity: Annotated[str | None, Field(max_length=80)] = None
    basis: DigestIn


class RolesChange(Request):
    """Replace a participant's roles; `basis` is the digest of the decision."""

    sender: AddressIn
    roles: tuple[RoleName, ...] = Field(max_length=6, strict=False)
    basis: DigestIn


class Basis(Request):
    """Suspend or reinstate a participant; `basis` is the digest of the decision."""

    sender: AddressIn
    basis: DigestIn


class Replacement(Request):
    """Replace a participant's lost key by `new`; `basis` is the digest of the decision."""

    sender: AddressIn
    new: AddressIn
    basis: DigestIn


class ParticipantOut(Response):
    """A participant; `name` and `bin` are known of legal entities only."""

    number: int
    account: str
    roles: tuple[RoleName, ...]
    status: Literal["active", "suspended"]
    subject_digest: str
    name: Texts | None
    bin: str | None
    admitted: Place
    former_accounts: tuple[str, ...]


class StateOut(Response):
    """What a participant was from `since`, and until the end of it, null for what it is."""

    account: str
    roles: tuple[RoleName, ...]
    status: Literal["active", "suspended"]
    since: Place
    until: AsOf | None


def roles_of(names: tuple[RoleName, ...]) -> Role:
    """The bit mask of roles given by name."""
    mask = Role(0)
    for name in names:
        mask |= Role[name.upper()]
    return mask


def subject_of(subject: SubjectIn) -> Subject:
    """The subject of a request; Rejected("identifier.bad-bin" | "identifier.bad-iin")."""
    names = Localized(kk=subject.names.kk, ru=subject.names.ru, en=subject.names.en)
    return Subject(SubjectKind(subject.kind), names, subject.bin_or_iin)


def participant_out(participant: Participant) -> ParticipantOut:
    """A participant as it is answered."""
    name = participant.name
    return ParticipantOut(
        number=participant.number,
        account=participant.account,
        roles=role_names(participant.roles),
        status=participant.status.value,
        subject_digest=hex_of(participant.subject_digest),
        name=None if name is None else Texts(kk=name.kk, ru=name.ru, en=name.en),
        bin=participant.bin,
        admitted=place(participant.admitted_at),
        former_accounts=participant.former_accounts,
    )


def state_out(state: State) -> StateOut:
    """What a participant was, as it is answered."""
    return StateOut(
        account=state.account,
        roles=role_names(state.roles),
        status=state.status.value,
        since=place(state.since),
        until=None if state.until is None else as_of(state.until),
    )


def role_names(roles: Role) -> tuple[RoleName, ...]:
    return tuple(_NAMES[role] for role in Role if role in roles)


_NAMES: dict[Role, RoleName] = {
    Role.AUTHORITY: "authority",
    Role.OPERATOR: "operator",
    Role.ATTESTOR: "attestor",
    Role.ISSUER: "issuer",
    Role.DEPOSITOR: "depositor",
    Role.MINER: "miner",
}
