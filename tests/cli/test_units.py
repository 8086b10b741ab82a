"""The units for systemd fit the commands and the settings, and shut their processes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.settings import PREFIX, Settings

UNITS = sorted((Path(__file__).parents[2] / "deploy" / "systemd").glob("*.service"))
_PROGRAM = "/opt/qoima/.venv/bin/qoima "
_HELP = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
_CLOSED = {
    "CapabilityBoundingSet": "",
    "NoNewPrivileges": "yes",
    "PrivateDevices": "yes",
    "PrivateTmp": "yes",
    "ProtectHome": "yes",
    "ProtectSystem": "strict",
    "RestrictNamespaces": "yes",
    "UMask": "0077",
    "User": "qoima",
}


def section(unit: Path, name: str) -> list[tuple[str, str]]:
    """The assignments of a section in order; a name may come more than once."""
    found: list[tuple[str, str]] = []
    current = ""
    for line in unit.read_text("utf-8").splitlines():
        if line.startswith("["):
            current = line.strip("[]")
        elif line and not line.startswith("#") and current == name:
            key, separator, value = line.partition("=")
            assert separator, line
            found.append((key, value))
    return found


def test_there_is_a_unit_for_each_process() -> None:
    assert [unit.stem for unit in UNITS] == ["qoima-api", "qoima-indexer", "qoima-node"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_runs_a_command_that_exists_with_settings_that_exist(unit: Path) -> None:
    service = section(unit, "Service")
    (command,) = [value for key, value in service if key == "ExecStart"]
    assert command.startswith(_PROGRAM)
    assert f"\n## qoima {command.removeprefix(_PROGRAM)}\n" in _HELP
    for key, value in service:
        if key == "Environment":
            names = [each.partition("=")[0] for each in value.split()]
            assert all(name.startswith(PREFIX) for name in names)
            known = {PREFIX + name.upper() for name in Settings.model_fields}
            assert set(names) <= known


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_shuts_its_process_in(unit: Path) -> None:
    service = dict(section(unit, "Service"))
    assert {key: service.get(key) for key in _CLOSED} == _CLOSED


def test_only_the_node_is_shown_the_password() -> None:
    shown = [unit.stem for unit in UNITS if "LoadCredential" in dict(section(unit, "Service"))]
    assert shown == ["qoima-node"]


def test_the_units_start_one_after_the_other() -> None:
    after = {unit.stem: dict(section(unit, "Unit"))["After"].split() for unit in UNITS}
    assert "qoima-node.service" in after["qoima-indexer"]
    assert {"qoima-node.service", "qoima-indexer.service"} <= set(after["qoima-api"])
