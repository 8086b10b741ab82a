"""Deposits and their files, as they are asked for and answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError

from api.schemas.acts import PackageOut
from api.schemas.records import Place, place
from api.schemas.types import AddressIn, Exact, Request, Response, Texts, hex_of
from depository.cid import Cid
from depository.metadata import Access, Metadata, PackageKind
from ledger.errors import Rejected
from ledger.localized import Localized

if TYPE_CHECKING:
    from depository.model import Decision, Deposit, Description, Match, Verdict
    from depository.package import Package, PackedFile

__all__ = [
    "Acceptance",
    "AccessName",
    "DecisionOut",
    "DepositOut",
    "DepositRequest",
    "DescriptionOut",
    "FileOut",
    "KindName",
    "MatchOut",
    "Return",
    "VerdictOut",
    "deposit_out",
    "file_out",
    "metadata_of",
    "package_out",
    "read_request",
    "verdict_out",
]

KindName = Literal[
    "information-system", "program-product", "program-code", "documentation", "concept"
]
AccessName = Literal["public", "limited"]
StatusName = Literal["deposited", "accepted", "returned"]
_TITLE = Annotated[str, Field(min_length=1, max_length=300)]
_WORDS = Annotated[str, Field(min_length=1, max_length=10_000)]


class TitlesIn(Request):
    """A title in the three languages."""

    kk: _TITLE
    ru: _TITLE
    en: _TITLE


class DescriptionIn(Request):
    """A description in the three languages."""

    kk: _WORDS
    ru: _WORDS
    en: _WORDS


class DepositRequest(Request):
    """The part `metadata` of a deposit's body; it comes before the part `content`.

    `archive` says what the content is (by its first bytes when absent). With `expected_cid`, the
    deposit is refused unless the package has this CID. `previous` is the deposit that this one
    supersedes.
    """

    sender: AddressIn
    titles: TitlesIn
    version: str = Field(min_length=1, max_length=64)
    license: str = Field(min_length=1, max_length=200, description="An SPDX expression.")
    kind: KindName
    access: AccessName = "public"
    description: DescriptionIn | None = None
    authors: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(
        default=(), max_length=100, strict=False
    )
    archive: Literal["zip", "tar", "tar.gz"] | None = None
    previous: int | None = Field(default=None, ge=1, le=2**53 - 1)
    expected_cid: str | None = Field(default=None, max_length=128)


class Acceptance(Request):
    """Accept a deposit for storage."""

    sender: AddressIn


class Return(Request):
    """Return a deposit to its possessor; the chain receives a salted digest of the reason."""

    sender: AddressIn
    reason: str = Field(min_length=1, max_length=10_000)


class DecisionOut(Response):
    """The operator's decision; `reason` is the salted digest of why a deposit was returned."""

    operator: str
    reason: str | None
    recorded: Place


class DescriptionOut(Response):
    """What the package says of itself."""

    title: Texts
    version: str
    license: str
    description: Texts | None
    authors: tuple[str, ...]
    file_count: int


class DepositOut(Response):
    """A deposit; `described` is null while the content is not held here. `size` in bytes."""

    number: int
    cid: str
    root: str
    size: Exact
    kind: KindName
    access: AccessName
    status: StatusName
    superseded: bool
    possessor: int
    account: str
    recorded: Place
    decision: DecisionOut | None
    previous: int | None
    successor: int | None
    described: DescriptionOut | None


class FileOut(Response):
    """A file of a package: size in bytes, SHA-256 of its bytes, and its CID."""

    path: str
    size: Exact
    sha256: str
    cid: str


class MatchOut(Response):
    """Where the bytes are recorded; `path` is null for a whole package and for limited access."""

    deposit: DepositOut
    is_package: bool
    path: str | None


class VerdictOut(Response):
    """Whether the bytes are recorded, and where."""

    subject: str
    known: bool
    matches: tuple[MatchOut, ...]


_KINDS: dict[PackageKind, KindName] = {
    PackageKind.INFORMATION_SYSTEM: "information-system",
    PackageKind.PROGRAM_PRODUCT: "program-product",
    PackageKind.PROGRAM_CODE: "program-code",
    PackageKind.DOCUMENTATION: "documentation",
    PackageKind.CONCEPT: "concept",
}
_BY_NAME = {name: kind for kind, name in _KINDS.items()}


def read_request(raw: bytes) -> DepositRequest:
    """Read the metadata part.

    Raises Rejected("request.malformed-json", position=), or RequestValidationError for fields.
    """
    try:
        json.loads(raw)
        return DepositRequest.model_validate_json(raw)
    except ValidationError as error:
        faults = [
            {**fault, "loc": ("metadata", *fault["loc"])}
            for fault in error.errors(include_url=False, include_input=False)
        ]
        raise RequestValidationError(faults) from None
    except json.JSONDecodeError as error:
        raise Rejected("request.malformed-json", position=error.pos) from None
    except (UnicodeDecodeError, RecursionError):
        raise Rejected("request.malformed-json", position=0) from None


def metadata_of(asked: DepositRequest) -> Metadata:
    """The description of a package; Rejected("metadata.…") when it is not fit."""
    described = asked.description
    return Metadata(
        titles=Localized(**asked.titles.model_dump()),
        version=asked.version,
        license=asked.license,
        kind=_BY_NAME[asked.kind],
        access=Access[asked.access.upper()],
        description=None if described is None else Localized(**described.model_dump()),
        authors=asked.authors,
    )


def package_out(package: Package) -> PackageOut:
    """A package as it is answered."""
    return PackageOut(
        cid=str(package.cid),
        root=hex_of(package.root),
        size=package.size,
        file_count=package.file_count,
    )


def deposit_out(deposit: Deposit) -> DepositOut:
    """A deposit as it is answered."""
    return DepositOut(
        number=deposit.number,
        cid=str(deposit.cid),
        root=hex_of(deposit.root),
        size=deposit.size,
        kind=_KINDS[deposit.kind],
        access="public" if deposit.access is Access.PUBLIC else "limited",
        status=deposit.status.value,
        superseded=deposit.superseded,
        possessor=deposit.possessor,
        account=deposit.account,
        recorded=place(deposit.recorded),
        decision=None if deposit.decision is None else _decision_out(deposit.decision),
        previous=deposit.previous,
        successor=deposit.successor,
        described=None if deposit.described is None else _description_out(deposit.described),
    )


def file_out(file: PackedFile) -> FileOut:
    """A file as it is answered."""
    return FileOut(path=file.path, size=file.size, sha256=hex_of(file.sha256), cid=str(file.cid))


def verdict_out(verdict: Verdict) -> VerdictOut:
    """A verdict as it is answered."""
    subject = verdict.subject
    return VerdictOut(
        subject=str(subject) if isinstance(subject, Cid) else hex_of(subject),
        known=verdict.known,
        matches=tuple(_match_out(match) for match in verdict.matches),
    )


def _match_out(match: Match) -> MatchOut:
    return MatchOut(
        deposit=deposit_out(match.deposit), is_package=match.is_package, path=match.path
    )


def _decision_out(decision: Decision) -> DecisionOut:
    return DecisionOut(
        operator=decision.operator,
        reason=None if decision.reason is None else hex_of(decision.reason),
        recorded=place(decision.recorded),
    )


def _description_out(described: Description) -> DescriptionOut:
    description = described.description
    return DescriptionOut(
        title=Texts(**described.title.as_json()),
        version=described.version,
        license=described.license,
        description=None if description is None else Texts(**description.as_json()),
        authors=described.authors,
        file_count=described.file_count,
    )
