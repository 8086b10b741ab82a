# pragma version 0.4.3
"""
@title Verifications: when the authority verified the whole depository, and what it found
@license Apache-2.0
@notice At least once a year the authorised body verifies the depository (D-8): every object is
        hashed again, and the report's digest is entered here. The year runs from the last
        verification, and before the first from the day on which the depository was founded.
@dev The refusals begin with the name of the contract that uses the module, `depository`.
"""

from modules import holdings
from modules import membership

uses: holdings
uses: membership

# The longest time between two verifications (D-8): 365 days, also in a leap year.
YEAR: constant(uint256) = 365 * 86400


struct Verification:
    checked: uint256  # objects that were hashed again
    faulty: uint256  # of these, objects that were missing or differed
    standing: uint256  # deposits that stood when it was recorded
    report: bytes32  # digest of the signed report
    basis: bytes32  # digest of the authority's decision
    verified_at: uint256  # when it was completed, in seconds since 1970
    recorded_at: uint256
    block_number: uint256


event Verified:
    index: indexed(uint256)
    report: indexed(bytes32)
    checked: uint256
    faulty: uint256
    standing: uint256
    verified_at: uint256
    basis: bytes32


# Verifications, from 0 without gaps.
entries: HashMap[uint256, Verification]
total: uint256
# When the contract was deployed. Not in the code, which is the same whenever that is.
founded_at: uint256


@deploy
def __init__():
    """
    @notice Begin the first year.
    """
    self.founded_at = block.timestamp


# ---------------------------------------------------------------- acts


@external
def record_verification(checked: uint256, faulty: uint256, report: bytes32, verified_at: uint256):
    """
    @notice Record a verification of the whole depository, by decision of the authority (D-8).
    @param checked How many objects were hashed again; 0 only while the depository is empty.
    @param faulty How many of them were missing or differed from their digest.
    @param report Digest of the signed report.
    @param verified_at When it was completed, in seconds since 1970; later than the last one, and
           not in the future.
    """
    membership._only_authority("depository: not the authority")
    assert checked != 0 or holdings.standing_count == 0, "depository: nothing was checked"
    assert faulty <= checked, "depository: more faulty than checked"
    assert report != empty(bytes32), "depository: report is zero"
    assert verified_at <= block.timestamp, "depository: verified in the future"
    assert verified_at > self._last_at(), "depository: verified before the last"
    index: uint256 = self.total
    basis: bytes32 = membership._basis()
    self.total = index + 1
    self.entries[index] = Verification(
        checked=checked,
        faulty=faulty,
        standing=holdings.standing_count,
        report=report,
        basis=basis,
        verified_at=verified_at,
        recorded_at=block.timestamp,
        block_number=block.number,
    )
    log Verified(
        index=index,
        report=report,
        checked=checked,
        faulty=faulty,
        standing=holdings.standing_count,
        verified_at=verified_at,
        basis=basis,
    )


# ---------------------------------------------------------------- answers


@external
@view
def verifications_count() -> uint256:
    """
    @notice How many times the depository was verified.
    """
    return self.total


@external
@view
def verification_by_index(index: uint256) -> Verification:
    """
    @notice One of the verifications, in the order in which they came (D-8).
    @param index From 0.
    """
    assert index < self.total, "depository: no such verification"
    return self.entries[index]


@external
@view
def last_verification() -> Verification:
    """
    @notice The last verification (D-8); all zeros while there was none.
    """
    if self.total == 0:
        return empty(Verification)
    return self.entries[self.total - 1]


@external
@view
def verification_due_at() -> uint256:
    """
    @notice When the year since the last verification is over (D-8), in seconds since 1970.
    """
    return self._last_at() + YEAR


@external
@view
def verification_due() -> bool:
    """
    @notice Whether a year has passed without a verification (D-8).
    """
    return block.timestamp >= self._last_at() + YEAR


# ---------------------------------------------------------------- rules


@internal
@view
def _last_at() -> uint256:
    """
    @notice When the running year began.
    """
    if self.total == 0:
        return self.founded_at
    return self.entries[self.total - 1].verified_at
