### Pages of what a transaction did, of those who seal, and of acts that were refused.

## A transaction
page-transactions-lead = Обращения к контрактам, начиная с последних; каждое подписано тем, кто обратился.
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

## Signers
page-signers-title = Запечатывающие узлы
page-signers-rule = Узлы запечатывают блоки по очереди, по их номерам: чья очередь, тот запечатывает сразу, другой может сделать это за него чуть позже. Очередь, в которую запечатал другой, пропущена. Названы те узлы, которым доверяет эта установка.
page-signers-over = За последние блоки
page-signers-range = Блоки
page-signers-blocks = с { $first } по { $last }
page-signers-nodes = Реестр узлов
page-signers-signer = Узел
page-signers-sealed = Запечатано
page-signers-share = Доля
page-signers-turns = Очередей
page-signers-missed = Пропущено
page-signers-instead = За других
page-signers-last = Последний блок
page-signers-none = Запечатывающих узлов нет.
page-signers-unknown = Не из числа запечатывающих
page-signers-witnesses = Свидетели
page-signers-witness = Свидетель
page-signers-statements = Подписано блоков
page-signers-latest = Последний подписанный блок
page-signers-agrees = Согласие
page-signers-no-witness = О блоках этого узла ещё никто не свидетельствовал.
page-signers-untold = Узел не хранит заявлений свидетелей или сейчас не отвечает.
page-signers-contradicted = Подписал два блока с одним номером
page-signers-silent = Сравнивать нечего
page-signers-agreed = Тот же блок
page-signers-disagreed = Подпись неверна
page-block-in-turn = В свою очередь
page-block-out-of-turn = За другого
