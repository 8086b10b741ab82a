"""`qoima deposit fetch`: a deposit as one file, which must pack to the recorded CID again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cli.bounds import limits
from cli.exits import UsageError
from cli.progress import bytes_bar
from depository import bag
from depository.archive import ArchiveKind, entries
from depository.blocks import NoStore
from depository.cid import Cid
from depository.content import read_metadata
from depository.giving import Form
from depository.package import pack
from depository.unixfs.reader import list_directory, read_file
from ledger.errors import VerificationError
from qoima.client.download import Download
from qoima.client.gateway import GatewayStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cli.session import Session
    from depository.archive import Entry
    from depository.blocks import BlockStore

__all__ = ["fetch_whole"]

_PIECE = 1 << 20


def fetch_whole(session: Session, number: int, form: Form, output: Path) -> dict[str, Any]:
    """Write a deposit to the new file `output`; after a break a repetition fetches the rest only.

    The file gets its name when its payload, packed again, has the recorded CID, and with a bag
    when its tag files are those of the record. Raises UsageError `input.output-exists` (path),
    VerificationError `package.cid-differs` (expected, actual), `bag.malformed` (name), and what
    `Download.fetch` and `entries` raise.
    """
    if output.exists():
        raise UsageError("input.output-exists", path=str(output))
    with session.client() as client:
        deposit = client.get(f"/v1/deposits/{number}")["data"]
        root, store = Cid.parse(deposit["cid"]), GatewayStore(client)
        path = f"/v1/deposits/{number}/archive?form={form}"
        with bytes_bar(session, "cli-fetching", None) as progress:
            part = Download(client, path, output, progress).fetch()
        metadata = read_metadata(store, root)
        kind = ArchiveKind.ZIP if form is Form.ZIP else ArchiveKind.TAR
        found: Iterable[Entry] = entries(part, kind, limits(session.settings))
        if form is Form.BAG:
            found = _payload(found, f"deposit-{number}", _tags(store, root))
        try:
            with bytes_bar(session, "cli-computing", deposit["size"]) as progress:
                package = pack(found, metadata, NoStore(), progress=progress)
            if package.cid != root:
                facts = {"expected": str(root), "actual": str(package.cid)}
                raise VerificationError("package.cid-differs", **facts)
        except VerificationError:
            part.unlink()
            raise
    size = part.stat().st_size
    part.replace(output)
    return {
        "number": number,
        "cid": str(root),
        "file": str(output),
        "files": package.file_count,
        "size": size,
    }


def _tags(store: BlockStore, root: Cid) -> dict[str, bytes]:
    """The digest of each tag file of the recorded bag."""
    links = [each for each in list_directory(store, root) if each.name != bag.PAYLOAD]
    found = {}
    for link in links:
        sha256 = hashlib.sha256()
        for piece in read_file(store, link.cid):
            sha256.update(piece)
        found[link.name] = sha256.digest()
    return found


def _payload(found: Iterable[Entry], name: str, tags: dict[str, bytes]) -> Iterator[Entry]:
    """The payload of a bag in a folder `name`; its tag files must be `tags`."""
    payload, left = f"{name}/{bag.PAYLOAD}/", dict(tags)
    for entry in found:
        if entry.path.startswith(payload):
            yield replace(entry, path=entry.path.removeprefix(payload))
            continue
        sha256 = hashlib.sha256()
        while piece := entry.source.read(_PIECE):
            sha256.update(piece)
        tag = entry.path.removeprefix(f"{name}/")
        if left.pop(tag, None) != sha256.digest():
            raise VerificationError("bag.malformed", name=tag)
    for tag in left:
        raise VerificationError("bag.malformed", name=tag)
