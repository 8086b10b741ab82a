"""Who has signed in on a page of the portal, and which acts are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.access.cookies import cookie_name
from api.access.model import NOBODY
from api.context import application_of
from api.pages.fields import role_badges
from api.pages.portal.kinds import ANYONE
from ledger.participants.model import Role

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.access.model import Caller
    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.portal.kinds import Kind
    from api.pages.references import People

__all__ = ["Listed", "Me", "caller_of", "listed", "me_of"]


@dataclass(frozen=True)
class Me:
    """Whoever has signed in, as the pages show it."""

    account: str
    participant: Cell
    roles: Cell


@dataclass(frozen=True)
class Listed:
    """An act as the pages show it: `who` may do it in words; `mine` if the reader's roles do."""

    slug: str
    title: str
    path: str
    command: str
    who: str
    mine: bool


def caller_of(request: Request) -> Caller:
    """Who has a session of the pages; raises Unavailable("chain.unreachable")."""
    access = application_of(request).access
    cookie = request.cookies.get(cookie_name(access.site))
    return NOBODY if cookie is None else access.page(cookie)[0]


def me_of(caller: Caller, people: People) -> Me | None:
    """The reader, if anybody has signed in."""
    if caller.account is None or caller.number is None:
        return None
    return Me(caller.account, people.numbered(caller.number), role_badges(caller.roles))


def listed(kind: Kind, caller: Caller, messages: Messages) -> Listed:
    """An act for a reader."""
    mine = caller.account is not None and (kind.roles == ANYONE or bool(kind.roles & caller.roles))
    command, who = f"qoima {kind.command}", _who(kind.roles, messages)
    return Listed(kind.slug, kind.title, kind.path, command, who, mine)


def _who(roles: Role, messages: Messages) -> str:
    if roles == ANYONE:
        return messages("portal-anyone")
    named = (each.name or "" for each in Role if each in roles)
    return ", ".join(messages(f"role-{each.lower()}") for each in named)
