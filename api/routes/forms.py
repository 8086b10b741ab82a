"""Forms that the law asks for: which there are, and each edition as JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Response

from api.context import Desk
from api.documentation import problems
from api.schemas.forms import FormsOut, form_out
from api.schemas.types import Day
from ledger.forms.schema import schema_of

__all__ = ["router"]

router = APIRouter(prefix="/v1/forms", tags=["forms"])

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_READ: Final = problems(404, 422)
Name = Annotated[str, Path(pattern="^[a-z][a-z-]{0,63}$", examples=["mining-notification"])]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
On = Annotated[Day | None, Query(description="A day in Kazakhstan; today unless another is named.")]


@router.get("", operation_id="listForms")
def forms(desk: Desk) -> FormsOut:
    """The forms that are taken, each with its editions and from which day each is in force."""
    today = desk.services.mining.today()
    return FormsOut(
        on=today, data=tuple(form_out(each, today) for each in desk.services.forms.every)
    )


@router.get("/{name}", operation_id="getForm", responses=_READ)
def form(desk: Desk, response: Response, name: Name, at: On = None) -> dict[str, Any]:
    """JSON Schema of the edition in force today or on a day; `Content-Location` says which."""
    found = desk.services.forms.form(name)
    edition = found.at(desk.services.mining.today() if at is None else at)
    response.headers["Content-Location"] = f"/v1/forms/{found.called(edition)}"
    return schema_of(found, edition)


@router.get("/{name}/{edition}", operation_id="getFormEdition", responses=_READ)
def form_edition(desk: Desk, response: Response, name: Name, edition: Number) -> dict[str, Any]:
    """JSON Schema of an edition, with titles in three languages and an example; never changes."""
    found = desk.services.forms.form(name)
    response.headers["Cache-Control"] = _FOR_EVER
    return schema_of(found, found.edition(edition))
