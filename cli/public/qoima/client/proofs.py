"""Proof bundles: fetched from a server, verified here with nothing but what the caller trusts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from depository.proving import verify_file, verify_proof
from ledger.deployment import Deployment
from ledger.proofs.model import MAX_BYTES, Demands
from ledger.proofs.trust import trust_of
from qoima.client.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.proofs.model import Proven
    from ledger.proofs.trust import Trust
    from qoima.client.http import Client

__all__ = [
    "at",
    "of_deposit",
    "of_file",
    "of_holding",
    "of_notification",
    "of_record",
    "verified",
]

_MOST_FILE_BYTES: Final = 16 << 30


def of_deposit(client: Client, number: int, **chosen: Any) -> bytes:
    """The proof of a deposit. `about="ownership"` proves only whose it is.

    Of every proof: `block` is as of which block it is, `witness` whose signatures it is to have.
    """
    return at(client, f"/v1/deposits/{number}/proof", **chosen)


def of_file(client: Client, number: int, path: str, **chosen: Any) -> bytes:
    """The proof that a file, by its path, stands in a deposit."""
    return at(client, f"/v1/deposits/{number}/file-proofs/{quote(path)}", **chosen)


def of_record(client: Client, batch: int, index: int, **chosen: Any) -> bytes:
    """The proof that a record stands in a batch."""
    return at(client, f"/v1/deposit-batches/{batch}/records/{index}/proof", **chosen)


def of_holding(client: Client, number: int, account: str, **chosen: Any) -> bytes:
    """The proof of what an account holds of a class."""
    return at(client, f"/v1/assets/{number}/holders/{quote(account, safe='')}/proof", **chosen)


def of_notification(client: Client, number: int, **chosen: Any) -> bytes:
    """The proof that a notification was made."""
    return at(client, f"/v1/notifications/{number}/proof", **chosen)


def at(client: Client, address: str, **chosen: Any) -> bytes:
    """The proof at an address of the interface, 4 MiB at most; it is not verified yet."""
    return client.read(address, MAX_BYTES, **chosen)


def verified(
    bundle: bytes,
    trust: Trust | Deployment,
    file: Path | None = None,
    not_before: int = 0,
    most: int = _MOST_FILE_BYTES,
) -> Proven:
    """Verify a bundle, and that a file of at most `most` bytes is what it is about; ask nobody.

    `not_before` demands a block of that time or later (seconds since 1970). Raises
    VerificationError `proof.…` (check), InputError `input.file-unreadable` (path).
    """
    roots = trust_of(trust) if isinstance(trust, Deployment) else trust
    proven = verify_proof(bundle, roots, Demands(int(time.time()), not_before))
    if file is None:
        return proven
    try:
        with file.open("rb") as source:
            return verify_file(proven, source, most)
    except OSError as error:
        raise InputError("input.file-unreadable", path=str(file)) from error
