"""Decisions of the authorised body, as they are asked for and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from api.explain import explain
from api.schemas.acts import Explanation
from api.schemas.chain import CallOut
from api.schemas.records import plain
from api.schemas.types import AddressIn, DigestIn, Moment, Request, Response, hex_of, moment

if TYPE_CHECKING:
    from api.languages import Messages
    from ledger.decisions.model import Proposal

__all__ = ["Agreement", "ProposalIn", "ProposalOut", "proposal_out"]


class ProposalIn(Request):
    """Propose that a function of a contract be called; `basis` is the digest of the decision.

    `args` by name: numbers as integers or decimal strings, bytes in hex.
    """

    sender: AddressIn
    contract: str = Field(max_length=40, examples=["participants"])
    function: str = Field(max_length=80, examples=["set_quorum"])
    args: dict[str, Any] = Field(max_length=16, examples=[{"required": 2}])
    basis: DigestIn


class Agreement(Request):
    """Agree with a proposal, or no longer."""

    sender: AddressIn


class ProposalOut(Response):
    """A proposal: what it calls, on what basis, which keys agree.

    `agreed` counts those that may act now; it is executed once they are `required`.
    """

    number: int
    target: str
    data: str
    call: CallOut | None
    explanation: Explanation | None
    basis: str
    proposer: str
    proposed_at: Moment
    expires_at: Moment
    state: Literal["open", "executed", "withdrawn", "expired"]
    agree: tuple[str, ...]
    agreed: int
    required: int


def proposal_out(proposal: Proposal, messages: Messages) -> ProposalOut:
    """A proposal as it is answered, its call in the caller's language too."""
    call = proposal.call
    return ProposalOut(
        number=proposal.number,
        target=proposal.target,
        data=hex_of(proposal.data),
        call=None
        if call is None
        else CallOut(contract=call.contract, function=call.function, args=plain(call.args)),
        explanation=None if call is None else explain(call, messages),
        basis=hex_of(proposal.basis),
        proposer=proposal.proposer,
        proposed_at=moment(proposal.proposed_at),
        expires_at=moment(proposal.expires_at),
        state=proposal.state.value,
        agree=proposal.agree,
        agreed=proposal.agreed,
        required=proposal.required,
    )
