problem-statistics_period-reversed = Первый день периода позже последнего.
problem-statistics_period-too-long = Период слишком длинный.
    .detail = В одном ответе не более { $most } промежутков.
problem-statistics_day-out-of-range = За такой день подсчёт не ведётся.
