"""The artifacts: equal to what the sources compile to, and loaded without a compiler."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from contracts import build, loader
from tests.contracts.evm import RefusedError, account

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contracts.world import World

FOLDER = loader.ARTIFACTS.parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources and artifacts in another place."""
    return shutil.copytree(FOLDER, tmp_path / "elsewhere")


def test_the_committed_artifacts_are_what_the_sources_compile_to_anywhere_without_a_warning(
    copy: Path,
) -> None:
    shutil.rmtree(copy / "artifacts")
    (copy / "artifacts").mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert build.main([], copy) == 0
    for name in loader.CONTRACTS:
        written = (copy / "artifacts" / f"{name}.json").read_bytes()
        assert written == (loader.ARTIFACTS / f"{name}.json").read_bytes()


def test_a_changed_source_and_a_missing_artifact_are_noticed(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = copy / "modules" / "membership.vy"
    module.write_text(module.read_text("utf-8") + "# another remark\n", "utf-8")
    (copy / "artifacts" / "participants.json").unlink()
    assert build.main(["--check"], copy) == 1
    told = capsys.readouterr().out
    assert [name for name in loader.CONTRACTS if f"{name}.json" in told] == [*loader.CONTRACTS]


def test_a_warning_of_the_compiler_is_heard() -> None:
    sources = build.read_sources(FOLDER)
    sources["participants.vy"] += """

@external
@view
def old_fashioned() -> uint256:
    return shift(1, 2)
"""
    with pytest.warns(match="is deprecated"):
        build.build("participants", sources)


def test_an_unknown_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_contract_too_large_for_the_chain_is_refused() -> None:
    function = '@external\n@pure\ndef text_{0}() -> String[1000]:\n    return "{1}"\n\n'
    texts = [function.format(i, f"{i:04}" * 250) for i in range(25)]
    with pytest.raises(build.ContractTooLargeError, match=r"^large: \d+ bytes of code, 24576"):
        build.build("large", {"large.vy": "".join(texts)})
    assert json.loads(build.build("small", {"small.vy": texts[0]}))["name"] == "small"


@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_the_source_digest_is_that_of_the_list_of_sources(name: str) -> None:
    stored = json.loads((loader.ARTIFACTS / f"{name}.json").read_bytes())
    assert f"{name}.vy" in stored["sources"]
    lines = []
    for path in sorted(stored["sources"]):
        digest = hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()
        assert stored["sources"][path] == digest
        lines.append(f"{digest}  {path}\n")
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert loader.load(name).source_digest == stored["source_digest"] == digest


@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_an_artifact_names_the_compiler_and_the_rules_of_the_chain(name: str) -> None:
    stored = json.loads((loader.ARTIFACTS / f"{name}.json").read_bytes())
    assert loader.load(name).compiler == stored["compiler"] == "vyper 0.4.3+commit.bff19ea2"
    assert stored["evm_version"] == "london"


@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_the_runtime_size_is_that_of_the_code_on_the_chain(world: World, name: str) -> None:
    artifact = loader.load(name)
    assert artifact.name == name
    code = world.evm.code(getattr(world, name).contract)
    assert artifact.runtime_size == len(code) <= build.SIZE_LIMIT


def test_nothing_else_is_loaded() -> None:
    with pytest.raises(KeyError):
        loader.load("../participants")


def test_loading_needs_no_compiler() -> None:
    program = (
        "import sys; from contracts import build, loader; loader.load('participants');"
        "sys.exit(any(name.partition('.')[0] == 'vyper' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_no_function_takes_money(world: World, name: str) -> None:
    contract = getattr(world, name).contract
    functions = [entry for entry in contract.abi if entry["type"] == "function"]
    assert not [entry for entry in contract.abi if entry.get("stateMutability") == "payable"]
    for entry in functions:
        arguments = [_nothing(part) for part in entry["inputs"]]
        data = contract.data(entry["name"], *arguments)
        with pytest.raises(RefusedError, match=r"^$"):
            world.evm.send(contract, account("authority"), data, value=1)
    with pytest.raises(RefusedError, match=r"^$"):
        world.evm.send(contract, account("authority"), b"", value=1)


def _nothing(part: dict[str, Any]) -> object:
    kind = part["type"]
    if kind.endswith("[]"):
        return []
    if kind == "tuple":
        return tuple(map(_nothing, part["components"]))
    by_kind = {"address": account("holder"), "bool": False, "string": "", "uint256": 0}
    return by_kind.get(kind, b"")
