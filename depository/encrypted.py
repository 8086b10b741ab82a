"""Tells files of the age format from any other, by their form alone: the keys are not here.

Source: C2SP, The age file encryption format, version 1.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from depository.archive.model import ArchiveRefused, Entry
from depository.text import shown
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depository.archive.model import Source

__all__ = ["HEAD_BYTES", "is_encrypted", "only_encrypted"]

HEAD_BYTES: Final = 1 << 16
"""The longest header that is looked for: some six hundred recipients."""

_PROBLEMS: Final = 100
_NONCE: Final = 16
_TAG: Final = 16
_SEALED_CHUNK: Final = (64 << 10) + _TAG

_VERSION: Final = b"age-encryption.org/v1\n"
_STANZA: Final = re.compile(
    rb"-> [!-~]+(?: [!-~]+)*\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)"
)
_CODE: Final = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")


def is_encrypted(head: bytes, size: int) -> bool:
    """Tell whether a file of `size` bytes that begins with `head` has the form of an age file.

    `head` has HEAD_BYTES, or all of a smaller file. 1. The version. 2. Stanzas, at least one,
    with canonical base64. 3. The code of the header. 4. A payload that could be: a nonce and
    chunks, none of them empty but the only one. Whether anybody can open it is not to be seen.
    """
    place = _header_bytes(head)
    if place is None:
        return False
    sealed = size - place - _NONCE
    last = sealed % _SEALED_CHUNK
    return sealed >= _TAG and (last == 0 or last > _TAG or sealed == _TAG)


def only_encrypted(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the files as they come; in the end, or after a hundred such, name all that are open.

    A package of limited access is encrypted before it leaves its possessor, so that the
    depository cannot read it (D-6).
    Raises Rejected("limited.not-encrypted", name=…) or ArchiveRefused with several of them.
    """
    problems: list[Rejected] = []
    for entry in entries:
        begun = _Begun(entry.source)
        if not is_encrypted(begun.head, entry.size):
            problems.append(Rejected("limited.not-encrypted", name=shown(entry.path)))
            if len(problems) >= _PROBLEMS:
                break
        yield Entry(entry.path, entry.size, begun, entry.executable)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ArchiveRefused(problems)


class _Begun:
    """A file whose first bytes were looked at."""

    def __init__(self, source: Source) -> None:
        self._source = source
        pieces, missing = [], HEAD_BYTES
        while missing and (piece := source.read(missing)):
            pieces.append(piece)
            missing -= len(piece)
        self.head = b"".join(pieces)
        self._left = self.head

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, first those that were looked at."""
        if not self._left:
            return self._source.read(size)
        piece, self._left = self._left[:size], self._left[size:]
        return piece


def _header_bytes(head: bytes) -> int | None:
    """Return how long the header is, or None if there is none."""
    if not head.startswith(_VERSION):
        return None
    place = len(_VERSION)
    while stanza := _STANZA.match(head, place):
        if not _is_canonical(stanza[1].replace(b"\n", b"")):
            return None
        place = stanza.end()
    code = _CODE.match(head, place)
    if place == len(_VERSION) or code is None or not _is_canonical(code[1]):
        return None
    return code.end()


def _is_canonical(text: bytes) -> bool:
    """Tell whether it is base64 without padding in which no bit is left over (RFC 4648 §3.5)."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return False
    return base64.b64encode(data).rstrip(b"=") == text
