# pragma version 0.4.3
"""
@title Holders: every account that holds a token, one by one
@license Apache-2.0
@notice An account stands in the list of a class exactly while it holds something of it, so that
        anyone can ask the chain alone who the holders are (A-5).
@dev The last of the list takes the place of one that leaves; the order means nothing.
"""

# Holders by token and place, from 0 without gaps.
at: HashMap[uint256, HashMap[uint256, address]]
# The place of a holder after the first, by token: 1 for place 0; 0 for one who is not listed.
places: HashMap[uint256, HashMap[address, uint256]]
# How many holders a token has.
counts: HashMap[uint256, uint256]


@external
@view
def holders_count(id: uint256) -> uint256:
    """
    @notice How many accounts hold a class.
    @param id The class.
    """
    return self.counts[id]


@external
@view
def holder_at(id: uint256, index: uint256) -> address:
    """
    @notice A holder of a class.
    @param id The class.
    @param index From 0 to one less than `holders_count`; the order changes with every transfer.
    @return The holder; the zero address for an index beyond the last.
    """
    return self.at[id][index]


@internal
def _enter(id: uint256, account: address):
    """
    @notice List an account that holds something from now on.
    @param id The token.
    @param account The account, not listed yet.
    """
    place: uint256 = self.counts[id]
    self.at[id][place] = account
    self.places[id][account] = place + 1
    self.counts[id] = place + 1


@internal
def _leave(id: uint256, account: address):
    """
    @notice Strike off an account that holds nothing any more.
    @param id The token.
    @param account The account, listed.
    """
    place: uint256 = self.places[id][account] - 1
    end: uint256 = self.counts[id] - 1
    mover: address = self.at[id][end]
    self.at[id][place] = mover
    self.places[id][mover] = place + 1
    self.at[id][end] = empty(address)
    self.places[id][account] = 0
    self.counts[id] = end
