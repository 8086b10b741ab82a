# pragma version 0.4.3
# pragma evm-version london
"""
@title Fills storage, for tests of what a node can bear
"""

event Filled:
    first: indexed(uint256)
    count: uint256


slots: HashMap[uint256, uint256]


@external
def fill(first: uint256, count: uint256):
    """
    @notice Set `count` slots, from the one numbered `first` on, each to its number plus one.
    """
    for number: uint256 in range(first, first + count, bound=1024):
        self.slots[number] = number + 1
    log Filled(first=first, count=count)


@external
@view
def at(number: uint256) -> uint256:
    """
    @notice What stands in a slot.
    """
    return self.slots[number]
