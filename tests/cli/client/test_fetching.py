"""What is fetched is what was deposited, or nothing is said to be it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from depository.blocks import MAX_BLOCK_BYTES
from qoima.client import (
    Client,
    Delivery,
    InputError,
    NotFound,
    Unavailable,
    VerificationError,
    fetching,
    packages,
)
from tests.support.packages import written
from tests.support.talker import Asked, Says, forwarded, talker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qoima.client import Agent, Metadata
    from qoima.client.packages import Deposited
    from tests.cli.program import Up


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that no other test has."""
    room = tmp_path_factory.mktemp("fetching")
    return written(room / "tree", {"a/main.py": str(room).encode() * 100, "b": b"b"})


@pytest.fixture(scope="module")
def done(agent_of: Callable[[str], Agent], said: Metadata, tree: Path) -> Deposited:
    """A deposit of it."""
    return packages.put(agent_of("depositor"), Delivery(tree, said))


def test_the_files_come_back_as_they_were(
    connection: Client, done: Deposited, tree: Path, tmp_path: Path
) -> None:
    got = fetching.fetch(connection, done.number, tmp_path / "copy", cid=done.cid)
    assert got.cid == done.cid
    (main,) = (tmp_path / "copy").rglob("main.py")
    assert main.read_bytes() == (tree / "a" / "main.py").read_bytes()
    whole = fetching.fetch_whole(connection, done.number, tmp_path / "whole.tar")
    assert (whole.cid, whole.size) == (done.cid, whole.path.stat().st_size)
    with pytest.raises(InputError, match=r"input\.output-exists"):
        fetching.fetch(connection, done.number, tmp_path / "copy")
    with pytest.raises(InputError, match=r"input\.output-exists"):
        fetching.fetch_whole(connection, done.number, tmp_path / "whole.tar")
    with pytest.raises(NotFound):
        fetching.fetch(connection, 10**9, tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_server_that_alters_a_block_or_names_another_root_is_found_out(
    installation: Up, done: Deposited, tmp_path: Path
) -> None:
    def damaging(asked: Asked) -> Says:
        answer = forwarded(installation.url, asked)
        if not asked.path.startswith("/ipfs/"):
            return answer
        return replace(answer, body=bytes([answer.body[0] ^ 1]) + answer.body[1:])

    def endless(asked: Asked) -> Says:
        if not asked.path.startswith("/ipfs/"):
            return forwarded(installation.url, asked)
        return Says(bytes(MAX_BLOCK_BYTES + 1))

    def elsewhere(document: Any) -> None:
        document["data"]["cid"] = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"

    with (
        talker(damaging) as server,
        Client.connect(server.url) as client,
        pytest.raises(VerificationError, match=r"content\.damaged"),
    ):
        fetching.fetch(client, done.number, tmp_path / "damaged")
    with (
        talker(endless) as server,
        Client.connect(server.url) as client,
        pytest.raises(Unavailable, match=r"server\.strange-answer"),
    ):
        fetching.fetch(client, done.number, tmp_path / "endless")
    with (
        talker(lambda asked: forwarded(installation.url, asked, elsewhere)) as server,
        Client.connect(server.url) as client,
        pytest.raises(VerificationError, match=r"package\.cid-differs"),
    ):
        fetching.fetch(client, done.number, tmp_path / "elsewhere", cid=done.cid)
    assert list(tmp_path.iterdir()) == []
