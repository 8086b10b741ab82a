# pragma version 0.4.3
# pragma evm-version london
"""
@title Mining registry: who notified of mining, and since when
@license Apache-2.0
@notice A miner notifies the authorised body of its mining, at least 30 days before it starts,
        amends the notification, and reports when mining has stopped; the authority acknowledges
        (A-9). The chain holds the salted digest of the form and the dates, nothing else of the
        form (P-4). A notification belongs to a participant's number, not to a key (A-8).
@dev Growth: quarterly reports get a mapping and functions of their own beside these.
"""

from modules import membership
from modules import role_bits

initializes: membership

exports: membership.participants

# Mining starts no sooner than so many seconds after it is notified (A-9): 30 days.
NOTICE: constant(uint256) = 30 * 86400


struct Notification:
    miner: uint256  # participant's number
    form: bytes32  # salted digest of the form's present version
    starts_at: uint256  # seconds since 1970, as all that follow
    submitted_at: uint256
    amended_at: uint256  # 0 when never
    acknowledged_at: uint256  # of the present version; 0 while not
    ended_at: uint256  # 0 until ceased
    version: uint256  # from 1


event Notified:
    number: indexed(uint256)
    miner: indexed(uint256)
    account: address
    form: bytes32
    starts_at: uint256


event Amended:
    number: indexed(uint256)
    form: bytes32
    starts_at: uint256


event Acknowledged:
    number: indexed(uint256)
    form: bytes32
    basis: bytes32


event Ceased:
    number: indexed(uint256)
    ended_at: uint256


# Notifications by number, from 1 without gaps.
entries: HashMap[uint256, Notification]
# The number of the last notification.
last: uint256


@deploy
def __init__(participants: address):
    """
    @notice Tie the registry to the register of participants.
    @param participants The address of `participants`.
    """
    membership.__init__(participants)


# ---------------------------------------------------------------- acts of the miner


@external
def notify(form: bytes32, starts_at: uint256) -> uint256:
    """
    @notice Notify of mining that is to start (A-9).
    @param form Salted digest of the form.
    @param starts_at When mining starts, in seconds since 1970; at least 30 days from now.
    @return The notification's number.
    """
    membership._only(role_bits.MINER, "mining_registry: not a miner")
    assert form != empty(bytes32), "mining_registry: form is zero"
    assert starts_at >= block.timestamp + NOTICE, "mining_registry: starts too soon"
    number: uint256 = self.last + 1
    miner: uint256 = membership._caller()
    self.last = number
    self.entries[number] = Notification(
        miner=miner,
        form=form,
        starts_at=starts_at,
        submitted_at=block.timestamp,
        amended_at=0,
        acknowledged_at=0,
        ended_at=0,
        version=1,
    )
    log Notified(
        number=number, miner=miner, account=msg.sender, form=form, starts_at=starts_at
    )
    return number


@external
def amend(number: uint256, form: bytes32, starts_at: uint256):
    """
    @notice Replace the form by an amended one; it waits to be acknowledged anew (A-9).
    @param number The notification's number.
    @param form Salted digest of the amended form.
    @param starts_at As it was, or at least 30 days from now.
    """
    membership._only(role_bits.MINER, "mining_registry: not a miner")
    self._check_own(number)
    assert form != empty(bytes32), "mining_registry: form is zero"
    unchanged: bool = starts_at == self.entries[number].starts_at
    assert unchanged or starts_at >= block.timestamp + NOTICE, "mining_registry: starts too soon"
    self.entries[number].form = form
    self.entries[number].starts_at = starts_at
    self.entries[number].amended_at = block.timestamp
    self.entries[number].acknowledged_at = 0
    self.entries[number].version += 1
    log Amended(number=number, form=form, starts_at=starts_at)


@external
def cease(number: uint256, ended_at: uint256):
    """
    @notice Report that mining has stopped (A-9). A miner who lost the role still may and must.
    @param number The notification's number.
    @param ended_at When it stopped, in seconds since 1970; not in the future.
    """
    membership._active(msg.sender, "mining_registry: not an active participant")
    self._check_own(number)
    assert ended_at != 0, "mining_registry: end is zero"
    assert ended_at <= block.timestamp, "mining_registry: ends in the future"
    self.entries[number].ended_at = ended_at
    log Ceased(number=number, ended_at=ended_at)


# ---------------------------------------------------------------- acts of the authority


@external
def acknowledge(number: uint256):
    """
    @notice Acknowledge the present version of a notification (A-9).
    @param number The notification's number.
    """
    membership._only_authority("mining_registry: not the authority")
    self._check_number(number)
    assert self.entries[number].acknowledged_at == 0, "mining_registry: already acknowledged"
    self.entries[number].acknowledged_at = block.timestamp
    log Acknowledged(
        number=number, form=self.entries[number].form, basis=membership._basis()
    )


# ---------------------------------------------------------------- answers


@external
@view
def notification_of(number: uint256) -> Notification:
    """
    @notice All that is recorded of a notification.
    @param number The notification's number.
    """
    self._check_number(number)
    return self.entries[number]


@external
@view
def owner_of(number: uint256) -> address:
    """
    @notice The present key of the miner who notified.
    @param number The notification's number.
    """
    self._check_number(number)
    return membership._account_of(self.entries[number].miner)


@external
@view
def count() -> uint256:
    """
    @notice How many notifications were ever made; also the last one's number.
    """
    return self.last


# ---------------------------------------------------------------- rules


@internal
@view
def _check_number(number: uint256):
    """
    @notice Refuse a number that no notification has.
    """
    assert number != 0 and number <= self.last, "mining_registry: no such notification"


@internal
@view
def _check_own(number: uint256):
    """
    @notice Refuse an act on another miner's notification, or on one of mining that has stopped.
    """
    self._check_number(number)
    assert self.entries[number].miner == membership._caller(), "mining_registry: not the miner"
    assert self.entries[number].ended_at == 0, "mining_registry: already ceased"
