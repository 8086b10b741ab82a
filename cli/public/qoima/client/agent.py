"""One who acts: asks for a draft, checks it, signs it here, sends it, waits until it is final."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Unavailable, VerificationError
from qoima.client.digests import hexed
from qoima.client.errors import BrokenError, InputError
from qoima.client.trust import check_unsigned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eth_account.signers.local import LocalAccount

    from ledger.deployment import Deployment
    from qoima.client.http import Client, Json
    from qoima.client.trust import Meant

__all__ = ["Agent", "Awaiting", "Decided", "Done"]

_SEAL_SECONDS: Final = 30
_FINAL_SECONDS: Final = 120.0
_POLL_SECONDS: Final = 0.1
_LONGEST_POLL_SECONDS: Final = 1.0
_NUMBERS: Final = ("number", "id", "batch", "index", "exemption", "stream", "issuer")
"""Arguments of events that name a record, or else whom it concerns, the most particular first."""


@dataclass(frozen=True)
class Done:
    """A recorded act: the number of what it concerns, and where it stands on the chain."""

    number: int
    block: int
    transaction: str

    def as_json(self) -> dict[str, Any]:
        """For printing."""
        return asdict(self)


@dataclass(frozen=True)
class Awaiting:
    """A recorded proposal of the authorised body that more of its keys must agree with."""

    proposal: int
    agreed: int
    required: int
    block: int
    transaction: str

    def as_json(self) -> dict[str, Any]:
        """For printing."""
        return asdict(self)


@dataclass(frozen=True)
class Decided:
    """What a key of the authorised body has done about a proposal: `executed` or `withdrawn`."""

    proposal: int
    state: str
    block: int
    transaction: str

    def as_json(self) -> dict[str, Any]:
        """For printing."""
        return asdict(self)


@dataclass(frozen=True)
class Agent:
    """A key, the server it works through, and the deployment it trusts."""

    client: Client
    account: LocalAccount
    trusted: Deployment
    once: str | None = None
    """An Idempotency-Key of the caller's own: an act that is asked for again under it, by another
    process too, is the same act, and the same signed bytes."""

    @classmethod
    def of(cls, client: Client, key: LocalAccount | str | bytes, trusted: Deployment) -> Agent:
        """One who acts with a key: an account, or its 32 bytes, or these in hexadecimal digits.

        Raises InputError `key.malformed`.
        """
        from eth_account import Account

        if not isinstance(key, str | bytes):
            return cls(client, key, trusted)
        try:
            return cls(client, Account.from_key(key), trusted)
        except Exception as error:  # the library raises what each part of it raises
            raise InputError("key.malformed") from error

    @property
    def address(self) -> str:
        """Who signs."""
        return str(self.account.address)

    def draft(self, path: str, body: Mapping[str, Any]) -> Json:
        """The draft that the server makes at `path` in the agent's name; nothing is signed yet."""
        return self.client.post(path, {"sender": self.address, **body}, once=self.once)

    def act(self, path: str, body: Mapping[str, Any], meant: Meant) -> Done:
        """Ask for the draft at `path` in the agent's name, then `carry_out` it."""
        draft = self.draft(path, body)
        return self.carry_out(draft, meant)

    def decree(self, path: str, body: Mapping[str, Any], meant: Meant) -> Done | Awaiting:
        """As `act`, for an act of the authorised body, which others may have to agree with."""
        basis = hexed(meant.basis or b"")
        draft = self.draft(path, {"basis": basis, **body})
        return self.resolve(draft, meant)

    def resolve(self, draft: Json, meant: Meant) -> Done | Awaiting:
        """As `carry_out`, for an act of the authorised body."""
        answer = self._recorded(draft, meant)
        awaiting = _awaiting(answer)
        return _done(answer, meant) if awaiting is None else awaiting

    def decide(self, path: str, body: Mapping[str, Any], meant: Meant) -> Decided | Awaiting:
        """As `act`, for what a key of the authorised body does about a proposal."""
        draft = self.draft(path, body)
        answer = self._recorded(draft, meant)
        awaiting = _awaiting(answer)
        return _decided(answer) if awaiting is None else awaiting

    def carry_out(self, draft: Json, meant: Meant) -> Done:
        """Check the draft's transaction against what was meant, sign, send, wait until final.

        Raises VerificationError `signing.differs`, `signing.failed`; Unavailable
        `signing.not-final`, `server.unreachable`; ProblemError.
        """
        return _done(self._recorded(draft, meant), meant)

    def _recorded(self, draft: Json, meant: Meant) -> Json:
        unsigned = draft.get("transaction")
        if not isinstance(unsigned, dict):
            raise VerificationError("signing.differs", field="fields")
        call = check_unsigned(unsigned, meant, self.trusted)
        signed = self.account.sign_transaction(dict(call.fields))
        transaction = signed.hash.to_0x_hex()
        raw = signed.raw_transaction.to_0x_hex()
        with suppress(BrokenError):  # it may have arrived all the same: that is waited for
            self.client.post("/v1/transactions", {"raw": raw}, wait=_SEAL_SECONDS)
        return self._indexed(transaction)

    def _indexed(self, transaction: str) -> Json:
        """The transaction once it is final and in the answers of the server.

        A server that goes away meanwhile is waited for: what is sent cannot be taken back.
        """
        deadline, wait = time.monotonic() + _FINAL_SECONDS, _POLL_SECONDS
        while True:
            answer: Json = {}
            with suppress(Unavailable):
                answer = self.client.get(f"/v1/transactions/{transaction}")
            if answer.get("state") == "indexed" and answer.get("hash") == transaction:
                return answer
            if time.monotonic() > deadline:
                raise Unavailable("signing.not-final", transaction=transaction)
            time.sleep(wait)
            wait = min(wait * 1.5, _LONGEST_POLL_SECONDS)


def _done(answer: Json, meant: Meant) -> Done:
    """What came of an act; its number is the first that an event of the contract has.

    Where an event names no record, it is the number of the participant whom it concerns.
    """
    try:
        events, block, transaction = _receipt(answer)
        args = [each["args"] for each in events if each["contract"] == meant.contract]
        named = (next((a[n] for n in _NUMBERS if n in a), None) for a in args)
        number = next(int(each) for each in named if each is not None)
    except (KeyError, TypeError, ValueError, StopIteration) as error:
        raise Unavailable("server.strange-answer", url="/v1/transactions") from error
    return Done(number, block, transaction)


def _awaiting(answer: Json) -> Awaiting | None:
    """The proposal that a transaction left open, None when it left none."""
    try:
        events, block, transaction = _receipt(answer)
        left = [each["args"] for each in events if each["name"] == "Awaiting"]
        if not left:
            return None
        proposal, agreed, required = (
            int(left[0][name]) for name in ("proposal", "agreed", "required")
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unavailable("server.strange-answer", url="/v1/transactions") from error
    return Awaiting(proposal, agreed, required, block, transaction)


def _decided(answer: Json) -> Decided:
    try:
        events, block, transaction = _receipt(answer)
        names = {each["name"] for each in events}
        state = "executed" if "Executed" in names else "withdrawn"
        proposal = next(int(e["args"]["proposal"]) for e in events if "proposal" in e["args"])
    except (KeyError, TypeError, ValueError, StopIteration) as error:
        raise Unavailable("server.strange-answer", url="/v1/transactions") from error
    return Decided(proposal, state, block, transaction)


def _receipt(answer: Json) -> tuple[list[Json], int, str]:
    transaction, receipt = str(answer["hash"]), answer["transaction"]["receipt"]
    if not receipt["succeeded"]:
        raise VerificationError("signing.failed", transaction=transaction)
    return receipt["events"], int(receipt["block"]["number"]), transaction
