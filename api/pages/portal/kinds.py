"""What an act of the portal is: an operation of the HTTP interface, and who does it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.participants.model import Role

if TYPE_CHECKING:
    from api.schemas.types import Request

__all__ = ["ANYONE", "Group", "Kind"]

ANYONE = Role(0)
"""Roles of an act that any participant may do; what it concerns must be its own."""


@dataclass(frozen=True)
class Kind:
    """An act: its name in addresses, the path and body of its request, the call that is signed.

    `call` is `contract.function`, from which its title and the labels of its fields come; `roles`
    are those of which one is needed; `command` is what does the same in the terminal; `form` the
    form of the law that its body holds. `derived` names the fields that stand in the signed call
    as something else, such as a digest of them, so that a browser cannot find them there;
    `left_out` those that no form asks for.
    """

    slug: str
    path: str
    body: type[Request]
    call: str
    roles: Role
    command: str
    form: str | None = None
    derived: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    @property
    def contract(self) -> str:
        """The contract whose function is called, in the end."""
        return self.call.partition(".")[0]

    @property
    def title(self) -> str:
        """The message that names the act."""
        words = self.call.lower().replace("_", "-").replace(".", "-")
        return f"page-call-{words}"

    @property
    def places(self) -> tuple[str, ...]:
        """Names of what the path asks for, in order."""
        return tuple(re.findall(r"{(\w+)}", self.path))


@dataclass(frozen=True)
class Group:
    """Acts that belong to one register; `heading` is a message."""

    heading: str
    kinds: tuple[Kind, ...]
