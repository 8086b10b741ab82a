"""How the contracts are written: documented, short, and every refusal told by name and tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contracts import build, loader

SOURCES = build.read_sources(loader.ARTIFACTS.parent)
PATHS = sorted(SOURCES)
TESTS = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("*.py"))

# Modules that speak in the name of the one contract that uses them.
VOICES = {
    "modules/access.vy": "asset_classes",
    "modules/authorities.vy": "participants",
    "modules/backing.vy": "digital_assets",
    "modules/batches.vy": "depository",
    "modules/circulation.vy": "digital_assets",
    "modules/class_register.vy": "digital_assets",
    "modules/classes.vy": "asset_classes",
    "modules/copies.vy": "depository",
    "modules/decisions.vy": "participants",
    "modules/enforcement.vy": "digital_assets",
    "modules/exemptions.vy": "mining_registry",
    "modules/holdings.vy": "depository",
    "modules/levels.vy": "depository",
    "modules/mined_assets.vy": "mining_registry",
    "modules/multitoken.vy": "digital_assets",
    "modules/names.vy": "mining_registry",
    "modules/nodes.vy": "participants",
    "modules/notifications.vy": "mining_registry",
    "modules/passing.vy": "mining_registry",
    "modules/possession.vy": "depository",
    "modules/quarterly_reports.vy": "mining_registry",
    "modules/redemption.vy": "digital_assets",
    "modules/restraints.vy": "digital_assets",
    "modules/roll.vy": "participants",
    "modules/terms.vy": "mining_registry",
    "modules/verifications.vy": "depository",
}


def _refusals(path: str) -> list[str]:
    return re.findall(r'"(\w+: [^"]+)"', SOURCES[path])


@pytest.mark.parametrize("path", PATHS)
def test_every_function_is_documented(path: str) -> None:
    for function in re.split(r"^def ", SOURCES[path], flags=re.MULTILINE)[1:]:
        body = function[function.index(":\n", function.index(")")) :]
        assert body.lstrip(":\n ").startswith('"""\n    @notice'), function.partition("(")[0]


@pytest.mark.parametrize("path", PATHS)
def test_a_source_is_short_and_its_lines_are(path: str) -> None:
    lines = SOURCES[path].splitlines()
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("path", PATHS)
def test_a_refusal_begins_with_the_name_of_its_contract(path: str) -> None:
    name = VOICES.get(path, Path(path).stem)
    assert [text for text in _refusals(path) if not text.startswith(f"{name}: ")] == []


@pytest.mark.parametrize("path", PATHS)
def test_every_refusal_is_tested(path: str) -> None:
    assert [text for text in _refusals(path) if text not in TESTS] == []


@pytest.mark.parametrize("path", PATHS)
def test_every_assertion_gives_its_reason(path: str) -> None:
    statements = re.findall(r"^ +assert .*$", SOURCES[path], flags=re.MULTILINE)
    assert [s for s in statements if '"' not in s and not s.endswith(", refusal")] == []


@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_every_act_is_tested(name: str) -> None:
    functions = [entry for entry in loader.load(name).abi if entry["type"] == "function"]
    assert [entry["name"] for entry in functions if f'"{entry["name"]}"' not in TESTS] == []


@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_every_event_is_tested(name: str) -> None:
    events = [entry for entry in loader.load(name).abi if entry["type"] == "event"]
    assert [entry["name"] for entry in events if f'"{entry["name"]}"' not in TESTS] == []
