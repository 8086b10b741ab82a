# Қағаздардың мәтіндері (қазақ тілінде).
## Сақтау туралы куәлік
paper-certificate = Сақтау туралы куәлік
paper-depository = QOIMA · ДЕПОЗИТАРИЙ
paper-access = Қолжетімділік
paper-bytes = { $size } байт
paper-recorded = { $time }, № { $block } блок
paper-contract = Тізілім келісімшарты
paper-chain = Блокчейн
paper-chain-value = № { $chain }, бастапқы блогы { $genesis }
paper-check = Бүгінгі жазбаны көру үшін кодты сканерлеңіз. Файлдары бар адам оларды сол жерде тексере алады.
paper-as-of = Деректер № { $block } блоктағы күйі бойынша, { $time } (Қазақстан уақыты, UTC+5).
paper-superseded = Жаңа нұсқасы № { $number } сақтау объектісі ретінде тіркелген.

## Тексеру туралы есеп
paper-verification = Депозитарийді тексеру
paper-verification-began = Басталған уақыты
paper-verification-completed = Аяқталған уақыты
paper-verification-checked = Тексерілген бірліктер
paper-verification-damaged = Бүлінген
paper-verification-missing = Жоқ
paper-verification-recovered = Қалпына келтірілген
paper-verification-faulty = Әлі түзелмеген
paper-verification-deposits = Қатысы бар сақтау объектілері
paper-verification-digest = Есептің хеші
paper-verification-log = Тексерулер журналы
paper-verification-check = Есептің өзін оқу үшін кодты сканерлеңіз: оның SHA-256 мәні блокчейнде жазылған хешпен бірдей.
