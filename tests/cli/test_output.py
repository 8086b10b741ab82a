"""Answers as a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.schemas.assets import AccessOut, AssetOut, DocumentOut, HoldingOut, RightOut
from api.schemas.batches import BatchOut, ProvenOut, RecordMatchOut
from api.schemas.chain import TransactionState
from api.schemas.deposits import AnnulmentOut, OfferOut
from api.schemas.histories import (
    CopyOut,
    DepositRecordOut,
    LevelOut,
    TenureOut,
    TotalsOut,
    VerificationOut,
    YearlyOut,
)
from api.schemas.notifications import NotificationOut
from api.schemas.participants import ParticipantOut
from api.schemas.redemptions import RedemptionOut
from api.schemas.verifications import MatchOut, ProofOut, SealOut, TenancyOut, VerdictOut
from cli.output import label, lines
from cli.speech import speech

if TYPE_CHECKING:
    from api.languages import Language

_HASH = "0x" + "ab" * 32
_LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")


def _written(answer: Any, width: int, language: Language = "en") -> list[str]:
    return [line.plain.rstrip() for line in lines(answer, speech(language, "cli"), width)]


def test_a_list_that_fits_is_a_table() -> None:
    answer = {"data": [{"number": 1, "amount": "750"}], "total": 1, "as_of": {"number": 9}}
    assert _written(answer, 40) == ["Number  Amount", "1       750", "In all: 1", "As of block 9."]


def test_a_list_that_does_not_fit_is_written_record_under_record() -> None:
    rows = [{"number": number, "transaction": _HASH} for number in (1, 2)]
    assert _written(rows, 40) == [
        "Number       1",
        f"Transaction  {_HASH}",
        "",
        "Number       2",
        f"Transaction  {_HASH}",
    ]


def test_a_text_in_three_languages_is_shown_in_the_readers() -> None:
    answer = {"name": {"kk": "Атау", "ru": "Имя", "en": "Name"}, "status": "active"}
    assert _written(answer, 80, "kk") == ["Атауы  Атау", "Күйі   әрекет етеді"]
    assert _written(answer, 80, "ru")[1] == "Состояние     действует"


def test_nothing_yes_and_empty_lists_have_words() -> None:
    assert _written({"previous": None, "known": True, "roles": []}, 80) == [
        "Previous   –",
        "On record  yes",
        "Roles      –",
    ]
    assert _written([], 80) == ["Nothing."]


def test_what_is_nested_in_an_answer_is_told_by_its_path() -> None:
    answer = {"decision": {"operator": "0x1", "recorded": {"block": 7}}}
    assert _written(answer, 80) == ["Decision · Operator  0x1", "Decision · Block     7"]


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize(
    "model",
    [
        *(AccessOut, AssetOut, DepositRecordOut, DocumentOut, HoldingOut, NotificationOut),
        *(ParticipantOut, RedemptionOut, RightOut, TransactionState, TenureOut, LevelOut),
        *(CopyOut, TotalsOut, VerificationOut, YearlyOut, AnnulmentOut, OfferOut, VerdictOut),
        *(MatchOut, ProofOut, SealOut, TenancyOut, BatchOut, ProvenOut, RecordMatchOut),
    ],
    ids=lambda model: model.__name__,
)
def test_every_field_of_an_answer_has_a_name_in_the_language(
    language: Language, model: Any
) -> None:
    messages = speech(language, "cli")
    for name in model.model_fields:
        assert f"cli-field-{name.replace('_', '-')}" in messages
        assert label(name, messages)


def test_a_field_without_a_name_is_shown_as_it_is() -> None:
    assert label("brand_new", speech("en", "cli")) == "brand_new"


def test_the_catalogues_of_the_program_say_the_same_things() -> None:
    ids = [speech(language, "cli").ids for language in _LANGUAGES]
    assert ids[0] == ids[1] == ids[2]
