"""A package as one file: its payload as zip or tar, or all of the bag as tar."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final

from depository import bag
from depository.content import list_files, open_file
from depository.giving.content import Content, Stored, content_of, length_of
from depository.giving.tarball import END, tar_file, tar_of
from depository.giving.zipped import zip_of
from depository.unixfs.reader import list_directory, read_file, stat_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from depository.blocks import BlockStore
    from depository.cid import Cid
    from depository.giving.checksums import Checksums
    from depository.giving.content import Segment
    from depository.package import PackedFile

__all__ = ["Form", "open_archive", "open_payload"]

_EDITION: Final = 1
"""To be raised whenever the bytes of a form change, so that nobody joins parts of two."""


class Form(StrEnum):
    """The forms in which a package is given whole."""

    ZIP = "zip"
    TAR = "tar"
    BAG = "bag"


def open_archive(
    store: BlockStore, root: Cid, form: Form, checksums: Checksums, name: str
) -> Content:
    """The package `root` in a form; a bag lies in a folder `name` (RFC 8493 §4).

    The same package gives the same bytes. Before the first byte of a zip its files are read for
    their checksums, unless they are known.
    Raises what `list_files` raises; `read` may raise Unavailable("content.preparing").
    """
    files = tuple(list_files(store, root))
    read: Callable[[int, int], Iterator[bytes]]
    match form:
        case Form.ZIP:
            size = length_of(zip_of(files, [0] * len(files)))
            read = partial(_read_zip, store, root, files, checksums)
        case Form.TAR:
            size, read = _plain(store, partial(tar_of, files))
        case Form.BAG:
            size, read = _plain(store, partial(_bag, store, root, files, name))
    return Content(size, f"{root}.{form}.{_EDITION}", read)


def open_payload(store: BlockStore, root: Cid, path: str) -> Content:
    """The file at `path` of the payload; raises what `open_file` raises."""
    opened = open_file(store, root, path)
    tag = f"{root}-{hashlib.sha256(path.encode()).hexdigest()[:32]}"
    return Content(opened.size, tag, partial(read_file, store, opened.cid))


def _plain(
    store: BlockStore, segments: Callable[[], Iterator[Segment]]
) -> tuple[int, Callable[[int, int], Iterator[bytes]]]:
    return length_of(segments()), lambda start, stop: content_of(store, segments(), start, stop)


def _read_zip(
    store: BlockStore,
    root: Cid,
    files: Sequence[PackedFile],
    checksums: Checksums,
    start: int,
    stop: int,
) -> Iterator[bytes]:
    known = checksums.of(store, root, files)
    return content_of(store, zip_of(files, known), start, stop)


def _bag(store: BlockStore, root: Cid, files: Sequence[PackedFile], name: str) -> Iterator[Segment]:
    """Tag files by their names, `bagit.txt` first, then the payload."""
    tags = [link for link in list_directory(store, root) if link.name != bag.PAYLOAD]
    for link in sorted(tags, key=lambda each: (each.name != bag.BAGIT_TXT, each.name)):
        yield from tar_file(f"{name}/{link.name}", Stored(link.cid, stat_file(store, link.cid)))
    for file in files:
        path = f"{name}/{bag.PAYLOAD}/{file.path}"
        yield from tar_file(path, Stored(file.cid, file.size), executable=file.executable)
    yield END
