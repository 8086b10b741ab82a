"""JSON-RPC's blocks, transactions and receipts turned into values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.addresses import checksummed
from ledger.chain.clique import sealer_of
from ledger.chain.model import Block, Event, Receipt, SealedBlock, Transaction
from ledger.chain.rpc import well_formed
from ledger.errors import Unavailable
from ledger.types import Address, BlockHash, BlockNumber, Timestamp, TxHash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.chain.codec import Codec
    from ledger.records import BlockRef

__all__ = ["parse_block", "parse_event", "parse_receipt", "parse_sealed", "parse_transaction"]


def parse_block(raw: Any) -> Block:
    """Read a block, with its transactions whole or as hashes.

    As the others here, raises Unavailable("chain.malformed", what=) when the JSON is not as the
    Ethereum JSON-RPC specification has it.
    """
    with well_formed("block"):
        return Block(
            number=BlockNumber(_integer(raw["number"])),
            hash=BlockHash(_hash(raw["hash"])),
            parent_hash=BlockHash(_hash(raw["parentHash"])),
            timestamp=Timestamp(_integer(raw["timestamp"])),
            sealer=sealer_of(raw),
            state_root=_hash(raw["stateRoot"]),
            gas_used=_integer(raw["gasUsed"]),
            gas_limit=_integer(raw["gasLimit"]),
            transactions=tuple(
                TxHash(_hash(t if isinstance(t, str) else t["hash"])) for t in raw["transactions"]
            ),
        )


def parse_transaction(raw: Any, codec: Codec, receipt: Receipt | None) -> Transaction:
    """Read a transaction, and the call that it makes of one of our contracts."""
    with well_formed("transaction"):
        return _transaction(raw, codec, receipt)


def parse_receipt(raw: Any, block: BlockRef, codec: Codec) -> Receipt:
    """Read a receipt and the events of our contracts in it; `block` is the one that it names."""
    with well_formed("receipt"):
        return _receipt(raw, block, codec)


def parse_event(raw: Any, block: BlockRef, codec: Codec) -> Event | None:
    """Read a log; None when it is no event of our contracts."""
    with well_formed("log"):
        return _event(raw, block, codec)


def parse_sealed(raw: Any, receipts: Sequence[Any], codec: Codec) -> SealedBlock:
    """Read a whole block, with its transactions and the receipt of each."""
    block = parse_block(raw)
    ref = block.ref
    with well_formed("receipts"):
        return SealedBlock(
            block,
            tuple(
                _transaction(one, codec, _receipt(receipt, ref, codec))
                for one, receipt in zip(raw["transactions"], receipts, strict=True)
            ),
        )


def _transaction(raw: Any, codec: Codec, receipt: Receipt | None) -> Transaction:
    to = _address_or_none(raw["to"])
    data = _data(raw["input"])
    return Transaction(
        hash=TxHash(_hash(raw["hash"])),
        sender=checksummed(raw["from"]),
        to=to,
        nonce=_integer(raw["nonce"]),
        value=_integer(raw["value"]),
        gas=_integer(raw["gas"]),
        data=data,
        call=codec.decode_call(to, data),
        receipt=receipt,
    )


def _receipt(raw: Any, block: BlockRef, codec: Codec) -> Receipt:
    if _hash(raw["blockHash"]) != block.hash:
        raise Unavailable("chain.malformed", what="receipt of another block")
    events = (_event(log, block, codec) for log in raw["logs"])
    return Receipt(
        transaction=TxHash(_hash(raw["transactionHash"])),
        block=block,
        transaction_index=_integer(raw["transactionIndex"]),
        succeeded=_integer(raw["status"]) == 1,
        gas_used=_integer(raw["gasUsed"]),
        created=_address_or_none(raw.get("contractAddress")),
        events=tuple(event for event in events if event is not None),
    )


def _event(raw: Any, block: BlockRef, codec: Codec) -> Event | None:
    topics = [_data(topic) for topic in raw["topics"]]
    log = codec.decode_log(checksummed(raw["address"]), topics, _data(raw["data"]))
    if log is None:
        return None
    return Event(
        contract=log.contract,
        name=log.name,
        args=log.args,
        block=block,
        transaction=TxHash(_hash(raw["transactionHash"])),
        transaction_index=_integer(raw["transactionIndex"]),
        log_index=_integer(raw["logIndex"]),
    )


def _integer(text: str) -> int:
    return int(text, 16)


def _data(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def _hash(text: str) -> str:
    if len(text) != 66 or not text.startswith("0x"):
        raise ValueError(text)
    return text.lower()


def _address_or_none(text: str | None) -> Address | None:
    return checksummed(text) if text else None
