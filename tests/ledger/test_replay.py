"""A sealed transaction that failed is repeated, and its reason told."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from ledger.chain.replay import why_failed
from ledger.chain.rpc import Rpc, RpcError, failed
from ledger.types import TxHash
from tests.support.node import Role, signed

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from ledger.chain import Chain, Transaction
    from tests.support.chain import Ledger


class Untraced(Rpc):
    """A connection to a node that knows nothing of traces, as the public ones."""

    def call(self, method: str, *params: Any, **more: Any) -> Any:
        if method.startswith("debug_"):
            raise failed(RpcError(method, -32601, "the method does not exist", None))
        return super().call(method, *params, **more)


def sealed(ledger: Ledger, account: LocalAccount, gas: int, *call: Any) -> Transaction:
    """A transaction that nobody tried out before it was signed."""
    contract, function, *arguments = call
    chain = ledger.chain
    fields = {
        "type": 2,
        "chainId": chain.deployment.chain_id,
        "nonce": ledger.node.web3.eth.get_transaction_count(account.address),
        "to": chain.codec.address(contract),
        "value": 0,
        "gas": gas,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
        "data": chain.codec.encode(contract, function, tuple(arguments)),
    }
    sent = chain.send(signed(account, fields))
    chain.wait(sent, 30)
    return chain.transaction(TxHash(sent))


def untraced(chain: Chain, ledger: Ledger) -> Chain:
    """The same chain by a node that does not trace."""
    return dataclasses.replace(chain, rpc=Untraced(ledger.node.url))


def test_the_contracts_reason_is_told_by_either_way(ledger: Ledger) -> None:
    stranger = ledger.node.admit(Role.MINER)
    found = sealed(ledger, stranger, 500_000, "depository", "accept", 10**9)
    assert found.status == "failed"
    for chain in (ledger.chain, untraced(ledger.chain, ledger)):
        reason = why_failed(chain, found)
        assert reason is not None
        assert reason.code == "contract.refused"
        assert reason.facts["contract"] == "depository"


def test_an_end_without_gas_has_no_reason_of_the_contract(ledger: Ledger) -> None:
    operator = ledger.node.operator
    found = sealed(ledger, operator, 23_000, "depository", "accept", 10**9)
    assert found.status == "failed"
    for chain in (ledger.chain, untraced(ledger.chain, ledger)):
        reason = why_failed(chain, found)
        assert reason is not None
        assert (reason.code, reason.facts) == ("contract.failed", {"contract": "depository"})


def test_what_succeeded_has_no_reason(ledger: Ledger) -> None:
    ledger.node.admit()
    head = ledger.chain.block(ledger.chain.head().number)
    found = ledger.chain.transaction(head.transactions[-1])
    assert found.status == "succeeded"
    assert why_failed(ledger.chain, found) is None
