"""What a transaction did inside, how it came to its block, and why it failed, as pages say it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from api.languages import LANGUAGES, Language
from api.metering import TRACE
from ledger.chain.rpc import Rpc, RpcError
from tests.api.pages.populated import PAYLOAD
from tests.api.pages.reading import read, speak
from tests.support.http import serving

if TYPE_CHECKING:
    from tests.api.pages.populated import Populated


def _text(answer: httpx.Response) -> str:
    return " ".join("".join(read(answer.text).everything).split())


class _Strange(Rpc):
    """A node that refuses to trace in its own words, or does not know how to."""

    code, words = -32601, PAYLOAD

    def call(self, method: str, *params: Any, **more: Any) -> Any:
        if method == "debug_traceTransaction":
            raise more["refused"](RpcError(method, self.code, self.words, None))
        return super().call(method, *params, **more)


class _Busy(_Strange):
    code = -32000


def _over(populated: Populated, rpc: type[Rpc]) -> Any:
    """The application of the filled installation over another node."""
    services = populated.services
    chain = dataclasses.replace(services.chain, rpc=rpc(populated.world.node.url))
    other = dataclasses.replace(
        populated.world, services=dataclasses.replace(services, chain=chain)
    )
    return serving(other.app())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calls_of_an_act_are_named_with_what_they_changed(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    deposit, say = populated.transactions["deposit-2"], speak(language)
    answer = reader.get(f"/{language}/transactions/{deposit}/trace")
    text = _text(answer)
    assert say("page-call-depository-supersede") in text
    assert say("page-trace-kind-staticcall") in text
    assert "participants.is_active" in text
    assert "holdings.entries[…]" in text
    assert say("page-field-size") in text
    assert answer.text.count("<ul>") >= 2


def test_a_decision_shows_the_call_that_it_executed(
    reader: httpx.Client, populated: Populated
) -> None:
    path = f"/en/transactions/{populated.transactions['admission']}/trace"
    answer = reader.get(path)
    assert _text(answer).count(speak("en")("page-call-participants-admit")) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_transaction_tells_the_reason_in_words_and_in_the_contracts_own(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    failure, say = populated.transactions["failure"], speak(language)
    for path in (f"/transactions/{failure}", f"/transactions/{failure}/trace"):
        text = _text(reader.get(f"/{language}{path}"))
        assert say("reason-depository_not-the-operator") in text
    text = _text(reader.get(f"/{language}/transactions/{failure}"))
    assert "depository: not the operator" in text
    done = _text(reader.get(f"/{language}/transactions/{populated.transactions['transfer']}"))
    assert say("page-transaction-why") not in done


def test_a_node_that_does_not_trace_is_said_to_be_one(populated: Populated) -> None:
    path = f"/transactions/{populated.transactions['deposit-2']}/trace"
    with _over(populated, _Strange) as origin:
        for language in LANGUAGES:
            answer = httpx.get(f"{origin}/{language}{path}", timeout=60)
            assert answer.status_code == 200
            assert speak(language)("page-trace-unsupported") in _text(answer)
            assert PAYLOAD not in answer.text


def test_the_words_of_a_node_do_not_run_on_the_page(populated: Populated) -> None:
    path = f"/en/transactions/{populated.transactions['deposit-2']}/trace"
    with _over(populated, _Busy) as origin:
        answer = httpx.get(f"{origin}{path}", timeout=60)
    assert answer.status_code == 200
    assert speak("en")("page-trace-refused") in _text(answer)
    assert PAYLOAD in _text(answer)
    assert "img" not in read(answer.text).elements


def test_only_sealed_transactions_are_traced(reader: httpx.Client) -> None:
    for nothing in ("0x" + "0" * 64, "nonsense"):
        assert reader.get(f"/kk/transactions/{nothing}/trace").status_code == 404


def test_a_trace_costs_more_than_a_page_and_waits_for_a_place(
    populated: Populated, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/transactions/{populated.transactions['transfer']}"
    app = populated.world.app(rate_of_address=TRACE + 10)
    places = app.state.application.traces
    with serving(app) as origin, httpx.Client(base_url=f"{origin}/ru", timeout=60) as client:
        while places.enter():
            pass
        busy = client.get(f"{path}/trace")
        assert busy.status_code == 503
        assert (speak("ru").attribute("problem-trace_busy", "detail", limit=2) or "?") in _text(
            busy
        )
        assert client.get(f"{path}/trace").status_code == 429
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/signers", "/assets/1/supply", "/refused"])
def test_pages_that_ask_much_of_the_node_cost_more(populated: Populated, path: str) -> None:
    with serving(populated.world.app(rate_of_address=20)) as origin:
        answers = [httpx.get(f"{origin}/kk{path}", timeout=60).status_code for _ in range(2)]
    assert answers == [200, 429]


def test_a_transaction_that_the_node_refused_is_told_with_the_reason(
    reader: httpx.Client, populated: Populated
) -> None:
    stranger = populated.world.node.web3.eth.account.create()
    raw = stranger.sign_transaction(
        {
            "type": 2,
            "chainId": populated.services.chain.deployment.chain_id,
            "nonce": 0,
            "to": populated.services.chain.codec.address("depository"),
            "value": 0,
            "gas": 100_000,
            "maxFeePerGas": 0,
            "maxPriorityFeePerGas": 0,
            "data": b"",
        }
    )
    sent = "0x" + bytes(raw.hash).hex()
    answer = reader.post("/v1/transactions", json={"raw": "0x" + bytes(raw.raw_transaction).hex()})
    assert answer.status_code == 403
    for language in LANGUAGES:
        page = reader.get(f"/{language}/transactions/{sent}")
        assert page.status_code == 200
        assert speak(language)("page-status-refused") in _text(page)
        assert speak(language)("page-course-received") in _text(page)
        assert stranger.address not in page.text
