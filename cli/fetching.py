"""`qoima deposit get`: a deposit's files, every byte checked against the recorded CID."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.exits import UsageError
from cli.progress import bytes_bar
from depository.cid import Cid
from depository.content import list_files, open_file
from ledger.errors import VerificationError
from qoima.client.gateway import GatewayStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from cli.session import Session

__all__ = ["fetch", "write_file"]


def fetch(session: Session, number: int, folder: Path) -> dict[str, Any]:
    """Write the files of a deposit under `folder`, which must be new.

    The root block names every other block by its hash, so a server that changes one byte is
    found out. Raises UsageError `input.output-exists` (path), VerificationError
    `content.*`, among them `content.path-escapes` (path).
    """
    if folder.exists():
        raise UsageError("input.output-exists", path=str(folder))
    with session.client() as client:
        deposit = client.get(f"/v1/deposits/{number}")["data"]
        store, root = GatewayStore(client), Cid.parse(deposit["cid"])
        files = list(list_files(store, root))
        with bytes_bar(session, "cli-fetching", sum(file.size for file in files)) as progress:
            for file in files:
                content = open_file(store, root, file.path)
                write_file(folder, file.path, content.chunks, progress)
    size = sum(file.size for file in files)
    return {"number": number, "cid": str(root), "files": len(files), "size": size}


def write_file(
    folder: Path, path: str, chunks: Iterable[bytes], progress: Callable[[int], None]
) -> None:
    """Write one file under `folder`; raises VerificationError `content.path-escapes` (path)."""
    target = folder / path
    if ".." in target.parts or not target.is_relative_to(folder):
        raise VerificationError("content.path-escapes", path=path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            progress(len(chunk))
