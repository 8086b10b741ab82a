"""Deposits as the events of the chain and the content that is held tell them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete

from depository.cid import root_cid
from depository.metadata import Access
from depository.model import Status
from depository.reading import ReadPackage, read_described
from depository.steps import STEPS, begin_tenure, some
from depository.tables import (
    BlockOfDepositRow,
    CopyRow,
    DepositRow,
    DepositWordRow,
    FileRow,
    LevelRow,
    TenureRow,
    VerificationRow,
)
from depository.titles import word_rows
from ledger.database import add_rows
from ledger.types import Digest

if TYPE_CHECKING:
    from sqlmodel import Session

    from depository.blocks import BlockStore
    from ledger.chain.model import Event

__all__ = ["DepositProjection"]

CONTRACT = "depository"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class DepositProjection:
    """Keeps a row for each deposit and, of content that is held, its description and files.

    Beside its own rows it reads the content store: content is addressed by what the event names,
    so that the same content gives the same rows whenever the index is rebuilt. Content that is
    missing, damaged or no package leaves a deposit without description, never a stopped index; a
    store that does not answer is waited for.
    """

    content: BlockStore

    @property
    def name(self) -> str:
        """Stable name and version of these rows."""
        return "depository/4"

    def apply(self, session: Session, event: Event) -> None:
        """Change the rows by one event of the contract; others are passed over."""
        if event.contract != CONTRACT:
            return
        if event.name == "Deposited":
            self._deposited(session, event)
        elif (step := STEPS.get(event.name)) is not None:
            step(session, event)

    def clear(self, session: Session) -> None:
        """Delete all rows."""
        life = (VerificationRow, CopyRow, LevelRow, TenureRow)
        for table in (*life, BlockOfDepositRow, FileRow, DepositWordRow, DepositRow):
            session.execute(delete(table))

    def _deposited(self, session: Session, event: Event) -> None:
        args = event.args
        row = DepositRow(
            number=args["number"],
            root=args["root"],
            size=str(args["size"]),
            kind=args["kind"],
            limited=args["access"] != Access.PUBLIC,
            origin=args["origin"],
            conclusion=some(args["conclusion"]),
            status=Status.DEPOSITED.value,
            possessor=args["possessor"],
            block=event.block.number,
            transaction=event.transaction,
            previous=args["previous"] or None,
        )
        found = read_described(self.content, root_cid(Digest(args["root"])))
        if isinstance(found, ReadPackage):
            row.limited = row.limited or found.metadata.access is not Access.PUBLIC
            for name, value in found.description.items():
                setattr(row, name, value)
        else:
            _LOG.warning("deposit %d has no readable content here: %s", row.number, found)
        session.add(row)
        session.flush()
        begin_tenure(session, event, args["possessor"], None)
        if isinstance(found, ReadPackage):
            found.write(session, {"deposit": row.number}, FileRow, BlockOfDepositRow)
            titles = found.metadata.titles
            words = word_rows(row.number, (titles.kk, titles.ru, titles.en))
            add_rows(session, {DepositWordRow: words})
