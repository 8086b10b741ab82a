"""The node beside eth-tester, hardhat and anvil over HTTP, and beside stock py-evm in process.

Usage: python -m benchmarks.node [CALLS [PEER…]]   (10000 calls and all peers unless told)

Each peer in its turn gets the same calls (three new storage slots and one event each), signed
before, over eight connections. hardhat, anvil and this node seal a block a second; eth-tester seals
each transaction at once: once as its package installs it, with secp256k1 in Python, and once with
the native libraries that this node uses (eth-tester-native). This node alone waits for the disk
before it acknowledges, and before a block is announced. The calls that are timed while transactions
are sent come from a process of their own. Ratios of one run hold; absolute figures are those of the
machine and the hour.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks.reference import inside
from benchmarks.reference.client import Client, call_rate, calls_for, number_of, send_all
from benchmarks.reference.peers import PEERS, Peer

_CLIENTS = 8
_SECONDS = 2.0
_SAMPLES = 6
_VIEWS = 97  # different calls, so that nobody can answer from a cache of answers alone
_PATIENCE = 60.0
_SLOW = 40  # eth-tester gets so many times fewer calls


@dataclass(frozen=True)
class Measured:
    """Figures of one peer: rates per second, times in milliseconds, memory in MiB."""

    sealed: float
    latency: tuple[float, float]
    calls: tuple[float, float]
    idle: float
    loaded: float
    events: float
    memory: float


def main(count: int, names: list[str]) -> None:
    """Measure and print."""
    setup = Path(__file__).parent / "js" / "setup.sh"
    subprocess.run(["bash", str(setup)], check=True)
    found: dict[str, Measured] = {}
    for name in names:
        try:
            with PEERS[name]() as peer:
                found[name] = _measure(peer, count // _SLOW if peer.seals_each else count)
        except (RuntimeError, OSError) as error:  # a peer's fault must not hide the others
            print(f"{name:17} gave no figures: {error}", flush=True)
            continue
        _print(name, found[name])
    ours, stock = inside.measure(5)
    print(f"\nin process: ours {ours:.0f} tx/s, stock {stock:.0f} tx/s, ratio {ours / stock:.2f}")
    if "qoima" in found:
        _print_ratios(found)


def _measure(peer: Peer, count: int) -> Measured:
    client = Client(peer.url)
    workload = peer.workload
    client.ask("eth_sendRawTransaction", "0x" + workload.creation().hex())
    _wait_for_nonce(client, peer, 1)
    raws = workload.calls(0, count + _SAMPLES)
    first = count // 4
    clients = 1 if peer.seals_each else _CLIENTS  # it takes no nonce that is ahead
    views = [workload.view(number) for number in range(_VIEWS)]
    with ProcessPoolExecutor(1, get_context("spawn")) as beside:
        idle = _p99(beside.submit(calls_for, peer.url, views, _SECONDS).result())
        calling = beside.submit(calls_for, peer.url, views, _SECONDS)
        send_all(peer.url, raws[:first], clients)
        loaded = _p99(calling.result())
    began = time.monotonic()
    send_all(peer.url, raws[first:count], clients)
    _wait_for_nonce(client, peer, 1 + count)
    sealed = (count - first) / (time.monotonic() - began)
    return Measured(
        sealed=sealed,
        latency=_latency(client, raws[count:]),
        calls=(
            call_rate(peer.url, views, 1, _SECONDS),
            call_rate(peer.url, views, 4, _SECONDS),
        ),
        idle=idle,
        loaded=loaded,
        events=_events(client, peer, count),
        memory=_memory(peer.pid),
    )


def _wait_for_nonce(client: Client, peer: Peer, sealed: int) -> None:
    account, wanted = peer.workload.account.address, peer.workload.first_nonce + sealed
    end = time.monotonic() + _PATIENCE
    while number_of(client.ask("eth_getTransactionCount", account, "latest")) < wanted:
        _check_patience(end)
        time.sleep(0.02)


def _check_patience(end: float) -> None:
    if time.monotonic() > end:
        msg = f"not sealed within {_PATIENCE:.0f} s"
        raise TimeoutError(msg)


def _latency(client: Client, raws: list[bytes]) -> tuple[float, float]:
    """Median and worst of the milliseconds from sending one transaction to its receipt, at rest."""
    took = []
    for number, raw in enumerate(raws):
        time.sleep(1.1 + number / len(raws))  # at any moment of a period
        began = time.monotonic()
        sent = client.ask("eth_sendRawTransaction", "0x" + raw.hex())
        while client.ask("eth_getTransactionReceipt", sent) is None:
            _check_patience(began + _PATIENCE)
            time.sleep(0.002)
        took.append(1000 * (time.monotonic() - began))
    return statistics.median(took), max(took)


def _events(client: Client, peer: Peer, count: int) -> float:
    """Events per second out of one eth_getLogs over all of them."""
    wanted = {"fromBlock": "0x0", "toBlock": "latest"}
    if not peer.seals_each:  # web3.py cannot pass an address on to eth-tester
        wanted["address"] = peer.workload.address
    began = time.perf_counter()
    found = client.ask("eth_getLogs", wanted)
    assert len(found) >= count
    return len(found) / (time.perf_counter() - began)


def _p99(took: list[float]) -> float:
    return 1000 * sorted(took)[len(took) * 99 // 100]


def _memory(pid: int) -> float:
    """MiB that a process and its children hold (proc(5): VmRSS)."""
    status = Path(f"/proc/{pid}/status").read_text()
    (own,) = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own / 1024 + sum(_memory(int(child)) for child in children)


def _print(name: str, found: Measured) -> None:
    print(
        f"{name:17} {found.sealed:7.0f} tx/s"
        f"  latency {found.latency[0]:5.0f} / {found.latency[1]:5.0f} ms"
        f"  eth_call {found.calls[0]:5.0f} and {found.calls[1]:5.0f} /s"
        f"  p99 idle {found.idle:6.1f} loaded {found.loaded:6.1f} ms"
        f"  getLogs {found.events:8.0f} events/s  {found.memory:5.0f} MiB",
        flush=True,
    )


def _print_ratios(found: dict[str, Measured]) -> None:
    ours = found["qoima"]
    for name, other in found.items():
        if name != "qoima":
            sealed, calls = ours.sealed / other.sealed, ours.calls[1] / other.calls[1]
            print(f"ours to {name:17} {sealed:6.2f} sealed, {calls:6.2f} eth_call at 4 clients")
    print(f"eth_call p99 while sealing: {ours.loaded / ours.idle:.1f} times its idle value")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2:] or list(PEERS))
