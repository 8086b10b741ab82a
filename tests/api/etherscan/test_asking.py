"""How actions are asked for, and how everything that cannot be asked is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.app import skeleton
from api.etherscan.answering import COSTS, MODULES, NOT_SERVED
from api.etherscan.asked import MOST_PARAMETERS, read_asked
from api.etherscan.proxy import ACTIONS as PROXY
from api.languages import LANGUAGES
from ledger.errors import Rejected
from tests.api.etherscan.stage import STRANGER, asked, refusal, result
from tests.api.talk import problem
from tests.support.http import client_of
from tests.support.refusals import ROOT

if TYPE_CHECKING:
    import httpx

    from tests.api.etherscan.stage import Stage

DOCUMENT = (ROOT / "docs" / "etherscan.md").read_text("utf-8")
BALANCE = {"module": "account", "action": "balance", "address": STRANGER}


def test_get_post_and_both_ask_the_same(tool: httpx.Client) -> None:
    expected = {"status": "1", "message": "OK", "result": "0"}
    assert tool.get("/api", params=BALANCE).json() == expected
    assert tool.post("/api", data=BALANCE).json() == expected
    half = {"address": STRANGER}
    rest = {"module": "account", "action": "balance"}
    assert tool.post("/api", params=rest, data=half).json() == expected
    for path in ("/v2/api", "/api/", "/api/v1"):
        assert tool.get(path, params=BALANCE).json() == expected
        assert tool.post(path, data=BALANCE).json() == expected


def test_names_are_read_in_any_case_and_what_is_empty_is_none(tool: httpx.Client) -> None:
    odd = {"MODULE": "Account", "Action": "BALANCE", "Address": f" {STRANGER} ", "tag": ""}
    assert tool.get("/api", params=odd).json()["result"] == "0"
    assert "address" in refusal(tool, "account", "balance", address="")


def test_a_key_is_not_looked_at_and_the_chain_is(tool: httpx.Client, stage: Stage) -> None:
    ours = stage.world.services.chain.deployment.chain_id
    given = {"address": STRANGER, "apikey": "YourApiKeyToken", "unknown": "1"}
    assert result(tool, "account", "balance", **given, chainid=ours) == "0"
    assert str(ours) in refusal(tool, "account", "balance", **given, chainid=ours + 1)
    assert "chainid" in refusal(tool, "account", "balance", **given, chainid="main")
    found = asked(tool, "proxy", "eth_blockNumber", chainid=ours + 1)
    assert found["error"]["data"] == {"code": "explorer.other-chain"}


def test_the_list_of_chains_has_this_one(tool: httpx.Client, stage: Stage) -> None:
    told = tool.get("/v2/chainlist").json()
    (chain,) = told["result"]
    assert chain.keys() >= {"chainname", "chainid", "blockexplorer", "apiurl", "status"}
    assert told["totalcount"] == 1
    assert chain["chainid"] == str(stage.world.services.chain.deployment.chain_id)
    assert chain["apiurl"].endswith("/v2/api")
    problem(tool.post("/v2/chainlist"), 405, "method.not-allowed")


def test_what_is_unknown_is_refused_by_its_name(tool: httpx.Client) -> None:
    assert "nothing" in refusal(tool, "nothing", "balance")
    assert "nothing" in refusal(tool, "account", "nothing")
    assert "nothing" in refusal(tool, "proxy", "nothing")
    assert "debug_" in refusal(tool, "proxy", "debug_traceTransaction")
    for action in ("pendingtxlist", "txsbeaconwithdrawal"):
        assert action in refusal(tool, "account", action)
    for params in ({}, {"module": "account"}, {"action": "balance"}):
        found = tool.get("/api", params=params).json()
        assert (found["status"], found["message"]) == ("0", "NOTOK")


def test_refusals_are_said_in_the_callers_language(stage: Stage) -> None:
    said = set()
    for language in LANGUAGES:
        with client_of(stage.world.app(), language) as client:
            said.add(refusal(client, "account", "balance"))
            answer = client.get("/api", params={"module": "account"})
            assert answer.headers["content-language"] == language
            assert answer.headers["cache-control"] == "no-store"
    assert len(said) == len(LANGUAGES)


def test_two_values_of_one_name_are_refused(tool: httpx.Client) -> None:
    twice = tool.get("/api?module=account&action=balance&address=0x1&address=0x2").json()
    assert "address" in twice["result"]
    crossed = tool.post("/api", params=BALANCE, data={"address": "0x" + "cd" * 20}).json()
    assert "address" in crossed["result"]
    same = tool.post("/api", params=BALANCE, data=BALANCE).json()
    assert same["status"] == "1"
    many = "&".join(f"a{each}=1" for each in range(MOST_PARAMETERS + 1))
    assert tool.get(f"/api?{many}").json()["status"] == "0"


def test_a_body_that_is_no_form_is_a_problem(tool: httpx.Client) -> None:
    problem(tool.post("/api", json=BALANCE), 415, "request.media-type")
    problem(tool.put("/api", data=BALANCE), 405, "method.not-allowed")
    problem(tool.post("/api/eth-rpc", data=BALANCE), 415, "request.media-type")


def test_actions_are_paid_for(stage: Stage) -> None:
    with client_of(stage.world.app(rate_of_address=60)) as client:
        listing = {"address": STRANGER, "fromBlock": "0"}
        assert asked(client, "logs", "getLogs", **listing)["status"] == "0"
        given = {"module": "logs", "action": "getLogs", **listing}
        left = [client.get("/api", params=given) for _ in range(3)][-1]
        problem(left, 429, "rate.exceeded")
        assert int(left.headers["retry-after"]) > 0


def test_every_cost_is_of_an_action() -> None:
    for module, action in COSTS:
        assert action in MODULES[module]


def test_every_action_is_documented() -> None:
    for module, actions in MODULES.items():
        assert f"`{module}`" in DOCUMENT
        for action in actions:
            assert f"`{action}`" in DOCUMENT.lower(), action
    for each in PROXY.values():
        assert f"`{each.method}`" in DOCUMENT, each.method
    for left_out in NOT_SERVED.values():
        for action in left_out:
            assert f"`{action}`" in DOCUMENT.lower(), action


def test_the_paths_that_are_not_in_the_document_are_the_same_operations() -> None:
    document = skeleton().openapi()["paths"]
    known = {o["operationId"] for methods in document.values() for o in methods.values()}
    hidden = {"/v2/api", "/v2/chainlist", "/api/", "/api/v1", "/api/eth-rpc"}
    assert hidden.isdisjoint(document)
    assert {"askExplorer", "askExplorerByForm", "callChain"} <= known


@pytest.mark.parametrize("value", ["%00", "%ff", "' OR 1=1 --", "0x" + "f" * 5000, "\u202e", "{}"])
def test_a_hostile_value_is_refused_wherever_it_stands(tool: httpx.Client, value: str) -> None:
    for name in ("address", "page", "sort", "startblock", "tag"):
        params = {"module": "account", "action": "balance", "address": STRANGER, name: value}
        action = {**params, "action": "txlist"} if name != "tag" else params
        found = tool.get("/api", params=action).json()
        assert found["status"] == "0"
        assert len(found["result"]) < 1000


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_parameters_break_the_reading(query: bytes, form: bytes) -> None:
    try:
        found = read_asked(query, form)
    except Rejected as refused:
        assert refused.code in {"explorer.repeated", "explorer.too-many-parameters"}  # noqa: PT017 - either may be
    else:
        assert all(name == name.lower() and value for name, value in found.values.items())
