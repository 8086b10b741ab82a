"""Proofs over HTTP: what is served holds against the deployment file, whoever served it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from api.languages import LANGUAGES, Language
from api.pages.static import STATIC
from cli.speech import speech
from depository.proving import verify_file, verify_proof
from ledger.canonical import canonical_json
from ledger.errors import VerificationError
from ledger.proofs.model import Demands
from ledger.proofs.trust import read_trust
from ledger.proofs.verify import verify
from tests.api.talk import described, done, events, package, problem, witnessed, zipped
from tests.support.packages import encrypted
from tests.support.refusals import constructions
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from eth_account.signers.local import LocalAccount

    from ledger.proofs.model import Proven
    from tests.support.world import World

FILES = {"src/main.py": b"print('proof')\n", "src/оқы.txt": b"1", "large": bytes(3 << 19)}
LATER = Demands(now=2**40)


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    return world.admit(Role.DEPOSITOR)


@pytest.fixture(scope="module")
def number(world: World, client: httpx.Client, depositor: LocalAccount) -> int:
    """A public deposit."""
    act = package(client, described(depositor), zipped(FILES))
    made: int = events(done(world, client, depositor, act))[0]["args"]["number"]
    return made


def _proven(world: World, client: httpx.Client, path: str, **asked: Any) -> Proven:
    answer = client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/vnd.qoima.proof+json"
    assert answer.headers["content-disposition"].endswith('.proof.json"')
    return verify_proof(answer.content, read_trust(world.node.deployment_path.read_bytes()), LATER)


def test_a_deposit_and_its_owner_are_proven(
    world: World, client: httpx.Client, number: int
) -> None:
    record = client.get(f"/v1/deposits/{number}").json()["data"]
    proven = _proven(world, client, f"/v1/deposits/{number}/proof")
    assert proven.bundle.content is not None
    assert proven.bundle.content.cid == record["cid"]
    assert proven.holds["possessor"] == str(record["possessor"])
    owned = _proven(world, client, f"/v1/deposits/{number}/proof", about="ownership")
    assert owned.holds["possessor"] == str(record["possessor"])
    assert owned.bundle.statement is None


def test_a_proof_holds_the_signatures_of_the_witnesses_that_are_asked_for(
    world: World, client: httpx.Client, number: int
) -> None:
    witness, stranger = world.admit(), world.admit()
    path, chain = f"/v1/deposits/{number}/proof", world.services.chain
    recorded = client.get(f"/v1/deposits/{number}").json()["data"]["recorded"]["block"]
    given = {"witness": [witness.address], "block": recorded}
    problem(client.get(path, params=given), 404, "proof.not-witnessed")
    witnessed(chain, witness, recorded)
    answer = client.get(path, params=given)
    assert answer.status_code == 200, answer.text
    deployment = json.loads(world.node.deployment_path.read_bytes())
    policy = {"accepted": [witness.address], "required": 1}
    trust = read_trust(canonical_json(deployment | {"witnesses": policy}))
    proven = verify(answer.content, trust, Demands(now=2**40))
    assert [each.section for each in proven.bundle.witnesses] == ["statement", "state"]
    bare = client.get(path, params={"block": recorded})
    with pytest.raises(VerificationError, match=r"proof\.witnesses-too-few"):
        verify(bare.content, trust, Demands(now=2**40))
    given["witness"].append(stranger.address)
    facts = problem(client.get(path, params=given), 404, "proof.not-witnessed")
    assert (facts["witness"], facts["number"]) == (stranger.address, recorded)
    for unfit, code in (
        (["0x12"], "address.malformed"),
        ([witness.address] * 17, "request.invalid"),
    ):
        problem(client.get(path, params={"witness": unfit}), 422, code)


@pytest.mark.parametrize("name", list(FILES))
def test_a_file_of_a_deposit_is_proven_and_no_other_passes_for_it(
    world: World, client: httpx.Client, number: int, name: str
) -> None:
    proven = _proven(world, client, f"/v1/deposits/{number}/file-proofs/{name}")
    assert int(verify_file(proven, io.BytesIO(FILES[name]), 0).checks[-1]) == 16
    with pytest.raises(VerificationError, match=r"proof\.file-differs"):
        verify_file(proven, io.BytesIO(FILES[name] + b"\n"), 0)
    assert proven.bundle.content is not None
    small = "0x" + hashlib.sha256(FILES[name]).hexdigest()
    assert proven.bundle.content.sha256 == (small if len(FILES[name]) < 1 << 20 else None)


def test_the_archive_of_a_deposit_passes_and_a_part_of_it_does_not(
    world: World, client: httpx.Client, number: int
) -> None:
    proven = _proven(world, client, f"/v1/deposits/{number}/proof")
    assert proven.bundle.content is not None
    car = client.get(f"/ipfs/{proven.bundle.content.cid}", params={"format": "car"}).content
    assert int(verify_file(proven, io.BytesIO(car), 1 << 30).checks[-1]) == 16
    for wrong in (car[:-1], car[: len(car) // 2]):
        with pytest.raises(VerificationError, match=r"proof\.archive-malformed"):
            verify_file(proven, io.BytesIO(wrong), 1 << 30)


def test_what_cannot_be_proven_is_refused(client: httpx.Client, number: int) -> None:
    problem(client.get("/v1/deposits/999999/proof"), 404, "deposit.unknown")
    address = f"/v1/deposits/{number}"
    problem(client.get(f"{address}/file-proofs/none"), 404, "content.no-such-path")
    problem(client.get(f"{address}/file-proofs/src"), 404, "content.not-a-file")
    future = {"block": 2**53 - 1}
    problem(client.get(f"{address}/proof", params=future), 404, "block.unknown")
    problem(client.get(f"{address}/proof", params={"block": 0}), 404, "proof.nothing-held")
    holder = f"/v1/assets/1/holders/0x{'12' * 20}/proof"
    problem(client.get(holder), 404, "proof.nothing-held")
    problem(client.get("/v1/notifications/999999/proof"), 404, "notification.unknown")


def test_of_a_limited_deposit_the_record_is_proven_and_no_file(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    content = zipped({"secret.age": encrypted(b"secret")})
    act = package(client, described(depositor, access="limited"), content)
    hidden = events(done(world, client, depositor, act))[0]["args"]["number"]
    assert _proven(world, client, f"/v1/deposits/{hidden}/proof").says["access"] == "1"
    answer = client.get(f"/v1/deposits/{hidden}/file-proofs/secret.age")
    problem(answer, 403, "content.limited")


def test_the_schema_is_served(client: httpx.Client) -> None:
    assert client.get("/v1/proofs/schema").json()["title"] == "qoima-proof/1"


def test_the_page_runs_nothing_but_itself_and_reaches_nobody(client: httpx.Client) -> None:
    answer = client.get("/proof")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in policy
    html = answer.text
    (script,) = re.findall(r"(?s)<script>(.*)</script>", html)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert not re.search(r"https?://|\bsrc=|\bhref=|\bimport\b", html.replace("http-equiv", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_the_page_is_phrased(language: Language) -> None:
    scripts = "".join(path.read_text("utf-8") for path in (STATIC / "proof").glob("*.js"))
    codes = set(re.findall(r"[rR]efuse\([a-z0-9]+,\s*\"([a-z0-9-]+)\"", scripts))
    ours = {code for check in scripts_of_ours() for code in check}
    known = {each.removeprefix("problem-proof_") for each in speech(language).ids}
    assert len(codes) > 30
    assert codes <= known
    assert codes == ours


def scripts_of_ours() -> Iterator[set[str]]:
    """The codes with a number of a check, and of the trust file, in the verifier in Python."""
    for each in constructions("ledger", "depository"):
        code = each.code or ""
        if code.startswith("proof.") and ("check" in each.facts or "trust" in code):
            yield {code.removeprefix("proof.")}
