"""`module=transaction`: whether a transaction succeeded, why it did not, and what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.problems import describe
from ledger.chain.rpc import well_formed
from ledger.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.etherscan.question import Action, Question
    from ledger.chain.model import Transaction
    from ledger.types import TxHash

__all__ = ["ACTIONS"]


def _found(question: Question) -> Transaction:
    """A transaction of the index, or of the node while it is not indexed."""
    tx_hash = question.asked.hash("txhash")
    services = question.desk.services
    try:
        return services.index.transaction(tx_hash)
    except NotFound:
        return services.chain.transaction(tx_hash)


def _status(question: Question) -> dict[str, str]:
    """Whether it failed and why, in the caller's language; one that waits has not."""
    transaction = _found(question)
    failed = transaction.status == "failed"
    return {
        "isError": "1" if failed else "0",
        "errDescription": _reason(question, transaction) if failed else "",
    }


def _reason(question: Question, transaction: Transaction) -> str:
    reason = question.desk.reasons.of(transaction)
    return "" if reason is None else describe(reason, question.messages).detail


def _receipt_status(question: Question) -> dict[str, str]:
    """As Etherscan has it, no status at all of one that is not known or waits."""
    try:
        transaction = _found(question)
    except NotFound:
        return {"status": ""}
    return {"status": {"succeeded": "1", "failed": "0"}.get(transaction.status, "")}


def _info(question: Question) -> dict[str, Any]:
    transaction = _found(question)
    receipt = transaction.receipt
    sealed = {
        "blockNumber": "" if receipt is None else str(receipt.block.number),
        "timeStamp": "" if receipt is None else str(receipt.block.timestamp),
        "confirmations": _confirmations(question, transaction),
        "success": transaction.status == "succeeded",
        "gasUsed": "" if receipt is None else str(receipt.gas_used),
        "revertReason": _reason(question, transaction),
        "logs": [] if receipt is None else _logs(question, transaction.hash),
        "next_page_params": None,
    }
    return {
        "hash": transaction.hash,
        "from": transaction.sender.lower(),
        "to": (transaction.to or "").lower(),
        "value": str(transaction.value),
        "input": "0x" + transaction.data.hex(),
        "gasLimit": str(transaction.gas),
        "gasPrice": "0",
        **sealed,
    }


def _confirmations(question: Question, transaction: Transaction) -> str:
    """The indexed blocks after its own; none of one that is not indexed."""
    receipt = transaction.receipt
    return "0" if receipt is None else str(max(0, question.head.number - receipt.block.number))


def _logs(question: Question, tx_hash: TxHash) -> list[dict[str, Any]]:
    with well_formed("receipt"):
        raw = question.desk.services.chain.rpc.call("eth_getTransactionReceipt", tx_hash)
        return [
            {
                "address": str(log["address"]).lower(),
                "data": str(log["data"]),
                "topics": [str(topic) for topic in log["topics"]],
                "index": str(int(log["logIndex"], 16)),
            }
            for log in raw["logs"]
        ]


ACTIONS: Final[Mapping[str, Action]] = {
    "getstatus": _status,
    "gettxinfo": _info,
    "gettxreceiptstatus": _receipt_status,
}
