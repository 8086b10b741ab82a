"""An account, as it is answered."""

from __future__ import annotations

from api.schemas.participants import ParticipantOut
from api.schemas.types import Response

__all__ = ["AccountOut"]


class AccountOut(Response):
    """An account: whose it is or was, if it was ever admitted, and how much it took part."""

    address: str
    participant: ParticipantOut | None
    transactions: int
    holdings: int
