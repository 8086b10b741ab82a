"""Processes of the API and of the index as an operator sees them: their figures and their end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import httpx
from httpx_sse import connect_sse
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from cli.figures import figures_of_index, showing
from cli.processes import check_port, free_ports
from cli.settings import Settings
from tests.cli.program import here
from tests.support.raw import NEXT, connected, exchanged
from tests.support.receiver import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.program import Up

_SLOWEST = 60.0


@contextlib.contextmanager
def another(installation: Up, *words: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """One more process of an installation that is at work."""
    given = {**os.environ, **installation.environment, "QOIMA_SHUTDOWN_SECONDS": "14", **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", *words], env=given, stdin=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def reached(url: str) -> httpx.Response:
    """The first answer of what is being started."""
    deadline = time.monotonic() + _SLOWEST
    while True:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(url, trust_env=False)
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_second_api_shows_its_figures_and_stops_without_waiting_for_who_listens(
    installation: Up,
) -> None:
    port, figures = free_ports("127.0.0.1", "127.0.0.1")
    url = f"http://127.0.0.1:{port}"
    ports = {"QOIMA_API_PORT": str(port), "QOIMA_API_METRICS_PORT": str(figures)}
    with another(installation, "api", "run", **ports) as process, httpx.Client() as client:
        assert reached(url + "/readyz").json()["parts"]["indexer"] == "up"
        here_too = client.get(url + "/v1/blocks/0").json()["data"]
        assert here_too == httpx.get(installation.url + "/v1/blocks/0").json()["data"]
        page = reached(f"http://127.0.0.1:{figures}/metrics").text
        assert 'qoima_api_answers_total{operation="getBlock",status="200"} 1.0' in page
        assert client.get(url + "/metrics").status_code == 404
        with connect_sse(client, "GET", url + "/v1/events/stream") as stream:
            told = stream.iter_sse()
            assert next(told).event == "head"
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert [each.event for each in told if each.event == "message"] == []
        assert process.wait(_SLOWEST) == 0
        assert time.monotonic() - begun < 14
    for each in (port, figures):
        check_port("127.0.0.1", each)


def test_what_is_ambiguous_or_endless_ends_the_connection_of_a_served_program(
    installation: Up,
) -> None:
    both = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n"
    assert exchanged(installation.url, both + b"\r\n0\r\n\r\n" + NEXT) == [400]
    assert exchanged(installation.url, b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 9999) == [431]
    with connected(installation.url) as line:
        line.send(NEXT * 2)
        assert line.answers(2) == [200, 200]


def test_a_request_under_way_is_finished_before_the_end(installation: Up) -> None:
    port = free_ports("127.0.0.1")[0]
    url = f"http://127.0.0.1:{port}"
    with another(installation, "api", "run", QOIMA_API_PORT=str(port)) as process:
        reached(url + "/healthz")
        begun = threading.Event()

        def slowly() -> Iterator[bytes]:
            yield b'{"subjects"'
            begun.set()
            time.sleep(1)
            yield b": []}"

        def stop() -> None:
            assert begun.wait(_SLOWEST)
            process.send_signal(signal.SIGTERM)

        stopping = threading.Thread(target=stop)
        stopping.start()
        headers = {"Content-Type": "application/json"}
        answer = httpx.post(url + "/v1/ownership", content=slowly(), headers=headers)
        stopping.join()
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.status_code == 422
        assert process.wait(_SLOWEST) == 0


def test_traces_go_where_the_environment_says(installation: Up) -> None:
    port = free_ports("127.0.0.1")[0]
    with receiving() as collector:
        told = {
            "QOIMA_API_PORT": str(port),
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
            "OTEL_METRICS_EXPORTER": "none",
        }
        with another(installation, "api", "run", **told) as process:
            trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            reached(f"http://127.0.0.1:{port}/healthz")
            httpx.get(
                f"http://127.0.0.1:{port}/v1/blocks/0",
                headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"},
            )
            process.send_signal(signal.SIGTERM)
            assert process.wait(_SLOWEST) == 0
    requests = [TracesData.FromString(body) for _, body in collector.taken]
    spans = [
        span
        for request in requests
        for each in request.resource_spans
        for scope in each.scope_spans
        for span in scope.spans
    ]
    followed = {span.name for span in spans if span.trace_id.hex() == trace}
    assert "GET /v1/blocks/{block}" in followed


def test_a_port_of_figures_that_is_taken_is_named(installation: Up) -> None:
    taken = installation.ports[1]
    words = {"QOIMA_API_PORT": "0", "QOIMA_API_METRICS_PORT": str(taken)}
    refusal = here("api", "run", "--json", **{**installation.environment, **words}).refusal
    assert (refusal["code"], refusal["port"]) == ("port.in-use", taken)


def test_the_indexer_tells_how_far_it_is(installation: Up) -> None:
    settings = Settings(home=installation.home, node_port=installation.ports[0])
    port = free_ports("127.0.0.1")[0]
    with showing("127.0.0.1", port, lambda: figures_of_index(settings)):
        page = reached(f"http://127.0.0.1:{port}/metrics").text
    shown = dict(line.rsplit(" ", 1) for line in page.splitlines() if line[0] != "#")
    assert float(shown["qoima_index_height"]) > 0
    assert float(shown["qoima_index_lag_blocks"]) >= 0
    assert float(shown["qoima_webhook_dead_letters"]) >= 0
    check_port("127.0.0.1", port)
