"""`module=contract`: what stands at an address, as far as this installation has its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from api.etherscan.question import Records
from contracts.loader import source_texts
from ledger.chain.inspection import creation_arguments, inspect_contract
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.etherscan.question import Action, Question
    from ledger.chain.inspection import Inspected
    from ledger.types import Address

__all__ = ["ACTIONS", "UNVERIFIED"]

UNVERIFIED: Final = "Contract source code not verified"
"""Etherscan's own words, which tools look for."""
_MOST_CREATIONS: Final = 10
_LICENSE: Final = "Apache-2.0"
_FILTERS: Final = ("", "verified", "unverified", "empty", "1", "2", "3")


def _verified(question: Question, address: Address) -> Inspected | None:
    """A contract whose code on the chain is what the sources compile to."""
    name = question.contract_at(address)
    if name is None:
        return None
    found = inspect_contract(question.desk.services.chain, name)
    return found if found.match == "same" else None


def _abi(question: Question) -> str:
    """Raises Rejected("explorer.unverified") for a contract without sources here."""
    found = _verified(question, question.asked.address("address"))
    if found is None:
        raise Rejected("explorer.unverified")
    return _abi_of(found)


def _sources(question: Question) -> list[dict[str, Any]]:
    """Sources in the standard JSON input of compilers, in the doubled braces of Etherscan."""
    found = _verified(question, question.asked.address("address"))
    if found is None:
        empty = dict.fromkeys(_FIELDS, "")
        return [{**empty, "ABI": UNVERIFIED, "Proxy": "0"}]
    return [_described(found)]


_FIELDS: Final = (
    *("SourceCode", "ABI", "ContractName", "CompilerVersion", "CompilerType", "OptimizationUsed"),
    *("Runs", "ConstructorArguments", "EVMVersion", "Library", "ContractFileName", "LicenseType"),
    *("Proxy", "Implementation", "SwarmSource", "SimilarMatch"),
)


def _described(found: Inspected) -> dict[str, Any]:
    artifact = found.artifact
    main = f"{found.name}.vy"
    return {
        **dict.fromkeys(_FIELDS, ""),
        "SourceCode": "{" + _standard_json(found) + "}",
        "ABI": _abi_of(found),
        "ContractName": found.name,
        "CompilerVersion": "vyper:" + artifact.compiler.partition(" ")[2].partition("+")[0],
        "CompilerType": "Vyper",
        "OptimizationUsed": "1",
        "Runs": "0",
        "ConstructorArguments": creation_arguments(found.info, artifact).hex(),
        "EVMVersion": artifact.evm_version,
        "ContractFileName": main,
        "LicenseType": _LICENSE,
        "Proxy": "0",
    }


def _standard_json(found: Inspected) -> str:
    texts = source_texts(found.artifact)
    document = {
        "language": "Vyper",
        "sources": {path: {"content": text} for path, text in texts.items()},
        "settings": {
            "evmVersion": found.artifact.evm_version,
            "outputSelection": {f"{found.name}.vy": ["*"]},
        },
    }
    return orjson.dumps(document).decode()


def _abi_of(found: Inspected) -> str:
    return orjson.dumps(list(found.artifact.abi)).decode()


def _creations(question: Question) -> list[dict[str, Any]]:
    """Who deployed contracts, and by which transactions; what no transaction made is left out."""
    asked = question.asked.addresses("contractaddresses", _MOST_CREATIONS)
    found = [(address, question.spans.creation(address)) for address in asked]
    rows = [
        {
            "contractAddress": address.lower(),
            "contractCreator": listed.sender.lower(),
            "txHash": listed.hash,
            "blockNumber": str(listed.block.number),
            "timestamp": str(listed.block.timestamp),
            "contractFactory": "",
        }
        for address, listed in found
        if listed is not None
    ]
    if not rows:
        raise Rejected("explorer.no-creation")
    return rows


def _list(question: Question) -> Records:
    """The contracts of this installation, all of them with their sources."""
    skip, take = question.page()
    wanted = question.asked.choice(_FILTERS, "filter")
    contracts = question.desk.services.chain.deployment.contracts
    rows = []
    for name, info in list(contracts.items())[skip : skip + take]:
        found = inspect_contract(question.desk.services.chain, name)
        verified = found.match == "same"
        if wanted in {"", "verified", "1"} if verified else wanted in {"", "unverified", "2"}:
            rows.append({"Address": info.address.lower(), **_listed(found, verified=verified)})
    return Records(rows, "No contracts found")


def _listed(found: Inspected, *, verified: bool) -> dict[str, Any]:
    if not verified:
        return {**dict.fromkeys(_LISTED, ""), "ABI": UNVERIFIED}
    told = _described(found)
    return {name: told[name] for name in _LISTED}


_LISTED: Final = ("ABI", "ContractName", "CompilerVersion", "OptimizationUsed", "SourceCode")


ACTIONS: Final[Mapping[str, Action]] = {
    "getabi": _abi,
    "getcontractcreation": _creations,
    "getsourcecode": _sources,
    "listcontracts": _list,
}
