"""Depositing: the CID is computed here, the content streamed, and only that CID is signed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from depository.archive import ArchiveKind, detect, entries
from depository.blocks import NoStore
from depository.package import pack
from ledger.errors import Conflict
from qoima.client.digests import hexed
from qoima.client.errors import InputError, ProblemError
from qoima.client.resumable import PIECE_BYTES, Sending, measured
from qoima.client.trust import Meant
from qoima.client.upload import MultipartBody, file_pieces, tar_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from depository.archive import Entry, Limits
    from depository.components import Declaration
    from depository.metadata import Metadata, Provenance
    from depository.package import Package
    from ledger.localized import Localized
    from qoima.client.agent import Agent, Done
    from qoima.client.http import Json

__all__ = ["Payload", "Wanted", "compute", "deposit", "facts_of", "send_draft"]

_NO_CONCLUSION: Final = bytes(32)
_SPOILT: Final = frozenset({"upload.damaged", "upload.digest-differs", "package.cid-differs"})


@dataclass(frozen=True)
class Payload:
    """A folder or an archive on this machine; `exclude` tells by path what stays out of a folder.

    `as_file` takes a file as it is, archive or not, under its own name.
    Raises InputError `input.as-file-folder` (path), and `input.exclude-archive` (path): an archive
    is sent as it is.
    """

    path: Path
    limits: Limits
    exclude: Callable[[str], bool] | None = None
    as_file: bool = False
    sent: Callable[[int], None] | None = None

    def __post_init__(self) -> None:
        if self.as_file and self.path.is_dir():
            raise InputError("input.as-file-folder", path=str(self.path))
        if self.exclude and not self.path.is_dir():
            raise InputError("input.exclude-archive", path=str(self.path))

    def entries(self) -> Iterator[Entry]:
        """Its files, from the first one on."""
        if self.as_file:
            return entries(self.path, ArchiveKind.FILE, self.limits, name=self.path.name)
        return entries(self.path, None, self.limits, self.exclude)

    def is_repacked(self) -> bool:
        """Whether it is sent as a tar: a folder, and a single file too."""
        return self.as_file or self.path.is_dir()

    def kind(self) -> ArchiveKind:
        """The kind of what is sent."""
        return ArchiveKind.TAR if self.is_repacked() else detect(self.path)

    def pieces(self, start: int = 0) -> Iterator[bytes]:
        """What is sent, from an offset on."""
        if self.is_repacked():
            return tar_pieces(self.entries(), start)
        return file_pieces(self.path, start)

    def told(self) -> Iterator[bytes]:
        """What is sent; `sent` is told of each piece: its bytes, taken back if it breaks off."""
        told = 0
        try:
            for piece in self.pieces():
                told += len(piece)
                if self.sent:
                    self.sent(len(piece))
                yield piece
        except GeneratorExit:
            if self.sent:
                self.sent(-told)
            raise


@dataclass(frozen=True)
class Wanted:
    """What is to be recorded of a payload; `previous` is the deposit that it supersedes."""

    metadata: Metadata
    provenance: Provenance
    package: Package
    previous: int | None = None


def compute(
    payload: Payload, metadata: Metadata, progress: Callable[[int], None] | None = None
) -> Package:
    """The package that the payload will be, with its CID; nothing is stored or sent."""
    return pack(payload.entries(), metadata, NoStore(), progress=progress)


def facts_of(package: Package) -> dict[str, Any]:
    """What is told of a package that was computed here."""
    return {
        "cid": str(package.cid),
        "swhid": package.swhid,
        "files": package.file_count,
        "size": package.size,
    }


def deposit(agent: Agent, payload: Payload, wanted: Wanted, notes: Path | None = None) -> Done:
    """Send the payload with the CID that was computed here, sign that CID, wait until final.

    What is large goes in pieces where there is a folder `notes` to remember the upload in, so
    that a repetition after a break goes on from there.
    Raises VerificationError `signing.differs` when the server wants anything else signed, and
    Conflict `draft.too-old` (expired_at) for a draft whose content may be gone.
    """
    fields = _asked(agent, payload, wanted)
    if notes is not None and wanted.package.size > PIECE_BYTES:
        content = measured(payload.pieces)
        sending = Sending(agent.client, agent.address, content, notes, payload.sent)
        draft = _sent_in_pieces(sending, fields, agent.once)
        done = _carried_out(agent, draft, wanted)
        sending.forget()
        return done
    return _carried_out(agent, _sent_whole(agent, payload, fields), wanted)


def send_draft(agent: Agent, payload: Payload, wanted: Wanted) -> Json:
    """Send the payload with the CID that was computed here; the draft, which is not signed."""
    return _sent_whole(agent, payload, _asked(agent, payload, wanted))


def _sent_whole(agent: Agent, payload: Payload, fields: Mapping[str, Any]) -> Json:
    body = MultipartBody(fields, f"content.{payload.kind()}", payload.told)
    return agent.client.upload("/v1/deposits", body.pieces, body.media_type, agent.once)


def _asked(agent: Agent, payload: Payload, wanted: Wanted) -> dict[str, Any]:
    conclusion = wanted.provenance.conclusion
    fields = _fields(wanted.metadata)
    fields |= {"sender": agent.address, "expected_cid": str(wanted.package.cid)}
    fields["archive"] = str(payload.kind())
    fields["origin"] = wanted.provenance.origin.word
    if conclusion is not None:
        fields["conclusion"] = hexed(conclusion)
    if wanted.previous is not None:
        fields["previous"] = wanted.previous
    return fields


def _sent_in_pieces(sending: Sending, fields: Mapping[str, Any], once: str | None) -> Json:
    """The draft of a deposit whose content is sent first; damaged content is not sent again."""
    upload = sending.send()
    try:
        return sending.client.post("/v1/deposits", {**fields, "upload": upload}, once)
    except ProblemError as error:
        if error.code in _SPOILT:
            sending.forget()
        raise


def _check_current(draft: Json, now: float) -> None:
    """Refuse a draft whose content may be gone: Conflict("draft.too-old", expired_at)."""
    expires_at = draft.get("expires_at")
    if expires_at is not None and datetime.fromisoformat(str(expires_at)).timestamp() <= now:
        raise Conflict("draft.too-old", expired_at=str(expires_at))


def _carried_out(agent: Agent, draft: Json, wanted: Wanted) -> Done:
    _check_current(draft, time.time())
    package, metadata, provenance = wanted.package, wanted.metadata, wanted.provenance
    conclusion = provenance.conclusion
    described = (int(metadata.kind), int(metadata.access), int(provenance.origin))
    facts = (bytes(package.root), package.size, *described, bytes(conclusion or _NO_CONCLUSION))
    if wanted.previous is None:
        return agent.carry_out(draft, Meant("depository", "deposit", facts))
    return agent.carry_out(draft, Meant("depository", "supersede", (wanted.previous, *facts)))


def _fields(metadata: Metadata) -> dict[str, Any]:
    return {
        "titles": _texts(metadata.titles),
        "version": metadata.version,
        "license": metadata.license,
        "kind": metadata.kind.word,
        "access": metadata.access.word,
        "description": _texts(metadata.description) if metadata.description else None,
        "authors": list(metadata.authors),
        "parts": None if metadata.parts is None else _parts(metadata.parts),
    }


def _parts(declared: Declaration) -> dict[str, Any]:
    present = {part.value: list(paths) for part, paths in declared.present}
    return {"present": present, "absent": {part.value: why for part, why in declared.absent}}


def _texts(texts: Localized) -> dict[str, str]:
    return texts.as_json()
