"""Depositing from end to end: a folder or an archive is computed, protected, sent and signed."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depository.archive import Limits
from depository.components import Declaration
from depository.metadata import Access, Provenance
from qoima.client.deposits import Payload, Wanted, compute, deposit, facts_of
from qoima.client.errors import InputError
from qoima.client.models import Deposit, read
from qoima.client.sealing import CONTENT, read_recipients, sealed
from qoima.client.watch import unwatched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from depository.metadata import Metadata
    from qoima.client.agent import Agent
    from qoima.client.watch import Watch

__all__ = ["Delivery", "Deposited", "put"]


@dataclass(frozen=True)
class Delivery:
    """What is deposited: a folder or an archive, and what is said of it.

    `exclude` tells by path what stays out of a folder; `as_file` takes a file as it is, archive or
    not; `previous` is the deposit that this one supersedes. What is of limited access is encrypted
    here to `recipients` (`age1…`, `ssh-ed25519 …`, or files of these), its expert `conclusion`
    beside it.
    """

    path: Path
    metadata: Metadata
    provenance: Provenance = field(default_factory=Provenance)
    conclusion: Path | None = None
    recipients: tuple[str, ...] = ()
    previous: int | None = None
    exclude: Callable[[str], bool] | None = None
    as_file: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Deposited:
    """A recorded deposit: where it stands, and what it is, both found out here.

    `same_content` are deposits of the same content by others.
    """

    number: int
    block: int
    transaction: str
    cid: str
    swhid: str
    files: int
    size: int
    same_content: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For printing; `same_content` only where there is any."""
        told = asdict(self)
        if not self.same_content:
            del told["same_content"]
        return told


def put(
    agent: Agent, delivery: Delivery, home: Path | None = None, watch: Watch = unwatched
) -> Deposited:
    """Compute the CID, send the content, check the draft, sign it, wait until it is final.

    `home` is a folder for what is encrypted on its way and for notes of large uploads, so that a
    program that was killed goes on with one where the server stands; without it nothing is kept.
    `watch` is asked at each stage for who is told of bytes done. Raises Rejected `metadata.…`,
    `conclusion.…` and `parts.…` before anything is sent, InputError `input.recipient-needed`,
    `input.recipient-not-limited`, and as `qoima.client.deposits.deposit` and `sealed` do.
    """
    metadata = delivery.metadata
    metadata.check_complete()
    with _protected(delivery, home, watch) as (payload, provenance):
        metadata = _as_sent(metadata)
        with watch("computing", None) as progress:
            package = compute(payload, metadata, progress)
        provenance.check(metadata.kind, {file.sha256 for file in package.files})
        with watch("sending", package.size) as progress:
            sent = replace(payload, sent=progress)
            wanted = Wanted(metadata, provenance, package, delivery.previous)
            notes = None if home is None else home / "sending"
            done = deposit(agent, sent, wanted, notes)
    told = agent.client.get(f"/v1/deposits/{done.number}").get("data")
    rivals = read(Deposit, told, agent.client).same_content
    return Deposited(**asdict(done), **facts_of(package), same_content=rivals)


@contextmanager
def _protected(
    delivery: Delivery, home: Path | None, watch: Watch
) -> Iterator[tuple[Payload, Provenance]]:
    """The payload to send and what is said of it: encrypted if it is not for the public."""
    metadata = delivery.metadata
    payload = Payload(delivery.path, delivery.limits, delivery.exclude, delivery.as_file)
    if metadata.parts is not None:
        metadata.check_files(entry.path for entry in payload.entries())
    if metadata.access is Access.PUBLIC:
        if delivery.recipients:
            raise InputError("input.recipient-not-limited")
        yield payload, delivery.provenance
        return
    recipients = read_recipients(delivery.recipients)
    if not recipients:
        raise InputError("input.recipient-needed")
    with ExitStack() as stack:
        if home is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="qoima-")))
        else:
            folder = home / "sealed"
        with watch("encrypting", None) as progress:
            done = stack.enter_context(
                sealed(payload, recipients, delivery.conclusion, folder, progress)
            )
        yield done.payload, replace(delivery.provenance, conclusion=done.conclusion)


def _as_sent(metadata: Metadata) -> Metadata:
    """The description with the parts where they are sent: within the one encrypted file."""
    parts = metadata.parts
    if parts is None or metadata.access is Access.PUBLIC:
        return metadata
    inside = tuple((part, (CONTENT,)) for part, _ in parts.present)
    return replace(metadata, parts=Declaration(inside, parts.absent))
