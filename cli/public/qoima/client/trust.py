"""What a person signs: the call they meant, on the chain and contract they trust, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError, EncodingError
from eth_utils.abi import function_abi_to_4byte_selector, get_abi_input_types

from contracts.loader import load
from ledger.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.deployment import Deployment

__all__ = ["ANY", "Call", "Meant", "check_unsigned"]


class _Any(Enum):
    ANY = "any"


ANY: Final = _Any.ANY
"""Stands for an argument that only the server can know, such as a salted digest."""

_FIELDS: Final = frozenset(
    {
        "type",
        "chainId",
        "nonce",
        "to",
        "value",
        "gas",
        "maxFeePerGas",
        "maxPriorityFeePerGas",
        "data",
    }
)
_MUST_BE: Final = {"type": 2, "value": 0, "maxFeePerGas": 0, "maxPriorityFeePerGas": 0}
_GAS_LIMIT: Final = 30_000_000


@dataclass(frozen=True)
class Meant:
    """The call that a person asked for; `args` in the contract's order, ANY where unknown.

    With a `basis` the person is an authority who proposes that call.
    """

    contract: str
    function: str
    args: tuple[Any, ...]
    basis: bytes | None = None

    @property
    def called(self) -> str:
        """The contract that the transaction itself calls."""
        return self.contract if self.basis is None else "participants"


@dataclass(frozen=True)
class Call:
    """A checked transaction in the form that `eth_account` signs, and what it calls."""

    fields: Mapping[str, Any]
    args: Mapping[str, Any]


def check_unsigned(unsigned: Mapping[str, Any], meant: Meant, trusted: Deployment) -> Call:
    """Check in this order, and refuse with VerificationError `signing.differs` (field):

    1. the fields are those of a plain type-2 transaction, and no others;
    2. the chain is the trusted one, value and fees are zero, gas is bounded;
    3. the contract is the trusted one;
    4. the data is the call that was meant, argument by argument, and not a byte more; for an act
       of the authorised body, a proposal of that call on the basis that was meant.
    """
    if frozenset(unsigned) != _FIELDS:
        raise VerificationError("signing.differs", field="fields")
    numbers = {name: _number(unsigned, name) for name in _FIELDS - {"to", "data"}}
    for name, value in (_MUST_BE | {"chainId": trusted.chain_id}).items():
        if numbers[name] != value:
            raise VerificationError("signing.differs", field=name)
    if numbers["gas"] > _GAS_LIMIT:
        raise VerificationError("signing.differs", field="gas")
    to = trusted.contracts[meant.called].address
    if str(unsigned["to"]).lower() != to.lower():
        raise VerificationError("signing.differs", field="to")
    data = _bytes(unsigned["data"])
    return Call({**numbers, "to": to, "data": data}, _check(data, meant, trusted))


def _check(data: bytes, meant: Meant, trusted: Deployment) -> dict[str, Any]:
    """A proposal is checked as such, and then the call that it asks for."""
    if meant.basis is None:
        return _check_call(data, meant)
    target = trusted.contracts[meant.contract].address
    proposal = Meant("participants", "propose", (target, ANY, meant.basis))
    return _check_call(_check_call(data, proposal)["data"], meant)


def _check_call(data: bytes, meant: Meant) -> dict[str, Any]:
    abi = _function(meant)
    if data[:4] != function_abi_to_4byte_selector(abi):  # type: ignore[arg-type] # plain JSON
        raise VerificationError("signing.differs", field="function")
    types = get_abi_input_types(abi)  # type: ignore[arg-type] # plain JSON
    try:
        values = decode(types, data[4:])
        exact = encode(types, values) == data[4:]
    except (DecodingError, EncodingError, OverflowError) as error:
        raise VerificationError("signing.differs", field="data") from error
    if not exact or len(values) != len(meant.args):
        raise VerificationError("signing.differs", field="data")
    names = [each["name"] for each in abi["inputs"]]
    for name, kind, value, expected in zip(names, types, values, meant.args, strict=True):
        if expected is not ANY and _comparable(kind, expected) != _comparable(kind, value):
            raise VerificationError("signing.differs", field=name)
    return dict(zip(names, values, strict=True))


def _function(meant: Meant) -> dict[str, Any]:
    found = [
        entry
        for entry in load(meant.contract).abi
        if entry.get("type") == "function"
        and entry["name"] == meant.function
        and len(entry["inputs"]) == len(meant.args)
    ]
    if len(found) != 1:
        raise VerificationError("signing.differs", field="function")
    return found[0]


def _comparable(kind: str, value: Any) -> Any:
    return str(value).lower() if kind == "address" else value


def _number(unsigned: Mapping[str, Any], name: str) -> int:
    try:
        return int(unsigned[name], 16)
    except (ValueError, TypeError) as error:
        raise VerificationError("signing.differs", field=name) from error


def _bytes(value: object) -> bytes:
    try:
        return bytes.fromhex(str(value).removeprefix("0x"))
    except ValueError as error:
        raise VerificationError("signing.differs", field="data") from error
