"""Proofs that an account or a slot has a value in a state, or that it is not there (EIP-1186)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from eth.constants import BLANK_ROOT_HASH, EMPTY_SHA3
from eth_typing import Hash32

from node.errors import VerificationError
from node.primitives import keccak, rlp_decode
from node.storage.store import Table

if TYPE_CHECKING:
    from node.storage.store import Store

__all__ = ["Account", "Proof", "account_proof", "prove", "slot_proof", "stored_nodes"]

Nodes = Callable[[bytes], bytes]
"""Finds the RLP of a node by its hash."""

Path = tuple[int, ...]

_BRANCH: Final = 17
_VALUE: Final = 16


@dataclass(frozen=True)
class Proof:
    """The value of a key, None when it has none, and the RLP of the nodes that show it.

    The nodes are exactly those on the way, the root's first. One whose RLP is shorter than 32
    bytes lies inside its parent and is not listed by itself.
    """

    value: bytes | None
    nodes: tuple[bytes, ...]


@dataclass(frozen=True)
class Account:
    """What the state says of an account; an absent one is as an empty one (EIP-161)."""

    nonce: int = 0
    balance: int = 0
    storage_root: Hash32 = BLANK_ROOT_HASH
    code_hash: Hash32 = EMPTY_SHA3


def stored_nodes(store: Store) -> Nodes:
    """The nodes in a store. They raise VerificationError `store.record-missing`."""

    def node(node_hash: bytes) -> bytes:
        found = store.get(Table.STATE, node_hash)
        if found is None:
            raise VerificationError("store.record-missing", key=node_hash.hex())
        return found

    return node


def account_proof(nodes: Nodes, state_root: bytes, address: bytes) -> tuple[Account, Proof]:
    """What stands at an address in a state, proven."""
    proof = prove(nodes, state_root, keccak(address))
    if proof.value is None:
        return Account(), proof
    nonce, balance, storage_root, code_hash = rlp_decode(proof.value)
    account = Account(
        nonce=int.from_bytes(nonce, "big"),
        balance=int.from_bytes(balance, "big"),
        storage_root=Hash32(storage_root),
        code_hash=Hash32(code_hash),
    )
    return account, proof


def slot_proof(nodes: Nodes, storage_root: bytes, slot: int) -> tuple[int, Proof]:
    """What stands in a slot of an account's storage, proven; zero where nothing does."""
    proof = prove(nodes, storage_root, keccak(slot.to_bytes(32, "big")))
    if proof.value is None:
        return 0, proof
    return int.from_bytes(rlp_decode(proof.value), "big"), proof


def prove(nodes: Nodes, root: bytes, key: bytes) -> Proof:
    """Walk from a trie's root towards a key, as far as it goes (Yellow Paper, appendix D)."""
    passed: list[bytes] = []
    reference: Any = b"" if root == BLANK_ROOT_HASH else root
    path = _nibbles(key)
    while reference:
        if isinstance(reference, bytes):
            passed.append(nodes(reference))
            node = rlp_decode(passed[-1])
        else:
            node = reference  # embedded in its parent
        reference, rest = _follow(node, path)
        if rest is None:
            return Proof(reference or None, tuple(passed))
        path = rest
    return Proof(None, tuple(passed))


def _follow(node: list[Any], path: Path) -> tuple[Any, Path | None]:
    """What a node holds for a path: a reference and the rest of the path, or a value and None."""
    if len(node) == _BRANCH:
        return (node[path[0]], path[1:]) if path else (node[_VALUE], None)
    part, is_leaf = _unpacked(node[0])
    if is_leaf:
        return (node[1] if part == path else b""), None
    here = path[: len(part)] == part
    return (node[1] if here else b""), path[len(part) :]


def _nibbles(data: bytes) -> Path:
    return tuple(nibble for byte in data for nibble in (byte >> 4, byte & 15))


def _unpacked(packed: bytes) -> tuple[Path, bool]:
    """The nibbles of a hex-prefix encoding, and whether they end in a leaf (appendix C)."""
    nibbles = _nibbles(packed)
    return nibbles[1 if nibbles[0] & 1 else 2 :], bool(nibbles[0] & 2)
