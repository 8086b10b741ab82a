# pragma version 0.4.3
# pragma evm-version london
"""
@title Depository: what was deposited, by whom, and what became of it
@license Apache-2.0
@notice The depository takes copies of information systems, program products, program codes,
        normative-technical documentation and concepts (D-1). Here stands each one's digest; the
        content is stored elsewhere and proves itself by it. The possessor is a participant's
        number: no change of key and no storage or processing changes whose it is (P-7).
@dev `root` is the sha2-256 digest of the dag-pb root of the deposit's directory.
     Growth: issues of copies (D-7), annual verifications (D-8) and expert conclusions (D-10) get
     mappings and functions of their own beside these.
"""

from modules import membership
from modules import role_bits

initializes: membership

exports: membership.participants

# Kinds of deposit (D-1, D-9, D-10).
INFORMATION_SYSTEM: constant(uint256) = 1
PROGRAM_PRODUCT: constant(uint256) = 2
PROGRAM_CODE: constant(uint256) = 3
DOCUMENTATION: constant(uint256) = 4
CONCEPT: constant(uint256) = 5

# Access to the content.
OPEN: constant(uint256) = 0
LIMITED: constant(uint256) = 1

# Status of a deposit. A superseded one is known by its successor.
DEPOSITED: constant(uint256) = 1
ACCEPTED: constant(uint256) = 2
RETURNED: constant(uint256) = 3


struct Deposit:
    root: bytes32
    size: uint256  # bytes of content
    kind: uint256
    access: uint256
    possessor: uint256  # participant's number
    previous: uint256  # the version before; 0 for none
    successor: uint256  # the version after; 0 for none
    status: uint256
    deposited_at: uint256  # seconds since 1970
    decided_at: uint256  # accepted or returned; 0 while neither
    reason: bytes32  # digest of the reason of return


event Deposited:
    number: indexed(uint256)
    root: indexed(bytes32)
    possessor: indexed(uint256)
    account: address
    size: uint256
    kind: uint256
    access: uint256
    previous: uint256


# `previous` is from now on followed by `number`; 0 when by none any more.
event Superseded:
    previous: indexed(uint256)
    number: indexed(uint256)


event Accepted:
    number: indexed(uint256)
    operator: indexed(address)


event Returned:
    number: indexed(uint256)
    operator: indexed(address)
    reason: bytes32


# Deposits by number, from 1 without gaps.
entries: HashMap[uint256, Deposit]
# The last deposit of a root.
by_root: HashMap[bytes32, uint256]
# The number of the last deposit.
last: uint256


@deploy
def __init__(participants: address):
    """
    @notice Tie the depository to the register of participants.
    @param participants The address of `participants`.
    """
    membership.__init__(participants)


# ---------------------------------------------------------------- acts of the possessor


@external
def deposit(root: bytes32, size: uint256, kind: uint256, access: uint256) -> uint256:
    """
    @notice Deposit a copy; the caller is its possessor (D-1).
    @param root Digest of the content; not deposited already, unless it was returned.
    @param size Bytes of content.
    @param kind 1 information system, 2 program product, 3 program code, 4 documentation, 5 concept.
    @param access 0 public, 1 limited.
    @return The deposit's number.
    """
    self._check_deposit(root, size, kind, access)
    return self._deposit(root, size, kind, access, 0)


@external
def supersede(
    previous: uint256, root: bytes32, size: uint256, kind: uint256, access: uint256
) -> uint256:
    """
    @notice Deposit a new version of a deposit of one's own (D-2, R-9).
    @param previous The deposit that is followed; neither superseded nor returned.
    @param root Digest of the new content.
    @param size Bytes of the new content.
    @param kind As for `deposit`.
    @param access As for `deposit`.
    @return The new deposit's number.
    """
    self._check_deposit(root, size, kind, access)
    self._check_number(previous)
    assert self.entries[previous].possessor == membership._caller(), "depository: not the possessor"
    assert self.entries[previous].status != RETURNED, "depository: already returned"
    assert self.entries[previous].successor == 0, "depository: already superseded"
    number: uint256 = self._deposit(root, size, kind, access, previous)
    self.entries[previous].successor = number
    log Superseded(previous=previous, number=number)
    return number


# ---------------------------------------------------------------- acts of the operator


@external
def accept(number: uint256):
    """
    @notice Accept a deposit for storage, its content being complete (D-9, D-11).
    @param number The deposit's number; not decided yet.
    """
    self._check_undecided(number)
    self.entries[number].status = ACCEPTED
    self.entries[number].decided_at = block.timestamp
    log Accepted(number=number, operator=msg.sender)


@external
def return_deposit(number: uint256, reason: bytes32):
    """
    @notice Return a deposit (R-7). In the line of versions the one after it follows the one before.
    @param number The deposit's number; not decided yet.
    @param reason Digest of the reasons.
    """
    self._check_undecided(number)
    assert reason != empty(bytes32), "depository: reason is zero"
    self.entries[number].status = RETURNED
    self.entries[number].decided_at = block.timestamp
    self.entries[number].reason = reason
    log Returned(number=number, operator=msg.sender, reason=reason)
    self._join(self.entries[number].previous, self.entries[number].successor)


# ---------------------------------------------------------------- answers


@external
@view
def deposit_of(number: uint256) -> Deposit:
    """
    @notice All that is recorded of a deposit.
    @param number The deposit's number.
    """
    self._check_number(number)
    return self.entries[number]


@external
@view
def number_of(root: bytes32) -> uint256:
    """
    @notice The deposit of a content: the one not returned, else the last that was returned.
    @param root Digest of the content.
    @return The deposit's number; 0 when the content was never deposited.
    """
    return self.by_root[root]


@external
@view
def owner_of(number: uint256) -> address:
    """
    @notice The present key of a deposit's possessor.
    @param number The deposit's number.
    """
    self._check_number(number)
    return membership._account_of(self.entries[number].possessor)


@external
@view
def count() -> uint256:
    """
    @notice How many deposits were ever made; also the last one's number.
    """
    return self.last


# ---------------------------------------------------------------- rules


@internal
@view
def _check_number(number: uint256):
    """
    @notice Refuse a number that no deposit has.
    """
    assert number != 0 and number <= self.last, "depository: no such deposit"


@internal
@view
def _check_deposit(root: bytes32, size: uint256, kind: uint256, access: uint256):
    """
    @notice Refuse a stranger's deposit, one not described in full, a second one of a content.
    """
    membership._only(role_bits.DEPOSITOR, "depository: not a depositor")
    assert root != empty(bytes32), "depository: root is zero"
    assert size != 0, "depository: size is zero"
    assert kind >= INFORMATION_SYSTEM and kind <= CONCEPT, "depository: unknown kind"
    assert access <= LIMITED, "depository: unknown access"
    known: uint256 = self.by_root[root]
    assert known == 0 or self.entries[known].status == RETURNED, "depository: already deposited"


@internal
@view
def _check_undecided(number: uint256):
    """
    @notice Refuse a decision by anyone but the operator, or one on a deposit decided already.
    """
    membership._only(role_bits.OPERATOR, "depository: not the operator")
    self._check_number(number)
    assert self.entries[number].status == DEPOSITED, "depository: already decided"


@internal
def _deposit(
    root: bytes32, size: uint256, kind: uint256, access: uint256, previous: uint256
) -> uint256:
    """
    @notice Enter a deposit under the next number.
    """
    number: uint256 = self.last + 1
    possessor: uint256 = membership._caller()
    self.last = number
    self.by_root[root] = number
    self.entries[number] = Deposit(
        root=root,
        size=size,
        kind=kind,
        access=access,
        possessor=possessor,
        previous=previous,
        successor=0,
        status=DEPOSITED,
        deposited_at=block.timestamp,
        decided_at=0,
        reason=empty(bytes32),
    )
    log Deposited(
        number=number,
        root=root,
        possessor=possessor,
        account=msg.sender,
        size=size,
        kind=kind,
        access=access,
        previous=previous,
    )
    return number


@internal
def _join(previous: uint256, successor: uint256):
    """
    @notice Let one version follow another directly; either may be 0, for none.
    """
    if previous != 0:
        self.entries[previous].successor = successor
    if successor != 0:
        self.entries[successor].previous = previous
    if previous != 0 or successor != 0:
        log Superseded(previous=previous, number=successor)
