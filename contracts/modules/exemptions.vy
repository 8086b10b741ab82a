# pragma version 0.4.3
"""
@title Exemptions: which mined assets may pass from one owner to another
@license Apache-2.0
@notice An unbacked asset circulates only where laws provide so (A-3): only while the authorised
        body has recorded an exemption for it, on a legal basis. Without one it stays its miner's.
@dev The refusals begin with the name of the contract that uses the module, `mining_registry`.
"""

from modules import membership
from modules import names

uses: membership


struct Exemption:
    asset: String[128]
    until: uint256  # the last second of it, since 1970; 0 where it was ended
    basis: bytes32  # digest of the decision
    recorded_at: uint256  # seconds since 1970


event Exempted:
    exemption: indexed(uint256)
    asset: String[128]
    until: uint256
    basis: bytes32


event ExemptionEnded:
    exemption: indexed(uint256)
    asset: String[128]
    basis: bytes32


# What was decided, by number, from 1 without gaps.
entries: HashMap[uint256, Exemption]
# The number of the last decision.
last: uint256
# The last decision on an asset, by the digest of its name.
in_force: HashMap[bytes32, uint256]


@external
def exempt(asset: String[128], until: uint256) -> uint256:
    """
    @notice Let an asset pass from owner to owner up to a moment (A-3); an act of the authority. It
            takes the place of what was decided on the asset before.
    @param asset The asset's name, as declarations write it.
    @param until The last second at which it may pass, in seconds since 1970.
    @return The decision's number.
    """
    membership._only_authority("mining_registry: not the authority")
    assert until >= block.timestamp, "mining_registry: the exemption is over"
    names._check(asset)
    number: uint256 = self._enter(asset, until)
    log Exempted(exemption=number, asset=asset, until=until, basis=self.entries[number].basis)
    return number


@external
def end_exemption(asset: String[128]) -> uint256:
    """
    @notice End an exemption at once; an act of the authority. What has passed stays passed.
    @param asset The asset's name.
    @return The decision's number.
    """
    membership._only_authority("mining_registry: not the authority")
    self._check_exempt(asset)
    number: uint256 = self._enter(asset, 0)
    log ExemptionEnded(exemption=number, asset=asset, basis=self.entries[number].basis)
    return number


@external
@view
def exemption_of(asset: String[128]) -> Exemption:
    """
    @notice The last decision on an asset; all zeros when there never was one.
    @param asset The asset's name.
    """
    return self.entries[self.in_force[keccak256(asset)]]


@external
@view
def exemption_at(number: uint256) -> Exemption:
    """
    @notice A decision to exempt an asset, or to end an exemption.
    @param number From 1 to `exemption_count`.
    """
    assert number != 0 and number <= self.last, "mining_registry: no such exemption"
    return self.entries[number]


@external
@view
def exemption_count() -> uint256:
    """
    @notice How many decisions there were to exempt an asset or to end an exemption.
    """
    return self.last


@external
@view
def is_exempt(asset: String[128]) -> bool:
    """
    @notice Whether an asset may pass from owner to owner now (A-3).
    @param asset The asset's name.
    """
    return self._is_exempt(asset)


@internal
def _enter(asset: String[128], until: uint256) -> uint256:
    """
    @notice Enter a decision under the next number, as the last one on its asset.
    """
    number: uint256 = self.last + 1
    self.last = number
    self.in_force[keccak256(asset)] = number
    self.entries[number] = Exemption(
        asset=asset, until=until, basis=membership._basis(), recorded_at=block.timestamp
    )
    return number


@internal
@view
def _is_exempt(asset: String[128]) -> bool:
    """
    @notice Whether an exemption is in force.
    """
    return self.entries[self.in_force[keccak256(asset)]].until >= block.timestamp


@internal
@view
def _check_exempt(asset: String[128]):
    """
    @notice Refuse an asset for which no exemption is in force (A-3).
    """
    assert self._is_exempt(asset), "mining_registry: the asset is not exempt"
