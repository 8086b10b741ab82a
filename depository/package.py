"""Packs a tree of files and its description into a bag, and the bag into one CID."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository import bag
from depository.metadata import to_codemeta
from depository.swhid import BlobHash, SourceFile, content_swhid, directory_swhid
from depository.unixfs.builder import FileBuilder
from depository.unixfs.directory import build_directory
from depository.unixfs.node import Link
from ledger.canonical import canonical_json
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from depository.archive.model import Entry
    from depository.blocks import Batch, BlockStore
    from depository.cid import Cid
    from depository.metadata import Metadata
    from ledger.types import Digest

__all__ = ["Package", "PackedFile", "pack", "source_file"]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the payload: its path below `data/`, size in bytes, digest and CID.

    `blob` is git's id of it, 20 bytes; `executable` whether its owner may execute it.
    """

    path: str
    size: int
    sha256: Digest
    cid: Cid
    blob: bytes
    executable: bool

    @property
    def swhid(self) -> str:
        """The name that Software Heritage gives these bytes."""
        return content_swhid(self.blob)


@dataclass(frozen=True, slots=True)
class Package:
    """A bag in blocks: its CID, `size` in bytes of payload, and files by the bytes of their paths.

    `block_bytes` is the size of all its blocks, counting a block as often as it is linked.
    """

    cid: Cid
    size: int
    block_bytes: int
    files: tuple[PackedFile, ...]

    @property
    def root(self) -> Digest:
        """The digest that the chain holds."""
        return self.cid.digest

    @property
    def file_count(self) -> int:
        """The number of files of the payload."""
        return len(self.files)

    @property
    def swhid(self) -> str:
        """The name that Software Heritage gives the tree of the payload."""
        return directory_swhid(map(source_file, self.files))


def source_file(file: PackedFile) -> SourceFile:
    """What git sees of a file."""
    return SourceFile(file.path, file.executable, file.blob)


def pack(
    entries: Iterable[Entry],
    metadata: Metadata,
    store: BlockStore,
    *,
    progress: Callable[[int], None] | None = None,
    expected: Cid | None = None,
) -> Package:
    """Take the files into `store` as one bag; when this returns, all of it is on the disk.

    The same files and metadata give the same CID on any machine. `progress` is told of each
    piece of payload taken: its bytes.
    Raises Rejected("package.empty"), Rejected("package.cid-differs", expected=…, actual=…) when
    the CID is not the one that the client computed, and what `entries` and the store raise; the
    store then keeps nothing of the package.
    """
    with store.batch() as batch:
        with FileBuilder(batch, progress) as builder:
            built = _payload(entries, builder)
        with FileBuilder(batch) as builder:
            root = _bag(built, metadata, batch, builder)
        if expected is not None and root.cid != expected:
            raise Rejected("package.cid-differs", expected=str(expected), actual=str(root.cid))
        batch.sync()
    files = tuple(file for file, _ in built)
    return Package(root.cid, sum(file.size for file in files), root.total, files)


_Files = list[tuple[PackedFile, int]]
_Tree = dict[str, "Link | _Tree"]


def _payload(entries: Iterable[Entry], builder: FileBuilder) -> _Files:
    """Build each file; with it goes the total size of its blocks, which links to it state."""
    files = []
    for entry in entries:
        blob = BlobHash(entry.size)
        built = builder.build(entry.source, blob)
        file = PackedFile(
            path=entry.path,
            size=built.size,
            sha256=built.sha256,
            cid=built.cid,
            blob=blob.digest(),
            executable=entry.executable,
        )
        files.append((file, built.total))
    if not files:
        raise Rejected("package.empty")
    return sorted(files, key=lambda pair: pair[0].path.encode())


def _bag(files: _Files, metadata: Metadata, batch: Batch, builder: FileBuilder) -> Link:
    """Add the tag files to the payload and return the link to the bag."""
    payload = _directory(bag.PAYLOAD, _tree(files), batch)
    size = sum(file.size for file, _ in files)
    contents: dict[str, Iterable[bytes]] = {
        bag.BAGIT_TXT: [bag.DECLARATION],
        bag.BAG_INFO: [bag.bag_info(size, len(files))],
        bag.CODEMETA: [canonical_json(to_codemeta(metadata))],
        bag.GIT_TREE: bag.git_tree(source_file(file) for file, _ in files),
        bag.MANIFEST: bag.manifest((f"{bag.PAYLOAD}/{f.path}", f.sha256) for f, _ in files),
    }
    tags = {name: builder.build(_Chunks(chunks)) for name, chunks in sorted(contents.items())}
    listed = bag.manifest((name, tag.sha256) for name, tag in tags.items())
    tags[bag.TAG_MANIFEST] = builder.build(_Chunks(listed))
    links = [Link(name, tag.cid, tag.total) for name, tag in tags.items()]
    return build_directory("", [payload, *links], batch)


def _tree(files: _Files) -> _Tree:
    tree: _Tree = {}
    for file, total in files:
        *folders, name = file.path.split("/")
        inner = tree
        for folder in folders:
            found = inner.setdefault(folder, {})
            if isinstance(found, Link):
                raise Rejected("archive.file-and-directory", name=file.path)
            inner = found
        if name in inner:
            raise Rejected("archive.duplicate-name", name=file.path)
        inner[name] = Link(name, file.cid, total)
    return tree


def _directory(name: str, tree: _Tree, batch: Batch) -> Link:
    children = [
        child if isinstance(child, Link) else _directory(inner, child, batch)
        for inner, child in tree.items()
    ]
    return build_directory(name, children, batch)


class _Chunks:
    """Makes a readable of pieces that are made one by one."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        """Return what is there of the current piece, or the next."""
        pieces, missing = [], size
        while missing and (piece := self._rest or next(self._chunks, b"")):
            pieces.append(piece[:missing])
            self._rest = piece[missing:]
            missing -= len(pieces[-1])
        return b"".join(pieces)
