"""`qoima hook`: webhooks of this installation, at its own vault."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from api.schemas.chain import event_out
from cli.processes import beside
from cli.wiring import index_engine, vault_engine
from ledger.errors import Unavailable
from ledger.hooks.courier import Courier
from ledger.hooks.delivery import Deliverer
from ledger.hooks.model import OPERATOR, secret_text
from ledger.hooks.reaching import Reach
from ledger.hooks.store import Hooks
from ledger.index.feed import Feed, Place, Wanted
from ledger.index.store import IndexStore

if TYPE_CHECKING:
    import threading
    from contextlib import AbstractContextManager

    from cli.settings import Settings
    from ledger.chain import Event
    from ledger.hooks.model import Hook, Letter

__all__ = ["add", "delivering", "letters", "pause", "remove", "replay", "resend", "resume", "show"]
__all__ += ["show_all"]


def delivering(settings: Settings, stop: threading.Event) -> AbstractContextManager[None]:
    """Bring events to webhooks by a thread beside, until `stop` is set."""
    return beside("hooks", _deliverer(settings).run, stop)


def add(settings: Settings, url: str, wanted: Wanted, start: str | None) -> dict[str, Any]:
    """A new webhook with its secret; from the head of the index on unless a place is given."""
    place = _head(settings) if start is None else Place.parse(start)
    hook, secret = _hooks(settings).add(url, wanted, place)
    return _hook(hook) | {"secret": secret_text(secret)}


def show(settings: Settings, hook_id: str) -> dict[str, Any]:
    """One webhook."""
    return _hook(_hooks(settings).get(hook_id))


def show_all(settings: Settings) -> list[dict[str, Any]]:
    """Every webhook."""
    return [_hook(each) for each in _hooks(settings).all()]


def pause(settings: Settings, hook_id: str) -> dict[str, Any]:
    """Tell nothing until it is resumed."""
    return _hook(_hooks(settings).pause(hook_id, OPERATOR))


def resume(settings: Settings, hook_id: str) -> dict[str, Any]:
    """Go on where it was."""
    return _hook(_hooks(settings).resume(hook_id))


def replay(settings: Settings, hook_id: str, start: str) -> dict[str, Any]:
    """Go on from another place."""
    return _hook(_hooks(settings).replay(hook_id, Place.parse(start)))


def remove(settings: Settings, hook_id: str) -> dict[str, Any]:
    """Forget a webhook and its dead letters."""
    _hooks(settings).remove(hook_id)
    return {"removed": hook_id}


def letters(settings: Settings, hook_id: str) -> list[dict[str, Any]]:
    """What a webhook could not bring."""
    return [_letter(each) for each in _hooks(settings).letters(hook_id)]


def resend(settings: Settings, hook_id: str, number: int) -> dict[str, Any]:
    """Bring a dead letter again."""
    letter = _hooks(settings).letter(hook_id, number)
    return {"events": _deliverer(settings).resend(letter)}


def _deliverer(settings: Settings) -> Deliverer:
    feed, courier = Feed(index_engine(settings)), Courier(Reach(settings.hook_private))
    return Deliverer(_hooks(settings), feed, _written, courier, time.time)


def _written(event: Event) -> dict[str, Any]:
    return event_out(event).model_dump(mode="json")


def _hooks(settings: Settings) -> Hooks:
    return Hooks(vault_engine(settings))


def _head(settings: Settings) -> Place:
    head = IndexStore(index_engine(settings)).head()
    if head is None:
        raise Unavailable("index.empty")
    return Place(head.number + 1)


def _hook(hook: Hook) -> dict[str, Any]:
    return {
        "id": hook.id,
        "url": hook.url,
        "owner": hook.owner,
        "contract": hook.wanted.contract,
        "event": hook.wanted.name,
        "account": hook.wanted.account,
        "next": str(hook.place),
        "delivered": hook.delivered,
        "paused": hook.paused,
        "attempts": hook.attempts,
        "failure": hook.failure,
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "number": letter.number,
        "first": str(letter.place),
        "following": str(letter.until),
        "events": letter.events,
        "failure": letter.failure,
    }
