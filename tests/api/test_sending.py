"""What is sent has a history, kept for every process of the interface; refusals say why."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from api.languages import LANGUAGES, Language
from api.prefer import preferred_wait
from api.sending.store import KeptBounds, SentStore
from ledger.database import VaultRow
from ledger.errors import NotFound, Rejected
from ledger.types import TxHash
from tests.api.talk import problem
from tests.support.chain import opened
from tests.support.http import client_of
from tests.support.world import Role, signature

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World


def transaction(world: World, account: LocalAccount, ahead: int = 0, **changes: Any) -> bytes:
    """A signed call that the contract refuses to whoever is not the operator."""
    chain = world.services.chain
    sealed, _ = chain.nonces(world.address(account))
    fields = {
        "type": "0x2",
        "chainId": hex(chain.deployment.chain_id),
        "nonce": hex(sealed + ahead),
        "to": chain.codec.address("depository"),
        "value": "0x0",
        "gas": hex(500_000),
        "maxFeePerGas": "0x0",
        "maxPriorityFeePerGas": "0x0",
        "data": "0x" + chain.codec.encode("depository", "accept", (10**9,)).hex(),
    }
    return signature(account, {**fields, **changes})


def hash_of(raw: bytes) -> TxHash:
    """The hash by which a transaction is asked for."""
    return TxHash("0x" + keccak(raw).hex())


def sent(client: httpx.Client, raw: bytes, **headers: str) -> httpx.Response:
    """Relay it."""
    return client.post("/v1/transactions", json={"raw": "0x" + raw.hex()}, headers=headers)


@contextmanager
def followed(world: World) -> Iterator[None]:
    """The indexer follows meanwhile."""
    stop = threading.Event()
    following = threading.Thread(target=world.indexer.run, args=(stop, 0.05))
    following.start()
    try:
        yield
    finally:
        stop.set()
        following.join()


def test_a_transaction_is_waited_for_as_prefer_says_and_tells_its_steps(
    world: World, client: httpx.Client
) -> None:
    raw = transaction(world, world.admit())
    with followed(world):
        answer = sent(client, raw, Prefer="respond-async, wait=25")
    assert (answer.status_code, answer.headers["preference-applied"]) == (201, "wait=25")
    body = answer.json()
    steps = {step["step"]: step for step in body["history"]}
    assert list(steps) == ["received", "admitted", "sealed", "final", "indexed"]
    assert steps["sealed"]["block"] == steps["final"]["block"] == body["receipt"]["block"]
    assert steps["sealed"]["at"] == body["receipt"]["block"]["timestamp"]
    moments = [step["at"] for step in body["history"] if step["step"] in {"received", "indexed"}]
    assert moments == sorted(moments)
    told = client.get(f"/v1/transactions/{body['hash']}").json()
    assert (told["history"], told["reason"]) == (body["history"], body["reason"])


def test_without_a_wait_nothing_is_waited_for(world: World, client: httpx.Client) -> None:
    answer = sent(client, transaction(world, world.admit()), Prefer="return=minimal")
    assert answer.status_code in {201, 202}
    assert "preference-applied" not in answer.headers
    assert [step["step"] for step in answer.json()["history"]][:2] == ["received", "admitted"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contracts_reason_is_told_in_the_callers_language(
    world: World, client: httpx.Client, language: Language
) -> None:
    raw = transaction(world, world.admit())
    world.services.chain.wait(TxHash(sent(client, raw).json()["hash"]), 30)
    world.indexer.catch_up()
    found = client.get(
        f"/v1/transactions/{hash_of(raw)}", headers={"Accept-Language": language}
    ).json()
    assert (found["state"], found["succeeded"]) == ("indexed", False)
    assert found["reason"]["code"] == "contract.refused"
    assert found["reason"]["facts"]["contract"] == "depository"
    assert found["reason"]["detail"] == {
        "kk": "Мұны тек депозитарий операторы жасай алады.",
        "ru": "Это может сделать только оператор депозитария.",
        "en": "Only the operator of the depository may do this.",
    }.get(language)


def test_what_the_node_refused_is_told_by_another_process_too(
    world: World, client: httpx.Client
) -> None:
    raw = transaction(world, Account.create())
    problem(sent(client, raw), 403, "transaction.sender-not-admitted")
    with client_of(world.app()) as other:
        found = other.get(f"/v1/transactions/{hash_of(raw)}").json()
    assert (found["state"], found["transaction"]) == ("refused", None)
    assert [step["step"] for step in found["history"]] == ["received", "refused"]
    assert found["reason"]["code"] == "transaction.sender-not-admitted"
    assert client.get("/v1/transactions/0x" + "5b" * 32).json()["state"] == "unknown"


def test_a_transaction_ahead_of_another_says_which_is_missing(
    world: World, client: httpx.Client
) -> None:
    account = world.admit()
    first, second = transaction(world, account), transaction(world, account, ahead=1)
    body = sent(client, second).json()
    assert (body["state"], body["receipt"]) == ("pending", None)
    assert body["reason"]["code"] == "transaction.waits-for-nonce"
    assert body["reason"]["facts"] == {"nonce": 1, "missing": 0}
    sent(client, first)
    world.services.chain.wait(hash_of(second), 30)
    world.indexer.catch_up()
    told = client.get(f"/v1/transactions/{hash_of(second)}").json()
    assert told["state"] == "indexed"


def test_what_the_node_lost_is_handed_to_it_again(world: World, client: httpx.Client) -> None:
    raw = transaction(world, world.admit())
    SentStore(world.services.vault).admitted(hash_of(raw), raw, time.time())
    lost = client.get(f"/v1/transactions/{hash_of(raw)}").json()
    assert (lost["state"], lost["reason"]["code"]) == ("lost", "transaction.lost")
    again = client.post(f"/v1/transactions/{hash_of(raw)}/retries")
    assert again.status_code in {201, 202}
    world.services.chain.wait(hash_of(raw), 30)
    world.indexer.catch_up()
    once_more = client.post(f"/v1/transactions/{hash_of(raw)}/retries", params={"wait": 1})
    assert (once_more.status_code, once_more.json()["state"]) == (201, "indexed")
    client.get(f"/v1/transactions/{hash_of(raw)}")
    problem(client.post(f"/v1/transactions/{hash_of(raw)}/retries"), 404, "transaction.not-kept")


def test_what_another_transaction_took_the_place_of_is_said_so(
    world: World, client: httpx.Client
) -> None:
    account = world.admit()
    first, other = transaction(world, account), transaction(world, account, gas=hex(400_000))
    SentStore(world.services.vault).admitted(hash_of(other), other, time.time())
    world.services.chain.wait(world.services.chain.send(first), 30)
    found = client.get(f"/v1/transactions/{hash_of(other)}").json()
    assert (found["state"], found["reason"]["code"]) == ("lost", "transaction.replaced")
    problem(
        client.post(f"/v1/transactions/{hash_of(other)}/retries"), 409, "transaction.nonce-too-low"
    )


def test_transactions_are_listed_by_account(world: World, client: httpx.Client) -> None:
    account = world.admit(Role.MINER)
    raw = transaction(world, account)
    world.services.chain.wait(TxHash(sent(client, raw).json()["hash"]), 30)
    world.indexer.catch_up()
    found = client.get("/v1/transactions", params={"account": account.address}).json()
    assert found["data"][0]["hash"] == hash_of(raw)
    assert found["total"] == 2
    assert client.get("/v1/transactions").json()["total"] > 2
    problem(client.get("/v1/transactions", params={"account": "0x1"}), 422, "address.malformed")


ONE, TWO, THREE = (TxHash("0x" + each * 64) for each in "abc")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SentStore]:
    """A store in a vault of its own, whose clock stands."""
    with opened(tmp_path / "vault.db", VaultRow) as vault:
        yield SentStore(vault, lambda: 1_000_000, KeptBounds(1, 1_000, 1, 100, 1, 10))


def test_the_word_of_the_node_that_was_first_stands(store: SentStore) -> None:
    store.admitted(ONE, b"one", 1_000_000)
    store.refused(ONE, Rejected("transaction.nonce-too-low"), 1_000_001)
    found = store.get(ONE)
    assert found is not None
    assert (found.refusal, found.raw) == (None, b"one")
    store.refused(TWO, Rejected("transaction.nonce-too-high", expected=3), 1_000_000)
    refused = store.get(TWO)
    assert refused is not None
    assert refused.refusal is not None
    assert refused.refusal.facts == {"expected": 3}
    store.admitted(TWO, b"two", 1_000_000)
    taken = store.get(TWO)
    assert taken is not None
    assert (taken.refusal, taken.raw) == (None, b"two")
    store.indexed(TWO)
    with pytest.raises(NotFound, match=r"transaction\.not-kept"):
        store.raw(TWO)


@pytest.mark.parametrize(
    ("received", "left"), [(999_995, {"raw"}), (999_950, {"row"}), (998_000, set())]
)
def test_what_is_old_is_forgotten(store: SentStore, received: int, left: set[str]) -> None:
    store.admitted(ONE, b"one", received)
    found = store.get(ONE)
    assert (found is not None) == bool(left)
    assert (found is not None and found.raw is not None) == ("raw" in left)


def test_no_more_than_so_many_are_kept(store: SentStore) -> None:
    for at, tx_hash in enumerate((ONE, TWO)):
        SentStore(store.vault, store.clock, store.bounds).admitted(tx_hash, b"x", 999_991 + at)
    assert store.get(ONE) is None
    assert store.get(TWO) is not None
    SentStore(store.vault, store.clock, store.bounds).refused(THREE, Rejected("a.b"), 999_993)
    assert store.get(TWO) is not None
    assert store.get(THREE) is not None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["wait=10"], 10),
        (["respond-async, wait=10"], 10),
        (["respond-async", "WAIT = 7; x=y"], 7),
        (['wait="5"'], 5),
        (["wait=1, wait=9"], 1),
        (['foo="a, wait=3", wait=4'], 4),
        (["=, wait=6"], 6),
        (["wait"], None),
        (["wait=-1"], None),
        (["wait=1.5"], None),
        (["wait=" + "9" * 20], None),
        (["await=3"], None),
        ([], None),
    ],
)
def test_prefer_is_read_as_rfc_7240_has_it(headers: list[str], seconds: int | None) -> None:
    assert preferred_wait(headers) == seconds


@given(st.lists(st.text(max_size=200), max_size=3))
def test_no_header_breaks_the_reading_of_prefer(headers: list[str]) -> None:
    found = preferred_wait(headers)
    assert found is None or 0 <= found < 10**9
