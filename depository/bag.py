"""The files that make a folder of payload a BagIt 1.0 bag (RFC 8493)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depository.swhid import SourceFile
from ledger.errors import VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "BAGIT_TXT",
    "BAG_INFO",
    "CODEMETA",
    "DECLARATION",
    "GIT_TREE",
    "MANIFEST",
    "PAYLOAD",
    "TAG_MANIFEST",
    "bag_info",
    "git_tree",
    "manifest",
    "read_git_tree",
    "read_manifest",
]

BAGIT_TXT = "bagit.txt"
BAG_INFO = "bag-info.txt"
CODEMETA = "codemeta.json"
GIT_TREE = "git-tree.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PAYLOAD = "data"

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""The whole of bagit.txt (RFC 8493 §2.1.1)."""

_LINE = re.compile(rb"([0-9a-fA-F]{64})[ \t]+\*?(.+)\Z")
_TREE_LINE = re.compile(rb"(100644|100755) blob ([0-9a-f]{40})\t(.+)\Z")
_MAX_LINE = 64 << 10
_ESCAPES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_ESCAPED = re.compile(r"%(25|0[DdAa])")


def bag_info(size: int, count: int) -> bytes:
    """Return bag-info.txt: the Payload-Oxum only, so that equal payloads give equal bags.

    No date, host or program is named (RFC 8493 §2.2.2).
    """
    return f"Payload-Oxum: {size}.{count}\n".encode()


def manifest(files: Iterable[tuple[str, Digest]]) -> Iterator[bytes]:
    """Yield the lines of a manifest for paths within the bag (RFC 8493 §2.1.3), in their order."""
    for path, digest in files:
        yield f"{digest.hex()}  {_escaped(path)}\n".encode()


def git_tree(files: Iterable[SourceFile]) -> Iterator[bytes]:
    """Yield the lines of git-tree.txt: the payload as `git ls-tree -r` lists a tree, in its order.

    Paths are below `data/`, in UTF-8 and escaped as in a manifest. From it follow the SWHIDs of
    each file and of the whole tree, and which files are executable.
    """
    for file in files:
        mode = "100755" if file.executable else "100644"
        yield f"{mode} blob {file.blob.hex()}\t{_escaped(file.path)}\n".encode()


def read_git_tree(chunks: Iterable[bytes]) -> Iterator[SourceFile]:
    """Yield what `git_tree` was given.

    Raises VerificationError("bag.malformed", name=…) for the first bad line.
    """
    for line in _lines(chunks):
        matched = _TREE_LINE.match(line)
        try:
            if matched is None:
                raise ValueError
            path = _unescaped(matched[3])
        except ValueError as error:
            raise VerificationError("bag.malformed", name=GIT_TREE) from error
        yield SourceFile(path, matched[1] == b"100755", bytes.fromhex(matched[2].decode()))


def read_manifest(chunks: Iterable[bytes]) -> Iterator[tuple[str, Digest]]:
    """Yield the paths and digests of a manifest.

    Raises VerificationError("bag.malformed-manifest", line=…) for the first bad line.
    """
    for number, line in enumerate(_lines(chunks), 1):
        matched = _LINE.match(line)
        try:
            if matched is None:
                raise ValueError
            path = _unescaped(matched[2])
        except ValueError as error:
            raise VerificationError("bag.malformed-manifest", line=number) from error
        yield path, Digest(bytes.fromhex(matched[1].decode()))


def _escaped(path: str) -> str:
    for plain, escaped in _ESCAPES:
        path = path.replace(plain, escaped)
    return path


def _unescaped(path: bytes) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), path.decode())


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.removesuffix(b"\r")
        if len(rest) > _MAX_LINE:
            raise VerificationError("bag.malformed-manifest", line=0)
    if rest:
        yield rest
