# pragma version 0.4.3
# pragma evm-version london
"""
@title Depository: what was deposited, by whom, and what became of it
@license Apache-2.0
@notice The depository takes copies of information systems, program products, program codes,
        normative-technical documentation and concepts (D-1). Here stands each one's digest; the
        content is stored elsewhere and proves itself by it. The possessor is a participant's
        number: no change of key and no storage or processing changes whose it is (P-7).
@dev `root` is the sha2-256 digest of the dag-pb root of the deposit's directory; nothing changes
     it (D-6). The chapters: `holdings` the deposits, `batches` many at once, `possession` whose
     they are, `copies` what was handed out (D-7), `levels` how far they are verified,
     `verifications` the yearly check of the whole (D-8).
"""

from modules import batches
from modules import copies
from modules import holdings
from modules import levels
from modules import membership
from modules import possession
from modules import role_bits
from modules import rules as rulebook
from modules import verifications

initializes: membership
initializes: rulebook
initializes: holdings[membership := membership]
initializes: batches[holdings := holdings, membership := membership]
initializes: copies[holdings := holdings, membership := membership]
initializes: possession[copies := copies, holdings := holdings, membership := membership]
initializes: levels[holdings := holdings, membership := membership, possession := possession]
initializes: verifications[holdings := holdings, membership := membership]

exports: (
    batches.accept_batch,
    batches.annul_batch,
    batches.batch_of,
    batches.batches_count,
    batches.deposit_many,
    batches.return_batch,
    batches.taken_out,
    copies.apply_for_copy,
    copies.copies_count,
    copies.copy_by_index,
    copies.issue_copy,
    copies.refuse_copy,
    holdings.claim_by_index,
    holdings.claim_of,
    holdings.claims_count,
    holdings.count,
    holdings.deposit_of,
    holdings.number_of,
    holdings.owner_of,
    holdings.standing,
    levels.attest_level,
    levels.level_change_by_index,
    levels.level_changes_count,
    levels.level_of,
    levels.withdraw_level,
    membership.participants,
    possession.accept_offer,
    possession.offer,
    possession.offer_of,
    possession.owner_at,
    possession.owner_by_index,
    possession.owners_count,
    possession.refuse_offer,
    possession.withdraw_offer,
    rulebook.validation_rules,
    verifications.last_verification,
    verifications.record_verification,
    verifications.verification_by_index,
    verifications.verification_due,
    verifications.verification_due_at,
    verifications.verifications_count,
)


event Accepted:
    number: indexed(uint256)
    operator: indexed(address)


event Returned:
    number: indexed(uint256)
    operator: indexed(address)
    reason: bytes32


event Annulled:
    number: indexed(uint256)
    basis: bytes32


@deploy
def __init__(participants: address, rules: bytes32):
    """
    @notice Tie the depository to the register of participants and to the text of its rules.
    @param participants The address of `participants`.
    @param rules The digest of the text of the rules; see `modules/rules`.
    """
    membership.__init__(participants)
    rulebook.__init__(rules)
    verifications.__init__()


# ---------------------------------------------------------------- acts of the possessor


@external
def deposit(
    root: bytes32,
    size: uint256,
    kind: uint256,
    access: uint256,
    origin: uint256,
    conclusion: bytes32,
) -> uint256:
    """
    @notice Deposit a copy; the caller says to be its possessor (D-1). Another's deposit of the same
            content does not bar this one: which of them is accepted, the operator decides.
    @param root Digest of the content; no own deposit of it stands already.
    @param size Bytes of content.
    @param kind 1 information system, 2 program product, 3 program code, 4 documentation, 5 concept.
    @param access 0 public, 1 limited.
    @param origin 0 not of the state, 1 made or bought with budget money (D-4), 2 a state body's
           by another way.
    @param conclusion Digest of the authority's expert conclusion, which lies in the deposit; must
           be given for documentation and concepts of the state (D-10), else may be zero.
    @return The deposit's number.
    """
    return self._deposit(root, size, kind, access, origin, conclusion, 0)


@external
def supersede(
    previous: uint256,
    root: bytes32,
    size: uint256,
    kind: uint256,
    access: uint256,
    origin: uint256,
    conclusion: bytes32,
) -> uint256:
    """
    @notice Deposit a new version of a deposit of one's own (D-2, R-9).
    @param previous The deposit that is followed; in the depository, not superseded, not offered.
    @param root Digest of the new content.
    @param size Bytes of the new content.
    @param kind As for `deposit`.
    @param access As for `deposit`.
    @param origin As for `deposit`.
    @param conclusion As for `deposit`.
    @return The new deposit's number.
    """
    holdings._check_standing(previous)
    holdings._check_possessor(previous)
    assert holdings.entries[previous].successor == 0, "depository: already superseded"
    possession._check_unoffered(previous)
    number: uint256 = self._deposit(root, size, kind, access, origin, conclusion, previous)
    holdings.entries[previous].successor = number
    log holdings.Superseded(previous=previous, number=number)
    return number


@external
def take_out(
    batch: uint256, place: uint256, record: batches.Record, path: DynArray[bytes32, 32]
) -> uint256:
    """
    @notice Make a record of a batch of one's own a deposit like any other. It is accepted if the
            batch is, and no other deposit of the content.
    @param batch The batch's number; neither returned nor annulled.
    @param place Where the record stands in the list, from 0; not taken out before.
    @param record The record.
    @param path The way from the record to the batch's `root`.
    @return The deposit's number.
    """
    batches._check_record(batch, place, record, path)
    number: uint256 = self._deposit(
        record.root, record.size, record.kind, record.access, record.origin, record.conclusion, 0
    )
    batches._take(batch, place, number)
    if batches.entries[batch].status == holdings.ACCEPTED and holdings.accepted[record.root] == 0:
        self._accept(number, batches.entries[batch].operator)
    return number


# ---------------------------------------------------------------- acts of the operator


@external
def accept(number: uint256):
    """
    @notice Accept a deposit for storage, its content being complete (D-9, D-11). Of several
            deposits of one content one at most is accepted.
    @param number The deposit's number; not decided yet.
    """
    self._check_undecided(number)
    free: bool = holdings.accepted[holdings.entries[number].root] == 0
    assert free, "depository: another is accepted"
    self._accept(number, msg.sender)


@external
def return_deposit(number: uint256, reason: bytes32):
    """
    @notice Return a deposit (R-7). In the line of versions the one after it follows the one before.
    @param number The deposit's number; not decided yet.
    @param reason Digest of the reasons.
    """
    self._check_undecided(number)
    assert reason != empty(bytes32), "depository: reason is zero"
    holdings._leave(number, holdings.RETURNED, reason)
    log Returned(number=number, operator=msg.sender, reason=reason)
    holdings._join(holdings.entries[number].previous, holdings.entries[number].successor)


# ---------------------------------------------------------------- acts of the authority


@external
def annul(number: uint256):
    """
    @notice Annul the acceptance of a deposit by decision of the authority, such as after a court
            found that another is the possessor. An offer and an application for a copy lapse; in
            the line of versions the one after it follows the one before. The right passes to
            nobody by this: another's deposit of the content may then be accepted (P-7).
    @param number The deposit's number; accepted.
    """
    membership._only_authority("depository: not the authority")
    holdings._check_accepted(number)
    basis: bytes32 = membership._basis()
    holdings.accepted[holdings.entries[number].root] = 0
    holdings._leave(number, holdings.ANNULLED, basis)
    log Annulled(number=number, basis=basis)
    holdings._join(holdings.entries[number].previous, holdings.entries[number].successor)
    possession._lapse(number)
    copies._lapse(number)


# ---------------------------------------------------------------- rules


@internal
@view
def _check_undecided(number: uint256):
    """
    @notice Refuse everyone but the operator, and a deposit that is decided already.
    """
    membership._only(role_bits.OPERATOR, "depository: not the operator")
    holdings._check_number(number)
    undecided: bool = holdings.entries[number].status == holdings.DEPOSITED
    assert undecided, "depository: already decided"


@internal
def _accept(number: uint256, operator: address):
    """
    @notice Enter that a deposit is the accepted one of its content.
    """
    holdings.accepted[holdings.entries[number].root] = number
    holdings.entries[number].status = holdings.ACCEPTED
    holdings.entries[number].decided_at = block.timestamp
    log Accepted(number=number, operator=operator)


@internal
def _deposit(
    root: bytes32,
    size: uint256,
    kind: uint256,
    access: uint256,
    origin: uint256,
    conclusion: bytes32,
    previous: uint256,
) -> uint256:
    """
    @notice Check a deposit and enter it; the caller is its first possessor.
    """
    content: holdings.Deposit = holdings.Deposit(
        root=root,
        size=size,
        kind=kind,
        access=access,
        origin=origin,
        conclusion=conclusion,
        possessor=membership._caller(),
        previous=previous,
        successor=0,
        status=holdings.DEPOSITED,
        deposited_at=block.timestamp,
        decided_at=0,
        reason=empty(bytes32),
    )
    holdings._check_new(content)
    number: uint256 = holdings._enter(content)
    possession._begin(number, content.possessor, empty(bytes32))
    return number
