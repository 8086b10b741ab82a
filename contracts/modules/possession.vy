# pragma version 0.4.3
"""
@title Possession: whose a deposit is, whose it was, and how it passes
@license Apache-2.0
@notice The possessor's right passes by two acts: the possessor offers it under an agreement, and
        the one to whom it is offered accepts it under the same agreement. Nobody else, neither
        the operator nor the authority, can pass it, and no storage or processing does (P-7). Each
        version is offered on its own; whoever possesses a version deposits the next one.
@dev The refusals begin with the name of the contract that uses the module, `depository`.
     Tenures are entered in the order of blocks, so that `owner_at` halves the search.
"""

from modules import copies
from modules import holdings
from modules import membership

uses: copies
uses: holdings
uses: membership


struct Tenure:
    possessor: uint256  # participant's number
    since: uint256  # seconds since 1970
    block_number: uint256
    agreement: bytes32  # digest of the agreement; zero for who deposited


struct Offer:
    receiver: uint256  # participant's number; 0 when nothing is offered
    agreement: bytes32


event Offered:
    number: indexed(uint256)
    giver: indexed(uint256)
    receiver: indexed(uint256)
    agreement: bytes32


event OfferWithdrawn:
    number: indexed(uint256)
    receiver: indexed(uint256)


event OfferRefused:
    number: indexed(uint256)
    receiver: indexed(uint256)


# The deposit left the depository while it was offered.
event OfferLapsed:
    number: indexed(uint256)
    receiver: indexed(uint256)


event Transferred:
    number: indexed(uint256)
    giver: indexed(uint256)
    receiver: indexed(uint256)
    agreement: bytes32


# The possessors of each deposit in turn.
tenures: HashMap[uint256, HashMap[uint256, Tenure]]
tenure_counts: HashMap[uint256, uint256]
# Whether a participant is or ever was the possessor of a deposit.
known: HashMap[uint256, HashMap[uint256, bool]]
# What is offered now.
offers: HashMap[uint256, Offer]


# ---------------------------------------------------------------- acts


@external
def offer(number: uint256, receiver: uint256, agreement: bytes32):
    """
    @notice Offer the right in an accepted deposit of one's own to another participant. Nothing
            passes until it is accepted; one offer at a time.
    @param number The deposit's number.
    @param receiver The number of the participant to whom it is offered.
    @param agreement Digest of the agreement under which it passes.
    """
    holdings._check_accepted(number)
    holdings._check_possessor(number)
    assert self.offers[number].receiver == 0, "depository: already offered"
    found: address = membership._account_of(receiver)
    assert found != empty(address), "depository: no such participant"
    giver: uint256 = holdings.entries[number].possessor
    assert receiver != giver, "depository: offered to oneself"
    assert agreement != empty(bytes32), "depository: agreement is zero"
    self.offers[number] = Offer(receiver=receiver, agreement=agreement)
    log Offered(number=number, giver=giver, receiver=receiver, agreement=agreement)


@external
def withdraw_offer(number: uint256):
    """
    @notice Take back an offer of one's own that is not accepted yet.
    @param number The deposit's number.
    """
    receiver: uint256 = self._check_offered(number)
    holdings._check_possessor(number)
    self.offers[number] = empty(Offer)
    log OfferWithdrawn(number=number, receiver=receiver)


@external
def refuse_offer(number: uint256):
    """
    @notice Refuse what is offered to oneself.
    @param number The deposit's number.
    """
    receiver: uint256 = self._check_offered(number)
    self._check_receiver(receiver)
    self.offers[number] = empty(Offer)
    log OfferRefused(number=number, receiver=receiver)


@external
def accept_offer(number: uint256, agreement: bytes32):
    """
    @notice Accept what is offered to oneself: from this act on the caller is the possessor. An
            application for a copy that waits lapses with the right of who made it (D-7).
    @param number The deposit's number.
    @param agreement Digest of the agreement, the same as in the offer.
    """
    receiver: uint256 = self._check_offered(number)
    self._check_receiver(receiver)
    assert self.offers[number].agreement == agreement, "depository: agreement differs"
    giver: uint256 = holdings.entries[number].possessor
    key: address = membership._account_of(giver)
    membership._active(key, "depository: possessor is not active")
    root: bytes32 = holdings.entries[number].root
    assert holdings.own[root][receiver] == 0, "depository: already deposited"
    self.offers[number] = empty(Offer)
    holdings.own[root][giver] = 0
    holdings.own[root][receiver] = number
    holdings.entries[number].possessor = receiver
    self._begin(number, receiver, agreement)
    log Transferred(number=number, giver=giver, receiver=receiver, agreement=agreement)
    copies._lapse(number)


# ---------------------------------------------------------------- answers


@external
@view
def offer_of(number: uint256) -> Offer:
    """
    @notice To whom a deposit is offered now, and under which agreement; zeros when to nobody.
    @param number The deposit's number.
    """
    holdings._check_number(number)
    return self.offers[number]


@external
@view
def owners_count(number: uint256) -> uint256:
    """
    @notice How many possessors a deposit has had in turn, the present one among them.
    @param number The deposit's number.
    """
    holdings._check_number(number)
    return self.tenure_counts[number]


@external
@view
def owner_by_index(number: uint256, index: uint256) -> Tenure:
    """
    @notice One of the possessors of a deposit in turn, and since when.
    @param number The deposit's number.
    @param index From 0, who deposited it.
    """
    holdings._check_number(number)
    assert index < self.tenure_counts[number], "depository: no such owner"
    return self.tenures[number][index]


@external
@view
def owner_at(number: uint256, height: uint256) -> uint256:
    """
    @notice Who was the possessor of a deposit at the end of a block.
    @param number The deposit's number.
    @param height The block's number; not in the future.
    @return The participant's number; 0 for a block before the deposit.
    """
    holdings._check_number(number)
    assert height <= block.number, "depository: block in the future"
    low: uint256 = 0
    high: uint256 = self.tenure_counts[number]
    for _: uint256 in range(256):
        if low == high:
            break
        middle: uint256 = (low + high) // 2
        if self.tenures[number][middle].block_number <= height:
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return 0
    return self.tenures[number][low - 1].possessor


# ---------------------------------------------------------------- rules


@internal
@view
def _check_unoffered(number: uint256):
    """
    @notice Refuse an act on a deposit that is offered: whoever accepts would get something else.
    """
    assert self.offers[number].receiver == 0, "depository: already offered"


@internal
@view
def _check_offered(number: uint256) -> uint256:
    """
    @notice Refuse a deposit that is not offered; answer to whom it is.
    """
    holdings._check_number(number)
    receiver: uint256 = self.offers[number].receiver
    assert receiver != 0, "depository: not offered"
    return receiver


@internal
@view
def _check_receiver(receiver: uint256):
    """
    @notice Refuse everyone but the participant to whom it is offered, who must be active.
    """
    membership._active(msg.sender, "depository: not an active participant")
    assert receiver == membership._caller(), "depository: not the receiver"


@internal
def _begin(number: uint256, possessor: uint256, agreement: bytes32):
    """
    @notice Enter the next possessor of a deposit.
    """
    index: uint256 = self.tenure_counts[number]
    self.tenure_counts[number] = index + 1
    self.known[number][possessor] = True
    self.tenures[number][index] = Tenure(
        possessor=possessor,
        since=block.timestamp,
        block_number=block.number,
        agreement=agreement,
    )


@internal
def _lapse(number: uint256):
    """
    @notice Let an offer lapse, if there is one.
    """
    receiver: uint256 = self.offers[number].receiver
    if receiver != 0:
        self.offers[number] = empty(Offer)
        log OfferLapsed(number=number, receiver=receiver)
