"""Why a sealed transaction failed: its execution is repeated by a node."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ledger.chain.refusals import reverted
from ledger.chain.rpc import RpcError, failed, well_formed
from ledger.errors import QoimaError, Rejected, Unavailable

if TYPE_CHECKING:
    from ledger.chain.gateway import Chain
    from ledger.chain.model import Receipt, Transaction

__all__ = ["why_failed"]


def why_failed(chain: Chain, transaction: Transaction) -> QoimaError | None:
    """Rejected("contract.refused" | "contract.failed") for a sealed transaction that failed.

    1. A node that traces (geth's `debug_traceTransaction`) repeats it in its very place.
    2. Another repeats the call at the end of the block before, where the outcome may differ when
       other transactions of the block stand before it; if it does, the reason is not known.

    None for one that did not fail, or of which the node cannot tell. Raises
    Unavailable("chain.unreachable").
    """
    receipt = transaction.receipt
    if receipt is None or receipt.succeeded:
        return None
    call = transaction.call
    name = call.contract if call is not None else str(transaction.to)
    try:
        return _traced(chain, transaction, name)  # 1
    except Unavailable as error:
        if error.code == "chain.unreachable":
            raise
        return _repeated(chain, transaction, receipt, name)  # 2


def _traced(chain: Chain, transaction: Transaction, name: str) -> QoimaError:
    config = {"tracer": "callTracer", "tracerConfig": {"onlyTopCall": True}}
    frame: Any = chain.rpc.call("debug_traceTransaction", transaction.hash, config)
    with well_formed("trace"):
        message = str(frame["error"])
        if frame.get("revertReason"):
            message += f": {frame['revertReason']}"
        data = frame.get("output")
    return reverted(RpcError("debug_traceTransaction", 3, message, data), name)


def _repeated(
    chain: Chain, transaction: Transaction, receipt: Receipt, name: str
) -> QoimaError | None:
    asked = {
        "from": transaction.sender,
        "to": transaction.to,
        "gas": hex(transaction.gas),
        "value": hex(transaction.value),
        "data": "0x" + transaction.data.hex(),
    }
    before = hex(max(0, receipt.block.number - 1))
    try:
        chain.rpc.call("eth_call", asked, before, refused=partial(_of_call, name=name))
    except Rejected as reason:
        return reason
    except Unavailable as error:
        if error.code == "chain.unreachable":
            raise
    return None


def _of_call(error: RpcError, name: str) -> QoimaError:
    found = reverted(error, name)
    return found if found.code.startswith("contract.") else failed(error)
