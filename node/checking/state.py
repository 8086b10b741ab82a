"""The walk through a state: every trie node and every code, by the hash that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eth.constants import BLANK_ROOT_HASH, EMPTY_SHA3

from node.primitives import RLPException, keccak, rlp_decode
from node.storage.store import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from node.checking.report import Report
    from node.storage.store import Store

__all__ = ["StateWalk"]


class StateWalk:
    """Walks the accounts of a root and the storage of each; what is shared is walked once."""

    def __init__(self, store: Store, report: Report, progress: Callable[[int], object]) -> None:
        self._store = store
        self._report = report
        self._progress = progress
        self._done: set[bytes] = {bytes(BLANK_ROOT_HASH), bytes(EMPTY_SHA3)}

    def walk(self, root: bytes) -> None:
        """Look at everything below a state root."""
        for leaf in self._leaves(root):
            self._account(root, leaf)

    def _account(self, root: bytes, leaf: bytes) -> None:
        try:
            _, _, storage, code = rlp_decode(leaf)
        except (RLPException, ValueError, TypeError):
            self._report.add("state", None, root, "a leaf is not an account")
            return
        self._report.accounts += 1
        if code not in self._done:
            self._done.add(code)
            self._load("code", code)
        if storage not in self._done:
            self._done.add(storage)
            for _ in self._leaves(storage):
                pass

    def _leaves(self, root: bytes) -> Iterator[bytes]:
        """The values of a trie; a damaged node is noted and what is below it left out."""
        waiting: list[Any] = [root]
        while waiting:
            child = waiting.pop()
            node = self._node(child) if isinstance(child, bytes) else child
            if node is None:
                continue
            if len(node) == 17:
                waiting += [each for each in reversed(node[:16]) if each]
                if node[16]:
                    yield node[16]
            elif node[0][0] & 0x20:  # hex prefix (yellow paper, appendix C): a leaf
                yield node[1]
            else:
                waiting.append(node[1])

    def _node(self, node_hash: bytes) -> Any:
        encoded = self._load("state", node_hash)
        if encoded is None:
            return None
        self._report.state_nodes += 1
        self._progress(self._report.state_nodes)
        try:
            node = rlp_decode(encoded)
        except RLPException as error:
            self._report.add("state", None, node_hash, error)
            return None
        if not isinstance(node, list) or len(node) not in (2, 17):
            self._report.add("state", None, node_hash, "not a trie node")
            return None
        return node

    def _load(self, part: str, key: bytes) -> bytes | None:
        """The bytes that a hash names, or None and a note."""
        found = self._store.get(Table.STATE, key)
        if found is None:
            self._report.add(part, None, key, "missing")
            return None
        if keccak(found) != key:
            self._report.add(part, None, key, "its hash differs")
            return None
        return found
