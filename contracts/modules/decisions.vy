# pragma version 0.4.3
"""
@title Decisions: how the authorised body decides and acts
@license Apache-2.0
@notice One of the authorised body's keys proposes a call of a contract and names its legal basis;
        others confirm it. As soon as a quorum of active authorities has agreed, the call is made in
        the same transaction and in the name of the register of participants. So every contract
        knows the authorised body's voice by one address, and no act of it is without a basis (A-7).
@dev The refusals begin with the name of the contract that uses the module, `participants`.
     A confirmation is a key's: it counts while that key may act as authority, and so no longer
     once its participant is suspended, loses the role or is given another key.
"""

from modules import authorities
from modules import role_bits
from modules import roll

uses: authorities
uses: roll

# A proposal that is not agreed on within so many seconds is void: 7 days.
LIFETIME: constant(uint256) = 7 * 86400
# Bytes of a call at most.
MAX_DATA: constant(uint256) = 4096
# Confirmations of a proposal at most: as many as the greatest quorum.
MAX_CONFIRMATIONS: constant(uint256) = authorities.MAX_QUORUM

# State of a proposal. That it has expired is told by its time.
OPEN: constant(uint256) = 1
EXECUTED: constant(uint256) = 2
WITHDRAWN: constant(uint256) = 3


struct Proposal:
    target: address  # the contract that is called
    data: Bytes[MAX_DATA]  # the call
    basis: bytes32  # digest of the decision
    proposer: address
    proposed_at: uint256  # seconds since 1970
    state: uint256


event Proposed:
    proposal: indexed(uint256)
    proposer: indexed(address)
    target: indexed(address)
    data: Bytes[MAX_DATA]
    basis: bytes32


event Confirmed:
    proposal: indexed(uint256)
    authority: indexed(address)


# `closed` when it was the proposer who withdrew, and with that the proposal.
event Withdrawn:
    proposal: indexed(uint256)
    authority: indexed(address)
    closed: bool


# More must agree before the proposal is executed.
event Awaiting:
    proposal: indexed(uint256)
    agreed: uint256
    required: uint256


event Executed:
    proposal: indexed(uint256)
    target: indexed(address)
    basis: bytes32


# Proposals by id, from 1 without gaps.
entries: HashMap[uint256, Proposal]
# The keys that agree with a proposal, the proposer's first.
confirmations: HashMap[uint256, DynArray[address, MAX_CONFIRMATIONS]]
# The id of the last proposal.
last: uint256
# The basis of the decision that is being executed; zero otherwise.
running: bytes32


# ---------------------------------------------------------------- acts of an authority


@external
def propose(target: address, data: Bytes[MAX_DATA], basis: bytes32) -> uint256:
    """
    @notice Propose an act of the authorised body; the proposer agrees with it. Where one agreement
            is enough, the act is done at once.
    @param target The contract that is to be called.
    @param data The call, as the contract's interface encodes it.
    @param basis Digest of the decision that is the legal basis (A-7).
    @return The proposal's id.
    """
    self._only_an_authority()
    assert basis != empty(bytes32), "participants: basis is zero"
    assert target.is_contract, "participants: target is not a contract"
    proposal: uint256 = self.last + 1
    self.last = proposal
    self.entries[proposal] = Proposal(
        target=target,
        data=data,
        basis=basis,
        proposer=msg.sender,
        proposed_at=block.timestamp,
        state=OPEN,
    )
    self.confirmations[proposal].append(msg.sender)
    log Proposed(proposal=proposal, proposer=msg.sender, target=target, data=data, basis=basis)
    self._execute_if_agreed(proposal)
    return proposal


@external
def confirm(proposal: uint256):
    """
    @notice Agree with another's proposal; the last agreement that was needed executes it.
    @param proposal The proposal's id.
    """
    self._only_an_authority()
    self._check_open(proposal)
    assert msg.sender not in self.confirmations[proposal], "participants: already confirmed"
    room: bool = len(self.confirmations[proposal]) < MAX_CONFIRMATIONS
    assert room, "participants: too many confirmations"
    self.confirmations[proposal].append(msg.sender)
    log Confirmed(proposal=proposal, authority=msg.sender)
    self._execute_if_agreed(proposal)


@external
def withdraw(proposal: uint256):
    """
    @notice Agree no longer. A proposal that its proposer withdraws is closed.
    @param proposal The proposal's id.
    """
    self._only_an_authority()
    self._check_open(proposal)
    assert msg.sender in self.confirmations[proposal], "participants: not confirmed"
    closed: bool = msg.sender == self.entries[proposal].proposer
    if closed:
        self.entries[proposal].state = WITHDRAWN
    rest: DynArray[address, MAX_CONFIRMATIONS] = []
    for key: address in self.confirmations[proposal]:
        if key != msg.sender:
            rest.append(key)
    self.confirmations[proposal] = rest
    log Withdrawn(proposal=proposal, authority=msg.sender, closed=closed)


# ---------------------------------------------------------------- answers


@external
@view
def proposal_of(proposal: uint256) -> Proposal:
    """
    @notice All that is recorded of a proposal.
    @param proposal The proposal's id.
    """
    self._check_known(proposal)
    return self.entries[proposal]


@external
@view
def confirmations_of(proposal: uint256) -> DynArray[address, MAX_CONFIRMATIONS]:
    """
    @notice The keys that agree with a proposal, also those that do not count at present.
    @param proposal The proposal's id.
    """
    self._check_known(proposal)
    return self.confirmations[proposal]


@external
@view
def agreed(proposal: uint256) -> uint256:
    """
    @notice How many active authorities agree with a proposal.
    @param proposal The proposal's id.
    """
    self._check_known(proposal)
    return self._agreed(proposal)


@external
@view
def proposals() -> uint256:
    """
    @notice How many proposals were ever made; also the last one's id.
    """
    return self.last


@external
@view
def basis() -> bytes32:
    """
    @notice The basis of the decision that is being executed now; zero when none is (A-7).
    """
    return self.running


# ---------------------------------------------------------------- rules


@internal
@view
def _only_an_authority():
    """
    @notice Refuse everyone but an active participant with the role of authority, and everyone
            while a decision is being executed: no other one is slipped into it.
    """
    assert roll._has_role(msg.sender, role_bits.AUTHORITY), "participants: not the authority"
    assert self.running == empty(bytes32), "participants: a decision is being executed"


@internal
@view
def _check_known(proposal: uint256):
    """
    @notice Refuse an id that no proposal has.
    """
    assert proposal != 0 and proposal <= self.last, "participants: no such proposal"


@internal
@view
def _check_open(proposal: uint256):
    """
    @notice Refuse to change a proposal that was executed or withdrawn, or has expired.
    """
    self._check_known(proposal)
    assert self.entries[proposal].state == OPEN, "participants: proposal is closed"
    end: uint256 = self.entries[proposal].proposed_at + LIFETIME
    assert block.timestamp <= end, "participants: proposal has expired"


@internal
@view
def _agreed(proposal: uint256) -> uint256:
    """
    @notice How many of a proposal's keys may act as authority now.
    """
    count: uint256 = 0
    for key: address in self.confirmations[proposal]:
        if roll._has_role(key, role_bits.AUTHORITY):
            count += 1
    return count


@internal
def _execute_if_agreed(proposal: uint256):
    """
    @notice Make the call of a proposal with which enough agree; its refusal is passed on unchanged.
    """
    agreed: uint256 = self._agreed(proposal)
    if agreed < authorities.required:
        log Awaiting(proposal=proposal, agreed=agreed, required=authorities.required)
        return
    target: address = self.entries[proposal].target
    self.entries[proposal].state = EXECUTED
    self.running = self.entries[proposal].basis
    log Executed(proposal=proposal, target=target, basis=self.running)
    raw_call(target, self.entries[proposal].data)
    self.running = empty(bytes32)
