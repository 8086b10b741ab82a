# pragma version 0.4.3
"""
@title Terms: when a quarter begins and ends, and by when a miner must report
@license Apache-2.0
@notice A report on a quarter is due by the 10th of the month that follows it; the end of mining is
        reported within 10 days (A-9). A day begins and ends in Kazakhstan's time. A term whose last
        day is no business day ends later by law: the calendar of business days is not kept here, so
        that one who comes within it may be called late by this contract, and never the reverse.
@dev The refusals begin with the name of the contract that uses the module, `mining_registry`.
     All moments are seconds since 1970.
"""

DAY: constant(uint256) = 86400
# Kazakhstan is five hours ahead of UTC, the whole country since 1 March 2024.
AHEAD: constant(uint256) = 5 * 3600
# How many days a miner has for a report, after the quarter or after the day mining stopped.
ALLOWED: constant(uint256) = 10
# The years that are known: no quarter before the country had one time, none after this calendar.
FIRST_YEAR: constant(uint256) = 2024
LAST_YEAR: constant(uint256) = 9999
# Leap days from year 1 to 1969, which lie before the first second that is counted.
BEFORE_1970: constant(uint256) = 477
# Days of a year without a leap day that have passed when each quarter begins.
PASSED: constant(uint256[4]) = [0, 90, 181, 273]


@external
@pure
def report_due(year: uint256, quarter: uint256) -> uint256:
    """
    @notice The last second at which a report on a quarter is in time: the end of the 10th day of
            the month after it (A-9).
    @param year The year, 2024 to 9999.
    @param quarter 1 to 4.
    """
    self._check_quarter(year, quarter)
    return self._report_due(year, quarter)


@external
@pure
def cessation_due(ended_at: uint256) -> uint256:
    """
    @notice The last second at which the end of mining is reported in time: the end of the tenth day
            after the day on which mining stopped (A-9).
    @param ended_at When mining stopped.
    """
    return self._cessation_due(ended_at)


@internal
@pure
def _check_quarter(year: uint256, quarter: uint256):
    """
    @notice Refuse what is no quarter of a known year.
    """
    known: bool = year >= FIRST_YEAR and year <= LAST_YEAR and quarter >= 1 and quarter <= 4
    assert known, "mining_registry: no such quarter"


@internal
@pure
def _begin(year: uint256, quarter: uint256) -> uint256:
    """
    @notice The first second of a quarter.
    """
    before: uint256 = year - 1
    leap_days: uint256 = before // 4 - before // 100 + before // 400 - BEFORE_1970
    days: uint256 = (year - 1970) * 365 + leap_days + PASSED[quarter - 1]
    leap_year: bool = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if leap_year and quarter > 1:
        days += 1
    return days * DAY - AHEAD


@internal
@pure
def _end(year: uint256, quarter: uint256) -> uint256:
    """
    @notice The first second after a quarter.
    """
    if quarter == 4:
        return self._begin(year + 1, 1)
    return self._begin(year, quarter + 1)


@internal
@pure
def _report_due(year: uint256, quarter: uint256) -> uint256:
    """
    @notice The last second of the 10th day after a quarter.
    """
    return self._end(year, quarter) + ALLOWED * DAY - 1


@internal
@pure
def _cessation_due(ended_at: uint256) -> uint256:
    """
    @notice The last second of the tenth day after the day on which mining stopped.
    """
    return (((ended_at + AHEAD) // DAY + ALLOWED + 1) * DAY) - AHEAD - 1
