"""What the document of the interface says of the parameters of actions."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["PARAMETERS", "form_body"]

_TOLD: Final = {
    "module": ("`account`, `block`, `contract`, `logs`, `proxy`, `stats`, `token` …", "account"),
    "action": ("What is asked of the module.", "txlist"),
    "address": ("An account or a contract; of `balancemulti` up to 20 between commas.", None),
    "contractaddress": ("The contract of tokens.", None),
    "contractaddresses": ("Up to 10 contracts between commas.", None),
    "tokenid": ("Which digital asset: its number.", None),
    "txhash": ("A transaction.", None),
    "startblock": ("The first block of a list.", "0"),
    "endblock": ("The last block of a list.", "99999999"),
    "fromBlock": ("The first block of logs.", None),
    "toBlock": ("The last block of logs.", None),
    "topic0": ("A topic of logs; as are `topic1`, `topic2` and `topic3`.", None),
    "topic0_1_opr": ("`and` or `or` between two topics, each pair of which has its own.", None),
    "page": ("Which page of a list.", "1"),
    "offset": ("How many rows a page has; the pages reach to 10,000.", "100"),
    "sort": ("`asc` or `desc`.", "asc"),
    "tag": ("A block: `latest`, or its number in hexadecimal.", "latest"),
    "blockno": ("A block by its number.", None),
    "timestamp": ("Seconds since 1970.", None),
    "closest": ("`before` or `after`.", None),
    "chainid": ("This chain's, if any is given.", None),
    "apikey": ("Not looked at.", None),
}


def _parameter(name: str, description: str, example: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "string"},
    }
    return told if example is None else {**told, "example": example}


PARAMETERS: Final = [_parameter(name, *told) for name, told in _TOLD.items()]
"""The parameters that most actions take, by their names."""


def form_body(kind: str) -> dict[str, Any]:
    """The body of a form with the same parameters."""
    properties = {
        name: {"type": "string", "description": description}
        for name, (description, _) in _TOLD.items()
    }
    schema = {"type": "object", "properties": properties}
    return {"required": False, "content": {kind: {"schema": schema}}}
