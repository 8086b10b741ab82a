"""Who may read whose certificate an account was bound by (P-2, P-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import Rejected
from ledger.participants.model import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from ledger.identities.model import Binding
    from ledger.types import Address

__all__ = ["check_owner", "check_reader"]


def check_reader(binding: Binding, reader: Collection[Address], roles: Role) -> None:
    """Refuse everybody but the authorised body, the operator and the account itself.

    `reader` are the present and former accounts of whoever asks, `roles` its roles.
    Raises Rejected("identity.restricted", identity=).
    """
    if not roles & (Role.AUTHORITY | Role.OPERATOR):
        check_owner(binding, reader)


def check_owner(binding: Binding, asking: Collection[Address]) -> None:
    """Refuse everybody but the account itself: Rejected("identity.restricted", identity=)."""
    if binding.account not in asking:
        raise Rejected("identity.restricted", identity=binding.id)
