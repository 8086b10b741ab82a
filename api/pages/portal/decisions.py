"""Proposals of the authorised body as they stand on the chain, to be agreed with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.explain import explain
from api.pages.cells import NOTHING, Badge, Hash, Link, Number, Phrase, Several, Text
from api.pages.references import digest, moment
from api.pages.views import Column, Fact, Facts, Table
from ledger.decisions.model import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.languages import Messages
    from api.pages.cells import Cell, Tone
    from api.pages.references import People
    from api.services import Services
    from ledger.decisions.model import Proposal

__all__ = ["Decided"]

_ROWS: Final = 20
_TONES: Final[Mapping[State, Tone]] = {
    State.OPEN: "wait",
    State.EXECUTED: "good",
    State.WITHDRAWN: "ended",
    State.EXPIRED: "ended",
}


@dataclass(frozen=True)
class Decided:
    """Builds what the portal shows of proposals."""

    services: Services
    messages: Messages
    people: People

    def table(self, after: str | None) -> tuple[Table, str | None]:
        """The newest proposals, and the cursor of those that follow."""
        page = self.services.decisions.proposals(_ROWS, after, self.services.chain.head())
        heads = ("number", "asks", "basis", "agreed", "expires", "state", "do")
        table = Table(
            "portal-decisions",
            tuple(Column(f"portal-proposal-{each}") for each in heads),
            tuple(map(self._row, page.items)),
            "portal-decisions-empty",
            page.total,
        )
        return table, page.next

    def facts(self, number: int) -> Facts:
        """What one proposal asks for; NotFound("proposal.unknown", number=)."""
        found = self.services.decisions.proposal(number, self.services.chain.head())
        told = () if found.call is None else explain(found.call, self.messages).fields
        return Facts(
            Phrase("portal-proposal", (("number", str(number)),)),
            (
                Fact("portal-proposal-asks", self._asks(found)),
                *(Fact(Text(each.label), Text(each.value)) for each in told),
                Fact("portal-proposal-basis", digest(found.basis, whole=True)),
                Fact("portal-proposal-by", self.people.account(found.proposer)),
                Fact("portal-proposal-at", moment(found.proposed_at)),
                Fact("portal-proposal-expires", moment(found.expires_at)),
                Fact("portal-proposal-agreed", self._agreed(found)),
                Fact("portal-proposal-state", self._state(found)),
            ),
        )

    def _row(self, proposal: Proposal) -> tuple[Cell, ...]:
        number, address = proposal.number, f"?number={proposal.number}"
        acts: Cell = NOTHING
        if proposal.state is State.OPEN:
            acts = Several(
                (
                    Link(f"/portal/acts/confirm{address}", Phrase("portal-confirm")),
                    Link(f"/portal/acts/withdraw-agreement{address}", Phrase("portal-withdraw")),
                ),
                stacked=True,
            )
        return (
            Number(number),
            self._asks(proposal),
            digest(proposal.basis),
            self._agreed(proposal),
            moment(proposal.expires_at),
            self._state(proposal),
            acts,
        )

    def _asks(self, proposal: Proposal) -> Cell:
        if proposal.call is None:
            return Hash(proposal.target, f"/accounts/{proposal.target}", whole=True)
        return Text(explain(proposal.call, self.messages).summary)

    def _agreed(self, proposal: Proposal) -> Cell:
        counts = (("agreed", proposal.agreed), ("required", proposal.required))
        return Phrase("portal-proposal-count", counts)

    def _state(self, proposal: Proposal) -> Cell:
        return Badge(f"cli-value-{proposal.state.value}", _TONES[proposal.state])
