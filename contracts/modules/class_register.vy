# pragma version 0.4.3
"""
@title Class register: what the contract of tokens knows of a class
@license Apache-2.0
@notice What a class is, who issues it and who has access to it stands in the register of classes,
        at an address fixed when the contract of tokens is deployed. The register never asks back
        and moves nothing.
@dev The refusals begin with the name of the contract that uses the module, `digital_assets`.
"""

from interfaces import IAssetClasses
from modules import membership

uses: membership

CLASSES: immutable(IAssetClasses)


@deploy
def __init__(classes: address):
    """
    @notice Fix the register of classes for good; it must ask the same register of participants.
    @param classes The address of `asset_classes`.
    """
    assert classes.is_contract, "digital_assets: classes is not a contract"
    CLASSES = IAssetClasses(classes)
    same: bool = staticcall CLASSES.participants() == membership.REGISTER.address
    assert same, "digital_assets: classes of other participants"


@external
@view
def classes() -> address:
    """
    @notice The register of classes that this contract asks.
    """
    return CLASSES.address


@external
@view
def uri(_id: uint256) -> String[256]:
    """
    @notice Where the metadata of a class is (EIP-1155); empty for an unknown class.
    @param _id The class.
    """
    return self._uri(_id)


@external
@view
def exists(id: uint256) -> bool:
    """
    @notice Whether a class is registered.
    @param id The class.
    """
    return self._exists(id)


@internal
@view
def _uri(id: uint256) -> String[256]:
    """
    @notice Where the metadata of a class is.
    """
    return staticcall CLASSES.uri(id)


@internal
@view
def _exists(id: uint256) -> bool:
    """
    @notice Whether a class is registered.
    """
    return staticcall CLASSES.issuer_of(id) != 0


@internal
@view
def _check_exists(id: uint256):
    """
    @notice Refuse an id that no class has.
    """
    assert self._exists(id), "digital_assets: no such class"


@internal
@view
def _is_backed(id: uint256) -> bool:
    """
    @notice Whether goods or services of the issuer are to stand behind a class (A-2, A-3).
    """
    return staticcall CLASSES.is_backed(id)


@internal
@view
def _is_own(id: uint256) -> bool:
    """
    @notice Whether the caller is the issuer of a class.
    """
    number: uint256 = membership._caller()
    return number != 0 and staticcall CLASSES.issuer_of(id) == number


@internal
@view
def _only_issuer(id: uint256):
    """
    @notice Refuse everyone but the issuer of a class. The role of issuer is not asked for: what an
            issuer owes to holders outlives the leave to issue.
    """
    self._check_exists(id)
    membership._active(msg.sender, "digital_assets: caller not active")
    assert self._is_own(id), "digital_assets: not the issuer"


@internal
@view
def _check(id: uint256) -> (uint256, String[64]):
    """
    @notice The first rule by which tokens of a class may be neither issued nor moved.
    """
    return staticcall CLASSES.class_check(id)


@internal
@view
def _has_access(id: uint256, account: address) -> bool:
    """
    @notice Whether the participant who acts with a key has access to a class (A-6).
    """
    return staticcall CLASSES.has_access(id, membership._number_of(account))
