"""A package as the index describes it: metadata, files and blocks, read whole but for leaves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert

from depository.cid import DAG_PB
from depository.content import list_files, read_metadata
from depository.metadata import to_codemeta
from depository.package import source_file
from depository.swhid import directory_swhid
from depository.unixfs.reader import read_node
from ledger.database import MAX_INTEGER
from ledger.errors import QoimaError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlmodel import Session

    from depository.blocks import BlockStore
    from depository.cid import Cid
    from depository.metadata import Metadata
    from depository.package import PackedFile
    from ledger.types import Digest

__all__ = ["ReadPackage", "read_described"]

_ROWS_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """A package that was read whole, but for the bytes of its leaves."""

    metadata: Metadata
    files: tuple[PackedFile, ...]
    swhid: str
    blocks: frozenset[Digest]

    @property
    def description(self) -> dict[str, Any]:
        """The columns that describe it."""
        return {
            "codemeta": json.dumps(to_codemeta(self.metadata), ensure_ascii=False),
            "file_count": len(self.files),
            "swhid": self.swhid,
        }

    def write(
        self, session: Session, whose: Mapping[str, int], files: type[Any], blocks: type[Any]
    ) -> None:
        """Write the rows of its files and blocks, each with the columns that say `whose` it is."""
        listed = ({**whose, **_file_columns(file)} for file in self.files)
        for rows in _some_at_once(listed):
            session.execute(insert(files), rows)
        reached = ({**whose, "digest": digest} for digest in self.blocks)
        for rows in _some_at_once(reached):
            session.execute(insert(blocks), rows)


def read_described(store: BlockStore, root: Cid) -> ReadPackage | QoimaError:
    """Read a package; of one that is missing, damaged or none at all, what is wrong with it.

    Raises Unavailable("content.unreachable") where the store does not answer.
    """
    try:
        files = tuple(list_files(store, root))
        found = ReadPackage(
            metadata=read_metadata(store, root),
            files=files,
            swhid=directory_swhid(map(source_file, files)),
            blocks=frozenset(_blocks(store, root)),
        )
        _check_rows(found.files, root)
    except QoimaError as error:
        if error.code == "content.unreachable":
            raise
        return error
    return found


def _blocks(store: BlockStore, root: Cid) -> Iterator[Digest]:
    """Digests of all blocks under a root; leaves are named by their parents and not read."""
    seen: set[Digest] = set()
    waiting = [root]
    while waiting:
        cid = waiting.pop()
        if cid.digest in seen:
            continue
        seen.add(cid.digest)
        yield cid.digest
        if cid.codec == DAG_PB:
            waiting.extend(link.cid for link in read_node(store, cid).links)


def _check_rows(files: Sequence[PackedFile], root: Cid) -> None:
    """Refuse what a row cannot hold: a stated size beyond its column, a path twice or with NUL."""
    held = all(file.size <= MAX_INTEGER and "\0" not in file.path for file in files)
    if not held or len({file.path for file in files}) != len(files):
        raise VerificationError("content.malformed", cid=str(root))


def _file_columns(file: PackedFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "size": file.size,
        "sha256": file.sha256,
        "codec": file.cid.codec,
        "digest": file.cid.digest,
        "blob": file.blob,
        "executable": file.executable,
    }


def _some_at_once(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield some
