"""Deposits and their files, as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from api.schemas.acts import PackageOut
from api.schemas.records import Place, place
from api.schemas.types import Exact, Response, Texts, hex_of
from depository.metadata import Access, Origin, PackageKind

if TYPE_CHECKING:
    from depository.components import Declaration
    from depository.model import (
        Annulment,
        Decision,
        Deposit,
        Description,
        Offer,
    )
    from depository.package import Package, PackedFile
    from ledger.types import DepositId

__all__ = [
    "ACCESS",
    "KINDS",
    "ORIGINS",
    "AccessName",
    "AnnulmentOut",
    "DecisionOut",
    "DepositOut",
    "DescriptionOut",
    "FileOut",
    "KindName",
    "OfferOut",
    "OriginName",
    "PartOut",
    "StatusName",
    "deposit_out",
    "file_out",
    "package_out",
]

KindName = Literal[
    "information-system", "program-product", "program-code", "documentation", "concept"
]
AccessName = Literal["public", "limited"]
OriginName = Literal["non-state", "budget", "state"]
StatusName = Literal["deposited", "accepted", "returned", "annulled"]


class DecisionOut(Response):
    """The operator's decision; `reason` is the salted digest of why a deposit was returned."""

    operator: str
    reason: str | None
    recorded: Place


class AnnulmentOut(Response):
    """The authorised body's decision that annulled an acceptance; `basis` is its digest."""

    basis: str
    recorded: Place


class OfferOut(Response):
    """The right offered to a participant (by number) under an agreement, not accepted yet."""

    receiver: int
    agreement: str
    recorded: Place


class PartOut(Response):
    """A part of the set (D-9): where it lies, or why it is left out; `missing` when neither."""

    part: str
    paths: tuple[str, ...]
    reason: str | None
    missing: bool


class DescriptionOut(Response):
    """What the package says of itself; `swhid` is that of the tree of its files.

    `parts` is null where it says nothing of the set of an information system.
    """

    title: Texts
    version: str
    license: str
    description: Texts | None
    authors: tuple[str, ...]
    file_count: int
    swhid: str
    parts: tuple[PartOut, ...] | None


class DepositOut(Response):
    """A deposit; `described` is null while the content is not held here. `size` in bytes.

    `level` is how far it is verified, 0 to 5; `conclusion` the digest of the expert conclusion.
    `same_content` names the other standing deposits of the same content: whoever is first bars
    nobody, and one of them at most is accepted.
    """

    number: int
    cid: str
    root: str
    size: Exact
    kind: KindName
    access: AccessName
    origin: OriginName
    conclusion: str | None
    status: StatusName
    level: int
    superseded: bool
    possessor: int
    account: str
    recorded: Place
    decision: DecisionOut | None
    annulment: AnnulmentOut | None
    offer: OfferOut | None
    same_content: tuple[int, ...]
    previous: int | None
    successor: int | None
    described: DescriptionOut | None


class FileOut(Response):
    """A file of a package: size in bytes, SHA-256 of its bytes, its CID and its SWHID."""

    path: str
    size: Exact
    sha256: str
    cid: str
    swhid: str
    executable: bool


KINDS: Final[dict[KindName, PackageKind]] = {
    "information-system": PackageKind.INFORMATION_SYSTEM,
    "program-product": PackageKind.PROGRAM_PRODUCT,
    "program-code": PackageKind.PROGRAM_CODE,
    "documentation": PackageKind.DOCUMENTATION,
    "concept": PackageKind.CONCEPT,
}
ACCESS: Final[dict[AccessName, Access]] = {"public": Access.PUBLIC, "limited": Access.LIMITED}
ORIGINS: Final[dict[OriginName, Origin]] = {
    "non-state": Origin.NON_STATE,
    "budget": Origin.BUDGET,
    "state": Origin.STATE,
}
_KIND_NAMES = {kind: name for name, kind in KINDS.items()}
_ACCESS_NAMES = {access: name for name, access in ACCESS.items()}
_ORIGIN_NAMES = {origin: name for name, origin in ORIGINS.items()}


def package_out(package: Package, rivals: tuple[DepositId, ...]) -> PackageOut:
    """A package as it is answered, with the deposits of the same content that stand."""
    return PackageOut(
        cid=str(package.cid),
        root=hex_of(package.root),
        size=package.size,
        file_count=package.file_count,
        swhid=package.swhid,
        same_content=rivals,
    )


def deposit_out(deposit: Deposit) -> DepositOut:
    """A deposit as it is answered."""
    conclusion = deposit.conclusion
    return DepositOut(
        number=deposit.number,
        cid=str(deposit.cid),
        root=hex_of(deposit.root),
        size=deposit.size,
        kind=_KIND_NAMES[deposit.kind],
        access=_ACCESS_NAMES[deposit.access],
        origin=_ORIGIN_NAMES[deposit.origin],
        conclusion=None if conclusion is None else hex_of(conclusion),
        status=deposit.status.value,
        level=deposit.level,
        superseded=deposit.superseded,
        possessor=deposit.possessor,
        account=deposit.account,
        recorded=place(deposit.recorded),
        decision=None if deposit.decision is None else _decision_out(deposit.decision),
        annulment=None if deposit.annulment is None else _annulment_out(deposit.annulment),
        offer=None if deposit.offer is None else _offer_out(deposit.offer),
        same_content=deposit.rivals,
        previous=deposit.previous,
        successor=deposit.successor,
        described=None if deposit.described is None else _description_out(deposit.described),
    )


def file_out(file: PackedFile) -> FileOut:
    """A file as it is answered."""
    return FileOut(
        path=file.path,
        size=file.size,
        sha256=hex_of(file.sha256),
        cid=str(file.cid),
        swhid=file.swhid,
        executable=file.executable,
    )


def _decision_out(decision: Decision) -> DecisionOut:
    return DecisionOut(
        operator=decision.operator,
        reason=None if decision.reason is None else hex_of(decision.reason),
        recorded=place(decision.recorded),
    )


def _annulment_out(annulment: Annulment) -> AnnulmentOut:
    return AnnulmentOut(basis=hex_of(annulment.basis), recorded=place(annulment.recorded))


def _offer_out(offer: Offer) -> OfferOut:
    return OfferOut(
        receiver=offer.receiver,
        agreement=hex_of(offer.agreement),
        recorded=place(offer.recorded),
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
        swhid=described.swhid,
        parts=None if described.parts is None else _parts_out(described.parts),
    )


def _parts_out(declared: Declaration) -> tuple[PartOut, ...]:
    return tuple(
        PartOut(
            part=state.part.value, paths=state.paths, reason=state.reason, missing=state.missing
        )
        for state in declared.states()
    )
