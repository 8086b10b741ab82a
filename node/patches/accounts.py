"""The accounts of a state, in place of py-evm's `AccountDB`.

py-evm passes each read and write through six to eight layers of databases, encodes an account at
each change, copies the set of all keys read whenever code is asked for, and hashes trie nodes that
the next change makes void. Here values lie in dictionaries, one list remembers how to take changes
back, and the tries are written once, when the state is persisted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eth.abc import AccountDatabaseAPI
from eth.constants import BLANK_ROOT_HASH, EMPTY_SHA3, UINT_256_MAX
from eth.db.witness import MetaWitness

from node.errors import VerificationError
from node.patches.slots import Slots
from node.primitives import ValidationError, keccak
from node.trie.account import NOTHING, Account, decode_account, encode_account
from node.trie.lazy import LazyTrie, Nodes

if TYPE_CHECKING:
    from eth_typing import Address, Hash32

    from node.storage.state import StateDatabase

__all__ = ["Accounts"]

_ABSENT: Any = object()
_UINT_64_MAX = 2**64 - 1
_WARM = True


class Accounts(AccountDatabaseAPI):
    """Accounts, storage and code over a state root; `record` and `discard` go back in time.

    Semantics are `AccountDB`'s, down to which accounts come into being by being touched (EIP-161)
    and to the values that `from_journal=False` means: those before the transaction (EIP-2200).
    """

    def __init__(self, db: StateDatabase, state_root: Hash32 = BLANK_ROOT_HASH) -> None:
        self._db = db
        self._nodes = Nodes(db, db.decoded)
        self._begin(state_root)

    def _begin(self, state_root: Hash32) -> None:
        self._root = state_root
        self._trie = LazyTrie(self._nodes, state_root)
        self._accounts: dict[Address, Account | None] = {}
        self._changed: set[Address] = set()
        self._storages: dict[Address, Slots] = {}
        self._codes: dict[Hash32, bytes] = {}
        self._made: set[Hash32] = set()
        self._log: list[tuple[dict[Any, Any], Any, Any]] = []
        self._before: dict[tuple[Address, int], int] = {}
        self._warm: dict[Any, bool] = {}

    @property
    def state_root(self) -> Hash32:
        """The root as of the last `make_state_root`."""
        return self._root

    @state_root.setter
    def state_root(self, value: Hash32) -> None:
        if value != self._root:
            self._begin(value)

    def has_root(self, state_root: bytes) -> bool:
        """Whether the store has this root."""
        return state_root == BLANK_ROOT_HASH or state_root in self._db

    # Storage

    def get_storage(self, address: Address, slot: int, from_journal: bool = True) -> int:
        """The value of a slot, now or (`from_journal=False`) before the transaction."""
        if not from_journal:
            before = self._before.get((address, slot))
            if before is not None:
                return before
        return self._storage(address).get(slot)

    def set_storage(self, address: Address, slot: int, value: int) -> None:
        """Set a slot; zero deletes it."""
        storage = self._storage(address)
        found = storage.get(slot)
        if found != value:
            self._before.setdefault((address, slot), found)
            self._log.append((storage.slots, slot, found))
            storage.slots[slot] = value
            storage.changed.add(slot)
            self._changed.add(address)

    def delete_storage(self, address: Address) -> None:
        """Clear all slots; the account comes into being if it is not there."""
        account = self._account(address)
        self._set(address, account._replace(storage_root=BLANK_ROOT_HASH))
        self._clear(address)

    def _clear(self, address: Address) -> None:
        self._remember(self._storages, address, Slots(LazyTrie(self._nodes)))
        self._changed.add(address)

    def _storage(self, address: Address) -> Slots:
        storage = self._storages.get(address)
        if storage is None:
            root = self._account(address).storage_root
            storage = self._storages[address] = Slots(LazyTrie(self._nodes, root))
        return storage

    # Accounts

    def get_balance(self, address: Address) -> int:
        """Wei."""
        return self._account(address).balance

    def set_balance(self, address: Address, balance: int) -> None:
        """Raises ValidationError out of range."""
        if not 0 <= balance <= UINT_256_MAX:
            raise ValidationError("balance", balance)
        nonce, _, storage_root, code_hash = self._account(address)
        self._set(address, Account(nonce, balance, storage_root, code_hash))

    def get_nonce(self, address: Address) -> int:
        """How many transactions the account has sent, or contracts made."""
        return self._account(address).nonce

    def set_nonce(self, address: Address, nonce: int) -> None:
        """Raises ValidationError out of range."""
        if not 0 <= nonce <= _UINT_64_MAX:
            raise ValidationError("nonce", nonce)
        _, balance, storage_root, code_hash = self._account(address)
        self._set(address, Account(nonce, balance, storage_root, code_hash))

    def increment_nonce(self, address: Address) -> None:
        """Count one up."""
        self.set_nonce(address, self.get_nonce(address) + 1)

    def get_code(self, address: Address) -> bytes:
        """The code; empty for none. Raises VerificationError `store.record-missing`."""
        code_hash = self._account(address).code_hash
        if code_hash == EMPTY_SHA3:
            return b""
        code = self._codes.get(code_hash)
        if code is None:
            try:
                code = self._codes[code_hash] = self._db[code_hash]
            except KeyError as error:
                raise VerificationError("store.record-missing", key=code_hash.hex()) from error
        return code

    def set_code(self, address: Address, code: bytes) -> None:
        """Give an account its code."""
        code_hash = keccak(code)
        self._remember(self._codes, code_hash, code)
        self._set(address, self._account(address)._replace(code_hash=code_hash))
        self._made.add(code_hash)

    def get_code_hash(self, address: Address) -> Hash32:
        """Keccak-256 of the code."""
        return self._account(address).code_hash

    def delete_code(self, address: Address) -> None:
        """Leave the account without code."""
        self._set(address, self._account(address)._replace(code_hash=EMPTY_SHA3))

    def account_has_code_or_nonce(self, address: Address) -> bool:
        """Whether a contract could not be made here (EIP-684)."""
        account = self._account(address)
        return account.nonce != 0 or account.code_hash != EMPTY_SHA3

    def delete_account(self, address: Address) -> None:
        """Remove an account with all its slots."""
        self._clear(address)
        self._remember(self._accounts, address, None)

    def account_exists(self, address: Address) -> bool:
        """Whether the account has come into being, empty or not."""
        return self._found(address) is not None

    def touch_account(self, address: Address) -> None:
        """Bring an account into being."""
        self._set(address, self._account(address))

    def account_is_empty(self, address: Address) -> bool:
        """No code, no nonce, no balance (EIP-161)."""
        account = self._account(address)
        return account.nonce == 0 and account.balance == 0 and account.code_hash == EMPTY_SHA3

    def _found(self, address: Address) -> Account | None:
        account: Account | None = self._accounts.get(address, _ABSENT)
        if account is _ABSENT:
            encoded = self._trie.get(keccak(address))
            account = decode_account(encoded) if encoded else None
            self._accounts[address] = account
        return account

    def _account(self, address: Address) -> Account:
        return self._found(address) or NOTHING

    def _set(self, address: Address, account: Account) -> None:
        if self._found(address) != account:
            self._remember(self._accounts, address, account)
            self._changed.add(address)

    # What a transaction has used (EIP-2929)

    def is_storage_warm(self, address: Address, slot: int) -> bool:
        """Whether the transaction has used a slot."""
        return (address, slot) in self._warm

    def mark_storage_warm(self, address: Address, slot: int) -> None:
        """Note that the transaction uses a slot."""
        self._mark((address, slot))

    def is_address_warm(self, address: Address) -> bool:
        """Whether the transaction has used an account."""
        return address in self._warm

    def mark_address_warm(self, address: Address) -> None:
        """Note that the transaction uses an account."""
        self._mark(address)

    def _mark(self, key: object) -> None:
        if key not in self._warm:
            self._log.append((self._warm, key, _ABSENT))
            self._warm[key] = _WARM

    # Going back, and going to disk

    def record(self) -> Any:
        """A moment to which `discard` can return."""
        return len(self._log)

    def discard(self, checkpoint: Any) -> None:
        """Take back every change since a moment, the last one first."""
        log = self._log
        while len(log) > checkpoint:
            values, key, old = log.pop()
            if old is _ABSENT:
                values.pop(key, None)
            else:
                values[key] = old

    def commit(self, checkpoint: Any) -> None:
        """Keep the changes since a moment; an earlier one can still be returned to."""

    def lock_changes(self) -> None:
        """Begin a transaction."""
        self._before = {}
        self._warm = {}

    def _remember(self, values: dict[Any, Any], key: Any, value: Any) -> None:
        self._log.append((values, key, values.get(key, _ABSENT)))
        values[key] = value

    def make_state_root(self) -> Hash32:
        """Bring the changes into the tries; nothing before can be taken back after."""
        for address in self._changed:
            self._settle_storage(address)
        for address in self._changed:
            account = self._accounts.get(address, _ABSENT)
            if account is not _ABSENT:  # else all changes of this account were taken back
                self._trie.set(keccak(address), encode_account(account) if account else b"")
        self._changed.clear()
        self._log.clear()
        self._before.clear()
        self._root = self._trie.root_hash()
        return self._root

    def _settle_storage(self, address: Address) -> None:
        storage = self._storages.get(address)
        if storage is None:
            return
        root = storage.root_hash()
        account = self._found(address)
        if account is not None or root != BLANK_ROOT_HASH:
            self._accounts[address] = (account or NOTHING)._replace(storage_root=root)

    def persist(self) -> MetaWitness:
        """Write everything that the root needs."""
        self.make_state_root()
        for code_hash in self._made:
            if code_hash in self._codes:  # else its making was taken back
                self._db[code_hash] = self._codes[code_hash]
        self._made.clear()
        return MetaWitness(set(), {})  # what was read is not noted: nobody asks
