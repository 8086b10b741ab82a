"""Cases of files within a deposit and of files given with a bundle: the checks 15 and 16."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any, Final, Self

from depository.blocks import NoStore
from depository.car import open_car, write_blocks, write_car
from depository.cid import Cid, cid_of
from depository.proving import file_content_of
from depository.unixfs.builder import FileBuilder
from depository.unixfs.directory import build_directory
from depository.unixfs.node import Link
from tests.ledger.proofs.case import bad, good
from tests.support.forge import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.ledger.proofs.case import Case

__all__ = ["LARGE", "cases"]

LARGE: Final = bytes(3 << 19)
"""A file of two leaves."""

_PATH = (15, "path-not-proven")
_FILES: Final = {"main.py": b"print(1)\n", "оқы.txt": b"\xff\x00", "empty": b"", "large": LARGE}
_CROWD: Final = 5_000


def cases() -> Iterator[Case]:
    """All of them."""
    store, root = _deposit()
    yield from _proven(store, root)
    yield from _refused(store, root)
    yield from _given(store, root)


def _proven(store: _Memory, root: Cid) -> Iterator[Case]:
    for name, data in _FILES.items():
        yield good(f"file {name}", _plan(store, root, f"data/src/{name}"), file=data)
    yield good("file beside the payload", _plan(store, root, "bagit.txt"))
    yield good("file among thousands", _plan(store, root, f"data/crowd/{_named(77)}"), file=b"77")


def _refused(store: _Memory, root: Cid) -> Iterator[Case]:
    plan = _plan(store, root, "data/src/main.py")
    yield bad(_PATH, "archive cut off", plan, _car(lambda car: car[:-1]))
    yield bad(_PATH, "archive and a byte", plan, _car(lambda car: car + b"\0"))
    blocks = [(cid, store.get(cid)) for cid in store.blocks]
    passed = blocks_of(plan)
    for name, given in {
        "archive with a foreign block": [*passed, blocks[0]],
        "archive with a block less": passed[:-1],
        "archive in another order": [*passed[:1], *passed[:0:-1]],
        "archive with a block twice": [*passed, passed[-1]],
        "archive with no block": [],
    }.items():
        yield bad(_PATH, name, plan, _car(_always(b"".join(write_blocks(root, given)))))
    other = b"".join(write_blocks(passed[1][0], passed))
    yield bad(_PATH, "archive of another root", plan, _car(_always(other)))
    yield bad(_PATH, "block altered", plan, _car(lambda car: car[:-1] + bytes([car[-1] ^ 1])))
    yield bad(_PATH, "archive with a longer length", plan, _car(lambda car: b"\xba\0" + car[1:]))
    for path in ("data/src/other.py", "data/src", "data/src/main.py/x", "/data/src/main.py"):
        yield bad(_PATH, f"path {path}", plan, _put(path, "path"))
    yield bad((15, "file-cid-differs"), "other file", plan, _put("bafkrei" + "a" * 52, "file"))
    differs = (15, "sha256-differs")
    yield bad(differs, "CID right and digest wrong", plan, _put("0x" + "00" * 32, "sha256"))
    yield bad(differs, "digest left out", plan, _put(None, "sha256"))
    large = _plan(store, root, "data/src/large")
    yield bad(differs, "digest of a tree", large, _put("0x" + "00" * 32, "sha256"))


def _given(store: _Memory, root: Cid) -> Iterator[Case]:
    differs = (16, "file-differs")
    plan = _plan(store, root, "data/src/main.py")
    yield bad(differs, "another file given", plan, file=b"print(2)\n")
    yield bad(differs, "no byte given", plan, file=b"")
    large = _plan(store, root, "data/src/large")
    yield bad(differs, "large file with a byte less", large, file=LARGE[:-1])
    yield bad((16, "file-not-expected"), "file to a balance", Plan(kind="balance"), file=b"x")
    archive = b"".join(write_car(store, _tiny(store)))
    tiny = Plan(says={"root": "0x" + _tiny(store).digest.hex()})
    yield good("archive of the deposit", tiny, file=archive)
    malformed = (16, "archive-malformed")
    yield bad(malformed, "archive of the deposit cut off", tiny, file=archive[:-1])
    lone = b"".join(write_blocks(_tiny(store), [(_tiny(store), store.get(_tiny(store)))]))
    yield bad(malformed, "archive that lacks blocks", tiny, file=lone)
    foreign = archive + b"".join(write_car(store, root))[-100:]
    yield bad(malformed, "archive and more", tiny, file=foreign)
    yield bad(malformed, "no archive", tiny, file=b"print(1)\n")
    yield bad(differs, "archive of another deposit", file=archive)


def blocks_of(plan: Plan) -> list[tuple[Cid, bytes]]:
    """The blocks in the archive of a plan."""
    assert plan.content is not None
    car = base64.b64decode(plan.content["car"])
    return list(open_car(io.BytesIO(car), len(car))[1])


class _Memory(NoStore):
    """Blocks in memory, in the order in which they were made."""

    def __init__(self) -> None:
        self.blocks: dict[Cid, bytes] = {}

    def get(self, cid: Cid) -> bytes:
        return self.blocks[cid]

    def has(self, cid: Cid) -> bool:
        return cid in self.blocks

    def batch(self) -> Any:
        return _Batch(self.blocks)


class _Batch:
    def __init__(self, blocks: dict[Cid, bytes]) -> None:
        self._blocks = blocks

    def put(self, cid: Cid, data: bytes) -> None:
        assert cid_of(cid.codec, data) == cid
        self._blocks[cid] = data

    def sync(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *told: object) -> None:
        pass


def _deposit() -> tuple[_Memory, Cid]:
    store = _Memory()
    with store.batch() as batch, FileBuilder(batch) as builder:

        def file(name: str, data: bytes) -> Link:
            built = builder.build(io.BytesIO(data))
            return Link(name, built.cid, built.total)

        src = build_directory("src", [file(n, d) for n, d in _FILES.items()], batch)
        many = [file(_named(each), str(each).encode()) for each in range(_CROWD)]
        crowd = build_directory("crowd", many, batch)
        data = build_directory("data", [src, crowd], batch)
        root = build_directory("", [data, file("bagit.txt", b"BagIt\n")], batch)
        build_directory("", [file("note", b"tiny\n")], batch)
    return store, root.cid


def _tiny(store: _Memory) -> Cid:
    return list(store.blocks)[-1]


def _named(at: int) -> str:
    return f"{'long-' * 6}{at}"


def _plan(store: _Memory, root: Cid, path: str) -> Plan:
    content: Mapping[str, Any] = file_content_of(store, root, path)
    says = {"root": "0x" + root.digest.hex()}
    return Plan(kind="file", says=says, content=content)


def _put(value: Any, name: str) -> Any:
    def change(bundle: Any) -> None:
        bundle["content"][name] = value

    return change


def _car(alter: Callable[[bytes], bytes]) -> Any:
    def change(bundle: Any) -> None:
        content = bundle["content"]
        altered = alter(base64.b64decode(content["car"]))
        content["car"] = base64.b64encode(altered).decode()

    return change


def _always(data: bytes) -> Callable[[bytes], bytes]:
    return lambda _: data
