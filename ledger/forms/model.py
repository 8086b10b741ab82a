"""A form that the law asks for, and the editions of it that were in force one after another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ledger.errors import NotFound, Rejected

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from pydantic import BaseModel

    from ledger.localized import Localized

__all__ = ["Edition", "Forms", "LawForm"]

_M = TypeVar("_M", bound="BaseModel")
_SHOWN = 64


@dataclass(frozen=True)
class Edition(Generic[_M]):
    """One edition of a form: the fields, and the act by which they are asked for.

    `in_force_from` is the first day, in Kazakhstan time, on which filings are taken by it; an
    edition is in force until the day before the next one is. `titles` say what each field and
    choice is called, `example` gives a filled-in form as plain data, `public` the paths of what
    everyone may read of a filed form.
    """

    number: int
    in_force_from: dt.date
    basis: Localized
    model: type[_M]
    titles: Mapping[str, Localized]
    example: Callable[[], dict[str, Any]]
    public: tuple[str, ...] | None = None


@dataclass(frozen=True)
class LawForm(Generic[_M]):
    """A form by its name, its editions from the first to the last, each with a model of its own.

    `norm` names the duty (`A-9`). What was filed names its edition as `name/number`, so that it is
    read by that edition for ever.
    """

    name: str
    title: Localized
    norm: str
    editions: tuple[Edition[_M], ...]

    def __post_init__(self) -> None:
        """Refuse editions that are not numbered from 1 or do not follow each other."""
        numbers = [each.number for each in self.editions]
        days = [each.in_force_from for each in self.editions]
        if not numbers or numbers != list(range(1, len(numbers) + 1)):
            msg = f"editions of {self.name} are not numbered from 1"
            raise ValueError(msg)
        if any(later <= earlier for earlier, later in pairwise(days)):
            msg = f"editions of {self.name} do not follow each other"
            raise ValueError(msg)

    @property
    def latest(self) -> Edition[_M]:
        """The last edition, whether it is in force yet or not."""
        return self.editions[-1]

    def called(self, edition: Edition[_M]) -> str:
        """What a filed form calls its edition: `mining-notification/1`."""
        return f"{self.name}/{edition.number}"

    def until(self, edition: Edition[_M]) -> dt.date | None:
        """The first day on which an edition is no longer in force; None while none follows."""
        following = self.editions[edition.number : edition.number + 1]
        return following[0].in_force_from if following else None

    def at(self, day: dt.date) -> Edition[_M]:
        """The edition in force on a day; NotFound("form.none-in-force", form, day, first)."""
        found = [each for each in self.editions if each.in_force_from <= day]
        if not found:
            first = self.editions[0].in_force_from.isoformat()
            raise NotFound("form.none-in-force", form=self.name, day=day.isoformat(), first=first)
        return found[-1]

    def edition(self, number: int) -> Edition[_M]:
        """An edition by its number; NotFound("form.edition-unknown", form, edition, latest)."""
        if not 1 <= number <= len(self.editions):
            raise NotFound(
                "form.edition-unknown", form=self.name, edition=number, latest=len(self.editions)
            )
        return self.editions[number - 1]

    def named(self, name: object) -> Edition[_M] | None:
        """The edition that a filed form calls its own, None for a name that no edition has."""
        return next((each for each in self.editions if self.called(each) == name), None)

    def of(self, model: type[BaseModel]) -> Edition[_M]:
        """The edition whose fields a model has."""
        return next(each for each in self.editions if each.model is model)

    def check(self, name: str, day: dt.date) -> Edition[_M]:
        """The edition in force on the day of filing, which must be the one that is named.

        No norm at hand lets a form be filed by an earlier edition for some time, so none is.
        Raises Rejected("form.edition-not-in-force", given, edition, since), NotFound as `at`.
        """
        current = self.at(day)
        if self.called(current) != name:
            raise Rejected(
                "form.edition-not-in-force",
                given=name[:_SHOWN],
                edition=self.called(current),
                since=current.in_force_from.isoformat(),
            )
        return current


@dataclass(frozen=True)
class Forms:
    """Every form that is taken, in the order in which they are listed."""

    every: tuple[LawForm[Any], ...]

    def form(self, name: str) -> LawForm[Any]:
        """A form by its name; NotFound("form.unknown", form)."""
        found = next((each for each in self.every if each.name == name), None)
        if found is None:
            raise NotFound("form.unknown", form=name[:_SHOWN])
        return found
