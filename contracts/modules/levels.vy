# pragma version 0.4.3
"""
@title Levels: how far a deposit was verified, by whom and on what evidence
@license Apache-2.0
@notice 0 received; 1 readable and its digests right; 2 its inventory and SWHID; 3 its metadata,
        licence and dependencies; 4 its build observed; 5 rebuilt independently. A level says that
        all below it hold too, so none is skipped. The operator attests up to 4; the fifth only an
        attestor who neither operates the depository nor is or ever was the deposit's possessor.
        The content never changes, so that what was seen of it holds; but an attestation may prove
        to be mistaken: then it is withdrawn with a reason, those above it fall with it, and both
        stay on record.
@dev The refusals begin with the name of the contract that uses the module, `depository`.
"""

from modules import holdings
from modules import membership
from modules import possession
from modules import role_bits

uses: holdings
uses: membership
uses: possession

# The highest level that the operator attests.
OBSERVED_BUILD: constant(uint256) = 4
# The level that takes somebody independent.
INDEPENDENT_REBUILD: constant(uint256) = 5


struct LevelChange:
    level: uint256  # the level from then on
    attested: bool  # whether it rose; otherwise it fell by a withdrawal
    actor: uint256  # participant's number; 0 for the authority's decision
    digest: bytes32  # of the evidence, or of the reason of the withdrawal
    at: uint256  # seconds since 1970
    block_number: uint256


event LevelAttested:
    number: indexed(uint256)
    actor: indexed(uint256)
    level: uint256
    evidence: bytes32


# `level` is withdrawn and so is all above it; `left` remains. `basis` is zero unless the authority
# has decided so.
event LevelWithdrawn:
    number: indexed(uint256)
    actor: indexed(uint256)
    level: uint256
    left: uint256
    reason: bytes32
    basis: bytes32


# The present level of each deposit.
present: HashMap[uint256, uint256]
# Who attested the fifth level last.
rebuilder: HashMap[uint256, uint256]
# How the level of each deposit came to be, from 0 without gaps.
changes: HashMap[uint256, HashMap[uint256, LevelChange]]
change_counts: HashMap[uint256, uint256]


# ---------------------------------------------------------------- acts


@external
def attest_level(number: uint256, level: uint256, evidence: bytes32):
    """
    @notice Attest that a deposit has reached the next level of verification (D-11).
    @param number The deposit's number.
    @param level One above the present level; up to 4 by the operator, 5 by an independent attestor.
    @param evidence Digest of the evidence: the report of what was checked and how.
    """
    holdings._check_standing(number)
    if level <= OBSERVED_BUILD:
        membership._only(role_bits.OPERATOR, "depository: not the operator")
    else:
        self._check_independent(number)
    assert level == self.present[number] + 1, "depository: not the next level"
    assert level <= INDEPENDENT_REBUILD, "depository: unknown level"
    assert evidence != empty(bytes32), "depository: evidence is zero"
    actor: uint256 = membership._caller()
    if level == INDEPENDENT_REBUILD:
        self.rebuilder[number] = actor
    self._change(number, level, True, actor, evidence)
    log LevelAttested(number=number, actor=actor, level=level, evidence=evidence)


@external
def withdraw_level(number: uint256, level: uint256, reason: bytes32):
    """
    @notice Withdraw an attestation that proved to be mistaken, and all that stands on it: by the
            operator up to 4, the fifth by the attestor who gave it, any by the authority.
    @param number The deposit's number.
    @param level The lowest level that does not hold; not above the present one.
    @param reason Digest of the reasons.
    """
    holdings._check_standing(number)
    actor: uint256 = 0
    if not membership._is_authority():
        actor = membership._caller()
        self._check_withdrawer(number, level, actor)
    assert level != 0 and level <= self.present[number], "depository: level is not attested"
    assert reason != empty(bytes32), "depository: reason is zero"
    left: uint256 = level - 1
    self._change(number, left, False, actor, reason)
    log LevelWithdrawn(
        number=number,
        actor=actor,
        level=level,
        left=left,
        reason=reason,
        basis=membership._basis(),
    )


# ---------------------------------------------------------------- answers


@external
@view
def level_of(number: uint256) -> uint256:
    """
    @notice How far a deposit is verified now.
    @param number The deposit's number.
    @return The level, 0 to 5.
    """
    holdings._check_number(number)
    return self.present[number]


@external
@view
def level_changes_count(number: uint256) -> uint256:
    """
    @notice How many times the level of a deposit rose or fell.
    @param number The deposit's number.
    """
    holdings._check_number(number)
    return self.change_counts[number]


@external
@view
def level_change_by_index(number: uint256, index: uint256) -> LevelChange:
    """
    @notice One rise or fall of a deposit's level, in the order in which they came.
    @param number The deposit's number.
    @param index From 0.
    """
    holdings._check_number(number)
    assert index < self.change_counts[number], "depository: no such change"
    return self.changes[number][index]


# ---------------------------------------------------------------- rules


@internal
@view
def _check_independent(number: uint256):
    """
    @notice Refuse everyone but an attestor who is not the operator, and is not and never was the
            possessor.
    """
    membership._only(role_bits.ATTESTOR, "depository: not an attestor")
    operates: bool = membership._has(role_bits.OPERATOR)
    possessed: bool = possession.known[number][membership._caller()]
    assert not operates and not possessed, "depository: not independent"


@internal
@view
def _check_withdrawer(number: uint256, level: uint256, actor: uint256):
    """
    @notice Refuse everyone who may not withdraw this level.
    """
    if level <= OBSERVED_BUILD:
        membership._only(role_bits.OPERATOR, "depository: not the operator")
    else:
        membership._only(role_bits.ATTESTOR, "depository: not an attestor")
        assert actor == self.rebuilder[number], "depository: another attested it"


@internal
def _change(number: uint256, level: uint256, attested: bool, actor: uint256, digest: bytes32):
    """
    @notice Set the level of a deposit and enter how it came to be.
    """
    index: uint256 = self.change_counts[number]
    self.present[number] = level
    self.change_counts[number] = index + 1
    self.changes[number][index] = LevelChange(
        level=level,
        attested=attested,
        actor=actor,
        digest=digest,
        at=block.timestamp,
        block_number=block.number,
    )
