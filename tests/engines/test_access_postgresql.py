"""Sign-in, sessions and keys on PostgreSQL, where several write at once: nothing is good twice."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest

from api.access.challenges import Challenges
from api.access.keys import MOST, Keys
from api.access.model import Scope
from api.access.sessions import Sessions
from api.access.tokens import Kind, Token
from ledger.database import VaultRow, open_database
from ledger.errors import Rejected
from ledger.hooks.owned import OwnedHooks
from ledger.hooks.reaching import Reach
from ledger.hooks.store import HOOK_BYTES, Hooks
from ledger.index.feed import START, Wanted
from ledger.types import Address
from tests.engines.postgresql import running_postgresql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

pytestmark = pytest.mark.engines

SOMEONE = Address("0x52908400098527886E0F7030069857D2E4169EE7")
NOW = 1_800_000_000.0
AT_ONCE = 8


@pytest.fixture(scope="module")
def vault() -> Iterator[Engine]:
    """A vault of its own."""
    with running_postgresql() as url:
        engine = open_database(url, VaultRow)
        yield engine
        engine.dispose()


def _at_once(work: Callable[[], object], times: int = AT_ONCE) -> list[str]:
    """The codes of the refusals of some work that is done so often, by several at once."""

    def outcome(_: int) -> str:
        try:
            work()
        except Rejected as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sorted(threads.map(outcome, range(times)))


def test_a_nonce_is_spent_once_however_many_try(vault: Engine) -> None:
    challenges = Challenges(vault, lambda: NOW)
    nonce, _ = challenges.new("somewhere")
    told = _at_once(lambda: challenges.spend(nonce))
    assert told == ["done"] + ["sign-in.nonce-spent"] * (AT_ONCE - 1)


def test_nonces_are_counted_however_many_ask(vault: Engine) -> None:
    challenges = Challenges(vault, lambda: NOW)
    told = _at_once(lambda: challenges.new("elsewhere"), 110)
    assert told == ["done"] * 100 + ["sign-in.too-many-challenges"] * 10


def test_a_refresh_token_used_by_two_ends_the_session(vault: Engine) -> None:
    sessions = Sessions(vault, lambda: NOW)
    granted = sessions.begin(SOMEONE, Kind.ACCESS)
    refresh = granted.refresh
    assert refresh is not None
    assert sessions.find(granted.access).account == SOMEONE
    told = _at_once(lambda: sessions.renew(refresh))
    assert told.count("done") == 1
    assert set(told) <= {"done", "access.refresh-reused", "access.bad-token"}
    with pytest.raises(Rejected, match=r"^access\.bad-token"):
        sessions.owner(refresh)


def test_keys_and_webhooks_are_counted_however_many_are_made(vault: Engine) -> None:
    keys = Keys(vault, lambda: NOW)
    scopes, new = [Scope.DRAFT], partial(Token.new, Kind.KEY)
    told = _at_once(lambda: keys.add(SOMEONE, "of many", scopes, 1, new()), MOST + 5)
    assert told == ["api-key.too-many"] * 5 + ["done"] * MOST
    token, both = new(), [Scope.DRAFT, Scope.RELAY]
    key = keys.add(Address("0x" + "ab" * 20), "another's", both, 1, token)
    assert keys.find(token).scopes == key.scopes == set(both)
    own = OwnedHooks(Hooks(vault), SOMEONE, Reach())
    url, draw = "https://hooks.example/", partial(secrets.token_bytes, HOOK_BYTES)
    made = _at_once(lambda: own.add(url, Wanted(), START, draw()), 23)
    assert made == ["done"] * 20 + ["hook.too-many"] * 3
    assert len(own.all()) == 20
