# pragma version 0.4.3
"""
@title Quarterly reports: what a miner reported of each quarter, and whether in time
@license Apache-2.0
@notice For each quarter in which mining went on under a notification the miner reports energy and
        coins on a form, by the 10th of the month that follows (A-9). A late report is recorded like
        any other and called late; it is not refused, for it is owed until it comes. A correction
        takes the place of the report and leaves the day on which the first one came. The chain
        holds the salted digest of the form (P-4).
@dev The refusals begin with the name of the contract that uses the module, `mining_registry`.
"""

from modules import membership
from modules import notifications
from modules import terms

uses: membership
uses: notifications


struct Report:
    form: bytes32  # salted digest of the form's present version
    filed_at: uint256  # when the first version came, in seconds since 1970
    corrected_at: uint256  # when the present version came; 0 when it is the first
    late: bool  # whether the first version came after its term
    version: uint256  # from 1


struct Quarter:
    year: uint256
    quarter: uint256  # 1 to 4


event Reported:
    number: indexed(uint256)
    year: indexed(uint256)
    quarter: indexed(uint256)
    account: address
    form: bytes32
    version: uint256
    late: bool


# Reports by notification, year and quarter.
reports: HashMap[uint256, HashMap[uint256, HashMap[uint256, Report]]]
# The quarters reported on, by notification, in the order in which they came, from 1.
quarters: HashMap[uint256, HashMap[uint256, Quarter]]
# How many quarters are reported on, by notification.
quarter_counts: HashMap[uint256, uint256]


@external
def report(number: uint256, year: uint256, quarter: uint256, form: bytes32) -> uint256:
    """
    @notice Report on a quarter, or correct the report (A-9). A miner who lost the role, or has
            stopped mining, still may and must.
    @param number The notification's number.
    @param year The quarter's year.
    @param quarter 1 to 4; over, unless mining has stopped before.
    @param form Salted digest of the form.
    @return The report's version.
    """
    membership._active(msg.sender, "mining_registry: not an active participant")
    notifications._check_own(number)
    terms._check_quarter(year, quarter)
    miner: uint256 = notifications.entries[number].miner
    notifications._check_form(miner, form)
    if self.reports[number][year][quarter].version == 0:
        self._check_reportable(number, year, quarter)
        self._file(number, year, quarter)
    else:
        self.reports[number][year][quarter].corrected_at = block.timestamp
    notifications.used[miner][form] = True
    self.reports[number][year][quarter].form = form
    self.reports[number][year][quarter].version += 1
    log Reported(
        number=number,
        year=year,
        quarter=quarter,
        account=msg.sender,
        form=form,
        version=self.reports[number][year][quarter].version,
        late=self.reports[number][year][quarter].late,
    )
    return self.reports[number][year][quarter].version


@external
@view
def report_of(number: uint256, year: uint256, quarter: uint256) -> Report:
    """
    @notice All that is recorded of a report.
    @param number The notification's number.
    @param year The quarter's year.
    @param quarter 1 to 4.
    """
    notifications._check_number(number)
    assert self.reports[number][year][quarter].version != 0, "mining_registry: no such report"
    return self.reports[number][year][quarter]


@external
@view
def report_count(number: uint256) -> uint256:
    """
    @notice On how many quarters a notification's miner has reported.
    @param number The notification's number.
    """
    notifications._check_number(number)
    return self.quarter_counts[number]


@external
@view
def reported_quarter(number: uint256, index: uint256) -> Quarter:
    """
    @notice A quarter that was reported on.
    @param number The notification's number.
    @param index From 1 to `report_count`, in the order in which the first reports came.
    """
    notifications._check_number(number)
    known: bool = index != 0 and index <= self.quarter_counts[number]
    assert known, "mining_registry: no such report"
    return self.quarters[number][index]


@external
@view
def is_report_overdue(number: uint256, year: uint256, quarter: uint256) -> bool:
    """
    @notice Whether a report is owed whose term has passed: mining went on in the quarter, the 10th
            of the month after it is over, and no report has come (A-9).
    @param number The notification's number.
    @param year The quarter's year.
    @param quarter 1 to 4.
    """
    notifications._check_number(number)
    terms._check_quarter(year, quarter)
    missing: bool = self.reports[number][year][quarter].version == 0
    over: bool = block.timestamp > terms._report_due(year, quarter)
    return missing and over and self._mined_in(number, year, quarter)


@internal
def _file(number: uint256, year: uint256, quarter: uint256):
    """
    @notice Record when the first report on a quarter came, and whether it was late.
    """
    self.quarter_counts[number] += 1
    self.quarters[number][self.quarter_counts[number]] = Quarter(year=year, quarter=quarter)
    self.reports[number][year][quarter].filed_at = block.timestamp
    self.reports[number][year][quarter].late = (
        block.timestamp > terms._report_due(year, quarter)
    )


@internal
@view
def _check_reportable(number: uint256, year: uint256, quarter: uint256):
    """
    @notice Refuse a report on a quarter without mining, or on one that is not over while mining
            goes on.
    """
    mined: bool = self._mined_in(number, year, quarter)
    assert mined, "mining_registry: no mining in the quarter"
    stopped: bool = notifications.entries[number].ended_at != 0
    over: bool = block.timestamp >= terms._end(year, quarter)
    assert over or stopped, "mining_registry: the quarter is not over"


@internal
@view
def _mined_in(number: uint256, year: uint256, quarter: uint256) -> bool:
    """
    @notice Whether any second of a quarter lies between the notified start and the end of mining.
    """
    starts_at: uint256 = notifications.entries[number].starts_at
    ended_at: uint256 = notifications.entries[number].ended_at
    begun: bool = starts_at < terms._end(year, quarter)
    if ended_at == 0:
        return begun
    return begun and ended_at >= starts_at and ended_at >= terms._begin(year, quarter)
