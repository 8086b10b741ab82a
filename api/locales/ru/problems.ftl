### Отказы под их кодами: в чём дело и, где это полезно, с фактами.

problem-kind-notfound = Запрошенных данных здесь нет.
problem-kind-conflict = Действие противоречит уже внесённым записям.
problem-kind-rejected = В запросе отказано.
problem-kind-unavailable = Нужная часть системы сейчас не отвечает. Повторите попытку позже.
problem-kind-verificationerror = Проверка подлинности не пройдена.
problem-about = { $title } ({ $name })

## Запросы
problem-route_unknown = Такого адреса нет.
    .detail = По адресу { $path } ничего нет. Проверьте адрес.
problem-method_not-allowed = Этот метод здесь не допускается.
    .detail = Этот адрес не принимает метод { $method }.
problem-request_malformed = Запрос не удаётся прочитать.
problem-request_malformed-json = JSON не удаётся прочитать.
    .detail = Текст JSON обрывается или нарушен на символе { $position }.
problem-request_media-type = Тип содержимого запроса не тот, который ожидается.
    .detail = Отправьте тело запроса как { $expected }.
problem-request_encoding = Сжатое тело запроса не принимается.
    .detail = Отправьте тело без Content-Encoding.
problem-request_body-too-large = Тело запроса слишком велико.
    .detail = Здесь тело запроса может занимать не более { $limit } байт.
problem-request_body-too-slow = Тело запроса поступает слишком медленно.
    .detail = Тело запроса должно поступать со скоростью не менее { $rate } байт в секунду. Отправьте его ещё раз.
problem-request_invalid = В запросе есть поля с ошибками.
    .detail = Поля с ошибками: { $fields }.
problem-problem_unknown = Такого кода ошибки нет.
    .detail = Кода ошибки { $problem } нет.
problem-page_bad-cursor = Указатель страницы не удаётся прочитать.
    .detail = Передайте значение «next» предыдущей страницы без изменений.
problem-page_bad-limit = Размер страницы вне допустимых пределов.
    .detail = На странице бывает не менее 1 и не более { $most } записей; запрошено: { $limit }.
problem-idempotency_bad-key = Такой Idempotency-Key не принимается.
    .detail = Ключ состоит из видимых символов ASCII: не менее 1 и не более { $most }.
problem-idempotency_key-reused = Этот Idempotency-Key уже использован для другого запроса.
    .detail = Ключ { $key } принадлежит другому запросу. Возьмите новый ключ.
problem-idempotency_in-progress = Первый запрос с этим Idempotency-Key ещё выполняется.
    .detail = Повторите запрос с тем же ключом немного позже.
problem-upload_malformed = Составное тело запроса (multipart) не удаётся прочитать.
problem-upload_incomplete = Тело запроса неполно.
    .detail = Недостающие части: { $missing }.
problem-upload_part-unexpected = Часть тела запроса стоит не на своём месте.
    .detail = Пришла часть «{ $part }», ожидалась «{ $expected }». Сначала отправьте metadata, затем content и ничего больше.
problem-upload_metadata-too-large = Метаданные слишком велики.
    .detail = Метаданные могут занимать не более { $limit } байт.
problem-gateway_format-missing = В запросе не сказано, что отдать.
    .detail = Укажите значение параметра format: { $formats }.
problem-gateway_malformed-span = Диапазон байтов записан неверно: { $span }.
    .detail = Запишите entity-bytes в виде начало:конец, например 0:1023, 512:* или -1024:*.
problem-gateway_not-acceptable = Шлюз отдаёт только блоки и CAR.
    .detail = Укажите значение параметра format: { $formats }.
problem-gateway_not-cached = Этого содержимого нет под рукой.
    .detail = Запрошено только уже сохранённое содержимое; { $cid } здесь не отдаётся.
problem-gateway_path-of-block = Блок отдаётся только по своему CID.
    .detail = Запросите CAR (format=car) для пути { $path }.
problem-language_unknown = Такого языка нет.
    .detail = Языка «{ $language }» нет; укажите один из языков kk, ru, en.
problem-text_empty = На одном из языков текст пуст.
    .detail = Текст пуст на языке «{ $language }».
problem-json_not-canonical = В документе есть значение, для которого нельзя вычислить хеш.
    .detail = Значение такого типа недопустимо: { $found }.
problem-json_bad-salt = Длина соли не равна 32 байтам.
    .detail = В соли { $size } байт вместо 32.

## Адреса и идентификационные номера
problem-address_malformed = Это не адрес.
    .detail = «{ $address }» — не адрес: ожидаются 0x и 40 шестнадцатеричных цифр.
problem-address_bad-checksum = Контрольная сумма адреса неверна.
    .detail = Буквы адреса { $address } не соответствуют контрольной сумме: возможно, в нём опечатка.
problem-identifier_bad-bin = БИН неверен.
    .detail = { $fault ->
        [form] «{ $value }» — не БИН: ожидаются двенадцать цифр.
        [structure] «{ $value }» — не БИН: дата или вид лица в нём недопустимы.
       *[other] «{ $value }» — не БИН: контрольная цифра не сходится.
    }
problem-identifier_bad-iin = ИИН неверен.
    .detail = { $fault ->
        [form] ИИН состоит из двенадцати цифр.
        [structure] Дата рождения в ИИН недопустима.
       *[other] Контрольная цифра ИИН не сходится.
    }
problem-participant_unknown = Такого участника нет.
    .detail = «{ $participant }» не является участником сети.
problem-proposal_unknown = Такого предложения нет.
    .detail = Предложения № { $number } в блокчейне нет.
problem-argument_missing = Аргумент действия не дан.
    .detail = Недостающий аргумент: { $argument }.
problem-argument_unknown = У действия нет такого аргумента.
    .detail = Лишний аргумент: { $argument }.
problem-argument_malformed = Аргумент не подходит к своему типу.
    .detail = Аргумент: { $argument }; тип: { $kind }.
problem-participant_subject-altered = Хранимые сведения об участнике не соответствуют хешу в блокчейне.
    .detail = Хеш в блокчейне: { $digest }.

## Транзакции и блокчейн
problem-transaction_unknown = Транзакция неизвестна.
    .detail = В блокчейне нет транзакции { $transaction }.
problem-transaction_pending = Транзакция ещё не включена в блок.
    .detail = Транзакция { $transaction } ожидает включения в блок. Повторите запрос немного позже.
problem-transaction_refused = Узел не принимает транзакцию.
    .detail = Ответ узла: { $reason }.
problem-transaction_malformed = Это не подписанная транзакция.
    .detail = Отправьте подписанную транзакцию типа 2 шестнадцатеричным текстом, который начинается с 0x.
problem-transaction_sender-not-admitted = Отправитель не является действующим участником.
    .detail = Отправлять транзакции могут только действующие участники. Чтобы стать участником, обратитесь в уполномоченный орган.
problem-transaction_wrong-chain-id = Транзакция предназначена для другого блокчейна.
    .detail = Подпишите её с идентификатором сети, указанным в /v1/status.
problem-transaction_nonce-too-low = Порядковый номер транзакции (nonce) уже использован.
    .detail = Запросите действие заново и подпишите новую транзакцию.
problem-transaction_nonce-too-high = Перед порядковым номером транзакции (nonce) остаётся пропуск.
    .detail = Сначала отправьте предыдущие транзакции или запросите действие заново.
problem-transaction_fee-not-zero = Комиссия не равна нулю.
    .detail = В этой сети нет монеты: обе комиссии должны быть равны нулю.
problem-transaction_priority-fee = Приоритетная комиссия больше полной комиссии.
    .detail = В этой сети нет монеты: обе комиссии должны быть равны нулю.
problem-transaction_too-large = Транзакция слишком велика.
problem-transaction_gas-over-limit = Транзакция запрашивает слишком много газа.
problem-transaction_gas-over-cap = Транзакция запрашивает больше газа, чем разрешает узел.
    .detail = Узел отводит одной транзакции ограниченное количество газа. Запросите действие заново и подпишите транзакцию без изменений.
problem-transaction_gas-too-low = Транзакции не хватает газа.
    .detail = Запросите действие заново и подпишите транзакцию без изменений.
problem-transaction_block-gas = В блоке нет места для транзакции.
problem-transaction_creation-forbidden = Создавать контракты может только оператор.
problem-transaction_already-known = Эта транзакция уже отправлена.
problem-transaction_pool-full = На узле слишком много ожидающих транзакций.
    .detail = Отправьте транзакцию снова немного позже.
problem-transaction_replacement-refused = Транзакция с этим порядковым номером (nonce) уже ожидает.
    .detail = Ожидающую транзакцию заменить нельзя. Дождитесь её включения в блок.
problem-transaction_waits-for-nonce = Транзакция ожидает более раннюю.
    .detail = Её порядковый номер (nonce) — { $nonce }, а транзакция с номером { $missing } не отправлена. Сначала отправьте её или запросите действие заново.
problem-transaction_replaced = В блок включена другая транзакция отправителя с этим порядковым номером (nonce).
    .detail = Эту транзакцию включить в блок уже нельзя, её порядковый номер (nonce) — { $nonce }. Запросите действие заново и подпишите новую транзакцию.
problem-transaction_lost = У узла больше нет этой транзакции.
    .detail = Узел принял транзакцию { $transaction }, но удалил её до включения в блок. Отправьте её снова или запросите повторную передачу.
problem-transaction_not-kept = Транзакция здесь не хранится.
    .detail = Транзакцию { $transaction } в последнее время не отправляли через этот интерфейс, или повторная отправка ей не нужна. Отправьте подписанную транзакцию.
problem-transaction_balance = У отправителя нет такой суммы.
    .detail = В этой сети нет монеты: значение должно быть равно нулю.
problem-transaction_invalid = Транзакция нарушает правила блокчейна.
problem-transaction_broken = Узлу не удалось исполнить транзакцию.
problem-contract_refused = Контракт не принимает действие.
    .detail = { $explanation }
problem-contract_failed = Контракт не принимает действие и не называет причину.
    .detail = Контракт: { $contract }.
problem-contract_unknown = Такого контракта здесь нет.
    .detail = Контракта с названием { $contract } нет.
problem-contract_no-function = У контракта нет такой функции.
    .detail = У контракта { $contract } нет функции { $function }.
problem-contract_bad-arguments = Значение не подходит функции контракта.
    .detail = Контракт { $contract }, функция { $function }.
problem-contract_not-yet = В том блоке контракт ещё не был развёрнут.
    .detail = Контракт { $contract } развёрнут позже блока { $block }.
problem-contract_arguments-count = Число аргументов другое.
    .detail = Аргументов у функции: { $expected }; передано: { $found }.
problem-contract_bad-argument = Аргумент не подходит по типу.
    .detail = «{ $found }» — не значение типа { $kind }, который у аргумента { $argument }.
problem-block_unknown = Такого блока нет.
    .detail = Блок { $block } неизвестен.
problem-block_not-indexed = До этого блока индекс ещё не дошёл.
    .detail = Блок { $block } не проиндексирован; последний проиндексированный: { $head }.
problem-block_none-by = В тот момент блокчейна ещё не было.
    .detail = Время первого блока: { $first }.
problem-moment_future = Этот момент ещё не наступил.
    .detail = Сейчас { $now }; что будет записано, ещё никто не знает.
problem-moment_malformed = Дату и время не удаётся прочитать.
    .detail = «{ $given }» не является датой и временем по RFC 3339, например 2026-11-27T09:00:00+05:00; в адресе знак «плюс» пишется как %2B.
problem-moment_both = Указаны сразу и блок, и момент времени.
    .detail = Укажите что-то одно.
problem-asset_not-yet = В том блоке цифровой актив ещё не был зарегистрирован.
    .detail = Цифровой актив № { $asset } зарегистрирован после блока { $block }.
problem-deposit_not-yet = В том блоке объект хранения ещё не был записан.
    .detail = Объект хранения № { $number } записан после блока { $block }.
problem-mined_not-yet = В том блоке добытый актив ещё не был заявлен.
    .detail = Добытый актив № { $number } заявлен после блока { $block }.
problem-participant_not-yet = В том блоке участник ещё не был допущен.
    .detail = Участник № { $participant } допущен после блока { $block }.
problem-statement_backwards = Начало выписки позже её конца.
    .detail = Сначала укажите более ранний момент или блок.
problem-statement_too-wide = У адреса слишком много цифровых активов для одной выписки.
    .detail = Помещается не более { $most }. Запросите выписку по каждому цифровому активу отдельно.
problem-chain_unreachable = Узел не отвечает.
    .detail = Повторите попытку немного позже.
problem-chain_failed = Узел отвечает ошибкой.
    .detail = { $method }: { $reason }
problem-chain_malformed = Ответ узла не удаётся прочитать.
    .detail = Не удаётся прочитать: { $what }.
problem-chain_wrong-chain = Узел обслуживает другой блокчейн.
    .detail = Идентификатор сети { $found } вместо { $expected }.
problem-chain_wrong-genesis = У блокчейна этого узла другой начальный блок.
    .detail = Начальный блок { $found } вместо { $expected }.
problem-chain_code-differs = Код контракта в блокчейне отличается от развёрнутого.
    .detail = Контракт: { $contract }.
problem-chain_bad-answer = Ответ контракта не удаётся прочитать.
    .detail = Контракт { $contract }, функция { $function }.
problem-chain_bad-log = Событие контракта не удаётся прочитать.
    .detail = Контракт { $contract }, событие { $event }.
problem-deployment_missing = Файла развёртывания нет.
    .detail = Файла { $path } нет.
problem-deployment_malformed = Файл развёртывания не удаётся прочитать.
    .detail = Поле с ошибкой: { $field }.

## Индекс и базы данных
problem-index_empty = Индекс пока пуст.
    .detail = Первые блоки ещё читаются. Повторите попытку немного позже.
problem-node_unknown = Такого узла нет.
    .detail = Узел № { $number } не внесён в реестр или ещё не был внесён на этом блоке.
problem-export_busy = Формируется слишком много выгрузок.
    .detail = Одновременно формируется не более { $most }. Повторите попытку немного позже.
problem-index_rebuilt = Индекс строится заново.
    .detail = Повторите запрос, когда индекс дойдёт до этого блока.
problem-index_differs = Индекс расходится с блокчейном.
    .detail = { $what } в блоке { $block }: в индексе { $index }, в блокчейне { $chain }. Постройте индекс заново и выясните, кто его изменил.
problem-index_parent-mismatch = Блокчейн не продолжает проиндексированные блоки.
    .detail = Блок { $block }: предыдущий { $found } вместо { $expected }. Индекс нужно построить заново.
problem-index_other-chain = Индекс принадлежит другому блокчейну.
    .detail = Ожидалось: { $expected }; найдено: { $found }. Индекс нужно построить заново.
problem-index_other-projections = Индекс построен другой версией программы.
    .detail = Ожидалось: { $expected }; найдено: { $found }. Индекс нужно построить заново.
problem-index_negative-balance = Проиндексированные движения не сходятся.
    .detail = Остаток цифрового актива № { $asset } на адресе { $account } оказался бы отрицательным. Индекс нужно построить заново.
problem-index_out-of-order = События поступили в индекс не по порядку.
    .detail = Событие: { $event }. Индекс нужно построить заново.
problem-database_unreachable = База данных не отвечает.
problem-database_newer = База данных принадлежит более новой версии программы.
    .detail = Версия её таблиц: { $found }; эта программа знает { $known }. Обновите программу.
problem-database_failed = В базе данных произошёл сбой.
    .detail = Повторите попытку немного позже.

## Активы
problem-asset_unknown = Такого цифрового актива нет.
    .detail = Цифровой актив № { $asset } не зарегистрирован.
problem-redemption_unknown = Такого требования о погашении нет.
    .detail = Требование о погашении № { $redemption } не зарегистрировано.

## Ограничение частоты запросов
problem-rate_exceeded = Слишком много запросов за короткое время.
    .detail = Повторите запрос, когда пройдут секунды, указанные в Retry-After. Остаток показывает заголовок RateLimit.
