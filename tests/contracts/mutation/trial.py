"""One mutant on trial: compiled without optimisation, and put before the tests in a fork."""

from __future__ import annotations

import dataclasses
import os
import signal
import sys
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import pytest
from eth.vm.forks.spurious_dragon import computation
from hypothesis import Phase, settings

from contracts import build, loader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from contracts.loader import Artifact

__all__ = ["KILLED", "SURVIVED", "TIMED_OUT", "UNSOUND", "compiled", "passes", "tried"]

KILLED: Final = "killed"
SURVIVED: Final = "survived"
TIMED_OUT: Final = "killed by time"
UNSOUND: Final = "does not compile"
_OUTCOMES: Final = {0: SURVIVED, 1: KILLED, 3: UNSOUND, -signal.SIGALRM: TIMED_OUT}
_SECONDS: Final = 240


class BrokenTrialError(Exception):
    """The tests could not be run at all; the number is how pytest ended."""


def compiled(names: Sequence[str], sources: Mapping[str, str]) -> dict[str, Artifact]:
    """Contracts with other code: it does the same as optimised code, and is made faster.

    Raises the compiler's own exceptions for a source that does not compile.
    """
    return {
        name: dataclasses.replace(loader.load(name), bytecode=_bytecode(name, sources))
        for name in names
    }


def passes(tests: Sequence[Path]) -> bool:
    """Whether the tests pass in this process; it then has everything imported that they need."""
    return _run(tests) == 0


def tried(names: Sequence[str], sources: Mapping[str, str], tests: Sequence[Path]) -> str:
    """What becomes of altered sources in a fork of this process; `names` are what they go into."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os._exit(_judged(names, sources, tests))  # no cleaning up of what is the parent's
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in _OUTCOMES:
        raise BrokenTrialError(code)
    return _OUTCOMES[code]


def _judged(names: Sequence[str], sources: Mapping[str, str], tests: Sequence[Path]) -> int:
    signal.alarm(_SECONDS)
    try:
        altered = compiled(names, sources)
    except Exception:  # noqa: BLE001 - whatever the compiler objects to
        return 3
    _use(altered)
    return _run(tests)


def _use(altered: Mapping[str, Artifact]) -> None:
    """Let whoever loads an artifact from now on have the altered one.

    Code that is not optimised may be larger than the chain takes (EIP-170): here it is taken.
    """
    computation.EIP170_CODE_SIZE_LIMIT = 2 * build.SIZE_LIMIT  # type: ignore[attr-defined]
    original = loader.load

    def load(name: str) -> Artifact:
        return altered[name] if name in altered else original(name)

    loader.load = load


def _run(tests: Sequence[Path]) -> int:
    """Run tests up to the first that fails, and say nothing."""
    unused = [f"-pno:{plugin}" for plugin in ("cacheprovider", "terminal", "faulthandler")]
    options = ["-x", "--assert=plain", "-o", "addopts=-m 'not long'", *unused]
    return int(pytest.main([*options, *map(str, tests)], plugins=[_Hasty()]))


class _Hasty:
    """A failure that hypothesis finds need not be made small: one is enough."""

    def pytest_configure(self) -> None:
        settings.register_profile("mutation", phases=(Phase.explicit, Phase.generate))
        settings.load_profile("mutation")


def _bytecode(name: str, sources: Mapping[str, str]) -> bytes:
    bundles = import_module("vyper.compiler.input_bundle")
    phases = import_module("vyper.compiler.phases")
    options = import_module("vyper.compiler.settings")
    contents = {PurePosixPath(path): {"content": text} for path, text in sources.items()}
    bundle = bundles.JSONInputBundle(contents, search_paths=[PurePosixPath()])
    unhurried = options.Settings(
        evm_version=build.EVM_VERSION, optimize=options.OptimizationLevel.NONE
    )
    data: Any = phases.CompilerData(
        bundle.load_file(PurePosixPath(f"{name}.vy")), bundle, unhurried
    )
    with options.anchor_settings(data.settings):
        bytecode: bytes = data.bytecode
    return bytecode
