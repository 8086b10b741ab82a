"""The node's own keys: encrypted keystore files, readable by their owner only."""

from __future__ import annotations

import json
import os
import secrets
from typing import TYPE_CHECKING, Any

from eth_keyfile.keyfile import create_keyfile_json, decode_keyfile_json
from eth_keys.datatypes import PrivateKey

from node.errors import NotFound, Rejected, VerificationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["new_key", "read_key", "write_key"]


def new_key() -> PrivateKey:
    """A key from the system's random source."""
    return PrivateKey(secrets.token_bytes(32))


def write_key(path: Path, key: PrivateKey, password: str, scrypt_n: int | None = None) -> None:
    """Encrypt a key into a new file of mode 0600 (Web3 Secret Storage, version 3).

    `scrypt_n` is the work factor, a power of two; None means the format's customary 262144.
    """
    document: dict[str, Any] = create_keyfile_json(
        key.to_bytes(), password.encode(), kdf="scrypt", iterations=scrypt_n
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(document, file)
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path, password: str) -> PrivateKey:
    """Decrypt a key.

    Raises NotFound `key.missing`, VerificationError `key.unreadable`, Rejected `key.password`.
    """
    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise NotFound("key.missing", path=str(path)) from error
    except ValueError as error:
        raise VerificationError("key.unreadable", path=str(path)) from error
    try:
        secret: bytes = decode_keyfile_json(document, password.encode())
    except (KeyError, TypeError, NotImplementedError) as error:
        raise VerificationError("key.unreadable", path=str(path)) from error
    except ValueError as error:  # the MAC of the file does not match
        raise Rejected("key.password", path=str(path)) from error
    return PrivateKey(secret)
