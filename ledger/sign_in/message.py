"""The message of Sign-In with Ethereum (ERC-4361): read strictly, and written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.addresses import parse_address
from ledger.errors import Rejected
from ledger.sign_in.uris import instant, is_authority, is_uri

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.types import Address

__all__ = ["LONGEST", "Message", "read_message", "written"]

LONGEST: Final = 4096
"""Characters of the longest message that is read."""

_WANTS: Final = " wants you to sign in with your Ethereum account:"
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")
_STATEMENT: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;= ]+")
_NONCE: Final = re.compile(r"[A-Za-z0-9]{8,128}")
_CHAIN: Final = re.compile(r"0|[1-9][0-9]{0,19}")
_REQUEST: Final = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*")


@dataclass(frozen=True, slots=True)
class Message:
    """What is signed. Moments stay as they are written (RFC 3339), for the signature is of that."""

    domain: str
    address: Address
    uri: str
    chain_id: int
    nonce: str
    issued_at: str
    scheme: str | None = None
    statement: str | None = None
    expiration_time: str | None = None
    not_before: str | None = None
    request_id: str | None = None
    resources: tuple[str, ...] | None = None


def read_message(text: str) -> Message:
    """Read a message by the grammar of ERC-4361, line by line, in its one order.

    Raises Rejected("sign-in.malformed", line=), counted from 1, for anything else.
    """
    if len(text) > LONGEST:
        raise Rejected("sign-in.malformed", line=1)
    lines = _Lines(text.split("\n"))
    scheme, domain = _head(lines)
    address = _address(lines)
    statement = _statement(lines)
    uri = lines.labelled("URI: ", is_uri)
    lines.labelled("Version: ", lambda value: value == "1")
    chain = lines.labelled("Chain ID: ", lambda value: bool(_CHAIN.fullmatch(value)))
    message = Message(
        scheme=scheme,
        domain=domain,
        address=address,
        statement=statement,
        uri=uri,
        chain_id=int(chain),
        nonce=lines.labelled("Nonce: ", lambda value: bool(_NONCE.fullmatch(value))),
        issued_at=lines.labelled("Issued At: ", _is_instant),
        expiration_time=lines.perhaps("Expiration Time: ", _is_instant),
        not_before=lines.perhaps("Not Before: ", _is_instant),
        request_id=lines.perhaps("Request ID: ", lambda v: bool(_REQUEST.fullmatch(v))),
        resources=_resources(lines),
    )
    lines.end()
    return message


def written(message: Message) -> str:
    """The text that is signed."""
    head = "" if message.scheme is None else f"{message.scheme}://"
    statement = [] if message.statement is None else [message.statement]
    lines = [f"{head}{message.domain}{_WANTS}", message.address, "", *statement, ""]
    lines += [f"URI: {message.uri}", "Version: 1", f"Chain ID: {message.chain_id}"]
    lines += [f"Nonce: {message.nonce}", f"Issued At: {message.issued_at}"]
    for label, value in (
        ("Expiration Time", message.expiration_time),
        ("Not Before", message.not_before),
        ("Request ID", message.request_id),
    ):
        if value is not None:
            lines.append(f"{label}: {value}")
    if message.resources is not None:
        lines += ["Resources:", *(f"- {each}" for each in message.resources)]
    return "\n".join(lines)


class _Lines:
    """The lines that are still to be read."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0

    def next(self) -> str:
        if self._at >= len(self._lines):
            raise self.refusal()
        self._at += 1
        return self._lines[self._at - 1]

    def refusal(self) -> Rejected:
        """What is wrong is the line that was read last."""
        return Rejected("sign-in.malformed", line=max(1, min(self._at, len(self._lines))))

    def labelled(self, label: str, fits: Callable[[str], bool]) -> str:
        line = self.next()
        value = line.removeprefix(label)
        if not line.startswith(label) or not fits(value):
            raise self.refusal()
        return value

    def perhaps(self, label: str, fits: Callable[[str], bool]) -> str | None:
        if self._at >= len(self._lines) or not self._lines[self._at].startswith(label):
            return None
        return self.labelled(label, fits)

    def end(self) -> None:
        if self._at != len(self._lines):
            self._at += 1
            raise self.refusal()


def _head(lines: _Lines) -> tuple[str | None, str]:
    line = lines.next()
    named = line.removesuffix(_WANTS)
    before, mark, after = named.partition("://")
    scheme, domain = (before, after) if mark else (None, named)
    fits = line.endswith(_WANTS) and is_authority(domain)
    if not fits or (scheme is not None and not _SCHEME.fullmatch(scheme)):
        raise lines.refusal()
    return scheme, domain


def _address(lines: _Lines) -> Address:
    line = lines.next()
    try:
        address = parse_address(line)
    except Rejected:
        raise lines.refusal() from None
    if address != line:
        raise lines.refusal()
    return address


def _statement(lines: _Lines) -> str | None:
    if lines.next():
        raise lines.refusal()
    line = lines.next()
    if not line:
        return None
    if not _STATEMENT.fullmatch(line):
        raise lines.refusal()
    if lines.next():
        raise lines.refusal()
    return line


def _resources(lines: _Lines) -> tuple[str, ...] | None:
    if lines.perhaps("Resources:", lambda value: not value) is None:
        return None
    found = []
    while (each := lines.perhaps("- ", is_uri)) is not None:
        found.append(each)
    return tuple(found)


def _is_instant(value: str) -> bool:
    try:
        instant(value)
    except (ValueError, OverflowError):
        return False
    return True
