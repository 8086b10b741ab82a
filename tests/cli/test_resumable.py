"""A large deposit goes on where it broke off, whoever was killed: the program or the server."""

from __future__ import annotations

import contextlib
import hashlib
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cli.processes import free_port
from depository.archive import entries
from depository.blocks import NoStore
from depository.package import pack
from ledger.errors import Unavailable
from qoima.client.errors import ProblemError
from qoima.client.http import Client
from qoima.client.resumable import Content, Sending, measured
from qoima.client.upload import file_pieces, tar_pieces
from tests.support.packages import KeyStream, description, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up

MIB = 1 << 20
SIZE = 24 * MIB
SAID: tuple[str, ...] = ("--title-kk", "Атауы", "--title-ru", "Название", "--title-en", "Title")
SAID += ("--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")
VERSION = {"Tus-Resumable": "1.0.0"}
SOME = [2, pytest.param(10, marks=pytest.mark.long)]


def _tree(folder: Path, seed: str) -> Path:
    noise = KeyStream(seed, SIZE)
    files = {f"{number}.bin": noise.read(SIZE // 4) for number in range(4)}
    return written(folder / "tree", {**files, "қазақша/" * 20 + "x": b"x"})


def _points(seed: str, count: int) -> list[int]:
    """Where to kill: after so many bytes, in rising order."""
    return sorted(random.Random(seed).sample(range(1, SIZE * 3 // 4), count))  # noqa: S311 - no secret


def _come(home: Path) -> int:
    """How many bytes of the one upload lie on the server's disk."""
    sizes = [path.stat().st_size for path in (home / "uploads").iterdir()]
    assert len(sizes) <= 1
    return sum(sizes)


@pytest.mark.parametrize("kills", SOME)
def test_a_program_that_is_killed_again_and_again_deposits_the_same_package(
    installation: Up, people: People, tmp_path: Path, kills: int
) -> None:
    seed = f"client {kills}"
    tree = _tree(tmp_path, seed)
    command = [sys.executable, "-m", "cli.main", "deposit", str(tree), *SAID, "--json"]
    environment = {**installation.environment, "QOIMA_LANGUAGE": "en", "PATH": "/usr/bin:/bin"}
    for point in _points(seed, kills):
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as program:
            while _come(installation.home) < point:
                assert program.poll() is None, program.communicate()
                time.sleep(0.002)
            program.send_signal(signal.SIGKILL)
    notes = installation.home / "sending"
    assert len(list(notes.iterdir())) == 1
    begun = [path.name for path in (installation.home / "uploads").iterdir()]
    assert len(begun) == 1

    deposited = installation.qoima("deposit", str(tree), *SAID).answer

    assert deposited["size"] == SIZE + 1
    shown = installation.qoima("deposit", "show", str(deposited["number"])).answer["data"]
    assert shown["cid"] == deposited["cid"]
    assert list((installation.home / "uploads").iterdir()) == list(notes.iterdir()) == []
    got = installation.qoima("deposit", "get", str(deposited["number"]), str(tmp_path / "out"))
    assert got.answer["cid"] == deposited["cid"]
    for path in tree.rglob("*.bin"):
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


@contextlib.contextmanager
def _server(installation: Up, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Another process of the API of the same installation; killed in the end."""
    environment = {**installation.environment, "QOIMA_API_PORT": str(port)}
    command = [sys.executable, "-m", "cli.main", "api", "run"]
    with subprocess.Popen(command, env=environment) as process:
        try:
            deadline = time.monotonic() + 300
            while not _answers(port):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield process
        finally:
            process.kill()


def _answers(port: int) -> bool:
    try:
        return httpx.options(f"http://127.0.0.1:{port}/v1/uploads").status_code == 204
    except httpx.TransportError:
        return False


class _Watched:
    """A sending in a thread, and what was acknowledged of it."""

    def __init__(self, sending: Sending, running: threading.Event) -> None:
        self.acknowledged = 0
        self.outcome: Any = None
        sending.told = self._told
        sending.sleep = self._wait
        self._running = running
        self._sending = sending
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _wait(self, _seconds: float) -> None:
        self._running.wait(120)
        time.sleep(0.05)

    def _told(self, more: int) -> None:
        assert more >= 0, "the server has less than it acknowledged"
        self.acknowledged += more

    def _run(self) -> None:
        try:
            self.outcome = self._sending.send()
        except BaseException as error:  # noqa: BLE001 - the test tells it
            self.outcome = error

    def join(self) -> Any:
        self._thread.join(120)
        return self.outcome

    @property
    def going(self) -> bool:
        return self._thread.is_alive()


@pytest.mark.parametrize("kills", SOME)
def test_a_server_that_is_killed_loses_nothing_that_it_acknowledged(
    installation: Up, people: People, tmp_path: Path, kills: int
) -> None:
    seed = f"server {kills}"
    tree = _tree(tmp_path, seed)
    content = measured(lambda start: tar_pieces(entries(tree), start))
    port, running = free_port("127.0.0.1"), threading.Event()
    with Client.connect(f"http://127.0.0.1:{port}") as client:
        sending = Sending(client, people["depositor"], content, tmp_path / "notes")
        points, watched = _points(seed, kills), None
        for point in points:
            with _server(installation, port) as server:
                running.set()
                watched = watched or _Watched(sending, running)
                while _come(installation.home) < point:
                    assert watched.going, watched.outcome
                    time.sleep(0.002)
                running.clear()
                server.send_signal(signal.SIGKILL)
                server.wait()
            unfinished = _deposit(installation, people, tree, sending)
            assert unfinished.json()["code"] == "upload.unfinished"
        assert watched is not None
        with _server(installation, port):
            running.set()
            upload = watched.join()
            assert isinstance(upload, str), upload
            assert watched.acknowledged == content.length
            whole = _deposit(installation, people, tree, sending)
            package = pack(entries(tree), description(), NoStore())
            assert whole.json()["package"]["cid"] == str(package.cid)
            sending.forget()
    assert list((installation.home / "uploads").iterdir()) == []


def _deposit(installation: Up, people: People, tree: Path, sending: Sending) -> httpx.Response:
    """Ask for a deposit of what is being sent, whole or not."""
    metadata = description()
    titles = {"kk": "Есеп жүйесі", "ru": "Система учёта", "en": "Accounting system"}
    body = {
        "sender": people["depositor"],
        "titles": titles,
        "description": {"kk": "Сипаттама", "ru": "Описание", "en": "Description"},
        "authors": list(metadata.authors),
        "version": metadata.version,
        "license": metadata.license,
        "kind": "program-code",
        "upload": sending.known(),
    }
    return httpx.post(f"{installation.url}/v1/deposits", json=body, timeout=60)


def test_what_is_sent_from_an_offset_is_the_rest_of_the_whole(tmp_path: Path) -> None:
    files = {"a": b"a", "b" * 150: bytes(513), "empty": b"", "қ": bytes(1024), "z": b"z" * 1500}
    folder = written(tmp_path / "tree", files)
    (folder / "a").chmod(0o755)
    whole = b"".join(tar_pieces(entries(folder)))
    (tmp_path / "whole.tar").write_bytes(whole)
    for start in [*range(0, len(whole), 97), len(whole) - 1, len(whole)]:
        assert b"".join(tar_pieces(entries(folder), start)) == whole[start:]
        assert b"".join(file_pieces(tmp_path / "whole.tar", start)) == whole[start:]


def _content(data: bytes) -> Content:
    return Content(len(data), hashlib.sha256(data).hexdigest(), lambda start: iter([data[start:]]))


def test_a_forgotten_upload_is_begun_anew_and_a_refusal_is_told_at_once(
    installation: Up, people: People, tmp_path: Path
) -> None:
    data = KeyStream("anew", 5 * MIB).read(5 * MIB)
    with Client.connect(installation.url) as client:
        sending = Sending(client, people["depositor"], _content(data), tmp_path / "notes")
        first = sending.send()
        assert sending.send() == first
        assert client.send("DELETE", f"/v1/uploads/{first}", VERSION)
        sending.sleep = lambda _seconds: None
        second = sending.send()
        assert second != first
        (note,) = (tmp_path / "notes").iterdir()
        note.write_text("{}")
        third = sending.send()
        assert third not in {first, second}
        sending.forget()
        client.send("DELETE", f"/v1/uploads/{second}", VERSION)
        with pytest.raises(ProblemError) as refused:
            replace(sending, sender=people["miner"]).send()
        assert refused.value.code == "contract.refused"


def test_a_server_that_stays_away_is_given_up(tmp_path: Path, people: People) -> None:
    waits: list[float] = []
    with Client.connect(f"http://127.0.0.1:{free_port('127.0.0.1')}") as client:
        sending = Sending(client, people["depositor"], _content(b"x"), tmp_path)
        sending.sleep = waits.append
        with pytest.raises(Unavailable) as away:
            sending.send()
    assert away.value.code == "server.unreachable"
    assert 60 < sum(waits) < 120
