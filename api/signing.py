"""What the routes of all acts have in common: they answer with what is to be signed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Depends, Query

from api.acting import Acting, Simulate, acting
from api.context import JsonOnly
from api.documentation import problems
from api.idempotency import Answer
from api.schemas.acts import Act

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["Deed", "Keyed", "made_secret", "signed"]

Keyed = Annotated[Acting, Depends(acting)]


async def _deed(
    keyed: Keyed,
    simulate: Annotated[
        Simulate,
        Query(
            description="`require` refuses an act that the contract would refuse now (422); "
            "`report` gives it all the same, and says so in `simulation`."
        ),
    ] = "require",
) -> Acting:
    return replace(keyed, simulate=simulate)


Deed = Annotated[Acting, Depends(_deed)]

_REFUSALS: Final = (400, 409, 413, 415, 422, 503)


def made_secret(body: BaseModel, deed: Acting) -> Answer:
    """201 with what is shown once: no cache keeps it, and the vault keeps it encrypted."""
    headers = {"Cache-Control": "no-store"}
    said = body.model_dump_json(by_alias=True).encode()
    return Answer(said, deed.messages.language, 201, headers, secret=True)


def signed(*refusals: int) -> dict[str, Any]:
    """How the route of an act is declared: JSON comes in, and 201 with the act goes out.

    `refusals` are statuses besides those with which any act may be refused.
    """
    return {
        "status_code": 201,
        "response_model": Act,
        "dependencies": [JsonOnly],
        "responses": problems(*_REFUSALS, *refusals),
    }
