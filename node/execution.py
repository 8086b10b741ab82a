"""The execution of one block, the same whether it is being built or checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eth.exceptions import VMError
from eth.vm.forks.london import LondonVM

from node.appearances import Touched, touched_by
from node.errors import Rejected
from node.evm import build_state
from node.patches.receipts import Log, Receipt
from node.primitives import RLPException, ValidationError
from node.storage.state import state_database
from node.storage.store import Changes
from node.transactions import Transaction, check_rules
from node.trie.lazy import ordered_root

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eth.abc import StateAPI
    from eth_typing import Address, Hash32

    from node.headers import Header
    from node.storage.store import Store

__all__ = ["Broken", "Execution", "Place", "Result"]

# What py-evm may raise from a transaction that our own checks have let through. Faults of the
# store (a missing trie node, a disk that cannot be read) are not among them.
_MACHINE_FAULTS = (
    ValidationError,
    VMError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    RLPException,
)


class Broken(Exception):  # noqa: N818 - an execution that is broken, not an error of the caller
    """The machine has failed on `transaction`, which no node may let into a block."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction.hash.hex())
        self.transaction = transaction


@dataclass(frozen=True)
class Place:
    """Where a block is executed: the store with its parent's state, and what the EVM must know."""

    store: Store
    chain_id: int
    coinbase: Address
    ancestors: Iterable[Hash32]


@dataclass(frozen=True)
class Result:
    """What the header of an executed block must say, and the writes that its state needs."""

    state_root: Hash32
    transaction_root: Hash32
    receipt_root: Hash32
    bloom: int
    gas_used: int
    transactions: tuple[Transaction, ...]
    receipts: tuple[Receipt, ...]
    changes: Changes
    touched: tuple[Touched, ...]


class Execution:
    """One block under way: apply transactions one by one, then `finish`.

    Under Clique nobody is rewarded, and nothing is touched on account of a reward: py-evm's own
    assembly would credit zero wei to the zero address, which *creates* it (EIP-161 spares only
    accounts touched by transactions), and no other client would agree with the state root.
    """

    def __init__(self, place: Place, header: Header) -> None:
        """`header` holds the parent's state root and the block's own number, time and limits."""
        self._changes = Changes()
        self._header = header
        self._chain_id = place.chain_id
        self._state = build_state(
            state_database(place.store, self._changes),
            header,
            place.coinbase,
            place.ancestors,
            place.chain_id,
        )
        self._transactions: list[Transaction] = []
        self._receipts: list[Receipt] = []
        self._touched: list[Touched] = []
        self.gas_used = 0
        self._bloom = 0

    @property
    def state(self) -> StateAPI:
        """The accounts as they stand now, for those who watch; not to be changed by them."""
        return self._state

    def apply(self, transaction: Transaction) -> Receipt:
        """Execute the next transaction; a refused one leaves no trace.

        Raises Rejected `transaction.*`: `block-gas` when the block has no room for its gas,
        `invalid` for a wrong nonce or a balance that does not suffice. Raises Broken when the
        machine fails on it; the execution is spoilt then and has to begin anew without it.
        """
        check_rules(transaction, self._chain_id)
        inner = transaction.inner
        if self.gas_used + inner.gas > self._header.gas_limit:
            raise Rejected("transaction.block-gas", found=inner.gas, used=self.gas_used)
        try:
            self._state.validate_transaction(inner)  # type: ignore[arg-type]  # has all it asks for
        except ValidationError as error:
            raise Rejected("transaction.invalid", detail=str(error)) from error
        try:
            receipt = self._run(inner)
        except _MACHINE_FAULTS as error:
            raise Broken(transaction) from error
        self.gas_used = receipt.gas_used
        self._bloom |= receipt.bloom
        self._transactions.append(transaction)
        self._receipts.append(receipt)
        return receipt

    def _run(self, inner: Any) -> Receipt:
        self._state.lock_changes()  # EIP-2200 counts from the values before this transaction
        computation = self._state.apply_transaction(inner)
        self._touched.append(touched_by(computation))
        used = LondonVM.finalize_gas_used(inner, computation)
        logs = tuple(map(Log._make, computation.get_log_entries()))
        succeeded = int(not computation.is_error)
        return Receipt.made(inner.type_id or 0, succeeded, self.gas_used + used, logs)

    def finish(self) -> Result:
        """Settle the state into the changes and compute the roots."""
        self._state.persist()
        return Result(
            state_root=self._state.state_root,
            transaction_root=ordered_root([each.raw for each in self._transactions]),
            receipt_root=ordered_root([each.encode() for each in self._receipts]),
            bloom=self._bloom,
            gas_used=self.gas_used,
            transactions=tuple(self._transactions),
            receipts=tuple(self._receipts),
            changes=self._changes,
            touched=tuple(self._touched),
        )
