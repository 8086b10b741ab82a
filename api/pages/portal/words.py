"""What the scripts of the portal say, in the reader's language, and what they are to check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ledger.addresses import checksummed

if TYPE_CHECKING:
    from api.access.signing import Site
    from api.languages import Messages
    from ledger.deployment import Deployment

__all__ = ["network", "words"]

_STATE: Final = "portal-state-"
_SAID: Final = "portal-say-"
_FACTS: Final = (
    "account",
    "asked",
    "block",
    "chain",
    "contract",
    "name",
    "number",
    "share",
    "size",
)
_RPC: Final = "/rpc"


def words(messages: Messages) -> str:
    """JSON: each state by its name with title and words, and each other sentence by its name.

    A fact stands there as `{name}`, for the script to fill in.
    """
    places = {name: f"{{{name}}}" for name in _FACTS}
    states = {
        each.removeprefix(_STATE): {
            "title": messages(each, **places),
            "words": messages.attribute(each, "words", **places),
        }
        for each in sorted(messages.ids)
        if each.startswith(_STATE)
    }
    said = {
        each.removeprefix(_SAID): messages(each, **places)
        for each in sorted(messages.ids)
        if each.startswith(_SAID)
    }
    return json.dumps({"states": states, "said": said}, ensure_ascii=False)


def network(deployment: Deployment, site: Site, messages: Messages) -> str:
    """JSON: the chain as a wallet must have it, and the contracts that may be called.

    `chain` is what `wallet_addEthereumChain` takes (EIP-3085). This chain has no coin: the one
    that is named there, as wallets demand, does not exist.
    """
    chain = {
        "chainId": hex(deployment.chain_id),
        "chainName": f"Qoima {deployment.chain_id}",
        "nativeCurrency": {"name": messages("portal-no-coin"), "symbol": "NOCOIN", "decimals": 18},
        "rpcUrls": [site.origin + _RPC],
        "blockExplorerUrls": [site.origin],
    }
    contracts = {
        checksummed(info.address.lower()): name for name, info in deployment.contracts.items()
    }
    return json.dumps({"chain": chain, "contracts": contracts}, ensure_ascii=False)
