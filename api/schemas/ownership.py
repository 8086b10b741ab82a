"""Statements of accounts, and many questions of ownership at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import orjson
from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from api.schemas.assets import MovementOut, movement_out
from api.schemas.records import AsOf, as_of
from api.schemas.types import AddressIn, Amount, Request, Response
from ledger.types import BatchId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depository.batches.possessing import RecordOwner
    from depository.history import Place
    from ledger.assets.model import Statement
    from ledger.assets.ownership import Amounts
    from ledger.records import BlockRef
    from ledger.types import Address, ParticipantId

__all__ = [
    "Found",
    "HoldingAnswer",
    "HoldingQuestion",
    "OwnershipAnswers",
    "OwnershipQuestions",
    "PossessionAnswer",
    "PossessionQuestion",
    "RecordAnswer",
    "RecordQuestion",
    "StatementOut",
    "StatementPage",
    "answers",
    "statement_page",
]

_Id = Annotated[int, Field(ge=1, le=2**53 - 1)]
_Place = Annotated[int, Field(ge=0, le=2**53 - 1)]
_MOST = 1000
_EXACT: Final = ConfigDict(extra="forbid", strict=True)


class LineOut(Response):
    """A class: the opening amount and the account's movements of it make the closing amount."""

    class_id: int
    opening: Amount
    closing: Amount


class StatementOut(Response):
    """An account between the end of block `since`, null before the chain, and that of `until`.

    `movements` is a part of the list of all movements between, oldest first.
    """

    account: str
    since: AsOf | None
    until: AsOf
    lines: tuple[LineOut, ...]
    movements: tuple[MovementOut, ...]


class StatementPage(Response):
    """A statement; `total` and `next` are those of its movements."""

    data: StatementOut
    total: int
    next: str | None
    as_of: AsOf


class HoldingQuestion(TypedDict):
    """How much of a class an account holds."""

    __pydantic_config__ = _EXACT  # type: ignore[misc] # as pydantic has it
    kind: Literal["holding"]
    asset: _Id
    account: AddressIn


class PossessionQuestion(TypedDict):
    """Whose a deposit is."""

    __pydantic_config__ = _EXACT  # type: ignore[misc] # as above
    kind: Literal["deposit"]
    deposit: _Id


class RecordQuestion(TypedDict):
    """Whose a record of a batch is, by its place from 0."""

    __pydantic_config__ = _EXACT  # type: ignore[misc] # as above
    kind: Literal["record"]
    batch: _Id
    index: _Place


class OwnershipQuestions(Request):
    """Up to a thousand questions, answered as of one block or moment, now if neither is given."""

    subjects: tuple[
        Annotated[
            HoldingQuestion | PossessionQuestion | RecordQuestion, Field(discriminator="kind")
        ],
        ...,
    ] = Field(min_length=1, max_length=_MOST, strict=False)
    block: Annotated[int, Field(ge=0, le=2**53 - 1)] | None = None
    at: Annotated[str, Field(max_length=40)] | None = None


class HoldingAnswer(Response):
    """The amount held, and how much of it is frozen; null of a class that is not there."""

    kind: Literal["holding"] = "holding"
    asset: int
    account: str
    amount: Amount | None
    frozen: Amount | None


class PossessionAnswer(Response):
    """The possessor with its key of then; null of a deposit that is not there."""

    kind: Literal["deposit"] = "deposit"
    deposit: int
    possessor: int | None
    account: str | None


class RecordAnswer(Response):
    """The possessor with its key of then; null of a record that is not there.

    `deposit` is as which the record goes on once it is taken out of its batch.
    """

    kind: Literal["record"] = "record"
    batch: int
    index: int
    deposit: int | None
    possessor: int | None
    account: str | None


class OwnershipAnswers(Response):
    """The answers in the order of the questions."""

    data: tuple[
        Annotated[HoldingAnswer | PossessionAnswer | RecordAnswer, Field(discriminator="kind")],
        ...,
    ]
    as_of: AsOf


def statement_page(account: Address, statement: Statement) -> StatementPage:
    """A statement as it is answered."""
    until, page = as_of(statement.until), statement.movements
    data = StatementOut(
        account=account,
        since=None if statement.since is None else as_of(statement.since),
        until=until,
        lines=tuple(
            LineOut(class_id=line.class_id, opening=str(line.opening), closing=str(line.closing))
            for line in statement.lines
        ),
        movements=tuple(movement_out(each) for each in page.items),
    )
    return StatementPage(data=data, total=page.total, next=page.next, as_of=until)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: `held` in the order of the questions about holdings, the others by what they
    are of.
    """

    held: Iterable[Amounts | None]
    deposits: Mapping[int, tuple[ParticipantId, Address]]
    records: Mapping[Place, RecordOwner]


def answers(asked: OwnershipQuestions, found: Found, stand: BlockRef) -> bytes:
    """The JSON of an `OwnershipAnswers`.

    A thousand models take longer to make than all answers to find, so that none are made.
    """
    amounts = iter(found.held)
    data = [
        _holding(each, next(amounts))
        if each["kind"] == "holding"
        else _possession(each["deposit"], found.deposits.get(each["deposit"]))
        if each["kind"] == "deposit"
        else _record(each, found.records.get((BatchId(each["batch"]), each["index"])))
        for each in asked.subjects
    ]
    return orjson.dumps({"data": data, "as_of": as_of(stand).model_dump()})


def _holding(asked: HoldingQuestion, amounts: Amounts | None) -> dict[str, Any]:
    amount, frozen = amounts or (None, None)
    return {**asked, "amount": amount, "frozen": frozen}


def _possession(deposit: int, whose: tuple[ParticipantId, Address] | None) -> dict[str, Any]:
    possessor, account = whose or (None, None)
    return {"kind": "deposit", "deposit": deposit, "possessor": possessor, "account": account}


def _record(asked: RecordQuestion, owner: RecordOwner | None) -> dict[str, Any]:
    return {
        **asked,
        "deposit": owner and owner.deposit,
        "possessor": owner and owner.possessor,
        "account": owner and owner.account,
    }
