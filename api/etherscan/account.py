"""`module=account`: balances, transactions, movements of tokens, blocks sealed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from api.etherscan.internal import internal
from api.etherscan.question import Plain, Question, Records
from api.etherscan.rows import TOKENS, movement_row, transaction_row
from api.etherscan.token import holding, holdings, known_token
from ledger.assets.book import Wanted
from ledger.chain.rpc import well_formed
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.etherscan.question import Action
    from ledger.index.spans import Side
    from ledger.types import Address

__all__ = ["ACTIONS"]

_MOST_BALANCES: Final = 20
_MOST_LISTED: Final = 100
_SIDES: Final[Mapping[str, Side | None]] = {"": None, "from": "from", "to": "to"}


def _balance(question: Question) -> str:
    return _balances(question, [question.asked.address("address")], question.tag("tag"))[0]


def _balance_history(question: Question) -> str:
    number = hex(question.asked.needed_number("blockno"))
    return _balances(question, [question.asked.address("address")], number)[0]


def _many_balances(question: Question) -> list[dict[str, Any]]:
    addresses = question.asked.addresses("address", _MOST_BALANCES)
    found = _balances(question, addresses, question.tag("tag"))
    return [
        {"account": address.lower(), "balance": balance, "stale": False}
        for address, balance in zip(addresses, found, strict=True)
    ]


def _eth_balance(question: Question) -> Plain:
    tag = question.tag("block", "tag")
    (found,) = _balances(question, [question.asked.address("address")], tag)
    return Plain(hex(int(found)))


def _accounts(question: Question) -> Records:
    skip, take = question.page(_MOST_LISTED) if _paged(question) else (0, 10)
    addresses = question.spans.accounts(skip, take)
    found = _balances(question, addresses, "latest")
    rows = [
        {"address": address.lower(), "balance": balance, "stale": False}
        for address, balance in zip(addresses, found, strict=True)
    ]
    return Records(rows)


def _paged(question: Question) -> bool:
    return question.asked.text("page", "offset") is not None


def _balances(question: Question, addresses: Sequence[Address], tag: str) -> list[str]:
    """What accounts have of the chain's coin, in decimal."""
    rpc = question.desk.services.chain.rpc
    with well_formed("balance"):
        if len(addresses) == 1:
            return [str(int(rpc.call("eth_getBalance", addresses[0], tag), 16))]
        found = rpc.batch([("eth_getBalance", [each, tag]) for each in addresses])
        return [str(int(each, 16)) for each in found]


def _transactions(question: Question) -> Records:
    asked = question.asked
    account = asked.address("address")
    side = _SIDES[asked.choice(("", "from", "to"), "filterby", "filter_by")]
    found = question.spans.transactions(account, question.span(), side)
    return Records([transaction_row(each, question.head) for each in found])


def _token_transfers(question: Question) -> Records:
    """Movements of ERC-1155 tokens, of an account, of the contract, or of both."""
    asked, contract = question.asked, question.asked.maybe_address("contractaddress")
    account = asked.maybe_address("address")
    if account is None and contract is None:
        raise Rejected("explorer.missing", parameter="address")
    if contract is not None and question.contract_at(contract) != TOKENS:
        return Records([])
    return _movements(question, Wanted(asked.number("tokenid"), account))


def _movements(question: Question, wanted: Wanted) -> Records:
    span = question.span()
    contract = question.desk.services.chain.codec.address(TOKENS)
    found = question.assets.movements(wanted, span)
    told = question.spans.of(each.transaction for each in found)
    return Records(
        [movement_row(each, told[each.transaction], contract, question.head) for each in found]
    )


def _no_transfers(question: Question) -> Records:
    """Movements of ERC-20, ERC-721 or ERC-404 tokens, of which this chain has none."""
    question.asked.maybe_address("contractaddress")
    if question.asked.maybe_address("address") is None:
        question.asked.needed("contractaddress", "address")
    question.span()
    return Records([])


def _token_balance(question: Question) -> str:
    return str(holding(question, question.asked.address("address"), None))


def _token_balance_history(question: Question) -> str:
    account = question.asked.address("address")
    moment = question.desk.services.moments.block(question.asked.needed_number("blockno"))
    return str(holding(question, account, moment))


def _token_list(question: Question) -> Records:
    """What an account holds, as Blockscout has it."""
    contract = known_token(question, None)
    rows = [
        {
            "balance": str(each.amount),
            "contractAddress": contract.address.lower(),
            "name": contract.name,
            "decimals": "0",
            "symbol": contract.symbol,
            "type": "ERC-1155",
            "id": str(each.class_id),
        }
        for each in holdings(question)
    ]
    return Records(rows, "No tokens found")


def _token_holdings(question: Question) -> Records:
    """What an account holds, as Etherscan has it; `TokenId` says which digital asset."""
    contract = known_token(question, None)
    rows = [
        {
            "TokenAddress": contract.address.lower(),
            "TokenName": contract.name,
            "TokenSymbol": contract.symbol,
            "TokenQuantity": str(each.amount),
            "TokenDivisor": "0",
            "TokenId": str(each.class_id),
        }
        for each in holdings(question)
    ]
    return Records(rows, "No tokens found")


def _sealed_blocks(question: Question) -> Records:
    """Blocks that an account sealed, the newest first; there is no reward for it."""
    sealer = question.asked.address("address")
    span = question.span()
    span = replace(span, descending=question.asked.choice(("desc", "asc"), "sort") == "desc")
    rows = [
        {
            "blockNumber": str(each.number),
            "timeStamp": str(each.timestamp),
            "blockReward": "0",
        }
        for each in question.spans.sealed_by(sealer, span)
    ]
    return Records(rows, "No blocks found")


def _no_tokens(question: Question) -> Records:
    """What an account holds of ERC-721 tokens, of which this chain has none."""
    question.asked.address("address")
    question.page()
    return Records([], "No tokens found")


ACTIONS: Final[Mapping[str, Action]] = {
    "addresstokenbalance": _token_holdings,
    "addresstokennftbalance": _no_tokens,
    "addresstokennftinventory": _no_tokens,
    "balance": _balance,
    "balancehistory": _balance_history,
    "balancemulti": _many_balances,
    "eth_get_balance": _eth_balance,
    "getminedblocks": _sealed_blocks,
    "listaccounts": _accounts,
    "token1155tx": _token_transfers,
    "token404tx": _no_transfers,
    "tokenbalance": _token_balance,
    "tokenbalancehistory": _token_balance_history,
    "tokenlist": _token_list,
    "tokennfttx": _no_transfers,
    "tokentx": _no_transfers,
    "txlist": _transactions,
    "txlistinternal": internal,
}
