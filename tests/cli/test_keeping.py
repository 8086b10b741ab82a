"""`qoima node check`, `backup` and `restore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from node.deployment import Home
from node.storage.store import Changes, Store, Table
from tests.cli.program import here, new_home
from tests.support.node import start

if TYPE_CHECKING:
    from pathlib import Path


def spoil_the_head(home: Path) -> None:
    store = Store(Home(home).chain)
    try:
        head = store.get(Table.CHAIN, b"head")
        assert head is not None
        body = store.get(Table.CHAIN, b"b" + head)
        assert body is not None
        changes = Changes()
        changes.put(Table.CHAIN, b"b" + head, body[:-1] + bytes([body[-1] ^ 1]))
        store.write(changes)
    finally:
        store.close()


def test_a_chain_is_copied_at_work_and_checked_and_restored(tmp_path: Path) -> None:
    home, copy = new_home(tmp_path / "home"), tmp_path / "copy"
    given = {"QOIMA_HOME": str(home)}
    node = start(home)
    try:
        node.admit()
        taken = here("node", "backup", str(copy), "--json", **given).answer
        exported = here("node", "export", str(tmp_path / "chain.rlp"), "--json", **given).answer
        assert exported["blocks"] == taken["head"] == node.web3.eth.block_number
        used = here("node", "check", "--json", **given)
        assert (used.code, used.refusal["code"]) == (1, "chain.in-use")
        again = here("node", "backup", str(copy), "--json", **given)
        assert (again.code, again.refusal["code"]) == (1, "backup.exists")
    finally:
        node.stop()
    restored = {"QOIMA_HOME": str(tmp_path / "restored")}
    assert here("node", "restore", str(copy), "--json", **restored).answer == taken
    checked = here("node", "check", "--all", "--json", **restored).answer
    assert (checked["damaged"], checked["hash"]) == (0, taken["hash"])
    assert checked["executed"] == taken["head"]
    spoil_the_head(tmp_path / "restored")
    damaged = here("node", "check", "--json", **restored)
    assert (damaged.code, damaged.refusal["code"]) == (4, "check.damaged")
    assert '"part": "body"' in damaged.out
    spoken = here("node", "check", **restored)
    assert "records that did not pass the check: 1" in spoken.err
    assert "body" in spoken.out
