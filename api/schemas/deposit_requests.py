"""Deposits as they are asked for: content to deposit, and the acts on what is deposited."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import ConfigDict, Field, ValidationError

from api.schemas.described import SOURCES, either, filled
from api.schemas.types import AddressIn, DigestIn, Request, digest_of
from api.schemas.words import (
    ACCESS,
    KINDS,
    ORIGINS,
    AccessName,
    KindName,
    OriginName,
)
from depository.components import Declaration
from depository.metadata import Metadata, Provenance
from ledger.errors import Rejected
from ledger.localized import Localized

__all__ = [
    "Acceptance",
    "DepositRequest",
    "Return",
    "UploadedDepositRequest",
    "metadata_of",
    "provenance_of",
    "read_request",
    "read_uploaded_request",
]

ArchiveName = Literal["zip", "tar", "tar.gz", "tar.xz", "tar.zst", "git-bundle", "file"]
PartName = Literal[
    "source",
    "installation",
    "additional-software",
    "annotation",
    "certification",
    "description",
    "test-programme",
    "operation",
    "other",
]
_PATH = Annotated[str, Field(min_length=1, max_length=1024)]
_REASON = Annotated[str, Field(min_length=1, max_length=500)]
_TITLE = Annotated[str, Field(min_length=1, max_length=300)]
_WORDS = Annotated[str, Field(min_length=1, max_length=10_000)]


_Asked = TypeVar("_Asked", bound="DepositRequest")


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


class PartsIn(Request):
    """What of the set of an information system lies where, and why a part is left out (D-9).

    The parts are source, installation, additional-software, annotation, certification,
    description, test-programme, operation and other; a path is a file's or a folder's.
    """

    present: dict[PartName, Annotated[tuple[_PATH, ...], Field(max_length=50, strict=False)]] = (
        Field(default_factory=dict)
    )
    absent: dict[PartName, _REASON] = Field(default_factory=dict)


class DepositRequest(Request):
    """The part `metadata` of a deposit's body; it comes before the part `content`.

    `archive` says what the content is (by its first bytes when absent); `file` takes it as one file
    as it is, whose name is `file_name`. Of a `git-bundle`, the tree of its HEAD or of its only ref
    is taken. With `expected_cid`, the
    deposit is refused unless the package has this CID. `previous` is the deposit that this one
    supersedes. `origin` says what budget money made or bought (D-4) and what is the state's by
    another way; documentation and concepts of the state come with the authorised body's expert
    conclusion, a file of the package, whose SHA-256 is `conclusion` (D-10). An information system
    is refused unless `parts` says of each part of its set where it is or why it is left out (D-9).

    `codemeta` is a CodeMeta 3.0 document: what it says of titles and description (by language),
    version, licence, kind, access, authors and parts holds where the field itself is absent.
    """

    model_config = ConfigDict(json_schema_extra=either)

    sender: AddressIn
    titles: TitlesIn
    version: str = Field(min_length=1, max_length=64)
    license: str = Field(min_length=1, max_length=200, description="An SPDX expression.")
    kind: KindName
    access: AccessName = "public"
    origin: OriginName = "non-state"
    conclusion: DigestIn | None = None
    description: DescriptionIn | None = None
    authors: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(
        default=(), max_length=100, strict=False
    )
    parts: PartsIn | None = None
    archive: ArchiveName | None = None
    file_name: str | None = Field(default=None, min_length=1, max_length=1024)
    previous: int | None = Field(default=None, ge=1, le=2**53 - 1)
    expected_cid: str | None = Field(default=None, max_length=128)
    codemeta: dict[str, Any] | None = None


class UploadedDepositRequest(DepositRequest):
    """A deposit whose content came piece by piece: `upload` is its id.

    `sha256` is that of the whole content; it may be left out where the upload was begun with it.
    """

    upload: str = Field(min_length=1, max_length=64)
    sha256: DigestIn | None = None


class Acceptance(Request):
    """Accept a deposit for storage."""

    sender: AddressIn


class Return(Request):
    """Return a deposit to its possessor; the chain receives a salted digest of the reason."""

    sender: AddressIn
    reason: str = Field(min_length=1, max_length=10_000)


def read_request(raw: bytes) -> DepositRequest:
    """Read the metadata part.

    Raises Rejected("request.malformed-json", position=), or RequestValidationError for fields.
    """
    return _read(DepositRequest, raw, "metadata")


def read_uploaded_request(raw: bytes) -> UploadedDepositRequest:
    """Read a body that names an upload; raises as `read_request`."""
    return _read(UploadedDepositRequest, raw, "body")


def _read(model: type[_Asked], raw: bytes, where: str) -> _Asked:
    more: dict[str, Any] = {}
    try:
        asked = json.loads(raw)
        if isinstance(asked, dict):
            more = filled(asked)
            raw = json.dumps({**asked, **more}).encode() if more else raw
        return model.model_validate_json(raw)
    except ValidationError as error:
        faults = [
            {**fault, "loc": (where, *_place(fault["loc"], more))}
            for fault in error.errors(include_url=False, include_input=False)
        ]
        raise RequestValidationError(faults) from None
    except json.JSONDecodeError as error:
        raise Rejected("request.malformed-json", position=error.pos) from None
    except (UnicodeDecodeError, RecursionError):
        raise Rejected("request.malformed-json", position=0) from None


def _place(loc: tuple[int | str, ...], more: dict[str, Any]) -> tuple[int | str, ...]:
    """Where a fault is: in the document what was taken from it."""
    return ("codemeta", SOURCES[str(loc[0])]) if loc and loc[0] in more else loc


def metadata_of(asked: DepositRequest) -> Metadata:
    """The description of a package; Rejected("metadata.…") when it is not fit."""
    described, parts = asked.description, asked.parts
    return Metadata(
        titles=Localized(**asked.titles.model_dump()),
        version=asked.version,
        license=asked.license,
        kind=KINDS[asked.kind],
        access=ACCESS[asked.access],
        description=None if described is None else Localized(**described.model_dump()),
        authors=asked.authors,
        parts=None if parts is None else _declared(parts),
    )


def _declared(parts: PartsIn) -> Declaration | None:
    present = {str(part): paths for part, paths in parts.present.items()}
    return Declaration.of(present, {str(part): why for part, why in parts.absent.items()})


def provenance_of(asked: DepositRequest) -> Provenance:
    """Where a package comes from."""
    conclusion = None if asked.conclusion is None else digest_of(asked.conclusion)
    return Provenance(ORIGINS[asked.origin], conclusion)
