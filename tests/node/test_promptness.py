"""A small answer does not wait for the client to confirm its head."""

from __future__ import annotations

import http.client
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tests.support.node import RunningNode

_BODY = b'{"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}'


def test_answers_on_one_connection_follow_each_other_without_a_pause(
    chain_node: RunningNode,
) -> None:
    """A client that confirms late (RFC 1122, 4.2.3.2) would make each last 40 milliseconds."""
    connection = http.client.HTTPConnection(urlsplit(chain_node.url).netloc, timeout=10)
    took = []
    for _ in range(30):
        began = time.perf_counter()
        connection.request("POST", "/", _BODY, {"content-type": "application/json"})
        connection.getresponse().read()
        took.append(time.perf_counter() - began)
    connection.close()
    assert sorted(took)[5] < 0.03
