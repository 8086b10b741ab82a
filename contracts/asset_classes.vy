# pragma version 0.4.3
# pragma evm-version london
"""
@title Asset classes: what a class of tokens is, and who has access to it
@license Apache-2.0
@notice An issuer registers a class with the decision on issue and the list of certified rights
        (A-2), records its documents, and gives participants access to it (A-6). The authorised body
        attests the issuer's system (A-6) and records which unbacked class is exempt (A-3). The
        backings are a closed list without money, securities and shares (A-4). Nothing here is
        issued or moved: the tokens are in `digital_assets`, which asks this register.
@dev See `modules/classes` for the register itself, `modules/access` for systems and access.
"""

from modules import access
from modules import classes
from modules import membership
from modules import rules as rulebook

initializes: membership
initializes: rulebook
initializes: classes[membership := membership]
initializes: access[classes := classes, membership := membership]

exports: (
    access.__interface__,
    classes.__interface__,
    membership.__interface__,
    rulebook.__interface__,
)

# The answers of `class_check`, as `transfer_check` of `digital_assets` has them.
ALLOWED: constant(uint256) = 0
NO_CLASS: constant(uint256) = 5
NO_SYSTEM: constant(uint256) = 6
NO_EXEMPTION: constant(uint256) = 7


event ExemptionRecorded:
    id: indexed(uint256)
    basis: indexed(bytes32)


event ExemptionRevoked:
    id: indexed(uint256)
    basis: indexed(bytes32)


# Unbacked classes that may be issued and moved.
exempt: HashMap[uint256, bool]


@deploy
def __init__(participants: address, rules: bytes32):
    """
    @notice Tie the classes to the register of participants.
    @param participants The address of `participants`.
    @param rules The digest of the text of the rules; see `modules/rules`.
    """
    membership.__init__(participants)
    rulebook.__init__(rules)


# ---------------------------------------------------------------- acts of the authority


@external
def record_exemption(id: uint256):
    """
    @notice Let an unbacked class be issued and moved, as a law provides (A-3).
    @param id The class.
    """
    membership._only_authority("asset_classes: not the authority")
    classes._check_class(id)
    assert not classes._is_backed(id), "asset_classes: class is backed"
    assert not self.exempt[id], "asset_classes: already exempt"
    self.exempt[id] = True
    log ExemptionRecorded(id=id, basis=membership._basis())


@external
def revoke_exemption(id: uint256):
    """
    @notice Let an unbacked class be issued and moved no longer (A-3).
    @param id The class.
    """
    membership._only_authority("asset_classes: not the authority")
    assert self.exempt[id], "asset_classes: not exempt"
    self.exempt[id] = False
    log ExemptionRevoked(id=id, basis=membership._basis())


# ---------------------------------------------------------------- answers


@external
@view
def is_exempt(id: uint256) -> bool:
    """
    @notice Whether the authorised body's exemption stands for an unbacked class (A-3).
    @param id The class.
    """
    return self.exempt[id]


@external
@view
def class_check(id: uint256) -> (uint256, String[64]):
    """
    @notice The first rule by which tokens of a class may be neither issued nor moved.
    @param id The class.
    @return 0 and nothing when they may; else 5 no such class, 6 the issuer's system is not attested
            (A-6), 7 the class is unbacked and not exempt (A-3); and the same in words.
    """
    if not classes._exists(id):
        return NO_CLASS, "asset_classes: no such class"
    if not access._is_attested(id):
        return NO_SYSTEM, "asset_classes: system not attested"
    if not classes._is_backed(id) and not self.exempt[id]:
        return NO_EXEMPTION, "asset_classes: not exempt"
    return ALLOWED, ""
