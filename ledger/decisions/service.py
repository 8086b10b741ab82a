"""Use cases of decisions: propose any act of the authorised body, agree, withdraw, look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.decisions.arguments import read_arguments
from ledger.decisions.model import LIFETIME, Proposal, State
from ledger.decrees import draft_decree
from ledger.errors import NotFound
from ledger.paging import (
    Page,
    check_limit,
    decode_cursor,
    direction_of,
    encode_cursor,
    sorted_from,
)
from ledger.types import Digest, Timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.chain import Chain
    from ledger.records import BlockRef
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address

__all__ = ["Decisions"]

_CONTRACT: Final = "participants"
_STATES: Final = {1: State.OPEN, 2: State.EXECUTED, 3: State.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions on one chain, read from the contract itself.

    Drafts are for an authority (`sender`) to sign; all raise what `Chain.build` raises.
    """

    chain: Chain

    def draft(
        self,
        sender: Address,
        basis: Digest,
        contract: str,
        function: str,
        given: Mapping[str, Any],
    ) -> UnsignedTransaction:
        """Propose that a function of a contract be called, with arguments by name.

        Raises as `read_arguments`, and NotFound("contract.unknown" | "contract.no-function").
        """
        args = read_arguments(self.chain.codec.inputs(contract, function), given)
        return draft_decree(self.chain, sender, basis, contract, function, *args)

    def draft_confirmation(self, sender: Address, number: int) -> UnsignedTransaction:
        """Agree with a proposal."""
        return self.chain.build(sender, _CONTRACT, "confirm", number)

    def draft_withdrawal(self, sender: Address, number: int) -> UnsignedTransaction:
        """Agree no longer; the proposer closes the proposal with it."""
        return self.chain.build(sender, _CONTRACT, "withdraw", number)

    def proposal(self, number: int, head: BlockRef) -> Proposal:
        """A proposal as it stands at a block; NotFound("proposal.unknown", number=)."""
        if not 1 <= number <= self._count(head):
            raise NotFound("proposal.unknown", number=number)
        return self._proposal(number, head, self._required(head))

    def proposals(self, limit: int, after: str | None, head: BlockRef) -> Page[Proposal]:
        """List proposals as they stand at a block, the newest first if not asked otherwise.

        Raises Rejected("page.bad-limit" | "page.bad-cursor").
        """
        check_limit(limit)
        sort, cursor = direction_of(after)
        count, required = self._count(head), self._required(head)
        last = None if cursor is None else int(decode_cursor(cursor, int)[0])
        if sort == "asc":
            left = range(max(1, (last or 0) + 1), count + 1)
        else:
            left = range(count if last is None else min(count, last - 1), 0, -1)
        numbers = left[:limit]
        items = tuple(self._proposal(number, head, required) for number in numbers)
        more = encode_cursor(numbers[-1]) if len(numbers) < len(left) else None
        return Page(items, count, sorted_from(sort, more) if more and sort else more)

    def open_at(self, head: BlockRef, most: int) -> tuple[tuple[Proposal, ...], bool]:
        """The open ones of the newest `most` proposals, the oldest first; whether more may be open.

        Numbers follow the time of proposing, so that the first one too old to be open ends the
        search.
        """
        count, required = self._count(head), self._required(head)
        found: list[Proposal] = []
        for number in range(count, max(0, count - most), -1):
            proposal = self._proposal(number, head, required)
            if head.timestamp > proposal.expires_at:
                return tuple(reversed(found)), False
            if proposal.state is State.OPEN:
                found.append(proposal)
        return tuple(reversed(found)), count > most

    def _count(self, head: BlockRef) -> int:
        return int(self.chain.call(_CONTRACT, "proposals", block=head.number))

    def _required(self, head: BlockRef) -> int:
        return int(self.chain.call(_CONTRACT, "quorum", block=head.number))

    def _proposal(self, number: int, head: BlockRef, required: int) -> Proposal:
        block = head.number
        record = self.chain.call(_CONTRACT, "proposal_of", number, block=block)
        state = _STATES[record["state"]]
        if state is State.OPEN and head.timestamp > record["proposed_at"] + LIFETIME:
            state = State.EXPIRED
        return Proposal(
            number=number,
            target=record["target"],
            data=record["data"],
            call=self.chain.decode_call(record["target"], record["data"]),
            basis=Digest(record["basis"]),
            proposer=record["proposer"],
            proposed_at=Timestamp(record["proposed_at"]),
            state=state,
            agree=tuple(self.chain.call(_CONTRACT, "confirmations_of", number, block=block)),
            agreed=self.chain.call(_CONTRACT, "agreed", number, block=block),
            required=required,
        )
