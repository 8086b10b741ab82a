"""The gateway to a chain: everything that the product asks of an Ethereum JSON-RPC."""

from ledger.chain.gateway import Chain
from ledger.chain.model import Block, Event, Receipt, SealedBlock, Transaction

__all__ = ["Block", "Chain", "Event", "Receipt", "SealedBlock", "Transaction"]
