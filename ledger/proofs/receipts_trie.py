"""The trie of a block's receipts, made from what JSON-RPC gives, and the way to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trie.hexary import HexaryTrie

from ledger.proofs.receipts import receipt_key
from ledger.proofs.rlp import encode
from ledger.proofs.ways import way_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["receipt_of", "receipt_proof"]


def receipt_of(raw: Mapping[str, Any]) -> bytes:
    """A receipt as it stands in the trie (EIP-2718), from its JSON."""
    logs = [
        [_data(log["address"]), [_data(topic) for topic in log["topics"]], _data(log["data"])]
        for log in raw["logs"]
    ]
    kind = int(raw.get("type", "0x0"), 16)
    fields = [_number(raw["status"]), _number(raw["cumulativeGasUsed"]), _data(raw["logsBloom"])]
    return (bytes([kind]) if kind else b"") + encode([*fields, logs])


def receipt_proof(receipts: Sequence[bytes], index: int) -> tuple[bytes, bytes]:
    """A receipt of a block and the way to it; `receipts` are all of the block."""
    nodes: dict[bytes, bytes] = {}
    tree = HexaryTrie(nodes)
    for place, receipt in enumerate(receipts):
        tree.set(receipt_key(place), receipt)  # type: ignore[no-untyped-call] # has no types
    way = way_to([receipt_key(index)], bytes(tree.root_hash), nodes.values())
    return receipts[index], way


def _data(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def _number(text: str) -> bytes:
    value = int(text, 16)
    return value.to_bytes((value.bit_length() + 7) // 8, "big")
