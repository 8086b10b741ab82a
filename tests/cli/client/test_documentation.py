"""Every block of the page about the client does what it says, against a running installation."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrage import x25519

import mining_registry
from cli.forms import read_form
from mining_registry.rules import KAZAKHSTAN_TIME
from qoima.client import records

if TYPE_CHECKING:
    import pytest

    from qoima.client import Agent
    from tests.cli.people import People
    from tests.cli.program import Up

_ROOT = Path(__file__).parents[3]
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINES_OF_QUICK_START = 20


def _blocks() -> list[str]:
    return _BLOCK.findall((_ROOT / "docs" / "client.md").read_text("utf-8"))


def _form() -> dict[str, Any]:
    """The example form, filed today."""
    form = read_form(Path(mining_registry.__file__).parent / "examples" / "notification.yaml")
    today = dt.datetime.now(KAZAKHSTAN_TIME).date()
    start = today + dt.timedelta(days=60)
    form["dates"] = {"submitted": today.isoformat(), "start": start.isoformat()}
    return form


def test_the_quick_start_is_short_and_the_one_of_the_readme() -> None:
    quick = _blocks()[0]
    assert len(quick.splitlines()) <= _LINES_OF_QUICK_START
    assert quick in (_ROOT / "README.md").read_text("utf-8")


def test_every_block_does_what_it_says(
    installation: Up,
    people: People,
    authority: Agent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(installation.home / "node" / "deployment.json", "deployment.json")
    for folder, text in (("hello", "print('Hello')\n"), ("plans", "secret\n")):
        Path(folder).mkdir()
        Path(folder, "main.py").write_text(f"# {tmp_path}\n{text}")
    identity = x25519.Identity.generate()
    monkeypatch.setenv("QOIMA_URL", installation.url)
    monkeypatch.setenv("RECIPIENT", str(identity.to_public()))
    monkeypatch.setenv("HOLDER", people["holder"])
    keys = {
        part: people.accounts[part].key for part in ("depositor", "issuer", "attestor", "miner")
    }
    for part, key in {**keys, "authority": authority.account.key}.items():
        monkeypatch.setenv(f"{part.upper()}_KEY", bytes(key).hex())
    names: dict[str, Any] = {"identity": identity, "form": _form()}
    blocks = _blocks()
    assert len(blocks) == 10
    for number, block in enumerate(blocks):
        exec(compile(block, f"docs/client.md, block {number}", "exec"), names)  # noqa: S102 - ours
    names["quick"].close()

    client = authority.client
    said = capsys.readouterr().out
    assert f"{names['done'].number} {names['done'].cid}" in said
    assert "proof.file-differs" in said
    assert "deposit.unknown 1000000 404" in said
    assert Path("copy", "data", "main.py").exists() or Path("copy", "main.py").exists()
    assert Path("opened", "main.py").read_text() == Path("plans", "main.py").read_text()
    assert records.deposit(client, names["secret"].number).access == "limited"
    assert records.asset(client, names["wheat"]).supply == 1_000
    held = {each.account: each.amount for each in records.holders(client, names["wheat"])}
    assert held == {people["issuer"]: 750, people["holder"]: 250}
    assert records.notification(client, names["filed"].number).status == "submitted"
    assert next(names["rest"]).status == "deposited"
    names["client"].close()
