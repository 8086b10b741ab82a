"""An installation with one asset that moves, a transaction that fails, and who asks about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.assets.model import BackingKind, Right
from ledger.types import ClassId, Digest
from tests.support.world import Role, World, signature

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from ledger.types import TxHash

__all__ = ["STRANGER", "Stage", "asked", "refusal", "result", "staged"]

_DIGEST = Digest(b"\x22" * 32)
_YEAR = 365 * 86_400
STRANGER = "0x" + "ab" * 20
"""An account that never took part."""


@dataclass(frozen=True)
class Stage:
    """A class of a hundred tokens, forty of them the holder's; what happened in which blocks.

    `transfer` moved forty, `batch` one and two of them in one event; `failed` asked for more than
    there was.
    """

    world: World
    issuer: LocalAccount
    holder: LocalAccount
    wheat: ClassId
    issue: TxHash
    transfer: TxHash
    batch: TxHash
    failed: TxHash

    @property
    def head(self) -> int:
        """The number of the indexed head."""
        found = self.world.services.index.head()
        assert found is not None
        return found.number

    def contract(self, name: str = "digital_assets") -> str:
        """Where a contract stands, in lower case as Etherscan writes addresses."""
        return self.world.services.chain.codec.address(name).lower()

    def block_of(self, tx_hash: str) -> int:
        """The number of the block that holds a transaction."""
        receipt = self.world.services.index.transaction(tx_hash).receipt
        assert receipt is not None
        return receipt.block.number


def staged(world: World) -> Stage:
    """Register, back, issue, move, fail."""
    issuer, holder, attestor = world.admit(Role.ISSUER), world.admit(), world.admit(Role.ATTESTOR)
    assets, chain = world.services.assets, world.services.chain
    mine, theirs = world.address(issuer), world.address(holder)
    wheat = _class(world, issuer, attestor, holder)
    issue = world.sign(issuer, assets.draft_issue(mine, wheat, mine, 100)).transaction
    transfer = world.sign(issuer, assets.draft_transfer(mine, wheat, theirs, 40)).transaction
    args = (mine, theirs, [wheat, wheat], [1, 2], b"")
    draft = chain.build(mine, "digital_assets", "safeBatchTransferFrom", *args)
    batch = world.sign(issuer, draft).transaction
    failed = _failed(world, issuer, assets.draft_transfer(mine, wheat, theirs, 50).as_json())
    return Stage(world, issuer, holder, wheat, issue, transfer, batch, failed)


def _class(
    world: World, issuer: LocalAccount, attestor: LocalAccount, holder: LocalAccount
) -> ClassId:
    assets, authority = world.services.assets, world.address(world.authority)
    mine = world.address(issuer)
    rights = (Right("delivery", _DIGEST),)
    receipt = world.sign(
        issuer, assets.draft_class(mine, BackingKind.GOODS, _DIGEST, rights, "ipfs://rights")
    )
    wheat = ClassId(next(e.args["id"] for e in receipt.events if e.name == "ClassRegistered"))
    numbers = [
        world.services.participants.participant(world.address(each)).number
        for each in (issuer, holder)
    ]
    system = assets.enforcement.draft_system(authority, numbers[0], _DIGEST, _DIGEST)
    world.sign(world.authority, system)
    world.sign(issuer, assets.draft_access(mine, wheat, numbers[1], granted=True))
    until = world.services.chain.head().timestamp + _YEAR
    theirs = world.address(attestor)
    world.sign(attestor, assets.draft_attestation(theirs, wheat, 100, until, _DIGEST))
    return wheat


def _failed(world: World, issuer: LocalAccount, fields: dict[str, str]) -> TxHash:
    """Move fifty twice: of the fifty-seven that are left the second finds too few."""
    chain, again = world.services.chain, {**fields, "nonce": hex(int(fields["nonce"], 16) + 1)}
    chain.send(signature(issuer, fields))
    sent = chain.send(signature(issuer, again))
    receipt = chain.wait(sent, 30)
    assert not receipt.succeeded
    world.indexer.catch_up()
    return sent


def asked(client: httpx.Client, module: str, action: str, **given: Any) -> dict[str, Any]:
    """The answer to an action."""
    answer = client.get("/api", params={"module": module, "action": action, **given})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


def result(client: httpx.Client, module: str, action: str, **given: Any) -> Any:
    """The result of an action that is answered."""
    found = asked(client, module, action, **given)
    assert found.keys() == {"status", "message", "result"}
    assert (found["status"], found["message"]) == ("1", "OK"), found
    return found["result"]


def refusal(client: httpx.Client, module: str, action: str, **given: Any) -> str:
    """Why an action is refused."""
    found = asked(client, module, action, **given)
    assert (found["status"], found["message"]) == ("0", "NOTOK"), found
    said: str = found["result"]
    return said
