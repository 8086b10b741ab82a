### Отказы при входе, сеансах и ключах.

access-statement = Вход в депозитарий Qoima. Этой подписью не подписывается транзакция и ничего не передаётся.

## Вход
problem-sign-in_malformed = Сообщение для входа составлено не по ERC-4361.
    .detail = Ошибка в строке { $line }. Подпишите сообщение из POST /v1/sign-in/challenges без изменений.
problem-sign-in_other-domain = Сообщение подписано для другого сайта.
    .detail = Это { $expected }. Не подписывайте на одном сайте сообщения для другого.
problem-sign-in_other-uri = В сообщении назван другой адрес.
    .detail = URI должен быть { $expected }.
problem-sign-in_other-chain = В сообщении назван другой блокчейн.
    .detail = Chain ID должен быть { $expected }.
problem-sign-in_expired = Срок действия сообщения истёк.
    .detail = Запросите новое и подпишите его в течение пяти минут.
problem-sign-in_not-yet-valid = Сообщение ещё не действует.
    .detail = Его время позже нашего. Проверьте часы устройства.
problem-sign-in_nonce-unknown = Одноразовое число сообщения выдано не здесь, или его минуты истекли.
    .detail = Запросите новое сообщение и подпишите его в течение пяти минут.
problem-sign-in_nonce-spent = Это сообщение уже использовано.
    .detail = Сообщение годится для одного входа. Запросите новое.
problem-sign-in_other-signer = Сообщение подписано не тем ключом, который в нём назван.
    .detail = В нём назван { $account }. Выберите этот адрес в кошельке.
problem-sign-in_bad-signature = Подпись не читается.
    .detail = Передайте r, s и v, 65 байтов, как 0x и шестнадцатеричные цифры.
problem-sign-in_high-s = У подписи большое s.
    .detail = Из двух видов подписи принимается только вид с малым s (EIP-2).
problem-sign-in_contract-account = Контракт войти не может.
    .detail = { $account } — контракт. Подпишите ключом участника.
problem-sign-in_too-many-challenges = Из этой сети запрошено слишком много сообщений для входа.
    .detail = Подписи могут ждать не более { $most }. Повторите через несколько минут.
problem-sign-in_busy = Сейчас начато слишком много входов.
    .detail = Повторите через несколько минут.

## Токены и ключи
problem-access_required = Сначала войдите.
    .detail = Нужен токен из POST /v1/sign-in или ключ API в заголовке Authorization: Bearer.
problem-access_bad-scheme = Заголовок Authorization другого вида.
    .detail = Принимается только Bearer.
problem-access_bad-token = Токен или ключ не годится.
    .detail = Он неизвестен, отозван или записан с ошибкой. Войдите снова или создайте новый ключ.
problem-access_expired = Срок действия токена или ключа истёк.
    .detail = Обновите сеанс или войдите снова.
problem-access_refresh-reused = Этот токен обновления уже использован, поэтому сеанс завершён.
    .detail = Возможно, он есть у кого-то ещё. Войдите снова.
problem-access_not-a-participant = Адрес не принадлежит участнику.
    .detail = { $account } не допущен уполномоченным органом, или его ключ заменён.
problem-access_suspended = Участник приостановлен.
    .detail = { $account } не может действовать, пока уполномоченный орган не возобновит его участие.
problem-access_scope = Ключ создан не для этого.
    .detail = У него нет области «{ $scope }».
problem-access_other-origin = Запрос пришёл со страницы другого сайта.
    .detail = От имени сеанса страниц могут обращаться только страницы этого сайта.
problem-access_csrf = В запросе нет токена его сеанса.
    .detail = Передайте значение «csrf» из GET /v1/session в заголовке X-CSRF-Token.

## Ключи
problem-api-key_unknown = Ключа API { $key } нет.
problem-api-key_too-many = Ключей API уже { $limit }.
    .detail = Удалите ненужный.
problem-api-key_bad-scope = Ключу API нельзя дать область «{ $scope }».
    .detail = Ключи создаёт и удаляет только тот, кто вошёл сам.

## Не для всех
problem-deposit_restricted = Причину возврата узнают только правообладатель и оператор.
    .detail = Войдите с ключом правообладателя объекта хранения № { $number }.
problem-notification_restricted = Формы и причины возврата видят только майнер и уполномоченный орган.
    .detail = Войдите с ключом майнера уведомления № { $number }.
