# pragma version 0.4.3
"""
@title Nodes: who runs this network, and for what
@license Apache-2.0
@notice Every participant may run a node that re-executes the chain (A-7). Those that the authorised
        body knows of are entered here with the participant that answers for each: nodes that seal
        blocks, witnesses that sign the blocks they have verified, followers that serve the chain.
        An entry tells the public; it gives no right to seal, which the genesis file gives.
@dev The refusals begin with the name of the contract that uses the module, `participants`.
"""

from modules import roll

uses: roll

# Kinds of node.
SEALER: constant(uint256) = 1
WITNESS: constant(uint256) = 2
FOLLOWER: constant(uint256) = 3


struct Node:
    entity: uint256  # number of the participant that answers for it
    kind: uint256
    key: address  # seals or witnesses with it; zero for a follower that signs nothing
    purpose: String[128]
    location: String[128]  # network address, as the entity gives it
    registered_at: uint256  # seconds since 1970
    removed_at: uint256  # 0 while registered


event NodeRegistered:
    node: indexed(uint256)
    entity: indexed(uint256)
    key: indexed(address)
    kind: uint256
    purpose: String[128]
    location: String[128]
    basis: bytes32


event NodeRemoved:
    node: indexed(uint256)
    entity: indexed(uint256)
    key: indexed(address)
    basis: bytes32


# Nodes by number, from 1 without gaps; a removed one keeps its number.
entries: HashMap[uint256, Node]
# The registered node of a key.
by_key: HashMap[address, uint256]
# The number of the last node.
last: uint256


@external
@view
def node(number: uint256) -> Node:
    """
    @notice All that is recorded of a node, also of a removed one.
    @param number The node's number.
    """
    self._check_known(number)
    return self.entries[number]


@external
@view
def node_of(key: address) -> uint256:
    """
    @notice The registered node that signs with this key.
    @param key The key's address.
    @return The node's number; 0 when there is none.
    """
    return self.by_key[key]


@external
@view
def node_count() -> uint256:
    """
    @notice How many nodes were ever registered; also the last one's number.
    """
    return self.last


@external
@view
def node_stands(number: uint256) -> bool:
    """
    @notice Whether a node is registered and the participant that answers for it is active.
    @param number The node's number.
    """
    self._check_known(number)
    if self.entries[number].removed_at != 0:
        return False
    return not roll.entries[self.entries[number].entity].suspended


@internal
@view
def _check_known(number: uint256):
    """
    @notice Refuse a number that no node has.
    """
    assert number != 0 and number <= self.last, "participants: no such node"


@internal
def _register(
    entity: uint256,
    kind: uint256,
    key: address,
    purpose: String[128],
    location: String[128],
    basis: bytes32,
) -> uint256:
    """
    @notice Enter a node under the next number.
    """
    assert entity != 0 and entity <= roll.last, "participants: no such participant"
    assert not roll.entries[entity].suspended, "participants: entity is suspended"
    assert kind >= SEALER and kind <= FOLLOWER, "participants: unknown kind of node"
    assert kind == FOLLOWER or key != empty(address), "participants: node has no key"
    assert self.by_key[key] == 0, "participants: node key is taken"
    assert purpose != "", "participants: purpose is empty"
    number: uint256 = self.last + 1
    self.last = number
    if key != empty(address):
        self.by_key[key] = number
    self.entries[number] = Node(
        entity=entity,
        kind=kind,
        key=key,
        purpose=purpose,
        location=location,
        registered_at=block.timestamp,
        removed_at=0,
    )
    log NodeRegistered(
        node=number,
        entity=entity,
        key=key,
        kind=kind,
        purpose=purpose,
        location=location,
        basis=basis,
    )
    return number


@internal
def _remove(number: uint256, basis: bytes32):
    """
    @notice Remove a node; its key may be registered anew.
    """
    self._check_known(number)
    assert self.entries[number].removed_at == 0, "participants: node was removed"
    key: address = self.entries[number].key
    self.by_key[key] = 0
    self.entries[number].removed_at = block.timestamp
    log NodeRemoved(node=number, entity=self.entries[number].entity, key=key, basis=basis)
