"""Mutation: every place of a source is altered, and the verdict tells what tests did not notice."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contracts.loader import CONTRACTS
from tests.contracts.mutation.__main__ import main
from tests.contracts.mutation.mutants import Mutant, mutants
from tests.contracts.mutation.plan import Plan, read_plan
from tests.contracts.mutation.trial import KILLED, SURVIVED, UNSOUND
from tests.contracts.mutation.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[2]
SOURCE = '''\
# pragma version 0.4.3
LIMIT: constant(uint256) = 7

struct Pair:
    first: uint256
    second: String[32]

pairs: HashMap[uint256, DynArray[uint256, 4]]

@external
def put(number: uint256, names: DynArray[uint256, 8]) -> bool:
    """
    @notice Not == documentation < or code.
    """
    assert number < LIMIT and not msg.sender.is_contract, "small: too much"
    if number in names:
        self.pairs[0].append(number)
    self._count(number)
    return number + 1 >= LIMIT

@internal
def _count(number: uint256):
    """
    @notice Nothing.
    """
    pass
'''


def test_each_operator_check_constant_and_step_is_altered() -> None:
    found = {(each.function, each.after) for each in mutants("small.vy", SOURCE)}
    check = 'assert {} and {}msg.sender.is_contract, "small: too much"'
    assert found == {
        ("", "LIMIT: constant(uint256) = 8"),
        ("put", check.format("number <= LIMIT", "not ")),
        ("put", check.format("number >= LIMIT", "not ")),
        ("put", check.format("number < LIMIT", "")),
        ("put", check.format("number < LIMIT", "not ").replace(" and ", " or ")),
        ("put", 'assert not (number < LIMIT and not msg.sender.is_contract), "small: too much"'),
        ("put", "pass"),
        ("put", "if number not in names:"),
        ("put", "self.pairs[1].append(number)"),
        ("put", "return number - 1 >= LIMIT"),
        ("put", "return number + 2 >= LIMIT"),
        ("put", "return number + 1 > LIMIT"),
        ("put", "return number + 1 < LIMIT"),
    }
    assert {"self._count(number)", "self.pairs[0].append(number)"} <= {
        each.before for each in mutants("small.vy", SOURCE) if each.after == "pass"
    }


def test_a_line_that_stands_twice_is_told_apart() -> None:
    twice = SOURCE.replace("    self._count(number)\n", "    self._count(number)\n" * 2)
    steps = [m.function for m in mutants("small.vy", twice) if m.before == "self._count(number)"]
    assert steps == ["put", "put#2"]


def test_an_altered_source_differs_in_that_place_only() -> None:
    for each in mutants("small.vy", SOURCE):
        before, after = SOURCE.splitlines(), each.source.splitlines()
        assert [
            n for n, pair in enumerate(zip(before, after, strict=True), 1) if pair[0] != pair[1]
        ] == [each.line]
        assert after[each.line - 1].strip() == each.after


TRIAL = """
import sys
from pathlib import Path
from tests.contracts.mutation.plan import read_plan
from tests.contracts.mutation.trial import passes, tried

plan = read_plan("participants")
tests = [Path(sys.argv[1])]
assert passes(tests)
path = "modules/decisions.vy"
source = plan.sources[path]
for before, after in (
    ("self._only_an_authority()", "pass"),
    ("7 * 86400", "8 * 86400"),
    ("7 * 86400", "7 * * 86400"),
):
    assert before in source
    altered = {**plan.sources, path: source.replace(before, after)}
    print(tried(("participants",), altered, tests))
"""
NOTICING = """
import pytest

from tests.contracts.evm import RefusedError
from tests.contracts.world import found


def test_a_stranger_proposes_nothing():
    world = found()
    participants = world.participants
    with pytest.raises(RefusedError):
        participants.act("stranger", "propose", participants.contract.address, b"", b"1" * 32)
"""


def test_a_trial_tells_noticed_from_unnoticed_and_from_what_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "test_noticing.py").write_text(NOTICING)
    ran = subprocess.run(
        [sys.executable, "-c", TRIAL, str(tmp_path / "test_noticing.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.splitlines() == [KILLED, SURVIVED, UNSOUND], ran.stderr


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Twenty mutants of the register of participants."""
    whole = read_plan("participants")
    return dataclasses.replace(whole, mutants=whole.mutants[:20], survivors={})


def _fate(plan: Plan, survivors: Sequence[Mutant]) -> Mapping[str, str]:
    return {m.source: SURVIVED if m in survivors else KILLED for m in plan.mutants}


def _judged(plan: Plan, memory: Path, survivors: Sequence[Mutant]) -> tuple[bool, list[str]]:
    fate, told = _fate(plan, survivors), list[str]()

    def tried(names: Sequence[str], sources: Mapping[str, str], tests: Sequence[Path]) -> str:
        (outcome,) = {fate[text] for text in sources.values() if text in fate}
        told.append(outcome)
        return outcome

    return judge(plan, lambda _mutant, _outcome: None, memory, tried).sound, told


def test_all_killed_is_sound_and_remembered(plan: Plan, tmp_path: Path) -> None:
    sound, told = _judged(plan, tmp_path / "memory", ())
    assert (sound, len(told)) == (True, 20)
    assert _judged(plan, tmp_path / "memory", plan.mutants) == (True, [])
    places = {path: dataclasses.replace(p, basis="other") for path, p in plan.places.items()}
    other = dataclasses.replace(plan, places=places)
    assert _judged(other, tmp_path / "memory", plan.mutants)[1] == [SURVIVED] * 20


def test_a_survivor_must_be_listed_and_a_listed_one_must_survive(
    plan: Plan, tmp_path: Path
) -> None:
    first = plan.mutants[0]
    listed = dataclasses.replace(plan, survivors={first.name: "it makes no difference"})
    assert not _judged(plan, tmp_path / "unlisted", (first,))[0]
    assert _judged(listed, tmp_path / "listed", (first,))[0]
    assert not _judged(listed, tmp_path / "outdated", ())[0]


def test_too_many_survivors_are_not_sound_though_listed(plan: Plan, tmp_path: Path) -> None:
    two = plan.mutants[:2]
    listed = dataclasses.replace(plan, survivors={each.name: "no matter" for each in two})
    assert not _judged(listed, tmp_path / "memory", two)[0]


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_contract_has_a_plan_whose_survivors_exist(name: str) -> None:
    plan = read_plan(name)
    names = {each.name for each in plan.mutants}
    assert len(names) == len(plan.mutants) > 0
    assert set(plan.survivors) <= names
    assert all(len(reason) > 20 for reason in plan.survivors.values())
    assert all(test.is_file() for test in plan.tests)


def test_an_unknown_contract_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["registry"]) == 2
    assert "no such contract: registry" in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.timeout(3 * 3600)
@pytest.mark.parametrize("name", CONTRACTS)
def test_the_tests_of_a_contract_notice_nearly_every_alteration(name: str) -> None:
    command = [sys.executable, "-m", "tests.contracts.mutation", name]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
