"""`qoima deposit put`: from what a person typed to a recorded deposit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cli.bounds import limits
from cli.client.deposits import Payload, Wanted, compute, deposit, facts_of
from cli.progress import bytes_bar
from cli.tracked import untracked
from depository.archive import excluding
from depository.metadata import Access, Metadata, PackageKind
from ledger.localized import Localized

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from cli.session import Session
    from depository.metadata import Provenance

__all__ = ["Description", "Source", "put", "what_to_leave_out"]


@dataclass(frozen=True)
class Description:
    """What the depositor says of the package; titles by language."""

    titles: Mapping[str, str]
    version: str
    license: str
    kind: str
    limited: bool
    authors: tuple[str, ...]

    def metadata(self) -> Metadata:
        """The same, checked; raises Rejected `metadata.*`, `text.empty`."""
        return Metadata(
            titles=Localized(**self.titles),
            version=self.version,
            license=self.license,
            kind=PackageKind[self.kind.upper().replace("-", "_")],
            access=Access.LIMITED if self.limited else Access.PUBLIC,
            authors=self.authors,
        )


@dataclass(frozen=True)
class Source:
    """What is deposited: folder or archive, what stays out of a folder, where it comes from."""

    path: Path
    exclude: Callable[[str], bool] | None
    provenance: Provenance


def what_to_leave_out(
    folder: Path, names: Sequence[str], *, tracked: bool
) -> Callable[[str], bool] | None:
    """Tell by path what stays out of a folder; None when nothing does."""
    tests: list[Callable[[str], bool]] = []
    if names:
        tests.append(excluding(*names))
    if tracked:
        tests.append(untracked(folder))
    return (lambda path: any(test(path) for test in tests)) if tests else None


def put(
    session: Session, key: str, source: Source, described: Description, previous: int | None
) -> dict[str, Any]:
    """Compute, send, check, sign, wait; the deposit's number, CID, block and transaction.

    `same_content` names the deposits of the same content by others, if there are any. Raises
    Rejected `conclusion.*` before anything is sent.
    """
    payload = Payload(source.path, limits(session.settings), source.exclude)
    metadata, provenance = described.metadata(), source.provenance
    with session.agent(key) as agent:
        with bytes_bar(session, "cli-computing", None) as progress:
            package = compute(payload, metadata, progress)
        provenance.check(metadata.kind, {file.sha256 for file in package.files})
        with bytes_bar(session, "cli-sending", package.size) as progress:
            sent = replace(payload, sent=progress)
            done = deposit(agent, sent, Wanted(metadata, provenance, package, previous))
        rivals = agent.client.get(f"/v1/deposits/{done.number}")["data"]["same_content"]
    return done.as_json() | facts_of(package) | ({"same_content": rivals} if rivals else {})
