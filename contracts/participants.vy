# pragma version 0.4.3
# pragma evm-version london
"""
@title Participants: who may act on this chain, and in which roles
@license Apache-2.0
@notice The authorised body admits participants, sets their roles, suspends and reinstates them,
        and replaces a lost key. A participant has a number that outlives every change of key;
        rights recorded to the number are not lost with the key. The chain holds a salted digest
        of who the participant is, never a name (P-4).
@dev Every act after admission names its legal basis by the digest of a document (A-7: no
     privileged back door outside named legal acts).
     Growth: a quorum of authorities goes into `_only_authority`; what is asked
     of participants joins `modules/roll`.
"""

from interfaces import IParticipants
from modules import role_bits
from modules import roll

implements: IParticipants
initializes: roll

exports: (
    roll.account_of,
    roll.count,
    roll.has_role,
    roll.is_active,
    roll.number_of,
    roll.participant,
    roll.roles_of,
    roll.successor_of,
)


event Admitted:
    number: indexed(uint256)
    account: indexed(address)
    roles: uint256
    subject: bytes32


event RolesSet:
    number: indexed(uint256)
    account: indexed(address)
    roles: uint256
    basis: bytes32


event Suspended:
    number: indexed(uint256)
    account: indexed(address)
    basis: bytes32


event Reinstated:
    number: indexed(uint256)
    account: indexed(address)
    basis: bytes32


event KeyReplaced:
    number: indexed(uint256)
    old: indexed(address)
    new: indexed(address)
    basis: bytes32


# How many participants hold the role of authority and are not suspended; never 0.
active_authorities: uint256


@deploy
def __init__(authority: address, operator: address):
    """
    @notice Admit the first two participants: the authority (1) and the operator (2).
    @param authority The authorised body's key.
    @param operator The operator's key.
    """
    self._admit(authority, role_bits.AUTHORITY, empty(bytes32))
    self._admit(operator, role_bits.OPERATOR, empty(bytes32))


# ---------------------------------------------------------------- acts of the authority


@external
def admit(account: address, roles: uint256, subject: bytes32) -> uint256:
    """
    @notice Admit a participant (A-6: access granted in the set order).
    @param account The participant's key; never known here before.
    @param roles Mask of roles; 0 for one who only holds tokens.
    @param subject Salted digest of the subject's document (P-4).
    @return The participant's number.
    """
    self._only_authority()
    return self._admit(account, roles, subject)


@external
def set_roles(account: address, roles: uint256, basis: bytes32):
    """
    @notice Replace a participant's roles by others.
    @param account The participant's present key.
    @param roles Mask of all roles held from now on.
    @param basis Digest of the decision.
    """
    self._only_authority()
    self._check_basis(basis)
    number: uint256 = roll._number(account)
    assert roles <= role_bits.ALL, "participants: unknown role"
    suspended: bool = roll.entries[number].suspended
    self._recount(roll.entries[number].roles, roles, suspended, suspended)
    roll.entries[number].roles = roles
    log RolesSet(number=number, account=account, roles=roles, basis=basis)


@external
def suspend(account: address, basis: bytes32):
    """
    @notice Bar a participant from every act until reinstated. What is recorded stays recorded.
    @param account The participant's present key.
    @param basis Digest of the decision.
    """
    self._only_authority()
    self._check_basis(basis)
    number: uint256 = roll._number(account)
    assert not roll.entries[number].suspended, "participants: already suspended"
    held: uint256 = roll.entries[number].roles
    self._recount(held, held, False, True)
    roll.entries[number].suspended = True
    log Suspended(number=number, account=account, basis=basis)


@external
def reinstate(account: address, basis: bytes32):
    """
    @notice Lift a suspension.
    @param account The participant's present key.
    @param basis Digest of the decision.
    """
    self._only_authority()
    self._check_basis(basis)
    number: uint256 = roll._number(account)
    assert roll.entries[number].suspended, "participants: not suspended"
    held: uint256 = roll.entries[number].roles
    self._recount(held, held, True, False)
    roll.entries[number].suspended = False
    log Reinstated(number=number, account=account, basis=basis)


@external
def replace_key(old: address, new: address, basis: bytes32):
    """
    @notice Give a participant a new key for a lost one. Number, roles, subject and any suspension
            stay; the old key can do nothing from now on and is never admitted again.
    @param old The participant's present key.
    @param new The key that takes its place; never known here before.
    @param basis Digest of the decision.
    """
    self._only_authority()
    self._check_basis(basis)
    number: uint256 = roll._number(old)
    roll._check_new(new)
    roll.numbers[old] = 0
    roll.former_numbers[old] = number
    roll.numbers[new] = number
    roll.entries[number].account = new
    log KeyReplaced(number=number, old=old, new=new, basis=basis)


# ---------------------------------------------------------------- rules


@internal
@view
def _only_authority():
    """
    @notice Refuse everyone but an active participant with the role of authority.
    """
    assert roll._has_role(msg.sender, role_bits.AUTHORITY), "participants: not the authority"


@internal
@pure
def _check_basis(basis: bytes32):
    """
    @notice Refuse an act that names no decision (A-7).
    """
    assert basis != empty(bytes32), "participants: basis is zero"


@internal
def _admit(account: address, roles: uint256, subject: bytes32) -> uint256:
    """
    @notice Enter a participant under the next number.
    """
    roll._check_new(account)
    assert roles <= role_bits.ALL, "participants: unknown role"
    number: uint256 = roll.last + 1
    roll.last = number
    roll.numbers[account] = number
    roll.entries[number] = roll.Participant(
        account=account,
        roles=roles,
        subject=subject,
        admitted_at=block.timestamp,
        suspended=False,
    )
    self._recount(0, roles, False, False)
    log Admitted(number=number, account=account, roles=roles, subject=subject)
    return number


@internal
def _recount(was: uint256, becomes: uint256, was_suspended: bool, is_suspended: bool):
    """
    @notice Keep the number of active authorities, and refuse an act that would leave none: no one
            could then admit, reinstate or replace anyone again.
    @param was The roles before the act.
    @param becomes The roles after it.
    @param was_suspended Whether the participant was suspended before the act.
    @param is_suspended Whether the participant is suspended after it.
    """
    before: bool = was & role_bits.AUTHORITY != 0 and not was_suspended
    after: bool = becomes & role_bits.AUTHORITY != 0 and not is_suspended
    if before and not after:
        assert self.active_authorities > 1, "participants: the last authority"
        self.active_authorities -= 1
    elif after and not before:
        self.active_authorities += 1
