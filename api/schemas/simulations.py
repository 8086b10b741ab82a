"""Transactions tried out, as they are answered."""

from __future__ import annotations

from pydantic import ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.acts import Explanation
from api.schemas.chain import CallOut
from api.schemas.reasons import SimulationOut
from api.schemas.types import AddressIn, Request, Response

__all__ = ["Simulated", "SimulationRequest", "UnsignedIn"]

_EITHER: list[JsonValue] = [
    {
        "required": ["raw"],
        "properties": {"raw": {"type": "string"}, "transaction": {"type": "null"}},
    },
    {
        "required": ["transaction"],
        "properties": {"transaction": {"type": "object"}, "raw": {"type": "null"}},
    },
]
_QUANTITY = r"^0x(0|[1-9a-f][0-9a-f]{0,63})$"


class UnsignedIn(Request):
    """An unsigned transaction by the names of JSON-RPC; `from` is who would sign it.

    Other fields of a transaction are passed over: they do not change what it does.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    sender: AddressIn = Field(alias="from")
    to: AddressIn | None = None
    data: str = Field(default="0x", pattern=r"^0x([0-9a-fA-F]{2})*$", max_length=262_146)
    value: str = Field(default="0x0", pattern=_QUANTITY)
    gas: str | None = Field(default=None, pattern=_QUANTITY)


class SimulationRequest(Request):
    """Either a signed transaction as hex text, or an unsigned one."""

    model_config = ConfigDict(json_schema_extra={"oneOf": _EITHER})

    raw: str | None = None
    transaction: UnsignedIn | None = None

    @model_validator(mode="after")
    def _one(self) -> SimulationRequest:
        if (self.raw is None) == (self.transaction is None):
            raise PydanticCustomError("simulation.either", "either raw or transaction")
        return self


class Simulated(Response):
    """What a transaction asks for, in words where one of our contracts is called, and what would
    come of it.
    """

    sender: str
    to: str | None
    call: CallOut | None
    explanation: Explanation | None
    simulation: SimulationOut
