# pragma version 0.4.3
# pragma evm-version london
"""
@title A receiver that calls its sender back from within the hook
"""

call: Bytes[1024]


@external
def prepare(call: Bytes[1024]):
    """
    @notice Say what to call the sender back with.
    """
    self.call = call


@external
def onERC1155Received(
    _operator: address, _from: address, _id: uint256, _value: uint256, _data: Bytes[4096]
) -> bytes4:
    raw_call(msg.sender, self.call)
    return 0xf23a6e61
