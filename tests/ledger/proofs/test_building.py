"""Bundles made of a real chain hold, and what is not there, or not final, is not proven."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from contracts.loader import load
from depository.batches.model import Record, record_list, tree_over
from depository.metadata import Access, Origin, PackageKind
from depository.proving import record_part
from ledger.canonical import canonical_json
from ledger.errors import NotFound, Unavailable, VerificationError
from ledger.proofs.building import Asked, Prover
from ledger.proofs.kinds import KINDS
from ledger.proofs.model import Content, Demands
from ledger.proofs.trust import read_trust
from ledger.proofs.verify import verify
from ledger.records import Recorded
from ledger.types import Digest, TxHash
from tests.support.forge import Plan, forged, trust_of
from tests.support.node import Role

if TYPE_CHECKING:
    from web3.types import TxReceipt

    from ledger.chain import Chain
    from tests.support.node import RunningNode

ROOT = bytes.fromhex("c7" * 32)
CID = "b" + base64.b32encode(b"\x01\x70\x12\x20" + ROOT).decode().rstrip("=").lower()
CONTENT = {"content": {"cid": CID, "profile": "unixfs-v1-2025"}}
LATER = Demands(now=2**40)


@pytest.fixture(scope="module")
def deposited(chain_node: RunningNode) -> TxReceipt:
    """A deposit that the operator accepted."""
    depositor = chain_node.admit(Role.DEPOSITOR)
    given = (ROOT, 2**40, 3, 0, 0, bytes(32))
    receipt = chain_node.act(depositor, "depository", "deposit", *given)
    chain_node.act(chain_node.operator, "depository", "accept", _number(receipt))
    return receipt


def _number(receipt: TxReceipt) -> int:
    return int(receipt["logs"][0]["topics"][1].hex(), 16)


def _recorded(chain: Chain, receipt: TxReceipt) -> Recorded:
    block = chain.block(receipt["blockNumber"]).ref
    return Recorded(block=block, transaction=TxHash("0x" + receipt["transactionHash"].hex()))


def _deposit(chain: Chain, receipt: TxReceipt, at: int | None = None) -> bytes:
    subject = {"number": str(_number(receipt))}
    return Prover(chain).prove("deposit", subject, _recorded(chain, receipt), CONTENT, Asked(at))


def test_a_deposit_is_proven_with_what_became_of_it(
    chain_node: RunningNode, chain: Chain, deposited: TxReceipt
) -> None:
    trust = read_trust(chain_node.deployment_path.read_bytes())
    proven = verify(_deposit(chain, deposited), trust, LATER)
    assert proven.says["root"] == "0x" + ROOT.hex()
    assert proven.says["size"] == str(2**40)
    assert proven.holds == {"possessor": proven.says["possessor"], "status": "2"}


def test_the_state_is_that_of_the_block_that_is_asked_for(
    chain_node: RunningNode, chain: Chain, deposited: TxReceipt
) -> None:
    trust = read_trust(chain_node.deployment_path.read_bytes())
    at = deposited["blockNumber"]
    document = _deposit(chain, deposited, at)
    assert verify(document, trust, LATER).holds["status"] == "1"
    with pytest.raises(VerificationError, match=r"proof\.state-stale"):
        verify(document, trust, replace(LATER, not_before=at + 1))


def test_every_chain_but_the_trusted_one_is_refused(
    chain_node: RunningNode, chain: Chain, deposited: TxReceipt
) -> None:
    document = _deposit(chain, deposited)
    deployment = chain_node.deployment
    other = deployment["contracts"]["journal"]
    contracts = {**deployment["contracts"], "depository": other}
    recoded = {**deployment["contracts"]["depository"], "code_hash": other["code_hash"]}
    for changes, code in (
        ({"chain_id": 1}, "proof.other-chain"),
        ({"genesis_hash": "0x" + "00" * 32}, "proof.other-genesis"),
        ({"signers": ["0x" + "01" * 20]}, "proof.signer-unknown"),
        ({"contracts": contracts}, "proof.other-contract"),
        ({"contracts": {**contracts, "depository": recoded}}, "proof.other-code"),
    ):
        trust = read_trust(canonical_json({**deployment, **changes}))
        with pytest.raises(VerificationError) as refused:
            verify(document, trust, LATER)
        assert refused.value.code == code


def test_an_owner_a_balance_and_a_notification_are_proven(
    chain_node: RunningNode, chain: Chain, deposited: TxReceipt
) -> None:
    trust = read_trust(chain_node.deployment_path.read_bytes())
    prover, subject = Prover(chain), {"number": str(_number(deposited))}
    owned = verify(prover.prove("ownership", subject, None), trust, LATER)
    assert owned.holds["status"] == "2"
    miner = chain_node.admit(Role.MINER)
    starts = chain_node.web3.eth.get_block("latest")["timestamp"] + 40 * 86_400
    notified = chain_node.act(miner, "mining_registry", "notify", b"\x7a" * 32, starts)
    number = {"number": str(_number(notified))}
    document = prover.prove("notification", number, _recorded(chain, notified))
    stated = verify(document, trust, LATER)
    assert stated.holds["form"] == stated.says["form"] == "0x" + "7a" * 32
    assert stated.says["starts_at"] == str(starts)


def test_a_record_of_a_batch_is_proven_by_its_way_in_the_list(
    chain_node: RunningNode, chain: Chain
) -> None:
    depositor = chain_node.admit(Role.DEPOSITOR)
    kind, access, origin = PackageKind.PROGRAM_CODE, Access.PUBLIC, Origin.NON_STATE
    roots = [Digest(bytes([each] * 32)) for each in range(1, 8)]
    records = [Record(root, 1 << 30, kind, access, origin) for root in roots]
    tree = tree_over(record_list(records))
    given = (tree.root, len(records), b"\x4c" * 32)
    deposited = chain_node.act(depositor, "depository", "deposit_many", *given)
    batch = str(_number(deposited))
    chain_node.act(chain_node.operator, "depository", "accept_batch", int(batch))
    trust, recorded = (
        read_trust(chain_node.deployment_path.read_bytes()),
        _recorded(chain, deposited),
    )
    for place, record in enumerate(records):
        parts = record_part(record.to_bytes(), tree.proof(place))
        subject = {"batch": batch, "index": str(place)}
        found = verify(Prover(chain).prove("record", subject, recorded, parts), trust, LATER)
        assert (found.says["records"], found.holds["status"]) == ("7", "2")
        assert found.bundle.content == Content(str(record.cid))
    elsewhere = {"batch": batch, "index": "6"}
    parts = record_part(records[0].to_bytes(), tree.proof(0))
    with pytest.raises(VerificationError, match=r"proof\.record-not-proven"):
        Prover(chain).prove("record", elsewhere, recorded, parts)


def test_what_is_not_there_is_not_proven(
    chain_node: RunningNode, chain: Chain, deposited: TxReceipt
) -> None:
    prover = Prover(chain)
    with pytest.raises(NotFound, match=r"proof\.nothing-held"):
        prover.prove("ownership", {"number": "999999"}, None)
    holder = {"account": chain_node.operator.address.lower(), "class": "1"}
    with pytest.raises(NotFound, match=r"proof\.nothing-held"):
        prover.prove("balance", holder, None)
    with pytest.raises(NotFound, match=r"proof\.no-statement"):
        prover.prove("deposit", {"number": "999999"}, _recorded(chain, deposited), CONTENT)
    head, subject = chain.head().number, {"number": str(_number(deposited))}
    with pytest.raises(NotFound, match=r"block\.unknown"):
        prover.prove("ownership", subject, None, asked=Asked(head + 1000))
    three = replace(chain.deployment, signers=chain.deployment.signers * 3)
    with pytest.raises(Unavailable, match=r"proof\.not-final-yet"):
        Prover(replace(chain, deployment=three)).prove(
            "ownership", subject, None, asked=Asked(head)
        )


def test_a_bundle_is_canonical_and_small(chain: Chain, deposited: TxReceipt) -> None:
    document = _deposit(chain, deposited)
    assert canonical_json(json.loads(document)) == document
    assert len(document) < 12 << 10


@pytest.mark.parametrize(
    ("kind", "variable"),
    [
        ("deposit", "holdings.entries"),
        ("file", "holdings.entries"),
        ("record", "batches.entries"),
        ("ownership", "holdings.entries"),
        ("balance", "multitoken.balances"),
        ("notification", "notifications.entries"),
    ],
)
def test_slots_lie_where_the_compiler_laid_them(kind: str, variable: str) -> None:
    artifact = load(KINDS[kind].contract)
    assert {slot.base for slot in KINDS[kind].state} == {artifact.layout[variable]}


@pytest.mark.parametrize("kind", ["deposit", "notification"])
def test_events_are_those_of_the_contracts(kind: str) -> None:
    event = KINDS[kind].event
    assert event is not None
    abi: Any = next(e for e in load(KINDS[kind].contract).abi if e.get("name") == event.name)
    inputs = [(each["name"], each["type"], each["indexed"]) for each in abi["inputs"]]
    assert [(w.name, w.type, w.indexed) for w in event.words] == inputs


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "signers"), [("deposit", 1), ("deposit", 3), ("deposit", 5), ("ownership", 1)]
)
def test_a_bundle_stays_small_over_a_hundred_thousand_records(kind: str, signers: int) -> None:
    """Also in a block of twenty deposits."""
    plan = Plan(kind=kind, signers=signers, beside=19, others=18 * 100_000, accounts=1_000)
    document = canonical_json(forged(plan))
    verify(document, read_trust(canonical_json(trust_of(signers))), LATER)
    assert len(document) <= 12 << 10
