"""systemd itself reads the units and says how open they leave their processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engines

_UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
_QOIMA = str(Path(sys.executable).parent / "qoima")
_MOST_OPEN = 2.0


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units, pointed at the program as it is installed here."""
    for unit in _UNITS.glob("*.service"):
        text = unit.read_text("utf-8").replace("/opt/qoima/.venv/bin/qoima", _QOIMA)
        (tmp_path / unit.name).write_text(text, "utf-8")
    return sorted(tmp_path.glob("*.service"))


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_units_are_well_formed(units: list[Path]) -> None:
    assert len(units) == 3
    done = analyze("verify", "--man=no", *map(str, units))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_unit_with_a_mistake_is_found(units: list[Path]) -> None:
    broken = units[0]
    broken.write_text(broken.read_text("utf-8").replace("ProtectHome=yes", "ProtectHoem=yes"))
    assert "ProtectHoem" in analyze("verify", "--man=no", str(broken)).stderr


def test_the_processes_are_shut_in(units: list[Path]) -> None:
    for unit in units:
        done = analyze("security", "--offline=true", "--json=short", str(unit))
        assert json.loads(done.stdout)
        overall = analyze(
            "security", "--offline=true", f"--threshold={_MOST_OPEN * 10:g}", str(unit)
        )
        assert overall.returncode == 0, overall.stdout[-500:]
