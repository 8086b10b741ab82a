# pragma version 0.4.3
"""
@title Copies: who asked for a copy of a deposit, what for, and what was handed out
@license Apache-2.0
@notice A copy of what is stored is made on the possessor's application only, and for two purposes
        only: to archive it because the carrier has expired, or to replace an original that is lost,
        destroyed or unusable (D-7). The operator hands it out or refuses; each application, its
        purpose and the digest of the copy stay on record.
@dev The refusals begin with the name of the contract that uses the module, `depository`.
     One application of a deposit waits at a time: it ends by a copy, by a refusal, or when the
     deposit passes to another possessor or is annulled.
"""

from modules import holdings
from modules import membership
from modules import role_bits

uses: holdings
uses: membership

# Purposes of a copy: a closed list (D-7).
ARCHIVING: constant(uint256) = 1
REPLACEMENT: constant(uint256) = 2

# Status of an application.
APPLIED: constant(uint256) = 1
ISSUED: constant(uint256) = 2
REFUSED: constant(uint256) = 3
LAPSED: constant(uint256) = 4


struct Copy:
    applicant: uint256  # participant's number
    purpose: uint256
    application: bytes32  # digest of the application
    applied_at: uint256  # seconds since 1970
    applied_block: uint256
    status: uint256
    outcome: bytes32  # digest of the copy, or of the reason of refusal; zero for neither
    decided_at: uint256  # issued, refused or lapsed; 0 while it waits
    decided_block: uint256


event CopyApplied:
    number: indexed(uint256)
    index: indexed(uint256)
    applicant: indexed(uint256)
    purpose: uint256
    application: bytes32


event CopyIssued:
    number: indexed(uint256)
    index: indexed(uint256)
    operator: indexed(address)
    digest: bytes32


event CopyRefused:
    number: indexed(uint256)
    index: indexed(uint256)
    operator: indexed(address)
    reason: bytes32


# The applicant is the possessor no more, or the deposit left the depository.
event CopyLapsed:
    number: indexed(uint256)
    index: indexed(uint256)


# Applications for copies of each deposit, from 0 without gaps.
entries: HashMap[uint256, HashMap[uint256, Copy]]
counts: HashMap[uint256, uint256]


# ---------------------------------------------------------------- acts


@external
def apply_for_copy(number: uint256, purpose: uint256, application: bytes32) -> uint256:
    """
    @notice Apply for a copy of an accepted deposit of one's own (D-7).
    @param number The deposit's number.
    @param purpose 1 archiving, since the carrier has expired; 2 replacement of a lost, destroyed or
           unusable original.
    @param application Digest of the application.
    @return The index of the application among those of this deposit, from 0.
    """
    holdings._check_accepted(number)
    holdings._check_possessor(number)
    assert purpose == ARCHIVING or purpose == REPLACEMENT, "depository: unknown purpose"
    assert application != empty(bytes32), "depository: application is zero"
    assert not self._waits(number), "depository: an application waits"
    index: uint256 = self.counts[number]
    applicant: uint256 = holdings.entries[number].possessor
    self.counts[number] = index + 1
    self.entries[number][index] = Copy(
        applicant=applicant,
        purpose=purpose,
        application=application,
        applied_at=block.timestamp,
        applied_block=block.number,
        status=APPLIED,
        outcome=empty(bytes32),
        decided_at=0,
        decided_block=0,
    )
    log CopyApplied(
        number=number, index=index, applicant=applicant, purpose=purpose, application=application
    )
    return index


@external
def issue_copy(number: uint256, index: uint256, digest: bytes32):
    """
    @notice Record that a copy was handed to the possessor who applied for it (D-7).
    @param number The deposit's number.
    @param index The application; not decided yet.
    @param digest Digest of the copy as it was handed out.
    """
    self._check_waiting(number, index)
    assert digest != empty(bytes32), "depository: copy is zero"
    self._decide(number, index, ISSUED, digest)
    log CopyIssued(number=number, index=index, operator=msg.sender, digest=digest)


@external
def refuse_copy(number: uint256, index: uint256, reason: bytes32):
    """
    @notice Refuse a copy with a reason (D-7).
    @param number The deposit's number.
    @param index The application; not decided yet.
    @param reason Digest of the reasons.
    """
    self._check_waiting(number, index)
    assert reason != empty(bytes32), "depository: reason is zero"
    self._decide(number, index, REFUSED, reason)
    log CopyRefused(number=number, index=index, operator=msg.sender, reason=reason)


# ---------------------------------------------------------------- answers


@external
@view
def copies_count(number: uint256) -> uint256:
    """
    @notice How many copies of a deposit were ever applied for, whatever became of it.
    @param number The deposit's number.
    """
    holdings._check_number(number)
    return self.counts[number]


@external
@view
def copy_by_index(number: uint256, index: uint256) -> Copy:
    """
    @notice One of the applications for copies of a deposit, and what became of it.
    @param number The deposit's number.
    @param index From 0.
    """
    self._check_index(number, index)
    return self.entries[number][index]


# ---------------------------------------------------------------- rules


@internal
@view
def _waits(number: uint256) -> bool:
    """
    @notice Whether the last application for a copy of a deposit is not decided yet.
    """
    count: uint256 = self.counts[number]
    return count != 0 and self.entries[number][count - 1].status == APPLIED


@internal
@view
def _check_index(number: uint256, index: uint256):
    """
    @notice Refuse an application that a deposit does not have.
    """
    holdings._check_number(number)
    assert index < self.counts[number], "depository: no such application"


@internal
@view
def _check_waiting(number: uint256, index: uint256):
    """
    @notice Refuse everyone but the operator, and an application that is decided or lapsed.
    """
    membership._only(role_bits.OPERATOR, "depository: not the operator")
    self._check_index(number, index)
    assert self.entries[number][index].status == APPLIED, "depository: application has ended"


@internal
def _decide(number: uint256, index: uint256, status: uint256, outcome: bytes32):
    """
    @notice End an application.
    """
    self.entries[number][index].status = status
    self.entries[number][index].outcome = outcome
    self.entries[number][index].decided_at = block.timestamp
    self.entries[number][index].decided_block = block.number


@internal
def _lapse(number: uint256):
    """
    @notice Let the application that waits lapse, if there is one.
    """
    if self._waits(number):
        index: uint256 = self.counts[number] - 1
        self._decide(number, index, LAPSED, empty(bytes32))
        log CopyLapsed(number=number, index=index)
