# pragma version 0.4.3
"""
@title Backing: how much is issued, and how much stands behind it
@license Apache-2.0
@notice An attestor, who is not the issuer, attests how much stands behind a class, until when and
        on what evidence; no more than that is issued (A-2). Behind an unbacked class nothing stands
        and nothing is attested (A-3).
@dev The refusals begin with the name of the contract that uses the module, `digital_assets`.
"""

from modules import class_register
from modules import membership
from modules import role_bits

uses: class_register
uses: membership


struct Backing:
    supply: uint256  # how much is issued and not redeemed
    redeemed: uint256  # how much was redeemed
    attested: uint256  # how much stands behind it
    attested_until: uint256  # seconds since 1970, this second included
    attestor: address  # who attested it last


event BackingAttested:
    id: indexed(uint256)
    attestor: indexed(address)
    amount: uint256
    valid_until: uint256
    evidence: bytes32


# Less stands behind a class than is issued of it.
event ShortfallReported:
    id: indexed(uint256)
    attestor: indexed(address)
    supply: uint256
    amount: uint256


# What is issued and attested, by class.
entries: HashMap[uint256, Backing]


# ---------------------------------------------------------------- acts of the attestor


@external
def attest_backing(id: uint256, amount: uint256, valid_until: uint256, evidence: bytes32):
    """
    @notice Attest how much stands behind a class from now on; it replaces what was attested
            before. Less than is issued is a shortfall: it is recorded and reported, and nothing
            more is issued until it is made good (A-2).
    @param id The class.
    @param amount How many tokens the backing covers.
    @param valid_until Until when, in seconds since 1970; in the future.
    @param evidence Digest of the evidence.
    """
    membership._only(role_bits.ATTESTOR, "digital_assets: not an attestor")
    self._check_backed(id)
    assert not class_register._is_own(id), "digital_assets: own class"
    assert valid_until > block.timestamp, "digital_assets: validity is over"
    assert evidence != empty(bytes32), "digital_assets: evidence is zero"
    self.entries[id].attested = amount
    self.entries[id].attested_until = valid_until
    self.entries[id].attestor = msg.sender
    log BackingAttested(
        id=id, attestor=msg.sender, amount=amount, valid_until=valid_until, evidence=evidence
    )
    supply: uint256 = self.entries[id].supply
    if amount < supply:
        log ShortfallReported(id=id, attestor=msg.sender, supply=supply, amount=amount)


# ---------------------------------------------------------------- answers


@external
@view
def backing_of(id: uint256) -> Backing:
    """
    @notice How much of a class is issued, was redeemed, and is attested; zeros if unknown.
    @param id The class.
    """
    return self.entries[id]


@external
@view
def totalSupply(id: uint256) -> uint256:
    """
    @notice How many tokens of a class are issued and not redeemed; 0 for an unknown class.
    @param id The class.
    """
    return self.entries[id].supply


# ---------------------------------------------------------------- rules


@internal
@view
def _check_backed(id: uint256):
    """
    @notice Refuse an unknown class and one that nothing stands behind.
    @param id The class.
    """
    class_register._check_exists(id)
    assert class_register._is_backed(id), "digital_assets: class is unbacked"


@internal
def _issue(id: uint256, amount: uint256):
    """
    @notice Count an issue; refuse one that is not covered by backing attested and valid (A-2).
            Of an exempt unbacked class no cover is asked (A-3).
    @param id The class.
    @param amount How many more.
    """
    supply: uint256 = self.entries[id].supply
    if class_register._is_backed(id):
        attested: uint256 = self.entries[id].attested
        valid: bool = self.entries[id].attested_until >= block.timestamp
        assert valid, "digital_assets: backing not valid"
        covered: bool = supply <= attested and amount <= attested - supply
        assert covered, "digital_assets: beyond the backing"
    self.entries[id].supply = supply + amount


@internal
def _redeem(id: uint256, amount: uint256) -> uint256:
    """
    @notice Count a redemption: supply and backing are lower by as much (A-2); refuse one that more
            than the backing would be needed for.
    @param id The class.
    @param amount How many.
    @return How much stands behind the class from now on.
    """
    attested: uint256 = self.entries[id].attested
    assert attested >= amount, "digital_assets: backing too low"
    self.entries[id].attested = attested - amount
    self.entries[id].supply -= amount
    self.entries[id].redeemed += amount
    return attested - amount
