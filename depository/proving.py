"""Proofs about content: a file within a deposit, and whether given bytes are those of a proof."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from depository.blocks import NoStore
from depository.car import open_car, write_blocks
from depository.cid import RAW, Cid, root_cid
from depository.unixfs.builder import FileBuilder
from depository.unixfs.reader import parse_node, trail
from ledger.errors import NotFound, QoimaError, VerificationError
from ledger.proofs.checks import Check
from ledger.proofs.kinds import KINDS, shown
from ledger.proofs.model import PROFILE
from ledger.proofs.verify import verify
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depository.blocks import BlockStore
    from depository.car import Bytes
    from ledger.proofs.model import Bundle, Demands, Proven
    from ledger.proofs.trust import Trust

__all__ = ["content_of", "file_content_of", "record_part", "verify_file", "verify_proof"]

_MOST_CAR_BYTES: Final = 4 << 20


def content_of(root: Cid) -> dict[str, Any]:
    """What a bundle says of a deposit's content."""
    return {"cid": str(root), "profile": PROFILE}


def record_part(leaf: bytes, path: Sequence[Digest]) -> dict[str, Any]:
    """What a bundle says of a record of a batch, by its 192 bytes, and of its way to the root."""
    words = KINDS["record"].record
    says = {word.name: shown(word, leaf[32 * i : 32 * i + 32]) for i, word in enumerate(words)}
    parts = {"path": [f"0x{each.hex()}" for each in path], "says": says}
    return {"content": content_of(root_cid(Digest(leaf[:32]))), "record": parts}


def file_content_of(store: BlockStore, root: Cid, path: str) -> dict[str, Any]:
    """What a bundle says of a file within a deposit, at `path` from its root.

    Raises NotFound("content.no-such-path", cid=…, path=…), NotFound("content.not-a-file", cid=…)
    and what the store raises.
    """
    *passed, file = trail(store, root, path)
    if file.codec != RAW and not parse_node(file, store.get(file)).sizes:
        raise NotFound("content.not-a-file", cid=str(file))
    car = b"".join(write_blocks(root, [(cid, store.get(cid)) for cid in passed]))
    return content_of(root) | {
        "car": base64.b64encode(car).decode(),
        "file": str(file),
        "path": path,
        "sha256": _sha256_of(file),
    }


def verify_proof(document: bytes, trust: Trust, demands: Demands) -> Proven:
    """Make the checks of `ledger.proofs.verify`, and of a file's bundle the check 15 too.

    Raises VerificationError "proof.…" with the `check` that failed.
    """
    proven = verify(document, trust, demands)
    if not proven.bundle.kind.file:
        return proven
    _check_content(proven.bundle)
    return replace(proven, checks=(*proven.checks, Check.CONTENT))


def verify_file(proven: Proven, source: Bytes, most: int) -> Proven:
    """The check 16: the bytes are what the bundle is about.

    Of a file's bundle the file itself; of a deposit's its archive (CARv1) of at most `most` bytes,
    with all blocks under its root and no others. Raises VerificationError
    "proof.file-not-expected" for a bundle of another kind, "proof.archive-malformed",
    "proof.file-differs" (expected, found), each with `check`.
    """
    content = proven.bundle.content
    if content is None:
        raise VerificationError("proof.file-not-expected", check=Check.FILES)
    if content.file is not None:
        with NoStore().batch() as batch, FileBuilder(batch) as builder:
            expected, found = content.file, str(builder.build(source).cid)
    else:
        try:
            expected, found = content.cid, _whole(source, most)
        except QoimaError as error:
            raise VerificationError("proof.archive-malformed", check=Check.FILES) from error
    if found != expected:
        raise VerificationError(
            "proof.file-differs", check=Check.FILES, expected=expected, found=found
        )
    return replace(proven, checks=(*proven.checks, Check.FILES))


def _check_content(bundle: Bundle) -> None:
    """1. The archive is of the deposit's root and has the blocks on the way, and no others. 2. They
    lead to the file's CID. 3. The SHA-256 is that of the CID, where the CID is of plain bytes.
    """
    content = bundle.content
    if content is None or content.car is None or content.path is None:
        raise VerificationError("proof.path-not-proven", check=Check.CONTENT)
    try:
        file = _followed(content.cid, content.car, content.path)
    except QoimaError as error:
        raise VerificationError("proof.path-not-proven", check=Check.CONTENT) from error
    if str(file) != content.file:
        raise VerificationError("proof.file-cid-differs", check=Check.CONTENT)
    if _sha256_of(file) != content.sha256:
        raise VerificationError("proof.sha256-differs", check=Check.CONTENT)


def _followed(cid: str, car: bytes, path: str) -> Cid:
    root, sections = open_car(io.BytesIO(car), _MOST_CAR_BYTES)
    blocks = list(sections)
    store = _Given(dict(blocks))
    *passed, file = trail(store, root, path)
    whole = b"".join(write_blocks(root, blocks))
    if str(root) != cid or whole != car or passed != [each for each, _ in blocks]:
        raise NotFound("content.no-such-path", cid=cid, path=path)
    return file


def _whole(source: Bytes, most: int) -> str:
    """The root of an archive that has all blocks under it, and no others."""
    root, sections = open_car(source, most)
    links: dict[Cid, tuple[Cid, ...]] = {}
    for cid, block in sections:
        raw = cid.codec == RAW
        links[cid] = () if raw else tuple(each.cid for each in parse_node(cid, block).links)
    waiting, met = [root], set[Cid]()
    while waiting:
        cid = waiting.pop()
        if cid not in met:
            met.add(cid)
            waiting.extend(links.get(cid, ()))
    if met != links.keys():
        raise NotFound("content.missing", cid=str(root))
    return str(root)


def _sha256_of(file: Cid) -> str | None:
    return "0x" + file.digest.hex() if file.codec == RAW else None


@dataclass(frozen=True)
class _Given(NoStore):
    """The blocks of a bundle."""

    blocks: Mapping[Cid, bytes]

    def get(self, cid: Cid) -> bytes:
        """Return a block that is there."""
        if cid not in self.blocks:
            raise NotFound("content.missing", cid=str(cid))
        return self.blocks[cid]

    def has(self, cid: Cid) -> bool:
        """Tell whether it is there."""
        return cid in self.blocks
