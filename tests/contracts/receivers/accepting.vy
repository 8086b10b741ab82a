# pragma version 0.4.3
# pragma evm-version london
"""
@title A receiver that accepts every token and tells what it was told
"""

interface Balances:
    def balanceOf(_owner: address, _id: uint256) -> uint256: view


event Received:
    operator: address
    owner: address
    id: uint256
    value: uint256
    balance: uint256
    data: Bytes[4096]


event ReceivedBatch:
    operator: address
    owner: address
    ids: DynArray[uint256, 64]
    values: DynArray[uint256, 64]
    data: Bytes[4096]


@external
def onERC1155Received(
    _operator: address, _from: address, _id: uint256, _value: uint256, _data: Bytes[4096]
) -> bytes4:
    balance: uint256 = staticcall Balances(msg.sender).balanceOf(self, _id)
    log Received(
        operator=_operator, owner=_from, id=_id, value=_value, balance=balance, data=_data
    )
    return 0xf23a6e61


@external
def onERC1155BatchReceived(
    _operator: address,
    _from: address,
    _ids: DynArray[uint256, 64],
    _values: DynArray[uint256, 64],
    _data: Bytes[4096],
) -> bytes4:
    log ReceivedBatch(operator=_operator, owner=_from, ids=_ids, values=_values, data=_data)
    return 0xbc197c81
