# pragma version 0.4.3
"""
@title Restraints: what is frozen, what is locked, and what is paused
@license Apache-2.0
@notice The authorised body freezes an amount of an account and pauses one class or all; a holder's
        request for redemption locks what it asks for. Frozen and locked tokens never move but by
        the authorised body's forced transfer.
@dev Freezes are of an account, as ERC-7943 has them, absolute, and may be more than is held. Locks
     are of a participant's number: they outlive a change of key. What is free to move is what
     remains of the balance after both.
"""

from modules import class_register
from modules import membership

uses: class_register
uses: membership

# The id that stands for all classes.
ALL: constant(uint256) = 0


event Frozen:
    account: indexed(address)
    tokenId: indexed(uint256)
    amount: uint256


event Paused:
    id: indexed(uint256)
    basis: indexed(bytes32)


event Resumed:
    id: indexed(uint256)
    basis: indexed(bytes32)


# Frozen amounts by class, then by account.
frozen: HashMap[uint256, HashMap[address, uint256]]
# Amounts asked for redemption by class, then by participant's number.
locked: HashMap[uint256, HashMap[uint256, uint256]]
# Paused classes; `ALL` for all of them.
pauses: HashMap[uint256, bool]


# ---------------------------------------------------------------- acts of the authority


@external
def pause(id: uint256):
    """
    @notice Stop issue, transfer, claim and redemption of a class, or of all. The authorised body's
            own acts go on.
    @param id The class; 0 for all.
    """
    membership._only_authority("digital_assets: not the authority")
    if id != ALL:
        class_register._check_exists(id)
    assert not self.pauses[id], "digital_assets: already paused"
    self.pauses[id] = True
    log Paused(id=id, basis=membership._basis())


@external
def resume(id: uint256):
    """
    @notice Lift a pause.
    @param id The class; 0 for the pause of all, which lifts no pause of a single class.
    """
    membership._only_authority("digital_assets: not the authority")
    assert self.pauses[id], "digital_assets: not paused"
    self.pauses[id] = False
    log Resumed(id=id, basis=membership._basis())


# ---------------------------------------------------------------- answers


@external
@view
def paused(id: uint256) -> bool:
    """
    @notice Whether a class is paused by itself.
    @param id The class; 0 for the pause of all.
    """
    return self.pauses[id]


@external
@view
def getFrozenTokens(account: address, tokenId: uint256) -> uint256:
    """
    @notice How much of an account's tokens is frozen (ERC-7943); it may be more than is held.
    @param account The account.
    @param tokenId The class.
    """
    return self.frozen[tokenId][account]


@external
@view
def locked_of(participant: uint256, id: uint256) -> uint256:
    """
    @notice How much a participant has asked to redeem and neither got nor withdrawn.
    @param participant The participant's number.
    @param id The class.
    """
    return self.locked[id][participant]


# ---------------------------------------------------------------- rules


@internal
def _freeze(account: address, id: uint256, amount: uint256):
    """
    @notice Set what is frozen, and tell of it.
    @param account The account.
    @param id The class.
    @param amount How much from now on, in all.
    """
    self.frozen[id][account] = amount
    log Frozen(account=account, tokenId=id, amount=amount)


@internal
@view
def _unfrozen(account: address, id: uint256, held: uint256) -> uint256:
    """
    @notice How much of a balance is not frozen.
    @param account The account.
    @param id The class.
    @param held The balance.
    """
    return held - min(held, self.frozen[id][account])


@internal
@view
def _free(account: address, participant: uint256, id: uint256, held: uint256) -> uint256:
    """
    @notice How much of a balance is neither frozen nor locked.
    @param account The account.
    @param participant The number of the participant whose account it is.
    @param id The class.
    @param held The balance.
    """
    unfrozen: uint256 = self._unfrozen(account, id, held)
    return unfrozen - min(unfrozen, self.locked[id][participant])
