"""Why something is refused, fails or waits, and what would come of it, as parts of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.problems import describe
from api.schemas.records import AsOf, as_of
from api.schemas.types import Response

if TYPE_CHECKING:
    from api.languages import Messages
    from ledger.errors import QoimaError
    from ledger.transactions import Simulation

__all__ = ["ReasonOut", "SimulationOut", "reason_out", "simulation_out"]


class ReasonOut(Response):
    """Why something was refused, failed or waits: a code of `/problems/{code}`, in the caller's
    language; `facts` are those that a problem of the code has beside it.
    """

    type: str
    code: str
    title: str
    detail: str
    facts: dict[str, Any]


class SimulationOut(Response):
    """What a transaction would have done at the end of `block`: `gas` is what it needs at least,
    `reason` why it would fail. Others may act before it is sealed, so that it is no promise.
    """

    succeeds: bool
    block: AsOf
    gas: int | None = None
    reason: ReasonOut | None = None


def reason_out(error: QoimaError | None, messages: Messages) -> ReasonOut | None:
    """A refusal as a part of an answer."""
    if error is None:
        return None
    found = describe(error, messages)
    return ReasonOut(
        type=f"/problems/{found.code}",
        code=found.code,
        title=found.title,
        detail=found.detail,
        facts=dict(found.facts),
    )


def simulation_out(found: Simulation, messages: Messages) -> SimulationOut:
    """A simulation in the caller's language."""
    return SimulationOut(
        succeeds=found.succeeds,
        block=as_of(found.block),
        gas=found.gas,
        reason=reason_out(found.reason, messages),
    )
