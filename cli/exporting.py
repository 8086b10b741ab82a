"""`qoima export`: open data as one file, whose digest is asked for apart and compared."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cli.exits import UsageError
from cli.progress import bytes_bar
from ledger.errors import Unavailable, VerificationError

if TYPE_CHECKING:
    from pathlib import Path

    from cli.session import Session
    from qoima.client.http import Client

__all__ = ["Export", "fetch_export"]

_LINE: Final = re.compile(rb"([0-9a-f]{64})  [^\r\n]{1,300}\n")
_MOST_LINE: Final = 512


@dataclass(frozen=True)
class Export:
    """Which list, in which form, as of which block (None: the last one), and of what of it."""

    name: str
    form: str
    block: int | None = None
    asset: int | None = None
    account: str | None = None

    @property
    def path(self) -> str:
        """Where it is fetched."""
        return f"/v1/exports/{self.name}.{self.form}"

    def chosen(self, block: int) -> dict[str, str]:
        """The parameters at a block, at which it is the same file at any time."""
        given = {"block": block, "asset": self.asset, "account": self.account}
        return {name: str(value) for name, value in given.items() if value is not None}


def fetch_export(session: Session, export: Export, output: Path) -> dict[str, Any]:
    """Write an export to the new file `output`; it gets its name once its SHA-256 is the server's.

    Raises UsageError `input.output-exists` (path), `input.file-unwritable` (path),
    VerificationError `export.digest-differs` (expected, actual), Unavailable
    `server.strange-answer` (url), and what the client raises.
    """
    if output.exists():
        raise UsageError("input.output-exists", path=str(output))
    part = output.with_name(f".{output.name}.part")
    with session.client() as client:
        block = _last(client) if export.block is None else export.block
        chosen = export.chosen(block)
        try:
            size, actual = _written(session, client, export.path, chosen, part)
            expected = _digest(client, export.path, chosen)
            if actual != expected:
                raise VerificationError("export.digest-differs", expected=expected, actual=actual)
            part.replace(output)
        except OSError as error:
            raise UsageError("input.file-unwritable", path=str(output)) from error
        finally:
            part.unlink(missing_ok=True)
    return {"file": str(output), "size": size, "sha256": "0x" + actual, "block": block}


def _last(client: Client) -> int:
    return int(client.get("/v1/blocks", limit=1)["as_of"]["number"])


def _written(
    session: Session, client: Client, path: str, chosen: dict[str, str], part: Path
) -> tuple[int, str]:
    """The bytes that came and their SHA-256; they are on the disk."""
    size, digest = 0, hashlib.sha256()
    with (
        part.open("wb") as file,
        bytes_bar(session, "cli-fetching", None) as told,
        client.stream(path, **chosen) as pieces,
    ):
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            told(len(piece))
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _digest(client: Client, path: str, chosen: dict[str, str]) -> str:
    """The SHA-256 that the server names beside the file."""
    line = bytearray()
    with client.stream(f"{path}.sha256", **chosen) as pieces:
        for piece in pieces:
            line += piece
            if len(line) > _MOST_LINE:
                break
    found = _LINE.fullmatch(bytes(line))
    if found is None:
        raise Unavailable("server.strange-answer", url=client.url)
    return found[1].decode()
