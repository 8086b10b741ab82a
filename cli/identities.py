"""Age identities of the person who reads: made, found, opened."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.exits import UsageError
from cli.keys import check_name, password_file, read_password
from ledger.errors import Conflict, Rejected

if TYPE_CHECKING:
    from pyrage import ssh, x25519

    from cli.settings import Settings

    Identity = x25519.Identity | ssh.Identity

__all__ = ["IdentityFile", "create_identity", "open_identities"]

_ENDING: Final = ".age"
_MAX_BYTES: Final = 1 << 20
_AGE: Final = b"age-encryption.org/v1\n"


@dataclass(frozen=True)
class IdentityFile:
    """An identity on this machine, and the recipient that others encrypt to."""

    name: str
    recipient: str
    path: Path


def create_identity(settings: Settings, name: str, password: str) -> IdentityFile:
    """A new identity in `keys/NAME.age`, encrypted by the password as `age -p` does.

    Raises UsageError `key.bad-name`, Conflict `key.exists`.
    """
    from pyrage import passphrase, x25519

    check_name(name)
    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    text = f"# public key: {recipient}\n{identity}\n"
    settings.keys_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.keys_folder / f"{name}{_ENDING}"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Conflict("key.exists", name=name) from error
    with os.fdopen(handle, "wb") as file:
        file.write(passphrase.encrypt(text.encode(), password))
        file.flush()
        os.fsync(file.fileno())
    return IdentityFile(name, recipient, path)


def open_identities(settings: Settings, name: str) -> list[Identity]:
    """What a file of identities holds: ours by name, or any of age's or an SSH key by its path.

    A file that is itself encrypted by a password is opened with it.
    Raises UsageError `input.identity-unreadable` (path), `key.password-needed` (name),
    Rejected `key.wrong-password` (name).
    """
    own = settings.keys_folder / f"{name}{_ENDING}"
    path = own if own.is_file() else Path(name)
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
        text = (_decrypted(settings, path, data) if data.startswith(_AGE) else data).decode()
        return _parsed(text)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise UsageError("input.identity-unreadable", path=str(path)) from error


def _decrypted(settings: Settings, path: Path, data: bytes) -> bytes:
    from pyrage import DecryptError, passphrase

    password = read_password(password_file(settings, path.parent), path.stem)
    try:
        return passphrase.decrypt(data, password)
    except DecryptError as error:
        raise Rejected("key.wrong-password", name=path.stem) from error


def _parsed(text: str) -> list[Identity]:
    """Raise ValueError for what holds no identity."""
    from pyrage import IdentityError, ssh, x25519

    try:
        if "PRIVATE KEY-----" in text:
            return [ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines()]
        found: list[Identity] = [
            x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")
        ]
    except IdentityError as error:
        raise ValueError("no identity") from error
    if not found:
        raise ValueError("no identity")
    return found
