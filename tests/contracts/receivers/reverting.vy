# pragma version 0.4.3
# pragma evm-version london
"""
@title A receiver that reverts with a reason of its own
"""


@external
def onERC1155Received(
    _operator: address, _from: address, _id: uint256, _value: uint256, _data: Bytes[4096]
) -> bytes4:
    raise "reverting: not today"
