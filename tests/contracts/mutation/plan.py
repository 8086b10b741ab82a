"""What is altered for a contract, which tests must notice, and which survivors may be."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from contracts import build
from contracts.loader import ARTIFACTS, CONTRACTS
from tests.contracts.mutation.mutants import mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.contracts.mutation.mutants import Mutant

__all__ = ["Place", "Plan", "read_plan"]

_HERE: Final = Path(__file__).parent
_TESTS: Final = _HERE.parent
_BENCH: Final = ("conftest.py", "evm.py", "world.py")


@dataclass(frozen=True)
class Place:
    """A source that is altered: the contracts it goes into, and the files of tests to notice.

    `basis` digests what an outcome depends on but the alteration: the sources of these contracts,
    the tests, the bench.
    """

    users: tuple[str, ...]
    tests: tuple[Path, ...]
    basis: str


@dataclass(frozen=True)
class Plan:
    """A contract's mutants, and by the path of its source where each is tried.

    `survivors` gives the reason why nothing can notice a mutant, by its name.
    """

    contract: str
    sources: Mapping[str, str]
    mutants: tuple[Mutant, ...]
    places: Mapping[str, Place]
    survivors: Mapping[tuple[str, str, str, str], str]

    @property
    def tests(self) -> tuple[Path, ...]:
        """All files of tests, those of the contract itself first."""
        return tuple(dict.fromkeys(test for each in self.places.values() for test in each.tests))


def read_plan(contract: str) -> Plan:
    """Read `<contract>.toml` and the sources that the contract is the first to use.

    The file has `tests`, names of files of tests in `tests/contracts`; `helpers`, other files that
    these import; and `survivors`, tables of `path`, `function`, `before`, `after`, `reason`. What a
    source is that several contracts share, the tests of all of them may notice.
    """
    sources = build.read_sources(ARTIFACTS.parent)
    places = {
        path: _place(users, sources) for path, users in _users().items() if users[0] == contract
    }
    return Plan(
        contract=contract,
        sources=sources,
        mutants=tuple(each for path in places for each in mutants(path, sources[path])),
        places=places,
        survivors={_name(each): each["reason"] for each in _stated(contract).get("survivors", ())},
    )


def _place(users: tuple[str, ...], sources: Mapping[str, str]) -> Place:
    used = {path: sources[path] for path, by in _users().items() if {*by} & {*users}}
    tests = [_TESTS / file for user in users for file in _stated(user)["tests"]]
    helpers = [_TESTS / file for user in users for file in _stated(user).get("helpers", ())]
    bench = [_TESTS / file for file in _BENCH]
    return Place(users, tuple(tests), _basis(used, (*tests, *helpers, *bench)))


def _users() -> dict[str, tuple[str, ...]]:
    """The contracts, in the order of deployment, whose code each Vyper source goes into."""
    users: dict[str, tuple[str, ...]] = {}
    for name in CONTRACTS:
        for path in json.loads((ARTIFACTS / f"{name}.json").read_bytes())["sources"]:
            if path.endswith(".vy"):
                users[path] = (*users.get(path, ()), name)
    return dict(sorted(users.items()))


@cache
def _stated(contract: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / f"{contract}.toml").read_text("utf-8"))


def _name(survivor: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return survivor["path"], survivor["function"], survivor["before"], survivor["after"]


def _basis(sources: Mapping[str, str], files: Iterable[Path]) -> str:
    digest = hashlib.sha256(build.digest_of(sources).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
