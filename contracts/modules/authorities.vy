# pragma version 0.4.3
"""
@title Authorities: how many keys of the authorised body there are, and how many must agree
@license Apache-2.0
@notice The authorised body acts by a quorum of its keys. No act leaves fewer of them active than
        the quorum, so that it can always be reached (A-7).
@dev The refusals begin with the name of the contract that uses the module, `participants`.
"""

from modules import role_bits

# The greatest quorum.
MAX_QUORUM: constant(uint256) = 32


event QuorumSet:
    quorum: uint256
    basis: bytes32


# How many active authorities must agree; never 0.
required: uint256
# How many participants hold the role of authority and are not suspended; never below `required`.
active: uint256


@deploy
def __init__():
    """
    @notice Begin with one authority that decides alone.
    """
    self.required = 1


@external
@view
def quorum() -> uint256:
    """
    @notice How many active authorities must agree with an act.
    """
    return self.required


@internal
def _require(quorum: uint256, basis: bytes32):
    """
    @notice Let from now on so many authorities decide: at least one, and no more than there are.
    """
    reachable: bool = quorum <= self.active and quorum <= MAX_QUORUM
    assert quorum != 0 and reachable, "participants: quorum out of range"
    self.required = quorum
    log QuorumSet(quorum=quorum, basis=basis)


@internal
def _recount(was: uint256, becomes: uint256, was_suspended: bool, is_suspended: bool):
    """
    @notice Keep the number of active authorities, and refuse an act that would leave fewer than the
            quorum: no one could then admit, reinstate or replace anyone again.
    @param was The roles before the act.
    @param becomes The roles after it.
    @param was_suspended Whether the participant was suspended before the act.
    @param is_suspended Whether the participant is suspended after it.
    """
    before: bool = was & role_bits.AUTHORITY != 0 and not was_suspended
    after: bool = becomes & role_bits.AUTHORITY != 0 and not is_suspended
    if before and not after:
        assert self.active > self.required, "participants: too few authorities"
        self.active -= 1
    elif after and not before:
        self.active += 1
