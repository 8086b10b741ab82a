"""The SQL of webhooks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import CursorResult, Update, delete, func, update
from sqlmodel import col, select

from ledger.database import in_turn, reading, writing
from ledger.errors import NotFound, Rejected
from ledger.hooks.model import Hook, Letter, check_url
from ledger.hooks.tables import HookRow, LetterRow
from ledger.index.feed import Place, Wanted
from ledger.types import Address

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.index.feed import Part

__all__ = ["HOOK_BYTES", "Hooks"]

_MOST: Final = 100
_ID_BYTES: Final = 8

HOOK_BYTES: Final = _ID_BYTES + 32
"""Of which the id and the secret of a webhook are made."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """Webhooks in the vault. Asked for one that is not there: NotFound("hook.unknown", hook=)."""

    engine: Engine

    def add(
        self,
        url: str,
        wanted: Wanted,
        place: Place,
        drawn: bytes | None = None,
        *,
        owner: Address | None = None,
        most: int = _MOST,
    ) -> tuple[Hook, bytes]:
        """Add a webhook of the operator or an account, which has at most so many; it and its
        secret, which is shown once. Both are of what was drawn, `HOOK_BYTES` random bytes: what
        was made of them before is told as it is.

        Raises Rejected("hook.bad-url") and Rejected("hook.too-many", limit=).
        """
        drawn = drawn or secrets.token_bytes(HOOK_BYTES)
        row = HookRow(
            id=drawn[:_ID_BYTES].hex(),
            url=check_url(url) if owner is None else url,
            secret=drawn[_ID_BYTES:],
            contract=wanted.contract,
            name=wanted.name,
            account=wanted.account,
            block=place.block,
            log_index=place.log_index,
            paused=None,
            attempts=0,
            due_at=0,
            claimed_until=0,
            delivered=0,
            failure=None,
            owner=owner,
        )
        mine = select(func.count()).where(HookRow.owner == owner)
        with writing(self.engine) as session:
            in_turn(session, f"hook {owner}")
            made = session.get(HookRow, row.id)
            if made is not None:
                return _to_hook(made), made.secret
            if session.exec(mine).one() >= most:
                raise Rejected("hook.too-many", limit=most)
            session.add(row)
            return _to_hook(row), row.secret

    def all(self) -> tuple[Hook, ...]:
        """Every webhook."""
        with reading(self.engine) as session:
            return tuple(_to_hook(row) for row in session.exec(_SELECT))

    def get(self, hook_id: str) -> Hook:
        """One webhook."""
        with reading(self.engine) as session:
            return _to_hook(_row(session, hook_id))

    def secret(self, hook_id: str) -> bytes:
        """What signs a webhook's requests."""
        with reading(self.engine) as session:
            return _row(session, hook_id).secret

    def remove(self, hook_id: str) -> None:
        """Forget a webhook and its dead letters."""
        with writing(self.engine) as session:
            session.delete(_row(session, hook_id))
            session.execute(delete(LetterRow).where(col(LetterRow.hook) == hook_id))

    def pause(self, hook_id: str, reason: str) -> Hook:
        """Tell nothing until it is resumed."""
        return self._change(hook_id, paused=reason)

    def resume(self, hook_id: str) -> Hook:
        """Go on where it was, at once."""
        return self._change(hook_id, paused=None, attempts=0, due_at=0, claimed_until=0)

    def replay(self, hook_id: str, place: Place) -> Hook:
        """Tell everything from a place on, again or leaving something out."""
        at = {"block": place.block, "log_index": place.log_index}
        return self._change(hook_id, attempts=0, due_at=0, claimed_until=0, **at)

    def due(self, now: int) -> tuple[Hook, ...]:
        """Those that may be tried now."""
        query = _SELECT.where(col(HookRow.paused).is_(None), HookRow.due_at <= now)
        with reading(self.engine) as session:
            return tuple(_to_hook(row) for row in session.exec(query))

    def claim(self, hook: Hook, now: int, until: int) -> bool:
        """Keep other processes away from a webhook; False if one is at it or it was changed."""
        at = _at(hook).where(col(HookRow.claimed_until) <= now, col(HookRow.paused).is_(None))
        with writing(self.engine) as session:
            return _moved(session, at.values(claimed_until=until))

    def told(self, hook: Hook, part: Part) -> None:
        """Go on after what was taken, or where nothing was to be told."""
        changed = {
            "block": part.following.block,
            "log_index": part.following.log_index,
            "attempts": 0,
            "due_at": 0,
            "claimed_until": 0,
            "delivered": col(HookRow.delivered) + len(part.events),
            "failure": None,
        }
        with writing(self.engine) as session:
            session.execute(_at(hook).values(**changed))

    def failed(self, hook: Hook, failure: str, due_at: int) -> None:
        """Remember a failed attempt, and when the next may be."""
        changed = {"attempts": hook.attempts + 1, "due_at": due_at, "failure": failure}
        with writing(self.engine) as session:
            session.execute(_at(hook).values(claimed_until=0, **changed))

    def give_up(self, hook: Hook, part: Part, failure: str, now: int) -> None:
        """Put events aside as a dead letter and go on after them."""
        with writing(self.engine) as session:
            moved = _moved(
                session,
                _at(hook).values(
                    block=part.following.block,
                    log_index=part.following.log_index,
                    attempts=0,
                    due_at=0,
                    claimed_until=0,
                    failure=failure,
                ),
            )
            if not moved:
                return
            last = session.exec(
                select(func.max(LetterRow.number)).where(LetterRow.hook == hook.id)
            ).one()
            session.add(
                LetterRow(
                    hook=hook.id,
                    number=(last or 0) + 1,
                    block=hook.place.block,
                    log_index=hook.place.log_index,
                    until_block=part.following.block,
                    until_log_index=part.following.log_index,
                    events=len(part.events),
                    failure=failure,
                    given_up_at=now,
                )
            )

    def dead(self) -> int:
        """How many dead letters there are, of all webhooks."""
        with reading(self.engine) as session:
            return session.exec(select(func.count()).select_from(LetterRow)).one()

    def letters(self, hook_id: str) -> tuple[Letter, ...]:
        """The dead letters of a webhook, the oldest first."""
        query = select(LetterRow).where(LetterRow.hook == hook_id).order_by(col(LetterRow.number))
        with reading(self.engine) as session:
            _row(session, hook_id)
            return tuple(_to_letter(row) for row in session.exec(query))

    def letter(self, hook_id: str, number: int) -> Letter:
        """One dead letter; NotFound("hook.no-such-letter", hook=, letter=)."""
        for each in self.letters(hook_id):
            if each.number == number:
                return each
        raise NotFound("hook.no-such-letter", hook=hook_id, letter=number)

    def remove_letter(self, letter: Letter) -> None:
        """Forget a dead letter."""
        with writing(self.engine) as session:
            session.execute(
                delete(LetterRow).where(
                    col(LetterRow.hook) == letter.hook, col(LetterRow.number) == letter.number
                )
            )

    def _change(self, hook_id: str, **values: str | int | None) -> Hook:
        with writing(self.engine) as session:
            row = _row(session, hook_id)
            row.sqlmodel_update(values)
            session.add(row)
            session.flush()
            return _to_hook(row)


_SELECT = select(HookRow).order_by(col(HookRow.id))


def _moved(session: Session, statement: Update) -> bool:
    """Whether a statement changed the row that it was meant for."""
    done = session.execute(statement)
    return isinstance(done, CursorResult) and done.rowcount == 1


def _at(hook: Hook) -> Update:
    """The row of a webhook that is where it was: nobody replayed or removed it meanwhile."""
    return update(HookRow).where(
        col(HookRow.id) == hook.id,
        col(HookRow.block) == hook.place.block,
        col(HookRow.log_index) == hook.place.log_index,
    )


def _row(session: Session, hook_id: str) -> HookRow:
    row = session.get(HookRow, hook_id)
    if row is None:
        raise NotFound("hook.unknown", hook=hook_id[:80])
    return row


def _to_hook(row: HookRow) -> Hook:
    account = None if row.account is None else Address(row.account)
    return Hook(
        id=row.id,
        url=row.url,
        wanted=Wanted(row.contract, row.name, account),
        place=Place(row.block, row.log_index),
        paused=row.paused,
        attempts=row.attempts,
        due_at=row.due_at,
        delivered=row.delivered,
        failure=row.failure,
        owner=None if row.owner is None else Address(row.owner),
    )


def _to_letter(row: LetterRow) -> Letter:
    return Letter(
        number=row.number,
        hook=row.hook,
        place=Place(row.block, row.log_index),
        until=Place(row.until_block, row.until_log_index),
        events=row.events,
        failure=row.failure,
        given_up_at=row.given_up_at,
    )
