# Тексты страниц реестра (на русском).
## Every page
page-site = Qoima
page-site-what = Реестр цифровых записей
page-description = Депозитарий программных продуктов, цифровые активы и уведомления о цифровом майнинге: каждую запись можно проверить по блокчейну.
page-skip = Перейти к содержанию
page-languages = Язык
page-registers = Реестры
page-deposits = Депозитарий
page-assets = Цифровые активы
page-notifications = Майнинг
page-participants = Участники
page-blocks = Блоки
page-verify = Проверка
page-home = Главная
page-crumbs = Где находится эта страница
page-copy = Копировать
page-copied = Скопировано
page-nothing = не указано
page-bytes = ({ $size } байт)
page-percent = { $percent } %
page-whole-list = Весь список
page-as-of = Данные по состоянию на блок № { $number }
page-as-of-none = В индексе пока нет ни одного блока
page-time-zone = Всё время указано по времени Казахстана (UTC+5).
page-time-utc = { $time } (UTC)
page-title-rule = Право удостоверяет запись в блокчейне; эти страницы показывают такие записи.
page-as-json = Эти данные в машиночитаемом виде (JSON)
page-evidence = Запись в блокчейне
page-filter = Отбор
page-filter-all = Все
page-paging = Страницы списка
page-first = К началу списка
page-next = Следующая страница

## Home
page-home-statement = Qoima ведёт учёт переданных на хранение программ, обеспеченных цифровых активов и уведомлений о майнинге в блокчейне, который может проверить каждый.
page-state = Состояние реестра
page-state-head = Последний проиндексированный блок
page-state-time = Время блока
page-state-hash = Хеш блока
page-state-index = Индекс
page-state-current = Актуален
page-state-behind =
    { $number ->
        [one] Отстаёт на { $number } блок
        [few] Отстаёт на { $number } блока
       *[other] Отстаёт на { $number } блоков
    }
page-state-late = Обновляется
page-state-empty = Пока пуст
page-state-unreachable = Узел не отвечает; данные ниже указаны по состоянию на последний проиндексированный блок
page-counts = Число записей
page-count-deposits =
    { $number ->
        [one] объект хранения
        [few] объекта хранения
       *[other] объектов хранения
    }
page-count-assets =
    { $number ->
        [one] цифровой актив
        [few] цифровых актива
       *[other] цифровых активов
    }
page-count-notifications =
    { $number ->
        [one] уведомление
        [few] уведомления
       *[other] уведомлений
    }
page-count-participants =
    { $number ->
        [one] участник
        [few] участника
       *[other] участников
    }
page-count-transactions =
    { $number ->
        [one] транзакция
        [few] транзакции
       *[other] транзакций
    }
page-newest-deposits = Новые объекты хранения
page-newest-assets = Новые цифровые активы
page-newest-notifications = Новые уведомления
page-newest-blocks = Новые блоки
page-home-check = Подлинный ли файл?
page-home-check-words = Выберите файл: его хеш вычислит браузер, сам файл никуда не отправляется. Ответ покажет, в какой записи и когда он зафиксирован.
page-home-check-go = Проверить файл

## Search
page-search-label = Поиск по реестру
page-search-short = Номер, хеш, название
page-search-go = Найти
page-search-hint = Номер записи или блока, хеш транзакции, адрес, CID, хеш SHA-256, БИН, название
page-search-title = Поиск
page-search-none = Ничего не найдено
page-search-none-for = Нет записей по запросу:
page-search-none-advice = Проверьте, что номер или хеш скопирован полностью: после 0x в хеше должно быть 64 знака, в адресе — 40.
page-search-bounds = Поиск по названию охватывает всех участников и последние { $number } записей остальных реестров.

## Blocks and transactions
page-blocks-lead = Окончательные блоки, начиная с новых.
page-blocks-empty = Пока не проиндексирован ни один блок.
page-block-title = Блок № { $number }
page-block-number = Блок
page-block-time = Время
page-block-transactions = Транзакции
page-block-sealer = Запечатал
page-block-hash = Хеш блока
page-block-parent = Предыдущий блок
page-block-next = Следующий блок
page-block-state-root = Корень состояния
page-block-gas = Вычислительные единицы (газ)
page-block-gas-of = { $used } из { $limit }
page-transactions-none = Транзакций нет.
page-transaction-title = Транзакция
page-transaction-hash = Хеш транзакции
page-transaction-act = Действие
page-transaction-sender = Подписал
page-transaction-to = Контракт
page-transaction-status = Состояние
page-transaction-nonce = Порядковый номер у отправителя
page-transaction-gas-used = Израсходовано газа (без оплаты)
page-transaction-index = Место в блоке
page-transaction-created = Созданный контракт
page-transaction-call = Записанные сведения
page-transaction-event = Событие { $number }: { $name }
page-transaction-input = Исходные данные
page-transaction-plain = Неизвестный вызов
page-transaction-creation = Развёртывание контракта
page-status-pending = Ожидает блока
page-status-succeeded = Исполнена
page-status-failed = Не исполнена
page-contract-participants = Реестр участников
page-contract-depository = Депозитарий
page-contract-digital-assets = Цифровые активы
page-contract-mining-registry = Реестр майнинга
page-contract-where = Это адрес контракта «{ $name }».

## Acts (calls of the contracts)
page-call-participants-admit = Допуск участника
page-call-participants-set-roles = Назначение ролей
page-call-participants-suspend = Приостановление участия
page-call-participants-reinstate = Восстановление участия
page-call-participants-replace-key = Замена ключа
page-call-participants-set-quorum = Установление кворума
page-call-participants-register-node = Регистрация узла
page-call-participants-remove-node = Исключение узла
page-call-participants-propose = Предложение уполномоченного органа
page-call-participants-confirm = Согласие с предложением
page-call-participants-withdraw = Отзыв согласия
page-call-decision = Решение: { $name }
page-call-depository-deposit = Передача на хранение
page-call-depository-supersede = Передача новой версии
page-call-depository-accept = Приём на хранение
page-call-depository-return-deposit = Возврат
page-call-depository-annul = Аннулирование приёма
page-call-depository-offer = Предложение права
page-call-depository-withdraw-offer = Отзыв предложения
page-call-depository-refuse-offer = Отказ от предложения
page-call-depository-accept-offer = Принятие права
page-call-depository-attest-level = Подтверждение уровня проверки
page-call-depository-withdraw-level = Отзыв подтверждения уровня проверки
page-call-depository-apply-for-copy = Заявление на копию
page-call-depository-issue-copy = Выдача копии
page-call-depository-refuse-copy = Отказ в выдаче копии
page-call-depository-record-verification = Итог проверки депозитария
page-call-digital-assets-register-class = Регистрация цифрового актива
page-call-digital-assets-attest-backing = Подтверждение обеспечения
page-call-digital-assets-issue = Выпуск токенов
page-call-digital-assets-claim = Получение токенов заменённого ключа
page-call-digital-assets-safetransferfrom = Передача токенов
page-call-digital-assets-safebatchtransferfrom = Групповая передача токенов
page-call-digital-assets-setapprovalforall = Изменение права распоряжения
page-call-mining-registry-notify = Подача уведомления
page-call-mining-registry-amend = Изменение уведомления
page-call-mining-registry-acknowledge = Подтверждение получения уведомления
page-call-mining-registry-cease = Прекращение деятельности

## Events of the contracts
page-event-participants-admitted = Участник допущен
page-event-participants-rolesset = Роли назначены
page-event-participants-suspended = Участие приостановлено
page-event-participants-reinstated = Участие восстановлено
page-event-participants-keyreplaced = Ключ заменён
page-event-participants-proposed = Предложено действие уполномоченного органа
page-event-participants-confirmed = Дано согласие с предложением
page-event-participants-withdrawn = Согласие отозвано
page-event-participants-awaiting = Предложение ожидает согласия
page-event-participants-executed = Предложение исполнено
page-event-participants-quorumset = Кворум установлен
page-event-participants-noderegistered = Узел зарегистрирован
page-event-participants-noderemoved = Узел исключён
page-event-depository-deposited = Передано на хранение
page-event-depository-superseded = Передана новая версия
page-event-depository-accepted = Принято на хранение
page-event-depository-returned = Возвращено
page-event-depository-annulled = Приём аннулирован
page-event-depository-offered = Право предложено
page-event-depository-offerwithdrawn = Предложение отозвано
page-event-depository-offerrefused = От предложения отказались
page-event-depository-offerlapsed = Предложение утратило силу
page-event-depository-transferred = Право перешло
page-event-depository-levelattested = Уровень проверки подтверждён
page-event-depository-levelwithdrawn = Подтверждение уровня проверки отозвано
page-event-depository-copyapplied = Подано заявление на копию
page-event-depository-copyissued = Копия выдана
page-event-depository-copyrefused = В копии отказано
page-event-depository-copylapsed = Заявление на копию утратило силу
page-event-depository-verified = Депозитарий проверен
page-event-digital-assets-classregistered = Цифровой актив зарегистрирован
page-event-digital-assets-backingattested = Обеспечение подтверждено
page-event-digital-assets-shortfallreported = Выявлена нехватка обеспечения
page-event-digital-assets-issued = Токены выпущены
page-event-digital-assets-transfersingle = Токены переданы
page-event-digital-assets-transferbatch = Токены переданы группой
page-event-digital-assets-approvalforall = Изменено право распоряжения
page-event-digital-assets-uri = Назначен адрес описания
page-event-mining-registry-notified = Уведомление подано
page-event-mining-registry-amended = Уведомление изменено
page-event-mining-registry-acknowledged = Получение уведомления подтверждено
page-event-mining-registry-ceased = Деятельность прекращена

## Fields of acts and events
page-field-access = Доступ
page-field-account = Адрес
page-field-actor = Участник, совершивший действие
page-field-agreement = Хеш соглашения
page-field-applicant = Заявитель
page-field-application = Хеш заявления
page-field-checked = Проверено объектов
page-field-conclusion = Хеш экспертного заключения
page-field-digest = Хеш выданной копии
page-field-faulty = Объектов с ошибками
page-field-giver = Прежний правообладатель
page-field-index = Порядковый номер
page-field-left = Оставшийся уровень
page-field-level = Уровень проверки
page-field-origin = Происхождение
page-field-receiver = Кому предложено право
page-field-report = Хеш отчёта
page-field-standing = Хранится в депозитарии
page-field-verified-at = Проверка завершена
page-field-amount = Количество
page-field-approved = Право распоряжения предоставлено
page-field-attestor = Подтверждающее лицо
page-field-authority = Уполномоченный орган
page-field-backing = Вид обеспечения
page-field-basis = Хеш решения
page-field-data = Дополнительные данные
page-field-decision = Хеш решения о выпуске
page-field-ended-at = Прекращение деятельности
page-field-evidence = Хеш подтверждающих документов
page-field-form = Хеш формы уведомления
page-field-from = От кого
page-field-id = Цифровой актив
page-field-ids = Цифровые активы
page-field-issuer = Выпускающее лицо
page-field-kind = Вид
page-field-miner = Майнер
page-field-new = Новый адрес
page-field-number = Номер записи
page-field-old = Прежний адрес
page-field-operator = Совершил действие
page-field-owner = Владелец
page-field-possessor = Правообладатель
page-field-previous = Предыдущая версия
page-field-reason = Хеш причины
page-field-rights = Хеш перечня удостоверяемых прав
page-field-roles = Роли
page-field-root = Корневой хеш пакета
page-field-size = Размер
page-field-starts-at = Начало деятельности
page-field-subject = Хеш сведений о лице
page-field-supply = В обращении
page-field-to = Кому
page-field-uri = Адрес описания
page-field-valid-until = Действительно до
page-field-value = Количество
page-field-values = Количество
page-field-agreed = Согласились ключей
page-field-closed = Предложение закрыто
page-field-participants-data = Вызов
page-field-proposal = Предложение
page-field-proposer = Кто предложил
page-field-quorum = Должны согласиться ключей
page-field-required = Должны согласиться ключей
page-field-target = Вызываемый контракт
page-field-entity = Отвечающий участник
page-field-key = Ключ узла
page-field-location = Сетевой адрес
page-field-node = Узел
page-field-participants-kind = Вид узла
page-field-purpose = Назначение
page-node-kind-1 = Запечатывает блоки
page-node-kind-2 = Свидетельствует о блоках
page-node-kind-3 = Наблюдает
page-yes = Да
page-no = Нет
page-no-expiry = Бессрочно

## Participants and accounts
page-participants-lead = Лица, которые вправе вносить записи в блокчейн, их роли и зарегистрированные адреса.
page-participants-empty = Таких участников нет.
page-participant-title = Участник № { $number }
page-participant-number = Номер
page-participant-name = Наименование
page-participant-bin = БИН
page-participant-roles = Роли
page-participant-status = Состояние
page-participant-account = Зарегистрированный адрес
page-participant-former = Прежние адреса
page-participant-subject = Хеш сведений о лице
page-participant-admitted = Допущен
page-participant-active = Действует
page-participant-suspended = Приостановлен
page-participant-unnamed = Персональные данные не публикуются: в блокчейне хранится только их хеш с солью.
page-role-authority = Уполномоченный орган
page-role-operator = Оператор депозитария
page-role-attestor = Подтверждающее лицо
page-role-issuer = Выпускающее лицо
page-role-depositor = Передающее на хранение лицо
page-role-miner = Майнер
page-account-title = Адрес
page-account-address = Адрес
page-account-participant = Участник
page-account-former = Это заменённый ключ: его владелец действует теперь с другого адреса.
page-account-stranger = Этот адрес не принадлежит ни одному участнику.
page-account-holdings = Цифровые активы на этом адресе
page-account-holdings-empty = На этом адресе цифровых активов нет.
page-account-movements = Движение цифровых активов
page-account-deposits = Переданное на хранение
page-account-notifications = Уведомления о майнинге
page-account-transactions = Транзакции

## Depository
page-deposits-lead = Переданные на хранение информационные системы, программные продукты, программные коды, нормативно-техническая документация и концепции.
page-deposits-empty = Таких объектов хранения пока нет.
page-deposit-title = Объект хранения № { $number }
page-deposit-number = Номер
page-deposit-name = Название
page-deposit-kind = Вид
page-deposit-kind-1 = Информационная система
page-deposit-kind-2 = Программный продукт
page-deposit-kind-3 = Программный код
page-deposit-kind-4 = Нормативно-техническая документация
page-deposit-kind-5 = Концепция
page-deposit-access-0 = Открытый доступ
page-deposit-access-1 = Ограниченный доступ
page-deposit-origin = Происхождение
page-deposit-origin-0 = Негосударственное
page-deposit-origin-1 = Создано или приобретено на бюджетные средства
page-deposit-origin-2 = Получено государственным органом иным способом
page-deposit-level = Уровень проверки
page-deposit-conclusion = Хеш экспертного заключения уполномоченного органа
page-deposit-same-content = Другие записи с тем же содержимым
page-deposit-claimed = Заявлено и другими
page-deposit-claimed-words = Точно такое же содержимое передал на хранение и другой участник. Кто передал раньше, права не определяет: на хранение принимается только одно.
page-deposit-offered = Право предложено участнику
page-deposit-annulled = Приём аннулирован
page-deposit-annulled-at = Аннулирован
page-deposit-annulled-words = Уполномоченный орган аннулировал приём этого объекта хранения: запись остаётся, содержимое не выдаётся.
page-deposit-possessors = Правообладатели
page-deposit-since = С какого времени
page-deposit-by-deposit = Передал на хранение
page-deposit-levels = Изменения уровня проверки
page-deposit-copies = Копии и заявления на них
page-level-0 = 0 – получено
page-level-1 = 1 – читается, хеши верны
page-level-2 = 2 – состав и SWHID установлены
page-level-3 = 3 – метаданные, лицензия и зависимости проверены
page-level-4 = 4 – сборка произведена под наблюдением
page-level-5 = 5 – независимо собрано заново
page-level-change = Изменение
page-level-rose = Подтверждён
page-level-fell = Отозван
page-level-digest = Хеш документа или причины
page-level-recorded = Записано
page-copy-applied = Рассматривается
page-copy-issued = Выдана
page-copy-refused = Отказано
page-copy-lapsed = Утратило силу
page-copy-purpose-1 = Архивирование в связи с истечением срока службы носителя
page-copy-purpose-2 = Замена утраченного, уничтоженного или ставшего непригодным оригинала
page-copy-applied-at = Заявление подано
page-copy-outcome = Хеш копии или причины
page-yearly = Ежегодные проверки депозитария
page-yearly-lead = Не реже раза в год уполномоченный орган проверяет весь депозитарий: хеш каждого объекта вычисляется заново, хеш отчёта записывается здесь.
page-yearly-empty = Депозитарий пока не проверялся.
page-yearly-last = Последняя проверка депозитария
page-yearly-due = Срок следующей проверки
page-yearly-state = Ежегодная проверка
page-yearly-over = Срок прошёл
page-yearly-soon = Срок близок
page-yearly-current = Срок не прошёл
page-yearly-never = Ещё не проверялся
page-yearly-verified = Проверка завершена
page-yearly-recorded = Записано
page-deposit-possessor = Правообладатель
page-deposit-status = Состояние
page-deposit-deposited = На рассмотрении
page-deposit-accepted = Принят на хранение
page-deposit-returned = Возвращён
page-deposit-superseded = Есть новая версия
page-deposit-size = Размер
page-deposit-files-count = Число файлов
page-deposit-version = Версия
page-deposit-license = Лицензия
page-deposit-authors = Авторы
page-deposit-description = Описание
page-deposit-cid = CID пакета
page-deposit-root = Корневой хеш (SHA-256)
page-deposit-previous = Предыдущая версия
page-deposit-successor = Следующая версия
page-deposit-recorded = Передан
page-deposit-decided = Решение принято
page-deposit-decider = Решение принял
page-deposit-reason = Причина возврата
page-deposit-files = Файлы
page-deposit-files-empty = Список файлов не опубликован.
page-deposit-file-path = Файл
page-deposit-file-sha256 = Хеш SHA-256
page-deposit-file-get = Копия
page-download = Скачать
page-deposit-package = Файл CAR
page-deposit-archive = Весь пакет
page-deposit-limited = Доступ ограничен: содержимое и имена файлов не публикуются.
page-deposit-damaged = Сохранённое содержимое не прошло проверку или сейчас недоступно; запись в блокчейне неизменна.
page-deposit-versions = Версии
page-deposit-this = Эта версия

## Digital assets
page-assets-lead = Обеспеченные цифровые токены, удостоверяющие имущественные права на товары или услуги выпустившего их лица.
page-assets-empty = Пока не зарегистрирован ни один цифровой актив.
page-asset-notice = Этот цифровой актив не является ни средством платежа, ни финансовым инструментом: он не даёт прав на финансовые инструменты и прав в отношении юридического лица (пункты 1 и 4 статьи 33-1 Закона «Об информатизации»).
page-asset-title = Цифровой актив № { $number }
page-asset-number = Цифровой актив
page-asset-issuer = Выпускающее лицо
page-asset-backing-kind = Что удостоверяет
page-asset-backing-1 = Права на товары
page-asset-backing-2 = Права на работы или услуги
page-asset-backing-3 = Иные имущественные права на товары или услуги
page-asset-supply = В обращении
page-asset-attestation = Подтверждение
page-asset-attested = Подтверждённое обеспечение
page-asset-coverage = Обеспеченность
page-asset-covered = Обеспечен полностью
page-asset-short = Обеспечения недостаточно
page-asset-unattested = Обеспечение не подтверждено
page-asset-expired = Срок подтверждения истёк
page-coverage-words = В обращении: { $supply }. Подтверждённое обеспечение: { $attested }.
page-asset-attestor = Подтвердил
page-asset-attested-at = Подтверждено
page-asset-valid-until = Подтверждение действительно до
page-asset-evidence = Хеш подтверждающих документов
page-asset-decision = Хеш решения о выпуске
page-asset-rights = Хеш перечня удостоверяемых прав
page-asset-uri = Адрес описания
page-asset-holders = Держатели
page-asset-holders-empty = Токенов в обращении нет.
page-asset-holder = Держатель
page-asset-amount = Количество
page-asset-share = Доля
page-asset-movements = Движение
page-asset-movements-empty = Движения не было.
page-movement-from = От кого
page-movement-to = Кому
page-movement-issue = Выпуск
page-movement-time = Время

## Mining notifications
page-notifications-title = Уведомления о майнинге
page-notifications-lead = Открытая всем часть уведомлений о деятельности по цифровому майнингу.
page-notifications-empty = Таких уведомлений нет.
page-notification-title = Уведомление № { $number }
page-notification-number = Номер
page-notification-miner = Майнер
page-notification-name = Наименование
page-notification-bin = БИН
page-notification-region = Регион
page-notification-status = Состояние
page-notification-submitted = Подано
page-notification-amended = Изменено
page-notification-acknowledged = Получение подтверждено
page-notification-ceased = Деятельность прекращена
page-notification-starts = Начало деятельности
page-notification-ended = Прекращение деятельности
page-notification-version = Редакция
page-notification-digest = Хеш формы уведомления
page-notification-course = Ход уведомления
page-notification-public = Здесь показана только открытая всем часть уведомления; остальное доступно только уполномоченному органу.

## Verify
page-verify-title = Проверка файла
page-verify-lead = Узнайте, зафиксирован ли файл или пакет в реестре и не изменился ли он с тех пор.
page-verify-file = По файлу
page-verify-file-words = Файл не покидает ваш компьютер: браузер вычисляет его хеш и отправляет в реестр только его.
page-verify-choose = Выбрать файл
page-verify-drop = или перетащите файл сюда
page-verify-progress = Ход вычисления хеша
page-verify-hashed = Хеш вычислен, идёт проверка по реестру…
page-verify-fault = Не удалось прочитать файл. Выберите другой файл или введите хеш.
page-verify-digest = По хешу или CID
page-verify-digest-label = Хеш SHA-256 или CID
page-verify-go = Проверить
page-verify-how = Хеш можно вычислить самостоятельно:
page-verify-asked = Проверенное значение:
page-verify-known = Есть в реестре
page-verify-known-words = Точно такое содержимое зафиксировано в записях ниже.
page-verify-claimed = Передано, но ещё не принято
page-verify-claimed-words = Точно такое содержимое передано на хранение. Оператор депозитария ещё не принял решения, и правообладатель назван пока лишь со слов передавшего.
page-verify-gone = Есть только в возвращённых или аннулированных записях
page-verify-gone-words = Такое содержимое передавалось на хранение, но было возвращено, или его приём аннулирован.
page-verify-unknown = Нет в реестре
page-verify-unknown-words = Такое содержимое в реестре не зафиксировано: файл другой, изменён или никогда не передавался на хранение.
page-verify-malformed = Это не хеш SHA-256 и не CID. Хеш состоит из 64 шестнадцатеричных цифр.
page-verify-path = Файл:
page-verify-recorded = Зафиксировано:

## Problems
page-problem-missing = Нет такой страницы или записи
page-problem-missing-words = Проверьте адрес или найдите запись через поиск.
page-problem-refused = Запрос не может быть выполнен
page-problem-refused-words = Причина указана ниже; исправьте запрос и повторите его.
page-problem-unavailable = Служба временно недоступна
page-problem-unavailable-words = Повторите попытку через несколько секунд.
page-problem-fault = Внутренняя ошибка
page-problem-fault-words = Ошибка записана в журнал. На записи она не влияет: они хранятся в блокчейне.
page-problem-home = Вернуться на главную
