"""Deposits as the events of the chain and the content that is held tell them."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert

from depository.cid import DAG_PB, root_cid
from depository.content import list_files, read_metadata
from depository.metadata import Access, to_codemeta
from depository.model import Status
from depository.package import source_file
from depository.steps import STEPS, begin_tenure, some
from depository.swhid import directory_swhid
from depository.tables import (
    BlockOfDepositRow,
    CopyRow,
    DepositRow,
    FileRow,
    LevelRow,
    TenureRow,
    VerificationRow,
)
from depository.unixfs.reader import read_node
from ledger.database import MAX_INTEGER
from ledger.errors import QoimaError, VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

    from depository.blocks import BlockStore
    from depository.cid import Cid
    from depository.metadata import Metadata
    from depository.package import PackedFile
    from ledger.chain.model import Event

__all__ = ["DepositProjection"]

CONTRACT = "depository"
_ROWS_AT_ONCE = 1000
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class DepositProjection:
    """Keeps a row for each deposit and, of content that is held, its description and files.

    Beside its own rows it reads the content store: content is addressed by what the event names,
    so that the same content gives the same rows whenever the index is rebuilt. Content that is
    missing, damaged or no package leaves a deposit without description, never a stopped index; a
    store that does not answer is waited for.
    """

    content: BlockStore

    @property
    def name(self) -> str:
        """Stable name and version of these rows."""
        return "depository/4"

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event of the contract; others are passed over."""
        if event.contract != CONTRACT:
            return
        if event.name == "Deposited":
            self._deposited(session, event)
        elif (step := STEPS.get(event.name)) is not None:
            step(session, event)

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        life = (VerificationRow, CopyRow, LevelRow, TenureRow)
        for table in (*life, BlockOfDepositRow, FileRow, DepositRow):
            session.execute(delete(table))

    def _deposited(self, session: Session, event: Event) -> None:
        args = event.args
        row = DepositRow(
            number=args["number"],
            root=args["root"],
            size=str(args["size"]),
            kind=args["kind"],
            limited=args["access"] != Access.PUBLIC,
            origin=args["origin"],
            conclusion=some(args["conclusion"]),
            status=Status.DEPOSITED.value,
            possessor=args["possessor"],
            block=event.block.number,
            transaction=event.transaction,
            previous=args["previous"] or None,
        )
        found = self._read(root_cid(Digest(args["root"])), row.number)
        if found is not None:
            row.limited = row.limited or found.metadata.access is not Access.PUBLIC
            row.codemeta = json.dumps(to_codemeta(found.metadata), ensure_ascii=False)
            row.file_count = len(found.files)
            row.swhid = found.swhid
        session.add(row)
        session.flush()
        begin_tenure(session, event, args["possessor"], None)
        if found is not None:
            _add_content(session, row.number, found)

    def _read(self, root: Cid, number: int) -> _Content | None:
        try:
            files = tuple(list_files(self.content, root))
            found = _Content(
                metadata=read_metadata(self.content, root),
                files=files,
                swhid=directory_swhid(map(source_file, files)),
                blocks=frozenset(_blocks(self.content, root)),
            )
            _check_rows(found.files, root)
        except QoimaError as error:
            if error.code == "content.unreachable":
                raise
            _LOG.warning("deposit %d has no readable content here: %s", number, error)
            return None
        return found


@dataclass(frozen=True, slots=True)
class _Content:
    """A package that was read whole, but for the bytes of its leaves."""

    metadata: Metadata
    files: tuple[PackedFile, ...]
    swhid: str
    blocks: frozenset[Digest]


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


def _add_content(session: Session, number: int, found: _Content) -> None:
    files = (
        {
            "deposit": number,
            "path": file.path,
            "size": file.size,
            "sha256": file.sha256,
            "codec": file.cid.codec,
            "digest": file.cid.digest,
            "blob": file.blob,
            "executable": file.executable,
        }
        for file in found.files
    )
    blocks = ({"deposit": number, "digest": digest} for digest in found.blocks)
    for rows in _some_at_once(files):
        session.execute(insert(FileRow), rows)
    for rows in _some_at_once(blocks):
        session.execute(insert(BlockOfDepositRow), rows)


def _some_at_once(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield some
