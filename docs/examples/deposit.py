"""Deposit a file with Python, without the client of Qoima: from no key to a proof of the file.

    deposit.py key KEYFILE             makes a key and prints its account; have the authorised body admit it
    deposit.py put KEYFILE FILE PROOF  deposits FILE, writes its proof to PROOF, prints the deposit's number

Needs httpx and eth-account. QOIMA_URL is the server; DEPOSITORY is the address of the contract and
CHAIN_ID the chain that you trust: from the operator's deployment.json, not from the server.
"""

import hashlib
import json
import os
import sys
import time
from pathlib import Path
from urllib.parse import quote

import httpx
from eth_account import Account


def make_key(path: Path) -> str:
    account = Account.create()
    path.touch(mode=0o600)
    path.write_text(account.key.hex())
    return str(account.address)


def put(key: str, file: Path, proof: Path) -> int:
    account = Account.from_key(key)
    server = httpx.Client(
        base_url=os.environ["QOIMA_URL"], headers={"Accept-Language": "en"}, timeout=60
    )

    # 1. Ask. The key of idempotency comes from the content, so that a repetition is not a second deposit.
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    metadata = {
        "sender": account.address,
        "titles": dict.fromkeys(("kk", "ru", "en"), file.name),
        "version": "1.0",
        "license": "Apache-2.0",
        "kind": "program-product",
        "archive": "file",
        "file_name": file.name,
    }
    with file.open("rb") as content:
        draft = checked(
            server.post(
                "/v1/deposits",
                headers={"Idempotency-Key": f"{account.address}-{digest}"},
                files=[
                    ("metadata", (None, json.dumps(metadata), "application/json")),
                    ("content", (file.name, content, "application/octet-stream")),
                ],
            )
        ).json()

    # 2. Look at what is to be signed, and where it goes.
    print(draft["explanation"]["summary"], file=sys.stderr)
    unsigned = draft["transaction"]
    if unsigned["to"].lower() != os.environ["DEPOSITORY"].lower():
        raise SystemExit("another contract than the one trusted")
    if int(unsigned["chainId"], 16) != int(os.environ["CHAIN_ID"]):
        raise SystemExit("another chain than the one trusted")

    # 3. Sign it here, send it, and wait until it is indexed.
    raw = account.sign_transaction(unsigned).raw_transaction
    sent = checked(
        server.post(
            "/v1/transactions", json={"raw": "0x" + raw.hex()}, headers={"Prefer": "wait=30"}
        )
    ).json()
    while (done := checked(server.get(f"/v1/transactions/{sent['hash']}")).json())[
        "state"
    ] != "indexed":
        time.sleep(0.2)
    events = done["transaction"]["receipt"]["events"]
    number = next(each["args"]["number"] for each in events if each["name"] == "Deposited")

    # 4. Take the proof of the file; `qoima verify PROOF FILE --trust deployment.json` checks it offline.
    found = checked(server.get(f"/v1/deposits/{number}/file-proofs/{quote(file.name)}"))
    proof.write_bytes(found.content)
    return int(number)


def checked(response: httpx.Response) -> httpx.Response:
    """Say why it was refused: problems are JSON (RFC 9457), in the language that is asked for."""
    if response.is_error:
        problem = response.json()
        raise SystemExit(f"{problem['code']}: {problem['detail']}")
    return response


if __name__ == "__main__":
    if sys.argv[1] == "key":
        print(make_key(Path(sys.argv[2])))
    else:
        print(put(Path(sys.argv[2]).read_text(), Path(sys.argv[3]), Path(sys.argv[4])))
