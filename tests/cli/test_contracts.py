"""`qoima contracts`: what stands on a chain is what its source compiles to, or it is told."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import pytest

import cli.recompiling
import node.initialise
from contracts import build, loader
from tests.cli.program import Ran, here
from tests.support.node import make_home, start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.support.node import RunningNode


_COMPILED = ("journal", "participants")


@pytest.fixture(scope="module", autouse=True)
def compiled_once() -> Iterator[None]:
    """The sources that a contract uses are compiled once for all tests here.

    What large contracts that nobody altered compile to are their artifacts, as
    `tests/contracts/test_build.py` finds by compiling them.
    """
    known: dict[tuple[str, str], str] = {}
    compile_ = build.build

    def once(name: str, sources: Mapping[str, str]) -> str:
        text = (loader.ARTIFACTS / f"{name}.json").read_text("utf-8")
        artifact = json.loads(text)
        key = name, build.digest_of({path: sources[path] for path in artifact["sources"]})
        if key[1] == artifact["source_digest"] and name not in _COMPILED:
            return text
        if key not in known:
            known[key] = compile_(name, sources)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "build", once)
        yield


def ask(node: RunningNode, *words: str, **environment: str) -> Ran:
    given = {"QOIMA_DEPLOYMENT": str(node.deployment_path), **environment}
    return here("contracts", *words, "--rpc-url", node.url, **given)


def rows(ran: Ran) -> dict[str, dict[str, Any]]:
    return {row["contract"]: row for row in json.loads(ran.out)["contracts"]}


@pytest.fixture(scope="module")
def altered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    """A chain whose depository lets everyone accept, and whose participants name other rules."""
    sources = build.read_sources(loader.ARTIFACTS.parent)
    lenient = sources["depository.vy"].replace(
        'membership._only(role_bits.OPERATOR, "depository: not the operator")', "pass"
    )
    assert lenient != sources["depository.vy"]
    made = json.loads(build.build("depository", {**sources, "depository.vy": lenient}))
    bytecode = bytes.fromhex(made["bytecode"][2:])
    other = dataclasses.replace(loader.load("depository"), bytecode=bytecode)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            node.initialise, "load", lambda n: other if n == "depository" else loader.load(n)
        )
        patch.setattr(node.initialise, "rules_digest", lambda _: b"\x0f" * 32)
        home = make_home(tmp_path_factory.mktemp("altered") / "home")
    running = start(home)
    yield running
    running.stop()


def test_every_contract_is_what_its_source_compiles_to(chain_node: RunningNode) -> None:
    ran = ask(chain_node, "verify", "--json")
    assert ran.code == 0, ran.err
    assert list(rows(ran)) == list(loader.CONTRACTS)
    for name, row in rows(ran).items():
        recorded = chain_node.deployment["contracts"][name]
        assert row["status"] == "same"
        assert row["expected"] == row["code_hash"] == recorded["code_hash"]
        assert row["source_digest"] == recorded["source_digest"]
    assert ran.answer["compiler"] == "vyper 0.4.3+commit.bff19ea2"


def test_a_contract_of_other_code_and_one_of_other_rules_are_named(altered: RunningNode) -> None:
    ran = ask(altered, "verify", "--json")
    assert (ran.code, ran.refusal["code"]) == (4, "contracts.differ")
    found = {name: row["status"] for name, row in rows(ran).items()}
    assert found.pop("participants") == "rules-differ"
    assert found.pop("depository") == "code-differs"
    assert "depository" in ran.refusal["contracts"]
    with_rules = {n for n in found if "rules" in altered.deployment["contracts"][n]["arguments"]}
    assert {found[name] for name in with_rules} <= {"rules-differ"}
    assert {found[name] for name in found.keys() - with_rules} <= {"same"}


def test_the_sources_of_another_folder_are_compiled(
    chain_node: RunningNode, tmp_path: Path
) -> None:
    sources = build.read_sources(loader.ARTIFACTS.parent)
    sources["modules/roll.vy"] = sources["modules/roll.vy"].replace("number != 0 and not", "not", 1)
    for path, text in sources.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "rules").symlink_to(loader.RULES)
    ran = ask(chain_node, "verify", "--json", "--sources", str(tmp_path))
    assert ran.code == 4
    assert ran.refusal["contracts"] == "participants"
    (tmp_path / "depository.vy").write_text("not Vyper", "utf-8")
    broken = ask(chain_node, "verify", "--json", "--sources", str(tmp_path))
    assert (broken.code, broken.refusal["code"]) == (4, "contracts.not-compiled")
    assert broken.refusal["contract"] == "depository"


@pytest.mark.parametrize(
    ("language", "same", "differs"),
    [
        ("kk", "бастапқы мәтінге сай", "коды басқа"),
        ("ru", "соответствует исходному тексту", "код другой"),
        ("en", "as the source", "other code"),
    ],
)
def test_a_person_is_told_in_their_language(
    chain_node: RunningNode, altered: RunningNode, language: str, same: str, differs: str
) -> None:
    good = ask(chain_node, "verify", "--language", language)
    assert (good.code, differs in good.out) == (0, False)
    assert same in good.out
    assert differs in ask(altered, "verify", "--language", language).out


def test_without_the_compiler_it_is_said_what_is_missing(
    chain_node: RunningNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli.recompiling, "find_spec", lambda _: None)
    ran = ask(chain_node, "verify", "--json")
    assert (ran.code, ran.refusal["code"]) == (3, "compiler.missing")
    assert ran.refusal["requirement"] == "vyper==0.4.3"
    assert "qoima[verify]" in ran.refusal["advice"]


def altered_deployment(node: RunningNode, folder: Path, **changes: Any) -> str:
    document = {**node.deployment, **changes}
    (folder / "deployment.json").write_text(json.dumps(document))
    return str(folder / "deployment.json")


def test_another_compiler_and_another_chain_are_refused(
    chain_node: RunningNode, tmp_path: Path
) -> None:
    contracts = json.loads(json.dumps(chain_node.deployment["contracts"]))
    contracts["participants"]["compiler"] = "vyper 0.4.2"
    trusted = altered_deployment(chain_node, tmp_path, contracts=contracts)
    ran = ask(chain_node, "verify", "--json", QOIMA_DEPLOYMENT=trusted)
    assert (ran.code, ran.refusal["code"]) == (4, "compiler.differs")
    trusted = altered_deployment(chain_node, tmp_path, genesis_hash="0x" + "12" * 32)
    for words in (("verify",), ("rules", "participants")):
        ran = ask(chain_node, *words, "--json", QOIMA_DEPLOYMENT=trusted)
        assert (ran.code, ran.refusal["code"]) == (4, "chain.wrong-genesis")
        ran = ask(chain_node, *words, "--json", QOIMA_DEPLOYMENT=str(tmp_path / "none"))
        assert (ran.code, ran.refusal["code"]) == (2, "settings.no-deployment")


def test_a_node_that_does_not_answer_is_told(chain_node: RunningNode) -> None:
    deployment = str(chain_node.deployment_path)
    words = ("contracts", "verify", "--rpc-url", "http://127.0.0.1:9", "--json")
    ran = here(*words, QOIMA_DEPLOYMENT=deployment)
    assert (ran.code, ran.refusal["code"]) == (3, "chain.unreachable")


@pytest.mark.parametrize("language", loader.LANGUAGES)
def test_rules_are_printed_as_the_contract_names_them(
    chain_node: RunningNode, language: str
) -> None:
    ran = ask(chain_node, "rules", "participants", "--language", language)
    assert (ran.code, ran.out) == (0, loader.rule_text("participants", language))
    found = ask(chain_node, "rules", "participants", "--language", language, "--json").answer
    named = chain_node.call("participants", "validation_rules")
    assert found["digest"] == "0x" + bytes(named).hex()


def test_rules_that_the_contract_does_not_name_are_not_printed(altered: RunningNode) -> None:
    ran = ask(altered, "rules", "participants", "--json")
    assert (ran.code, ran.out, ran.refusal["code"]) == (4, "", "rules.differ")
    unknown = ask(altered, "rules", "treasury", "--json")
    assert (unknown.code, unknown.refusal["code"]) == (2, "input.contract-unknown")
