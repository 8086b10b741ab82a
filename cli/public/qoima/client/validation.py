"""The one question about anything: a file, a digest, a CID, a SWHID, a record, a proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ledger.proofs.model import MEDIA_TYPE
from qoima.client.digests import file_digest, hexed
from qoima.client.models import Verdict, read

if TYPE_CHECKING:
    from qoima.client.http import Client, Json

__all__ = ["asked", "given", "of_file", "of_proof", "of_subject"]

_PATH: Final = "/v1/verifications"


def of_file(client: Client, path: Path) -> Verdict:
    """Whether a file's bytes are on record; they stay here, only their SHA-256 is sent.

    Raises InputError `input.file-unreadable` (path).
    """
    return of_subject(client, hexed(file_digest(Path(path))))


def of_subject(client: Client, subject: str) -> Verdict:
    """What is known of a SHA-256, a CID, a SWHID, a transaction's hash or `deposit:12`."""
    return read(Verdict, asked(client, subject).get("data"), client)


def of_proof(client: Client, bundle: bytes) -> Verdict:
    """Whether a proof holds, and whether the record still stands as it says."""
    return read(Verdict, given(client, bundle).get("data"), client)


def asked(client: Client, subject: str) -> Json:
    """The whole answer about a subject, as it came."""
    return client.get(f"{_PATH}/{quote(subject, safe=':')}")


def given(client: Client, bundle: bytes) -> Json:
    """The whole answer about a proof, as it came."""
    return client.give(_PATH, bundle, MEDIA_TYPE)
