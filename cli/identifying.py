"""`qoima identity`: an account is bound to an organisation, and what is signed is read first."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from api.access.signing import Site
from api.identifying import written
from api.languages import LANGUAGES
from cli.exits import UsageError
from cli.keys import find, open_key
from cli.speech import speech
from ledger.addresses import parse_address
from ledger.deployment import read_deployment
from ledger.identities.model import Purpose, Statement
from qoima.client import identities
from qoima.client.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from cli.session import Session

__all__ = ["ask", "bind", "withdraw"]

_MOST_BYTES: Final = 1 << 20
_NONCE, _ISSUED, _EXPIRES = "0" * 32, 1, 2
_MOMENT: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_SIGNED: Final = frozenset({Purpose.ADMISSION, Purpose.CONFIRMATION})


def ask(session: Session, key: str, purpose: str, out: Path) -> dict[str, Any]:
    """Write a text that is to be signed; what is told says until when.

    Raises InputError `input.file-unwritable` (path).
    """
    account = _account(session, key)
    with session.client() as client:
        made = identities.challenge(client, account.address, Purpose(purpose))
    try:
        with out.open("xb") as file:
            file.write(str(made.pop("message", "")).encode())
    except OSError as error:
        raise InputError("input.file-unwritable", path=str(out)) from error
    return {**made, "file": str(out)}


def bind(session: Session, key: str, text: Path, signature: Path) -> dict[str, Any]:
    """Bind the account of a key to the organisation that signed a text.

    Raises InputError `input.file-unreadable` (path), VerificationError "identity.not-ours".
    """
    account = _account(session, key)
    try:
        said = _read(text).decode()
    except UnicodeDecodeError as error:
        raise InputError("input.file-unreadable", path=str(text)) from error
    cms, ours = _unarmored(_read(signature)), _ours(session, account, _SIGNED)
    with session.client() as client:
        return identities.bind(client, account, said, cms, ours)


def withdraw(session: Session, key: str, identity: str) -> dict[str, Any]:
    """Have what is kept of a binding be erased; raises VerificationError "identity.not-ours"."""
    account = _account(session, key)
    ours = _ours(session, account, frozenset({Purpose.WITHDRAWAL}))
    with session.client() as client:
        identities.withdraw(client, account, identity, ours)
    return {"withdrawn": identity}


def _account(session: Session, key: str) -> LocalAccount:
    return open_key(session.settings, find(session.settings, key))


def _ours(
    session: Session, account: LocalAccount, purposes: frozenset[Purpose]
) -> Callable[[str], bool]:
    """Whether a text is one that this program would write itself, in one of its languages: for
    this account, the trusted chain, a domain at which the server is known here, and a purpose.
    """
    settings = session.settings
    if not settings.deployment_file.is_file():
        raise UsageError("settings.no-deployment", path=str(settings.deployment_file))
    chain_id = read_deployment(settings.deployment_file).chain_id
    urls = {settings.server_url, settings.shown_url}
    forms = [
        _form(account, Site("", urlsplit(url).netloc, "", chain_id), purpose, language)
        for url in urls
        for purpose in purposes
        for language in LANGUAGES
    ]
    return lambda text: any(form.fullmatch(text) for form in forms)


def _form(account: LocalAccount, site: Site, purpose: Purpose, language: Any) -> re.Pattern[str]:
    address = parse_address(account.address)
    statement = Statement(address, purpose, _NONCE, _ISSUED, _EXPIRES)
    form = re.escape(written(statement, site, speech(language, "problems-identities")))
    form = form.replace(_NONCE, "[0-9a-f]{32}")
    for second in (_ISSUED, _EXPIRES):
        form = form.replace(re.escape(f"1970-01-01T00:00:0{second}Z"), _MOMENT)
    return re.compile(form)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        raise InputError("input.file-unreadable", path=str(path)) from error


def _unarmored(data: bytes) -> bytes:
    """DER, also of a file that openssl has armoured (PEM) or that is in base64."""
    body = re.sub(rb"-----[A-Z0-9 ]*-----", b"", data)
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error:
        return data
