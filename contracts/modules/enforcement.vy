# pragma version 0.4.3
"""
@title Enforcement: what the authorised body may do to tokens against their holder's will
@license Apache-2.0
@notice To freeze and to transfer by force, on a legal basis only: the authorised body acts by a
        decision of its quorum, and the basis is told in the same transaction (A-7). There is no
        other force; a pause stops everyone alike, see `modules/restraints`.
@dev ERC-7943 fixes the functions and the events `Frozen` and `ForcedTransfer`, which have no place
     for a basis; `Enforced` follows them.
"""

from modules import circulation
from modules import class_register
from modules import membership
from modules import multitoken
from modules import restraints

uses: circulation
uses: class_register
uses: membership
uses: multitoken
uses: restraints

# Acts of force, as `Enforced` tells them.
FREEZE: constant(uint256) = 1
FORCED_TRANSFER: constant(uint256) = 2


event ForcedTransfer:
    _from: indexed(address)
    to: indexed(address)
    tokenId: indexed(uint256)
    amount: uint256


# The legal basis of a freeze or a forced transfer.
event Enforced:
    basis: indexed(bytes32)
    account: indexed(address)
    id: indexed(uint256)
    act: uint256
    amount: uint256


# ---------------------------------------------------------------- acts of the authority


@external
def setFrozenTokens(account: address, tokenId: uint256, amount: uint256) -> bool:
    """
    @notice Freeze an amount of an account's tokens in place of what was frozen before (ERC-7943).
    @param account The account.
    @param tokenId The class.
    @param amount How much from now on, in all; it may be more than is held.
    @return True.
    """
    membership._only_authority("digital_assets: not the authority")
    class_register._check_exists(tokenId)
    restraints._freeze(account, tokenId, amount)
    self._leave_basis(FREEZE, account, tokenId, amount)
    return True


@external
@nonreentrant
def forcedTransfer(_from: address, to: address, tokenId: uint256, amount: uint256) -> bool:
    """
    @notice Move tokens whether the holder wills or not, locked and frozen ones too (ERC-7943). What
            it takes of the frozen is frozen no longer.
    @param _from The holder.
    @param to The receiver, an active participant; access is not asked of it.
    @param tokenId The class.
    @param amount How many.
    @return True.
    """
    membership._only_authority("digital_assets: not the authority")
    class_register._check_exists(tokenId)
    assert amount != 0, "digital_assets: amount is zero"
    circulation._check_receiver(to)
    held: uint256 = multitoken.balances[tokenId][_from]
    assert held >= amount, "digital_assets: balance too low"
    unfrozen: uint256 = restraints._unfrozen(_from, tokenId, held)
    if amount > unfrozen:
        frozen: uint256 = restraints.frozen[tokenId][_from]
        restraints._freeze(_from, tokenId, frozen - (amount - unfrozen))
    multitoken._move(_from, to, tokenId, amount)
    log ForcedTransfer(_from=_from, to=to, tokenId=tokenId, amount=amount)
    self._leave_basis(FORCED_TRANSFER, _from, tokenId, amount)
    multitoken._ask_receiver(_from, to, tokenId, amount, b"")
    return True


# ---------------------------------------------------------------- rules


@internal
def _leave_basis(act: uint256, account: address, id: uint256, amount: uint256):
    """
    @notice Tell on which decision the authorised body acts (A-7).
    """
    log Enforced(
        basis=membership._basis(), account=account, id=id, act=act, amount=amount
    )
