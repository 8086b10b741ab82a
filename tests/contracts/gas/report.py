"""The committed table of gas and size, made of what the scenarios of all contracts take."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from contracts.build import SIZE_LIMIT
from contracts.loader import load
from tests.contracts.gas.meter import Meter
from tests.contracts.world import found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.contracts.gas.meter import Cost
    from tests.contracts.world import World

__all__ = ["Measured", "NotPlayedError", "measure", "report"]

_HEAD: Final = """\
# What the contracts cost

Made by `python -m tests.contracts.gas` and not by hand; `--check` fails when it differs. Gas of one
transaction with this call, measured on py-evm's London rules in the scenarios of
`tests/contracts/scenarios`: the least and the most among so many calls. The gas price is zero. An
*act* changes the record; a *decision* is an act of the authorised body, measured with the proposal
that executes it; a *view* is asked free of charge, and what it would take is told because contracts
ask each other.
"""


class NotPlayedError(Exception):
    """A scenario leaves functions of its contract out; the text names them."""


@dataclass(frozen=True)
class Measured:
    """What the creation of a contract took, and each call of its functions in its scenario."""

    created: int
    costs: Mapping[str, Sequence[Cost]]


def measure(name: str) -> Measured:
    """Play the scenario of a contract on new benches; raise `NotPlayedError` if it misses one."""
    meter = Meter()
    world = found(meter)
    meter.costs.clear()
    _play(name, world)
    costs = {function: costs for (of, function), costs in meter.costs.items() if of == name}
    missing = [entry["name"] for entry in _functions(name) if entry["name"] not in costs]
    if missing:
        message = f"the scenario of {name} does not call: {', '.join(missing)}"
        raise NotPlayedError(message)
    return Measured(meter.created[name], costs)


def report(measured: Mapping[str, Measured]) -> str:
    """The table as text."""
    return _HEAD + "".join(_section(name, each) for name, each in measured.items())


def _play(name: str, world: World) -> None:
    import_module(f"tests.contracts.scenarios.{name}").play(world)


def _functions(name: str) -> list[dict[str, str]]:
    functions = [entry for entry in load(name).abi if entry["type"] == "function"]
    return sorted(
        functions, key=lambda entry: (entry["stateMutability"] != "nonpayable", entry["name"])
    )


def _section(name: str, measured: Measured) -> str:
    size = load(name).runtime_size
    share = size * 100 / SIZE_LIMIT
    lines = [
        f"\n## {name}\n",
        f"Code on the chain: {size:,} of {SIZE_LIMIT:,} bytes ({share:.1f} %).",
        f"Creation: {measured.created:,} gas.\n",
        "| function | kind | least gas | most gas | calls |",
        "|---|---|---:|---:|---:|",
    ]
    for entry in _functions(name):
        costs = measured.costs[entry["name"]]
        kind = "act" if entry["stateMutability"] == "nonpayable" else "view"
        if any(each.decided for each in costs):
            kind = "decision"
        gas = [each.gas for each in costs]
        row = (f"`{entry['name']}`", kind, f"{min(gas):,}", f"{max(gas):,}", str(len(gas)))
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"
