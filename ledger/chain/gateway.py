"""The chain as the product sees it: heads, blocks, calls, and transactions built and sent."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from contracts.loader import load
from ledger.chain.codec import Codec
from ledger.chain.finality import final_number
from ledger.chain.parse import (
    parse_block,
    parse_event,
    parse_receipt,
    parse_sealed,
    parse_transaction,
)
from ledger.chain.refusals import not_admitted, reverted
from ledger.chain.rpc import Rpc, well_formed
from ledger.chain.simulation import UNTRIED_GAS, tolerated
from ledger.chain.trust import check_chain
from ledger.errors import NotFound, Rejected, Unavailable
from ledger.transactions import Simulation, UnsignedTransaction
from ledger.types import TxHash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.chain.model import Block, Event, Receipt, SealedBlock, Transaction
    from ledger.chain.rpc import Request
    from ledger.deployment import Deployment
    from ledger.records import BlockRef
    from ledger.transactions import DecodedCall
    from ledger.types import Address

__all__ = ["Chain", "Question"]

_HASH = re.compile(r"0x[0-9a-fA-F]{64}")
_POLL_SECONDS = 0.1


Question = tuple[str, str, tuple[Any, ...], int]
"""A contract, a view of it, its arguments, and the block at whose end it is asked."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain that was found to be the deployment's own.

    Every method raises Unavailable("chain.unreachable") when the node does not answer, and
    Unavailable("chain.failed" | "chain.malformed") when it answers with an error or nonsense.
    """

    rpc: Rpc
    deployment: Deployment
    codec: Codec
    block_receipts: bool

    @classmethod
    def connect(cls, rpc_url: str, deployment: Deployment) -> Chain:
        """Connect to a node and check that it serves this chain (see `check_chain`).

        Raises VerificationError("chain.wrong-chain" | "chain.wrong-genesis" |
        "chain.code-differs").
        """
        rpc = Rpc(rpc_url)
        check_chain(rpc, deployment)
        codec = Codec(
            {name: (info.address, load(name).abi) for name, info in deployment.contracts.items()}
        )
        return cls(rpc, deployment, codec, rpc.has("eth_getBlockReceipts", "0x0"))

    def head(self) -> BlockRef:
        """Return the last sealed block."""
        return parse_block(self.rpc.call("eth_getBlockByNumber", "latest", False)).ref

    def final_head(self) -> BlockRef:
        """Return the last block that is never taken back (see `final_number`)."""
        head = self.head()
        number = final_number(head.number, len(self.deployment.signers))
        return head if number == head.number else self.block(number).ref

    def block(self, number_or_hash: int | str) -> Block:
        """Return a block by its number or hash; NotFound("block.unknown", block=)."""
        if isinstance(number_or_hash, int):
            raw = None
            if 0 <= number_or_hash < 2**63:
                raw = self.rpc.call("eth_getBlockByNumber", hex(number_or_hash), False)
        elif _HASH.fullmatch(number_or_hash):
            raw = self.rpc.call("eth_getBlockByHash", number_or_hash.lower(), False)
        else:
            raw = None
        if raw is None:
            raise NotFound("block.unknown", block=str(number_or_hash)[:80])
        return parse_block(raw)

    def transaction(self, tx_hash: str) -> Transaction:
        """Return a transaction, sealed or pending; NotFound("transaction.unknown")."""
        raw = None
        if _HASH.fullmatch(tx_hash):
            raw = self.rpc.call("eth_getTransactionByHash", tx_hash.lower())
        if raw is None:
            raise NotFound("transaction.unknown", transaction=tx_hash[:80])
        return parse_transaction(raw, self.codec, self.receipt(TxHash(tx_hash.lower())))

    def receipt(self, tx_hash: TxHash) -> Receipt | None:
        """Return the receipt of a sealed transaction, None when it is pending or unknown."""
        raw = self.rpc.call("eth_getTransactionReceipt", tx_hash)
        if raw is None:
            return None
        return parse_receipt(raw, self.block(raw["blockHash"]).ref, self.codec)

    def events(self, first: int, last: int) -> list[Event]:
        """Return the events of our contracts in blocks `first` to `last`, in their order."""
        addresses = list(self.codec.addresses.values())
        asked = {"fromBlock": hex(first), "toBlock": hex(last), "address": addresses}
        logs = self.rpc.call("eth_getLogs", asked)
        with well_formed("logs"):
            hashes = list(dict.fromkeys(log["blockHash"] for log in logs))
            raw = self.rpc.batch([("eth_getBlockByHash", [h, False]) for h in hashes])
            blocks = {h: parse_block(block).ref for h, block in zip(hashes, raw, strict=True)}
            found = [parse_event(log, blocks[log["blockHash"]], self.codec) for log in logs]
        return [event for event in found if event is not None]

    def sealed(self, first: int, last: int) -> list[SealedBlock]:
        """Return blocks `first` to `last` whole: one batch, or two, however many transactions."""
        blocks, receipts = self._fetched([hex(number) for number in range(first, last + 1)])
        if None in blocks:
            raise NotFound("block.unknown", block=str(first + blocks.index(None)))
        with well_formed("blocks"):
            found = receipts if self.block_receipts else self._receipts(blocks)
            return [
                parse_sealed(block, some, self.codec)
                for block, some in zip(blocks, found, strict=True)
            ]

    def _fetched(self, numbers: list[str]) -> tuple[list[Any], list[Any]]:
        """Blocks, each with its receipts where the node gives them together: it then reads once."""
        blocks: list[Request] = [("eth_getBlockByNumber", [each, True]) for each in numbers]
        if not self.block_receipts:
            return self.rpc.batch(blocks), []
        receipts: list[Request] = [("eth_getBlockReceipts", [each]) for each in numbers]
        answers = self.rpc.batch(
            [one for both in zip(blocks, receipts, strict=True) for one in both]
        )
        return answers[::2], answers[1::2]

    def call(self, contract: str, function: str, *args: Any, block: int | None = None) -> Any:
        """Ask a view of a contract at `block`, or at the head.

        Returns a plain value as `Codec` has them (a struct is a mapping), or a tuple of several.
        Raises Rejected("contract.refused", contract=, reason=) when the view reverts.
        """
        data = self.codec.encode(contract, function, args)
        asked = {"to": self.codec.address(contract), "data": "0x" + data.hex()}
        tag = "latest" if block is None else hex(block)
        refused = partial(reverted, contract=contract)
        with well_formed("answer of a call"):
            answer = bytes.fromhex(self.rpc.call("eth_call", asked, tag, refused=refused)[2:])
        return self.codec.decode_answer(contract, function, len(args), answer)

    def ask(self, questions: Sequence[Question]) -> list[Any]:
        """Ask views of contracts, each at a block of its own, in batches; answers as of `call`.

        Raises Unavailable("chain.failed") when one reverts, or when the node has not that state.
        """
        requests: list[tuple[str, list[Any]]] = []
        for contract, function, args, block in questions:
            data = "0x" + self.codec.encode(contract, function, args).hex()
            asked = {"to": self.codec.address(contract), "data": data}
            requests.append(("eth_call", [asked, hex(block)]))
        with well_formed("answer of a call"):
            answers = [bytes.fromhex(each[2:]) for each in self.rpc.batch(requests)]
        return [
            self.codec.decode_answer(contract, function, len(args), answer)
            for (contract, function, args, _), answer in zip(questions, answers, strict=True)
        ]

    def build(
        self, sender: Address, contract: str, function: str, *args: Any
    ) -> UnsignedTransaction:
        """Build a transaction for `sender` to sign, having simulated it at the head.

        The nonce follows the sender's pending transactions; gas is a quarter above the estimate,
        since the state may differ when it is sealed.
        Raises Rejected("contract.refused", contract=, reason=) when it would revert, unless it is
        to be given all the same (`reporting`); Rejected("contract.bad-arguments") and
        Rejected("transaction.…") as `send`.
        """
        data = self.codec.encode(contract, function, args)
        to = self.codec.address(contract)
        call = self.codec.decode_call(to, data)
        if call is None:
            raise NotFound("contract.no-function", contract=contract, function=function)
        with well_formed("head and nonce"):
            asked: list[tuple[str, list[Any]]] = [
                ("eth_getBlockByNumber", ["latest", False]),
                ("eth_getTransactionCount", [sender, "pending"]),
            ]
            head, nonce = self.rpc.batch(asked)
            tried = self._tried(sender, to, data, contract, parse_block(head).ref)
            return UnsignedTransaction(
                sender=sender,
                chain_id=self.deployment.chain_id,
                nonce=int(nonce, 16),
                to=to,
                data=data,
                gas=UNTRIED_GAS if tried.gas is None else tried.gas + tried.gas // 4,
                call=call,
                simulation=tried,
            )

    def nonces(self, sender: Address) -> tuple[int, int]:
        """How many transactions of an account are sealed, and the number of the next that is
        neither sealed nor waiting.
        """
        asked = [("eth_getTransactionCount", [sender, tag]) for tag in ("latest", "pending")]
        with well_formed("nonces"):
            sealed, following = (int(each, 16) for each in self.rpc.batch(asked))
        return sealed, following

    def send(self, raw: bytes) -> TxHash:
        """Hand a signed transaction to the node.

        Raises Rejected("transaction.<code>") as `not_admitted` translates the refusal.
        """
        answer = self.rpc.call("eth_sendRawTransaction", "0x" + raw.hex(), refused=not_admitted)
        return TxHash(str(answer).lower())

    def wait(self, tx_hash: TxHash, timeout: float) -> Receipt:
        """Wait up to `timeout` seconds until a transaction is sealed.

        Raises Unavailable("transaction.pending", transaction=) when it is not by then.
        """
        deadline = time.monotonic() + timeout
        while (receipt := self.receipt(tx_hash)) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Unavailable("transaction.pending", transaction=tx_hash)
            time.sleep(min(left, _POLL_SECONDS))
        return receipt

    def decode_call(self, to: Address | None, data: bytes) -> DecodedCall | None:
        """Read back a call of one of our contracts; None when it is nothing that we know."""
        return self.codec.decode_call(to, data)

    def _tried(
        self, sender: Address, to: Address, data: bytes, contract: str, block: BlockRef
    ) -> Simulation:
        asked = {"from": sender, "to": to, "data": "0x" + data.hex()}
        refused = partial(reverted, contract=contract)
        try:
            gas = self.rpc.call("eth_estimateGas", asked, hex(block.number), refused=refused)
        except Rejected as reason:
            if not tolerated(reason):
                raise
            return Simulation(succeeds=False, block=block, reason=reason)
        return Simulation(succeeds=True, block=block, gas=int(gas, 16))

    def _receipts(self, blocks: list[Any]) -> list[list[Any]]:
        """The receipts of blocks, transaction by transaction."""
        hashes = [[t["hash"] for t in raw["transactions"]] for raw in blocks]
        flat = iter(
            self.rpc.batch([("eth_getTransactionReceipt", [h]) for some in hashes for h in some])
        )
        return [[next(flat) for _ in some] for some in hashes]
