"""`txlistinternal`: calls between contracts, from traces that the node makes when it is asked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from api.etherscan.question import Records
from ledger.chain.rpc import METHOD_NOT_FOUND, well_formed
from ledger.errors import NotFound, Rejected, Unavailable
from ledger.index.spans import MOST_BYTES, Span
from ledger.types import TxHash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.etherscan.question import Question
    from ledger.chain.rpc import RpcError
    from ledger.errors import QoimaError
    from ledger.index.spans import Listed
    from ledger.types import Address

__all__ = ["MOST_TRACED", "internal"]

MOST_TRACED: Final = 25
"""Transactions that one request has traced."""
_COST: Final = 5
_SECONDS: Final = 20.0
_MOST_FRAMES: Final = 10_000
_TRACER: Final = {"tracer": "callTracer"}
_CREATIONS: Final = frozenset({"CREATE", "CREATE2"})


def internal(question: Question) -> Records:
    """Calls below transactions: of one, of an account in some blocks, or of all in some blocks.

    Raises NotFound("trace.unsupported") where the node makes none, Rejected("list.too-wide",
    most=) where more transactions than may be traced are meant, Unavailable("trace.busy" |
    "trace.refused").
    """
    account = question.asked.maybe_address("address")
    if question.asked.text("txhash") is not None:
        skip, take = question.page()
        span = Span(0, question.head.number, skip, take)
        hashes = [question.asked.hash("txhash")]
        question.desk.services.index.transaction(hashes[0])
    else:
        span = question.span()
        hashes = _meant(question, account, span)
    return Records(_listed(question, account, hashes, span))


def _listed(
    question: Question, account: Address | None, hashes: list[TxHash], span: Span
) -> list[dict[str, Any]]:
    question.charge(_COST * len(hashes))
    doors = question.desk.traces
    with doors.place(Unavailable("trace.busy", limit=doors.places)):
        rows = _traced(question, hashes)
    if account is not None:
        wanted = account.lower()
        rows = [row for row in rows if wanted in {row["from"], row["to"], row["contractAddress"]}]
    if span.descending:
        rows.reverse()
    return rows[span.skip : span.skip + span.take]


def _meant(question: Question, account: Address | None, span: Span) -> list[TxHash]:
    """The transactions of the blocks in which an account is called, or all of them, in order."""
    if span.first > span.last:
        return []
    if account is None:
        question.asked.needed("startblock", "address")
        page = Span(span.first, span.last, 0, MOST_TRACED + 1)
        found = question.spans.hashes(page)
    else:
        found = _of_account(question, account, span)
    if len(found) > MOST_TRACED:
        raise Rejected("list.too-wide", most=MOST_TRACED)
    return found


def _of_account(question: Question, account: Address, span: Span) -> list[TxHash]:
    """Transactions with a message from or to an account; one too many where there are more."""
    answer = question.desk.services.chain.rpc.call(
        "ots_searchTransactionsAfter",
        account,
        max(span.first - 1, 0),
        MOST_TRACED,
        refused=_untraced,
    )
    with well_formed("history"):
        places = [
            (int(each["blockNumber"], 16), int(each["transactionIndex"], 16), TxHash(each["hash"]))
            for each in answer["txs"]
        ]
        whole = bool(answer["firstPage"])
    within = sorted(each for each in places if span.first <= each[0] <= span.last)
    if not whole and len(within) == len(places):
        raise Rejected("list.too-wide", most=MOST_TRACED)
    return [each[2] for each in within]


def _traced(question: Question, hashes: list[TxHash]) -> list[dict[str, Any]]:
    """The calls of transactions, one trace after another for so many seconds at most."""
    rpc = question.desk.services.chain.rpc
    told = question.spans.of(hashes)
    until, size = time.monotonic() + _SECONDS, 0
    rows: list[dict[str, Any]] = []
    for each in hashes:
        if time.monotonic() > until:
            raise Rejected("list.too-wide", most=MOST_TRACED)
        if each not in told:
            raise NotFound("transaction.unknown", transaction=each)
        top = rpc.call("debug_traceTransaction", each, _TRACER, refused=_untraced)
        with well_formed("trace"):
            for row in _rows(told[each], top):
                size += len(row["input"])
                if size > 2 * MOST_BYTES or len(rows) >= _MOST_FRAMES:
                    raise Rejected("list.too-large", most=MOST_BYTES)
                rows.append(row)
    return rows


def _untraced(error: RpcError) -> QoimaError:
    if error.code == METHOD_NOT_FOUND:
        return NotFound("trace.unsupported")
    return Unavailable("trace.refused", reason=error.message[:200])


def _rows(listed: Listed, top: Any) -> Iterator[dict[str, Any]]:
    """The calls below the transaction itself, in the order in which they began."""
    waiting = [(f"{i}", frame) for i, frame in enumerate(top.get("calls", ()))][::-1]
    index = 0
    while waiting:
        path, frame = waiting.pop()
        yield _row(listed, frame, path, index)
        index += 1
        below = [(f"{path}_{i}", each) for i, each in enumerate(frame.get("calls", ()))]
        waiting += below[::-1]


def _row(listed: Listed, frame: Any, path: str, index: int) -> dict[str, Any]:
    kind = str(frame["type"])
    made, to = kind in _CREATIONS, str(frame.get("to", "")).lower()
    error = str(frame.get("error", ""))
    return {
        "blockNumber": str(listed.block.number),
        "timeStamp": str(listed.block.timestamp),
        "hash": listed.hash,
        "transactionHash": listed.hash,
        "from": str(frame["from"]).lower(),
        "to": "" if made else to,
        "value": str(int(frame.get("value", "0x0"), 16)),
        "contractAddress": to if made else "",
        "input": str(frame.get("input", "")),
        "type": kind.lower() if made or kind == "SELFDESTRUCT" else "call",
        "callType": "" if made or kind == "SELFDESTRUCT" else kind.lower(),
        "gas": str(int(frame.get("gas", "0x0"), 16)),
        "gasUsed": str(int(frame.get("gasUsed", "0x0"), 16)),
        "index": str(index),
        "traceId": path,
        "isError": "1" if error else "0",
        "errCode": error,
    }
