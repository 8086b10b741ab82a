"""The editions of the forms of digital mining, and which of them a filing is read by."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, TypeVar

import yaml
from pydantic import BaseModel

from ledger.forms.model import Edition, LawForm
from ledger.localized import Localized
from mining_registry.faults import Fault, refuse
from mining_registry.form import NotificationForm
from mining_registry.public import PUBLIC_FIELDS
from mining_registry.reports.form import ReportForm
from mining_registry.titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NOTIFICATION", "REPORT", "chosen", "document_by"]

_M = TypeVar("_M", bound=BaseModel)

_RULES: Final = Localized(
    kk="«Ақпараттандыру туралы» 2015 жылғы 24 қарашадағы № 418-V Заң, 33-1-баптың 9-тармағы."
    " Өрістер Цифрлық майнингті жүзеге асыру жөніндегі қызмет туралы хабардар ету қағидаларына сай"
    " (2020 жылғы 13 қазандағы № 384/НҚ бұйрық, 2022 жылғы 29 сәуірдегі № 146/НҚ бұйрықтың"
    " редакциясында); олардың күші 2023 жылғы 30 наурыздағы № 117/НҚ бұйрықпен жойылды.",
    ru="Закон от 24 ноября 2015 года № 418-V «Об информатизации», пункт 9 статьи 33-1. Поля следуют"
    " Правилам информирования о деятельности по осуществлению цифрового майнинга (приказ от 13"
    " октября 2020 года № 384/НҚ в редакции приказа от 29 апреля 2022 года № 146/НҚ); они утратили"
    " силу приказом от 30 марта 2023 года № 117/НҚ.",
    en="Law No. 418-V of 24 November 2015 “On Informatization”, article 33-1(9). The fields follow"
    " the Rules of informing on activities of digital mining (order No. 384/НҚ of 13 October 2020"
    " as reworded by order No. 146/НҚ of 29 April 2022), which order No. 117/НҚ of 30 March 2023"
    " repealed.",
)
_REWORDED: Final = dt.date(2022, 5, 10)
"""The first day on which order No. 146/НҚ can have been in force: ten days after the day on which
it was made. The texts at hand do not tell the day on which it was published."""


def _example(name: str) -> Callable[[], dict[str, Any]]:
    """The filled-in form that ships under `examples`, without the name of its edition."""

    def read() -> dict[str, Any]:
        text = (resources.files("mining_registry") / "examples" / name).read_text("utf-8")
        document: dict[str, Any] = json.loads(json.dumps(yaml.safe_load(text), default=str))
        del document["form"]
        return document

    return read


NOTIFICATION: Final = LawForm(
    "mining-notification",
    TITLES[""],
    "A-9",
    (
        Edition(
            number=1,
            in_force_from=_REWORDED,
            basis=_RULES,
            model=NotificationForm,
            titles=TITLES,
            example=_example("notification.yaml"),
            public=PUBLIC_FIELDS,
        ),
    ),
)
"""The notification of digital mining."""

REPORT: Final = LawForm(
    "mining-report",
    TITLES["report"],
    "A-9",
    (
        Edition(
            number=1,
            in_force_from=_REWORDED,
            basis=_RULES,
            model=ReportForm,
            titles=TITLES,
            example=_example("report.yaml"),
        ),
    ),
)
"""The quarterly report."""


def chosen(forms: LawForm[_M], document: object, day: dt.date | None) -> tuple[Edition[_M], object]:
    """The edition by which plain data is read, and the data without the member `form`.

    Filed on a `day`, it must name the edition in force, or none; otherwise any edition, the last
    one if none is named. Raises Rejected("form.edition-not-in-force"), and Rejected("form.invalid")
    for a name that no edition has.
    """
    if not isinstance(document, Mapping) or "form" not in document:
        return (forms.latest if day is None else forms.at(day)), document
    name, rest = document["form"], {key: document[key] for key in document if key != "form"}
    if day is not None and isinstance(name, str):
        return forms.check(name, day), rest
    edition = forms.named(name)
    if edition is None:
        names = ", ".join(forms.called(each) for each in forms.editions)
        refuse([Fault("form", "form.not-listed", names)])
        raise ValueError(name)  # not reached
    return edition, rest


def document_by(forms: LawForm[Any], form: BaseModel) -> dict[str, Any]:
    """The plain document of a form, with the name of its edition; its salted digest is recorded."""
    name = forms.called(forms.of(type(form)))
    return {"form": name, **form.model_dump(mode="json", exclude_none=True)}
