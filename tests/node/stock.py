"""Stock py-evm: what a block gives on its own machine, databases and tries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eth.chains.base import MiningChain
from eth.consensus.context import ConsensusContext
from eth.consensus.noproof import NoProofConsensus
from eth.db.atomic import AtomicDB
from eth.db.chain import ChainDB
from eth.db.trie import make_trie_root_and_nodes
from eth.vm.chain_context import ChainContext
from eth.vm.forks.london import LondonVM

from node.headers import changed, encode_header
from node.initialise import DEFAULT_CHAIN_ID
from node.primitives import address_of
from tests.node.world import SEALER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eth.abc import BlockAPI, BlockHeaderAPI, DatabaseAPI, SignedTransactionAPI
    from eth_typing import Address, Hash32

    from node.blocks import Block
    from node.headers import Header

__all__ = ["StockChain", "StockState"]


class _Signed(NoProofConsensus):
    """The sealer of the tests' chains gets the fees, as under Clique; its seal is not checked."""

    @classmethod
    def get_fee_recipient(cls, header: BlockHeaderAPI) -> Address:
        return address_of(SEALER)


class _StockVM(LondonVM):
    """Stock, but that nobody is rewarded, as under Clique."""

    consensus_class = _Signed

    def _assign_block_rewards(self, block: BlockAPI) -> None:
        """Credit nobody."""


class StockChain(MiningChain):
    """py-evm's own chain on its own database in memory."""

    chain_id = DEFAULT_CHAIN_ID
    vm_configuration = ((0, _StockVM),)  # type: ignore[assignment]  # block 0 is a plain number

    def mine(self, raws: Sequence[bytes]) -> Hash32:
        """Decode, recover, mine and persist one block; its state root."""
        builder = LondonVM.get_transaction_builder()
        transactions: list[SignedTransactionAPI] = [builder.decode(raw) for raw in raws]
        for transaction in transactions:
            _ = transaction.sender
        result, _, _ = self.mine_all(transactions, coinbase=address_of(SEALER))
        return result.imported_block.header.state_root


@dataclass
class StockState:
    """The state that stock py-evm has come to, block by block."""

    header: Header
    database: DatabaseAPI

    @classmethod
    def at_genesis(cls, header: Header) -> StockState:
        return cls(header, AtomicDB())

    def header_of(self, block: Block) -> Header:
        """Execute a block; its header with everything in it that stock py-evm computes itself."""
        self.database[self.header.hash] = encode_header(self.header)  # for BLOCKHASH
        draft = changed(block.header, state_root=self.header.state_root, gas_used=0, bloom=0)
        vm = _StockVM(
            draft,
            ChainDB(self.database),  # type: ignore[arg-type]  # an AtomicDB
            ChainContext(DEFAULT_CHAIN_ID),
            ConsensusContext(self.database),  # type: ignore[arg-type]  # an AtomicDB
        )
        decode = LondonVM.get_transaction_builder().decode
        transactions = [decode(each.raw) for each in block.transactions]
        filled, receipts, _ = vm.apply_all_transactions(transactions, draft)
        vm.state.persist()
        self.header = changed(
            filled,  # type: ignore[arg-type]  # a London header
            state_root=vm.state.state_root,
            transaction_root=make_trie_root_and_nodes(transactions)[0],
            receipt_root=make_trie_root_and_nodes(receipts)[0],
        )
        return self.header
