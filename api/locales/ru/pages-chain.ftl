### Pages of what a transaction did, of those who seal, and of acts that were refused.

## A transaction
page-transaction-gas = Газ: израсходовано и разрешено (без оплаты)
page-transaction-value = Сумма
page-transaction-inside = Что произошло внутри
page-transaction-why = Почему не исполнена
page-transaction-reason = Причина
page-transaction-said = Слова самого контракта
page-status-refused = Узел отказал
page-status-lost = Узел её не имеет
page-course = Ход
page-course-received = Получена этим сервером
page-course-refused = Узел отказал
page-course-admitted = Принята узлом
page-course-sealed = Запечатана в блоке
page-course-final = Окончательна
page-course-indexed = В индексе

## What it did inside
page-trace-title = Вызовы и изменения
page-trace-calls = Вызовы
page-trace-calls-words = Узел исполнил транзакцию ещё раз на её месте. Встроенные функции машины не показаны.
page-trace-given = Что передано
page-trace-gas = газ: { $gas }
page-trace-left-out = не показано вызовов: { NUMBER($count) }
page-trace-kind-call = вызов
page-trace-kind-callcode = вызов чужого кода от своего имени
page-trace-kind-delegatecall = вызов чужого кода от своего имени
page-trace-kind-staticcall = вопрос, ничего не меняющий
page-trace-kind-create = создание контракта
page-trace-kind-create2 = создание контракта
page-trace-kind-selfdestruct = удаление контракта
page-trace-changes = Изменения состояния
page-trace-changes-none = Транзакция ничего не изменила.
page-trace-what = Что
page-trace-before = Было
page-trace-after = Стало
page-trace-field-nonce = Порядковый номер
page-trace-field-balance = Остаток
page-trace-field-code = Код, байт
page-trace-more = Список неполон
page-trace-more-changes = Не показано изменений
page-trace-unsupported = Узел, на котором стоят эти страницы, не сообщает, что транзакции делают внутри. Спросите другой узел сети (debug_traceTransaction).
page-trace-refused = На этот раз узел не сообщил

## New blocks
page-live-on = Новые блоки появляются сами.
page-live-off = Приостановлено.
page-live-lost = Связь потеряна, восстанавливается.
page-live-pause = Приостановить
page-live-go = Продолжить
page-live-none = Без скриптов эта страница сама не обновляется.
page-live-reload = Загрузить заново
