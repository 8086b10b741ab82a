"""The block that an answer stands on: the indexed head, or the one that the caller names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query
from starlette.concurrency import run_in_threadpool

from api.context import Desk

if TYPE_CHECKING:
    from ledger.records import BlockRef

__all__ = ["Stand", "Standing"]


@dataclass(frozen=True)
class Standing:
    """`head` is the block to stand on; `at` is the same where the caller named one, else None."""

    head: BlockRef
    at: BlockRef | None


async def _standing(
    desk: Desk,
    block: Annotated[
        int | None,
        Query(ge=0, le=2**53 - 1, description="The answer as of the end of this block."),
    ] = None,
    at: Annotated[
        str | None,
        Query(
            max_length=40,
            description="The answer as of this moment (RFC 3339): the last block up to it, which "
            "`as_of` names. A moment later than that block may still get another answer while "
            "blocks of that moment are not indexed yet.",
            json_schema_extra={"format": "date-time"},
        ),
    ] = None,
) -> Standing:
    if block is None and at is None:
        return Standing(await desk.head_at_once(), None)
    found = await run_in_threadpool(desk.services.moments.resolve, block, at)
    return Standing(found or await desk.head_at_once(), found)


Stand = Annotated[Standing, Depends(_standing)]
