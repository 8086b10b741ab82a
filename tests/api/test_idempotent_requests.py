"""Requests repeated over HTTP under their keys, and which take one."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from api.app import skeleton
from tests.api.sending import VERSION, said
from tests.api.talk import described, done, number_of, package, problem, zipped
from tests.support.chain import COMPANY
from tests.support.http import serving
from tests.support.world import Role

if TYPE_CHECKING:
    from tests.support.world import World


def test_an_admission_repeated_over_http_is_the_same(world: World, client: httpx.Client) -> None:
    asked = {
        "sender": world.authority.address,
        "account": "0x" + "77" * 20,
        "roles": ["miner"],
        "basis": "0x" + "5a" * 32,
        "subject": {
            "kind": "legal",
            "names": COMPANY.names.as_json(),
            "bin_or_iin": COMPANY.bin_or_iin,
        },
    }
    key = {"Idempotency-Key": "admission-1"}
    first = client.post("/v1/participants", json=asked, headers=key)
    again = client.post("/v1/participants", json=asked, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["idempotency-replayed"] == "true"
    assert client.post("/v1/participants", json=asked).json()["id"] != first.json()["id"]
    other = client.post("/v1/participants", json={**asked, "roles": []}, headers=key)
    problem(other, 409, "idempotency.key-reused")
    bad = client.post("/v1/participants", json=asked, headers={"Idempotency-Key": "a b"})
    problem(bad, 400, "idempotency.bad-key")


def test_a_deposit_repeated_over_http_is_the_same(world: World, client: httpx.Client) -> None:
    depositor = world.admit(Role.DEPOSITOR)
    key = {"Idempotency-Key": "deposit-1"}
    content = zipped({"a": b"idempotent"})
    first = package(client, described(depositor), content, **key)
    again = package(client, described(depositor), content, **key)
    assert first.status_code == 201, first.text
    assert first.content == again.content
    other = package(client, described(depositor), zipped({"a": b"different"}), **key)
    problem(other, 409, "idempotency.key-reused")


SAFE = {"askExplorerByForm", "askOwnership", "callChain", "simulateTransaction", "verifyBytes"}
"""POSTs that make nothing: a question is too long for an address."""
BY_HASH = {"sendTransaction", "retryTransaction"}
"""The signed transaction is its own key: the same bytes are the same transaction."""


def test_every_post_that_makes_something_takes_a_key() -> None:
    keyless = {
        operation["operationId"]
        for methods in skeleton().openapi()["paths"].values()
        for method, operation in methods.items()
        if method == "post"
        and "access" not in operation["tags"]  # a secret is shown once, and never again
        and not any(p["name"] == "idempotency-key" for p in operation.get("parameters", ()))
    }
    assert keyless == SAFE | BY_HASH


def test_an_upload_begun_twice_under_a_key_is_one(world: World, client: httpx.Client) -> None:
    account = world.admit(Role.DEPOSITOR)
    headers = {
        **VERSION,
        "Upload-Length": "10",
        "Upload-Metadata": said(sender=account.address),
        "Idempotency-Key": "upload-1",
    }
    first = client.post("/v1/uploads", headers=headers)
    again = client.post("/v1/uploads", headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    other = client.post("/v1/uploads", headers={**headers, "Upload-Length": "11"})
    problem(other, 409, "idempotency.key-reused")
    client.delete(first.headers["location"], headers=VERSION)


async def _retried(url: str, tries: int, at_once: int, asked: dict[str, Any]) -> Counter[bytes]:
    """Ask so many times for the same, each until it is answered; the answers."""
    found: Counter[bytes] = Counter()
    limits = httpx.Limits(max_connections=at_once)
    async with httpx.AsyncClient(base_url=url, timeout=600, limits=limits) as client:
        left = iter(range(tries))

        async def some() -> None:
            for _ in left:
                while True:
                    try:
                        answer = await client.post("/v1/deposits", **asked)
                    except httpx.TransportError:  # the answer did not come: what keys are for
                        continue
                    if answer.status_code != 503:
                        break
                    await asyncio.sleep(int(answer.headers["retry-after"]))
                assert answer.status_code == 201, answer.text
                found[answer.content] += 1

        await asyncio.gather(*(some() for _ in range(at_once)))
    return found


@pytest.mark.parametrize(
    ("tries", "at_once"), [(200, 16), pytest.param(10_000, 250, marks=pytest.mark.long)]
)
def test_so_many_retries_at_two_processes_make_one_deposit(
    world: World, client: httpx.Client, tries: int, at_once: int
) -> None:
    depositor = world.admit(Role.DEPOSITOR)
    asked = {
        "files": {
            "metadata": (None, json.dumps(described(depositor)).encode(), "application/json"),
            "content": ("tree.zip", zipped({"a": b"retried"}), "application/zip"),
        },
        "headers": {"Idempotency-Key": f"retried-{tries}"},
    }

    async def both(urls: list[str]) -> Counter[bytes]:
        each = (_retried(url, tries // 2, at_once, asked) for url in urls)
        return sum(await asyncio.gather(*each), Counter())

    unbounded = {"rate_of_address": 0}
    with serving(world.app(**unbounded)) as one, serving(world.app(**unbounded)) as other:
        for url in (one, other):  # FastAPI makes routes when they are looked through: one by one
            assert httpx.get(f"{url}/v1/nothing").status_code == 404
        found = asyncio.run(both([one, other]))
    assert list(found.values()) == [tries]
    (body,) = found
    act = httpx.Response(201, content=body)
    done(world, client, depositor, act)
    number = number_of(client, depositor)
    assert client.get("/v1/deposits", params={"possessor": number}).json()["total"] == 1
