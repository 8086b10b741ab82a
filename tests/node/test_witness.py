"""Signatures of witnesses: what is signed, what is taken, and what is held against a false one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_keys.datatypes import PrivateKey
from eth_typing import Hash32

from node.errors import NotFound, Rejected, Unavailable, VerificationError
from node.primitives import address_of, as_checksummed
from node.witness.registry import Rate, Registry, identity_of
from node.witness.statement import Identity, Statement, typed_data
from node.witness.store import Bounds, Signed, WitnessStore
from tests.node.world import World, account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


WITNESS = PrivateKey(b"\x21" * 32)
STRANGER = PrivateKey(b"\x22" * 32)
OTHER_HASH = Hash32(b"\x66" * 32)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WitnessStore]:
    opened = WitnessStore(tmp_path / "witnesses")
    yield opened
    opened.close()


@pytest.fixture
def registry(world: World, store: WitnessStore) -> Registry:
    """A chain of which `WITNESS` is a participant."""
    world.admit(WITNESS)
    return Registry.over(world.chain, world.admission.participants, store)


def true(registry: Registry, number: int = 1) -> Statement:
    return Statement.about(registry.chain.records.header_at(number))


def publish(registry: Registry, statement: Statement, key: PrivateKey = WITNESS) -> Any:
    return registry.publish(statement, statement.sign(identity_of(registry.chain), key))


def test_wallets_make_the_same_signature_of_the_typed_data() -> None:
    identity = Identity(33012015, Hash32(b"\x01" * 32))
    statement = Statement(7, Hash32(b"\x02" * 32), Hash32(b"\x03" * 32))
    message = encode_typed_data(full_message=typed_data(identity, statement))
    signed = Account.sign_message(message, WITNESS.to_bytes())
    assert bytes(signed.message_hash) == statement.digest(identity)
    assert statement.sign(identity, WITNESS) == bytes(signed.signature)
    assert statement.signer(identity, bytes(signed.signature)) == address_of(WITNESS)


@pytest.mark.parametrize(
    "other",
    [
        {"chain_id": 1},
        {"genesis": Hash32(b"\x09" * 32)},
        {"number": 8},
        {"hash": OTHER_HASH},
        {"state_root": OTHER_HASH},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_signature_says_one_thing_about_one_chain(other: dict[str, Any]) -> None:
    identity = Identity(33012015, Hash32(b"\x01" * 32))
    statement = Statement(7, Hash32(b"\x02" * 32), Hash32(b"\x03" * 32))
    signature = statement.sign(identity, WITNESS)
    of_chain = {name: other.pop(name) for name in ("chain_id", "genesis") if name in other}
    signer = replace(statement, **other).signer(replace(identity, **of_chain), signature)
    assert signer != address_of(WITNESS)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: s[:64],
        lambda s: s[:64] + bytes([s[64] - 27]),
        lambda s: bytes(32) + s[32:],
        lambda s: s[:32] + b"\xff" * 32 + s[64:],
    ],
    ids=["short", "plain v", "r is zero", "s is high"],
)
def test_a_signature_of_another_form_is_refused(registry: Registry, spoil: Any) -> None:
    statement = true(registry)
    signature = statement.sign(identity_of(registry.chain), WITNESS)
    with pytest.raises(Rejected) as caught:
        registry.publish(statement, spoil(signature))
    assert caught.value.code == "witness.signature"


def test_a_participants_statement_is_taken_once_and_survives(
    registry: Registry, store: WitnessStore, tmp_path: Path
) -> None:
    statement = true(registry)
    assert publish(registry, statement) == address_of(WITNESS)
    assert publish(registry, statement) == address_of(WITNESS)
    store.close()
    again = WitnessStore(tmp_path / "witnesses")
    try:
        assert [each.statement for each in again.at(1)] == [statement]
        assert again.at(2) == ()
        (found,) = again.witnesses()
        assert (found.statements, found.latest, found.equivocation) == (1, 1, None)
    finally:
        again.close()


def test_nobody_but_active_participants_is_taken(registry: Registry, world: World) -> None:
    with pytest.raises(Rejected) as caught:
        publish(registry, true(registry), STRANGER)
    assert caught.value.code == "witness.not-admitted"
    assert caught.value.facts["witness"] == as_checksummed(address_of(STRANGER))
    publish(registry, true(registry))
    world.decree("participants", "suspend", account(WITNESS).address)
    world.seal()
    with pytest.raises(Rejected) as caught:
        publish(registry, true(registry, 2))
    assert caught.value.code == "witness.not-admitted"


@pytest.mark.parametrize("number", [99, 2**64, 2**255])
def test_a_block_that_is_not_there_yet_is_not_witnessed(registry: Registry, number: int) -> None:
    with pytest.raises(NotFound) as caught:
        publish(registry, Statement(number, OTHER_HASH, OTHER_HASH))
    assert caught.value.code == "witness.unknown-block"


@pytest.mark.parametrize("field", ["hash", "state_root"])
def test_a_block_with_another_hash_or_state_is_refused(registry: Registry, field: str) -> None:
    changes: dict[str, Any] = {field: OTHER_HASH}
    false = replace(true(registry), **changes)
    with pytest.raises(Rejected) as caught:
        publish(registry, false)
    assert caught.value.code == "witness.other-block"
    assert registry.store.at(1) == ()


@pytest.mark.parametrize("first_true", [True, False])
def test_two_statements_about_one_height_are_kept_as_proof_and_end_the_witness(
    registry: Registry, store: WitnessStore, *, first_true: bool
) -> None:
    statement = true(registry)
    false = replace(statement, hash=OTHER_HASH)
    order = (statement, false) if first_true else (false, statement)
    codes = []
    for each in (*order, true(registry, 2)):
        try:
            publish(registry, each)
        except Rejected as error:
            codes.append(error.code)
    assert codes[-2:] == ["witness.equivocated", "witness.equivocated"]
    proof = store.equivocation(address_of(WITNESS))
    assert proof is not None
    for signed, said in zip((proof.first, proof.second), order, strict=True):
        assert signed.statement == said
        signer = said.signer(identity_of(registry.chain), signed.signature)
        assert signer == address_of(WITNESS)
    assert store.witnesses()[0].equivocation == proof


def test_publications_are_bounded_in_time(registry: Registry) -> None:
    at = [100.0]
    slow = replace(registry, rate=Rate(per_second=1, burst=2, now=lambda: at[0]))
    publish(slow, true(registry))
    publish(slow, true(registry))
    with pytest.raises(Unavailable) as caught:
        publish(slow, true(registry))
    assert caught.value.code == "witness.busy"
    at[0] += 1
    publish(slow, true(registry))


def test_what_is_kept_is_bounded(tmp_path: Path) -> None:
    def signed(witness: int, number: int) -> Signed:
        return Signed(
            address_of(PrivateKey(bytes([witness]) * 32)),
            Statement(number, OTHER_HASH, OTHER_HASH),
            bytes(65),
        )

    store = WitnessStore(tmp_path, Bounds(witnesses=2, statements=3))
    try:
        for number in range(1, 6):
            store.add(signed(1, number))
        store.add(signed(2, 9))
        assert [len(store.at(number)) for number in range(1, 6)] == [0, 0, 1, 1, 1]
        by_witness = {found.witness: found for found in store.witnesses()}
        assert by_witness[signed(1, 0).witness].statements == 3
        assert by_witness[signed(1, 0).witness].latest == 5
        with pytest.raises(Unavailable) as caught:
            store.add(signed(3, 9))
        assert caught.value.code == "witness.too-many"
    finally:
        store.close()


def test_a_disk_that_is_full_is_told_and_loses_nothing(tmp_path: Path) -> None:
    store = WitnessStore(tmp_path, Bounds(size=64 * 1024))
    witness = address_of(WITNESS)

    def fill() -> None:
        for number in range(10_000):
            store.add(Signed(witness, Statement(number, OTHER_HASH, OTHER_HASH), bytes(65)))

    try:
        with pytest.raises(Unavailable) as caught:
            fill()
        assert caught.value.code == "witness.full"
        assert store.of(witness, 0) is not None
    finally:
        store.close()


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.mdb").write_bytes(b"something else" * 1000)
    with pytest.raises(VerificationError) as caught:
        WitnessStore(tmp_path)
    assert caught.value.code == "witness.store"
