"""`module=stats` and `module=gastracker` of a chain without a coin, told as it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NoReturn

from api.etherscan.daily import ACTIONS as DAILY
from api.etherscan.daily import day
from api.etherscan.token import supply
from ledger.errors import Rejected
from ledger.network.store import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.etherscan.question import Action, Question

__all__ = ["ACTIONS", "GAS"]


def _no_supply(_question: Question) -> str:
    """There is no coin, so there is nothing of it."""
    return "0"


def _no_supplies(_question: Question) -> dict[str, str]:
    return {"EthSupply": "0", "Eth2Staking": "0", "BurntFees": "0", "WithdrawnTotal": "0"}


def _no_price(_question: Question) -> NoReturn:
    """What is not there has no price: a zero would be one. Raises Rejected("explorer.no-coin")."""
    raise Rejected("explorer.no-coin")


def _no_fees(question: Question) -> str:
    """Nothing is paid on any day."""
    day(question, "date")
    return "0"


def _supply_history(question: Question) -> str:
    moment = question.desk.services.moments.block(question.asked.needed_number("blockno"))
    return supply(question, moment)


def _nodes(question: Question) -> dict[str, str]:
    """How many nodes the register of this network has that are not removed."""
    found = question.desk.services.network.nodes(Wanted(valid=True), 1, None)
    day = dt.datetime.fromtimestamp(question.head.timestamp, dt.UTC).date()
    return {"UTCDate": day.isoformat(), "TotalNodeCount": str(found.total)}


def _gas_prices(question: Question) -> dict[str, Any]:
    """The price of gas is zero for everybody."""
    block = question.desk.services.index.block(question.head.number)
    return {
        "LastBlock": str(block.number),
        "SafeGasPrice": "0",
        "ProposeGasPrice": "0",
        "FastGasPrice": "0",
        "suggestBaseFee": "0",
        "gasUsedRatio": f"{block.gas_used / block.gas_limit:.6f}",
    }


def _seconds(question: Question) -> str:
    """How long a transaction waits at whatever price, in seconds: a period of the chain."""
    question.asked.needed_number("gasprice")
    return str(max(1, question.desk.services.chain.deployment.period))


ACTIONS: Final[Mapping[str, Action]] = {
    **DAILY,
    "coinprice": _no_price,
    "coinsupply": _no_supply,
    "ethprice": _no_price,
    "ethsupply": _no_supply,
    "ethsupply2": _no_supplies,
    "ethsupplyexchange": _no_price,
    "nodecount": _nodes,
    "tokensupply": supply,
    "tokensupplyhistory": _supply_history,
    "totalfees": _no_fees,
}
GAS: Final[Mapping[str, Action]] = {"gasestimate": _seconds, "gasoracle": _gas_prices}
