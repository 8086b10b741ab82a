# pragma version 0.4.3
"""
@title Mined assets: what was mined, and whose it is
@license Apache-2.0
@notice The miner owns what it mined (A-8). The miner declares it under a notification of its own:
        which asset, how much, when it was mined, and the digest of what shows it. From then on the
        answer to who owns it stands here. An owner is a participant's number, not a key. Nothing
        here is a payment: there is no price and no counter-performance (A-1).
@dev The refusals begin with the name of the contract that uses the module, `mining_registry`.
"""

from modules import membership
from modules import names
from modules import notifications

uses: membership
uses: notifications


struct MinedAsset:
    notification: uint256  # its number
    owner: uint256  # participant's number
    asset: String[128]  # chain and asset, as CAIP-19 names them
    amount: uint256  # in the asset's smallest unit
    mined_from: uint256  # first second, since 1970
    mined_until: uint256  # last second
    evidence: bytes32  # digest of what shows that it was mined
    declared_at: uint256
    retracted_at: uint256  # 0 unless it was declared in error
    offered_to: uint256  # participant's number; 0 while no one may accept it


struct Ownership:
    owner: uint256  # participant's number
    since: uint256  # seconds since 1970


event MinedDeclared:
    id: indexed(uint256)
    notification: indexed(uint256)
    owner: indexed(uint256)
    account: address
    asset: String[128]
    amount: uint256
    mined_from: uint256
    mined_until: uint256
    evidence: bytes32


event MinedRetracted:
    id: indexed(uint256)
    owner: indexed(uint256)


# Mined assets by id, from 1 without gaps.
assets: HashMap[uint256, MinedAsset]
# The id of the last one.
last: uint256
# The owners of each, by id, from 1: the miner first, the present owner last.
ownerships: HashMap[uint256, HashMap[uint256, Ownership]]
# How many owners each has had.
owner_counts: HashMap[uint256, uint256]
# The assets declared under a notification, from 1.
of_notification: HashMap[uint256, HashMap[uint256, uint256]]
# How many were declared under a notification.
declared_counts: HashMap[uint256, uint256]
# Whether a digest of evidence stands under a notification: the same is not declared twice.
shown: HashMap[uint256, HashMap[bytes32, bool]]


@external
def declare_mined(
    number: uint256,
    asset: String[128],
    amount: uint256,
    mined_from: uint256,
    mined_until: uint256,
    evidence: bytes32,
) -> uint256:
    """
    @notice Declare what was mined; the miner who notified is its owner (A-8). Who lost the role,
            or has stopped mining, still may: what was mined before is owned all the same.
    @param number The notification's number, of one's own.
    @param asset Chain and asset as CAIP-19 names them.
    @param amount How much, in the asset's smallest unit.
    @param mined_from The first second of the time in which it was mined, since 1970.
    @param mined_until The last second of it; not before the first, not in the future.
    @param evidence Digest of what shows that it was mined.
    @return The mined asset's id.
    """
    membership._active(msg.sender, "mining_registry: not an active participant")
    notifications._check_own(number)
    names._check(asset)
    assert amount != 0, "mining_registry: amount is zero"
    self._check_time(number, mined_from, mined_until)
    assert evidence != empty(bytes32), "mining_registry: evidence is zero"
    assert not self.shown[number][evidence], "mining_registry: evidence is declared already"
    id: uint256 = self.last + 1
    owner: uint256 = notifications.entries[number].miner
    self.last = id
    self.shown[number][evidence] = True
    self.declared_counts[number] += 1
    self.of_notification[number][self.declared_counts[number]] = id
    self.assets[id] = MinedAsset(
        notification=number,
        owner=owner,
        asset=asset,
        amount=amount,
        mined_from=mined_from,
        mined_until=mined_until,
        evidence=evidence,
        declared_at=block.timestamp,
        retracted_at=0,
        offered_to=0,
    )
    self._add_owner(id, owner)
    log MinedDeclared(
        id=id,
        notification=number,
        owner=owner,
        account=msg.sender,
        asset=asset,
        amount=amount,
        mined_from=mined_from,
        mined_until=mined_until,
        evidence=evidence,
    )
    return id


@external
def retract_mined(id: uint256):
    """
    @notice Retract a declaration made in error. It stays on record as retracted, belongs to no one
            and never passes; its evidence may be declared anew. What has passed to another owner,
            or is offered to one, is not retracted.
    @param id The mined asset, of one's own.
    """
    membership._active(msg.sender, "mining_registry: not an active participant")
    self._check_owner(id)
    assert self.owner_counts[id] == 1, "mining_registry: has passed on"
    assert self.assets[id].offered_to == 0, "mining_registry: is offered"
    self.shown[self.assets[id].notification][self.assets[id].evidence] = False
    self.assets[id].retracted_at = block.timestamp
    log MinedRetracted(id=id, owner=self.assets[id].owner)


@external
@view
def mined_asset_of(id: uint256) -> MinedAsset:
    """
    @notice All that is recorded of a mined asset.
    @param id The mined asset.
    """
    self._check_id(id)
    return self.assets[id]


@external
@view
def owner_of_mined(id: uint256) -> address:
    """
    @notice The present key of the owner of a mined asset (A-8); the zero address when its
            declaration is retracted.
    @param id The mined asset.
    """
    self._check_id(id)
    if self.assets[id].retracted_at != 0:
        return empty(address)
    return membership._account_of(self.assets[id].owner)


@external
@view
def mined_count() -> uint256:
    """
    @notice How many mined assets were ever declared; also the last one's id.
    """
    return self.last


@external
@view
def mined_count_of(number: uint256) -> uint256:
    """
    @notice How many mined assets were ever declared under a notification.
    @param number The notification's number.
    """
    notifications._check_number(number)
    return self.declared_counts[number]


@external
@view
def mined_under(number: uint256, index: uint256) -> uint256:
    """
    @notice A mined asset declared under a notification.
    @param number The notification's number.
    @param index From 1 to `mined_count_of`, in the order of declaration.
    @return The mined asset's id.
    """
    notifications._check_number(number)
    known: bool = index != 0 and index <= self.declared_counts[number]
    assert known, "mining_registry: no such mined asset"
    return self.of_notification[number][index]


@external
@view
def owner_count(id: uint256) -> uint256:
    """
    @notice How many owners a mined asset has had, the present one included.
    @param id The mined asset.
    """
    self._check_id(id)
    return self.owner_counts[id]


@external
@view
def ownership_of(id: uint256, index: uint256) -> Ownership:
    """
    @notice An owner of a mined asset, and since when.
    @param id The mined asset.
    @param index From 1, the miner, to `owner_count`, the present owner.
    """
    self._check_id(id)
    known: bool = index != 0 and index <= self.owner_counts[id]
    assert known, "mining_registry: no such owner"
    return self.ownerships[id][index]


@internal
def _add_owner(id: uint256, owner: uint256):
    """
    @notice Record whose a mined asset is from now on.
    """
    self.assets[id].owner = owner
    self.owner_counts[id] += 1
    self.ownerships[id][self.owner_counts[id]] = Ownership(owner=owner, since=block.timestamp)


@internal
@view
def _check_id(id: uint256):
    """
    @notice Refuse an id that no mined asset has.
    """
    assert id != 0 and id <= self.last, "mining_registry: no such mined asset"


@internal
@view
def _check_owner(id: uint256):
    """
    @notice Refuse an act on a mined asset that is not there, is retracted, or is another's.
    """
    self._check_standing(id)
    own: bool = self.assets[id].owner == membership._caller()
    assert own, "mining_registry: not the owner"


@internal
@view
def _check_standing(id: uint256):
    """
    @notice Refuse an act on a mined asset that is not there or is retracted.
    """
    self._check_id(id)
    assert self.assets[id].retracted_at == 0, "mining_registry: is retracted"


@internal
@view
def _check_time(number: uint256, mined_from: uint256, mined_until: uint256):
    """
    @notice Refuse a time that is reversed, not past, or outside of the mining that was notified.
    """
    assert mined_from <= mined_until, "mining_registry: the time is reversed"
    assert mined_until <= block.timestamp, "mining_registry: the time is not past"
    begun: bool = mined_from >= notifications.entries[number].starts_at
    assert begun, "mining_registry: mined before the start"
    ended_at: uint256 = notifications.entries[number].ended_at
    assert ended_at == 0 or mined_until <= ended_at, "mining_registry: mined after the end"
