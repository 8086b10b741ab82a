"""The gateway to a chain, on a real node."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from eth_account import Account

from ledger.addresses import parse_address
from ledger.chain import Chain
from ledger.decrees import draft_decree
from ledger.errors import NotFound, Rejected, Unavailable, VerificationError
from ledger.types import ZERO_ADDRESS, BlockHash, Digest, TxHash
from tests.support.chain import address
from tests.support.node import Role

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from tests.support.chain import Ledger
    from tests.support.node import RunningNode

BASIS = Digest(b"\x05" * 32)
UNKNOWN = "0x" + "ee" * 32


def sign(account: LocalAccount, **fields: object) -> bytes:
    return bytes(account.sign_transaction(fields).raw_transaction)  # type: ignore[arg-type]  # JSON


def test_blocks_are_the_same_by_number_by_hash_and_at_the_head(chain: Chain) -> None:
    block = chain.block(1)
    assert chain.block(block.hash) == block
    assert chain.block(chain.head().number).number >= 1
    assert block.parent_hash == chain.block(0).hash


def test_the_sealer_of_a_block_is_a_signer_of_the_deployment(chain: Chain) -> None:
    assert chain.block(1).sealer == chain.deployment.signers[0]
    assert chain.block(0).sealer is None


def test_with_one_signer_the_head_is_final(chain: Chain) -> None:
    assert chain.final_head().number <= chain.head().number
    several = dataclasses.replace(chain.deployment, signers=chain.deployment.signers * 3)
    behind = dataclasses.replace(chain, deployment=several)
    assert behind.final_head().number <= max(0, chain.head().number - 2)


@pytest.mark.parametrize("wanted", [10**9, -1, 2**70, UNKNOWN, "0x", "latest"])
def test_a_block_that_is_not_there_is_not_found(chain: Chain, wanted: int | str) -> None:
    with pytest.raises(NotFound, match=r"block\.unknown"):
        chain.block(wanted)


@pytest.mark.parametrize("wanted", [UNKNOWN, "", "0x12"])
def test_a_transaction_that_is_not_there_is_not_found(chain: Chain, wanted: str) -> None:
    with pytest.raises(NotFound, match=r"transaction\.unknown"):
        chain.transaction(wanted)


def test_an_act_is_built_signed_sent_and_read_back(ledger: Ledger) -> None:
    chain, authority = ledger.chain, ledger.node.authority
    newcomer = parse_address(Account.create().address)
    act = ("participants", "admit", newcomer, 16, b"\x07" * 32)
    unsigned = draft_decree(chain, address(authority), BASIS, *act)
    assert (unsigned.contract, unsigned.function) == ("participants", "propose")
    assert unsigned.args["target"] == unsigned.to
    assert unsigned.args["basis"] == BASIS
    asked = unsigned.call.inner
    assert asked is not None
    assert (asked.contract, asked.function) == ("participants", "admit")
    assert asked.args == {"account": newcomer, "roles": 16, "subject": b"\x07" * 32}
    receipt = ledger.act(authority, unsigned)

    transaction = chain.transaction(receipt.transaction)
    assert transaction.status == "succeeded"
    assert transaction.receipt == receipt
    assert transaction.call == unsigned.call
    assert transaction.sender == address(authority)
    event = receipt.events[-1]
    assert [each.name for each in receipt.events] == ["Proposed", "Executed", "Admitted"]
    assert (event.contract, event.args["account"]) == ("participants", newcomer)
    assert event.args["basis"] == BASIS
    assert event in chain.events(receipt.block.number, receipt.block.number)
    assert chain.call("participants", "number_of", newcomer) == event.args["number"]
    assert chain.call("participants", "participant", event.args["number"])["roles"] == 16


def test_a_view_answers_at_a_block_of_the_past(ledger: Ledger) -> None:
    before = ledger.chain.head().number
    account = address(ledger.admit(Role.MINER))
    assert ledger.chain.call("participants", "is_active", account) is True
    assert ledger.chain.call("participants", "is_active", account, block=before) is False


def test_whole_blocks_are_what_block_and_transaction_say(ledger: Ledger) -> None:
    chain = ledger.chain
    ledger.admit()
    last = chain.head().number
    for receipts_by_block in (True, False):
        gateway = dataclasses.replace(chain, block_receipts=receipts_by_block)
        for sealed in gateway.sealed(last - 1, last):
            assert sealed.block == chain.block(sealed.block.number)
            hashes = sealed.block.transactions
            assert sealed.transactions == tuple(chain.transaction(h) for h in hashes)


def test_a_revert_is_refused_with_the_contracts_reason(ledger: Ledger) -> None:
    stranger = address(ledger.admit())
    with pytest.raises(Rejected) as refused:
        ledger.chain.build(stranger, "participants", "admit", stranger, 0, bytes(32))
    assert refused.value.code == "contract.refused"
    assert refused.value.facts == {"contract": "participants", "reason": "not the authority"}


@pytest.mark.parametrize(
    "args",
    [
        ("x", 1, bytes(32)),
        (ZERO_ADDRESS, -1, bytes(32)),
        (ZERO_ADDRESS, 1, bytes(31)),
        (None, 1, bytes(32)),
    ],
)
def test_arguments_that_do_not_fit_are_refused(ledger: Ledger, args: tuple[object, ...]) -> None:
    sender = address(ledger.node.authority)
    with pytest.raises(Rejected) as refused:
        ledger.chain.build(sender, "participants", "admit", *args)
    assert refused.value.code == "contract.bad-arguments"


def test_an_unknown_contract_or_function_is_not_found(chain: Chain) -> None:
    with pytest.raises(NotFound, match=r"contract\.unknown"):
        chain.call("treasury", "count")
    with pytest.raises(NotFound, match=r"contract\.no-function"):
        chain.call("participants", "count", 1)


def test_calls_of_nothing_that_we_know_are_not_decoded(chain: Chain) -> None:
    to = chain.deployment.contracts["participants"].address
    assert chain.decode_call(to, b"\x00\x00\x00\x00") is None
    assert chain.decode_call(None, b"") is None
    assert chain.decode_call(to, chain.codec.encode("participants", "count", ())) is not None
    truncated = chain.codec.encode("participants", "number_of", (to,))[:-1]
    assert chain.decode_call(to, truncated) is None


def test_what_the_node_does_not_admit_is_refused_with_its_code(ledger: Ledger) -> None:
    chain, authority = ledger.chain, ledger.node.authority
    whole = chain.build(address(authority), "participants", "count").as_json()
    nonce = int(whole["nonce"], 16)

    def refusal(account: LocalAccount, **changes: object) -> Rejected:
        with pytest.raises(Rejected) as refused:
            chain.send(sign(account, **{**whole, **changes}))
        return refused.value

    stranger = Account.create()
    assert refusal(stranger, nonce=0).code == "transaction.sender-not-admitted"
    assert refusal(authority, chainId=1).code == "transaction.wrong-chain-id"
    low = refusal(authority, nonce=0)
    assert low.code == "transaction.nonce-too-low"
    assert {name: int(str(fact)) for name, fact in low.facts.items()} == {
        "expected": nonce,
        "found": 0,
    }
    assert refusal(authority, maxFeePerGas=1).code == "transaction.fee-not-zero"
    assert refusal(authority, gas=10**9).code == "transaction.gas-over-limit"
    assert refusal(authority, gas=10**8).facts["limit"] == 1 << 24
    assert refusal(authority, value=1).code == "transaction.balance"
    assert refusal(authority, data="0x" + "00" * 140_000).code == "transaction.too-large"
    creation = {**whole, "data": "0x6000", "gas": 100_000}
    del creation["to"]
    with pytest.raises(Rejected, match=r"transaction\.creation-forbidden"):
        chain.send(sign(authority, **creation))
    with pytest.raises(Rejected, match=r"transaction\.malformed"):
        chain.send(b"\x02\xff")


def test_a_transaction_sent_twice_is_already_known(ledger: Ledger) -> None:
    chain, authority = ledger.chain, ledger.node.authority
    act = ("participants", "admit", Account.create().address, 0, b"\x01" * 32)
    unsigned = draft_decree(chain, address(authority), BASIS, *act)
    raw = sign(authority, **unsigned.as_json())
    sent = chain.send(raw)
    with pytest.raises(Rejected, match=r"transaction\.already-known"):
        chain.send(raw)
    assert chain.wait(sent, 30).succeeded


def test_waiting_for_what_never_comes_ends(chain: Chain) -> None:
    with pytest.raises(Unavailable) as waited:
        chain.wait(TxHash(UNKNOWN), 0.2)
    assert waited.value.code == "transaction.pending"
    assert waited.value.facts == {"transaction": UNKNOWN}


def test_another_chain_is_not_believed(chain_node: RunningNode, chain: Chain) -> None:
    deployment = chain.deployment
    with pytest.raises(VerificationError) as refused:
        Chain.connect(chain_node.url, dataclasses.replace(deployment, chain_id=1))
    assert refused.value.code == "chain.wrong-chain"
    assert refused.value.facts == {"expected": 1, "found": deployment.chain_id}
    other = dataclasses.replace(deployment, genesis_hash=BlockHash(UNKNOWN))
    with pytest.raises(VerificationError, match=r"chain\.wrong-genesis"):
        Chain.connect(chain_node.url, other)


def test_other_code_at_a_contracts_address_is_not_believed(
    chain_node: RunningNode, chain: Chain
) -> None:
    contracts = dict(chain.deployment.contracts)
    contracts["depository"] = dataclasses.replace(contracts["depository"], code_hash=UNKNOWN)
    with pytest.raises(VerificationError) as refused:
        Chain.connect(chain_node.url, dataclasses.replace(chain.deployment, contracts=contracts))
    assert refused.value.code == "chain.code-differs"
    assert refused.value.facts == {"contract": "depository"}


@pytest.mark.parametrize(
    "url", ["http://user:secret@127.0.0.1:1", "http://127.0.0.1:1", "ftp://127.0.0.1", ""]
)
def test_a_node_that_does_not_answer_is_unavailable_and_its_url_stays_untold(
    chain: Chain, url: str
) -> None:
    with pytest.raises(Unavailable) as refused:
        Chain.connect(url, chain.deployment)
    assert refused.value.code == "chain.unreachable"
    assert refused.value.facts == {}
