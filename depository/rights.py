"""Who may read what is not for the public: its possessor, and nobody else (D-6, D-7, P-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depository.metadata import Access
from ledger.errors import Rejected
from ledger.participants.model import Role

if TYPE_CHECKING:
    from depository.batches.register import BatchRecord
    from depository.model import Deposit
    from ledger.types import ParticipantId

__all__ = ["check_reason_reader", "may_read"]


def may_read(found: Deposit | BatchRecord, asking: ParticipantId | None) -> bool:
    """Whether content may be shown to a participant, or to somebody unknown.

    Public content is everybody's. Limited content is its possessor's alone: the operator hands it
    to nobody (D-6), the authorised body has no part in it but the check of its digests (D-8), and
    others see it with the possessor's consent only, which is the key that opens it (P-6).
    """
    return found.access is Access.PUBLIC or (asking is not None and asking == found.possessor)


def check_reason_reader(deposit: Deposit, asking: ParticipantId | None, roles: Role) -> None:
    """Refuse to tell why a deposit was returned to others than its possessor and the operator.

    Source: R-7. Raises Rejected("deposit.restricted", number=).
    """
    if asking is None or (asking != deposit.possessor and Role.OPERATOR not in roles):
        raise Rejected("deposit.restricted", number=deposit.number)
