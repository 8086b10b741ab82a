"""`module=token` and what other modules tell of tokens: one ERC-1155 contract of many assets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from api.etherscan.question import Records
from api.etherscan.rows import COLLECTION, SHORT_NAME, TOKENS
from ledger.chain.rpc import well_formed
from ledger.errors import NotFound
from ledger.index.spans import Span
from ledger.types import ClassId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.etherscan.question import Action, Question
    from ledger.assets.spans import Held
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["ACTIONS", "Token", "holding", "holdings", "known_token", "supply"]

_MOST_TOP: Final = 100


class Token(NamedTuple):
    """The contract of the tokens."""

    address: Address
    name: str = COLLECTION
    symbol: str = SHORT_NAME


def known_token(question: Question, given: Address | None) -> Token:
    """The contract of the tokens; NotFound("explorer.no-token", address=) for any other."""
    if given is not None and question.contract_at(given) != TOKENS:
        raise NotFound("explorer.no-token", address=given)
    return Token(question.desk.services.chain.codec.address(TOKENS))


def _class(question: Question) -> ClassId:
    """Which digital asset is meant: amounts of different ones have no sum."""
    known_token(question, question.asked.address("contractaddress"))
    return ClassId(question.asked.needed_number("tokenid"))


def holding(question: Question, account: Address, at: BlockRef | None) -> int:
    """How much of the digital asset that is asked for an account holds."""
    found = question.desk.services.assets.holding(_class(question), account, at)
    return found.amount


def holdings(question: Question) -> list[Held]:
    """A page of what the account that is asked for holds."""
    account = question.asked.address("address")
    return question.assets.holdings(account, _page(question))


def supply(question: Question, at: BlockRef | None = None) -> str:
    """How much there is of the digital asset that is asked for."""
    return str(question.assets.supply(_class(question), at))


def _page(question: Question) -> Span:
    skip, take = question.page()
    return Span(0, question.head.number, skip, take)


def _held(question: Question) -> list[Held]:
    return question.assets.holders(_class(question), _page(question))


def _token(question: Question) -> dict[str, Any]:
    token = known_token(question, question.asked.address("contractaddress"))
    total = "" if question.asked.text("tokenid") is None else supply(question)
    return {
        "cataloged": True,
        "contractAddress": token.address.lower(),
        "decimals": "0",
        "name": token.name,
        "symbol": token.symbol,
        "totalSupply": total,
        "type": "ERC-1155",
    }


def _token_info(question: Question) -> list[dict[str, Any]]:
    told = _token(question)
    empty = dict.fromkeys(_UNTOLD, "")
    return [
        {
            "contractAddress": told["contractAddress"],
            "tokenName": told["name"],
            "symbol": told["symbol"],
            "divisor": "0",
            "tokenType": "ERC-1155",
            "totalSupply": told["totalSupply"],
            "blueCheckmark": "false",
            **empty,
        }
    ]


_UNTOLD: Final = (
    *("description", "website", "email", "blog", "reddit", "slack", "facebook", "twitter"),
    *("bitcointalk", "github", "telegram", "wechat", "linkedin", "discord", "whitepaper"),
    "tokenPriceUSD",
)


def _holders(question: Question) -> Records:
    """As Blockscout has them."""
    rows = [
        {"address": each.account.lower(), "value": str(each.amount)} for each in _held(question)
    ]
    return Records(rows, "No token holders found")


def _holder_list(question: Question) -> Records:
    """As Etherscan has them."""
    rows = [
        {
            "TokenHolderAddress": each.account.lower(),
            "TokenHolderQuantity": str(each.amount),
        }
        for each in _held(question)
    ]
    return Records(rows, "No token holders found")


def _top_holders(question: Question) -> Records:
    """The largest holders, and whether each is a contract (`C`) or not (`E`)."""
    skip, take = question.page(_MOST_TOP)
    span = Span(0, question.head.number, skip, take)
    held = question.assets.holders(_class(question), span)
    rpc = question.desk.services.chain.rpc
    with well_formed("code"):
        codes = rpc.batch([("eth_getCode", [each.account, "latest"]) for each in held])
        rows = [
            {
                "TokenHolderAddress": each.account.lower(),
                "TokenHolderQuantity": str(each.amount),
                "TokenHolderAddressType": "C" if len(code) > len("0x") else "E",
            }
            for each, code in zip(held, codes, strict=True)
        ]
    return Records(rows, "No token holders found")


def _holder_count(question: Question) -> str:
    return str(question.assets.holder_count(_class(question)))


ACTIONS: Final[Mapping[str, Action]] = {
    "gettoken": _token,
    "gettokenholders": _holders,
    "tokenholdercount": _holder_count,
    "tokenholderlist": _holder_list,
    "tokeninfo": _token_info,
    "topholders": _top_holders,
}
