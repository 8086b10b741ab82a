# pragma version 0.4.3
# pragma evm-version london
"""
@title A receiver that answers with another value than the one that accepts
"""


@external
def onERC1155Received(
    _operator: address, _from: address, _id: uint256, _value: uint256, _data: Bytes[4096]
) -> bytes4:
    return 0xbc197c81


@external
def onERC1155BatchReceived(
    _operator: address,
    _from: address,
    _ids: DynArray[uint256, 64],
    _values: DynArray[uint256, 64],
    _data: Bytes[4096],
) -> bytes4:
    return 0xf23a6e61
