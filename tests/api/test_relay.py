"""Signed transactions are relayed, waited for and sent again; those that may not be are refused."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from eth_account import Account

from api.languages import LANGUAGES, Language
from tests.api.talk import problem
from tests.support.world import signature

if TYPE_CHECKING:
    import httpx

    from tests.support.world import World

DIGEST = "0x" + "5a" * 32


def test_a_relayed_transaction_may_be_waited_for_and_sent_again(
    world: World, client: httpx.Client
) -> None:
    asked = {"sender": world.authority.address, "basis": DIGEST, "roles": ["miner"]}
    account = world.admit()
    act = client.post(f"/v1/participants/{account.address}/roles", json=asked)
    raw = "0x" + signature(world.authority, act.json()["transaction"]).hex()
    stop = threading.Event()
    following = threading.Thread(target=world.indexer.run, args=(stop, 0.05))
    following.start()
    try:
        sent = client.post("/v1/transactions", json={"raw": raw}, params={"wait": 30})
    finally:
        stop.set()
        following.join()
    body = sent.json()
    assert (sent.status_code, body["state"], body["succeeded"]) == (201, "indexed", True)
    assert body["receipt"]["events"][-1]["name"] == "RolesSet"
    assert sent.headers["location"] == f"/v1/transactions/{body['hash']}"
    again = client.post("/v1/transactions", json={"raw": raw})
    assert again.json() == body


REFUSED = {
    "transaction.sender-not-admitted": {
        "kk": "Жіберуші әрекет етуші қатысушы емес.",
        "ru": "Отправитель не является действующим участником.",
        "en": "The sender is not an active participant.",
    },
    "transaction.wrong-chain-id": {
        "kk": "Транзакция басқа блокчейнге арналған.",
        "ru": "Транзакция предназначена для другого блокчейна.",
        "en": "The transaction is for another chain.",
    },
    "transaction.nonce-too-low": {
        "kk": "Транзакцияның реттік нөмірі (nonce) қолданылып қойған.",
        "ru": "Порядковый номер транзакции (nonce) уже использован.",
        "en": "The transaction's number (nonce) is used already.",
    },
    "transaction.fee-not-zero": {
        "kk": "Комиссия нөлге тең емес.",
        "ru": "Комиссия не равна нулю.",
        "en": "The fee is not zero.",
    },
}
FAULTS = {
    "transaction.sender-not-admitted": (403, {}),
    "transaction.wrong-chain-id": (422, {"chainId": "0x1"}),
    "transaction.nonce-too-low": (409, {"nonce": "0x0"}),
    "transaction.fee-not-zero": (422, {"maxFeePerGas": "0x7"}),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(REFUSED))
def test_a_transaction_that_may_not_be_sealed_is_refused(
    world: World, client: httpx.Client, code: str, language: Language
) -> None:
    status, changes = FAULTS[code]
    account = world.admit()
    act = client.post(
        f"/v1/participants/{account.address}/suspensions",
        json={"sender": world.authority.address, "basis": DIGEST},
    )
    signer = Account.create() if "sender" in code else world.authority
    raw = signature(signer, {**act.json()["transaction"], **changes})
    answer = client.post(
        "/v1/transactions",
        json={"raw": "0x" + raw.hex()},
        headers={"Accept-Language": language},
    )
    assert problem(answer, status, code)["title"] == REFUSED[code][language]


@pytest.mark.parametrize("raw", ["", "0x", "00", "0xzz", "0x02", "0x02c0"])
def test_what_is_no_transaction_is_malformed(client: httpx.Client, raw: str) -> None:
    problem(client.post("/v1/transactions", json={"raw": raw}), 400, "transaction.malformed")
