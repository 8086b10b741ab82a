### Оқиғалар ағыны мен веб-хуктардың бас тартулары.

## Оқиғалар
problem-events_bad-place = «{ $place }» — блокчейндегі орын емес.
    .detail = Блокты (1200) немесе блок пен ондағы жазба нөмірін (1200-3) «next» өрісіндегідей және оқиға идентификаторындағыдай көрсетіңіз.
problem-events_unknown-contract = «{ $contract }» келісімшарты жоқ.
    .detail = Барлары: { $known }.
problem-events_unknown-event = Сұралғандар арасында «{ $event }» оқиғасы болмайды.
problem-events_too-many-listeners = Қазір оқиғаларды тыңдаушылар тым көп (шегі — { $limit }).
    .detail = Кейінірек қайталаңыз немесе оқиғаларды беттеп сұраңыз.

## Веб-хуктар
problem-hook_unknown = { $hook } веб-хугі жоқ.
problem-hook_bad-url = Бұл мекенжайға оқиғаларды жеткізуге болмайды.
    .detail = Ішінде аты мен құпиясөзі жоқ https мекенжайын көрсетіңіз; http тек осы машина үшін қабылданады.
problem-hook_too-many = Веб-хуктар саны { $limit } болды.
    .detail = Енді ешкімге керек емесін жойыңыз.
problem-hook_no-such-letter = { $hook } веб-хугінің № { $letter } жеткізілмеген хаты жоқ.
problem-hook_refused = Алушы оқиғаларды қабылдамады: { $failure }.
    .detail = Жеткізілмеген хат сақталып тұр.
problem-hook_letter-incomplete = Қазір индексте № { $letter } жеткізілмеген хаттың барлық оқиғасы жоқ.
    .detail = Индекс блокчейнді қуып жеткенде қайталаңыз (qoima index status).
