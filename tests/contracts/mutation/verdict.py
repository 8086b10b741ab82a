"""All mutants of a contract tried, what was tried before remembered, and the verdict."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from contracts.loader import ARTIFACTS
from tests.contracts.mutation.trial import SURVIVED, UNSOUND, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.contracts.mutation.mutants import Mutant
    from tests.contracts.mutation.plan import Plan

__all__ = ["MEMORY", "Verdict", "judge"]

MEMORY: Final = ARTIFACTS.parents[1] / ".mutation"
"""Where outcomes are remembered by the digest of all that they depend on; not committed."""

_ENOUGH: Final = 0.95


@dataclass(frozen=True)
class Verdict:
    """What became of the mutants of a contract.

    `unlisted` survived and nobody says why they may; `outdated` are said to survive and do not.
    """

    contract: str
    counts: Mapping[str, int]
    unlisted: tuple[Mutant, ...]
    outdated: tuple[tuple[str, str, str, str], ...]

    @property
    def score(self) -> float:
        """The share of mutants that were killed, of those that compile."""
        valid = sum(self.counts.values()) - self.counts.get(UNSOUND, 0)
        return 1 - self.counts.get(SURVIVED, 0) / valid if valid else 0.0

    @property
    def sound(self) -> bool:
        """Whether enough were killed and every survivor is accounted for."""
        return self.score >= _ENOUGH and not self.unlisted and not self.outdated


def judge(
    plan: Plan,
    told: Callable[[Mutant, str], None],
    memory: Path = MEMORY,
    try_: Callable[..., str] = tried,
) -> Verdict:
    """Try every mutant of a plan; `told` is given each with what became of it."""
    memory.mkdir(exist_ok=True)
    outcomes: dict[Mutant, str] = {}
    for mutant in plan.mutants:
        outcomes[mutant] = _remembered(plan, mutant, memory, try_)
        told(mutant, outcomes[mutant])
    survived = {mutant.name: mutant for mutant, each in outcomes.items() if each == SURVIVED}
    return Verdict(
        contract=plan.contract,
        counts=Counter(outcomes.values()),
        unlisted=tuple(m for name, m in survived.items() if name not in plan.survivors),
        outdated=tuple(name for name in plan.survivors if name not in survived),
    )


def _likely_first(path: str, tests: Sequence[Path]) -> list[Path]:
    """Tests named after the altered source are the likeliest to notice."""
    return sorted(tests, key=lambda each: Path(path).stem not in each.name)


def _remembered(plan: Plan, mutant: Mutant, memory: Path, try_: Callable[..., str]) -> str:
    place = plan.places[mutant.path]
    key = hashlib.sha256(f"{place.basis}\n{mutant.path}\n{mutant.source}".encode()).hexdigest()
    file = memory / f"{key}.json"
    if file.exists():
        outcome: str = json.loads(file.read_bytes())
        return outcome
    sources = {**plan.sources, mutant.path: mutant.source}
    outcome = try_(place.users, sources, _likely_first(mutant.path, place.tests))
    file.write_text(json.dumps(outcome), encoding="utf-8")
    return outcome
