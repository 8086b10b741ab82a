### Кодтары бойынша бас тартулар: мән-жайы және пайдалы болған жерде фактілері.

problem-kind-notfound = Сұралған дерек мұнда жоқ.
problem-kind-conflict = Әрекет енгізілген жазбаларға қайшы келеді.
problem-kind-rejected = Сұрау қабылданбады.
problem-kind-unavailable = Жүйенің қажетті бөлігі қазір жауап бермейді. Кейінірек қайталап көріңіз.
problem-kind-verificationerror = Түпнұсқалықты тексеру сәтсіз аяқталды.
problem-about = { $title } ({ $name })

## Сұраулар
problem-route_unknown = Мұндай мекенжай жоқ.
    .detail = { $path } мекенжайында ештеңе жоқ. Мекенжайды тексеріңіз.
problem-method_not-allowed = Бұл әдіске мұнда рұқсат жоқ.
    .detail = Бұл мекенжай { $method } әдісін қабылдамайды.
problem-request_malformed = Сұрауды оқу мүмкін емес.
problem-request_malformed-json = JSON мәтінін оқу мүмкін емес.
    .detail = JSON мәтіні { $position }-таңбада үзілген немесе бұзылған.
problem-request_media-type = Сұрау мазмұнының түрі күтілгеннен басқа.
    .detail = Сұраудың денесін { $expected } түрінде жіберіңіз.
problem-request_encoding = Сығылған сұрау денесі қабылданбайды.
    .detail = Денені Content-Encoding тақырыбынсыз жіберіңіз.
problem-request_body-too-large = Сұраудың денесі тым үлкен.
    .detail = Мұнда сұраудың денесі { $limit } байттан аспауға тиіс.
problem-request_body-too-slow = Сұраудың денесі тым баяу келеді.
    .detail = Сұраудың денесі секундына кемінде { $rate } байт жылдамдықпен келуге тиіс. Оны қайта жіберіңіз.
problem-request_invalid = Сұрауда қате толтырылған өрістер бар.
    .detail = Қате толтырылған өрістер: { $fields }.
problem-problem_unknown = Мұндай қате коды жоқ.
    .detail = { $problem } деген қате коды жоқ.
problem-page_bad-cursor = Беттің көрсеткішін оқу мүмкін емес.
    .detail = Алдыңғы беттегі «next» мәнін өзгертпей беріңіз.
problem-page_bad-limit = Беттің көлемі рұқсат етілген шектен тыс.
    .detail = Бетте кемінде 1, көп дегенде { $most } жазба болады; сұралғаны: { $limit }.
problem-idempotency_bad-key = Мұндай Idempotency-Key қабылданбайды.
    .detail = Кілт ASCII жүйесінің көрінетін таңбаларынан тұрады: кемінде 1, көп дегенде { $most } таңба.
problem-idempotency_key-reused = Бұл Idempotency-Key басқа сұрау үшін қолданылған.
    .detail = { $key } кілті басқа сұрауға тиесілі. Жаңа кілт алыңыз.
problem-idempotency_in-progress = Осы Idempotency-Key бар алғашқы сұрау әлі орындалып жатыр.
    .detail = Сәл кейінірек сұрауды сол кілтпен қайталаңыз.
problem-upload_malformed = Сұраудың құрама денесін (multipart) оқу мүмкін емес.
problem-upload_incomplete = Сұраудың денесі толық емес.
    .detail = Жетіспейтін бөліктер: { $missing }.
problem-upload_part-unexpected = Сұрау денесінің бөлігі өз орнында тұрған жоқ.
    .detail = «{ $part }» бөлігі келді, күтілгені — «{ $expected }». Алдымен metadata, содан кейін content бөлігін ғана жіберіңіз.
problem-upload_metadata-too-large = Метадеректер тым үлкен.
    .detail = Метадеректер { $limit } байттан аспауға тиіс.
problem-gateway_format-missing = Сұрауда не беру керегі айтылмаған.
    .detail = format параметрінің мәнін көрсетіңіз: { $formats }.
problem-gateway_malformed-span = Байттар аралығы қате жазылған: { $span }.
    .detail = entity-bytes мәнін басы:соңы түрінде жазыңыз, мысалы 0:1023, 512:* немесе -1024:*.
problem-gateway_not-acceptable = Шлюз тек блоктар мен CAR береді.
    .detail = format параметрінің мәнін көрсетіңіз: { $formats }.
problem-gateway_not-cached = Бұл мазмұн қол астында жоқ.
    .detail = Тек сақталған мазмұн сұралды; { $cid } мұнда берілмейді.
problem-gateway_path-of-block = Блок тек өз CID-і бойынша беріледі.
    .detail = { $path } жолы үшін CAR сұраңыз (format=car).
problem-language_unknown = Мұндай тіл жоқ.
    .detail = «{ $language }» тілі жоқ; kk, ru, en тілдерінің бірін көрсетіңіз.
problem-text_empty = Тілдердің бірінде мәтін бос.
    .detail = «{ $language }» тіліндегі мәтін бос.
problem-json_not-canonical = Құжатта хешін есептеуге болмайтын мән бар.
    .detail = Мұндай түрдегі мәнге жол берілмейді: { $found }.
problem-json_bad-salt = Тұздың ұзындығы 32 байтқа тең емес.
    .detail = Тұзда 32 орнына { $size } байт бар.

## Мекенжайлар және сәйкестендіру нөмірлері
problem-address_malformed = Бұл мекенжай емес.
    .detail = «{ $address }» мекенжай емес: 0x және он алтылық жүйедегі 40 цифр күтіледі.
problem-address_bad-checksum = Мекенжайдың бақылау сомасы қате.
    .detail = { $address } мекенжайының әріптері бақылау сомасына сәйкес келмейді: қате терілген болуы мүмкін.
problem-identifier_bad-bin = БСН қате.
    .detail = { $fault ->
        [form] «{ $value }» БСН емес: он екі цифр күтіледі.
        [structure] «{ $value }» БСН емес: ондағы күн немесе тұлға түрі жарамсыз.
       *[other] «{ $value }» БСН емес: бақылау цифры сәйкес келмейді.
    }
problem-identifier_bad-iin = ЖСН қате.
    .detail = { $fault ->
        [form] ЖСН он екі цифрдан тұрады.
        [structure] ЖСН-дегі туған күн жарамсыз.
       *[other] ЖСН-нің бақылау цифры сәйкес келмейді.
    }
problem-participant_unknown = Мұндай қатысушы жоқ.
    .detail = «{ $participant }» желі қатысушысы емес.
problem-proposal_unknown = Мұндай ұсыныс жоқ.
    .detail = № { $number } ұсыныс блокчейнде жоқ.
problem-argument_missing = Әрекеттің аргументі берілмеген.
    .detail = Жетпейтін аргумент: { $argument }.
problem-argument_unknown = Әрекетте мұндай аргумент жоқ.
    .detail = Артық аргумент: { $argument }.
problem-argument_malformed = Аргумент түріне сай емес.
    .detail = Аргумент: { $argument }; түрі: { $kind }.
problem-participant_subject-altered = Қатысушы туралы сақталған мәліметтер блокчейндегі хешке сәйкес келмейді.
    .detail = Блокчейндегі хеш: { $digest }.

## Транзакциялар және блокчейн
problem-transaction_unknown = Транзакция белгісіз.
    .detail = Блокчейнде { $transaction } транзакциясы жоқ.
problem-transaction_pending = Транзакция әлі блокқа енгізілген жоқ.
    .detail = { $transaction } транзакциясы блокқа енгізілуін күтіп тұр. Сәл кейінірек қайта сұраңыз.
problem-transaction_refused = Түйін транзакцияны қабылдамайды.
    .detail = Түйіннің жауабы: { $reason }.
problem-transaction_malformed = Бұл қол қойылған транзакция емес.
    .detail = Қол қойылған 2-түрдегі транзакцияны 0x белгісінен басталатын он алтылық мәтін түрінде жіберіңіз.
problem-transaction_sender-not-admitted = Жіберуші әрекет етуші қатысушы емес.
    .detail = Транзакцияны тек әрекет етуші қатысушы жібере алады. Қатысушы болу үшін уәкілетті органға жүгініңіз.
problem-transaction_wrong-chain-id = Транзакция басқа блокчейнге арналған.
    .detail = Оған /v1/status көрсеткен желі сәйкестендіргішімен қол қойыңыз.
problem-transaction_nonce-too-low = Транзакцияның реттік нөмірі (nonce) қолданылып қойған.
    .detail = Әрекетті қайта сұратып, жаңа транзакцияға қол қойыңыз.
problem-transaction_nonce-too-high = Транзакцияның реттік нөміріне (nonce) дейін бос нөмір қалады.
    .detail = Алдымен бұрынғы транзакцияларды жіберіңіз немесе әрекетті қайта сұратыңыз.
problem-transaction_fee-not-zero = Комиссия нөлге тең емес.
    .detail = Бұл желіде монета жоқ: екі комиссия да нөлге тең болуға тиіс.
problem-transaction_priority-fee = Басымдық комиссиясы толық комиссиядан үлкен.
    .detail = Бұл желіде монета жоқ: екі комиссия да нөлге тең болуға тиіс.
problem-transaction_too-large = Транзакция тым үлкен.
problem-transaction_gas-over-limit = Транзакция тым көп газ сұрайды.
problem-transaction_gas-over-cap = Транзакция осы түйін рұқсат еткеннен көп газ сұрайды.
    .detail = Түйін бір транзакцияға шектеулі ғана газ береді. Әрекетті қайта сұратып, транзакцияға өзгертпей қол қойыңыз.
problem-transaction_gas-too-low = Транзакцияға газ жетпейді.
    .detail = Әрекетті қайта сұратып, транзакцияға өзгертпей қол қойыңыз.
problem-transaction_block-gas = Блокта транзакцияға орын жоқ.
problem-transaction_creation-forbidden = Келісімшартты тек оператор жасай алады.
problem-transaction_already-known = Бұл транзакция жіберіліп қойған.
problem-transaction_pool-full = Түйінде күтіп тұрған транзакциялар тым көп.
    .detail = Транзакцияны сәл кейінірек қайта жіберіңіз.
problem-transaction_replacement-refused = Осы реттік нөмірі (nonce) бар транзакция күтіп тұр.
    .detail = Күтіп тұрған транзакцияны ауыстыруға болмайды. Оның блокқа енгізілуін күтіңіз.
problem-transaction_waits-for-nonce = Транзакция өзінен бұрынғысын күтіп тұр.
    .detail = Оның реттік нөмірі (nonce) — { $nonce }, ал { $missing } нөмірлі транзакция жіберілмеген. Алдымен соны жіберіңіз немесе әрекетті қайта сұратыңыз.
problem-transaction_replaced = Жіберушінің осы реттік нөмірі (nonce) бар басқа транзакциясы блокқа енгізілген.
    .detail = Бұл транзакцияны енді блокқа енгізу мүмкін емес, оның реттік нөмірі (nonce) — { $nonce }. Әрекетті қайта сұратып, жаңа транзакцияға қол қойыңыз.
problem-transaction_lost = Түйінде бұл транзакция енді жоқ.
    .detail = Түйін { $transaction } транзакциясын қабылдаған, бірақ блокқа енгізілмей тұрып алып тастаған. Оны қайта жіберіңіз немесе қайта тапсыруды сұратыңыз.
problem-transaction_not-kept = Транзакция мұнда сақталмаған.
    .detail = { $transaction } транзакциясы соңғы уақытта осы интерфейс арқылы жіберілмеген немесе оны қайта жіберудің қажеті жоқ. Қол қойылған транзакцияны жіберіңіз.
problem-transaction_balance = Жіберушіде мұндай сома жоқ.
    .detail = Бұл желіде монета жоқ: мән нөлге тең болуға тиіс.
problem-transaction_invalid = Транзакция блокчейн қағидаларын бұзады.
problem-transaction_broken = Түйін транзакцияны орындай алмады.
problem-contract_refused = Келісімшарт әрекетті қабылдамайды.
    .detail = { $explanation }
problem-contract_failed = Келісімшарт әрекетті себебін көрсетпей қабылдамайды.
    .detail = Келісімшарт: { $contract }.
problem-contract_unknown = Мұнда мұндай келісімшарт жоқ.
    .detail = { $contract } деген келісімшарт жоқ.
problem-contract_no-function = Келісімшартта мұндай функция жоқ.
    .detail = { $contract } келісімшартында { $function } функциясы жоқ.
problem-contract_bad-arguments = Мән келісімшарт функциясына сай келмейді.
    .detail = { $contract } келісімшарты, { $function } функциясы.
problem-contract_not-yet = Ол блокта келісімшарт әлі орналастырылмаған.
    .detail = { $contract } келісімшарты { $block } блогынан кейін орналастырылған.
problem-contract_arguments-count = Аргументтер саны басқа.
    .detail = Функция аргументтерінің саны: { $expected }; келгені: { $found }.
problem-contract_bad-argument = Аргумент түріне сай емес.
    .detail = «{ $found }» — { $argument } аргументінің { $kind } түріндегі мәні емес.
problem-block_unknown = Мұндай блок жоқ.
    .detail = { $block } блогы белгісіз.
problem-block_not-indexed = Индекс бұл блокқа әлі жеткен жоқ.
    .detail = { $block } блогы индекстелмеген; соңғы индекстелген блок: { $head }.
problem-block_none-by = Ол сәтте блокчейн әлі болмаған.
    .detail = Алғашқы блоктың уақыты: { $first }.
problem-moment_future = Бұл сәт әлі келген жоқ.
    .detail = Қазіргі уақыт: { $now }; не жазылатынын әлі ешкім білмейді.
problem-moment_malformed = Күн мен уақытты оқу мүмкін емес.
    .detail = «{ $given }» — RFC 3339 бойынша жазылған күн мен уақыт емес; мысалы: 2026-11-27T09:00:00+05:00; мекенжайда «қосу» таңбасы %2B түрінде жазылады.
problem-moment_both = Блок пен уақыт сәті қатар берілген.
    .detail = Екеуінің біреуін ғана беріңіз.
problem-asset_not-yet = Ол блокта цифрлық актив әлі тіркелмеген еді.
    .detail = № { $asset } цифрлық актив { $block } блогынан кейін тіркелген.
problem-deposit_not-yet = Ол блокта сақтау объектісі әлі жазылмаған еді.
    .detail = № { $number } сақтау объектісі { $block } блогынан кейін жазылған.
problem-mined_not-yet = Ол блокта майнингтен алынған актив әлі мәлімделмеген еді.
    .detail = № { $number } майнингтен алынған актив { $block } блогынан кейін мәлімделген.
problem-participant_not-yet = Ол блокта қатысушы әлі қабылданбаған еді.
    .detail = № { $participant } қатысушы { $block } блогынан кейін қабылданған.
problem-statement_backwards = Үзінді көшірменің басы соңынан кейін тұр.
    .detail = Алдымен ертерек сәтті немесе блокты беріңіз.
problem-statement_too-wide = Мекенжайдағы цифрлық активтер бір үзінді көшірмеге сыймайды.
    .detail = Ең көбі { $most } сыяды. Әр цифрлық актив бойынша үзінді көшірмені бөлек сұраңыз.
problem-chain_unreachable = Түйін жауап бермейді.
    .detail = Сәл кейінірек қайталап көріңіз.
problem-chain_failed = Түйін қатемен жауап береді.
    .detail = { $method }: { $reason }
problem-chain_malformed = Түйіннің жауабын оқу мүмкін емес.
    .detail = Оқылмады: { $what }.
problem-chain_wrong-chain = Түйін басқа блокчейнге қызмет көрсетеді.
    .detail = Желі сәйкестендіргіші { $expected } орнына { $found }.
problem-chain_wrong-genesis = Бұл түйін блокчейнінің бастапқы блогы басқа.
    .detail = Бастапқы блок { $expected } орнына { $found }.
problem-chain_code-differs = Блокчейндегі келісімшарт коды орналастырылған кодтан өзгеше.
    .detail = Келісімшарт: { $contract }.
problem-chain_bad-answer = Келісімшарттың жауабын оқу мүмкін емес.
    .detail = { $contract } келісімшарты, { $function } функциясы.
problem-chain_bad-log = Келісімшарттың оқиғасын оқу мүмкін емес.
    .detail = { $contract } келісімшарты, { $event } оқиғасы.
problem-deployment_missing = Орналастыру файлы жоқ.
    .detail = { $path } файлы жоқ.
problem-deployment_malformed = Орналастыру файлын оқу мүмкін емес.
    .detail = Қате өріс: { $field }.

## Индекс және дерекқорлар
problem-index_empty = Индекс әзірге бос.
    .detail = Алғашқы блоктар оқылып жатыр. Сәл кейінірек қайталап көріңіз.
problem-node_unknown = Мұндай түйін жоқ.
    .detail = № { $number } түйін тізілімге енгізілмеген немесе бұл блокта әлі енгізілмеген еді.
problem-export_busy = Тым көп деректер жинағы дайындалып жатыр.
    .detail = Қатар дайындалатыны ең көбі — { $most }. Сәл кейінірек қайталап көріңіз.
problem-index_rebuilt = Индекс қайта құрылып жатыр.
    .detail = Индекс осы блокқа жеткенде қайта сұраңыз.
problem-index_differs = Индекс пен блокчейн сәйкес келмейді.
    .detail = { $what }, { $block } блогы: индексте { $index }, блокчейнде { $chain }. Индексті қайта құрып, оны кім өзгерткенін анықтаңыз.
problem-index_parent-mismatch = Блокчейн индекстелген блоктарды жалғастырмайды.
    .detail = { $block } блогы: алдыңғы блок { $expected } орнына { $found }. Индексті қайта құру қажет.
problem-index_other-chain = Индекс басқа блокчейнге тиесілі.
    .detail = Күтілгені: { $expected }; табылғаны: { $found }. Индексті қайта құру қажет.
problem-index_other-projections = Индекс бағдарламаның басқа нұсқасымен құрылған.
    .detail = Күтілгені: { $expected }; табылғаны: { $found }. Индексті қайта құру қажет.
problem-index_negative-balance = Индекстелген қозғалыстар сәйкес келмейді.
    .detail = { $account } мекенжайындағы № { $asset } цифрлық активтің қалдығы теріс болып шығады. Индексті қайта құру қажет.
problem-index_out-of-order = Оқиғалар индекске ретімен келмеді.
    .detail = Оқиға: { $event }. Индексті қайта құру қажет.
problem-database_unreachable = Дерекқор жауап бермейді.
problem-database_newer = Дерекқор бағдарламаның жаңарақ нұсқасына тиесілі.
    .detail = Кестелерінің нұсқасы: { $found }; бұл бағдарлама { $known } нұсқасын біледі. Бағдарламаны жаңартыңыз.
problem-database_failed = Дерекқорда ақау болды.
    .detail = Сәл кейінірек қайталап көріңіз.

## Активтер
problem-asset_unknown = Мұндай цифрлық актив жоқ.
    .detail = № { $asset } цифрлық актив тіркелмеген.
problem-redemption_unknown = Өтеу туралы мұндай талап жоқ.
    .detail = Өтеу туралы № { $redemption } талап тіркелмеген.

## Сұрау жиілігін шектеу
problem-rate_exceeded = Қысқа уақыт ішінде тым көп сұрау жіберілді.
    .detail = Сұрауды Retry-After көрсеткен секундтар өткен соң қайталаңыз. Қалған мөлшерді RateLimit тақырыбы көрсетеді.
