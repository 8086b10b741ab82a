"""What is not public, in JSON."""

from __future__ import annotations

from typing import Any

from api.schemas.types import Response

__all__ = ["FormOut", "ReasonOut"]


class FormOut(Response):
    """A form as it was filed; its member `form` names the edition, whose JSON Schema stands at
    `/v1/forms/{name}/{edition}`.
    """

    form: dict[str, Any]


class ReasonOut(Response):
    """Why something was returned."""

    reason: str
