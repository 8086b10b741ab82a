# pragma version 0.4.3
"""
@title Multitoken: balances and approvals as ERC-1155 has them
@license Apache-2.0
@notice Who holds how much of which token. Who may be given tokens, and when, is decided by the
        contract that uses this module, before it calls here.
@dev Source of the rules: EIP-1155. Names and order of arguments and events are the standard's.
     Its unlimited arrays and `bytes` are bounded, as Vyper requires: 64 tokens in a batch, 4096
     bytes of data. A receiver's hook is called last, when everything is recorded.
"""

from interfaces import IERC1155Receiver
from modules import holders
from modules import membership

uses: holders
uses: membership

MAX_BATCH: constant(uint256) = 64
MAX_DATA: constant(uint256) = 4096

# What a receiving contract must answer (EIP-1155).
ACCEPTED: constant(bytes4) = 0xf23a6e61
BATCH_ACCEPTED: constant(bytes4) = 0xbc197c81


event TransferSingle:
    _operator: indexed(address)
    _from: indexed(address)
    _to: indexed(address)
    _id: uint256
    _value: uint256


event TransferBatch:
    _operator: indexed(address)
    _from: indexed(address)
    _to: indexed(address)
    _ids: DynArray[uint256, MAX_BATCH]
    _values: DynArray[uint256, MAX_BATCH]


event ApprovalForAll:
    _owner: indexed(address)
    _operator: indexed(address)
    _approved: bool


# Balances by token, then by holder.
balances: HashMap[uint256, HashMap[address, uint256]]
# Approvals by holder, then by operator.
approvals: HashMap[address, HashMap[address, bool]]


@external
def setApprovalForAll(_operator: address, _approved: bool):
    """
    @notice Let another move all of the caller's tokens, or no longer.
    @param _operator Who may move them; to do so it must itself be an active participant.
    @param _approved True to let, false to let no longer.
    """
    membership._active(msg.sender, "digital_assets: caller not active")
    self.approvals[msg.sender][_operator] = _approved
    log ApprovalForAll(_owner=msg.sender, _operator=_operator, _approved=_approved)


@external
@view
def isApprovedForAll(_owner: address, _operator: address) -> bool:
    """
    @notice Whether a holder lets another move all of its tokens.
    @param _owner The holder.
    @param _operator The other.
    """
    return self.approvals[_owner][_operator]


@external
@view
def balanceOf(_owner: address, _id: uint256) -> uint256:
    """
    @notice How much of a token an account holds.
    @param _owner The account.
    @param _id The token.
    """
    return self.balances[_id][_owner]


@external
@view
def balanceOfBatch(
    _owners: DynArray[address, MAX_BATCH], _ids: DynArray[uint256, MAX_BATCH]
) -> DynArray[uint256, MAX_BATCH]:
    """
    @notice How much several accounts hold, each of one token.
    @param _owners The accounts.
    @param _ids The token asked of each account, in the same order.
    @return The balances, in the same order.
    """
    assert len(_owners) == len(_ids), "digital_assets: lengths differ"
    answer: DynArray[uint256, MAX_BATCH] = []
    for i: uint256 in range(len(_ids), bound=MAX_BATCH):
        answer.append(self.balances[_ids[i]][_owners[i]])
    return answer


@internal
def _mint(to: address, id: uint256, amount: uint256):
    """
    @notice Give new tokens to an account.
    @param to The account.
    @param id The token.
    @param amount How much.
    """
    self._give(to, id, amount)
    log TransferSingle(
        _operator=msg.sender, _from=empty(address), _to=to, _id=id, _value=amount
    )


@internal
def _burn(owner: address, id: uint256, amount: uint256):
    """
    @notice Take tokens from an account for good.
    @param owner The account.
    @param id The token.
    @param amount How much.
    """
    self._take(owner, id, amount)
    log TransferSingle(
        _operator=msg.sender, _from=owner, _to=empty(address), _id=id, _value=amount
    )


@internal
def _move(owner: address, to: address, id: uint256, amount: uint256):
    """
    @notice Move tokens of one kind from one account to another.
    @param owner From whom.
    @param to To whom.
    @param id The token.
    @param amount How much; 0 moves nothing and is recorded all the same (EIP-1155).
    """
    self._take(owner, id, amount)
    self._give(to, id, amount)
    log TransferSingle(_operator=msg.sender, _from=owner, _to=to, _id=id, _value=amount)


@internal
def _take(owner: address, id: uint256, amount: uint256):
    """
    @notice Take tokens from an account; refuse when it holds less.
    """
    held: uint256 = self.balances[id][owner]
    assert held >= amount, "digital_assets: balance too low"
    self.balances[id][owner] = held - amount
    if amount != 0 and held == amount:
        holders._leave(id, owner)


@internal
def _give(to: address, id: uint256, amount: uint256):
    """
    @notice Give tokens to an account.
    """
    held: uint256 = self.balances[id][to]
    self.balances[id][to] = held + amount
    if amount != 0 and held == 0:
        holders._enter(id, to)


@internal
def _ask_receiver(
    owner: address, to: address, id: uint256, amount: uint256, data: Bytes[MAX_DATA]
):
    """
    @notice Ask a receiving contract whether it accepts (EIP-1155); others are not asked.
    @param owner From whom; the zero address for new tokens.
    @param to The receiver.
    @param id The token.
    @param amount How much.
    @param data What the sender says to the receiver.
    """
    if to.is_contract:
        answer: bytes4 = extcall IERC1155Receiver(to).onERC1155Received(
            msg.sender, owner, id, amount, data
        )
        assert answer == ACCEPTED, "digital_assets: refused by the receiver"


@internal
def _ask_receiver_batch(
    owner: address,
    to: address,
    ids: DynArray[uint256, MAX_BATCH],
    amounts: DynArray[uint256, MAX_BATCH],
    data: Bytes[MAX_DATA],
):
    """
    @notice Ask a receiving contract whether it accepts a batch (EIP-1155); others are not asked.
    @param owner From whom.
    @param to The receiver.
    @param ids The tokens.
    @param amounts How much of each, in the same order.
    @param data What the sender says to the receiver.
    """
    if to.is_contract:
        answer: bytes4 = extcall IERC1155Receiver(to).onERC1155BatchReceived(
            msg.sender, owner, ids, amounts, data
        )
        assert answer == BATCH_ACCEPTED, "digital_assets: refused by the receiver"
