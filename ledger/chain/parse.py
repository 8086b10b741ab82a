"""JSON-RPC's blocks, transactions and receipts turned into values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.addresses import checksummed
from ledger.chain.clique import sealer_of
from ledger.chain.model import Block, Event, Receipt, Transaction
from ledger.chain.rpc import well_formed
from ledger.errors import Unavailable
from ledger.types import Address, BlockHash, BlockNumber, Timestamp, TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.chain.codec import Codec
    from ledger.records import BlockRef

__all__ = ["parse_block", "parse_event", "parse_receipt", "parse_transaction"]


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


def parse_receipt(raw: Any, block: BlockRef, codec: Codec) -> Receipt:
    """Read a receipt and the events of our contracts in it; `block` is the one that it names."""
    with well_formed("receipt"):
        if _hash(raw["blockHash"]) != block.hash:
            raise Unavailable("chain.malformed", what="receipt of another block")
        return Receipt(
            transaction=TxHash(_hash(raw["transactionHash"])),
            block=block,
            transaction_index=_integer(raw["transactionIndex"]),
            succeeded=_integer(raw["status"]) == 1,
            gas_used=_integer(raw["gasUsed"]),
            created=_address_or_none(raw.get("contractAddress")),
            events=_events(raw["logs"], block, codec),
        )


def parse_event(raw: Any, block: BlockRef, codec: Codec) -> Event | None:
    """Read a log; None when it is no event of our contracts."""
    with well_formed("log"):
        log = codec.decode_log(
            checksummed(raw["address"]),
            [_data(topic) for topic in raw["topics"]],
            _data(raw["data"]),
        )
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


def _events(logs: Sequence[Mapping[str, Any]], block: BlockRef, codec: Codec) -> tuple[Event, ...]:
    found = (parse_event(log, block, codec) for log in logs)
    return tuple(event for event in found if event is not None)


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
