"""The forms of answers, and which action answers what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from api.etherscan import account, block, contract, daily, logs, stats, token, transaction
from api.etherscan.contract import UNVERIFIED
from api.etherscan.proxy import ACTIONS as PROXY
from api.etherscan.question import Plain, Records
from api.problems import describe
from ledger.errors import QoimaError, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.etherscan.asked import Asked
    from api.etherscan.question import Action, Question
    from api.languages import Messages

__all__ = ["COSTS", "MODULES", "NOT_SERVED", "answered", "chosen", "refused", "rpc_refused"]

MODULES: Final[Mapping[str, Mapping[str, Action]]] = {
    "account": account.ACTIONS,
    "block": block.ACTIONS,
    "contract": contract.ACTIONS,
    "gastracker": stats.GAS,
    "logs": logs.ACTIONS,
    "stats": stats.ACTIONS,
    "token": token.ACTIONS,
    "transaction": transaction.ACTIONS,
}
"""The actions of each module; those of `proxy` are answered as at `/rpc`."""

NOT_SERVED: Final[Mapping[str, frozenset[str]]] = {
    "account": frozenset(
        {"fundedby", "getaddresstag", "pendingtxlist", "txnbridge", "txsbeaconwithdrawal"}
    ),
    "contract": frozenset(
        {
            *("checkproxyverification", "checkverifystatus", "verify", "verify_via_sourcify"),
            *("verify_vyper_contract", "verifyproxycontract", "verifysourcecode"),
        }
    ),
    "block": frozenset({"getblocktxnscount"}),
    "stats": frozenset(
        {
            *("chainsize", "dailyavgblocksize", "dailyavgblocktime", "dailyavggaslimit"),
            *("dailyavggasprice", "dailyavghashrate", "dailyavgnetdifficulty", "dailygasused"),
            *("dailynetutilization", "dailynewaddress", "ethdailymarketcap", "ethdailyprice"),
        }
    ),
    "token": frozenset({"bridgedtokenlist"}),
}
"""Actions that are known and not for this chain; `docs/etherscan.md` says why."""

COSTS: Final[Mapping[tuple[str, str], int]] = {
    ("account", "listaccounts"): 20,
    ("account", "token1155tx"): 10,
    ("account", "txlist"): 10,
    ("account", "txlistinternal"): 5,
    ("account", "balancemulti"): 5,
    ("account", "getminedblocks"): 10,
    ("contract", "getabi"): 5,
    ("contract", "getsourcecode"): 5,
    ("contract", "listcontracts"): 20,
    ("logs", "getlogs"): 20,
    **{("stats", action): 5 for action in daily.ACTIONS},
    ("token", "gettokenholders"): 5,
    ("token", "tokenholderlist"): 5,
    ("token", "topholders"): 10,
    ("transaction", "gettxinfo"): 5,
}
"""The tokens of an action where they are more than one; traces and logs cost more as they go."""

_NOTOK: Final = "NOTOK"


def chosen(asked: Asked) -> tuple[str, str]:
    """The module and the action, both in lower case and both known.

    Raises Rejected("explorer.unknown-module" | "explorer.unknown-action" | "explorer.not-served",
    …), and Rejected("explorer.missing", parameter=).
    """
    module, action = asked.needed("module").lower(), asked.needed("action").lower()
    actions: Mapping[str, Any] | None = PROXY if module == "proxy" else MODULES.get(module)
    if actions is None:
        known = ", ".join(sorted([*MODULES, "proxy"]))
        raise Rejected("explorer.unknown-module", module=module[:80], known=known)
    if action in NOT_SERVED.get(module, ()):
        raise Rejected("explorer.not-served", action=action)
    if action not in actions:
        raise Rejected("explorer.unknown-action", module=module, action=action[:80])
    return module, action


def answered(question: Question, action: Action) -> bytes:
    """The answer of an action in its form; raises what the action raises."""
    result = action(question)
    if isinstance(result, Plain):
        return orjson.dumps({"jsonrpc": "2.0", "id": 1, "result": result.result})
    if not isinstance(result, Records):
        return _written("1", "OK", result)
    if not result.rows:
        return _written("0", result.none, [])
    return _written("1", "OK", result.rows)


def refused(refusal: QoimaError, messages: Messages) -> bytes:
    """A refusal in the caller's language; one whose words tools look for is left in them."""
    if refusal.code == "explorer.unverified":
        return _written("0", _NOTOK, UNVERIFIED)
    found = describe(refusal, messages)
    said = found.title if found.detail == found.title else f"{found.title} {found.detail}"
    return _written("0", _NOTOK, said)


def rpc_refused(refusal: QoimaError, messages: Messages) -> bytes:
    """A refusal of parameters of a call of JSON-RPC."""
    found = describe(refusal, messages)
    error = {"code": -32602, "message": found.detail, "data": {"code": found.code}}
    return orjson.dumps({"jsonrpc": "2.0", "id": 1, "error": error})


def _written(status: str, message: str, result: Any) -> bytes:
    return orjson.dumps({"status": status, "message": message, "result": result})
