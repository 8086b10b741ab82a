"""Acts over HTTP as a client does them: ask, sign, relay, read."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from eth_account.messages import encode_typed_data

from ledger.types import TxHash
from tests.support.world import signature

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx
    from eth_account.signers.local import LocalAccount

    from ledger.chain import Chain
    from tests.support.world import World

__all__ = ["TEXTS", "described", "done", "events", "number_of", "package", "problem", "send"]
__all__ += ["witnessed", "zipped"]

TEXTS = {"kk": "Есеп жүйесі", "ru": "Система учёта", "en": "Accounting system"}


def send(client: httpx.Client, account: LocalAccount, act: httpx.Response) -> httpx.Response:
    """Sign what an act answered and relay it."""
    assert act.status_code == 201, act.text
    raw = signature(account, act.json()["transaction"])
    return client.post("/v1/transactions", json={"raw": "0x" + raw.hex()})


def done(
    world: World, client: httpx.Client, account: LocalAccount, act: httpx.Response
) -> dict[str, Any]:
    """Sign, relay, wait, index; the transaction's state afterwards."""
    sent = send(client, account, act)
    assert sent.status_code in {201, 202}, sent.text
    tx_hash = TxHash(sent.json()["hash"])
    world.services.chain.wait(tx_hash, 30)
    world.indexer.catch_up()
    state: dict[str, Any] = client.get(f"/v1/transactions/{tx_hash}").json()
    assert state["state"] == "indexed"
    assert state["succeeded"] is True
    return state


def events(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The events of a transaction's state."""
    found: list[dict[str, Any]] = state["transaction"]["receipt"]["events"]
    return found


def number_of(client: httpx.Client, account: LocalAccount) -> int:
    """The number of the participant who acts with an account."""
    found = client.get(f"/v1/participants/{account.address}").json()["data"]
    return int(found["number"])


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The body of a refusal, which must be this one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (body["code"], body["status"]) == (code, status)
    assert body["type"] == f"/problems/{code}"
    return body


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip archive in memory."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return packed.getvalue()


def described(account: LocalAccount, **changes: Any) -> dict[str, Any]:
    """Metadata of a deposit."""
    return {
        "sender": account.address,
        "titles": dict(TEXTS),
        "version": "1.0",
        "license": "Apache-2.0",
        "kind": "program-code",
        **changes,
    }


def package(
    client: httpx.Client,
    metadata: Mapping[str, Any] | bytes,
    content: bytes,
    **headers: str,
) -> httpx.Response:
    """Post a deposit, its metadata first."""
    raw = metadata if isinstance(metadata, bytes) else json.dumps(metadata).encode()
    parts = {
        "metadata": (None, raw, "application/json"),
        "content": ("tree.zip", content, "application/zip"),
    }
    return client.post("/v1/deposits", files=parts, headers=headers)


def witnessed(chain: Chain, witness: LocalAccount, block: int) -> None:
    """Have a witness sign a block, and the node keep it."""
    told = chain.rpc.call("qoima_getWitnesses", hex(block))
    signed = witness.sign_message(encode_typed_data(full_message=told["typedData"]))
    statement = {
        "number": told["number"],
        "hash": told["hash"],
        "stateRoot": told["typedData"]["message"]["stateRoot"],
        "signature": "0x" + bytes(signed.signature).hex(),
    }
    chain.rpc.call("qoima_publishWitness", statement)
