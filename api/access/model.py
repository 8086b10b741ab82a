"""Who asks and what for: callers and the scopes of their rights, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ledger.errors import Rejected
from ledger.participants.model import Role

if TYPE_CHECKING:
    from ledger.types import Address, ParticipantId

__all__ = ["ALL", "NOBODY", "OF_KEYS", "By", "Caller", "Scope", "Standing"]


_NO_ROLES: Final = Role(0)


class Scope(StrEnum):
    """What a credential may be used for; public reads need none."""

    DRAFT = "draft"
    RELAY = "relay"
    RESTRICTED_READ = "restricted:read"
    WEBHOOKS = "webhooks"
    KEYS = "keys"


ALL: Final = frozenset(Scope)
"""What whoever signed in may do."""

OF_KEYS: Final = ALL - {Scope.KEYS}
"""What a key may be given: a key never makes a key."""


class By(StrEnum):
    """By what a caller is known."""

    NOBODY = "nobody"
    TOKEN = "token"  # noqa: S105 - a kind of credential, not one
    KEY = "key"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Standing:
    """A participant who may act now: its number and roles at the head of the chain."""

    number: ParticipantId
    roles: Role


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an active participant's account, or nobody; `credential` names what it showed."""

    by: By = By.NOBODY
    account: Address | None = None
    number: ParticipantId | None = None
    roles: Role = _NO_ROLES
    scopes: frozenset[Scope] = field(default_factory=frozenset)
    credential: str | None = None

    @property
    def reading_as(self) -> ParticipantId | None:
        """As whom what is not public may be read: nobody without the scope for it."""
        return self.number if Scope.RESTRICTED_READ in self.scopes else None

    def known(self, scope: Scope) -> Address:
        """The account of a caller who may do this.

        Raises Rejected("access.required") of nobody, Rejected("access.scope", scope=) when the
        credential was not given for it.
        """
        if self.account is None:
            raise Rejected("access.required")
        self.check(scope)
        return self.account

    def check(self, scope: Scope) -> None:
        """Refuse a credential that was not given for this: Rejected("access.scope", scope=)."""
        if self.account is not None and scope not in self.scopes:
            raise Rejected("access.scope", scope=scope.value)


NOBODY: Final = Caller()
"""A caller who shows nothing."""
