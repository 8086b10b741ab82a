"""Reading the registers: single records as values, lists as iterators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

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

_MOST_VERSIONS: Final = 10_000


def deposit(client: Client, number: int) -> Deposit:
    """A deposit; NotFound `deposit.unknown` (number)."""
    return _one(client, Deposit, f"/v1/deposits/{number}")


def deposits(client: Client, after: str | None = None, **filters: str | int) -> Pages[Deposit]:
    """Deposits, by `possessor`, `status` or `origin`."""
    return Pages(client, Deposit, "/v1/deposits", filters, after)


def versions(client: Client, number: int) -> list[Deposit]:
    """All versions of the work that a deposit is one of, the oldest first."""
    found = [deposit(client, number)]
    while (previous := found[0].previous) is not None and len(found) < _MOST_VERSIONS:
        found.insert(0, deposit(client, previous))
    while (successor := found[-1].successor) is not None and len(found) < _MOST_VERSIONS:
        found.append(deposit(client, successor))
    return found


def files(client: Client, number: int, after: str | None = None) -> Pages[File]:
    """The files of a deposit, in the order of their paths."""
    return Pages(client, File, f"/v1/deposits/{number}/files", {}, after)


def possessors(client: Client, number: int, after: str | None = None) -> Pages[Tenure]:
    """Whose a deposit is and was."""
    return Pages(client, Tenure, f"/v1/deposits/{number}/possessors", {}, after)


def asset(client: Client, number: int) -> Asset:
    """A class of tokens; NotFound `asset.unknown` (id)."""
    return _one(client, Asset, f"/v1/assets/{number}")


def assets(client: Client, after: str | None = None) -> Pages[Asset]:
    """All classes."""
    return Pages(client, Asset, "/v1/assets", {}, after)


def holders(
    client: Client, number: int, after: str | None = None, **when: str | int
) -> Pages[Holding]:
    """Who holds a class, now or as of a `block` or a moment (`at`)."""
    return Pages(client, Holding, f"/v1/assets/{number}/holders", when, after)


def holdings(
    client: Client, account: str, after: str | None = None, **when: str | int
) -> Pages[Holding]:
    """What an account holds, now or as of a `block` or a moment (`at`)."""
    return Pages(client, Holding, f"/v1/accounts/{_part(account)}/holdings", when, after)


def movements(client: Client, number: int, after: str | None = None) -> Pages[Movement]:
    """The movements of a class's tokens."""
    return Pages(client, Movement, f"/v1/assets/{number}/movements", {}, after)


def redemptions(client: Client, number: int, after: str | None = None) -> Pages[Redemption]:
    """The demands for what a class's tokens certify."""
    return Pages(client, Redemption, f"/v1/assets/{number}/redemptions", {}, after)


def notification(client: Client, number: int) -> Notification:
    """A mining notification; NotFound `notification.unknown` (number)."""
    return _one(client, Notification, f"/v1/notifications/{number}")


def notifications(
    client: Client, after: str | None = None, **filters: str | int
) -> Pages[Notification]:
    """Mining notifications, by `region` or `status`."""
    return Pages(client, Notification, "/v1/notifications", filters, after)


def mined_assets(
    client: Client, after: str | None = None, **filters: str | int
) -> Pages[MinedAsset]:
    """Mined assets, by `notification` or `owner`."""
    return Pages(client, MinedAsset, "/v1/mined-assets", filters, after)


def participant(client: Client, who: str | int) -> Participant:
    """A participant by number or account; NotFound `participant.unknown`."""
    return _one(client, Participant, f"/v1/participants/{_part(str(who))}")


def participants(
    client: Client, after: str | None = None, **filters: str | int
) -> Pages[Participant]:
    """Participants, by `role`."""
    return Pages(client, Participant, "/v1/participants", filters, after)


def _one(client: Client, kind: type[_Record], path: str) -> _Record:
    answer: dict[str, Any] = client.get(path)
    return read(kind, answer.get("data"), client)


def _part(text: str) -> str:
    """A part of a path, whatever it holds."""
    return quote(text, safe="")
