"""`qoima deposit hand-out`: the operator's copy of a deposit, from the store itself (D-7)."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Any

from cli.exits import UsageError
from cli.progress import bytes_bar
from cli.wiring import access_log, content_store, index_engine
from depository.access_log import Opened, Reader, Wanted
from depository.giving import Checksums, Form, open_archive
from depository.store import DepositStore
from ledger.types import DepositId

if TYPE_CHECKING:
    from pathlib import Path

    from cli.session import Session

__all__ = ["hand_out"]

_HOW = "qoima deposit hand-out"


def hand_out(session: Session, number: int, form: Form, output: Path) -> dict[str, Any]:
    """Write a deposit, of limited access too, to the new file `output` on the operator's host.

    The reading is logged before a byte is written, each block is hashed as it is read, and the
    file gets its name when it is whole and on the disk. Its SHA-256 is what `issue-copy` records.
    Raises UsageError `input.output-exists` (path), `input.file-unwritable` (path),
    NotFound `deposit.unknown` (number), and what `open_archive` raises.
    """
    if output.exists():
        raise UsageError("input.output-exists", path=str(output))
    settings = session.settings
    deposit = DepositStore(index_engine(settings)).deposit(DepositId(number))
    store, part = content_store(settings), output.with_name(f".{output.name}.part")

    def opening() -> Opened:
        made = open_archive(store, deposit.cid, form, Checksums(), f"deposit-{number}")
        return Opened(made.size, made.read(0, made.size))

    opened = access_log(settings).reading(Reader(_HOW), Wanted(deposit.number), opening)
    digest = hashlib.sha256()
    try:
        with part.open("wb") as file, bytes_bar(session, "cli-writing", opened.size) as progress:
            for piece in opened.chunks:
                file.write(piece)
                digest.update(piece)
                progress(len(piece))
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    except OSError as error:
        raise UsageError("input.file-unwritable", path=str(output)) from error
    finally:
        part.unlink(missing_ok=True)
    return {
        "number": number,
        "cid": str(deposit.cid),
        "file": str(output),
        "size": opened.size,
        "sha256": "0x" + digest.hexdigest(),
    }
