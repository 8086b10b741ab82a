"""A block is found whole under its name, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from depository.blocks import EmbeddedStore, NoStore
from depository.cid import RAW, cid_of
from depository.durable import flush
from ledger.errors import NotFound, Unavailable, VerificationError

if TYPE_CHECKING:
    from depository.cid import Cid

LARGE = 1 << 20


def _blocks(folder: Path) -> list[Path]:
    return [path for path in (folder / "blocks").rglob("*") if path.is_file()]


def _path(folder: Path, cid: Cid) -> Path:
    return folder / "blocks" / cid.digest[:1].hex() / f"1220{cid.digest.hex()}"


def _store_one(folder: Path, data: bytes) -> tuple[EmbeddedStore, Cid]:
    store, cid = EmbeddedStore(folder), cid_of(RAW, data)
    with store.batch() as batch:
        batch.put(cid, data)
        batch.sync()
    return store, cid


@pytest.mark.parametrize("count", [1, 40])
def test_synced_blocks_are_found_by_another_who_opens_the_folder(
    tmp_path: Path, count: int
) -> None:
    blocks = [bytes([number]) * (LARGE if number % 20 == 0 else 9) for number in range(count)]
    with EmbeddedStore(tmp_path).batch() as batch:
        for data in blocks:
            batch.put(cid_of(RAW, data), data)
        batch.sync()
    other = EmbeddedStore(tmp_path)
    assert [other.get(cid_of(RAW, data)) for data in blocks] == blocks
    assert not list((tmp_path / "staging").iterdir())


def test_a_batch_that_is_left_without_sync_leaves_nothing(tmp_path: Path) -> None:
    store, cid = EmbeddedStore(tmp_path), cid_of(RAW, b"x" * LARGE)
    with store.batch() as batch:
        batch.put(cid, b"x" * LARGE)
    assert not store.has(cid)
    assert not _blocks(tmp_path)
    assert not list((tmp_path / "staging").iterdir())
    with pytest.raises(NotFound, match=r"content\.missing"):
        store.get(cid)


def test_the_same_bytes_are_held_once(tmp_path: Path) -> None:
    store, cid = _store_one(tmp_path, b"once")
    with store.batch() as batch:
        batch.put(cid, b"once")
        batch.put(cid, b"once")
        batch.sync()
    assert len(_blocks(tmp_path)) == 1


@pytest.mark.parametrize("damaged", [b"", b"onca", b"once and more"])
def test_damage_is_found_on_reading_and_mended_by_depositing_again(
    tmp_path: Path, damaged: bytes
) -> None:
    store, cid = _store_one(tmp_path, b"once")
    path = _path(tmp_path, cid)
    path.chmod(0o644)
    path.write_bytes(damaged)
    with pytest.raises(VerificationError, match=r"content\.damaged"):
        store.get(cid)
    with store.batch() as batch:
        batch.put(cid, b"once")
        batch.sync()
    assert store.get(cid) == b"once"


def test_a_process_killed_before_sync_leaves_no_name_and_its_rest_is_cleared(
    tmp_path: Path,
) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from depository.blocks import EmbeddedStore; from depository.cid import RAW, cid_of\n"
        "batch = EmbeddedStore(Path(sys.argv[1])).batch()\n"
        "batch.put(cid_of(RAW, b'half'), b'half')\n"
        "print('written', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"written\n"
        assert EmbeddedStore(tmp_path).batch() is not None, "a live batch is left alone"
        assert len(list((tmp_path / "staging").iterdir())) == 2
        os.kill(child.pid, signal.SIGKILL)
    store = EmbeddedStore(tmp_path)
    assert not store.has(cid_of(RAW, b"half"))
    assert not _blocks(tmp_path)


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match=r"content\.not-writable"):
        EmbeddedStore(tmp_path / "file")


def test_a_failed_write_is_told_at_sync_and_nothing_is_kept(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with store.batch() as batch:
        (staging,) = (tmp_path / "staging").iterdir()
        (staging / cid_of(RAW, b"y" * LARGE).multihash.hex()).mkdir()
        batch.put(cid_of(RAW, b"y" * LARGE), b"y" * LARGE)
        with pytest.raises(Unavailable, match=r"content\.not-writable"):
            batch.sync()
    assert not store.has(cid_of(RAW, b"y" * LARGE))


def test_flushing_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    flush([tmp_path], tmp_path)
    flush([tmp_path] * 40, tmp_path)
    with pytest.raises(FileNotFoundError):
        flush([tmp_path / "gone"], tmp_path)


def test_no_store_keeps_nothing() -> None:
    store, cid = NoStore(), cid_of(RAW, b"x")
    with store.batch() as batch:
        batch.put(cid, b"x")
        batch.sync()
    assert not store.has(cid)
    with pytest.raises(NotFound, match=r"content\.missing"):
        store.get(cid)
