"""Deposits into files, every byte checked against the recorded CID; sealed ones opened here."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from depository import bag
from depository.archive import ArchiveKind, Limits, entries
from depository.blocks import NoStore
from depository.cid import Cid
from depository.content import list_files, open_file, read_metadata
from depository.giving import Form
from depository.package import pack
from depository.unixfs.reader import list_directory, read_file
from ledger.errors import VerificationError
from qoima.client.download import Download
from qoima.client.errors import InputError
from qoima.client.gateway import GatewayStore
from qoima.client.models import Deposit, read
from qoima.client.sealing import unseal
from qoima.client.watch import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depository.archive import Entry, Source
    from depository.blocks import BlockStore
    from qoima.client.http import Client
    from qoima.client.sealing import Identity
    from qoima.client.watch import Told, Watch

__all__ = ["Fetched", "fetch", "fetch_whole", "open_sealed"]

_PIECE: Final = 1 << 20


@dataclass(frozen=True)
class Fetched:
    """What came, and the CID that it was checked against; `size` in bytes."""

    number: int
    cid: str
    path: Path
    files: int
    size: int


def fetch(
    client: Client,
    number: int,
    folder: Path,
    watch: Watch = unwatched,
    cid: str | None = None,
) -> Fetched:
    """Write the files of a deposit under `folder`, which must be new.

    The root block names every other block by its hash, so a server that changes one byte is
    found out; with the `cid` of a verified proof, one that names another root too. Raises
    InputError `input.output-exists` (path), VerificationError `package.cid-differs` (expected,
    actual) and `content.*`, among them `content.path-escapes` (path).
    """
    _check_new(folder)
    store, root = GatewayStore(client), _recorded(client, number)[0]
    if cid is not None:
        _check_same(cid, root)
    files = list(list_files(store, root))
    size = sum(file.size for file in files)
    with watch("fetching", size) as told:
        for file in files:
            _write(folder, file.path, open_file(store, root, file.path).chunks, told)
    return Fetched(number, str(root), folder, len(files), size)


def fetch_whole(
    client: Client,
    number: int,
    output: Path,
    form: Form = Form.TAR,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    watch: Watch = unwatched,
) -> Fetched:
    """Write a deposit to the new file `output`; after a break a repetition fetches the rest only.

    The file gets its name when its payload, packed again, has the recorded CID, and with a bag
    when its tag files are those of the record. Raises InputError `input.output-exists` (path),
    VerificationError `package.cid-differs` (expected, actual), `bag.malformed` (name), and what
    `Download.fetch` and `entries` raise.
    """
    _check_new(output)
    root, payload = _recorded(client, number)
    store, path = GatewayStore(client), f"/v1/deposits/{number}/archive?form={form}"
    with watch("fetching", None) as told:
        part = Download(client, path, output, told).fetch()
    metadata = read_metadata(store, root)
    kind = ArchiveKind.ZIP if form is Form.ZIP else ArchiveKind.TAR
    found: Iterable[Entry] = entries(part, kind, limits)
    if form is Form.BAG:
        found = _payload(found, f"deposit-{number}", _tags(store, root))
    try:
        with watch("computing", payload) as told:
            package = pack(found, metadata, NoStore(), progress=told)
        _check_same(str(root), package.cid)
    except VerificationError:
        part.unlink()
        raise
    size = part.stat().st_size
    part.replace(output)
    return Fetched(number, str(root), output, package.file_count, size)


def open_sealed(
    file: Path,
    folder: Path,
    identities: Sequence[Identity],
    limits: Limits = Limits(),  # noqa: B008 - frozen
    watch: Watch = unwatched,
) -> tuple[int, int]:
    """Decrypt `file` and unpack it into `folder`, which must be new: files and bytes.

    The whole of it is decrypted, and so known to be unaltered, before a single file is written;
    what is written is checked as any archive is.
    Raises InputError `input.output-exists` (path), and what `unseal` and `entries` raise.
    """
    _check_new(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    count = size = 0
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".opening-") as place:
        tar = Path(place) / "content.tar"
        with watch("decrypting", None) as told:
            unseal(file, tar, identities, told)
        with watch("writing", tar.stat().st_size) as told:
            for entry in entries(tar, ArchiveKind.TAR, limits):
                _write(folder, entry.path, _pieces(entry.source), told)
                if entry.executable:
                    (folder / entry.path).chmod(0o755)
                count, size = count + 1, size + entry.size
    return count, size


def _check_new(path: Path) -> None:
    if path.exists():
        raise InputError("input.output-exists", path=str(path))


def _check_same(expected: str, actual: Cid) -> None:
    if str(actual) != expected:
        raise VerificationError("package.cid-differs", expected=expected, actual=str(actual))


def _recorded(client: Client, number: int) -> tuple[Cid, int]:
    """The CID of a deposit and its size."""
    told = client.get(f"/v1/deposits/{number}").get("data")
    found = read(Deposit, told, client)
    return Cid.parse(found.cid), found.size


def _write(folder: Path, path: str, chunks: Iterable[bytes], told: Told) -> None:
    """Write one file under `folder`; raises VerificationError `content.path-escapes` (path)."""
    target = folder / path
    if ".." in target.parts or not target.is_relative_to(folder):
        raise VerificationError("content.path-escapes", path=path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            told(len(chunk))


def _pieces(source: Source) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


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
        for piece in _pieces(entry.source):
            sha256.update(piece)
        tag = entry.path.removeprefix(f"{name}/")
        if left.pop(tag, None) != sha256.digest():
            raise VerificationError("bag.malformed", name=tag)
    for tag in left:
        raise VerificationError("bag.malformed", name=tag)
