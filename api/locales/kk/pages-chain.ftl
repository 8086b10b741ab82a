### Pages of what a transaction did, of those who seal, and of acts that were refused.

## A transaction
page-transactions-lead = Келісімшарттарға жасалған өтініштер, соңғысынан бастап; әрқайсысына өтінген адам қол қойған.
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

## Signers
page-signers-title = Мөрлейтін түйіндер
page-signers-rule = Түйіндер блоктарды нөмірі бойынша кезекпен мөрлейді: кезегі келгені бірден мөрлейді, оның орнына басқасы сәл кейін мөрлей алады. Басқа түйін мөрлеген кезек өткізіп алынған болып есептеледі. Осы қондырғы сенетін түйіндер көрсетілген.
page-signers-over = Соңғы блоктар бойынша
page-signers-range = Блоктар
page-signers-blocks = бірінші: { $first }, соңғы: { $last }
page-signers-nodes = Түйіндер тізілімі
page-signers-signer = Түйін
page-signers-sealed = Мөрлегені
page-signers-share = Үлесі
page-signers-turns = Кезегі
page-signers-missed = Өткізіп алғаны
page-signers-instead = Басқалар үшін
page-signers-last = Соңғы мөрлегені
page-signers-none = Мөрлейтін түйіндер жоқ.
page-signers-unknown = Мөрлейтіндер қатарында жоқ
page-signers-witnesses = Куәлар
page-signers-witness = Куә
page-signers-statements = Қол қойған блоктары
page-signers-latest = Соңғы қол қойған блогы
page-signers-agrees = Келісімі
page-signers-no-witness = Бұл түйіннің блоктарына әлі ешкім куәлік еткен жоқ.
page-signers-untold = Түйін куәлардың мәлімдемелерін сақтамайды немесе қазір жауап бермейді.
page-signers-contradicted = Нөмірі бірдей екі блокқа қол қойды
page-signers-silent = Салыстыратын ештеңе жоқ
page-signers-agreed = Блогы бірдей
page-signers-disagreed = Қолтаңбасы дұрыс емес
page-block-in-turn = Өз кезегінде
page-block-out-of-turn = Басқаның орнына
