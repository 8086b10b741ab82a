"""Sent transactions with their history, as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.chain import ReceiptOut, State, TransactionState, receipt_out, state_out
from api.schemas.reasons import ReasonOut, reason_out
from api.schemas.records import AsOf, as_of
from api.schemas.types import Moment, Request, Response, moment
from api.sending.history import StepName

if TYPE_CHECKING:
    from api.languages import Messages
    from api.sending.history import History, Step

__all__ = ["Relay", "Relayed", "StepOut", "TransactionHistory"]
__all__ += ["history_out", "relayed_out"]


class StepOut(Response):
    """A step of a transaction: `received` by this interface, `refused` or `admitted` by the node,
    `sealed` in a block, `final`, `indexed`.

    `at` is by the clock of this interface before the first block, then the block's; of `indexed`
    when this interface first saw it so. It is null where it was not noted.
    """

    step: StepName
    at: Moment | None
    block: AsOf | None


class TransactionHistory(TransactionState):
    """How far a transaction has come, and what happened to it on the way.

    Beside the states of a transaction that the chain knows: `refused` by the node when it was
    sent through this interface, `lost` when the node took it and has it no longer. `reason` says
    why the node or the contract refused it, why it is lost, or what a waiting one waits for.
    """

    history: tuple[StepOut, ...]
    reason: ReasonOut | None


class Relay(Request):
    """A signed transaction as hex text."""

    raw: str


class Relayed(Response):
    """A transaction that the node took; `receipt` is null while it is not sealed.

    `history` and `reason` are those of `GET /v1/transactions/{hash}`.
    """

    hash: str
    state: State
    succeeded: bool | None
    receipt: ReceiptOut | None
    history: tuple[StepOut, ...]
    reason: ReasonOut | None


def history_out(told: History, messages: Messages) -> TransactionHistory:
    """A transaction with its history."""
    return TransactionHistory(
        **dict(state_out(told.progress, messages)),
        history=tuple(_step_out(step) for step in told.steps),
        reason=reason_out(told.reason, messages),
    )


def relayed_out(told: History, messages: Messages) -> Relayed:
    """A relayed transaction."""
    receipt = told.progress.receipt
    return Relayed(
        hash=told.progress.hash,
        state=told.progress.state,
        succeeded=None if receipt is None else receipt.succeeded,
        receipt=None if receipt is None else receipt_out(receipt),
        history=tuple(_step_out(step) for step in told.steps),
        reason=reason_out(told.reason, messages),
    )


def _step_out(step: Step) -> StepOut:
    return StepOut(
        step=step.name,
        at=None if step.at is None else moment(step.at),
        block=None if step.block is None else as_of(step.block),
    )
