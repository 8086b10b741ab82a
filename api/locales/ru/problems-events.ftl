### Отказы потока событий и веб-хуков.

## События
problem-events_bad-place = «{ $place }» — не место в блокчейне.
    .detail = Укажите блок (1200) или блок и номер записи в нём (1200-3), как в поле «next» и в идентификаторе события.
problem-events_unknown-contract = Контракта «{ $contract }» нет.
    .detail = Есть: { $known }.
problem-events_unknown-event = События «{ $event }» среди запрошенного не бывает.
problem-events_too-many-listeners = Сейчас слишком много слушающих события (не более { $limit }).
    .detail = Повторите позже или запрашивайте события постранично.

## Веб-хуки
problem-hook_unknown = Веб-хука { $hook } нет.
problem-hook_bad-url = На этот адрес события доставлять нельзя.
    .detail = Укажите адрес https без имени и пароля в нём; http допускается только для этой машины.
problem-hook_too-many = Веб-хуков уже { $limit }.
    .detail = Удалите тот, который больше никому не нужен.
problem-hook_no-such-letter = У веб-хука { $hook } нет недоставленного письма № { $letter }.
problem-hook_refused = Получатель не принял события: { $failure }.
    .detail = Недоставленное письмо сохранено.
problem-hook_letter-incomplete = Сейчас в индексе нет всех событий недоставленного письма № { $letter }.
    .detail = Повторите, когда индекс догонит блокчейн (qoima index status).
problem-hook_forbidden-address = Адрес лежит там, куда события для участников не доставляются.
    .detail = Укажите адрес https с портом 443 или 8443, узел которого общедоступен.
problem-hook_busy = Сейчас повторно доставляется слишком много писем.
    .detail = Повторите через несколько секунд.

## Traces
problem-trace_unsupported = Узел не сообщает, что транзакции делают внутри.
    .detail = Спросите другой узел сети (debug_traceTransaction).
problem-trace_refused = Узел не показал хода транзакции: { $reason }
    .detail = Узел не показал хода транзакции: { $reason }. Повторите позже.
problem-trace_busy = Показывается ход слишком многих транзакций (не более { $limit } одновременно).
    .detail = Повторите через несколько секунд.
