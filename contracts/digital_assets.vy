# pragma version 0.4.3
# pragma evm-version london
"""
@title Digital assets: classes of tokens backed by the issuer's goods or services
@license Apache-2.0
@notice An issuer registers a class with the decision on issue and the list of certified rights
        (A-2); an attestor, who is not the issuer, attests how much stands behind it; the issuer
        issues no more than that (A-2), and an unbacked token comes to be and moves only under an
        exemption (A-3). Tokens move between active participants with access to the issuer's
        attested system only (A-6). The record here is the title (A-5). A token is not a means of
        payment: nothing here pays, prices or swaps (A-1), and it gives no right to financial
        instruments or to a legal entity (A-4). What the authorised body may do by force stands
        under a heading of its own in each source; each such act leaves its basis (A-7).
@dev The token surface is ERC-1155 with its metadata extension, see `modules/multitoken`, and
     ERC-7943 for many tokens, see `modules/circulation` and `modules/restraints`.
     Amounts are whole numbers of the unit that the list of rights names.
"""

from ethereum.ercs import IERC165
from modules import backing
from modules import circulation
from modules import class_register
from modules import enforcement
from modules import holders
from modules import membership
from modules import multitoken
from modules import redemption
from modules import restraints
from modules import role_bits
from modules import rules as rulebook

implements: IERC165
initializes: membership
initializes: rulebook
initializes: holders
initializes: class_register[membership := membership]
initializes: backing[class_register := class_register, membership := membership]
initializes: restraints[class_register := class_register, membership := membership]
initializes: multitoken[holders := holders, membership := membership]
initializes: circulation[
    class_register := class_register,
    membership := membership,
    multitoken := multitoken,
    restraints := restraints,
]
initializes: enforcement[
    circulation := circulation,
    class_register := class_register,
    membership := membership,
    multitoken := multitoken,
    restraints := restraints,
]
initializes: redemption[
    backing := backing,
    circulation := circulation,
    class_register := class_register,
    membership := membership,
    multitoken := multitoken,
    restraints := restraints,
]

exports: (
    backing.__interface__,
    circulation.__interface__,
    class_register.__interface__,
    enforcement.__interface__,
    holders.__interface__,
    membership.__interface__,
    multitoken.__interface__,
    redemption.__interface__,
    restraints.__interface__,
    rulebook.__interface__,
)

# Interfaces told of by `supportsInterface`: ERC-165, ERC-1155, ERC-1155 metadata, ERC-7943.
INTERFACES: constant(bytes4[4]) = [0x01ffc9a7, 0xd9b67a26, 0x0e89341c, 0x41c4fbad]

NAME: constant(String[32]) = "Qoima digital assets"
SYMBOL: constant(String[8]) = "QOIMA"


# Where the metadata of a class is, told before its first tokens come to be (EIP-1155).
event URI:
    _value: String[256]
    _id: indexed(uint256)


event Issued:
    id: indexed(uint256)
    to: indexed(address)
    amount: uint256


@deploy
def __init__(participants: address, asset_classes: address, rules: bytes32):
    """
    @notice Tie the tokens to the registers of participants and of classes.
    @param participants The address of `participants`.
    @param asset_classes The address of `asset_classes`.
    @param rules The digest of the text of the rules; see `modules/rules`.
    """
    membership.__init__(participants)
    rulebook.__init__(rules)
    class_register.__init__(asset_classes)


# ---------------------------------------------------------------- acts of the issuer


@external
@nonreentrant
def issue(id: uint256, to: address, amount: uint256):
    """
    @notice Issue tokens up to the attested backing (A-2), while the issuer's system is attested
            (A-6); of an unbacked class while it is exempt (A-3).
    @param id The class; one's own.
    @param to The first holder, an active participant with access.
    @param amount How many.
    """
    membership._only(role_bits.ISSUER, "digital_assets: not an issuer")
    class_register._only_issuer(id)
    assert amount != 0, "digital_assets: amount is zero"
    circulation._check_class(id)
    circulation._check_receiver(to)
    reached: bool = class_register._has_access(id, to)
    assert reached, "digital_assets: receiver has no access"
    first: bool = backing.entries[id].supply + backing.entries[id].redeemed == 0
    backing._issue(id, amount)
    if first:
        log URI(_value=class_register._uri(id), _id=id)
    multitoken._mint(to, id, amount)
    log Issued(id=id, to=to, amount=amount)
    multitoken._ask_receiver(empty(address), to, id, amount, b"")


# ---------------------------------------------------------------- acts of holders


@external
@nonreentrant
def safeTransferFrom(
    _from: address, _to: address, _id: uint256, _value: uint256, _data: Bytes[4096]
):
    """
    @notice Move tokens of one class to another active participant with access (A-5, A-6).
    @param _from The holder: the caller, or one who approved the caller.
    @param _to The receiver.
    @param _id The class.
    @param _value How many.
    @param _data What the sender says to a receiving contract.
    """
    self._check_caller(_from)
    self._pass(_from, _to, _id, _value)
    log multitoken.TransferSingle(
        _operator=msg.sender, _from=_from, _to=_to, _id=_id, _value=_value
    )
    multitoken._ask_receiver(_from, _to, _id, _value, _data)


@external
@nonreentrant
def safeBatchTransferFrom(
    _from: address,
    _to: address,
    _ids: DynArray[uint256, 64],
    _values: DynArray[uint256, 64],
    _data: Bytes[4096],
):
    """
    @notice Move tokens of several classes to another active participant (A-5, A-6).
    @param _from The holder: the caller, or one who approved the caller.
    @param _to The receiver.
    @param _ids The classes, at most 64.
    @param _values How many of each, in the same order.
    @param _data What the sender says to a receiving contract.
    """
    assert len(_ids) == len(_values), "digital_assets: lengths differ"
    self._check_caller(_from)
    circulation._check_sender(_from)
    circulation._check_receiver(_to)
    for i: uint256 in range(len(_ids), bound=64):
        self._pass(_from, _to, _ids[i], _values[i])
    log multitoken.TransferBatch(
        _operator=msg.sender, _from=_from, _to=_to, _ids=_ids, _values=_values
    )
    multitoken._ask_receiver_batch(_from, _to, _ids, _values, _data)


@external
@nonreentrant
def claim(id: uint256, old: address):
    """
    @notice Take over all that a replaced key holds of a class, and what of it is frozen; the caller
            is the present key of the same participant.
    @param id The class.
    @param old The replaced key.
    """
    circulation._check_running(id)
    assert membership._successor_of(old) == msg.sender, "digital_assets: not the successor"
    membership._active(msg.sender, "digital_assets: caller not active")
    amount: uint256 = multitoken.balances[id][old]
    assert amount != 0, "digital_assets: nothing to claim"
    taken: uint256 = restraints.frozen[id][old]
    if taken != 0:
        own: uint256 = restraints.frozen[id][msg.sender]
        restraints._freeze(old, id, 0)
        restraints._freeze(msg.sender, id, taken + min(own, max_value(uint256) - taken))
    multitoken._move(old, msg.sender, id, amount)
    multitoken._ask_receiver(old, msg.sender, id, amount, b"")


# ---------------------------------------------------------------- answers


@external
@pure
def name() -> String[32]:
    """
    @notice The name of this collection of tokens.
    """
    return NAME


@external
@pure
def symbol() -> String[8]:
    """
    @notice The short name of this collection of tokens.
    """
    return SYMBOL


@external
@pure
def contractURI() -> String[256]:
    """
    @notice Metadata of this collection of tokens, with the notice of the law (A-1, A-4; ERC-7572).
    """
    return concat(
        'data:application/json,{"name":"Qoima digital assets","symbol":"QOIMA","description":"',
        "Certifies rights to goods or services of the issuer. Not a means of payment; ",
        'gives no right to financial instruments or to a legal entity."}',
    )


@external
@view
def supportsInterface(interface_id: bytes4) -> bool:
    """
    @notice Whether this contract has an interface (ERC-165).
    @param interface_id The interface's id.
    """
    return interface_id in INTERFACES


# ---------------------------------------------------------------- rules


@internal
@view
def _check_caller(owner: address):
    """
    @notice Refuse a caller who is neither the holder nor, being an active participant, approved by
            the holder.
    """
    if msg.sender != owner:
        assert multitoken.approvals[owner][msg.sender], "digital_assets: not approved"
        membership._active(msg.sender, "digital_assets: caller not active")


@internal
def _pass(owner: address, to: address, id: uint256, amount: uint256):
    """
    @notice Pass tokens of one class on under all the rules; who enters it for the holder needs
            access too (A-6).
    """
    circulation._check_transfer(owner, to, id, amount)
    reached: bool = msg.sender == owner or class_register._has_access(id, msg.sender)
    assert reached, "digital_assets: caller has no access"
    multitoken._take(owner, id, amount)
    multitoken._give(to, id, amount)
