# pragma version 0.4.3
# pragma evm-version london
"""
@title Deciding: an authority that is a contract and calls the register whenever it is called
"""

REGISTER: immutable(address)


@deploy
def __init__(participants: address):
    REGISTER = participants


@external
def call(data: Bytes[4096]):
    """
    @notice Call the register of participants.
    """
    raw_call(REGISTER, data)
