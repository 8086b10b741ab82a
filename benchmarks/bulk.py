"""Records of batches from a signed transaction to final and proven, beside one deposit each.

Usage: python -m benchmarks.bulk [RECORDS [DEPOSITS]]   (20000 and 2000 unless told)

Each round signs one `deposit_many` over RECORDS records and then takes the time: the transaction is
sent to this node, which seals a block a second, and waited for until it is final; then the path of
each record is computed from the list, and checked against the root that the contract answers. The
peers get DEPOSITS transactions `deposit`, one for each record, signed before: anvil, on which the
same contracts were made by the same transactions, and this node itself. Where others work on the
machine too, the seconds of processors tell more than those that pass. A record of a peer is
recorded; that it can be proven to a third party is not asked of it. Ratios of one run hold;
absolute figures are those of the machine and the hour.
"""

from __future__ import annotations

import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.reference.client import Client, number_of, send_all
from benchmarks.reference.peers import PEERS
from depository.batches.model import (
    RECORD_BYTES,
    Record,
    list_cid_of,
    record_list,
    tree_over,
)
from depository.metadata import Access, Origin, PackageKind
from ledger.addresses import parse_address
from ledger.merkle import check_inclusion, leaf_digest
from ledger.types import Digest
from tests.support.chain import connect
from tests.support.node import Role, running_node, signed

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from ledger.chain import Chain

_ROUNDS = 5
_CLIENTS = 8
_GAS = 600_000
_PATIENCE = 300.0


@dataclass(frozen=True)
class Round:
    """Seconds of one batch: until its transaction was final, to compute paths, to check them."""

    final: float
    paths: float
    checks: float
    processors: float
    """Seconds of processors for paths and checks."""

    @property
    def whole(self) -> float:
        """From the signed transaction to the last path that was checked."""
        return self.final + self.paths + self.checks


def main(count: int, deposits: int) -> None:
    """Measure and print."""
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with (
        tempfile.TemporaryDirectory(prefix="qoima-bulk-") as folder,
        running_node(Path(folder) / "home", patient=True) as node,
    ):
        depositor, chain = node.admit(Role.DEPOSITOR), connect(node)
        setting_up = _everything(node.url)
        rounds = [_batch(chain, depositor, count) for _ in range(_ROUNDS)]
        for number, each in enumerate(rounds, 1):
            print(
                f"batch {number}: final {each.final:6.3f} s  paths {each.paths:6.3f} s"
                f"  checks {each.checks:6.3f} s  {count / each.whole:9.0f} records/s"
                f"; paths and checks {count / each.processors:9.0f} per second of a processor",
                flush=True,
            )
        ours = count / statistics.median(each.whole for each in rounds)
        print(f"deposit_many            {ours:9.0f} records/s (median of {_ROUNDS} rounds)")
        _tell("deposit, this node", ours, _one_each(node.url, chain, depositor, deposits))
        _beside_anvil(setting_up, chain, depositor, deposits, ours)


def _records(count: int) -> list[Record]:
    kind, access, origin = PackageKind.PROGRAM_CODE, Access.PUBLIC, Origin.NON_STATE
    roots = (Digest(secrets.token_bytes(32)) for _ in range(count))
    return [Record(root, 1, kind, access, origin) for root in roots]


def _batch(chain: Chain, depositor: LocalAccount, count: int) -> Round:
    data = record_list(_records(count))
    root = tree_over(data).root
    facts = (root, count, list_cid_of(data).digest)
    sender = parse_address(depositor.address)
    unsigned = chain.build(sender, "depository", "deposit_many", *facts)
    raw = signed(depositor, dict(unsigned.as_json()))
    began = time.perf_counter()
    receipt = chain.wait(chain.send(raw), _PATIENCE)
    while chain.final_head().number < receipt.block.number:
        time.sleep(0.01)
    final, spent = time.perf_counter(), time.process_time()
    assert receipt.succeeded
    number = chain.call("depository", "batches_count")
    known = Digest(chain.call("depository", "batch_of", number)["root"])
    tree = tree_over(data)
    paths = [tree.proof(index) for index in range(count)]
    proven = time.perf_counter()
    for index, path in enumerate(paths):
        leaf = leaf_digest(data[index * RECORD_BYTES : (index + 1) * RECORD_BYTES])
        check_inclusion(leaf, index, count, path, known)
    checks = time.perf_counter() - proven
    return Round(final - began, proven - final, checks, time.process_time() - spent)


def _one_each(url: str, chain: Chain, depositor: LocalAccount, count: int) -> float:
    """Deposits per second, from the first that is sent to the last that is in a block."""
    client = Client(url)
    nonce = number_of(client.ask("eth_getTransactionCount", depositor.address, "latest"))
    raws = _signed(chain, depositor, count, nonce)
    before, block = _deposits(client, chain), number_of(client.ask("eth_blockNumber")) + 1
    began, left = time.perf_counter(), count
    send_all(url, raws, _CLIENTS)
    while left:
        assert time.perf_counter() - began < _PATIENCE
        found = client.ask("eth_getBlockByNumber", hex(block), False)
        if found is None:
            time.sleep(0.02)
            continue
        left, block = left - len(found["transactions"]), block + 1
    took = time.perf_counter() - began
    assert _deposits(client, chain) == before + count
    return count / took


def _signed(chain: Chain, depositor: LocalAccount, count: int, nonce: int) -> list[bytes]:
    """Deposits of one record each, with the nonces from this one on."""
    fields: dict[str, Any] = {
        "chainId": chain.deployment.chain_id,
        "to": chain.codec.address("depository"),
        "value": 0,
        "gas": _GAS,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
    }
    return [
        signed(
            depositor,
            {
                **fields,
                "nonce": nonce + place,
                "data": chain.codec.encode("depository", "deposit", record.as_words()),
            },
        )
        for place, record in enumerate(_records(count))
    ]


def _deposits(client: Client, chain: Chain) -> int:
    """How many deposits a node's depository has."""
    data = "0x" + chain.codec.encode("depository", "count", ()).hex()
    asked = {"to": chain.codec.address("depository"), "data": data}
    return number_of(client.ask("eth_call", asked, "latest"))


def _everything(url: str) -> list[list[str]]:
    """The signed transactions of each block so far: what made the contracts and the depositor."""
    client = Client(url)
    blocks = range(1, number_of(client.ask("eth_blockNumber")) + 1)
    hashes = [client.ask("eth_getBlockByNumber", hex(n), False)["transactions"] for n in blocks]
    return [[client.ask("debug_getRawTransaction", each) for each in some] for some in hashes]


def _beside_anvil(
    setting_up: list[list[str]], chain: Chain, depositor: LocalAccount, count: int, ours: float
) -> None:
    setup = Path(__file__).parent / "js" / "setup.sh"
    try:
        subprocess.run(["bash", str(setup)], check=True)
        with PEERS["anvil"]() as peer:
            client = Client(peer.url)
            for some in setting_up:
                for raw in some:
                    _sealed(client, client.ask("eth_sendRawTransaction", raw))
            rate = _one_each(peer.url, chain, depositor, count)
    except (subprocess.CalledProcessError, RuntimeError, OSError) as error:
        print(f"anvil gave no figures: {error}", flush=True)
        return
    _tell("deposit, anvil", ours, rate)


def _sealed(client: Client, transaction: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while (receipt := client.ask("eth_getTransactionReceipt", transaction)) is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert number_of(receipt["status"]) == 1


def _tell(name: str, ours: float, rate: float) -> None:
    print(f"{name:23} {rate:9.0f} records/s; deposit_many is {ours / rate:8.1f} times", flush=True)


if __name__ == "__main__":
    main(*(int(each) for each in (sys.argv[1:] + ["20000", "2000"][len(sys.argv) - 1 :])))
