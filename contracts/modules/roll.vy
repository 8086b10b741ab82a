# pragma version 0.4.3
"""
@title Roll: the participants, their keys and what is asked about them
@license Apache-2.0
@notice Each participant has a number and one present key; a replaced key is remembered and never
        used again. Who may change the roll is decided by the contract that uses this module.
@dev The refusals begin with the name of the contract that uses the module, `participants`.
     Growth: a new attribute of a participant gets a mapping of its own, so that the struct and
     its readers stay as they are.
"""


struct Participant:
    account: address  # the present key
    roles: uint256  # mask of `role_bits`
    subject: bytes32  # salted digest of the subject's document; zero for the first two
    admitted_at: uint256  # seconds since 1970
    suspended: bool


# Participants by number, from 1 without gaps.
entries: HashMap[uint256, Participant]
# The number of the last participant.
last: uint256
# The participant of a present key.
numbers: HashMap[address, uint256]
# The participant of a replaced key.
former_numbers: HashMap[address, uint256]


@external
@view
def number_of(account: address) -> uint256:
    """
    @notice The participant who acts with this key now.
    @param account The key's address.
    @return The participant's number; 0 for a stranger and for a replaced key.
    """
    return self.numbers[account]


@external
@view
def account_of(number: uint256) -> address:
    """
    @notice The key with which a participant acts now.
    @param number The participant's number.
    @return The key's address; the zero address for an unknown number.
    """
    return self.entries[number].account


@external
@view
def successor_of(account: address) -> address:
    """
    @notice The present key of the participant who once acted with a replaced key, however many
            replacements lie between.
    @param account The replaced key's address.
    @return The present key; the zero address when `account` was never replaced.
    """
    return self.entries[self.former_numbers[account]].account


@external
@view
def is_active(account: address) -> bool:
    """
    @notice Whether this key may act: admitted, not replaced, not suspended.
    @param account The key's address.
    """
    return self._is_active(account)


@external
@view
def has_role(account: address, role: uint256) -> bool:
    """
    @notice Whether this key may act in a role.
    @param account The key's address.
    @param role One or more bits of the role mask; all of them are required. 0 asks for none and
           is answered as `is_active`.
    """
    return self._has_role(account, role)


@external
@view
def roles_of(account: address) -> uint256:
    """
    @notice The roles a participant holds, also while suspended.
    @param account The participant's present key.
    @return The mask; 0 for a stranger and for a replaced key.
    """
    return self.entries[self.numbers[account]].roles


@external
@view
def participant(number: uint256) -> Participant:
    """
    @notice All that is recorded of a participant.
    @param number The participant's number, from 1.
    """
    assert number != 0 and number <= self.last, "participants: no such participant"
    return self.entries[number]


@external
@view
def count() -> uint256:
    """
    @notice How many participants were ever admitted; also the last one's number.
    """
    return self.last


@internal
@view
def _is_active(account: address) -> bool:
    """
    @notice Whether this key may act.
    """
    number: uint256 = self.numbers[account]
    return number != 0 and not self.entries[number].suspended


@internal
@view
def _has_role(account: address, role: uint256) -> bool:
    """
    @notice Whether this key may act in a role.
    """
    if not self._is_active(account):
        return False
    return self.entries[self.numbers[account]].roles & role == role


@internal
@view
def _number(account: address) -> uint256:
    """
    @notice The number of a participant by the present key; refuse a key that is no one's.
    """
    number: uint256 = self.numbers[account]
    assert number != 0, "participants: unknown account"
    return number


@internal
@view
def _check_new(account: address):
    """
    @notice Refuse a key that is no address, or that is or was a participant's.
    """
    assert account != empty(address), "participants: account is zero"
    assert self.numbers[account] == 0, "participants: account is known"
    assert self.former_numbers[account] == 0, "participants: account was replaced"
