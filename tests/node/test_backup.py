"""A backup taken from a node at work: whole, of one moment, and back to the same head."""

from __future__ import annotations

import io
import json
import threading
from typing import TYPE_CHECKING, Self

import pytest

from node.backup import backup, restore
from node.check import check
from node.deployment import Home
from node.errors import Conflict, NotFound, VerificationError
from node.export import export_chain
from tests.node.world import opened
from tests.support.node import make_home, running_node, signed, start

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.node import RunningNode


class Load:
    """One who sends until told to stop."""

    def __init__(self, node: RunningNode) -> None:
        self._node = node
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._send)
        self.sent = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _send(self) -> None:
        nonce = self._node.web3.eth.get_transaction_count(self._node.operator.address)
        while not self._stop.is_set():
            fields = {
                "chainId": self._node.deployment["chain_id"],
                "to": "0x" + "11" * 20,
                "value": 0,
                "gas": 21_000,
                "maxFeePerGas": 0,
                "maxPriorityFeePerGas": 0,
                "nonce": nonce + self.sent,
            }
            self._node.web3.eth.send_raw_transaction(signed(self._node.operator, fields))
            self.sent += 1


def test_a_backup_under_load_is_a_block_of_the_chain_and_is_restored(tmp_path: Path) -> None:
    with running_node(tmp_path / "home") as node:
        node.admit()
        node.rpc("qoima_listWitnesses")
        with Load(node) as load:
            taken = [backup(node.home, tmp_path / f"copy-{n}") for n in range(3)]
            exported = io.BytesIO()
            blocks = export_chain(node.home, exported)
        assert load.sent > 0
        assert blocks >= taken[-1].head >= taken[0].head > 0
        for each in taken:
            assert "0x" + node.web3.eth.get_block(each.head)["hash"].hex() == each.hash
    for number, each in enumerate(taken):
        home = tmp_path / f"home-{number}"
        seen: dict[int, int] = {}
        assert restore(tmp_path / f"copy-{number}", home, seen.__setitem__) == each
        assert seen[each.size] == each.size
        report = check(home, execute=number == 2)
        assert (report.damages, report.head_hash) == ([], each.hash)
        assert not list(home.rglob("keys"))


def test_a_node_goes_on_from_a_restored_home_with_keys(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    taken = backup(home, tmp_path / "copy", keys=True)
    assert not list((tmp_path / "copy").rglob("password"))
    restore(tmp_path / "copy", tmp_path / "again")
    key = Home(tmp_path / "again").key("sealer")
    assert key.stat().st_mode & 0o777 == 0o600
    node = start(tmp_path / "again")
    try:
        assert node.web3.eth.block_number == taken.head
        node.admit()
        assert node.web3.eth.block_number == taken.head + 1
    finally:
        node.stop()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    with opened(folder / "home"):
        pass
    backup(folder / "home", folder / "copy")
    return folder / "copy"


@pytest.mark.parametrize(
    "name", ["node/chain/data.mdb", "node/genesis.json", "node/deployment.json"]
)
def test_a_backup_with_one_byte_changed_is_not_restored(
    copied: Path, tmp_path: Path, name: str
) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    original = (copied / name).read_bytes()
    try:
        (copied / name).write_bytes(content)
        with pytest.raises(VerificationError) as caught:
            restore(copied, tmp_path / "home")
    finally:
        (copied / name).write_bytes(original)
    assert (caught.value.code, caught.value.facts["path"]) == ("backup.damaged", name)
    assert list((tmp_path / "home").iterdir()) == []


def test_a_manifest_that_names_another_head_or_leads_out_is_refused(
    copied: Path, tmp_path: Path
) -> None:
    manifest = copied / "backup.json"
    original = manifest.read_text()
    document = json.loads(original)
    digest = document["files"]["node/genesis.json"]
    false = [
        {**document, "hash": "0x" + "11" * 32},
        {**document, "files": {**document["files"], "../genesis.json": digest}},
        {**document, "files": {**document["files"], "/etc/hostname": digest}},
        {"files": []},
        7,
    ]
    try:
        for each in false:
            manifest.write_text(json.dumps(each))
            with pytest.raises(VerificationError) as caught:
                restore(copied, tmp_path / "home")
            assert caught.value.code == "backup.damaged"
    finally:
        manifest.write_text(original)


def test_nothing_is_overwritten_and_nothing_is_made_of_nothing(
    copied: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    restore(copied, home)
    with pytest.raises(Conflict) as there:
        restore(copied, home)
    assert there.value.code == "home.exists"
    with pytest.raises(Conflict) as exists:
        backup(home, copied)
    assert exists.value.code == "backup.exists"
    with pytest.raises(NotFound) as missing:
        backup(tmp_path / "nowhere", tmp_path / "copy")
    assert missing.value.code == "home.missing"
    with pytest.raises(NotFound) as no_backup:
        restore(tmp_path / "nowhere", tmp_path / "other")
    assert no_backup.value.code == "backup.missing"
    assert not (tmp_path / "copy").exists()
