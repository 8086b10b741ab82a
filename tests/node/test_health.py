"""Health and metrics over HTTP."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import httpx
from prometheus_client.parser import text_string_to_metric_families

from node.health import Health
from node.rpc.backend import Backend
from tests.node.talking import talking
from tests.support.node import Role

if TYPE_CHECKING:
    from tests.node.world import World
    from tests.support.node import RunningNode


def figures(node: RunningNode) -> dict[tuple[str, str], float]:
    """The samples of a node's metrics by name and method, whatever their other labels."""
    page = httpx.get(node.url + "/metrics")
    assert page.headers["content-type"].startswith("text/plain")
    found: dict[tuple[str, str], float] = defaultdict(float)
    for family in text_string_to_metric_families(page.text):
        for sample in family.samples:
            found[sample.name, sample.labels.get("method", "")] += sample.value
    return found


def test_a_running_node_is_alive_and_ready(chain_node: RunningNode) -> None:
    assert httpx.get(chain_node.url + "/healthz").json() == {"alive": True}
    answer = httpx.get(chain_node.url + "/readyz")
    assert answer.status_code == 200
    facts = answer.json()
    assert facts["ready"] is True
    assert facts["head"]["number"] <= chain_node.web3.eth.block_number
    assert httpx.post(chain_node.url + "/readyz").status_code == 405


def test_an_old_head_is_no_failure_but_the_end_of_sealing_is(world: World) -> None:
    backend = Backend(world.chain, world.pool, world.admission)
    later = world.chain.head.header.timestamp + 1_000_000
    ready, facts = Health(backend, lambda: world.sealer.failure, lambda: later).ready()
    assert ready
    assert facts["head"]["age_seconds"] == 1_000_000
    failed = Health(backend, lambda: OSError("no space left at /secret/path"))
    assert failed.ready() == (False, {"ready": False, "reason": "worker-failed"})


def test_a_store_that_cannot_be_read_is_a_failure(world: World) -> None:
    backend = Backend(world.chain, world.pool, world.admission)
    world.chain.store.close()
    assert Health(backend).ready() == (False, {"ready": False, "reason": "store-unreadable"})


def test_metrics_tell_of_blocks_requests_and_connections(chain_node: RunningNode) -> None:
    before = figures(chain_node)
    depositor = chain_node.admit(Role.DEPOSITOR)
    chain_node.rpc("qoima_nothing_" + "x" * 500)
    chain_node.rpc("eth_call", {"to": "nobody"})
    with talking(chain_node.url) as talk:
        talk.ask("eth_subscribe", "newHeads")
        after = figures(chain_node)
    assert depositor.address
    assert after["qoima_node_height", ""] > before["qoima_node_height", ""]
    assert after["qoima_node_seal_seconds_count", ""] > before["qoima_node_seal_seconds_count", ""]
    sent = ("qoima_node_request_seconds_count", "eth_sendRawTransaction")
    assert after[sent] > before.get(sent, 0)
    errors = "qoima_node_request_errors_total"
    assert after[errors, "unknown"] > before.get((errors, "unknown"), 0)
    assert after[errors, "eth_call"] > before.get((errors, "eth_call"), 0)
    assert after["qoima_node_websocket_connections", ""] >= 1
    assert after["qoima_node_subscriptions", ""] >= 1
    assert after["qoima_node_pool_transactions", ""] >= 0
    assert not any("xxx" in method for _, method in after)
