"""Reading the registers: single records as values, lists as iterators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from ledger.errors import Unavailable
from qoima.client.models import (
    Asset,
    Deposit,
    File,
    Holding,
    MinedAsset,
    Movement,
    Notification,
    Participant,
    Redemption,
    Tenure,
    read,
)
from qoima.client.pages import Pages

if TYPE_CHECKING:
    from qoima.client.http import Client

__all__ = [
    "asset",
    "assets",
    "deposit",
    "deposits",
    "files",
    "holders",
    "holdings",
    "mined_assets",
    "movements",
    "notification",
    "notifications",
    "participant",
    "participants",
    "possessors",
    "redemptions",
    "versions",
]

_Record = TypeVar("_Record")


def deposit(client: Client, number: int) -> Deposit:
    """A deposit; NotFound `deposit.unknown` (number)."""
    return _one(client, Deposit, f"/v1/deposits/{number}")


def deposits(
    client: Client,
    *,
    possessor: str | int | None = None,
    status: str | None = None,
    origin: str | None = None,
    after: str | None = None,
) -> Pages[Deposit]:
    """Deposits; `possessor` is the number or an account of a participant."""
    filters = {"possessor": possessor, "status": status, "origin": origin}
    return Pages(client, Deposit, "/v1/deposits", filters, after)


def versions(client: Client, number: int) -> list[Deposit]:
    """All versions of the work that a deposit is one of, the oldest first."""
    found = [deposit(client, number)]
    while (previous := found[0].previous) is not None:
        found.insert(0, _between(client, deposit(client, previous), 0, found[0].number))
    while (successor := found[-1].successor) is not None:
        found.append(_between(client, deposit(client, successor), found[-1].number, None))
    return found


def files(client: Client, number: int, *, after: str | None = None) -> Pages[File]:
    """The files of a deposit, in the order of their paths."""
    return Pages(client, File, f"/v1/deposits/{number}/files", {}, after)


def possessors(client: Client, number: int, *, after: str | None = None) -> Pages[Tenure]:
    """Whose a deposit is and was."""
    return Pages(client, Tenure, f"/v1/deposits/{number}/possessors", {}, after)


def asset(client: Client, number: int) -> Asset:
    """A class of tokens; NotFound `asset.unknown` (id)."""
    return _one(client, Asset, f"/v1/assets/{number}")


def assets(client: Client, *, after: str | None = None) -> Pages[Asset]:
    """All classes."""
    return Pages(client, Asset, "/v1/assets", {}, after)


def holders(
    client: Client,
    number: int,
    *,
    block: int | None = None,
    at: str | None = None,
    after: str | None = None,
) -> Pages[Holding]:
    """Who holds a class, now or as of the end of a block or a moment (RFC 3339)."""
    when = {"block": block, "at": at}
    return Pages(client, Holding, f"/v1/assets/{number}/holders", when, after)


def holdings(
    client: Client,
    account: str,
    *,
    block: int | None = None,
    at: str | None = None,
    after: str | None = None,
) -> Pages[Holding]:
    """What an account holds, now or as of the end of a block or a moment (RFC 3339)."""
    when = {"block": block, "at": at}
    return Pages(client, Holding, f"/v1/accounts/{_part(account)}/holdings", when, after)


def movements(client: Client, number: int, *, after: str | None = None) -> Pages[Movement]:
    """The movements of a class's tokens."""
    return Pages(client, Movement, f"/v1/assets/{number}/movements", {}, after)


def redemptions(client: Client, number: int, *, after: str | None = None) -> Pages[Redemption]:
    """The demands for what a class's tokens certify."""
    return Pages(client, Redemption, f"/v1/assets/{number}/redemptions", {}, after)


def notification(client: Client, number: int) -> Notification:
    """A mining notification; NotFound `notification.unknown` (number)."""
    return _one(client, Notification, f"/v1/notifications/{number}")


def notifications(
    client: Client,
    *,
    region: str | None = None,
    status: str | None = None,
    after: str | None = None,
) -> Pages[Notification]:
    """Mining notifications; a region is a code of ISO 3166-2, as `KZ-55`."""
    filters = {"region": region, "status": status}
    return Pages(client, Notification, "/v1/notifications", filters, after)


def mined_assets(
    client: Client,
    *,
    notification: int | None = None,
    owner: str | int | None = None,
    after: str | None = None,
) -> Pages[MinedAsset]:
    """Mined assets; `owner` is the number or an account of a participant."""
    filters = {"notification": notification, "owner": owner}
    return Pages(client, MinedAsset, "/v1/mined-assets", filters, after)


def participant(client: Client, who: str | int) -> Participant:
    """A participant by number or account; NotFound `participant.unknown`."""
    return _one(client, Participant, f"/v1/participants/{_part(str(who))}")


def participants(
    client: Client, *, role: str | None = None, after: str | None = None
) -> Pages[Participant]:
    """Participants, all or those with a role."""
    return Pages(client, Participant, "/v1/participants", {"role": role}, after)


def _one(client: Client, kind: type[_Record], path: str) -> _Record:
    answer: dict[str, Any] = client.get(path)
    return read(kind, answer.get("data"), client)


def _between(client: Client, found: Deposit, above: int, below: int | None) -> Deposit:
    """A version, whose number rises with its age; else versions would have no end."""
    if found.number <= above or (below is not None and found.number >= below):
        raise Unavailable("server.strange-answer", url=client.url)
    return found


def _part(text: str) -> str:
    """A part of a path, whatever it holds."""
    return quote(text, safe="")
