"""A sealed block in memory and its RLP: header, transactions, no uncles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from node.errors import Rejected, VerificationError
from node.headers import Header, decode_header
from node.primitives import RLPException, rlp_decode, rlp_encode
from node.rlp import encode_list, read_apart
from node.transactions import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eth_typing import Hash32

__all__ = ["Block", "body_of", "decode_block", "encode_block", "raw_transactions"]

_NO_UNCLES = b"\xc0"


@dataclass(frozen=True)
class Block:
    """A header and the transactions in their order."""

    header: Header
    transactions: tuple[Transaction, ...]

    @property
    def number(self) -> int:
        """The height of the block; 0 is genesis."""
        return self.header.block_number

    @property
    def hash(self) -> Hash32:
        """The hash of the header, seal included."""
        return self.header.hash


def body_of(transactions: Iterable[Transaction]) -> bytes:
    """The RLP list of the transactions, as it stands in a block: typed ones as byte strings."""
    return encode_list(b"".join(_as_item(each.raw) for each in transactions))


def raw_transactions(body: bytes) -> tuple[bytes, ...]:
    """The encodings (EIP-2718) of the transactions of such a list."""
    return tuple(read_apart(body))


def encode_block(header: bytes, body: bytes) -> bytes:
    """The RLP of a block from the RLP of its header and its list of transactions."""
    return encode_list(header + body + _NO_UNCLES)


def decode_block(encoded: bytes) -> Block:
    """Read the RLP of one block. Raises VerificationError `block.malformed`."""
    try:
        header, items, uncles = rlp_decode(encoded)
        if uncles:
            raise VerificationError("block.malformed", detail="uncles")
        return Block(
            header=decode_header(rlp_encode(header)),
            transactions=tuple(map(Transaction.decode, raw_transactions(rlp_encode(items)))),
        )
    except (RLPException, ValueError, TypeError, Rejected) as error:
        raise VerificationError("block.malformed", detail=str(error)[:200]) from error


def _as_item(raw: bytes) -> bytes:
    typed = raw[0] < 0x80  # EIP-2718: a legacy transaction begins as an RLP list
    return rlp_encode(raw) if typed else raw
