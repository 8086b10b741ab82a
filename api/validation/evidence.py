"""What every finding rests on: who is who, who sealed a block, who witnessed it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.validation.model import Party, Seal
from ledger.errors import NotFound
from ledger.proofs.witnessed import witnesses_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.services import Services
    from ledger.chain.model import Block
    from ledger.participants.model import Participant
    from ledger.types import Address, ParticipantId

__all__ = ["Evidence"]


@dataclass(frozen=True)
class Evidence:
    """Participants and blocks of one answer; each is asked for once."""

    services: Services
    _known: dict[ParticipantId | Address, Participant | None] = field(default_factory=dict)

    def numbered(self, number: ParticipantId, account: Address) -> Party:
        """A participant under one of its keys."""
        found = self._find(number)
        return Party(account, number, None if found is None else found.name)

    def account(self, account: Address) -> Party:
        """A key, and the participant whose it is or was."""
        found = self._find(account)
        if found is None:
            return Party(account, None, None)
        return Party(account, found.number, found.name)

    def seals(self, numbers: Iterable[int]) -> Mapping[int, Seal]:
        """Who sealed and who witnessed each of these indexed blocks."""
        blocks = [self.services.index.block(number) for number in sorted(set(numbers))]
        signed = witnesses_of(self.services.chain, blocks) if blocks else {}
        return {int(each.number): self._seal(each, signed) for each in blocks}

    def _seal(self, block: Block, signed: Mapping[int, tuple[Address, ...]] | None) -> Seal:
        return Seal(
            sealer=None if block.sealer is None else self.account(block.sealer),
            witnesses=None if signed is None else tuple(map(self.account, signed[block.number])),
        )

    def _find(self, who: ParticipantId | Address) -> Participant | None:
        if who not in self._known:
            try:
                self._known[who] = self.services.participants.participant(who)
            except NotFound:
                self._known[who] = None
        return self._known[who]
