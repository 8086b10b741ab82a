### Отказы узлов, которые следят, и команд, которые проверяют цепочку.

problem-source_unreachable = Узел { $url } не отвечает: { $detail }
    .detail = Проверьте адрес и связь; работающий следящий узел продолжает ждать.
problem-source_refused = Узел { $url } отказал: { $detail }
    .detail = Обратитесь к узлу, который отдаёт необработанные блоки (debug_getRawBlock).
problem-source_strange-answer = По адресу { $url } отвечает не такой узел: { $detail }
    .detail = Проверьте адрес.
problem-source_too-large = Узел { $url } отвечает на один блок более чем { $limit } байтами.
    .detail = Возьмите цепочку у другого узла.
problem-follow_digest-needed = Файл генезиса не с чем сверить.
    .detail = Укажите его опубликованный SHA-256 (--sha256) или файл deployment.json (--deployment), полученные не от самого узла.
problem-follow_roots-needed = В { $path } нет цепочки, а файл генезиса не указан.
    .detail = Укажите --genesis вместе с --sha256 или --deployment.
problem-follow_file-missing = Не удаётся прочитать файл { $path }.
    .detail = Проверьте путь и права доступа.
problem-follow_sealing-home = Домашняя папка { $path } принадлежит узлу, который запечатывает блоки.
    .detail = Следящему узлу нужна своя домашняя папка (--home).
problem-follow_other-chain-id = Узел относится к цепочке { $theirs }, а не { $ours }.
    .detail = Проверьте адрес; от этого узла ничего не взято.
problem-follow_disagreement = На высоте { $number } узел показывает блок { $theirs }, а проверен блок { $ours }.
    .detail = Цепочек две. Сохраните эту домашнюю папку и потребуйте объяснений у оператора.
problem-follow_not-yet = Приняты не все блоки: { $standing }.
    .detail = Повторите позже или следите без --once.
problem-compare_differs = Узлы расходятся на высоте { $number }.
    .detail = Потребуйте объяснений у их операторов; кто из них соблюдает правила, покажет следящий узел.
