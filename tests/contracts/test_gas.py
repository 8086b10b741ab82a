"""The table of gas: measured as a chain measures, complete, and as committed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.contracts.evm import account
from tests.contracts.gas import report
from tests.contracts.gas.__main__ import PAGE, main
from tests.contracts.gas.meter import Meter
from tests.contracts.world import MINER, digest, found
from tests.node.world import opened

if TYPE_CHECKING:
    from pathlib import Path


def test_the_meter_measures_what_a_receipt_says(tmp_path: Path) -> None:
    """Admissions, on the bench and on a chain; only the addresses in their data differ.

    A chain's first decision writes a counter that was zero, so it is the second that is compared.
    """
    meter = Meter()
    world = found(meter)
    meter.costs.clear()
    for number in range(2):
        world.admit(f"newcomer {number}", MINER)
    measured = [each.gas for each in meter.costs["participants", "admit"]]
    with opened(tmp_path / "home") as chain:
        sealed = []
        for number in range(2):
            asked = ("admit", account(f"newcomer {number}"), MINER, digest("subject"))
            chain.decree("participants", *asked)
            block = chain.seal()
            (receipt,) = chain.chain.records.receipts(block.hash)
            data = chain.decree_data("participants", *asked)
            sealed.append(receipt.gas_used - _data_gas(bytes.fromhex(data[2:])))
    target = world.participants.contract
    call = target.data("propose", target.address, target.data(*asked), digest("basis"))
    assert measured[1] - _data_gas(call) == sealed[1] < sealed[0]


def _data_gas(data: bytes) -> int:
    return sum(16 if byte else 4 for byte in data)


def test_a_function_without_a_call_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def play(world: object) -> None:
        """Call nothing."""

    monkeypatch.setattr(report, "import_module", lambda _: SimpleNamespace(play=play))
    with pytest.raises(
        report.NotPlayedError, match=r"mining_registry does not call: .*acknowledge"
    ):
        report.measure("mining_registry")


def test_the_committed_table_is_what_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == ""
    altered = tmp_path / "gas.md"
    altered.write_text(PAGE.read_text("utf-8").replace("`admit` | decision", "`admit` | act"))
    assert main(["--check"], altered) == 1
    assert "+| `admit` | decision" in capsys.readouterr().out
    assert main([], altered) == 0
    assert altered.read_bytes() == PAGE.read_bytes()


def test_an_unknown_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err
