# pragma version 0.4.3
"""
@title Holdings: the deposits, the claims to a content, and what is asked about them
@license Apache-2.0
@notice A deposit states that a named participant handed in a content and says to be its possessor.
        Several participants may state so of one content: whoever is first bars nobody. Of them
        one at most is accepted for storage, and the register tells of all.
@dev The refusals begin with the name of the contract that uses the module, `depository`.
     No function writes `root`, `size`, `kind`, `access`, `origin` or `conclusion` after `_enter`
     (D-6), and only `possession` writes `possessor` (P-7).
     Growth: a new attribute of a deposit gets a mapping of its own, so that the struct and its
     readers stay as they are.
"""

from modules import membership
from modules import role_bits

uses: membership

# Kinds of deposit (D-1, D-9, D-10).
INFORMATION_SYSTEM: constant(uint256) = 1
PROGRAM_PRODUCT: constant(uint256) = 2
PROGRAM_CODE: constant(uint256) = 3
DOCUMENTATION: constant(uint256) = 4
CONCEPT: constant(uint256) = 5

# Access to the content.
OPEN: constant(uint256) = 0
LIMITED: constant(uint256) = 1

# Where it comes from: not the state's; made or bought with budget money (D-4); a state body's by
# another way (2007, art. 15(3)). The last two are the state's (R-1).
NOT_OF_THE_STATE: constant(uint256) = 0
BUDGET: constant(uint256) = 1
STATE: constant(uint256) = 2

# Status of a deposit. A superseded one is known by its successor.
DEPOSITED: constant(uint256) = 1
ACCEPTED: constant(uint256) = 2
RETURNED: constant(uint256) = 3
ANNULLED: constant(uint256) = 4


struct Deposit:
    root: bytes32
    size: uint256  # bytes of content
    kind: uint256
    access: uint256
    origin: uint256
    conclusion: bytes32  # digest of the authority's expert conclusion; zero for none
    possessor: uint256  # participant's number
    previous: uint256  # the version before; 0 for none
    successor: uint256  # the version after; 0 for none
    status: uint256
    deposited_at: uint256  # seconds since 1970
    decided_at: uint256  # accepted, returned or annulled last; 0 while never
    reason: bytes32  # digest of the reason of return, or of the decision that annulled


event Deposited:
    number: indexed(uint256)
    root: indexed(bytes32)
    possessor: indexed(uint256)
    account: address
    size: uint256
    kind: uint256
    access: uint256
    origin: uint256
    conclusion: bytes32
    previous: uint256


# `previous` is from now on followed by `number`; 0 when by none any more.
event Superseded:
    previous: indexed(uint256)
    number: indexed(uint256)


# Deposits by number, from 1 without gaps.
entries: HashMap[uint256, Deposit]
# The number of the last deposit.
last: uint256
# How many are neither returned nor annulled.
standing_count: uint256
# All deposits of a content, in the order of their numbers.
claims: HashMap[bytes32, HashMap[uint256, uint256]]
claim_counts: HashMap[bytes32, uint256]
# The accepted deposit of a content; 0 for none.
accepted: HashMap[bytes32, uint256]
# A participant's own deposit of a content that stands; 0 for none.
own: HashMap[bytes32, HashMap[uint256, uint256]]


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


@external
@view
def standing() -> uint256:
    """
    @notice How many deposits are in the depository: neither returned nor annulled.
    """
    return self.standing_count


@external
@view
def number_of(root: bytes32) -> uint256:
    """
    @notice The accepted deposit of a content. Claims that wait for a decision are told by
            `claim_by_index`.
    @param root Digest of the content.
    @return The deposit's number; 0 when none is accepted.
    """
    return self.accepted[root]


@external
@view
def claim_of(root: bytes32, participant: uint256) -> uint256:
    """
    @notice A participant's own deposit of a content, neither returned nor annulled.
    @param root Digest of the content.
    @param participant The participant's number.
    @return The deposit's number; 0 for none.
    """
    return self.own[root][participant]


@external
@view
def claims_count(root: bytes32) -> uint256:
    """
    @notice How many deposits of a content were ever made, returned and annulled ones among them.
    @param root Digest of the content.
    """
    return self.claim_counts[root]


@external
@view
def claim_by_index(root: bytes32, index: uint256) -> uint256:
    """
    @notice One of the deposits of a content, in the order in which they were made.
    @param root Digest of the content.
    @param index From 0.
    @return The deposit's number.
    """
    assert index < self.claim_counts[root], "depository: no such claim"
    return self.claims[root][index]


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
def _check_standing(number: uint256):
    """
    @notice Refuse a deposit that was returned or annulled.
    """
    self._check_number(number)
    status: uint256 = self.entries[number].status
    assert status == DEPOSITED or status == ACCEPTED, "depository: returned or annulled"


@internal
@view
def _check_accepted(number: uint256):
    """
    @notice Refuse a deposit that is not accepted for storage.
    """
    self._check_number(number)
    assert self.entries[number].status == ACCEPTED, "depository: not accepted"


@internal
@view
def _check_possessor(number: uint256):
    """
    @notice Refuse everyone but the deposit's possessor, who is an active participant.
    """
    membership._active(msg.sender, "depository: not an active participant")
    assert self.entries[number].possessor == membership._caller(), "depository: not the possessor"


@internal
@view
def _check_new(content: Deposit):
    """
    @notice Refuse a stranger's deposit, one not described in full, a second own one of a content,
            and a state concept or documentation without the expert conclusion (D-10).
    """
    membership._only(role_bits.DEPOSITOR, "depository: not a depositor")
    assert content.root != empty(bytes32), "depository: root is zero"
    assert content.size != 0, "depository: size is zero"
    known: bool = content.kind >= INFORMATION_SYSTEM and content.kind <= CONCEPT
    assert known, "depository: unknown kind"
    assert content.access <= LIMITED, "depository: unknown access"
    assert content.origin <= STATE, "depository: unknown origin"
    if content.kind >= DOCUMENTATION and content.origin != NOT_OF_THE_STATE:
        assert content.conclusion != empty(bytes32), "depository: conclusion is zero"
    assert self.own[content.root][content.possessor] == 0, "depository: already deposited"


@internal
def _enter(content: Deposit) -> uint256:
    """
    @notice Enter a deposit under the next number.
    """
    number: uint256 = self.last + 1
    self.last = number
    self.standing_count += 1
    self.claims[content.root][self.claim_counts[content.root]] = number
    self.claim_counts[content.root] += 1
    self.own[content.root][content.possessor] = number
    self.entries[number] = content
    log Deposited(
        number=number,
        root=content.root,
        possessor=content.possessor,
        account=msg.sender,
        size=content.size,
        kind=content.kind,
        access=content.access,
        origin=content.origin,
        conclusion=content.conclusion,
        previous=content.previous,
    )
    return number


@internal
def _leave(number: uint256, status: uint256, reason: bytes32):
    """
    @notice Let a deposit leave the depository, returned or annulled. What is recorded of it stays.
    """
    root: bytes32 = self.entries[number].root
    self.own[root][self.entries[number].possessor] = 0
    self.standing_count -= 1
    self.entries[number].status = status
    self.entries[number].decided_at = block.timestamp
    self.entries[number].reason = reason


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
