### Отказы потока событий и веб-хуков.

## События
problem-events_bad-place = «{ $place }» — не место в блокчейне.
    .detail = Укажите блок (1200) или блок и номер записи в нём (1200-3), как в поле «next» и в идентификаторе события.
problem-events_unknown-contract = Контракта «{ $contract }» нет.
    .detail = Есть: { $known }.
problem-events_unknown-event = События «{ $event }» среди запрошенного не бывает.
problem-events_too-many-listeners = Сейчас слишком много слушающих события (не более { $limit }).
    .detail = Повторите позже или запрашивайте события постранично.
