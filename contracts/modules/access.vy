# pragma version 0.4.3
"""
@title Access: the issuer's system, and who has access to it
@license Apache-2.0
@notice A transfer is entered only by one with access to the issuer's system, granted in the set
        order, and only while that system meets the requirements (A-6). The authorised body attests
        the system; the issuer grants access class by class, to a participant's number, so that it
        outlives a change of key.
@dev The refusals begin with the name of the contract that uses the module, `asset_classes`.
"""

from modules import classes
from modules import membership

uses: classes
uses: membership


event SystemAttested:
    issuer: indexed(uint256)
    system: bytes32
    basis: indexed(bytes32)


event SystemRevoked:
    issuer: indexed(uint256)
    basis: indexed(bytes32)


event AccessGranted:
    id: indexed(uint256)
    participant: indexed(uint256)


event AccessRevoked:
    id: indexed(uint256)
    participant: indexed(uint256)


# Digest of the attested system of each issuer, by participant's number; zero for none.
systems: HashMap[uint256, bytes32]
# Access by class, then by participant's number.
granted: HashMap[uint256, HashMap[uint256, bool]]


# ---------------------------------------------------------------- acts of the authority


@external
def attest_system(issuer: uint256, system: bytes32):
    """
    @notice Attest that an issuer's system meets the requirements (A-6); it replaces an attestation
            made before.
    @param issuer The issuer's number.
    @param system Digest of the system's description.
    """
    membership._only_authority("asset_classes: not the authority")
    self._check_participant(issuer)
    assert system != empty(bytes32), "asset_classes: system is zero"
    self.systems[issuer] = system
    log SystemAttested(issuer=issuer, system=system, basis=membership._basis())


@external
def revoke_system(issuer: uint256):
    """
    @notice Revoke the attestation of an issuer's system: none of its classes is issued or moved
            until a system is attested again (A-6).
    @param issuer The issuer's number.
    """
    membership._only_authority("asset_classes: not the authority")
    assert self.systems[issuer] != empty(bytes32), "asset_classes: system not attested"
    self.systems[issuer] = empty(bytes32)
    log SystemRevoked(issuer=issuer, basis=membership._basis())


# ---------------------------------------------------------------- acts of the issuer


@external
def grant_access(id: uint256, participant: uint256):
    """
    @notice Give a participant access to a class of one's own (A-6).
    @param id The class.
    @param participant The participant's number.
    """
    classes._only_issuer(id)
    self._check_participant(participant)
    assert not self._has_access(id, participant), "asset_classes: access already granted"
    self.granted[id][participant] = True
    log AccessGranted(id=id, participant=participant)


@external
def revoke_access(id: uint256, participant: uint256):
    """
    @notice Take a participant's access to a class of one's own (A-6). What it holds it keeps, and
            may have redeemed.
    @param id The class.
    @param participant The participant's number.
    """
    classes._only_issuer(id)
    assert self.granted[id][participant], "asset_classes: access not granted"
    self.granted[id][participant] = False
    log AccessRevoked(id=id, participant=participant)


# ---------------------------------------------------------------- answers


@external
@view
def system_of(issuer: uint256) -> bytes32:
    """
    @notice Digest of the attested system of an issuer (A-6); zero for none.
    @param issuer The issuer's number.
    """
    return self.systems[issuer]


@external
@view
def has_access(id: uint256, participant: uint256) -> bool:
    """
    @notice Whether a participant has access to a class (A-6); its issuer always has.
    @param id The class.
    @param participant The participant's number.
    """
    return self._has_access(id, participant)


# ---------------------------------------------------------------- rules


@internal
@view
def _check_participant(number: uint256):
    """
    @notice Refuse a number that no participant has.
    @param number The number.
    """
    known: bool = membership._account_of(number) != empty(address)
    assert known, "asset_classes: no such participant"


@internal
@view
def _is_attested(id: uint256) -> bool:
    """
    @notice Whether the system of a class's issuer is attested (A-6).
    @param id The class.
    """
    return self.systems[classes.entries[id].issuer] != empty(bytes32)


@internal
@view
def _has_access(id: uint256, participant: uint256) -> bool:
    """
    @notice Whether a participant has access to a class (A-6).
    """
    own: bool = participant != 0 and participant == classes.entries[id].issuer
    return own or self.granted[id][participant]
