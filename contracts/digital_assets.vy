# pragma version 0.4.3
# pragma evm-version london
"""
@title Digital assets: classes of tokens backed by the issuer's goods or services
@license Apache-2.0
@notice An issuer registers a class with the decision on issue and the list of certified rights
        (A-2); an attestor, who is not the issuer, attests how much stands behind it; the issuer
        issues no more than that (A-2), and an unbacked token cannot come to be (A-3). Tokens move
        between active participants only, by the act of one (A-6). The record here is the title
        (A-5). A token is not a means of payment: nothing here pays, prices or swaps (A-1), and it
        gives no right to financial instruments or to a legal entity (A-4).
@dev The token surface is ERC-1155 with its metadata extension; see `modules/multitoken`.
     Amounts are whole numbers of the unit that the list of rights names.
     Growth: allowlists per class, freezes, forced acts on a legal basis (ERC-7943) and redemption
     join `_check_transfer` and get mappings of their own beside these.
"""

from ethereum.ercs import IERC165
from modules import classes
from modules import membership
from modules import multitoken
from modules import role_bits

implements: IERC165
initializes: classes
initializes: membership
initializes: multitoken

exports: (
    classes.class_of,
    classes.count,
    classes.exists,
    classes.totalSupply,
    classes.uri,
    membership.participants,
    multitoken.balanceOf,
    multitoken.balanceOfBatch,
    multitoken.isApprovedForAll,
    multitoken.setApprovalForAll,
)

# Interfaces told of by `supportsInterface`: ERC-165, ERC-1155, ERC-1155 metadata.
INTERFACES: constant(bytes4[3]) = [0x01ffc9a7, 0xd9b67a26, 0x0e89341c]

NAME: constant(String[32]) = "Qoima digital assets"
SYMBOL: constant(String[8]) = "QOIMA"


event ClassRegistered:
    id: indexed(uint256)
    issuer: indexed(address)
    backing: uint256
    decision: bytes32
    rights: bytes32
    uri: String[256]


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


event Issued:
    id: indexed(uint256)
    to: indexed(address)
    amount: uint256


@deploy
def __init__(participants: address):
    """
    @notice Tie the assets to the register of participants.
    @param participants The address of `participants`.
    """
    membership.__init__(participants)


# ---------------------------------------------------------------- acts of issuer and attestor


@external
def register_class(
    backing: uint256, decision: bytes32, rights: bytes32, uri: String[256]
) -> uint256:
    """
    @notice Register a class of tokens; the caller is its issuer. Nothing is issued yet (A-2).
    @param backing 1 goods, 2 works or services, 3 other property rights to goods or services of
           the issuer (A-4).
    @param decision Digest of the decision on issue.
    @param rights Digest of the list of rights that a token certifies.
    @param uri Where the metadata of the class is.
    @return The id of the class, which is its token's id.
    """
    membership._only(role_bits.ISSUER, "digital_assets: not an issuer")
    classes._check_kind(backing)
    assert decision != empty(bytes32), "digital_assets: decision is zero"
    assert rights != empty(bytes32), "digital_assets: rights are zero"
    id: uint256 = classes.last + 1
    classes.last = id
    classes.uris[id] = uri
    classes.entries[id] = classes.AssetClass(
        issuer=membership._caller(),
        backing=backing,
        decision=decision,
        rights=rights,
        supply=0,
        attested=0,
        attested_until=0,
        attestor=empty(address),
        registered_at=block.timestamp,
    )
    log ClassRegistered(
        id=id, issuer=msg.sender, backing=backing, decision=decision, rights=rights, uri=uri
    )
    log classes.URI(_value=uri, _id=id)
    return id


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
    classes._check_class(id)
    assert classes.entries[id].issuer != membership._caller(), "digital_assets: own class"
    assert valid_until > block.timestamp, "digital_assets: validity is over"
    assert evidence != empty(bytes32), "digital_assets: evidence is zero"
    classes.entries[id].attested = amount
    classes.entries[id].attested_until = valid_until
    classes.entries[id].attestor = msg.sender
    log BackingAttested(
        id=id, attestor=msg.sender, amount=amount, valid_until=valid_until, evidence=evidence
    )
    supply: uint256 = classes.entries[id].supply
    if amount < supply:
        log ShortfallReported(id=id, attestor=msg.sender, supply=supply, amount=amount)


@external
@nonreentrant
def issue(id: uint256, to: address, amount: uint256):
    """
    @notice Issue tokens up to the attested backing (A-2, A-3).
    @param id The class; one's own.
    @param to The first holder, an active participant.
    @param amount How many.
    """
    membership._only(role_bits.ISSUER, "digital_assets: not an issuer")
    classes._check_class(id)
    assert classes.entries[id].issuer == membership._caller(), "digital_assets: not the issuer"
    assert amount != 0, "digital_assets: amount is zero"
    classes._check_backing(id, amount)
    membership._active(to, "digital_assets: receiver not active")
    classes.entries[id].supply += amount
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
    @notice Move tokens of one class to another active participant (A-5, A-6).
    @param _from The holder: the caller, or one who approved the caller.
    @param _to The receiver.
    @param _id The class.
    @param _value How many.
    @param _data What the sender says to a receiving contract.
    """
    self._check_transfer(_from, _to)
    multitoken._move(_from, _to, _id, _value)
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
    self._check_transfer(_from, _to)
    multitoken._move_batch(_from, _to, _ids, _values)
    multitoken._ask_receiver_batch(_from, _to, _ids, _values, _data)


@external
@nonreentrant
def claim(id: uint256, old: address):
    """
    @notice Take over all that a replaced key holds of a class; the caller is the present key of
            the same participant.
    @param id The class.
    @param old The replaced key.
    """
    assert membership._successor_of(old) == msg.sender, "digital_assets: not the successor"
    membership._active(msg.sender, "digital_assets: receiver not active")
    amount: uint256 = multitoken.balances[id][old]
    assert amount != 0, "digital_assets: nothing to claim"
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
def _check_transfer(owner: address, to: address):
    """
    @notice Refuse a transfer that the caller may not make, or whose sides are not both active
            participants (A-6).
    """
    multitoken._check_allowed(owner)
    membership._active(msg.sender, "digital_assets: caller not active")
    membership._active(owner, "digital_assets: holder not active")
    membership._active(to, "digital_assets: receiver not active")
