"""What each field of the notification is called in Kazakh, Russian and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.localized import Localized

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TITLES"]


def _titles(kk: str, ru: str, en: str) -> Localized:
    return Localized(kk=kk, ru=ru, en=en)


_FORM: Mapping[str, Localized] = {
    "": _titles(
        "Цифрлық майнинг туралы хабарлама",
        "Уведомление о цифровом майнинге",
        "Notification of digital mining",
    ),
    "miner": _titles("Майнер", "Майнер", "Miner"),
    "sites": _titles("Орналасқан жерлері", "Места расположения", "Sites"),
    "power": _titles("Электр қуаты", "Электрическая мощность", "Electric power"),
    "network": _titles("Байланыс желісі", "Сеть связи", "Network"),
    "equipment": _titles("Жабдық", "Оборудование", "Equipment"),
    "mining": _titles("Майнинг", "Майнинг", "Mining"),
    "jobs": _titles("Жұмыс орындары", "Рабочие места", "Jobs"),
    "investment_kzt": _titles(
        "Жоспарланған инвестиция, теңге",
        "Планируемые инвестиции, тенге",
        "Planned investment, tenge",
    ),
    "dates": _titles("Күндері", "Даты", "Dates"),
}

_MINER: Mapping[str, Localized] = {
    "kind": _titles("Тұлға түрі", "Вид лица", "Kind of entity"),
    "names": _titles("Атауы", "Наименование", "Name"),
    "kk": _titles("Қазақша", "На казахском", "In Kazakh"),
    "ru": _titles("Орысша", "На русском", "In Russian"),
    "en": _titles("Ағылшынша", "На английском", "In English"),
    "bin_or_iin": _titles("БСН немесе ЖСН", "БИН или ИИН", "BIN or IIN"),
    "residency_proof": _titles(
        "Резиденттікті растайтын құжаттың хеші",
        "Хеш документа о резидентстве",
        "Digest of the proof of residency",
    ),
    "legal_address": _titles("Заңды мекенжайы", "Юридический адрес", "Legal address"),
    "phones": _titles("Телефондары", "Телефоны", "Phones"),
    "email": _titles("Электрондық поштасы", "Электронная почта", "E-mail"),
    "bank": _titles("Банк деректемелері", "Банковские реквизиты", "Bank details"),
    "name": _titles("Банктің атауы", "Наименование банка", "Name of the bank"),
    "bic": _titles(
        "Банктің сәйкестендіру коды (БСК)",
        "Банковский идентификационный код (БИК)",
        "Bank identifier code (BIC)",
    ),
    "iban": _titles(
        "Жеке сәйкестендіру коды (ЖСК, IBAN)",
        "Индивидуальный идентификационный код (ИИК, IBAN)",
        "Account number (IBAN)",
    ),
}

_SITE: Mapping[str, Localized] = {
    "address": _titles("Мекенжайы", "Адрес", "Address"),
    "kato": _titles("ӘАОЖ коды", "Код КАТО", "KATO code"),
    "coordinates": _titles(
        "Географиялық координаттары", "Географические координаты", "Coordinates"
    ),
    "latitude": _titles("Ендік, градус", "Широта, градусы", "Latitude, degrees"),
    "longitude": _titles("Бойлық, градус", "Долгота, градусы", "Longitude, degrees"),
    "title": _titles("Үй-жайға құқығы", "Право на помещение", "Title to the premises"),
    "title_document": _titles(
        "Құқықты растайтын құжаттың хеші",
        "Хеш правоустанавливающего документа",
        "Digest of the title document",
    ),
    "owner_bin": _titles("Меншік иесінің БСН", "БИН собственника", "Owner's BIN"),
}

_POWER: Mapping[str, Localized] = {
    "requested_kw": _titles(
        "Сұралған қуат, кВт", "Запрашиваемая мощность, кВт", "Requested power, kW"
    ),
    "supplies": _titles("Жеткізу шарттары", "Договоры поставки", "Contracts of supply"),
    "source": _titles(
        "Электр энергиясының көзі", "Источник электроэнергии", "Source of electricity"
    ),
    "supplier_bin": _titles("Жеткізушінің БСН", "БИН поставщика", "Supplier's BIN"),
    "contracted_kw": _titles(
        "Шарт бойынша қуат, кВт", "Мощность по договору, кВт", "Contracted power, kW"
    ),
    "technical_conditions": _titles(
        "Техникалық шарттардың хеші",
        "Хеш технических условий",
        "Digest of the technical conditions",
    ),
    "provider": _titles("Байланыс провайдері", "Провайдер связи", "Provider"),
    "ip_ranges": _titles(
        "IP-мекенжайлар ауқымдары (CIDR)", "Диапазоны IP-адресов (CIDR)", "IP ranges (CIDR)"
    ),
}

_EQUIPMENT: Mapping[str, Localized] = {
    "maker": _titles("Өндіруші", "Производитель", "Maker"),
    "model": _titles("Моделі", "Модель", "Model"),
    "algorithm": _titles("Хештеу алгоритмі", "Алгоритм хеширования", "Hashing algorithm"),
    "hash_rate": _titles("Номиналды хешрейт", "Номинальный хешрейт", "Rated hash rate"),
    "hash_rate_unit": _titles("Хешрейт бірлігі", "Единица хешрейта", "Unit of the hash rate"),
    "watts": _titles("Тұтыну қуаты, Вт", "Потребляемая мощность, Вт", "Power draw, W"),
    "count": _titles("Саны", "Количество", "Count"),
    "serial_numbers": _titles("Сериялық нөмірлері", "Серийные номера", "Serial numbers"),
    "chain": _titles("Блокчейн желісі", "Сеть блокчейна", "Chain"),
    "pool": _titles("Майнинг пулы", "Майнинговый пул", "Pool"),
    "payout_addresses": _titles("Төлем мекенжайлары", "Адреса выплат", "Payout addresses"),
    "submitted": _titles("Берілген күні", "Дата подачи", "Submitted"),
    "start": _titles("Қызметтің басталу күні", "Дата начала деятельности", "Start of activity"),
}

_REPORT: Mapping[str, Localized] = {
    "report": _titles(
        "Цифрлық майнинг туралы тоқсандық есеп",
        "Квартальный отчёт о цифровом майнинге",
        "Quarterly report on digital mining",
    ),
    "year": _titles("Жыл", "Год", "Year"),
    "quarter": _titles("Тоқсан", "Квартал", "Quarter"),
    "energy": _titles(
        "Тұтынылған электр энергиясы", "Потреблённая электроэнергия", "Electricity used"
    ),
    "kwh": _titles("Көлемі, кВт·сағ", "Объём, кВт·ч", "Amount, kWh"),
    "coins": _titles("Алынған активтер", "Полученные активы", "Assets received"),
    "asset": _titles(
        "Актив пен оның блокчейні (CAIP-19)",
        "Актив и его блокчейн (CAIP-19)",
        "Asset and its chain (CAIP-19)",
    ),
    "payout_address": _titles("Түскен мекенжайы", "Адрес поступления", "Address of receipt"),
    "amount": _titles(
        "Мөлшері, ең кіші бірлікпен",
        "Количество в наименьших единицах",
        "Amount in the smallest unit",
    ),
}

_CHOICES: Mapping[str, Localized] = {
    "legal": _titles("Заңды тұлға", "Юридическое лицо", "Legal entity"),
    "entrepreneur": _titles(
        "Дара кәсіпкер", "Индивидуальный предприниматель", "Individual entrepreneur"
    ),
    "individual": _titles("Жеке тұлға", "Физическое лицо", "Natural person"),
    "own": _titles("Меншік", "Собственность", "Own"),
    "lease": _titles("Жалға алу", "Аренда", "Lease"),
    "grid-auction": _titles(
        "Желіден, аукцион арқылы", "Из сети, через аукцион", "Grid, by auction"
    ),
    "renewable": _titles("Жаңартылатын көздер", "Возобновляемые источники", "Renewable"),
    "imported": _titles("Импорт", "Импорт", "Imported"),
    "off-grid": _titles(
        "Желіден тыс өз көзі", "Собственный источник вне сети", "Own, off the grid"
    ),
}

TITLES: Mapping[str, Localized] = {
    **_FORM,
    **_MINER,
    **_SITE,
    **_POWER,
    **_EQUIPMENT,
    **_REPORT,
    **_CHOICES,
}
"""Name of a field (or a value of a closed list) → what it is called; "" is the notification
itself, "report" the report."""
