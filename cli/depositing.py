"""`qoima deposit put`: from what a person typed to a recorded deposit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cli.bounds import limits
from cli.client.deposits import Payload, compute, deposit
from cli.progress import bytes_bar
from cli.tracked import untracked
from depository.archive import excluding
from depository.metadata import Access, Metadata, PackageKind
from ledger.localized import Localized

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from cli.session import Session

__all__ = ["Description", "put", "what_to_leave_out"]


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
    session: Session,
    key: str,
    path: Path,
    described: Description,
    previous: int | None,
    exclude: Callable[[str], bool] | None,
) -> dict[str, Any]:
    """Compute, send, check, sign, wait; the deposit's number, CID, block and transaction."""
    payload = Payload(path, limits(session.settings), exclude)
    metadata = described.metadata()
    with session.agent(key) as agent:
        with bytes_bar(session, "cli-computing", None) as progress:
            package = compute(payload, metadata, progress)
        with bytes_bar(session, "cli-sending", package.size) as progress:
            done = deposit(agent, replace(payload, sent=progress), metadata, package, previous)
    facts = {"cid": str(package.cid), "files": package.file_count, "size": package.size}
    return done.as_json() | facts
