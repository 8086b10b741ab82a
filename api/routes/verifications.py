"""The validation query: is this on record, what is it, whose is it, and does this proof hold."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool

from api.context import Application, Desk, Speech
from api.documentation import problems
from api.languages import Messages
from api.schemas.records import Single, as_of
from api.schemas.verifications import VerdictOut, verdict_out
from api.validation.bundles import Bundles
from api.validation.subjects import Question, about_digest, read_question
from api.validation.validator import Validator
from ledger.errors import Unavailable
from ledger.proofs.model import MAX_BYTES, MEDIA_TYPE
from ledger.types import Digest

if TYPE_CHECKING:
    from api.validation.model import Validation

__all__ = ["router", "validated_proof"]

router = APIRouter(prefix="/v1/verifications", tags=["verification"])

_HASHED_AT_ONCE: Final = 1_048_576
_BINARY: Final = {"type": "string", "format": "binary"}


@router.get("/{subject}", operation_id="verifyDigest", responses=problems(422, 503))
def verify(
    desk: Desk,
    subject: Annotated[
        str,
        Path(
            max_length=512,
            description="A SHA-256 in hex, a CID, a SWHID, the hash of a transaction, "
            "`deposit:12`, `notification:3`, `asset:4` …, or `12` for every record of a number.",
        ),
    ],
    speech: Speech,
) -> Single[VerdictOut]:
    """What is on record under a digest, a CID, a SWHID, a transaction's hash or a number.

    "Not known" is an answer too: 200 with `known` false and a text in the caller's language.
    """
    return _answer(desk, read_question(subject), speech)


@router.post(
    "",
    operation_id="verifyBytes",
    responses=problems(413, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": False,  # no body at all is the empty file
            "content": {
                "application/octet-stream": {"schema": _BINARY},
                MEDIA_TYPE: {"schema": _BINARY},  # whatever it is, it is judged
            },
        }
    },
)
async def verify_bytes(desk: Desk, request: Request, speech: Speech) -> Single[VerdictOut]:
    """What is on record of a file's bytes; or, of a proof bundle, whether it holds and still does.

    A file is hashed as it comes and never kept. A body that is sent as a proof, of at most 4 MiB,
    is held against the trust of this installation; one that does not hold is answered with 200 too.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == MEDIA_TYPE:
        document = await _read(request)
        return await run_in_threadpool(_proof_answer, desk, document, speech)
    digest = await _hashed(request)
    return await run_in_threadpool(_answer, desk, about_digest(digest), speech)


def validated_proof(application: Application, document: bytes) -> Validation:
    """A bundle validated; Unavailable("verification.busy", most=) while many others are."""
    with application.proofs.place(Unavailable("verification.busy", most=application.proofs.places)):
        now = int(application.services.moments.clock().timestamp())
        return Bundles(application.services).validate(document, now)


def _answer(desk: Application, question: Question, speech: Messages) -> Single[VerdictOut]:
    head = desk.head()
    found = Validator(desk.services).validate(question)
    return Single(data=verdict_out(found, speech), as_of=as_of(head))


def _proof_answer(desk: Application, document: bytes, speech: Messages) -> Single[VerdictOut]:
    head = desk.head()
    return Single(data=verdict_out(validated_proof(desk, document), speech), as_of=as_of(head))


async def _hashed(request: Request) -> Digest:
    sha256 = hashlib.sha256()
    gathered = bytearray()
    async for chunk in request.stream():
        gathered.extend(chunk)
        if len(gathered) >= _HASHED_AT_ONCE:
            await run_in_threadpool(sha256.update, bytes(gathered))
            gathered.clear()
    sha256.update(gathered)
    return Digest(sha256.digest())


async def _read(request: Request) -> bytes:
    """A bundle, or as much of it as shows that it is too large."""
    document = bytearray()
    async for chunk in request.stream():
        document += chunk
        if len(document) > MAX_BYTES:
            break
    return bytes(document[: MAX_BYTES + 1])
