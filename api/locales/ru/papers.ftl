# Тексты бумаг (на русском языке).
## Свидетельство о хранении
paper-certificate = Свидетельство о хранении
paper-depository = QOIMA · ДЕПОЗИТАРИЙ
paper-access = Доступ
paper-bytes = { $size } байт
paper-recorded = { $time }, блок { $block }
paper-contract = Контракт реестра
paper-chain = Блокчейн
paper-chain-value = № { $chain }, первый блок { $genesis }
paper-check = Наведите камеру на код, чтобы увидеть запись на сегодня. Там же можно проверить файлы тому, у кого они есть.
paper-as-of = Данные по состоянию на блок { $block }, { $time } (время Казахстана, UTC+5).
paper-superseded = Новая версия зарегистрирована как объект хранения № { $number }.

## Отчёт о проверке
paper-verification = Проверка депозитария
paper-verification-began = Начата
paper-verification-completed = Завершена
paper-verification-checked = Проверено единиц
paper-verification-damaged = Повреждено
paper-verification-missing = Отсутствует
paper-verification-recovered = Восстановлено
paper-verification-faulty = Всё ещё с нарушениями
paper-verification-deposits = Затронутые объекты хранения
paper-verification-digest = Хеш отчёта
paper-verification-log = Журнал проверок
paper-verification-check = Отсканируйте код, чтобы прочитать сам отчёт: его SHA-256 — тот хеш, который записан в блокчейне.
