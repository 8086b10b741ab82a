problem-statistics_period-reversed = The first day of the period is after the last.
problem-statistics_period-too-long = The period is too long.
    .detail = One answer has at most { $most } buckets.
problem-statistics_day-out-of-range = Nothing is counted on such a day.
