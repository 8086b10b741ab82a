"""One who acts: asks for a draft, checks it, signs it here, sends it, waits until it is final."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from cli.client.trust import check_unsigned
from ledger.errors import Unavailable, VerificationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eth_account.signers.local import LocalAccount

    from cli.client.http import Client, Json
    from cli.client.trust import Meant
    from ledger.deployment import Deployment

__all__ = ["Agent", "Done"]

_SEAL_SECONDS: Final = 30
_FINAL_SECONDS: Final = 120.0


@dataclass(frozen=True)
class Done:
    """A recorded act: the number it was given, if any, and where it stands on the chain."""

    number: int | None
    block: int
    transaction: str

    def as_json(self) -> dict[str, Any]:
        """For printing; `number` is left out where the act makes none."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Agent:
    """A key, the server it works through, and the deployment it trusts."""

    client: Client
    account: LocalAccount
    trusted: Deployment

    @property
    def address(self) -> str:
        """Who signs."""
        return str(self.account.address)

    def act(self, path: str, body: Mapping[str, Any], meant: Meant) -> Done:
        """Ask for the draft at `path` in the agent's name, then `carry_out` it."""
        draft = self.client.post(path, {"sender": self.address, **body})
        return self.carry_out(draft, meant)

    def carry_out(self, draft: Json, meant: Meant) -> Done:
        """Check the draft's transaction against what was meant, sign, send, wait until final.

        Raises VerificationError `signing.differs`, `signing.failed`; Unavailable
        `signing.not-final`, `server.unreachable`; ProblemError.
        """
        unsigned = draft.get("transaction")
        if not isinstance(unsigned, dict):
            raise VerificationError("signing.differs", field="fields")
        call = check_unsigned(unsigned, meant, self.trusted)
        signed = self.account.sign_transaction(dict(call.fields))
        transaction = signed.hash.to_0x_hex()
        self.client.post(
            "/v1/transactions", {"raw": signed.raw_transaction.to_0x_hex()}, wait=_SEAL_SECONDS
        )
        return self._final(transaction, meant)

    def _final(self, transaction: str, meant: Meant) -> Done:
        deadline = time.monotonic() + _FINAL_SECONDS
        while True:
            answer = self.client.get(f"/v1/transactions/{transaction}")["data"]
            if answer["status"] == "final":
                return _done(answer, meant)
            if time.monotonic() > deadline:
                raise Unavailable("signing.not-final", transaction=transaction)
            time.sleep(0.1)


def _done(answer: Mapping[str, Any], meant: Meant) -> Done:
    if not answer["succeeded"]:
        raise VerificationError("signing.failed", transaction=answer["hash"])
    numbers = [
        int(event["args"].get("number", event["args"].get("id", 0)))
        for event in answer["events"]
        if event["contract"] == meant.contract
    ]
    return Done(numbers[0] if numbers else None, int(answer["block"]), str(answer["hash"]))
