# pragma version 0.4.3
# pragma evm-version london
"""
@title Participants: who may act on this chain, and in which roles
@license Apache-2.0
@notice The authorised body admits participants, sets their roles, suspends and reinstates them,
        and replaces a lost key. A participant has a number that outlives every change of key;
        rights recorded to the number are not lost with the key. The chain holds a salted digest
        of who the participant is, never a name (P-4).
@dev This contract is the authorised body's voice: what a quorum of its keys has decided is called
     from here (see `modules/decisions`), so its own acts are calls of this contract by itself.
     Each leaves the digest of its legal basis (A-7: no privileged back door outside named legal
     acts).
     Growth: what is asked of participants joins `modules/roll`.
"""

from interfaces import IParticipants
from modules import authorities
from modules import decisions
from modules import nodes
from modules import role_bits
from modules import roll
from modules import rules as rulebook

implements: IParticipants
initializes: authorities
initializes: roll
initializes: decisions[authorities := authorities, roll := roll]
initializes: nodes[roll := roll]
initializes: rulebook

exports: (
    authorities.quorum,
    decisions.agreed,
    decisions.basis,
    decisions.confirm,
    decisions.confirmations_of,
    decisions.proposal_of,
    decisions.proposals,
    decisions.propose,
    decisions.withdraw,
    nodes.node,
    nodes.node_count,
    nodes.node_of,
    nodes.node_stands,
    roll.account_of,
    roll.count,
    roll.has_role,
    roll.is_active,
    roll.number_of,
    roll.participant,
    roll.roles_of,
    roll.successor_of,
    rulebook.validation_rules,
)


event Admitted:
    number: indexed(uint256)
    account: indexed(address)
    roles: uint256
    subject: bytes32
    basis: bytes32


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


@deploy
def __init__(authority: address, operator: address, rules: bytes32):
    """
    @notice Admit the first two participants: the authority (1), which decides alone until it has
            others admitted, and the operator (2). Their basis is the deployment itself.
    @param authority The authorised body's key.
    @param operator The operator's key.
    @param rules The digest of the text of the rules; see `modules/rules`.
    """
    authorities.__init__()
    rulebook.__init__(rules)
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
def set_roles(account: address, roles: uint256):
    """
    @notice Replace a participant's roles by others.
    @param account The participant's present key.
    @param roles Mask of all roles held from now on.
    """
    self._only_authority()
    number: uint256 = roll._number(account)
    assert roles <= role_bits.ALL, "participants: unknown role"
    suspended: bool = roll.entries[number].suspended
    authorities._recount(roll.entries[number].roles, roles, suspended, suspended)
    roll.entries[number].roles = roles
    log RolesSet(number=number, account=account, roles=roles, basis=decisions.running)


@external
def suspend(account: address):
    """
    @notice Bar a participant from every act until reinstated. What is recorded stays recorded.
    @param account The participant's present key.
    """
    self._only_authority()
    number: uint256 = roll._number(account)
    assert not roll.entries[number].suspended, "participants: already suspended"
    held: uint256 = roll.entries[number].roles
    authorities._recount(held, held, False, True)
    roll.entries[number].suspended = True
    log Suspended(number=number, account=account, basis=decisions.running)


@external
def reinstate(account: address):
    """
    @notice Lift a suspension.
    @param account The participant's present key.
    """
    self._only_authority()
    number: uint256 = roll._number(account)
    assert roll.entries[number].suspended, "participants: not suspended"
    held: uint256 = roll.entries[number].roles
    authorities._recount(held, held, True, False)
    roll.entries[number].suspended = False
    log Reinstated(number=number, account=account, basis=decisions.running)


@external
def replace_key(old: address, new: address):
    """
    @notice Give a participant a new key for a lost one. Number, roles, subject and any suspension
            stay; the old key can do nothing from now on and is never admitted again.
    @param old The participant's present key.
    @param new The key that takes its place; never known here before.
    """
    self._only_authority()
    number: uint256 = roll._number(old)
    roll._check_new(new)
    roll.numbers[old] = 0
    roll.former_numbers[old] = number
    roll.numbers[new] = number
    roll.entries[number].account = new
    log KeyReplaced(number=number, old=old, new=new, basis=decisions.running)


@external
def set_quorum(required: uint256):
    """
    @notice Set how many active authorities must agree with an act of the authorised body.
    @param required At least 1, at most as many as there are active authorities.
    """
    self._only_authority()
    authorities._require(required, decisions.running)


@external
def register_node(
    entity: uint256, kind: uint256, key: address, purpose: String[128], location: String[128]
) -> uint256:
    """
    @notice Enter a node of this network into the public register of nodes (A-7).
    @param entity Number of the participant that answers for it; active.
    @param kind 1 seals blocks, 2 witnesses blocks, 3 follows the chain.
    @param key Its key; no other registered node's. Only a follower may have none.
    @param purpose What it is run for.
    @param location Its network address; may be empty.
    @return The node's number.
    """
    self._only_authority()
    return nodes._register(entity, kind, key, purpose, location, decisions.running)


@external
def remove_node(node: uint256):
    """
    @notice Remove a node from the register; that it was there stays on record.
    @param node The node's number.
    """
    self._only_authority()
    nodes._remove(node, decisions.running)


# ---------------------------------------------------------------- rules


@internal
@view
def _only_authority():
    """
    @notice Refuse everything but a decision of the authorised body.
    """
    assert msg.sender == self, "participants: not the authority"


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
    authorities._recount(0, roles, False, False)
    log Admitted(
        number=number, account=account, roles=roles, subject=subject, basis=decisions.running
    )
    return number
