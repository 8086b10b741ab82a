### Кіру, сеанстар және кілттер бойынша бас тартулар.

access-statement = Qoima депозитарийіне кіру. Бұл қолтаңбамен транзакцияға қол қойылмайды және ештеңе берілмейді.

## Кіру
problem-sign-in_malformed = Кіру хабары ERC-4361 бойынша жазылмаған.
    .detail = Қате { $line } жолында. POST /v1/sign-in/challenges берген хабарға өзгертпей қол қойыңыз.
problem-sign-in_other-domain = Хабарға басқа сайт үшін қол қойылған.
    .detail = Бұл { $expected }. Бір сайтта басқа сайтқа арналған хабарға қол қоймаңыз.
problem-sign-in_other-uri = Хабарда басқа мекенжай көрсетілген.
    .detail = URI мынадай болуы керек: { $expected }.
problem-sign-in_other-chain = Хабарда басқа блокчейн көрсетілген.
    .detail = Chain ID мынадай болуы керек: { $expected }.
problem-sign-in_expired = Хабардың мерзімі өтіп кеткен.
    .detail = Жаңасын сұратып, бес минут ішінде қол қойыңыз.
problem-sign-in_not-yet-valid = Хабар әлі күшіне енген жоқ.
    .detail = Оның уақыты біздікінен кеш. Құрылғының сағатын тексеріңіз.
problem-sign-in_nonce-unknown = Хабардың бір реттік саны осында берілмеген немесе оның минуттары өтіп кеткен.
    .detail = Жаңа хабар сұратып, бес минут ішінде қол қойыңыз.
problem-sign-in_nonce-spent = Бұл хабар бұрын пайдаланылған.
    .detail = Хабар бір рет кіруге жарайды. Жаңасын сұратыңыз.
problem-sign-in_other-signer = Хабарға онда көрсетілген кілтпен қол қойылмаған.
    .detail = Онда { $account } көрсетілген. Әмиянда сол мекенжайды таңдаңыз.
problem-sign-in_bad-signature = Қолтаңба оқылмайды.
    .detail = r, s және v мәндерін, 65 байтты, 0x және он алтылық цифрлар түрінде беріңіз.
problem-sign-in_high-s = Қолтаңбаның s мәні үлкен.
    .detail = Қолтаңбаның екі түрінен s мәні кіші түрі ғана қабылданады (EIP-2).
problem-sign-in_contract-account = Контракт кіре алмайды.
    .detail = { $account } — контракт. Қатысушының кілтімен қол қойыңыз.
problem-sign-in_too-many-challenges = Бұл желіден тым көп кіру хабары сұратылды.
    .detail = Қол қоюды ең көбі { $most } хабар күте алады. Бірнеше минуттан кейін қайталаңыз.
problem-sign-in_busy = Қазір тым көп кіру басталған.
    .detail = Бірнеше минуттан кейін қайталаңыз.

## Токендер мен кілттер
problem-access_required = Алдымен кіріңіз.
    .detail = Authorization: Bearer тақырыбында POST /v1/sign-in берген токен немесе API кілті керек.
problem-access_bad-scheme = Authorization тақырыбы басқа түрде.
    .detail = Тек Bearer қабылданады.
problem-access_bad-token = Токен немесе кілт жарамайды.
    .detail = Ол белгісіз, кері қайтарып алынған немесе қате жазылған. Қайта кіріңіз немесе жаңа кілт жасаңыз.
problem-access_expired = Токеннің немесе кілттің мерзімі өтіп кеткен.
    .detail = Сеансты жаңартыңыз немесе қайта кіріңіз.
problem-access_refresh-reused = Бұл жаңарту токені бұрын пайдаланылған, сондықтан сеанс аяқталды.
    .detail = Ол басқа біреуде болуы мүмкін. Қайта кіріңіз.
problem-access_not-a-participant = Мекенжай қатысушыға тиесілі емес.
    .detail = { $account } уәкілетті органның рұқсатын алмаған немесе оның кілті ауыстырылған.
problem-access_suspended = Қатысушы тоқтатыла тұрған.
    .detail = Уәкілетті орган қатысуын қайта жаңғыртқанша { $account } әрекет ете алмайды.
problem-access_scope = Кілт бұл үшін жасалмаған.
    .detail = Оның «{ $scope }» аясы жоқ.
problem-access_other-origin = Сұрау басқа сайттың бетінен келді.
    .detail = Беттер сеансының атынан тек осы сайттың беттері сұрай алады.
problem-access_csrf = Сұрауда өз сеансының токені жоқ.
    .detail = GET /v1/session берген «csrf» мәнін X-CSRF-Token тақырыбында жіберіңіз.

## Кілттер
problem-api-key_unknown = { $key } API кілті жоқ.
problem-api-key_too-many = API кілттерінің саны { $limit } болды.
    .detail = Қажет емесін жойыңыз.
problem-api-key_bad-scope = API кілтіне «{ $scope }» аясын беруге болмайды.
    .detail = Кілттерді өзі кірген адам ғана жасайды және жояды.
