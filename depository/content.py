"""Reads a package back from a store: its description, files, bytes and blocks, each re-hashed."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository import bag
from depository.cid import RAW, Cid
from depository.hashing import Lanes
from depository.metadata import from_codemeta
from depository.package import Package, PackedFile
from depository.swhid import BlobHash
from depository.unixfs.reader import (
    list_directory,
    read_file,
    read_node,
    resolve,
    stat_file,
    walk,
)
from ledger.errors import NotFound, QoimaError, VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

    from depository.blocks import BlockStore
    from depository.hashing import Hash
    from depository.metadata import Metadata

__all__ = ["OpenFile", "list_files", "open_file", "read_metadata", "read_package", "verify_package"]

_MAX_TAG_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file about to be read: its size in bytes, CID, and bytes, a block of up to 1 MiB each."""

    size: int
    cid: Cid
    chunks: Iterator[bytes]


def open_file(store: BlockStore, root: Cid, path: str) -> OpenFile:
    """Open the payload file at `path` (without `data/`) of the package `root`.

    Its first block is read at once, so that most damage is met before an answer has begun.
    Raises NotFound("content.no-such-path", cid=…, path=…), NotFound("content.not-a-file", cid=…)
    and, while reading too, NotFound("content.missing", cid=…) and
    VerificationError("content.damaged" or "content.malformed", cid=…).
    """
    cid = resolve(store, root, f"{bag.PAYLOAD}/{path}")
    return OpenFile(stat_file(store, cid), cid, read_file(store, cid))


def read_metadata(store: BlockStore, root: Cid) -> Metadata:
    """Read the description of the package `root`.

    Raises VerificationError("bag.malformed-metadata", cid=…) and what `open_file` raises.
    """
    cid = resolve(store, root, bag.CODEMETA)
    if stat_file(store, cid) > _MAX_TAG_BYTES:
        raise VerificationError("bag.malformed-metadata", cid=str(root))
    try:
        document = json.loads(b"".join(read_file(store, cid)))
        if not isinstance(document, dict):
            raise ValueError
        return from_codemeta(document)
    except (ValueError, RecursionError, QoimaError) as error:
        if isinstance(error, QoimaError) and error.code.startswith("content."):
            raise
        raise VerificationError("bag.malformed-metadata", cid=str(root)) from error


def list_files(store: BlockStore, root: Cid) -> Iterator[PackedFile]:
    """Yield the payload files by the bytes of their paths, with what both lists say of them.

    No payload is read. Memory grows with the number of files only.
    Raises VerificationError("bag.manifest-differs", name=…) for a file that is not in both, and
    what `open_file` raises.
    """
    listed = _manifest(store, root, bag.MANIFEST)
    payload = resolve(store, root, bag.PAYLOAD)
    found = sorted(walk(store, payload), key=lambda file: file.path.encode())
    sources = {source.path: source for source in bag.read_git_tree(_tag(store, root, bag.GIT_TREE))}
    for file in found:
        digest = listed.pop(f"{bag.PAYLOAD}/{file.path}", None)
        source = sources.pop(file.path, None)
        if digest is None or source is None:
            raise VerificationError("bag.manifest-differs", name=file.path)
        yield PackedFile(file.path, file.size, digest, file.cid, source.blob, source.executable)
    for name in (*listed, *sources):
        raise VerificationError("bag.manifest-differs", name=name)


def read_package(store: BlockStore, root: Cid) -> Package:
    """Read back what `pack` returned; raises what `list_files` raises."""
    files = tuple(list_files(store, root))
    blocks = len(store.get(root)) + sum(link.total for link in read_node(store, root).links)
    return Package(root, sum(file.size for file in files), blocks, files)


def verify_package(
    store: BlockStore, root: Cid, progress: Callable[[int], None] | None = None
) -> Package:
    """Read every byte of the package again and compare it with both manifests (D-8).

    1. bagit.txt is that of BagIt 1.0. 2. Every tag file has its digest in the tag manifest and
    none is unlisted. 3. Every payload file has its digest in the manifest, its id in
    git-tree.txt, and none is unlisted. 4. The Payload-Oxum fits.
    `progress` is told of each piece: its bytes.
    Raises VerificationError("bag.manifest-differs", name=…), VerificationError("bag.malformed",
    name=…) and what `open_file` and `list_files` raise.
    """
    _verify_tags(store, root)
    package = read_package(store, root)
    with ThreadPoolExecutor(1, "whole-file-sha256") as beside:
        for file in package.files:
            blob = BlobHash(file.size)
            pieces = _told(read_file(store, file.cid), progress)
            digest = _digest(file.cid, pieces, beside, blob)
            if digest != file.sha256 or blob.digest() != file.blob:
                raise VerificationError("bag.manifest-differs", name=file.path)
    expected = bag.bag_info(package.size, package.file_count)
    if b"".join(read_file(store, resolve(store, root, bag.BAG_INFO))) != expected:
        raise VerificationError("bag.malformed", name=bag.BAG_INFO)
    return package


def _verify_tags(store: BlockStore, root: Cid) -> None:
    declared = read_file(store, resolve(store, root, bag.BAGIT_TXT))
    if next(declared, b"") != bag.DECLARATION:
        raise VerificationError("bag.malformed", name=bag.BAGIT_TXT)
    listed = _manifest(store, root, bag.TAG_MANIFEST)
    for link in list_directory(store, root):
        if link.name in {bag.PAYLOAD, bag.TAG_MANIFEST}:
            continue
        if listed.pop(link.name, None) != _tag_digest(store, link.cid):
            raise VerificationError("bag.manifest-differs", name=link.name)
    for name in listed:
        raise VerificationError("bag.manifest-differs", name=name)


def _tag_digest(store: BlockStore, cid: Cid) -> Digest:
    whole = hashlib.sha256()
    for piece in read_file(store, cid):
        whole.update(piece)
    return Digest(whole.digest())


def _told(pieces: Iterator[bytes], progress: Callable[[int], None] | None) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        if progress is not None:
            progress(len(piece))


def _digest(cid: Cid, pieces: Iterator[bytes], beside: Executor, blob: Hash) -> Digest:
    """Return the SHA-256 of a whole file; of a single leaf its block's, which reading checked."""
    if cid.codec == RAW:
        blob.update(b"".join(pieces))
        return cid.digest
    whole = hashlib.sha256()
    lanes = Lanes(beside, (whole, blob))
    for piece in pieces:
        lanes.update(piece)
    lanes.finish()
    return Digest(whole.digest())


def _manifest(store: BlockStore, root: Cid, name: str) -> dict[str, Digest]:
    return dict(bag.read_manifest(_tag(store, root, name)))


def _tag(store: BlockStore, root: Cid, name: str) -> Iterator[bytes]:
    """Open a tag file that no bag of ours is without."""
    try:
        cid = resolve(store, root, name)
    except NotFound as error:
        if error.code != "content.no-such-path":
            raise
        raise VerificationError("bag.malformed", name=name) from error
    return read_file(store, cid)
