"""Git bundles that are incomplete, lie, blow up, or hold what git would not write."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from depository.archive import ArchiveKind, Limits
from tests.depository.archive.hostile.row import MIB, Hostile, of_bytes
from tests.depository.archive.packs import (
    BLOB,
    COMMIT,
    TAG,
    TREE,
    PackMaker,
    bundle,
    copies,
    delta,
    entry,
    of_tree,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ROWS"]

_ELSEWHERE = bytes(range(20))


def _good(head: str = "# v2 git bundle\n", **refs: str) -> bytes:
    """A bundle of one file; `refs` says further lines."""
    maker = PackMaker()
    tree = maker.add(TREE, entry("100644", "a", maker.add(BLOB, b"a")))
    commit = maker.add(COMMIT, b"tree %s\n\n" % tree.hex().encode())
    return bundle(maker.pack(), dict.fromkeys(refs or ("HEAD",), commit), head)


def _with(mode: str, name: str | bytes, data: bytes = b"x") -> bytes:
    """A bundle of a tree with one entry."""
    maker = PackMaker()
    return of_tree(maker, [entry(mode, name, maker.add(BLOB, data))])


def _names(*names: str) -> bytes:
    maker = PackMaker()
    blob = maker.add(BLOB, b"x")
    return of_tree(maker, [entry("100644", name, blob) for name in names])


def _folder(name: str, below: str) -> bytes:
    maker = PackMaker()
    inner = maker.add(TREE, entry("100644", below, maker.add(BLOB, b"x")))
    return of_tree(maker, [entry("40000", name, inner)])


def _folders(levels: int, each: int) -> bytes:
    """Trees of trees: each level holds the one below under several names."""
    maker = PackMaker()
    inner = maker.add(TREE, entry("100644", "f", maker.add(BLOB, b"x")))
    for _ in range(levels):
        inner = maker.add(TREE, b"".join(entry("40000", f"{n}", inner) for n in range(each)))
    return of_tree(maker, [entry("40000", "top", inner)])


def _same_folder_again(levels: int) -> bytes:
    maker = PackMaker()
    inner = maker.add(TREE, entry("100644", "f", maker.add(BLOB, b"x")))
    for _ in range(levels):
        inner = maker.add(TREE, entry("40000", "d", inner) * 2)
    return of_tree(maker, [entry("40000", "top", inner)])


def _pointing(mode: str, kind: int | None) -> bytes:
    """An entry that points to what is not there or is something else."""
    maker = PackMaker()
    target = _ELSEWHERE if kind is None else maker.add(kind, b"")
    return of_tree(maker, [entry(mode, "a", target)])


def _ref_to(kind: int, data: bytes) -> bytes:
    maker = PackMaker()
    target = maker.add(kind, data)
    return bundle(maker.pack(), {"HEAD": target})


def _tags() -> bytes:
    maker = PackMaker()
    target = maker.add(TREE, entry("100644", "a", maker.add(BLOB, b"a")))
    for _ in range(9):
        target = maker.add(TAG, b"object %s\ntype tag\n" % target.hex().encode())
    return bundle(maker.pack(), {"HEAD": target})


def _packed(
    fill: Callable[[PackMaker], object], count: int | None = None, version: int = 2
) -> bytes:
    maker = PackMaker()
    fill(maker)
    return bundle(maker.pack(count, version), {"HEAD": _ELSEWHERE})


def _delta(change: bytes, back: int | None = None) -> bytes:
    """A delta on a file of 100 bytes."""

    def fill(maker: PackMaker) -> None:
        maker.add(BLOB, b"y" * 100)
        maker.add_by_offset(maker.place if back is None else back, change)

    return _packed(fill)


def _towers(levels: int) -> bytes:
    """Each delta makes eight of what it stands on."""

    def fill(maker: PackMaker) -> None:
        size, before = 1024, maker.place
        maker.add(BLOB, b"z" * size)
        for _ in range(levels):
            piece = min(size, 4 * MIB)
            change = delta(size, 8 * size, copies(8 * size // piece, piece))
            before = maker.add_by_offset(maker.place - before, change)
            size *= 8

    return _packed(fill)


def _wide(deltas: int) -> bytes:
    """Many deltas, each of which makes 16 MiB of a little."""

    def fill(maker: PackMaker) -> None:
        maker.add(BLOB, bytes(1024))
        for n in range(deltas):
            change = delta(1024, 16384 * 1024 + 1, copies(16384, 1024) + bytes([1, n]))
            maker.add_by_offset(maker.place, change)

    return _packed(fill)


def _circle() -> bytes:
    def fill(maker: PackMaker) -> None:
        maker.add(BLOB, b"x")
        maker.add_by_name(_ELSEWHERE, delta(1, 1, b"\1x"))

    return _packed(fill)


def _spoiled(at: int) -> bytes:
    whole = bytearray(_good())
    whole[at] ^= 1
    return bytes(whole)


def _row(name: str, make: Callable[[], bytes], code: str, limits: Limits | None = None) -> Hostile:
    made = of_bytes(make)
    return Hostile(name, ArchiveKind.GIT_BUNDLE, made, f"archive.{code}", limits or Limits(), 192)


_LINK, _MODULE, _FILE = "120000", "160000", "100644"
_V3 = "# v3 git bundle\n"
_COPY = copies(1, 100)

ROWS = (
    _row("a prerequisite", lambda: _good(f"# v2 git bundle\n-{'ab' * 20} x\n"), "git-incomplete"),
    _row("a filter", lambda: _good(_V3 + "@filter=blob:none\n"), "git-incomplete"),
    _row("ids of SHA-256", lambda: _good(_V3 + "@object-format=sha256\n"), "git-unsupported"),
    _row("a new capability", lambda: _good(_V3 + "@colour=blue\n"), "git-unsupported"),
    _row("several refs, no HEAD", lambda: _good(main="", next=""), "git-several-refs"),
    _row("no refs", lambda: bundle(PackMaker().pack(), {}), "empty"),
    _row("a line that is no ref", lambda: _good("# v2 git bundle\nwhat\n"), "damaged"),
    _row("another version", lambda: _good("# v9 git bundle\n"), "damaged"),
    _row("no end of the refs", lambda: b"# v2 git bundle\n" + b"x" * 99, "truncated"),
    _row("two megabytes of refs", lambda: b"# v2 git bundle\n" + b"x" * 2 * MIB, "damaged"),
    _row("a symbolic link", lambda: _with(_LINK, "link", b"/etc/passwd"), "symlink"),
    _row("a submodule", lambda: _with(_MODULE, "module"), "submodule"),
    _row("a mode of old", lambda: _with("100664", "a"), "unsupported-entry"),
    _row("a folder's mode with a zero", lambda: _with("040000", "a"), "unsupported-entry"),
    _row("the name ..", lambda: _folder("..", "x"), "path-escapes"),
    _row("the name .", lambda: _folder(".", "x"), "path-not-plain"),
    _row("a name with a slash", lambda: _with(_FILE, "../x"), "path-not-plain"),
    _row("an empty name", lambda: _with(_FILE, ""), "path-not-plain"),
    _row("a folder of git's own", lambda: _folder(".git", "config"), "git-reserved-name"),
    _row("a folder of git's own, in capitals", lambda: _folder(".GIT", "x"), "git-reserved-name"),
    _row("a name that is no text", lambda: _with(_FILE, b"\xff\xfe"), "name-not-utf8"),
    _row("a name of 5,000 letters", lambda: _with(_FILE, "n" * 5000), "name-too-long"),
    _row("the same name twice", lambda: _names("a", "a"), "duplicate-name"),
    _row("names alike", lambda: _names("A", "a"), "names-alike"),
    _row("names equal in NFC", lambda: _names("и\u0306", "й"), "duplicate-name"),
    _row("another order", lambda: _names("b", "a"), "git-tree-differs"),
    _row("an empty folder", partial(_pointing, "40000", TREE), "empty"),
    _row("a file that is not there", partial(_pointing, _FILE, None), "git-object-missing"),
    _row("a file that is a tree", partial(_pointing, _FILE, TREE), "git-object-missing"),
    _row("a folder that is a file", partial(_pointing, "40000", BLOB), "git-object-missing"),
    _row("a tree that breaks off", lambda: of_tree(PackMaker(), [b"100644 a\0abc"]), "damaged"),
    _row("a ref to nothing", lambda: _packed(lambda m: m.add(BLOB, b"")), "git-object-missing"),
    _row("a ref to a file", partial(_ref_to, BLOB, b"x"), "git-unsupported"),
    _row("a commit without a tree", partial(_ref_to, COMMIT, b"parent"), "git-unsupported"),
    _row("tags of tags", _tags, "git-unsupported"),
    _row("a folder a hundred deep", lambda: _folders(100, 1), "too-deep"),
    _row("a tree bomb", lambda: _folders(30, 10), "too-many-files", Limits(max_files=500)),
    _row("a tree bomb of one name", partial(_same_folder_again, 60), "duplicate-name"),
    _row("a wrong sum of the pack", partial(_spoiled, -1), "damaged"),
    _row("an object that is damaged", partial(_spoiled, -30), "damaged"),
    _row("something behind", lambda: _good() + b"more", "foreign-data"),
    _row("no pack", lambda: bundle(b"JUNK" + bytes(30), {"HEAD": _ELSEWHERE}), "damaged"),
    _row("a pack of version 9", lambda: _packed(lambda m: None, version=9), "damaged"),
    _row("more objects than there are", lambda: _packed(lambda m: m.add(BLOB, b""), 9), "damaged"),
    _row("a billion objects", lambda: _packed(lambda m: None, 1 << 30), "too-many-files"),
    _row("a size too large", lambda: _packed(lambda m: m.add(BLOB, b"x", 2)), "damaged"),
    _row("a size too small", lambda: _packed(lambda m: m.add(BLOB, b"xyz", 2)), "damaged"),
    _row(
        "a size of 2^60",
        lambda: _packed(lambda m: m.add(BLOB, b"x", 1 << 60)),
        "expands-too-much",
    ),
    _row(
        "256 MiB of zeros",
        lambda: _packed(lambda m: m.add(BLOB, bytes(256 * MIB))),
        "git-object-missing",
    ),
    _row("a bomb of files", lambda: _with(_FILE, "zeros", bytes(40 * MIB)), "expands-too-much"),
    _row(
        "a kind that does not exist",
        lambda: _packed(lambda m: m.add_by_offset(1, b"", 5)),
        "damaged",
    ),
    _row("a delta on nothing", lambda: _delta(delta(100, 100, _COPY), 7), "damaged"),
    _row("a delta on what is before the pack", lambda: _delta(b"", 1 << 40), "damaged"),
    _row("a delta on what is elsewhere", _circle, "git-incomplete"),
    _row("a delta on another size", lambda: _delta(delta(99, 100, _COPY)), "damaged"),
    _row(
        "a delta that copies too much", lambda: _delta(delta(100, 100, copies(1, 101))), "damaged"
    ),
    _row("a delta that makes too much", lambda: _delta(delta(100, 99, _COPY)), "damaged"),
    _row("a delta that makes too little", lambda: _delta(delta(100, 101, _COPY)), "damaged"),
    _row("a delta that does nothing", lambda: _delta(delta(100, 100, b"\0")), "damaged"),
    _row("a delta that breaks off", lambda: _delta(delta(100, 9, b"\x09abc")), "damaged"),
    _row("a delta without numbers", lambda: _delta(b"\xff" * 20), "damaged"),
    _row(
        "a delta of 2^60 bytes", lambda: _delta(delta(100, 1 << 60, _COPY)), "git-object-too-large"
    ),
    _row("deltas on deltas", partial(_towers, 6), "git-object-too-large"),
    _row("many large deltas", partial(_wide, 20), "expands-too-much"),
)
