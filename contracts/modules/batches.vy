# pragma version 0.4.3
"""
@title Batches: many deposits made by one act
@license Apache-2.0
@notice Who deposits thousands of copies at once records one digest of the list of them (D-1). Each
        record of the list is proven by its place in it, and the possessor of the batch is its
        possessor. What is done to one record alone, such as to pass the right in it, to issue a
        copy or to attest a level, is done after it is taken out: then it is a deposit like any
        other.
@dev `root` is the root of a Merkle tree over the records; see `modules/merkle`. The list itself is
     stored elsewhere; `content` is the digest by which it is found.
     The refusals begin with the name of the contract that uses the module, `depository`.
     No function writes `root`, `size`, `content` or `possessor` after `deposit_many` (D-6, P-7).
"""

from modules import holdings
from modules import membership
from modules import merkle
from modules import role_bits

uses: holdings
uses: membership


# One record of the list: the arguments of `deposit`. Its entry in the tree is its ABI encoding.
struct Record:
    root: bytes32
    size: uint256
    kind: uint256
    access: uint256
    origin: uint256
    conclusion: bytes32


struct Batch:
    root: bytes32
    size: uint256  # records in the list
    content: bytes32
    possessor: uint256  # participant's number
    status: uint256  # as of a deposit
    taken: uint256  # records taken out
    deposited_at: uint256  # seconds since 1970
    decided_at: uint256  # accepted, returned or annulled last; 0 while never
    reason: bytes32  # digest of the reason of return, or of the decision that annulled
    operator: address  # who accepted; zero for nobody


event DepositedMany:
    batch: indexed(uint256)
    root: indexed(bytes32)
    possessor: indexed(uint256)
    account: address
    size: uint256
    content: bytes32


event BatchAccepted:
    batch: indexed(uint256)
    operator: indexed(address)


event BatchReturned:
    batch: indexed(uint256)
    operator: indexed(address)
    reason: bytes32


event BatchAnnulled:
    batch: indexed(uint256)
    basis: bytes32


event TakenOut:
    batch: indexed(uint256)
    index: indexed(uint256)
    number: indexed(uint256)


# Batches by number, from 1 without gaps.
entries: HashMap[uint256, Batch]
# The number of the last batch.
last: uint256
# The deposit that a record became, by batch and place; 0 while it is in the batch.
taken: HashMap[uint256, HashMap[uint256, uint256]]


# ---------------------------------------------------------------- acts of the possessor


@external
def deposit_many(tree: bytes32, records: uint256, content: bytes32) -> uint256:
    """
    @notice Deposit copies by a list of them; the caller says to be the possessor of each (D-1).
    @param tree Root of the Merkle tree over the records.
    @param records How many there are.
    @param content Digest of the list, by which it is found where content is stored.
    @return The batch's number.
    """
    membership._only(role_bits.DEPOSITOR, "depository: not a depositor")
    assert tree != empty(bytes32), "depository: root is zero"
    assert records != 0, "depository: size is zero"
    assert records <= merkle.MOST, "depository: too many records"
    assert content != empty(bytes32), "depository: list is zero"
    batch: uint256 = self.last + 1
    possessor: uint256 = membership._caller()
    self.last = batch
    self.entries[batch] = Batch(
        root=tree,
        size=records,
        content=content,
        possessor=possessor,
        status=holdings.DEPOSITED,
        taken=0,
        deposited_at=block.timestamp,
        decided_at=0,
        reason=empty(bytes32),
        operator=empty(address),
    )
    holdings.standing_count += records
    log DepositedMany(
        batch=batch,
        root=tree,
        possessor=possessor,
        account=msg.sender,
        size=records,
        content=content,
    )
    return batch


# ---------------------------------------------------------------- acts of the operator


@external
def accept_batch(batch: uint256):
    """
    @notice Accept a batch for storage, the content of each record being complete (D-9, D-11).
    @param batch The batch's number; not decided yet.
    """
    self._check_undecided(batch)
    self.entries[batch].operator = msg.sender
    self._decide(batch, holdings.ACCEPTED, empty(bytes32))
    log BatchAccepted(batch=batch, operator=msg.sender)


@external
def return_batch(batch: uint256, reason: bytes32):
    """
    @notice Return a batch (R-7). What was taken out of it stays a deposit.
    @param batch The batch's number; not decided yet.
    @param reason Digest of the reasons.
    """
    self._check_undecided(batch)
    assert reason != empty(bytes32), "depository: reason is zero"
    self._leave(batch, holdings.RETURNED, reason)
    log BatchReturned(batch=batch, operator=msg.sender, reason=reason)


# ---------------------------------------------------------------- acts of the authority


@external
def annul_batch(batch: uint256):
    """
    @notice Annul the acceptance of a batch by decision of the authority. What was taken out of it
            stays a deposit, and is annulled as such.
    @param batch The batch's number; accepted.
    """
    membership._only_authority("depository: not the authority")
    self._check_batch(batch)
    assert self.entries[batch].status == holdings.ACCEPTED, "depository: not accepted"
    basis: bytes32 = membership._basis()
    self._leave(batch, holdings.ANNULLED, basis)
    log BatchAnnulled(batch=batch, basis=basis)


# ---------------------------------------------------------------- answers


@external
@view
def batch_of(batch: uint256) -> Batch:
    """
    @notice All that is recorded of a batch.
    @param batch The batch's number.
    """
    self._check_batch(batch)
    return self.entries[batch]


@external
@view
def batches_count() -> uint256:
    """
    @notice How many batches were ever deposited; also the last one's number.
    """
    return self.last


@external
@view
def taken_out(batch: uint256, index: uint256) -> uint256:
    """
    @notice The deposit that a record of a batch became.
    @param batch The batch's number.
    @param index The record's place in the list, from 0.
    @return The deposit's number; 0 while the record is in the batch.
    """
    self._check_index(batch, index)
    return self.taken[batch][index]


# ---------------------------------------------------------------- rules


@internal
@view
def _check_batch(batch: uint256):
    """
    @notice Refuse a number that no batch has.
    """
    assert batch != 0 and batch <= self.last, "depository: no such batch"


@internal
@view
def _check_index(batch: uint256, index: uint256):
    """
    @notice Refuse a place that the list of a batch does not have.
    """
    self._check_batch(batch)
    assert index < self.entries[batch].size, "depository: no such record"


@internal
@view
def _check_undecided(batch: uint256):
    """
    @notice Refuse everyone but the operator, and a batch that is decided already.
    """
    membership._only(role_bits.OPERATOR, "depository: not the operator")
    self._check_batch(batch)
    undecided: bool = self.entries[batch].status == holdings.DEPOSITED
    assert undecided, "depository: already decided"


@internal
@view
def _check_record(
    batch: uint256, index: uint256, record: Record, path: DynArray[bytes32, 32]
):
    """
    @notice Refuse everyone but the possessor of a batch that stands, a record that was taken out
            before, and one that is not what the list has in this place.
    """
    self._check_index(batch, index)
    membership._active(msg.sender, "depository: not an active participant")
    found: Batch = self.entries[batch]
    assert found.possessor == membership._caller(), "depository: not the possessor"
    standing: bool = found.status == holdings.DEPOSITED or found.status == holdings.ACCEPTED
    assert standing, "depository: returned or annulled"
    assert self.taken[batch][index] == 0, "depository: taken out before"
    leaf: bytes32 = merkle._leaf(abi_encode(record))
    proven: bool = merkle._is_in(leaf, index, found.size, path, found.root)
    assert proven, "depository: not in the batch"


@internal
def _take(batch: uint256, index: uint256, number: uint256):
    """
    @notice Enter which deposit a record of a batch became.
    """
    self.taken[batch][index] = number
    self.entries[batch].taken += 1
    holdings.standing_count -= 1
    log TakenOut(batch=batch, index=index, number=number)


@internal
def _leave(batch: uint256, status: uint256, reason: bytes32):
    """
    @notice Let what is still in a batch leave the depository. What is recorded of it stays.
    """
    holdings.standing_count -= self.entries[batch].size - self.entries[batch].taken
    self._decide(batch, status, reason)


@internal
def _decide(batch: uint256, status: uint256, reason: bytes32):
    """
    @notice Enter what became of a batch.
    """
    self.entries[batch].status = status
    self.entries[batch].decided_at = block.timestamp
    self.entries[batch].reason = reason
