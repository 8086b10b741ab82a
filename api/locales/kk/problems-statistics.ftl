problem-statistics_period-reversed = Кезеңнің бірінші күні соңғысынан кейін тұр.
problem-statistics_period-too-long = Кезең тым ұзақ.
    .detail = Бір жауапта ең көбі { $most } аралық болады.
problem-statistics_day-out-of-range = Мұндай күн бойынша есеп жүргізілмейді.
