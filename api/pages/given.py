"""A proof that a reader gave by the form of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.requests import BodyTooLarge
from ledger.proofs.model import MAX_BYTES

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["given_proof"]


async def given_proof(request: Request) -> bytes:
    """The file in the field `proof`, or as much of it as shows that it is too large.

    Nothing for a form without it. Raises Rejected("request.body-too-large", limit=).
    """
    try:
        async with request.form(max_files=1, max_fields=1) as form:
            found = form.get("proof")
            return await found.read(MAX_BYTES + 1) if isinstance(found, UploadFile) else b""
    except BodyTooLarge as error:
        raise error.refusal from error
    except HTTPException:
        return b""
