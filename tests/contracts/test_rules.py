"""The rules in plain words: all refusals and acts, in three languages, of the source as it is."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from contracts import build, loader

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contracts.world import World

SOURCES = build.read_sources(loader.ARTIFACTS.parent)


def test_each_contract_has_texts_and_no_text_is_left_over() -> None:
    written = {path.name.partition(".")[0] for path in loader.RULES.iterdir()}
    assert written == set(loader.CONTRACTS)


def _functions(name: str, *mutability: str) -> set[str]:
    return {
        entry["name"]
        for entry in loader.load(name).abi
        if entry["type"] == "function"
        and (not mutability or entry["stateMutability"] in mutability)
    }


def _bundle(name: str) -> list[str]:
    stored = json.loads((loader.ARTIFACTS / f"{name}.json").read_bytes())
    return list(stored["sources"])


@pytest.mark.parametrize("language", loader.LANGUAGES)
@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_every_refusal_of_a_contract_is_described(name: str, language: str) -> None:
    text = loader.rule_text(name, language)
    refusals = {r for path in _bundle(name) for r in re.findall(r'"(\w+: [^"]+)"', SOURCES[path])}
    assert len(refusals) > 3
    assert [each for each in sorted(refusals) if f"`{each}`" not in text] == []


@pytest.mark.parametrize("language", loader.LANGUAGES)
@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_no_refusal_is_described_that_a_contract_does_not_have(name: str, language: str) -> None:
    source = "".join(SOURCES[path] for path in _bundle(name))
    described = re.findall(r"`(\w+: [^`]+)`", loader.rule_text(name, language))
    assert [each for each in described if f'"{each}"' not in source] == []


@pytest.mark.parametrize("language", loader.LANGUAGES)
@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_every_act_is_described(name: str, language: str) -> None:
    text = loader.rule_text(name, language)
    acts = _functions(name, "nonpayable")
    assert acts
    assert [each for each in sorted(acts) if f"`{each}`" not in text] == []


@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_the_texts_of_a_contract_are_equally_rich(name: str) -> None:
    rules = {
        language: re.findall(r"^(\d+)\. ", loader.rule_text(name, language), flags=re.MULTILINE)
        for language in loader.LANGUAGES
    }
    assert rules["kk"] == rules["ru"] == rules["en"] != []
    assert rules["kk"] == [str(number) for number in range(1, len(rules["kk"]) + 1)]


@pytest.mark.parametrize("language", loader.LANGUAGES)
@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_a_text_names_the_source_that_it_describes(name: str, language: str) -> None:
    head = loader.rule_text(name, language).splitlines()[0]
    assert head == f"source_digest: {loader.load(name).source_digest}"


@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_the_contract_on_the_chain_names_the_digest_of_its_texts(world: World, name: str) -> None:
    assert world.side(name).ask("validation_rules") == loader.rules_digest(name)


@pytest.mark.parametrize("name", loader.CONTRACTS)
def test_the_digest_is_the_one_that_anyone_computes(name: str) -> None:
    files = [f"{name}.{language}.md" for language in loader.LANGUAGES]
    listed = subprocess.run(
        ["sha256sum", *sorted(files)], cwd=loader.RULES, check=True, capture_output=True
    )
    assert loader.rules_digest(name) == hashlib.sha256(listed.stdout).digest()


def test_a_changed_text_has_another_digest(tmp_path: Path) -> None:
    copy = shutil.copytree(loader.RULES, tmp_path / "rules")
    assert loader.rules_digest("participants", copy) == loader.rules_digest("participants")
    changed = copy / "participants.kk.md"
    changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")
    assert loader.rules_digest("participants", copy) != loader.rules_digest("participants")


def test_there_are_no_rules_of_another_name_or_language() -> None:
    with pytest.raises(KeyError):
        loader.rule_text("../participants", "kk")
    with pytest.raises(KeyError):
        loader.rule_text("participants", "de")
