"""The members of answers as the documentation of Etherscan and of Blockscout shows them.

Etherscan: https://docs.etherscan.io/api-reference/endpoint/<action>.
Blockscout: https://docs.blockscout.com/devs/apis/rpc/<module>.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["SHAPES", "check"]

_TRANSACTION: Final = (
    "blockNumber blockHash timeStamp hash nonce transactionIndex from to value gas gasPrice input"
    " methodId functionName contractAddress cumulativeGasUsed txreceipt_status gasUsed"
    " confirmations isError"
)
_TOKEN: Final = (
    "blockNumber timeStamp hash nonce blockHash from contractAddress to tokenID tokenValue"
    " tokenName tokenSymbol transactionIndex gas gasPrice gasUsed cumulativeGasUsed input"
    " methodId functionName confirmations"
)

SHAPES: Final = {
    "txlist": _TRANSACTION,
    "txlist of blockscout": (
        "blockHash blockNumber confirmations contractAddress cumulativeGasUsed from gas gasPrice"
        " gasUsed hash input isError nonce timeStamp to transactionIndex txreceipt_status value"
    ),
    "txlistinternal": (
        "blockNumber timeStamp hash from to value contractAddress input type gas gasUsed traceId"
        " isError errCode"
    ),
    "txlistinternal of blockscout": (
        "blockNumber callType contractAddress errCode from gas gasUsed index input isError"
        " timeStamp to transactionHash type value"
    ),
    "token1155tx": _TOKEN,
    "balancemulti": "account balance",
    "balancemulti of blockscout": "account balance stale",
    "listaccounts": "address balance stale",
    "getminedblocks": "blockNumber timeStamp blockReward",
    "tokenlist": "balance contractAddress decimals name symbol type",
    "addresstokenbalance": "TokenAddress TokenName TokenSymbol TokenQuantity TokenDivisor",
    "getsourcecode": (
        "SourceCode ABI ContractName CompilerVersion OptimizationUsed Runs ConstructorArguments"
        " EVMVersion Library LicenseType Proxy Implementation SwarmSource"
    ),
    "getcontractcreation": "contractAddress contractCreator txHash blockNumber timestamp",
    "listcontracts": "ABI Address CompilerVersion ContractName OptimizationUsed SourceCode",
    "getblockreward": ("blockNumber timeStamp blockMiner blockReward uncles uncleInclusionReward"),
    "getLogs": (
        "address topics data blockNumber blockHash timeStamp gasPrice gasUsed logIndex"
        " transactionHash transactionIndex"
    ),
    "getToken": "cataloged contractAddress decimals name symbol totalSupply type",
    "getTokenHolders": "address value",
    "tokenholderlist": "TokenHolderAddress TokenHolderQuantity",
    "tokeninfo": (
        "contractAddress tokenName symbol divisor tokenType totalSupply blueCheckmark description"
        " website email blog reddit slack facebook twitter bitcointalk github telegram wechat"
        " linkedin discord whitepaper tokenPriceUSD"
    ),
    "gettxinfo": (
        "revertReason blockNumber confirmations from gasLimit gasPrice gasUsed hash input logs"
        " success timeStamp to value"
    ),
    "logs of gettxinfo": "address data topics",
    "getstatus": "isError errDescription",
    "gettxreceiptstatus": "status",
    "ethsupply2": "EthSupply Eth2Staking BurntFees WithdrawnTotal",
    "nodecount": "UTCDate TotalNodeCount",
    "topholders": "TokenHolderAddress TokenHolderQuantity TokenHolderAddressType",
    "dailytx": "UTCDate unixTimeStamp transactionCount",
    "dailyblkcount": "UTCDate unixTimeStamp blockCount blockRewards_Eth",
    "dailyblockrewards": "UTCDate unixTimeStamp blockRewards_Eth",
    "dailytxnfee": "UTCDate unixTimeStamp transactionFee_Eth",
    "dailyuncleblkcount": "UTCDate unixTimeStamp uncleBlockCount uncleBlockRewards_Eth",
    "gasoracle": (
        "LastBlock SafeGasPrice ProposeGasPrice FastGasPrice suggestBaseFee gasUsedRatio"
    ),
}
_NOT_TEXTS: Final = {"stale", "uncles", "topics", "cataloged", "logs", "success"}
_NO_TEXTS: Final = {"next_page_params", "transactionCount", "blockCount", "uncleBlockCount"}


def check(name: str, row: dict[str, Any]) -> None:
    """Every member that is documented is there, and all are texts but the few that are not."""
    missing = set(SHAPES[name].split()) - row.keys()
    assert not missing, (name, missing)
    for member, value in row.items():
        if member not in _NOT_TEXTS | _NO_TEXTS:
            assert isinstance(value, str), (name, member, value)
