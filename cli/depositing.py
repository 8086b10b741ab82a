"""`qoima deposit put`: from what a person typed to a recorded deposit."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.bounds import limits
from cli.exits import UsageError
from cli.progress import bytes_bar
from cli.tracked import untracked
from depository.archive import excluding
from depository.components import Declaration
from depository.metadata import Access
from qoima.client.deposits import Payload, Wanted, compute, deposit, facts_of
from qoima.client.sealing import CONTENT, read_recipients, sealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cli.described import Description
    from cli.session import Session
    from depository.metadata import Metadata, Provenance

__all__ = ["Source", "put", "what_to_leave_out"]


@dataclass(frozen=True)
class Source:
    """What is deposited: folder or archive, what stays out of a folder, where it comes from.

    `conclusion` is the document as it was named; `recipients` are those of limited access.
    """

    path: Path
    exclude: Callable[[str], bool] | None
    provenance: Provenance
    conclusion: str | None = None
    recipients: tuple[str, ...] = ()
    as_file: bool = False


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


@contextmanager
def _protected(
    session: Session, source: Source, metadata: Metadata
) -> Iterator[tuple[Payload, Provenance]]:
    """The payload to send and what is said of it: encrypted if it is not for the public."""
    payload = Payload(source.path, limits(session.settings), source.exclude, source.as_file)
    if metadata.parts is not None:
        metadata.check_files(entry.path for entry in payload.entries())
    if metadata.access is Access.PUBLIC:
        if source.recipients:
            raise UsageError("input.recipient-not-limited")
        yield payload, source.provenance
        return
    recipients = read_recipients(source.recipients)
    if not recipients:
        raise UsageError("input.recipient-needed")
    conclusion = None if source.conclusion is None else Path(source.conclusion)
    folder = session.settings.home / "sealed"
    with ExitStack() as stack:
        with bytes_bar(session, "cli-encrypting", None) as progress:
            done = stack.enter_context(sealed(payload, recipients, conclusion, folder, progress))
        yield done.payload, replace(source.provenance, conclusion=done.conclusion)


def _as_sent(metadata: Metadata) -> Metadata:
    """The description with the parts where they are sent: within the one encrypted file."""
    parts = metadata.parts
    if parts is None or metadata.access is Access.PUBLIC:
        return metadata
    inside = tuple((part, (CONTENT,)) for part, _ in parts.present)
    return replace(metadata, parts=Declaration(inside, parts.absent))


def put(
    session: Session, key: str, source: Source, described: Description, previous: int | None
) -> dict[str, Any]:
    """Compute, send, check, sign, wait; the deposit's number, CID, block and transaction.

    `same_content` names the deposits of the same content by others, if there are any. What is not
    for the public is encrypted first. Raises Rejected `conclusion.*` and `parts.*` before anything
    is sent, UsageError `input.recipient-needed`, `input.recipient-not-limited`, and as `sealed`.
    """
    metadata = described.metadata()
    metadata.check_complete()
    with (
        session.agent(key) as agent,
        _protected(session, source, metadata) as (payload, provenance),
    ):
        metadata = _as_sent(metadata)
        with bytes_bar(session, "cli-computing", None) as progress:
            package = compute(payload, metadata, progress)
        provenance.check(metadata.kind, {file.sha256 for file in package.files})
        with bytes_bar(session, "cli-sending", package.size) as progress:
            sent = replace(payload, sent=progress)
            wanted = Wanted(metadata, provenance, package, previous)
            done = deposit(agent, sent, wanted, session.settings.home / "sending")
        rivals = agent.client.get(f"/v1/deposits/{done.number}")["data"]["same_content"]
    return done.as_json() | facts_of(package) | ({"same_content": rivals} if rivals else {})
