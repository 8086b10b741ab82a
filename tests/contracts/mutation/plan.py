"""What is altered for a contract, which tests must notice, and which survivors may be."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from contracts import build
from contracts.loader import ARTIFACTS, CONTRACTS
from tests.contracts.mutation.mutants import mutants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.contracts.mutation.mutants import Mutant

__all__ = ["Plan", "read_plan"]

_HERE: Final = Path(__file__).parent
_TESTS: Final = _HERE.parent
_BENCH: Final = ("conftest.py", "evm.py", "world.py")


@dataclass(frozen=True)
class Plan:
    """A contract's mutants, the files of tests in the order in which they are run, and survivors.

    `survivors` gives the reason why nothing can notice a mutant, by its name. `users` are the
    contracts that each source goes into. `basis` digests all but the mutants themselves.
    """

    contract: str
    sources: Mapping[str, str]
    mutants: tuple[Mutant, ...]
    tests: tuple[Path, ...]
    survivors: Mapping[tuple[str, str, str, str], str]
    users: Mapping[str, tuple[str, ...]]
    basis: str


def read_plan(contract: str, folder: Path = _HERE, tests: Path = _TESTS) -> Plan:
    """Read `<contract>.toml` and the sources that the contract is the first to use.

    The file has `tests`, names of files of tests in `tests/contracts`; `helpers`, other files that
    these import; and `survivors`, tables of `path`, `function`, `before`, `after`, `reason`.
    """
    stated = tomllib.loads((folder / f"{contract}.toml").read_text("utf-8"))
    sources = build.read_sources(ARTIFACTS.parent)
    users = _users()
    own = [path for path in sorted(users) if users[path][0] == contract]
    files = tuple(tests / name for name in stated["tests"])
    helpers = [tests / name for name in (*_BENCH, *stated.get("helpers", ()))]
    return Plan(
        contract=contract,
        sources=sources,
        mutants=tuple(each for path in own for each in mutants(path, sources[path])),
        tests=files,
        survivors={_name(each): each["reason"] for each in stated.get("survivors", ())},
        users=users,
        basis=_basis(sources, (*files, *helpers)),
    )


def _users() -> dict[str, tuple[str, ...]]:
    """The contracts, in the order of deployment, whose code each Vyper source goes into."""
    users: dict[str, tuple[str, ...]] = {}
    for name in CONTRACTS:
        for path in json.loads((ARTIFACTS / f"{name}.json").read_bytes())["sources"]:
            if path.endswith(".vy"):
                users[path] = (*users.get(path, ()), name)
    return users


def _name(survivor: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return survivor["path"], survivor["function"], survivor["before"], survivor["after"]


def _basis(sources: Mapping[str, str], files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256(build.digest_of(sources).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
