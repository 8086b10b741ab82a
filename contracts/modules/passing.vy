# pragma version 0.4.3
"""
@title Passing: how a mined asset passes to another owner
@license Apache-2.0
@notice A mined asset passes whole, only while the authorised body exempts it from the rule that
        unbacked assets do not circulate (A-3), and only by two wills: its owner offers it to one
        participant, and that participant accepts. No one becomes an owner unasked, and no one but
        the owner begins. There is no price and no counter-performance (A-1).
@dev The refusals begin with the name of the contract that uses the module, `mining_registry`.
"""

from modules import exemptions
from modules import membership
from modules import mined_assets

uses: exemptions
uses: membership
uses: mined_assets


event MinedOffered:
    id: indexed(uint256)
    owner: indexed(uint256)
    to: indexed(uint256)


event MinedOfferEnded:
    id: indexed(uint256)
    owner: indexed(uint256)


event MinedPassed:
    id: indexed(uint256)
    sender: indexed(uint256)
    to: indexed(uint256)


@external
def offer_mined(id: uint256, to: uint256):
    """
    @notice Offer a mined asset of one's own to a participant, in place of any offer before.
    @param id The mined asset.
    @param to The participant's number; active, and not the owner.
    """
    membership._active(msg.sender, "mining_registry: not an active participant")
    mined_assets._check_owner(id)
    exemptions._check_exempt(mined_assets.assets[id].asset)
    owner: uint256 = mined_assets.assets[id].owner
    assert to != owner, "mining_registry: offered to its owner"
    receiver: address = membership._account_of(to)
    membership._active(receiver, "mining_registry: the receiver is not active")
    mined_assets.assets[id].offered_to = to
    log MinedOffered(id=id, owner=owner, to=to)


@external
def withdraw_offer(id: uint256):
    """
    @notice Withdraw an offer that is not accepted yet.
    @param id The mined asset, of one's own.
    """
    membership._active(msg.sender, "mining_registry: not an active participant")
    mined_assets._check_owner(id)
    assert mined_assets.assets[id].offered_to != 0, "mining_registry: is not offered"
    mined_assets.assets[id].offered_to = 0
    log MinedOfferEnded(id=id, owner=mined_assets.assets[id].owner)


@external
def accept_mined(id: uint256):
    """
    @notice Accept a mined asset that is offered to one; from now on the caller is its owner.
    @param id The mined asset.
    """
    membership._active(msg.sender, "mining_registry: not an active participant")
    mined_assets._check_standing(id)
    receiver: uint256 = membership._caller()
    offered: bool = mined_assets.assets[id].offered_to == receiver
    assert offered, "mining_registry: not offered to the caller"
    exemptions._check_exempt(mined_assets.assets[id].asset)
    owner: uint256 = mined_assets.assets[id].owner
    account: address = membership._account_of(owner)
    membership._active(account, "mining_registry: the owner is not active")
    mined_assets.assets[id].offered_to = 0
    mined_assets._add_owner(id, receiver)
    log MinedPassed(id=id, sender=owner, to=receiver)
