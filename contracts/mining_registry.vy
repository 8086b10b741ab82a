# pragma version 0.4.3
# pragma evm-version london
"""
@title Mining registry: who notified of mining, what they reported, and whose the mined assets are
@license Apache-2.0
@notice A miner notifies the authorised body of its mining, at least 30 days before it starts,
        amends the notification, reports on each quarter and on the end of mining; the authority
        acknowledges each version or returns it with reasons (A-9). What was mined is declared here
        and stands to the miner's name (A-8). The chain holds salted digests of the forms and the
        dates, nothing else of the forms (P-4).
@dev The record of a notification is in `modules/notifications`, reports in
     `modules/quarterly_reports`, mined assets in `modules/mined_assets`, how they pass on in
     `modules/passing` and `modules/exemptions`, the reckoning of terms in `modules/terms`.
"""

from modules import exemptions
from modules import membership
from modules import mined_assets
from modules import notifications
from modules import passing
from modules import quarterly_reports
from modules import role_bits
from modules import rules as rulebook
from modules import terms

initializes: membership
initializes: notifications[membership := membership]
initializes: quarterly_reports[membership := membership, notifications := notifications]
initializes: mined_assets[membership := membership, notifications := notifications]
initializes: rulebook
initializes: exemptions[membership := membership]
initializes: passing[
    exemptions := exemptions, membership := membership, mined_assets := mined_assets
]

exports: (
    exemptions.end_exemption,
    exemptions.exempt,
    exemptions.exemption_at,
    exemptions.exemption_count,
    exemptions.exemption_of,
    exemptions.is_exempt,
    membership.participants,
    mined_assets.declare_mined,
    mined_assets.mined_asset_of,
    mined_assets.mined_count,
    mined_assets.mined_count_of,
    mined_assets.mined_under,
    mined_assets.owner_count,
    mined_assets.owner_of_mined,
    mined_assets.ownership_of,
    mined_assets.retract_mined,
    notifications.count,
    notifications.notification_of,
    notifications.owner_of,
    passing.accept_mined,
    passing.offer_mined,
    passing.withdraw_offer,
    quarterly_reports.is_report_overdue,
    quarterly_reports.report,
    quarterly_reports.report_count,
    quarterly_reports.report_of,
    quarterly_reports.reported_quarter,
    rulebook.validation_rules,
    terms.cessation_due,
    terms.report_due,
)

# Mining starts no sooner than so many seconds after it is notified (A-9): 30 days.
NOTICE: constant(uint256) = 30 * 86400


event Notified:
    number: indexed(uint256)
    miner: indexed(uint256)
    account: address
    form: bytes32
    starts_at: uint256


event Amended:
    number: indexed(uint256)
    account: address
    form: bytes32
    starts_at: uint256
    version: uint256


event Acknowledged:
    number: indexed(uint256)
    form: bytes32
    version: uint256
    basis: bytes32


event Returned:
    number: indexed(uint256)
    form: bytes32
    version: uint256
    reason: bytes32
    basis: bytes32


event Ceased:
    number: indexed(uint256)
    ended_at: uint256
    late: bool


@deploy
def __init__(participants: address, rules: bytes32):
    """
    @notice Tie the registry to the register of participants.
    @param participants The address of `participants`.
    @param rules The digest of the text of the rules; see `modules/rules`.
    """
    membership.__init__(participants)
    rulebook.__init__(rules)


# ---------------------------------------------------------------- acts of the miner


@external
def notify(form: bytes32, starts_at: uint256) -> uint256:
    """
    @notice Notify of mining that is to start (A-9).
    @param form Salted digest of the form; never recorded by the miner before.
    @param starts_at When mining starts, in seconds since 1970; at least 30 days from now.
    @return The notification's number.
    """
    membership._only(role_bits.MINER, "mining_registry: not a miner")
    miner: uint256 = membership._caller()
    notifications._check_form(miner, form)
    notifications._check_start(starts_at, NOTICE)
    number: uint256 = notifications.last + 1
    notifications.last = number
    notifications.used[miner][form] = True
    notifications.entries[number] = notifications.Notification(
        miner=miner,
        form=form,
        starts_at=starts_at,
        submitted_at=block.timestamp,
        amended_at=0,
        acknowledged_at=0,
        returned_at=0,
        reason=empty(bytes32),
        ended_at=0,
        ceased_at=0,
        version=1,
    )
    log Notified(
        number=number, miner=miner, account=msg.sender, form=form, starts_at=starts_at
    )
    return number


@external
def amend(number: uint256, form: bytes32, starts_at: uint256):
    """
    @notice Replace the form by an amended one, also after a return; it waits for the authority anew
            (A-9). A start that has come is a fact and is not amended.
    @param number The notification's number.
    @param form Salted digest of the amended form; never recorded by the miner before.
    @param starts_at As it was, or at least 30 days from now.
    """
    membership._only(role_bits.MINER, "mining_registry: not a miner")
    notifications._check_own(number)
    notifications._check_running(number)
    miner: uint256 = notifications.entries[number].miner
    notifications._check_form(miner, form)
    if starts_at != notifications.entries[number].starts_at:
        started: bool = notifications.entries[number].starts_at <= block.timestamp
        assert not started, "mining_registry: already started"
        notifications._check_start(starts_at, NOTICE)
    notifications.used[miner][form] = True
    notifications.entries[number].form = form
    notifications.entries[number].starts_at = starts_at
    notifications.entries[number].amended_at = block.timestamp
    notifications.entries[number].acknowledged_at = 0
    notifications.entries[number].returned_at = 0
    notifications.entries[number].reason = empty(bytes32)
    notifications.entries[number].version += 1
    log Amended(
        number=number,
        account=msg.sender,
        form=form,
        starts_at=starts_at,
        version=notifications.entries[number].version,
    )


@external
def cease(number: uint256, ended_at: uint256):
    """
    @notice Report that mining has stopped, within 10 days of it; a later report is recorded and
            called late (A-9). A miner who lost the role still may and must.
    @param number The notification's number.
    @param ended_at When it stopped, in seconds since 1970; not before the notification, not in the
           future.
    """
    membership._active(msg.sender, "mining_registry: not an active participant")
    notifications._check_own(number)
    notifications._check_running(number)
    notified: bool = ended_at >= notifications.entries[number].submitted_at
    assert notified, "mining_registry: ends before the notification"
    assert ended_at <= block.timestamp, "mining_registry: ends in the future"
    notifications.entries[number].ended_at = ended_at
    notifications.entries[number].ceased_at = block.timestamp
    late: bool = block.timestamp > terms._cessation_due(ended_at)
    log Ceased(number=number, ended_at=ended_at, late=late)


# ---------------------------------------------------------------- acts of the authority


@external
def acknowledge(number: uint256, form: bytes32):
    """
    @notice Acknowledge a notification in the version that is named by its form (A-9). It is refused
            when another version is in force by then: no one acknowledges what they have not seen.
    @param number The notification's number.
    @param form Salted digest of the form that is acknowledged.
    """
    membership._only_authority("mining_registry: not the authority")
    notifications._check_present(number, form)
    notifications.entries[number].acknowledged_at = block.timestamp
    log Acknowledged(
        number=number,
        form=form,
        version=notifications.entries[number].version,
        basis=membership._basis(),
    )


@external
def return_notification(number: uint256, form: bytes32, reason: bytes32):
    """
    @notice Return a notification in the version that is named by its form, with reasons; the miner
            amends it, and it waits anew (A-9).
    @param number The notification's number.
    @param form Salted digest of the form that is returned.
    @param reason Digest of the reasons.
    """
    membership._only_authority("mining_registry: not the authority")
    notifications._check_present(number, form)
    notifications._check_running(number)
    assert reason != empty(bytes32), "mining_registry: reason is zero"
    notifications.entries[number].returned_at = block.timestamp
    notifications.entries[number].reason = reason
    log Returned(
        number=number,
        form=form,
        version=notifications.entries[number].version,
        reason=reason,
        basis=membership._basis(),
    )
