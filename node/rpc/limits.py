"""How much a client may take of the node at once."""

from __future__ import annotations

from dataclasses import dataclass

from node.admission import MAX_GAS

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """The bounds of the transports; whoever meets one is told it.

    Bytes of a request's body, requests of a batch, bytes of an answer, and seconds for it, are as
    in geth. The rest: posted requests that wait at once and threads that work on them; WebSocket
    connections, messages of each that are answered beside each other, its subscriptions, bytes
    that may wait for its reader, and seconds for which he may read nothing; filters, and seconds
    after which one that nobody asks is forgotten.
    A call and a trace may run for so many seconds, and a call with so much gas, as in geth; a
    transaction may ask for so much gas (EIP-7825).
    """

    body: int = 5 * 1024 * 1024
    batch: int = 1000
    answer: int = 25_000_000
    seconds: float = 30.0
    requests: int = 1024
    threads: int = 32
    connections: int = 128
    beside: int = 8
    subscriptions: int = 64
    backlog: int = 4 * 1024 * 1024
    stall: float = 10.0
    filters: int = 1024
    filter_idle: float = 300.0
    call_seconds: float = 5.0
    call_gas: int = 50_000_000
    transaction_gas: int = MAX_GAS
