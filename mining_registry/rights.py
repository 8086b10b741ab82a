"""Who may read what of a notification is not public: its miner and the authorised body (A-9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import Rejected
from ledger.participants.model import Role

if TYPE_CHECKING:
    from ledger.types import ParticipantId
    from mining_registry.model import Notification

__all__ = ["check_form_reader"]


def check_form_reader(found: Notification, asking: ParticipantId | None, roles: Role) -> None:
    """Refuse forms and reasons of returns to everybody else: Rejected("notification.restricted").

    Source: the notification's public part, beyond which all is for the authorised body (A-9);
    the miner wrote it (P-6). `roles` are those of whoever asks.
    """
    if asking is None or (asking != found.miner and Role.AUTHORITY not in roles):
        raise Rejected("notification.restricted", number=found.number)
