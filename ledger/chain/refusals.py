"""What a node's refusal means: a contract's revert, or a transaction not admitted."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.abi import abi_to_signature, function_signature_to_4byte_selector

from contracts.loader import CONTRACTS, load
from ledger.chain.rpc import RpcError, failed
from ledger.errors import QoimaError, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["not_admitted", "reverted"]

_REVERT_CODE = 3
_ERROR_STRING = "0x08c379a0"
"""Selector of `Error(string)`, which carries the reason of a revert."""
_NAMED = re.compile(r"([a-z_]+): (.+)", re.DOTALL)
_CODE = re.compile(r"[a-z]+(-[a-z]+)*")

_SPENT = ("out of gas", "gas required exceeds allowance", "execution failed", "invalid opcode")
"""Ends of a simulation without a revert: our node's words and geth's."""

_PHRASES = (
    # What geth 1.13 and anvil 1.x say, most particular first; matched in lower case.
    ("already known", "already-known"),
    ("already imported", "already-known"),
    ("replacement transaction underpriced", "replacement-refused"),
    ("nonce too low", "nonce-too-low"),
    ("nonce too high", "nonce-too-high"),
    ("insufficient funds", "balance"),
    ("invalid chain id", "wrong-chain-id"),
    ("chain id", "wrong-chain-id"),
    ("oversized data", "too-large"),
    ("max initcode size exceeded", "too-large"),
    ("exceeds block gas limit", "gas-over-limit"),
    ("intrinsic gas too high", "gas-over-limit"),
    ("gas limit is greater", "gas-over-limit"),
    ("transaction gas limit too high", "gas-over-limit"),
    ("txpool is full", "pool-full"),
    ("rlp:", "malformed"),
    ("invalid sender", "malformed"),
    ("failed to decode", "malformed"),
    ("typed transaction too short", "malformed"),
    ("transaction type not supported", "malformed"),
    ("cannot unmarshal", "malformed"),
)


def reverted(error: RpcError, contract: str) -> QoimaError:
    """Translate the refusal of a simulated call of `contract`.

    A revert with a reason becomes Rejected("contract.refused", contract=, reason=), where a reason
    `name: words` names the contract that gave it, and an error that an ABI declares is the reason
    by its name; one without, or an end without gas, Rejected("contract.failed", contract=). Any
    other refusal is one of admission, or Unavailable("chain.failed").
    """
    message = error.message.lower()
    if any(phrase in message for phrase in _SPENT):
        return Rejected("contract.failed", contract=contract)
    if error.code != _REVERT_CODE and "revert" not in message:
        return not_admitted(error, otherwise=failed(error))
    declared = _errors().get(_data(error)[:10])
    if declared:
        return Rejected("contract.refused", contract=declared[0], reason=declared[1])
    reason = _reason(error)
    if not reason:
        return Rejected("contract.failed", contract=contract)
    named = _NAMED.fullmatch(reason)
    if named:
        return Rejected("contract.refused", contract=named[1], reason=named[2])
    return Rejected("contract.refused", contract=contract, reason=reason)


def not_admitted(error: RpcError, otherwise: QoimaError | None = None) -> QoimaError:
    """Translate the refusal of a transaction: Rejected("transaction.<code>", …the node's facts).

    The code is what our node puts into `data.code`, else what geth's and anvil's words mean. An
    unknown refusal is `otherwise`, or Rejected("transaction.refused", reason=).
    """
    if isinstance(error.data, dict):
        code = error.data.get("code")
        if isinstance(code, str) and _CODE.fullmatch(code):
            return Rejected(f"transaction.{code}", **_facts(error.data))
    message = error.message.lower()
    for phrase, code in _PHRASES:
        if phrase in message:
            return Rejected(f"transaction.{code}")
    return otherwise or Rejected("transaction.refused", reason=error.message[:200])


def _facts(data: dict[Any, Any]) -> dict[str, str | int]:
    return {
        name: value
        for name, value in data.items()
        if isinstance(name, str)
        and name.isidentifier()
        and name != "code"
        and isinstance(value, str | int)
    }


@cache
def _errors() -> Mapping[str, tuple[str, str]]:
    """Contract and name of every error that our ABIs declare, by its selector in hex."""
    return {
        "0x" + function_signature_to_4byte_selector(abi_to_signature(each)).hex(): (  # type: ignore[arg-type] # an ABI read from JSON
            name,
            each["name"],
        )
        for name in CONTRACTS
        for each in load(name).abi
        if each["type"] == "error"
    }


def _data(error: RpcError) -> str:
    """The bytes with which a call reverted, in hex; empty when the node does not tell."""
    data = error.data.get("data") if isinstance(error.data, dict) else error.data
    return data.lower() if isinstance(data, str) else ""


def _reason(error: RpcError) -> str:
    data = _data(error)
    if data.startswith(_ERROR_STRING):
        try:
            (reason,) = decode(["string"], bytes.fromhex(data[10:]))
        except (DecodingError, ValueError):
            return ""
        return str(reason)
    _, marker, reason = error.message.partition("reverted: ")
    return reason.removeprefix("revert: ").strip() if marker else ""
