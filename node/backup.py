"""A copy of a node's home taken while the node runs, and the way back (P-3)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import lmdb

from node.chain import Chain
from node.clock import SystemClock
from node.deployment import Home
from node.errors import Conflict, NotFound, Unavailable, VerificationError
from node.primitives import hexed
from node.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from node.export import Progress

__all__ = ["Taken", "backup", "restore"]

_MANIFEST: Final = "backup.json"
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Taken:
    """What a backup holds: the head at its moment, bytes of its files, whether keys are in it."""

    head: int
    hash: str
    size: int
    keys: bool

    def as_json(self) -> dict[str, Any]:
        """What the command shows."""
        return vars(self).copy()


def backup(home: Path, to: Path, *, keys: bool = False, progress: Progress | None = None) -> Taken:
    """Copy chain, witnesses, genesis and deployment of a home into a new folder.

    The node may run: the store is read as of one moment, so that the copy's head is a block of the
    chain with all its state and the transactions that waited then. The password of the keys is
    never copied. The folder has its name only when it is whole and on disk.

    Raises NotFound `home.missing`, Conflict `backup.exists`, Unavailable `backup.failed`,
    VerificationError `store.*`.
    """
    paths = Home(home)
    if not paths.genesis.exists():
        raise NotFound("home.missing", path=str(paths.folder))
    if to.exists():
        raise Conflict("backup.exists", path=str(to))
    progress = progress or (lambda _done, _total: None)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".backup-", dir=to.parent))
    except OSError as error:
        raise Unavailable("backup.failed", detail=str(error)) from error
    try:
        taken = _fill(paths, Home(staging), progress, keys=keys)
        _settle(staging)
        staging.rename(to)
    except (OSError, lmdb.Error) as error:
        raise Unavailable("backup.failed", detail=str(error)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return taken


def restore(source: Path, home: Path, progress: Progress | None = None) -> Taken:
    """Make a home from a backup, every byte held to the digests that were taken with it.

    Raises NotFound `backup.missing`, Conflict `home.exists`, VerificationError `backup.damaged`
    (path), `store.*`, Unavailable `backup.failed`.
    """
    paths = Home(home)
    if paths.folder.exists():
        raise Conflict("home.exists", path=str(paths.folder))
    taken, digests = _manifest(source)
    progress = progress or (lambda _done, _total: None)
    try:
        home.mkdir(parents=True, exist_ok=True)
        staging = Home(Path(tempfile.mkdtemp(prefix=".making-", dir=home)))
        try:
            done = 0
            for name, digest in digests.items():
                if _copied(source / name, staging.root / name) != digest:
                    raise VerificationError("backup.damaged", path=name)
                done += (source / name).stat().st_size
                progress(done, taken.size)
            _check_head(staging, taken)
            _settle(staging.root)
            staging.folder.rename(paths.folder)
        finally:
            shutil.rmtree(staging.root, ignore_errors=True)
    except OSError as error:
        raise Unavailable("backup.failed", detail=str(error)) from error
    return taken


def _fill(paths: Home, target: Home, progress: Progress, *, keys: bool) -> Taken:
    target.chain.mkdir(parents=True)
    store = Store(paths.chain, writable=False)
    try:
        store.copy(target.chain)
    finally:
        store.close()
    witnesses = paths.folder / "witnesses"
    if witnesses.is_dir():
        _copy_environment(witnesses, target.folder / "witnesses")
    plain = [paths.genesis, paths.deployment]
    if keys:
        plain += sorted(paths.key("sealer").parent.glob("*.json"))
    for path in plain:
        if path.exists():
            _copied(path, target.root / path.relative_to(paths.root))
    number, block_hash = _head(target)
    files = sorted(_files(target.root))
    size = sum(path.stat().st_size for path in files)
    taken = Taken(number, block_hash, size, keys)
    _write_manifest(target.root, taken, files, progress)
    return taken


def _copy_environment(path: Path, to: Path) -> None:
    to.mkdir()
    environment = lmdb.open(str(path), readonly=True, max_readers=256)
    try:
        environment.copy(str(to), compact=True)
    finally:
        environment.close()


def _head(home: Home) -> tuple[int, str]:
    """The head of a copy that nobody else has open; its lock files are taken away again."""
    store = Store(home.chain)
    try:
        header = Chain(store, SystemClock()).head.header
    finally:
        store.close()
        for name in ("LOCK", "lock.mdb"):
            (home.chain / name).unlink(missing_ok=True)
    return header.block_number, hexed(header.hash)


def _check_head(home: Home, taken: Taken) -> None:
    if _head(home) != (taken.head, taken.hash):
        raise VerificationError("backup.damaged", path="node/chain")


def _write_manifest(root: Path, taken: Taken, files: list[Path], progress: Progress) -> None:
    digests: dict[str, str] = {}
    done = 0
    for path in files:
        digests[path.relative_to(root).as_posix()] = _digest(path)
        done += path.stat().st_size
        progress(done, taken.size)
    document = {**vars(taken), "files": digests}
    (root / _MANIFEST).write_text(json.dumps(document, indent=2) + "\n", "utf-8")


def _manifest(source: Path) -> tuple[Taken, dict[str, str]]:
    try:
        document = json.loads((source / _MANIFEST).read_bytes())
        digests = {str(name): str(digest) for name, digest in document.pop("files").items()}
        taken = Taken(**document)
    except FileNotFoundError as error:
        raise NotFound("backup.missing", path=str(source)) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise VerificationError("backup.damaged", path=_MANIFEST) from error
    for name in digests:
        path = Path(name)
        if path.is_absolute() or ".." in path.parts or path.parts[:1] != ("node",):
            raise VerificationError("backup.damaged", path=_MANIFEST)
    return taken, digests


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file())


def _copied(source: Path, to: Path) -> str:
    """Copy a file, readable by its owner only, and return the SHA-256 of what was written."""
    to.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as reading, os.fdopen(descriptor, "wb") as writing:
        while part := reading.read(_CHUNK):
            digest.update(part)
            writing.write(part)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(folder: Path) -> None:
    """Have everything below a folder, and its own name, on disk."""
    for path in (*folder.rglob("*"), folder, folder.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
