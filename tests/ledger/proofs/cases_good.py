"""Cases that hold, of every kind and at the edges of what may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.ledger.proofs.case import good
from tests.support.forge import Plan, key_of, keys, trust_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ledger.proofs.case import Case

__all__ = ["cases"]

_STATED = 1_790_000_102
"""When the last header of the statement was sealed."""


def cases() -> Iterator[Case]:
    """All of them."""
    for kind in ("deposit", "ownership", "balance", "notification"):
        for signers in (1, 2, 3, 5):
            yield good(f"{kind} under {signers}", Plan(kind=kind, signers=signers))
    yield good("deposit without a state", Plan(state=False))
    yield good("notification without a state", Plan(kind="notification", state=False))
    yield good("state of the statement’s block", Plan(state_number=100))
    yield good("out of turn", Plan(sealers=(0, 1, 2)))
    yield good("sealed again as soon as allowed", Plan(signers=2, sealers=(1, 0, 1), state=False))
    yield good("receipt of the first form", Plan(receipt_type=0))
    yield good("receipt with an access list", Plan(receipt_type=1))
    yield good("receipts beside that are too short to be hashed", Plan(tiny=True))
    yield good("receipt alone in its block", Plan(beside=0))
    yield good("receipt after two hundred", Plan(beside=200, index=199))
    yield good("checkpoint", Plan(header=_checkpoint))
    yield good("vote of a signer", Plan(header=_vote))
    yield good("balance of all bits", Plan(kind="balance", holds={"balance": str(2**256 - 1)}))
    yield good("balance of one", Plan(kind="balance", holds={"balance": "1"}))
    largest = {"number": str(2**256 - 1)}
    yield good("largest number", Plan(kind="ownership", subject=largest))
    yield good("clock fifteen seconds behind", Plan(state=False), now=_STATED - 15)
    yield good("state just young enough", not_before=105)
    checksums = trust_of(genesis_hash=trust_of()["genesis_hash"], remark="ignored")
    yield good("trust with more in it", trust=checksums)
    capitals = [each.upper().replace("0X", "0x") for each in trust_of()["signers"]]
    yield good("trust with addresses in capitals", trust=trust_of(signers=capitals[::-1]))


def _checkpoint(place: int, fields: list[Any]) -> None:
    fields[12] = bytes(32) + b"".join(map(key_of, keys(3))) + bytes(65)


def _vote(place: int, fields: list[Any]) -> None:
    fields[2], fields[14] = b"\x09" * 20, b"\xff" * 8
