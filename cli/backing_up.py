"""`qoima backup` and `qoima restore`: all of an installation that could not be made again (P-3)."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cli.keeping import backup_home, restore_home
from cli.progress import bytes_bar, count_bar
from cli.wiring import content_store, index_engine, vault_engine
from depository.blocks import EmbeddedStore
from depository.cid import RAW, leaf_cid, root_cid
from depository.copying import Copied, copy_packages
from depository.durable import flush
from depository.fixity.store import Holdings
from ledger.canonical import canonical_json
from ledger.database import VaultRow
from ledger.dump import dump_rows, load_rows
from ledger.errors import Conflict, NotFound, Unavailable, VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.session import Session
    from cli.settings import Settings
    from depository.cid import Cid

__all__ = ["backup", "restore"]

_MANIFEST: Final = "backup.json"
_CHAIN: Final = "chain"
_VAULT: Final = "vault.jsonl"
_CONTENT: Final = "content"
_LIST: Final = "packages.txt"
_BROKEN: Final = " broken"
_SINGLE: Final = "block "
_MAX_MANIFEST: Final = 1 << 20


def backup(session: Session, to: Path, *, keys: bool) -> dict[str, Any]:
    """Copy chain, vault and content into a new folder, while the installation runs or not.

    1. The chain, if its node is this home's. 2. The vault, as of one moment. 3. Every package that
    is recorded or waits for a signature. The index is left out: it is made of the other three. In
    this order nothing that an earlier part names is missing from a later one. The folder has its
    name only when it is whole and on the disk.
    Raises Conflict `backup.exists` (path), Unavailable `backup.failed` (detail), and in the end,
    with everything else copied, VerificationError `backup.incomplete` (count, path) when packages
    are not whole in the store; `packages.txt` names them.
    """
    if to.exists():
        raise Conflict("backup.exists", path=str(to))
    with _disk():
        to.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=".backup-", dir=to.parent))
        try:
            manifest = _fill(session, place, keys=keys)
            (place / _MANIFEST).write_bytes(canonical_json(manifest) + b"\n")
            flush([each for each in place.iterdir() if each.is_file()], place)
            flush([place], place)
            place.rename(to)
            flush([to.parent], to.parent)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    if count := manifest["content"]["broken"]:
        raise VerificationError("backup.incomplete", count=count, path=str(to))
    return {"path": str(to), **manifest}


def restore(session: Session, source: Path) -> dict[str, Any]:
    """Make an installation from a backup: each byte is held to its digest, and nothing replaced.

    The home has no chain yet and the vault no rows; packages that the store has stay. Content
    comes first: of a damaged backup nothing but good packages is taken over.
    Raises NotFound `backup.missing` (path), VerificationError `backup.damaged` (path) and
    `vault.malformed` (line), Conflict `home.exists` (path) and `vault.not-empty` (table),
    Unavailable `backup.failed` (detail).
    """
    settings = session.settings
    manifest = _read_manifest(source)
    with _disk():
        for name in (_VAULT, _LIST):
            if _digest(source / name) != manifest["sha256"][name]:
                raise VerificationError("backup.damaged", path=name)
        if manifest["chain"] and settings.node_folder.exists():
            raise Conflict("home.exists", path=str(settings.node_folder))
        listed = _read_list(source / _LIST)
        with bytes_bar(session, "cli-copying", manifest["content"]["size"]) as progress:
            kept = EmbeddedStore(source / _CONTENT)
            copied = copy_packages(listed, kept, content_store(settings), progress)
        if any(listed[root] for root in copied.broken):
            raise VerificationError("backup.damaged", path=_CONTENT)
        with (source / _VAULT).open("rb") as lines:
            rows = load_rows(vault_engine(settings), VaultRow.metadata, lines)
        if manifest["chain"]:
            with count_bar(session, "cli-copying") as progress:
                restore_home(source / _CHAIN, settings.home, progress)
    return {"chain": manifest["chain"], "content": _counts(copied), "vault": {"rows": rows}}


def _fill(session: Session, place: Path, *, keys: bool) -> dict[str, Any]:
    settings = session.settings
    head = None
    if settings.node_folder.exists():
        with count_bar(session, "cli-copying") as progress:
            head = backup_home(settings.home, place / _CHAIN, progress, keys=keys)
    vault = vault_engine(settings)
    with (place / _VAULT).open("xb") as out:
        rows = dump_rows(vault, VaultRow.metadata, out)
    with bytes_bar(session, "cli-copying", None) as progress:
        kept = EmbeddedStore(place / _CONTENT)
        roots = _roots(settings)
        copied = copy_packages(roots, content_store(settings), kept, progress)
    broken = set(copied.broken)
    (place / _LIST).write_text("".join(f"{_line(r)}{_BROKEN * (r in broken)}\n" for r in roots))
    return {
        "chain": head,
        "content": _counts(copied),
        "sha256": {name: _digest(place / name) for name in (_VAULT, _LIST)},
        "vault": {"rows": rows},
    }


def _counts(copied: Copied) -> dict[str, int]:
    return {**asdict(copied), "broken": len(copied.broken)}


def _roots(settings: Settings) -> list[Cid]:
    """What ought to be in the store: packages and lists on record that came here, and drafts."""
    holdings = Holdings(index_engine(settings), vault_engine(settings))
    recorded = (each.root for each in holdings.after(0) if each.described)
    of_batches = (part.cid for part in holdings.batches.after() if part.held)
    return list(dict.fromkeys(chain(map(root_cid, chain(recorded, holdings.drafts())), of_batches)))


def _line(root: Cid) -> str:
    """A root in the list: its digest, and before it what a single block is marked with."""
    return f"{_SINGLE * (root.codec == RAW)}{root.digest.hex()}"


def _read_manifest(source: Path) -> dict[str, Any]:
    try:
        with (source / _MANIFEST).open("rb") as file:
            read: dict[str, Any] = json.loads(file.read(_MAX_MANIFEST))
        _ = (read["chain"], read["content"]["size"], [read["sha256"][n] for n in (_VAULT, _LIST)])
    except OSError as error:
        raise NotFound("backup.missing", path=str(source)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise VerificationError("backup.damaged", path=_MANIFEST) from error
    return read


def _read_list(path: Path) -> dict[Cid, bool]:
    """The roots of a backup, and whether each was whole when it was taken."""
    return {
        _root(line.removesuffix(_BROKEN)): not line.endswith(_BROKEN)
        for line in path.read_text("ascii").splitlines()
    }


def _root(line: str) -> Cid:
    digest = Digest(bytes.fromhex(line.removeprefix(_SINGLE)))
    return leaf_cid(digest) if line.startswith(_SINGLE) else root_cid(digest)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable("backup.failed", detail=str(error)) from error
