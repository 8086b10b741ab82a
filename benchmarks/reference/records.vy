# pragma version 0.4.3
# pragma evm-version london
"""
@title The reference workload of the node's benchmarks
@notice One call: three storage slots that were never set, and one event.
"""

event Recorded:
    number: indexed(uint256)
    root: indexed(bytes32)
    account: indexed(address)
    size: uint256


struct Record:
    root: bytes32
    size: uint256
    account: address


records: HashMap[uint256, Record]


@external
def record(number: uint256, root: bytes32, size: uint256):
    """
    @notice Set the three slots of a record and say so.
    """
    self.records[number] = Record(root=root, size=size, account=msg.sender)
    log Recorded(number=number, root=root, account=msg.sender, size=size)


@external
@view
def record_of(number: uint256) -> Record:
    """
    @notice The record under a number; of zeros when there is none.
    """
    return self.records[number]
