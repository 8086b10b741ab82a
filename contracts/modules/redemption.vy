# pragma version 0.4.3
"""
@title Redemption: a holder asks for what a token certifies, and the issuer answers
@license Apache-2.0
@notice Two steps. The holder's request locks the tokens. The issuer closes it when the right is
        fulfilled: the tokens are burned and the backing is lower by as much (A-2); or refuses it
        with a reason; or the holder withdraws it: the tokens are free again. Neither needs access
        to the issuer's system: whoever holds a token has the right that it certifies (A-5).
@dev The refusals begin with the name of the contract that uses the module, `digital_assets`.
     A request is of a participant's number: it outlives a change of key.
"""

from modules import backing
from modules import circulation
from modules import class_register
from modules import membership
from modules import multitoken
from modules import restraints

uses: backing
uses: circulation
uses: class_register
uses: membership
uses: multitoken
uses: restraints

# Status of a request.
REQUESTED: constant(uint256) = 1
CLOSED: constant(uint256) = 2
REFUSED: constant(uint256) = 3
WITHDRAWN: constant(uint256) = 4


struct Redemption:
    id: uint256  # the class
    holder: uint256  # participant's number
    amount: uint256
    demand: bytes32  # digest of what the holder demands: where, when, by which right
    status: uint256
    outcome: bytes32  # digest of the evidence of fulfilment, or of the reason of refusal
    requested_at: uint256  # seconds since 1970
    decided_at: uint256  # seconds since 1970; 0 while requested


event RedemptionRequested:
    number: indexed(uint256)
    id: indexed(uint256)
    holder: indexed(uint256)
    account: address
    amount: uint256
    demand: bytes32


event RedemptionClosed:
    number: indexed(uint256)
    id: indexed(uint256)
    holder: indexed(uint256)
    amount: uint256
    attested: uint256
    evidence: bytes32


event RedemptionRefused:
    number: indexed(uint256)
    id: indexed(uint256)
    holder: indexed(uint256)
    reason: bytes32


event RedemptionWithdrawn:
    number: indexed(uint256)
    id: indexed(uint256)
    holder: indexed(uint256)


# Requests by number, from 1 without gaps.
requests: HashMap[uint256, Redemption]
# The number of the last request.
last_request: uint256


# ---------------------------------------------------------------- acts of the holder


@external
def request_redemption(id: uint256, amount: uint256, demand: bytes32) -> uint256:
    """
    @notice Ask the issuer for what tokens certify; they are locked meanwhile (A-2, A-5).
    @param id The class.
    @param amount How many tokens; neither frozen nor locked.
    @param demand Digest of the demand.
    @return The request's number.
    """
    membership._active(msg.sender, "digital_assets: caller not active")
    circulation._check_running(id)
    backing._check_backed(id)
    assert amount != 0, "digital_assets: amount is zero"
    assert demand != empty(bytes32), "digital_assets: demand is zero"
    circulation._check_free(msg.sender, id, amount, circulation._free(msg.sender, id))
    holder: uint256 = membership._caller()
    number: uint256 = self.last_request + 1
    self.last_request = number
    restraints.locked[id][holder] += amount
    self.requests[number] = Redemption(
        id=id,
        holder=holder,
        amount=amount,
        demand=demand,
        status=REQUESTED,
        outcome=empty(bytes32),
        requested_at=block.timestamp,
        decided_at=0,
    )
    log RedemptionRequested(
        number=number, id=id, holder=holder, account=msg.sender, amount=amount, demand=demand
    )
    return number


@external
def withdraw_redemption(number: uint256):
    """
    @notice Withdraw a request of one's own; the tokens are free again.
    @param number The request's number.
    """
    self._check_open(number)
    membership._active(msg.sender, "digital_assets: caller not active")
    holder: uint256 = self.requests[number].holder
    assert holder == membership._caller(), "digital_assets: not the requester"
    self._decide(number, WITHDRAWN, empty(bytes32))
    log RedemptionWithdrawn(number=number, id=self.requests[number].id, holder=holder)


# ---------------------------------------------------------------- acts of the issuer


@external
@nonreentrant
def close_redemption(number: uint256, evidence: bytes32):
    """
    @notice Close a request that is fulfilled: the tokens are burned, the backing is lower by as
            much (A-2). What is frozen is not burned, nor more than the attested backing.
    @param number The request's number.
    @param evidence Digest of the evidence that the right is fulfilled.
    """
    self._check_open(number)
    request: Redemption = self.requests[number]
    id: uint256 = request.id
    class_register._only_issuer(id)
    assert evidence != empty(bytes32), "digital_assets: evidence is zero"
    account: address = membership._account_of(request.holder)
    circulation._check_sender(account)
    held: uint256 = multitoken.balances[id][account]
    unfrozen: uint256 = restraints._unfrozen(account, id, held)
    circulation._check_free(account, id, request.amount, unfrozen)
    attested: uint256 = backing._redeem(id, request.amount)
    self._decide(number, CLOSED, evidence)
    multitoken._burn(account, id, request.amount)
    log RedemptionClosed(
        number=number,
        id=id,
        holder=request.holder,
        amount=request.amount,
        attested=attested,
        evidence=evidence,
    )


@external
def refuse_redemption(number: uint256, reason: bytes32):
    """
    @notice Refuse a request with a reason; the tokens are free again.
    @param number The request's number.
    @param reason Digest of the reason.
    """
    self._check_open(number)
    id: uint256 = self.requests[number].id
    class_register._only_issuer(id)
    assert reason != empty(bytes32), "digital_assets: reason is zero"
    self._decide(number, REFUSED, reason)
    log RedemptionRefused(
        number=number, id=id, holder=self.requests[number].holder, reason=reason
    )


# ---------------------------------------------------------------- answers


@external
@view
def redemption_of(number: uint256) -> Redemption:
    """
    @notice All that is recorded of a request.
    @param number The request's number.
    """
    self._check_request(number)
    return self.requests[number]


@external
@view
def redemptions() -> uint256:
    """
    @notice How many requests were ever made; also the last one's number.
    """
    return self.last_request


# ---------------------------------------------------------------- rules


@internal
@view
def _check_request(number: uint256):
    """
    @notice Refuse a number that no request has.
    """
    known: bool = number != 0 and number <= self.last_request
    assert known, "digital_assets: no such request"


@internal
@view
def _check_open(number: uint256):
    """
    @notice Refuse an unknown request, one decided already, and one of a paused class.
    """
    self._check_request(number)
    assert self.requests[number].status == REQUESTED, "digital_assets: request is decided"
    circulation._check_running(self.requests[number].id)


@internal
def _decide(number: uint256, status: uint256, outcome: bytes32):
    """
    @notice End a request and unlock its tokens.
    """
    request: Redemption = self.requests[number]
    restraints.locked[request.id][request.holder] -= request.amount
    self.requests[number].status = status
    self.requests[number].outcome = outcome
    self.requests[number].decided_at = block.timestamp
