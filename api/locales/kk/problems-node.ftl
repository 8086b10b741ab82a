### Бақылаушы түйіндердің және тізбекті тексеретін пәрмендердің бас тартулары.

problem-source_unreachable = { $url } түйіні жауап бермейді: { $detail }
    .detail = Мекенжай мен байланысты тексеріңіз; жұмыс істеп тұрған бақылаушы күте береді.
problem-source_refused = { $url } түйіні бас тартты: { $detail }
    .detail = Өңделмеген блоктарды беретін (debug_getRawBlock) түйінге жүгініңіз.
problem-source_strange-answer = { $url } мекенжайында жауап беретін мұндай түйін емес: { $detail }
    .detail = Мекенжайды тексеріңіз.
problem-source_too-large = { $url } түйіні бір блокқа { $limit } байттан көп жауап береді.
    .detail = Тізбекті басқа түйіннен алыңыз.
problem-follow_digest-needed = Генезис файлын салыстыратын дайджест жоқ.
    .detail = Оның жарияланған SHA-256 мәнін (--sha256) немесе deployment.json файлын (--deployment) беріңіз; оларды түйіннің өзінен алмаңыз.
problem-follow_roots-needed = { $path } ішінде тізбек жоқ, генезис файлы да берілмеген.
    .detail = --genesis параметрін --sha256 немесе --deployment параметрімен бірге беріңіз.
problem-follow_file-missing = { $path } файлын оқу мүмкін емес.
    .detail = Жолын және рұқсаттарын тексеріңіз.
problem-follow_sealing-home = { $path } — блок мөрлейтін түйіннің үй қалтасы.
    .detail = Бақылаушыға өз үй қалтасы керек (--home).
problem-follow_other-chain-id = Түйін { $ours } емес, { $theirs } тізбегінікі.
    .detail = Мекенжайды тексеріңіз; ол түйіннен ештеңе алынған жоқ.
problem-follow_disagreement = { $number } биіктігінде түйін { $theirs } блогын көрсетеді, ал тексерілгені — { $ours }.
    .detail = Екі тізбек бар. Осы үй қалтасын сақтап, оператордан түсіндірме талап етіңіз.
problem-follow_not-yet = Блоктардың бәрі алынған жоқ: { $standing }.
    .detail = Кейін қайталаңыз немесе --once параметрінсіз бақылаңыз.
problem-compare_differs = Түйіндер { $number } биіктігінде ажырайды.
    .detail = Олардың операторларынан түсіндірме талап етіңіз; ережені қайсысы сақтайтынын бақылаушы түйін көрсетеді.
