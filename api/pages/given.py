"""What a reader gave: numbers and addresses in the path, a proof by the form of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.requests import BodyTooLarge
from ledger.addresses import parse_address
from ledger.errors import NotFound, Rejected
from ledger.proofs.model import MAX_BYTES

if TYPE_CHECKING:
    from starlette.requests import Request

    from ledger.types import Address

__all__ = ["account_of", "given_proof", "number_of"]


def number_of(text: str, code: str) -> int:
    """A record's number out of an address; what is no number is no record's."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotFound(code, number=text[:40])
    return int(text)


def account_of(text: str) -> Address:
    """An account out of an address; NotFound("address.malformed", address=)."""
    try:
        return parse_address(text)
    except Rejected as error:
        raise NotFound("address.malformed", address=text[:64]) from error


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
