"""Use cases of identities: a challenge, a binding, what is kept of it, and its withdrawal."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.canonical import SALT_BYTES
from ledger.errors import NotFound, Rejected
from ledger.identities.challenges import MINUTES, IdentityChallenges
from ledger.identities.model import Binding, Challenge, Held, Purpose, Statement, Window
from ledger.identities.rights import check_owner, check_reader
from ledger.identities.store import IdentityStore
from ledger.journal.log import Log
from ledger.journal.model import IDENTITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy import Engine

    from ledger.identities.model import Identity
    from ledger.identities.trust import Trust
    from ledger.participants.model import Role
    from ledger.types import Address, Digest

__all__ = ["ID_BYTES", "Identities"]

_NONCE_BYTES: Final = 16
ID_BYTES: Final = 12
"""Of which the id of a binding is made."""
_SKEW: Final = dt.timedelta(seconds=60)
"""By how much the clock of whoever signs may differ from ours."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Bindings of accounts to organisations; `trust` is None where none is made.

    `signer` tells whose key signed a text (ERC-191) and raises Rejected; `clock` gives seconds
    since 1970.
    """

    vault: Engine
    trust: Trust | None
    signer: Callable[[str, str], Address]
    clock: Callable[[], float]

    @property
    def challenges(self) -> IdentityChallenges:
        """Texts that were given out."""
        return IdentityChallenges(self.vault, self.clock)

    @property
    def store(self) -> IdentityStore:
        """What is kept."""
        return IdentityStore(self.vault)

    def challenge(
        self,
        account: Address,
        purpose: Purpose,
        remote: str,
        written: Callable[[Statement], str],
    ) -> Challenge:
        """A text to be signed for an account; `written` gives that of a statement.

        Raises NotFound("identity.not-offered") where no anchors are set, and as
        `IdentityChallenges.keep`.
        """
        if purpose is not Purpose.WITHDRAWAL:
            self._offered()
        now = int(self.clock())
        statement = Statement(
            account=account,
            purpose=purpose,
            nonce=secrets.token_hex(_NONCE_BYTES),
            issued_at=now,
            expires_at=now + MINUTES * 60,
        )
        made = Challenge(statement, written(statement))
        self.challenges.keep(made, remote)
        return made

    def bind(self, text: str, cms: bytes, signature: str, drawn: bytes) -> Binding:
        """Bind the account of a challenge to the organisation that signed it; the id is what was
        drawn, `ID_BYTES` random bytes: what was bound under it before is told as it is.

        1. The challenge is ours, unspent, and for binding. 2. The account's key signed it, and
        it has room. 3. An organisation signed it (`Trust.check`). 4. It is spent. 5. The log says
        so. 6. It is kept.
        Raises Rejected("identity.challenge-unknown"), ("identity.challenge-spent"),
        ("identity.other-purpose"), ("identity.other-signer", account=), what `signer`,
        `Trust.check` and `IdentityStore.add` raise, and NotFound("identity.not-offered").
        """
        trust, made = self._offered(), self.store.made(drawn.hex())
        if made is not None:
            return made
        said = self.challenges.find(text)
        if said.purpose is Purpose.WITHDRAWAL:
            raise Rejected("identity.other-purpose")
        self._check_signer(said, text, signature)
        self.store.check_room(said.account)
        certified = trust.check(cms, text, self._window(said))
        salt = secrets.token_bytes(SALT_BYTES)
        binding = Binding(
            id=drawn.hex(),
            account=said.account,
            purpose=said.purpose,
            digest=certified.subject.digest(salt),
            bound_at=int(self.clock()),
            withdrawn_at=None,
        )
        self.challenges.spend(text)
        self._note("bound", binding)
        self.store.add(binding, Held(certified, cms, text, signature, salt))
        return binding

    def read(self, identity: str, reader: Collection[Address], roles: Role) -> Identity:
        """An identity, for those who may read it; raises as `find` and `check_reader`."""
        found = self.store.find(identity)
        check_reader(found.binding, reader, roles)
        return found

    def read_of(
        self, accounts: Collection[Address], reader: Collection[Address], roles: Role
    ) -> Identity:
        """That of a participant, by all its accounts; NotFound("identity.none") when it has none.

        Raises as `check_reader`.
        """
        found = self.store.latest(accounts)
        if found is None:
            raise NotFound("identity.none")
        check_reader(found.binding, reader, roles)
        return found

    def digest_for(self, identity: str, account: Address) -> Digest:
        """What an account is admitted with, that has shown who it is.

        Raises NotFound("identity.unknown", identity=), Rejected("identity.withdrawn", identity=),
        Rejected("identity.of-another", account=).
        """
        found = self.store.find(identity).binding
        if found.account != account:
            raise Rejected("identity.of-another", account=account)
        if found.withdrawn_at is not None:
            raise Rejected("identity.withdrawn", identity=identity)
        return found.digest

    def withdraw(self, identity: str, asking: Collection[Address]) -> None:
        """Erase an identity for its own account, once or again.

        Raises NotFound("identity.unknown", identity=), Rejected("identity.restricted", identity=).
        """
        found = self.store.find(identity).binding
        check_owner(found, asking)
        if found.withdrawn_at is None:
            self._note("withdrawn", found)
        self.store.erase(identity, int(self.clock()))

    def withdraw_by_signature(self, identity: str, text: str, signature: str) -> None:
        """Erase an identity for whoever has the account's key, though it was never admitted.

        Raises as `bind` of the challenge and its signature, and as `withdraw`.
        """
        said = self.challenges.find(text)
        if said.purpose is not Purpose.WITHDRAWAL:
            raise Rejected("identity.other-purpose")
        self._check_signer(said, text, signature)
        check_owner(self.store.find(identity).binding, (said.account,))
        self.challenges.spend(text)
        self.withdraw(identity, (said.account,))

    def _offered(self) -> Trust:
        if self.trust is None:
            raise NotFound("identity.not-offered")
        return self.trust

    def _check_signer(self, said: Statement, text: str, signature: str) -> None:
        if self.signer(text, signature) != said.account:
            raise Rejected("identity.other-signer", account=said.account)

    def _window(self, said: Statement) -> Window:
        now, begins, ends = (
            dt.datetime.fromtimestamp(each, dt.UTC)
            for each in (self.clock(), said.issued_at, said.expires_at)
        )
        return Window(begins - _SKEW, ends + _SKEW, now)

    def _note(self, what: str, binding: Binding) -> None:
        """Log it before it is done; heads of the log stand on the chain."""
        entry: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(int(self.clock()), dt.UTC).isoformat(),
            "what": what,
            "account": binding.account,
            "digest": "0x" + binding.digest.hex(),
        }
        Log(self.vault, IDENTITIES).append(entry)
