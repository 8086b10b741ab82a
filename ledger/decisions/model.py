"""A proposal of the authorised body, as it stands at a block."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.transactions import DecodedCall
    from ledger.types import Address, Digest, Timestamp

__all__ = ["LIFETIME", "Proposal", "State"]

LIFETIME: Final = 7 * 86_400
"""For so many seconds a proposal can be agreed with; the contract's own constant."""


class State(Enum):
    """What has become of a proposal; an open one expires by its time alone."""

    OPEN = "open"
    EXECUTED = "executed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A call of `target` that the authorised body may make, and who agrees with it.

    `call` says what it does, None when it is nothing that we know. `agree` are keys, the
    proposer's first; `agreed` counts those of them that may act now, `required` is the quorum.
    """

    number: int
    target: Address
    data: bytes
    call: DecodedCall | None
    basis: Digest
    proposer: Address
    proposed_at: Timestamp
    state: State
    agree: tuple[Address, ...]
    agreed: int
    required: int

    @property
    def expires_at(self) -> int:
        """The last second in which it can be agreed with."""
        return self.proposed_at + LIFETIME
