"""Use cases of access: a challenge, a sign-in, its renewal and end, and who a credential is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from api.access.challenges import Challenges
from api.access.keys import Keys
from api.access.model import ALL, NOBODY, By, Caller
from api.access.sessions import Sessions
from api.access.signing import Site, check_message, signer_of_text
from api.access.standing import Standings
from api.access.tokens import Kind, Token
from ledger.errors import Rejected
from ledger.sign_in.message import Message, read_message, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.access.sessions import Granted, Session
    from api.services import Services
    from ledger.types import Address

__all__ = ["STATEMENT", "Access", "Challenge"]

STATEMENT: Final = "Sign in to the Qoima depository. This signs no transaction and moves nothing."
"""ERC-4361 takes ASCII only, so that the other languages stand beside the message."""

_SCHEME: Final = "bearer"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A message ready to be signed, its text, and the second in which its nonce ends."""

    message: Message
    text: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Access:
    """Sign-in to one site; every refusal is of the tree. `clock` gives seconds since 1970."""

    site: Site
    challenges: Challenges
    sessions: Sessions
    keys: Keys
    standings: Standings
    clock: Callable[[], float]

    @classmethod
    def over(cls, services: Services, public_url: str, clock: Callable[[], float]) -> Access:
        """Access over the vault of an installation whose pages are at `public_url`."""
        vault, chain = services.vault, services.chain
        return cls(
            site=Site.of(public_url, chain.deployment.chain_id),
            challenges=Challenges(vault, clock),
            sessions=Sessions(vault, clock),
            keys=Keys(vault, clock),
            standings=Standings(chain, services.index),
            clock=clock,
        )

    def challenge(self, account: Address, remote: str) -> Challenge:
        """A message for an account to sign; raises as `Challenges.new`."""
        nonce, expires_at = self.challenges.new(remote)
        message = Message(
            domain=self.site.domain,
            address=account,
            uri=self.site.uri,
            chain_id=self.site.chain_id,
            nonce=nonce,
            issued_at=_moment(int(self.clock())),
            statement=STATEMENT,
            expiration_time=_moment(expires_at),
        )
        return Challenge(message, written(message), expires_at)

    def sign_in(self, text: str, signature: str, kind: Kind) -> Granted:
        """A session for whoever signed a message.

        1. Its form. 2. It is for us and for now. 3. Its nonce can be spent. 4. The signature, by
        the key that it names. 5. That key is an active participant's. 6. The nonce is spent.
        Raises Rejected("sign-in.…") as the steps do, and Rejected("sign-in.contract-account",
        account=), Rejected("sign-in.other-signer", account=); as `Standings.check` does.
        """
        message = read_message(text)
        check_message(message, self.site, self.clock())
        self.challenges.check(message.nonce)
        account = message.address
        self._check_signer(account, text, signature)
        self.standings.check(account)
        self.challenges.spend(message.nonce)
        return self.sessions.begin(account, kind)

    def renew(self, secret: str) -> Granted:
        """New secrets for a refresh token; raises as `Sessions.renew` and `Standings.check`."""
        token = Token.parse(secret)
        if token is None or token.kind is not Kind.REFRESH:
            raise Rejected("access.bad-token")
        self.standings.check(self.sessions.owner(token))
        return self.sessions.renew(token)

    def bearer(self, header: str) -> Caller:
        """Who shows an `Authorization` header (RFC 6750 §2.1).

        Raises Rejected("access.bad-scheme"), ("access.bad-token"), ("access.expired"), and as
        `Standings.check` does.
        """
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != _SCHEME:
            raise Rejected("access.bad-scheme")
        token = Token.parse(secret.strip())
        if token is not None and token.kind is Kind.KEY:
            key = self.keys.find(token)
            standing = self.standings.check(key.account)
            return Caller(By.KEY, key.account, standing.number, standing.roles, key.scopes, key.id)
        if token is not None and token.kind is Kind.ACCESS:
            return self._caller(self.sessions.find(token), By.TOKEN)
        raise Rejected("access.bad-token")

    def page(self, cookie: str) -> tuple[Caller, Token | None]:
        """Who has a session of the pages, and its secret.

        Nobody once it is over or its account may not act: a browser sends it unasked, to what is
        public too. Raises Unavailable("chain.unreachable").
        """
        token = Token.parse(cookie)
        if token is None or token.kind is not Kind.PAGE:
            return NOBODY, None
        try:
            return self._caller(self.sessions.find(token), By.SESSION), token
        except Rejected:
            return NOBODY, None

    def _caller(self, session: Session, by: By) -> Caller:
        standing = self.standings.check(session.account)
        number, roles = standing.number, standing.roles
        return Caller(by, session.account, number, roles, ALL, session.id)

    def _check_signer(self, account: Address, text: str, signature: str) -> None:
        """Of an account that is a contract no signature is a key's, whatever its form."""
        try:
            if signer_of_text(text, signature) == account:
                return
            refusal = Rejected("sign-in.other-signer", account=account)
        except Rejected as found:
            refusal = found
        code = self.standings.chain.rpc.call("eth_getCode", account, "latest")
        if code not in {"0x", "0x0", ""}:
            raise Rejected("sign-in.contract-account", account=account)
        raise refusal


def _moment(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")
