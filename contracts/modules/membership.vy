# pragma version 0.4.3
"""
@title Membership: who the caller of a register is
@license Apache-2.0
@notice A register holds no list of its own: it asks the register of participants, at an address
        fixed when the register is deployed. There is no other way in (A-7).
@dev The caller's contract gives the words of the refusal, so that they begin with its name.
"""

from interfaces import IParticipants

REGISTER: immutable(IParticipants)


@deploy
def __init__(participants: address):
    """
    @notice Fix the register of participants for good.
    @param participants The address of `participants`.
    """
    assert participants.is_contract, "membership: participants is not a contract"
    REGISTER = IParticipants(participants)


@external
@view
def participants() -> address:
    """
    @notice The register of participants that this contract asks.
    """
    return REGISTER.address


@internal
@view
def _only(role: uint256, refusal: String[64]):
    """
    @notice Refuse a caller who is not an active participant with this role.
    @param role A bit of `role_bits`.
    @param refusal The reason to revert with.
    """
    assert staticcall REGISTER.has_role(msg.sender, role), refusal


@internal
@view
def _has(role: uint256) -> bool:
    """
    @notice Whether the caller is an active participant with this role.
    @param role A bit of `role_bits`.
    """
    return staticcall REGISTER.has_role(msg.sender, role)


@internal
@view
def _is_authority() -> bool:
    """
    @notice Whether the call is a decision of the authorised body that is being executed.
    """
    return msg.sender == REGISTER.address


@internal
@view
def _only_authority(refusal: String[64]):
    """
    @notice Refuse everything but a decision of the authorised body, whose voice is the register of
            participants itself (A-7).
    @param refusal The reason to revert with.
    """
    assert msg.sender == REGISTER.address, refusal


@internal
@view
def _basis() -> bytes32:
    """
    @notice The legal basis of the decision that is being executed: a digest, never zero in an act
            that `_only_authority` let through.
    """
    return staticcall REGISTER.basis()


@internal
@view
def _active(account: address, refusal: String[64]):
    """
    @notice Refuse an account that is not an active participant (A-6).
    @param account The account to look at.
    @param refusal The reason to revert with.
    """
    assert staticcall REGISTER.is_active(account), refusal


@internal
@view
def _is_active(account: address) -> bool:
    """
    @notice Whether an account is an active participant's present key.
    @param account The account to look at.
    """
    return staticcall REGISTER.is_active(account)


@internal
@view
def _number_of(account: address) -> uint256:
    """
    @notice The number of the participant who acts with this key now; 0 for a stranger.
    @param account The account to look at.
    """
    return staticcall REGISTER.number_of(account)


@internal
@view
def _caller() -> uint256:
    """
    @notice The number of the participant who calls; 0 for a stranger.
    """
    return staticcall REGISTER.number_of(msg.sender)


@internal
@view
def _account_of(number: uint256) -> address:
    """
    @notice The present key of a participant.
    @param number The participant's number.
    """
    return staticcall REGISTER.account_of(number)


@internal
@view
def _successor_of(account: address) -> address:
    """
    @notice The present key of the participant who once acted with a replaced key.
    @param account The replaced key.
    """
    return staticcall REGISTER.successor_of(account)
