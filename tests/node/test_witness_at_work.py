"""A witness follows, signs what it verified, and publishes it to the node that seals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_keys.datatypes import PrivateKey
from eth_typing import Hash32

from node.errors import Rejected, Unavailable, VerificationError
from node.follow.running import Following
from node.primitives import address_of, as_checksummed
from node.witness.registry import identity_of
from node.witness.rpc import methods as witness_methods
from node.witness.running import witness_once
from node.witness.serving import open_witnesses, witness_folder
from node.witness.statement import Statement
from node.witness.store import Signed, WitnessStore
from tests.node.following import Original, height
from tests.node.sources import methods_of, serving
from tests.node.world import OPERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from node.rpc.protocol import Method
    from tests.node.following import Original

STRANGER = PrivateKey(b"\x22" * 32)
OTHER_HASH = Hash32(b"\x66" * 32)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WitnessStore]:
    opened = WitnessStore(tmp_path / "witnesses")
    yield opened
    opened.close()


@pytest.fixture
def sealing_side(original: Original, tmp_path: Path) -> Iterator[dict[str, Method]]:
    """What a node on the original chain serves, witnesses included."""
    backend = original.backend
    with open_witnesses(tmp_path / "sealing", backend) as more:
        yield {**methods_of(original.world), **more}


def test_a_witness_signs_what_it_verified_and_publishes_it(
    original: Original, sealing_side: dict[str, Method], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with serving(sealing_side) as url:
        following = Following(url, original.roots)
        number, _, published = witness_once(home, following, OPERATOR, original.clock)
        assert published == number == original.height
        original.grow()
        assert witness_once(home, Following(url), OPERATOR, original.clock)[2] == number + 1
    operator = as_checksummed(address_of(OPERATOR))
    for each in range(1, number + 2):
        answer = sealing_side["qoima_getWitnesses"].function(height(each))
        (signed,) = answer["witnesses"]
        message = encode_typed_data(full_message=answer["typedData"])
        said = Account.recover_message(message, signature=signed["signature"])
        assert said == signed["witness"] == operator
    (listed,) = sealing_side["qoima_listWitnesses"].function()
    assert (listed["latest"], listed["equivocation"]) == (hex(number + 1), None)


def test_a_witness_whom_nobody_admitted_goes_on_following_and_may_be_admitted_later(
    original: Original, sealing_side: dict[str, Method], tmp_path: Path
) -> None:
    key = PrivateKey(b"\x23" * 32)
    with serving(sealing_side) as url:
        following = Following(url, original.roots)
        assert witness_once(tmp_path / "home", following, key, original.clock)[2] == 0
        original.world.admit(key)
        assert witness_once(tmp_path / "home", following, key, original.clock)[2] == original.height


def test_a_witness_never_contradicts_itself(original: Original, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with serving(original.methods) as url:
        witness_once(home, Following(url, original.roots), OPERATOR, original.clock)
        store = WitnessStore(witness_folder(home))
        store.add(Signed(address_of(STRANGER), Statement(1, OTHER_HASH, OTHER_HASH), bytes(65)))
        store.close()
        with pytest.raises(VerificationError) as caught:
            witness_once(home, Following(url), STRANGER, original.clock)
    assert caught.value.code == "witness.own-contradiction"


def test_a_false_witness_is_told_so_and_stops(
    original: Original, sealing_side: dict[str, Method], tmp_path: Path
) -> None:
    identity = identity_of(original.world.chain)
    false = Statement(1, OTHER_HASH, OTHER_HASH)
    with pytest.raises(Rejected):
        sealing_side["qoima_publishWitness"].function(
            {
                "number": "0x1",
                "hash": "0x" + OTHER_HASH.hex(),
                "stateRoot": "0x" + OTHER_HASH.hex(),
                "signature": "0x" + false.sign(identity, OPERATOR).hex(),
            }
        )
    with serving(sealing_side) as url, pytest.raises(VerificationError) as caught:
        witness_once(tmp_path / "home", Following(url, original.roots), OPERATOR, original.clock)
    assert caught.value.code == "witness.refused"


def test_nothing_is_published_to_a_node_that_only_follows(
    original: Original, store: WitnessStore
) -> None:
    methods = witness_methods(replace(original.backend, admission=None), store, None)
    with pytest.raises(Unavailable) as caught:
        methods["qoima_publishWitness"].function({})
    assert caught.value.code == "node.read-only"
