"""Proof bundles on this machine: fetched and written, or verified with nothing but a trust file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cli.exits import UsageError
from depository.words import named
from ledger.proofs.model import FORMAT, MAX_BYTES
from ledger.proofs.trust import read_trust
from qoima.client import proofs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cli.session import Session
    from ledger.proofs.model import Proven, Section

__all__ = ["fetch_proof", "is_bundle", "read_bundle_file", "verified"]

_MARK: Final = f'"format":"{FORMAT.partition("/")[0]}/'.encode()


def is_bundle(what: str) -> bool:
    """Whether this is the path of a file that calls itself a proof."""
    path = Path(what)
    return path.is_file() and _MARK in read_bundle_file(path)


def verified(
    session: Session, bundle: Path, file: Path | None, trust: Path | None, not_before: int
) -> dict[str, Any]:
    """Verify a bundle, and the file that it is about; ask nobody.

    Trust is that of the file `trust`, else of the deployment file of the settings. Raises
    UsageError `input.file-unreadable` (path), `settings.no-deployment` (path), Rejected
    `proof.trust-malformed`, VerificationError `proof.…`.
    """
    roots = trust or session.settings.deployment_file
    if trust is None and not roots.is_file():
        raise UsageError("settings.no-deployment", path=str(roots))
    document, most = read_bundle_file(bundle), session.settings.max_total_bytes
    proven = proofs.verified(document, read_trust(read_bundle_file(roots)), file, not_before, most)
    return _told(proven)


def fetch_proof(
    session: Session, address: str, output: Path, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Write the proof at an address of the API to a new file.

    Raises UsageError `input.output-exists` (path), and what the client raises.
    """
    if output.exists():
        raise UsageError("input.output-exists", path=str(output))
    with session.client() as client:
        document = proofs.at(client, address, **parameters)
    with output.open("xb") as file:
        file.write(document)
    return {"file": str(output), "size": len(document)}


def read_bundle_file(path: Path) -> bytes:
    """A file, or as much of it as shows that it is too large.

    Raises UsageError `input.file-unreadable` (path).
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError("input.file-unreadable", path=str(path)) from error


def _told(proven: Proven) -> dict[str, Any]:
    bundle = proven.bundle
    return {
        "proof": bundle.kind_name,
        "chain_id": bundle.chain_id,
        "contract": "0x" + bundle.contract.hex(),
        **bundle.subject,
        **({} if bundle.statement is None else {"statement": _section(bundle.statement)}),
        **({} if bundle.state is None else {"held": _section(bundle.state)}),
        **({} if bundle.record is None else {"record": named(bundle.record.says)}),
        **({} if bundle.content is None else {"cid": bundle.content.cid}),
        "checks": [int(each) for each in proven.checks],
        "witnesses": len(bundle.witnesses),
    }


def _section(section: Section) -> dict[str, Any]:
    return {"block": section.block.number, "time": section.block.time, **named(section.says)}
