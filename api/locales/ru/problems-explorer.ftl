### Отказы интерфейса для программ, работающих с Etherscan (`/api`).

problem-explorer_missing = Не указан параметр { $parameter }.
    .detail = Укажите его в адресе запроса или в форме.
problem-explorer_malformed = Не удаётся прочитать значение параметра { $parameter }: { $given }
    .detail = Числа записываются в десятичном виде, хеши — как 0x и 64 шестнадцатеричные цифры.
problem-explorer_too-many = У параметра { $parameter } слишком много значений.
    .detail = За один раз можно указать не более { $most ->
        [one] { $most } значения.
       *[other] { $most } значений.
    }
problem-explorer_too-many-parameters = Слишком много параметров.
    .detail = В одном запросе может быть не более { $most ->
        [one] { $most } параметра.
       *[other] { $most } параметров.
    }
problem-explorer_repeated = Параметр { $parameter } указан дважды с разными значениями.
    .detail = Укажите его один раз.
problem-explorer_window = Страница находится слишком далеко.
    .detail = Номер страницы, умноженный на число строк (page × offset), не может быть больше { $most }; вместо этого сузьте диапазон блоков (startblock, endblock).
problem-explorer_unknown-module = Модуля { $module } нет.
    .detail = Есть модули: { $known }.
problem-explorer_unknown-action = В модуле { $module } нет действия { $action }.
    .detail = Все действия перечислены в docs/etherscan.md.
problem-explorer_not-served = Действие { $action } здесь не выполняется.
    .detail = Причина указана в docs/etherscan.md.
problem-explorer_other-chain = Идентификатор этого блокчейна — { $ours }, а не { $theirs }.
    .detail = Укажите chainid={ $ours } или не указывайте этот параметр.
problem-explorer_post-only = Подписанная транзакция отправляется только методом POST.
    .detail = Передайте те же параметры в форме.
problem-explorer_unverified = Исходный код этого контракта здесь не известен.
problem-explorer_no-creation = Не известна транзакция, которой развёрнут такой контракт.
    .detail = То, что находится по адресу с начального блока, не развёртывалось транзакцией.
problem-explorer_no-token = Токенов контракта { $address } здесь нет.
    .detail = Укажите адрес контракта digital_assets.
problem-explorer_no-block-by-time = Блока с таким временем нет.
problem-explorer_no-countdown = Неизвестно, когда этот блок будет запечатан.
    .detail = Блоки запечатываются, когда есть транзакции, а не в установленное время.
problem-explorer_no-coin = У этого блокчейна нет собственной монеты, поэтому нет и её цены.
problem-explorer_mixed-operators = Темы событий соединены и через «and», и через «or».
    .detail = Используйте для всех тем один оператор: с двумя непонятно, что имеется в виду.
problem-list_too-wide = Для этого списка пришлось бы просмотреть слишком много.
    .detail = За один запрос просматривается не более { $most ->
        [one] { $most } записи: сузьте диапазон блоков.
       *[other] { $most } записей: сузьте диапазон блоков.
    }
problem-list_too-large = Такой список был бы слишком большим.
    .detail = Запросите меньше строк за один раз.
