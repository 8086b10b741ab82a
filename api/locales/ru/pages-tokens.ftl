### Pages of tokens through time: holders and statements at any moment, redemption, supply.

## Another time than now
page-then = На другое время
page-then-day = На конец дня
page-then-block = Или на конец блока
page-then-go = Показать
page-then-hint = Если не указать ни того, ни другого, список даётся на настоящее время.
page-list-then = Весь список, и на другое время

## Redemption
page-redemptions = Требования о погашении токенов
page-redemptions-lead = Держатели, потребовавшие от выпускающих лиц того, что удостоверяют токены; сначала те, кто ждёт дольше.
page-redemptions-open = Открытые требования о погашении
page-redemptions-empty = Таких требований нет.
page-redemption-title = Требование о погашении № { $number }
page-redemption-term = Контракт не устанавливает срока ответа: он тот, который назван в удостоверенных правах. Здесь считаются дни со дня требования. Токены на это время заблокированы.
page-redemption-waits = Ожидает
page-redemption-took = Решено за
page-redemption-days =
    { $days ->
        [one] { NUMBER($days) } день
        [few] { NUMBER($days) } дня
       *[other] { NUMBER($days) } дней
    }
page-redemption-demand = Хеш требования
page-redemption-outcome = Хеш подтверждения или причины

## Lists of a digital asset and of an account
page-holders-lead = Кто держит цифровой актив сейчас, начиная с крупнейшего держателя.
page-holders-then = Кто держал цифровой актив на конец блока, названного внизу, в порядке адресов.
page-holdings-lead = Что есть на адресе сейчас.
page-holdings-then = Что было на адресе на конец блока, названного внизу.
page-asset-list-movements = Выпуск, передача и погашение, начиная с последних.
page-asset-list-access = Кому выпускающее лицо открыло доступ.
page-asset-list-supply = Каждое изменение числа токенов в обращении, начиная с последнего, с обеспечением, подтверждённым на конец того же блока.
page-account-list-movements = Что пришло на адрес и ушло с него, начиная с последнего.
page-account-list-transactions = Транзакции, которые подписаны с этого адреса или касаются его, начиная с последней.
page-supply = Обращение и обеспечение во времени
page-supply-link = Все изменения
page-supply-holders = Держателей
page-supply-empty = Токены не выпускались.
page-supply-untold = Узел сейчас не сообщает, какое обеспечение было подтверждено на эти блоки.

## Statement
page-statement-title = Выписка
page-statement-form = Выписка между двумя днями
page-statement-from = Первый день
page-statement-to = Последний день
page-statement-go = Составить выписку
page-statement-hint = Оба дня входят в неё. Без первого дня выписка начинается с начала блокчейна, без последнего заканчивается сейчас.
page-statement-since = Начало после блока
page-statement-until = Конец после блока
page-statement-opening = Было
page-statement-change = Изменение
page-statement-closing = Стало
page-statement-lines = Остатки
page-statement-none = За это время на адресе ничего не было.
page-statement-more = Дальнейшее движение

## Acts that were refused
page-failed = Отказы контрактов
page-failed-lead = Транзакции, которые стоят в блоках, но ничего не изменили: контракт отказал. Сначала последние.
page-failed-empty = Контракты не отказали ни одной транзакции, стоящей в блоке.

## A participant through time
page-states = Роли и ключи во времени
page-states-lead = Роли, ключ и приостановление участия, начиная с последних; для каждого указано, с какого и по какое время действовало.
page-states-empty = Ничего не менялось.
page-states-since = С
page-states-until = По

## Search
page-suggest-label = Предложения
page-suggest-count = Предложений: { NUMBER($count) }
