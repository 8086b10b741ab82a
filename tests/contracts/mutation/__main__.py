"""`python -m tests.contracts.mutation [CONTRACT…]`: alter the sources, and ask the tests.

Prints every mutant that survives and is not accounted for in `<contract>.toml` beside this file,
and a line for each contract. Ends with 1 when fewer than 95 % are killed, when such a survivor is
left, or when one that is accounted for is killed after all. `--list` only names the mutants.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from contracts.loader import CONTRACTS
from tests.contracts.mutation.plan import read_plan
from tests.contracts.mutation.trial import SURVIVED, passes, tried
from tests.contracts.mutation.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.contracts.mutation.mutants import Mutant
    from tests.contracts.mutation.verdict import Verdict

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Answer the exit status."""
    names = [each for each in arguments if each != "--list"] or list(CONTRACTS)
    if unknown := [each for each in names if each not in CONTRACTS]:
        sys.stderr.write(f"no such contract: {', '.join(unknown)}\n")
        return 2
    if "--list" in arguments:
        for name in names:
            for mutant in read_plan(name).mutants:
                _say("listed", mutant)
        return 0
    return max(_tried(name) for name in names)


def _tried(name: str) -> int:
    plan = read_plan(name)
    if not passes(plan.tests):
        sys.stderr.write(f"{name}: the tests fail without any alteration\n")
        return 1
    if tried([name], plan.sources, plan.tests) != SURVIVED:
        sys.stderr.write(f"{name}: the tests notice code that does the same, so anything\n")
        return 1
    done = 0

    def told(mutant: Mutant, outcome: str) -> None:
        nonlocal done
        done += 1
        if outcome == SURVIVED and mutant.name not in plan.survivors:
            _say("SURVIVED", mutant)
        if done % 20 == 0:
            sys.stdout.write(f"{name}: {done} of {len(plan.mutants)}\n")
            sys.stdout.flush()

    verdict = judge(plan, told)
    _report(verdict)
    return 0 if verdict.sound else 1


def _report(verdict: Verdict) -> None:
    for path, function, before, after in verdict.outdated:
        sys.stdout.write(f"KILLED, though listed  {path} {function}: {before} => {after}\n")
    counts = ", ".join(f"{number} {what}" for what, number in sorted(verdict.counts.items()))
    verdict_ = "sound" if verdict.sound else "NOT SOUND"
    sys.stdout.write(f"{verdict.contract}: {counts}; {verdict.score:.1%} killed: {verdict_}\n")


def _say(what: str, mutant: Mutant) -> None:
    place = f"{mutant.path}:{mutant.line} {mutant.function}"
    sys.stdout.write(f"{what}  {place}\n    {mutant.before}\n => {mutant.after}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
