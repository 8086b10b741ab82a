### Pages of what a transaction did, of those who seal, and of acts that were refused.

## A transaction
page-transaction-gas = Газ: жұмсалғаны және рұқсат етілгені (төлемсіз)
page-transaction-value = Сома
page-transaction-inside = Ішінде не болды
page-transaction-why = Неге орындалмады
page-transaction-reason = Себебі
page-transaction-said = Келісімшарттың өз сөзі
page-status-refused = Түйін бас тартты
page-status-lost = Түйінде жоқ
page-course = Барысы
page-course-received = Осы сервер алды
page-course-refused = Түйін бас тартты
page-course-admitted = Түйін қабылдады
page-course-sealed = Блокқа мөрленді
page-course-final = Түпкілікті
page-course-indexed = Индексте

## What it did inside
page-trace-title = Шақырулар мен өзгерістер
page-trace-calls = Шақырулар
page-trace-calls-words = Түйін транзакцияны өз орнында қайта орындады. Машинаның кіріктірілген функциялары көрсетілмейді.
page-trace-given = Не берілді
page-trace-gas = газ: { $gas }
page-trace-left-out = көрсетілмеген шақырулар: { NUMBER($count) }
page-trace-kind-call = шақыру
page-trace-kind-callcode = бөгде кодты өз атынан шақыру
page-trace-kind-delegatecall = бөгде кодты өз атынан шақыру
page-trace-kind-staticcall = ештеңені өзгертпейтін сұрау
page-trace-kind-create = келісімшарт құру
page-trace-kind-create2 = келісімшарт құру
page-trace-kind-selfdestruct = келісімшартты жою
page-trace-changes = Күйдің өзгерістері
page-trace-changes-none = Транзакция ештеңені өзгертпеді.
page-trace-what = Не
page-trace-before = Бұрын
page-trace-after = Кейін
page-trace-field-nonce = Реттік нөмірі
page-trace-field-balance = Қалдығы
page-trace-field-code = Коды, байт
page-trace-more = Тізім толық емес
page-trace-more-changes = Көрсетілмеген өзгерістер
page-trace-unsupported = Осы беттердің артындағы түйін транзакциялардың ішінде не болатынын айтпайды. Желінің басқа түйінінен сұраңыз (debug_traceTransaction).
page-trace-refused = Бұл жолы түйін айтпады

## New blocks
page-live-on = Жаңа блоктар өздігінен көрінеді.
page-live-off = Тоқтатып қойылды.
page-live-lost = Байланыс үзілді, қайта қосылуда.
page-live-pause = Тоқтата тұру
page-live-go = Жалғастыру
page-live-none = Скриптсіз бұл бет өздігінен жаңармайды.
page-live-reload = Қайта жүктеу
