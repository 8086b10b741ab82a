# pragma version 0.4.3
"""
@title Classes: the register of classes of tokens and what stands behind them
@license Apache-2.0
@notice Each class has an issuer, a kind of backing, a decision on issue, a list of certified rights
        (A-2), and how much an attestor has attested. Who may act on it is decided by the contract
        that uses this module.
@dev The refusals begin with the name of the contract that uses the module, `digital_assets`.
     Growth: a new attribute of a class gets a mapping of its own, so that the struct and its
     readers stay as they are.
"""

# Kinds of backing: a closed list, without money, securities and shares (A-4).
GOODS: constant(uint256) = 1
WORKS_OR_SERVICES: constant(uint256) = 2
# Other property rights to goods or services of the issuer.
OTHER_RIGHTS: constant(uint256) = 3


struct AssetClass:
    issuer: uint256  # participant's number
    backing: uint256  # kind of backing
    decision: bytes32  # digest of the decision on issue
    rights: bytes32  # digest of the list of certified rights
    supply: uint256  # how much is issued
    attested: uint256  # how much stands behind it
    attested_until: uint256  # seconds since 1970, this second included
    attestor: address  # who attested it last
    registered_at: uint256  # seconds since 1970


event URI:
    _value: String[256]
    _id: indexed(uint256)


# Classes by id, from 1 without gaps.
entries: HashMap[uint256, AssetClass]
# Where the metadata of each class is.
uris: HashMap[uint256, String[256]]
# The id of the last class.
last: uint256


@external
@view
def class_of(id: uint256) -> AssetClass:
    """
    @notice All that is recorded of a class.
    @param id The class.
    """
    self._check_class(id)
    return self.entries[id]


@external
@view
def totalSupply(id: uint256) -> uint256:
    """
    @notice How many tokens of a class are issued; 0 for an unknown class.
    @param id The class.
    """
    return self.entries[id].supply


@external
@view
def exists(id: uint256) -> bool:
    """
    @notice Whether a class is registered.
    @param id The class.
    """
    return id != 0 and id <= self.last


@external
@view
def count() -> uint256:
    """
    @notice How many classes were ever registered; also the last one's id.
    """
    return self.last


@external
@view
def uri(_id: uint256) -> String[256]:
    """
    @notice Where the metadata of a class is (EIP-1155); empty for an unknown class.
    @param _id The class.
    """
    return self.uris[_id]


@internal
@view
def _check_class(id: uint256):
    """
    @notice Refuse an id that no class has.
    """
    assert id != 0 and id <= self.last, "digital_assets: no such class"


@internal
@pure
def _check_kind(backing: uint256):
    """
    @notice Refuse a kind of backing outside the closed list (A-4).
    @param backing The kind.
    """
    known: bool = backing >= GOODS and backing <= OTHER_RIGHTS
    assert known, "digital_assets: unknown backing"


@internal
@view
def _check_backing(id: uint256, amount: uint256):
    """
    @notice Refuse an issue that is not covered by backing attested and still valid (A-2, A-3).
    """
    attested: uint256 = self.entries[id].attested
    supply: uint256 = self.entries[id].supply
    assert self.entries[id].attested_until >= block.timestamp, "digital_assets: backing not valid"
    covered: bool = supply <= attested and amount <= attested - supply
    assert covered, "digital_assets: beyond the backing"
