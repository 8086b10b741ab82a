# pragma version 0.4.3
"""
@title Notifications: what is recorded of each, and whose it is
@license Apache-2.0
@notice A notification belongs to a participant's number, not to a key (A-8). Of the form the chain
        holds a salted digest, nothing else (P-4). Who may act on a notification is decided by the
        contract that uses this module.
@dev The refusals begin with the name of the contract that uses the module, `mining_registry`.
"""

from modules import membership

uses: membership


struct Notification:
    miner: uint256  # participant's number
    form: bytes32  # salted digest of the form's present version
    starts_at: uint256  # seconds since 1970, as all that follow
    submitted_at: uint256
    amended_at: uint256  # 0 when never
    acknowledged_at: uint256  # of the present version; 0 while not
    returned_at: uint256  # of the present version; 0 while not
    reason: bytes32  # digest of the reasons of the return; zero while not returned
    ended_at: uint256  # when mining stopped; 0 until that was reported
    ceased_at: uint256  # when that was reported
    version: uint256  # from 1


# Notifications by number, from 1 without gaps.
entries: HashMap[uint256, Notification]
# The number of the last notification.
last: uint256
# Whether a miner has recorded a digest of a form, by participant's number: a digest then names one
# version of one notification, or one report, and no other.
used: HashMap[uint256, HashMap[bytes32, bool]]


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
    @notice Refuse an act on a notification that is not there or is another miner's.
    """
    self._check_number(number)
    assert self.entries[number].miner == membership._caller(), "mining_registry: not the miner"


@internal
@view
def _check_running(number: uint256):
    """
    @notice Refuse an act on a notification of mining that has stopped.
    """
    assert self.entries[number].ended_at == 0, "mining_registry: already ceased"


@internal
@view
def _check_start(starts_at: uint256, notice: uint256):
    """
    @notice Refuse a start that leaves less than the term of notice (A-9).
    """
    assert starts_at >= block.timestamp + notice, "mining_registry: starts too soon"


@internal
@view
def _check_present(number: uint256, form: bytes32):
    """
    @notice Refuse a decision that does not name the form in force, or one on a version that is
            decided on already: what the authority has not seen it does not decide on.
    """
    self._check_number(number)
    assert self.entries[number].form == form, "mining_registry: not the present form"
    acknowledged: bool = self.entries[number].acknowledged_at != 0
    assert not acknowledged, "mining_registry: already acknowledged"
    assert self.entries[number].returned_at == 0, "mining_registry: already returned"


@internal
@view
def _check_form(miner: uint256, form: bytes32):
    """
    @notice Refuse a digest that is zero or that the miner has recorded before.
    """
    assert form != empty(bytes32), "mining_registry: form is zero"
    assert not self.used[miner][form], "mining_registry: form is recorded already"
