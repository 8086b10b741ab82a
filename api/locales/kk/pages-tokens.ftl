### Pages of tokens through time: holders and statements at any moment, redemption, supply.

## Another time than now
page-then = Басқа уақыттағысы
page-then-day = Күннің соңында
page-then-block = Немесе блоктың соңында
page-then-go = Көрсету
page-then-hint = Екеуі де көрсетілмесе, тізім қазіргі уақытқа беріледі.
page-list-then = Толық тізім, басқа уақытқа да

## Redemption
page-redemptions = Токендерді өтеу туралы талаптар
page-redemptions-lead = Токендер растайтын нәрсені шығарушы тұлғалардан талап еткен ұстаушылар; алдымен ұзақ күтіп тұрғандар.
page-redemptions-open = Өтеу туралы ашық талаптар
page-redemptions-empty = Мұндай талаптар жоқ.
page-redemption-title = Өтеу туралы № { $number } талап
page-redemption-term = Келісімшарт жауап беру мерзімін белгілемейді: ол расталған құқықтарда айтылған мерзім. Мұнда талап етілген күннен бергі күндер саналады. Осы уақытта токендер бұғатталған.
page-redemption-waits = Күткен уақыты
page-redemption-took = Шешілгенге дейін
page-redemption-days = { NUMBER($days) } күн
page-redemption-demand = Талаптың хеші
page-redemption-outcome = Растаудың немесе себептің хеші

## Lists of a digital asset and of an account
page-holders-lead = Цифрлық активті қазір кім ұстайды: ең ірі ұстаушыдан бастап.
page-holders-then = Төменде аталған блоктың соңында цифрлық активті кім ұстады: мекенжайлар ретімен.
page-holdings-lead = Мекенжайда қазір не бар.
page-holdings-then = Төменде аталған блоктың соңында мекенжайда не болды.
page-asset-list-movements = Шығару, беру және өтеу: соңғысынан бастап.
page-asset-list-access = Шығарушы тұлға кімге қолжетімділік берді.
page-asset-list-supply = Айналымдағы токендер санының әр өзгерісі, соңғысынан бастап, сол блоктың соңында расталған қамтамасыз етумен бірге.
page-account-list-movements = Мекенжайға не келді және одан не кетті: соңғысынан бастап.
page-account-list-transactions = Осы мекенжайдан қол қойылған немесе оған қатысты транзакциялар: соңғысынан бастап.
page-supply = Айналым мен қамтамасыз ету уақыт бойынша
page-supply-link = Барлық өзгерістер
page-supply-holders = Ұстаушылар саны
page-supply-empty = Токендер шығарылған емес.
page-supply-untold = Түйін қазір сол блоктарда қандай қамтамасыз ету расталғанын айтпайды.

## Statement
page-statement-title = Үзінді көшірме
page-statement-form = Екі күн аралығындағы үзінді көшірме
page-statement-from = Бірінші күні
page-statement-to = Соңғы күні
page-statement-go = Үзінді көшірме жасау
page-statement-hint = Екі күн де ішіне кіреді. Бірінші күні көрсетілмесе, блокчейннің басынан басталады; соңғы күні көрсетілмесе, қазіргі уақытпен аяқталады.
page-statement-since = Басталатын блок
page-statement-until = Аяқталатын блок
page-statement-opening = Бұрын
page-statement-change = Өзгерісі
page-statement-closing = Кейін
page-statement-lines = Қалдықтар
page-statement-none = Бұл уақытта мекенжайда ештеңе болған жоқ.
page-statement-more = Келесі қозғалыс

## Acts that were refused
page-failed = Келісімшарттар бас тартқан әрекеттер
page-failed-lead = Блоктарда тұрған, бірақ ештеңені өзгертпеген транзакциялар: келісімшарт бас тартты. Алдымен соңғылары.
page-failed-empty = Блокта тұрған бірде-бір транзакциядан келісімшарттар бас тартқан жоқ.

## A participant through time
page-states = Рөлдері мен кілттері уақыт бойынша
page-states-lead = Қатысушының рөлдері, кілті және қатысуын тоқтата тұру: соңғысынан бастап, әрқайсысы қашаннан қашанға дейін күшінде болды.
page-states-empty = Ешқашан өзгерген жоқ.
page-states-since = Басталуы
page-states-until = Аяқталуы

## Search
page-suggest-label = Ұсыныстар
page-suggest-count = Ұсыныстар: { NUMBER($count) }
