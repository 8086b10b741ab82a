"""Keystores of the person who signs: made, found, opened."""

from __future__ import annotations

import getpass
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.exits import UsageError
from ledger.errors import Conflict, Rejected

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from cli.settings import Settings

__all__ = [
    "KeyFile",
    "check_name",
    "create",
    "find",
    "listed",
    "open_key",
    "password_file",
    "read_password",
]

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_GENERATED: Final = "password"
"""File beside keystores that `qoima node init` makes when it was given no password."""


@dataclass(frozen=True)
class KeyFile:
    """An encrypted keystore (Web3 Secret Storage, version 3) on this machine."""

    name: str
    address: str
    path: Path


def create(settings: Settings, name: str, password: str) -> KeyFile:
    """A new key in `keys/NAME.json`, readable by its owner only.

    Raises UsageError `key.bad-name`, Conflict `key.exists`.
    """
    from eth_account import Account

    check_name(name)
    settings.keys_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.keys_folder / f"{name}.json"
    account: LocalAccount = Account.create()
    keystore = json.dumps(account.encrypt(password), indent=2)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Conflict("key.exists", name=name) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(keystore + "\n")
        file.flush()
        os.fsync(file.fileno())
    return KeyFile(name, account.address, path)


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a file anywhere; UsageError `key.bad-name` (name)."""
    if not _NAME.fullmatch(name):
        raise UsageError("key.bad-name", name=name)


def listed(settings: Settings) -> tuple[KeyFile, ...]:
    """Own keys by name, then those of the node on this machine."""
    folders = (settings.keys_folder, settings.node_folder / "keys")
    paths = [path for folder in folders for path in sorted(folder.glob("*.json"))]
    return tuple(_read(path) for path in paths)


def find(settings: Settings, name: str) -> KeyFile:
    """A key by the path of its keystore, or by its name or address among `listed`.

    Raises UsageError `key.unknown`, `key.unreadable`.
    """
    if Path(name).suffix == ".json" and Path(name).is_file():
        return _read(Path(name))
    for key in listed(settings):
        if name == key.name or name.lower() == key.address.lower():
            return key
    raise UsageError("key.unknown", name=name)


def open_key(settings: Settings, key: KeyFile) -> LocalAccount:
    """Decrypt a key; raises Rejected `key.wrong-password`, UsageError `key.password-needed`."""
    from eth_account import Account

    password = read_password(password_file(settings, key.path.parent), key.name)
    try:
        secret = Account.decrypt(json.loads(key.path.read_text("ascii")), password)
    except (ValueError, TypeError, KeyError) as error:
        raise Rejected("key.wrong-password", name=key.name) from error
    account: LocalAccount = Account.from_key(secret)
    return account


def password_file(settings: Settings, folder: Path) -> Path | None:
    """What opens the keystores of a folder: the password generated with them, or that set."""
    generated = folder / _GENERATED
    return generated if generated.is_file() else settings.password_file


def read_password(file: Path | None, name: str, *, twice: bool = False) -> str:
    """The first line of `file`, or what a person types; an empty one is refused.

    Raises UsageError `key.password-needed`, `key.password-unreadable`, `key.password-differs`.
    """
    password = _from_file(file) if file else _typed(name, twice=twice)
    if not password:
        raise UsageError("key.password-needed", name=name)
    return password


def _from_file(file: Path) -> str:
    try:
        return file.read_text("utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("key.password-unreadable", path=str(file)) from error


def _typed(name: str, *, twice: bool) -> str:
    if not sys.stdin.isatty():
        raise UsageError("key.password-needed", name=name)
    password = getpass.getpass(f"{name}: ")
    if twice and getpass.getpass(f"{name} (2): ") != password:
        raise UsageError("key.password-differs")
    return password


def _read(path: Path) -> KeyFile:
    from eth_utils.address import to_checksum_address

    try:
        address = to_checksum_address("0x" + json.loads(path.read_text("ascii"))["address"][-40:])
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError("key.unreadable", path=str(path)) from error
    return KeyFile(path.stem, address, path)
