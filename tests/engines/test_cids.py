"""The same bytes get the same CID from us, from kubo and from js-ipfs-unixfs (IPIP-499)."""

from __future__ import annotations

from pathlib import Path

import pytest

from depository.blocks import NoStore
from depository.cid import RAW, cid_of
from depository.unixfs.builder import FileBuilder
from depository.unixfs.directory import build_directory
from depository.unixfs.node import Link
from tests.engines.conftest import run
from tests.engines.kubo import PROGRAMS, Kubo
from tests.support.packages import KeyStream

pytestmark = pytest.mark.engines

MIB = 1 << 20
SIZES = (0, 1, MIB - 1, MIB, MIB + 1, 100 * MIB)


def of_kubo(kubo: Kubo, path: Path) -> str:
    return kubo.ipfs("add", "--quieter", "--recursive", "--only-hash", "--hidden", str(path))


def of_js(path: Path, seconds: float = 300) -> str:
    return run("node", "import.mjs", "unixfs-v1-2025", str(path), seconds=seconds).stdout.strip()


def of_file(size: int) -> str:
    with FileBuilder(NoStore().batch()) as builder:
        return str(builder.build(KeyStream("engines", size)).cid)


def written(path: Path, size: int) -> Path:
    stream = KeyStream("engines", size)
    with path.open("wb") as file:
        while piece := stream.read(MIB):
            file.write(piece)
    return path


def files(count: int) -> dict[str, bytes]:
    """Files with Kazakh and Chinese names; of many the directory is sharded."""
    return {f"қойма-{number}-仓库.txt": str(number).encode() for number in range(count)}


def of_directory(names: dict[str, bytes]) -> str:
    links = [Link(name, cid_of(RAW, data), len(data)) for name, data in names.items()]
    return str(build_directory("", links, NoStore().batch()).cid)


def test_every_version_of_kubo_that_is_asked_for_is_here() -> None:
    said = (Path(__file__).parent / "setup.sh").read_text().split('kubos="')[1].split('"')[0]
    assert [path.parent.name for path in PROGRAMS] == [f"kubo-{each}" for each in said.split()]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_has_one_cid(kubo: Kubo, tmp_path: Path, size: int) -> None:
    path = written(tmp_path / "file", size)
    assert of_file(size) == of_kubo(kubo, path) == of_js(path)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("count", [1, 1_000, 50_000])
def test_a_directory_has_one_cid(kubo: Kubo, tmp_path: Path, count: int) -> None:
    names = files(count)
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
    assert of_directory(names) == of_kubo(kubo, tmp_path) == of_js(tmp_path)


def test_another_profile_gives_another_cid(kubo: Kubo, tmp_path: Path) -> None:
    path = written(tmp_path / "file", MIB + 1)
    other = run("node", "import.mjs", "unixfs-v0-2015", str(path)).stdout.strip()
    old = kubo.ipfs(
        "add", "--quieter", "--only-hash", "--cid-version=0", "--chunker=size-262144", str(path)
    )
    assert of_file(MIB + 1) not in {other, old}


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_file_of_two_gibibytes_has_one_cid(kubo: Kubo, tmp_path: Path) -> None:
    """ipfs-unixfs-importer 17.1.1 goes as far as 2^31 - 1 bytes; from there on it alone differs."""
    path = written(tmp_path / "file", 2048 * MIB)
    assert of_file(2048 * MIB) == of_kubo(kubo, path)
    path = written(tmp_path / "file", 2047 * MIB)
    assert of_file(2047 * MIB) == of_kubo(kubo, path) == of_js(path, 1500)
