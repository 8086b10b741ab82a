"""Deposits and their files, as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.acts import PackageOut
from api.schemas.records import Place, place
from api.schemas.types import Exact, Response, Texts, hex_of
from api.schemas.words import (
    AccessName,
    KindName,
    OriginName,
    StatusName,
    access_name,
    kind_name,
    origin_name,
)

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
    "AnnulmentOut",
    "DecisionOut",
    "DepositOut",
    "DescriptionOut",
    "FileOut",
    "OfferOut",
    "PartOut",
    "annulment_out",
    "decision_out",
    "deposit_out",
    "description_out",
    "file_out",
    "package_out",
]


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
        kind=kind_name(deposit.kind),
        access=access_name(deposit.access),
        origin=origin_name(deposit.origin),
        conclusion=None if conclusion is None else hex_of(conclusion),
        status=deposit.status.value,
        level=deposit.level,
        superseded=deposit.superseded,
        possessor=deposit.possessor,
        account=deposit.account,
        recorded=place(deposit.recorded),
        decision=None if deposit.decision is None else decision_out(deposit.decision),
        annulment=None if deposit.annulment is None else annulment_out(deposit.annulment),
        offer=None if deposit.offer is None else _offer_out(deposit.offer),
        same_content=deposit.rivals,
        previous=deposit.previous,
        successor=deposit.successor,
        described=None if deposit.described is None else description_out(deposit.described),
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


def decision_out(decision: Decision) -> DecisionOut:
    """A decision as it is answered."""
    return DecisionOut(
        operator=decision.operator,
        reason=None if decision.reason is None else hex_of(decision.reason),
        recorded=place(decision.recorded),
    )


def annulment_out(annulment: Annulment) -> AnnulmentOut:
    """An annulment as it is answered."""
    return AnnulmentOut(basis=hex_of(annulment.basis), recorded=place(annulment.recorded))


def _offer_out(offer: Offer) -> OfferOut:
    return OfferOut(
        receiver=offer.receiver,
        agreement=hex_of(offer.agreement),
        recorded=place(offer.recorded),
    )


def description_out(described: Description) -> DescriptionOut:
    """What a package says of itself, as it is answered."""
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
