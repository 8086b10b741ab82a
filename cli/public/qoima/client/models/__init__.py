"""What a reader gets: records as values, of the answers' fields those that integrators read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from ledger.errors import Unavailable
from qoima.client.models.assets import Asset, Backing, Holding, Movement, Redemption, Right
from qoima.client.models.common import Head, Place, Texts
from qoima.client.models.deposits import (
    Decision,
    Deposit,
    Description,
    File,
    Match,
    Tenure,
    Verdict,
)
from qoima.client.models.others import (
    Event,
    Key,
    MadeKey,
    MinedAsset,
    Notification,
    Participant,
)

if TYPE_CHECKING:
    from qoima.client.http import Client

__all__ = [
    "SCHEMAS",
    "Asset",
    "Backing",
    "Decision",
    "Deposit",
    "Description",
    "Event",
    "File",
    "Head",
    "Holding",
    "Key",
    "MadeKey",
    "Match",
    "MinedAsset",
    "Movement",
    "Notification",
    "Participant",
    "Place",
    "Redemption",
    "Right",
    "Tenure",
    "Texts",
    "Verdict",
    "read",
]

SCHEMAS: Final[dict[type, str]] = {
    Asset: "AssetOut",
    Backing: "BackingOut",
    Decision: "DecisionOut",
    Deposit: "DepositOut",
    Description: "DescriptionOut",
    Event: "EventOut",
    File: "FileOut",
    Head: "AsOf",
    Holding: "HoldingOut",
    Key: "KeyOut",
    MadeKey: "KeyMadeOut",
    Match: "MatchOut",
    MinedAsset: "MinedAssetOut",
    Movement: "MovementOut",
    Notification: "NotificationOut",
    Participant: "ParticipantOut",
    Place: "Place",
    Redemption: "RedemptionOut",
    Right: "RightOut",
    Tenure: "TenureOut",
    Texts: "Texts",
    Verdict: "VerdictOut",
}
"""The schema of the OpenAPI document that each has its fields from."""

_Model = TypeVar("_Model")


def read(kind: type[_Model], told: Any, client: Client) -> _Model:
    """What a server told, as a value; Unavailable `server.strange-answer` (url) for other shapes.

    Fields that are new to this client are passed over.
    """
    hashable: Any = kind
    try:
        value: _Model = _adapter(hashable).validate_python(told)
    except ValidationError as error:
        raise Unavailable("server.strange-answer", url=client.url) from error
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
