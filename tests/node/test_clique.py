"""Signers, votes and turns, on the scenarios by which EIP-225 describes them.

The scenarios are those of the EIP's section "Test Cases".
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from eth_keys.datatypes import PrivateKey
from eth_typing import Address

from node.clique.extra import NONCE_AUTH, NONCE_DROP, extra, signers_of
from node.clique.rules import Clique
from node.clique.seal import seal
from node.clique.snapshot import Snapshot
from node.errors import VerificationError
from node.headers import Header
from node.primitives import address_of

EPOCH = 30_000
KEYS = {name: PrivateKey(name.encode() * 32) for name in "ABCDEF"}
NAMES = {address_of(key): name for name, key in KEYS.items()}


class Step(NamedTuple):
    """One block: who seals it, and the vote in it, as `+B` or `-B`."""

    signer: str
    vote: str = ""


def steps(text: str) -> list[Step]:
    """`A+B C` is a block by A with a vote to admit B, then one by C without a vote."""
    return [Step(each[0], each[1:]) for each in text.split()]


def addresses(names: str) -> tuple[Address, ...]:
    return tuple(sorted(address_of(KEYS[name]) for name in names))


def header(number: int, step: Step, listed: tuple[Address, ...] = ()) -> Header:
    subject = address_of(KEYS[step.vote[1]]) if step.vote else Address(b"\x00" * 20)
    return Header(
        difficulty=1,
        block_number=number,  # type: ignore[arg-type]  # py-evm's NewType for a plain number
        gas_limit=60_000_000,
        timestamp=number,
        coinbase=subject,
        nonce=NONCE_AUTH if step.vote.startswith("+") else NONCE_DROP,
        extra_data=extra(listed),
    )


def after(signers: str, text: str, epoch: int = EPOCH) -> str:
    """The names of the signers after the blocks."""
    snapshot = Snapshot(0, addresses(signers))
    for number, step in enumerate(steps(text), 1):
        address = address_of(KEYS[step.signer])
        snapshot = snapshot.apply(header(number, step), address, epoch)
        assert Snapshot.decode(snapshot.encode()) == snapshot
    return "".join(sorted(NAMES[each] for each in snapshot.signers))


@pytest.mark.parametrize(
    ("signers", "blocks", "result"),
    [
        ("A", "A", "A"),
        ("A", "A+B B A+C", "AB"),
        ("AB", "A+C B+C A+D B+D C A+E B+E", "ABCD"),
        ("A", "A-A", ""),
        ("AB", "A-B", "AB"),
        ("AB", "A-B B-B", "A"),
        ("ABC", "A-C B-C", "AB"),
        ("ABCD", "A-C B-C", "ABCD"),
        ("ABCD", "A-D B-D C-D", "ABC"),
        ("AB", "A+C B A+C B A+C", "AB"),
        ("AB", "A+C B A+D B A B+D A B+C", "ABCD"),
        ("AB", "A-B B A-B B A-B", "AB"),
        ("ABCD", "A-C B C A-D B C A B-D C-D A B-C", "AB"),
        ("ABC", "C-B A-C B-C A-B", "AB"),
        ("ABC", "C+D A-C B-C A+D", "AB"),
        ("ABCD", "A-C B C A-D B-C C A B-D C-D", "ABC"),
        ("ABCD", "A-C B C A-D B-C C A B-D C-D A C+C", "ABC"),
        ("ABCD", "A-C B C A-D B-C C A B-D C-D A B+C", "ABC"),
        ("ABCDE", "A+F B+F C+F D-F E-F B-F C-F D+F E+F B-A C-A D-A B+F", "BCDEF"),
    ],
)
def test_votes_take_effect_by_majority(signers: str, blocks: str, result: str) -> None:
    assert after(signers, blocks) == result


def test_an_epoch_forgets_all_votes() -> None:
    assert after("AB", "A+C B A B+C", epoch=3) == "AB"
    assert after("AB", "A+C B A B+C", epoch=30) == "ABC"


def check(clique: Clique, signers: str, blocks: str) -> None:
    """Hold a chain of sealed headers to the rules, each in its true turn."""
    snapshot = Snapshot(0, addresses(signers))
    parent = header(0, Step("A"), snapshot.signers)
    for number, step in enumerate(steps(blocks), 1):
        key = KEYS[step.signer]
        listed = snapshot.signers if clique.is_checkpoint(number) else ()
        draft = header(number, step, listed)
        turn = snapshot.difficulty_of(address_of(key), number)
        child = seal(draft.copy(parent_hash=parent.hash, difficulty=turn), key)  # type: ignore[arg-type]  # its own class
        signer = clique.check(child, parent, snapshot, now=number)
        snapshot = snapshot.apply(child, signer, clique.epoch)
        parent = child


@pytest.mark.parametrize(
    ("signers", "blocks", "epoch"),
    [("A", "A A A", EPOCH), ("AB", "A B A B", EPOCH), ("ABC", "A B A C", 3)],
)
def test_signers_take_turns(signers: str, blocks: str, epoch: int) -> None:
    check(Clique(1, epoch), signers, blocks)


@pytest.mark.parametrize(
    ("code", "signers", "blocks", "epoch"),
    [
        ("clique.signer", "A", "B", EPOCH),
        ("clique.signed-recently", "AB", "A A", EPOCH),
        ("clique.signed-recently", "ABC", "A B A A", 3),
        ("clique.vote-at-checkpoint", "ABC", "A B C+D", 3),
    ],
)
def test_who_seals_out_of_order_is_refused(
    code: str, signers: str, blocks: str, epoch: int
) -> None:
    with pytest.raises(VerificationError) as caught:
        check(Clique(1, epoch), signers, blocks)
    assert caught.value.code == code


def test_the_period_is_kept() -> None:
    check(Clique(1, EPOCH), "A", "A")
    with pytest.raises(VerificationError) as caught:
        check(Clique(2, EPOCH), "A", "A")
    assert caught.value.code == "block.too-early"


def test_extra_data_lists_the_signers_in_order() -> None:
    listed = addresses("ABC")
    assert signers_of(extra(listed)) == listed
    assert signers_of(extra([])) == ()
