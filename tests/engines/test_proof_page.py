"""The verifier of the page gives each verdict that ours gives, in Node.js and in Chromium."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from api.languages import LANGUAGES, Catalogue
from api.pages.proof import ProofPage
from depository.words import named
from ledger.canonical import canonical_json
from ledger.chain import Chain
from ledger.chain.rpc import Rpc
from ledger.deployment import read_deployment
from ledger.proofs.building import Prover
from ledger.proofs.kinds import KINDS, slot_key
from ledger.records import Recorded
from ledger.types import TxHash
from tests.api.pages.browser import chromium
from tests.engines.conftest import ROOT, run
from tests.ledger.proofs.corpus import FOLDER
from tests.ledger.proofs.flips import flipped, verdict_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, Page

    from tests.engines.conftest import Recorded as OnChain

pytestmark = pytest.mark.engines

JS = Path(__file__).parent / "js"
CASES: list[dict[str, Any]] = json.loads((FOLDER / "index.json").read_bytes())
FLIPS = 300


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a reader saved it."""
    path = tmp_path_factory.mktemp("page") / "proof.html"
    path.write_text(ProofPage.made(Catalogue.read()).html, "utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, saved: Path) -> Iterator[Page]:
    """The page opened from the disk; it asks for nothing else and nothing breaks on it."""
    opened, faults = browser.new_page(), list[str]()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("request", lambda request: faults.append(request.url))
    opened.goto(saved.as_uri())
    yield opened
    opened.close()
    assert faults == [saved.as_uri()]


def _verdicts(saved: Path, cases: list[dict[str, Any]]) -> list[str]:
    """What Node.js says of cases: the check and the code of each."""
    command = ["node", str(JS / "verify_proofs.mjs"), str(saved), str(FOLDER)]
    asked = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run(
        command, input=asked, capture_output=True, text=True, timeout=3000, check=True
    )
    return done.stdout.splitlines()


def test_nodejs_gives_every_verdict_of_the_corpus(saved: Path) -> None:
    expected = [f"{case['check']} {case['code'] or 'null'}" for case in CASES]
    found = _verdicts(saved, CASES)
    names = [case["name"] for case in CASES]
    assert dict(zip(names, found, strict=True)) == dict(zip(names, expected, strict=True))


@pytest.mark.parametrize("count", [FLIPS, pytest.param(10_000, marks=pytest.mark.long)])
def test_both_verifiers_say_the_same_of_flipped_bits(saved: Path, count: int) -> None:
    tried = list(flipped(count))
    asked = [
        {**case.entry, "bundle": None, "base64": base64.b64encode(case.document).decode()}
        for case in tried
    ]
    expected = [verdict_on(case) for case in tried]
    found = _verdicts(saved, asked)
    assert found == [f"{check} {code or 'null'}" for check, code in expected]
    assert all(check for check, _ in expected)


def _given(page: Page, case: Mapping[str, Any], tmp_path: Path) -> None:
    page.set_input_files("#bundle", FOLDER / case["bundle"])
    page.set_input_files("#trust", FOLDER / case["trust"])
    if case["file"] is not None:
        file = tmp_path / "given"
        zeros = case["file"]["zeros"] if isinstance(case["file"], dict) else None
        file.write_bytes(bytes(zeros) if zeros else (FOLDER / case["file"]).read_bytes())
        page.set_input_files("#file", file)
    page.fill("#not-before", str(case["not_before"]))
    page.click("button[type=submit]")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "deposit under 3",
            "record under 3",
            "file large",
            "file among thousands",
            "archive of the deposit",
        ),
        *(
            "high s",
            "way cut off",
            "another file given",
            "duplicate key",
            "state older than demanded",
        ),
    ],
)
def test_chromium_gives_the_verdict_from_a_disk(page: Page, name: str, tmp_path: Path) -> None:
    (case,) = [each for each in CASES if each["name"] == name]
    page.clock.set_fixed_time(case["now"] * 1000)
    _given(page, case, tmp_path)
    verdict = page.locator("#verdict")
    expect(verdict).to_have_attribute("data-check", str(case["check"]))
    expect(verdict).to_have_attribute("data-code", case["code"] or "")
    expect(verdict).to_have_class("bad" if case["check"] else "good")


def test_the_page_speaks_three_languages(page: Page, tmp_path: Path) -> None:
    catalogue = Catalogue.read()
    (case,) = [each for each in CASES if each["name"] == "outside signer"]
    _given(page, case, tmp_path)
    for language in LANGUAGES:
        page.click(f"[data-language={language}]")
        messages = catalogue.messages(language)
        expect(page.locator("h1")).to_have_text(messages("proof-page-title"))
        said = page.locator("#verdict")
        expect(said).to_contain_text(messages("proof-page-fails"))
        expect(said).to_contain_text(messages("problem-proof_signer-unknown"))


def test_the_page_names_what_the_contract_numbers(page: Page, tmp_path: Path) -> None:
    (case,) = [each for each in CASES if each["name"] == "deposit under 3"]
    page.clock.set_fixed_time(case["now"] * 1000)
    _given(page, case, tmp_path)
    bundle = json.loads((FOLDER / case["bundle"]).read_bytes())
    words = named(bundle["statement"]["says"]) | named(bundle["state"]["says"])
    for language in LANGUAGES:
        page.click(f"[data-language={language}]")
        messages = Catalogue.read().messages(language)
        shown = page.locator("#verdict dd").all_text_contents()
        for field in ("kind", "status"):
            assert messages(f"cli-value-{words[field]}") in shown
        assert words["access"] == words["origin"] == "3"
        assert "3" in shown  # a number that no name has


def test_ethereumjs_finds_in_a_bundle_what_our_verifier_finds(
    recorded: OnChain, tmp_path: Path
) -> None:
    chain = Chain.connect(recorded.node.url, read_deployment(recorded.node.deployment_path))
    block = chain.block(recorded.deposited["blockNumber"])
    transaction = TxHash("0x" + recorded.deposited["transactionHash"].hex())
    cid = base64.b32encode(b"\x01\x70\x12\x20" + ROOT).decode().rstrip("=").lower()
    document = Prover(chain).prove(
        "deposit",
        {"number": "1"},
        Recorded(block=block.ref, transaction=transaction),
        {"content": {"cid": "b" + cid, "profile": "unixfs-v1-2025"}},
    )
    (tmp_path / "bundle.json").write_bytes(document)
    receipts = Rpc(recorded.node.url).call("eth_getBlockReceipts", hex(block.number))
    (tmp_path / "receipts.json").write_bytes(canonical_json(receipts))
    slots = ["0x" + slot_key(s, {"number": "1"}).hex() for s in KINDS["deposit"].state]
    files = [str(tmp_path / name) for name in ("bundle.json", "receipts.json")]
    found = json.loads(run("node", "bundle.mjs", *files, *slots).stdout)
    assert found["hash"] == block.hash
    assert found["recomputed"] == found["receiptsRoot"]
    assert ROOT.hex() in found["receipt"]
    deployed = chain.deployment.contracts["depository"]
    assert found["code"] == deployed.code_hash
    says = json.loads(document)["state"]["says"]
    assert [int(word, 16) for word in found["words"]] == [
        int(v) for v in (says["possessor"], says["status"])
    ]
