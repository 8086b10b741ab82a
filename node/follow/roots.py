"""What a follower trusts before it asks anybody: a genesis file and its published digest."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from node.chain import Chain
from node.deployment import Deployment, Home
from node.errors import Conflict, NotFound, Rejected, VerificationError
from node.genesis import Genesis
from node.storage.store import Store

if TYPE_CHECKING:
    from node.clock import Clock

__all__ = ["Roots", "read_roots", "settle"]


@dataclass(frozen=True)
class Roots:
    """A genesis file whose digest was checked, and the deployment file if that told the digest."""

    genesis: bytes
    deployment: bytes | None = None


def read_roots(genesis: Path, sha256: str | None, deployment: Path | None) -> Roots:
    """Read the files and hold the genesis to its digest, published (`sha256`) or deployed.

    Chain id and block period are not part of the hash of block 0, but of this digest. Raises
    Rejected `follow.digest-needed`, NotFound `follow.file-missing`, VerificationError
    `genesis.digest`, `deployment.*`.
    """
    if sha256 is None and deployment is None:
        raise Rejected("follow.digest-needed")
    try:
        content = genesis.read_bytes()
        described = deployment.read_bytes() if deployment is not None else None
    except OSError as error:
        raise NotFound("follow.file-missing", path=str(error.filename)) from error
    if sha256 is not None:
        _check(content, sha256)
    if deployment is not None:
        _check(content, Deployment.read(deployment).genesis_sha256)
    return Roots(content, described)


def settle(home: Path, roots: Roots | None, clock: Clock) -> None:
    """Make a follower's home, or see that the one that is there belongs to the same roots.

    Raises Rejected `follow.roots-needed`, Conflict `follow.sealing-home` for a home that can
    seal, VerificationError `genesis.*`, NotFound `home.missing`.
    """
    paths = Home(home)
    if paths.key("sealer").exists():
        raise Conflict("follow.sealing-home", path=str(paths.folder))
    if not paths.folder.exists():
        if roots is None:
            raise Rejected("follow.roots-needed", path=str(paths.folder))
        _make(paths, roots, clock)
        return
    if not paths.genesis.exists():
        raise NotFound("home.missing", path=str(paths.folder))
    if roots is not None:
        _check(paths.genesis.read_bytes(), hashlib.sha256(roots.genesis).hexdigest())


def _make(paths: Home, roots: Roots, clock: Clock) -> None:
    """Fill a folder beside and rename it, so that a kill leaves no half-made home."""
    genesis = Genesis.parse(roots.genesis)
    paths.root.mkdir(parents=True, exist_ok=True)
    staging = Home(Path(tempfile.mkdtemp(prefix=".making-", dir=paths.root)))
    try:
        store = Store(staging.chain)
        try:
            Chain.create(store, genesis, clock)
        finally:
            store.close()
        staging.genesis.write_bytes(roots.genesis)
        if roots.deployment is not None:
            staging.deployment.write_bytes(roots.deployment)
        staging.folder.rename(paths.folder)
    finally:
        shutil.rmtree(staging.root)


def _check(genesis: bytes, expected: str) -> None:
    found = hashlib.sha256(genesis).hexdigest()
    if found != expected.lower().removeprefix("0x"):
        raise VerificationError("genesis.digest", expected=expected, found=found)
