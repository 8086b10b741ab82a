"""A follower believes nobody: it re-executes, and says at which byte it stopped and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from node.blocks import Block
from node.chain import Chain
from node.clique.extra import NONCE_AUTH
from node.clique.seal import seal
from node.deployment import Home
from node.errors import NodeError, Unavailable, VerificationError
from node.follow.running import Following, catch_up, open_follower
from node.follow.status import Standing
from node.headers import changed
from node.rpc.protocol import Method
from node.storage.store import Store
from tests.node.following import Original, followed, height, wait_until
from tests.node.sources import encoded, replaced, serving
from tests.node.world import SEALER
from tests.support.clocks import StandingClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from node.rpc.protocol import Methods


def refusal(original: Original, home: Path, methods: Methods) -> NodeError:
    with pytest.raises(VerificationError) as caught:
        followed(original, home, methods)
    return caught.value


def head_of(home: Path, clock: StandingClock) -> int:
    store = Store(Home(home).chain)
    try:
        return Chain(store, clock).head.header.block_number
    finally:
        store.close()


def test_a_follower_reaches_the_same_head_and_goes_on_from_there(
    original: Original, tmp_path: Path
) -> None:
    number, block_hash = followed(original, tmp_path)
    assert (number, block_hash) == (original.height, _head_hash(original))
    original.grow()
    with serving(original.methods) as url:  # the home has its roots now
        assert catch_up(tmp_path, Following(url), original.clock)[0] == number + 1
    assert Home(tmp_path).genesis.read_bytes() == original.roots.genesis
    assert not Home(tmp_path).key("sealer").exists()


def test_progress_counts_towards_the_head_of_the_source(original: Original, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with serving(original.methods) as url:
        following = Following(url, original.roots, progress=lambda *at: seen.append(at))
        catch_up(tmp_path, following, original.clock)
    assert seen == [(n, original.height) for n in range(1, original.height + 1)]


@pytest.mark.parametrize("stopped_after", [1, 2, 3])
def test_a_follower_that_was_stopped_resumes(
    original: Original, tmp_path: Path, stopped_after: int
) -> None:
    methods = original.altered(stopped_after + 1, _resealed(state_root=b"\x11" * 32))
    assert refusal(original, tmp_path, methods).code == "block.state-root"
    assert head_of(tmp_path, original.clock) == stopped_after
    assert followed(original, tmp_path)[1] == _head_hash(original)


def _head_hash(original: Original) -> str:
    return "0x" + original.world.chain.head.header.hash.hex()


def _resealed(**fields: Any) -> Callable[[Block], Block]:
    """Altered by a sealer who signs the falsehood."""
    return lambda block: Block(seal(changed(block.header, **fields), SEALER), block.transactions)


def _unsealed(**fields: Any) -> Callable[[Block], Block]:
    """Altered by someone on the way, who has no key."""
    return lambda block: Block(changed(block.header, **fields), block.transactions)


ALTERED = [
    ("block.state-root", _resealed(state_root=b"\x11" * 32)),
    ("block.receipt-root", _resealed(receipt_root=b"\x11" * 32)),
    ("block.gas-used", _resealed(gas_used=1)),
    ("block.too-early", _resealed(timestamp=1)),
    ("block.in-future", _resealed(timestamp=2**33)),
    ("clique.vote-or-seal", _unsealed(coinbase=b"\x11" * 20, nonce=NONCE_AUTH)),
    ("clique.vote-or-seal", _unsealed(state_root=b"\x11" * 32)),
    ("clique.vote-or-seal", _unsealed(receipt_root=b"\x11" * 32)),
    ("clique.vote-or-seal", _unsealed(gas_used=1)),
]


@pytest.mark.parametrize(("reason", "alter"), ALTERED)
def test_an_altered_block_is_refused_with_the_reason(
    original: Original, tmp_path: Path, reason: str, alter: Callable[[Block], Block]
) -> None:
    error = refusal(original, tmp_path, original.altered(2, alter))
    without_key = {"clique.signer", "clique.seal"}
    assert error.code in (without_key if reason == "clique.vote-or-seal" else {reason})
    assert error.facts["number"] == 2
    assert head_of(tmp_path, original.clock) == 1


def test_one_byte_changed_anywhere_in_a_block_is_refused(
    original: Original, tmp_path: Path
) -> None:
    raw = bytes.fromhex(encoded(original.grow())[2:])
    number = original.height
    for place in range(3, len(raw), len(raw) // 40):
        spoilt = bytearray(raw)
        spoilt[place] ^= 0x01
        methods = replaced(
            original.methods,
            "debug_getRawBlock",
            lambda true, spoilt=spoilt: f"0x{spoilt.hex()}" if true == f"0x{raw.hex()}" else true,
        )
        with serving(methods) as url, pytest.raises(VerificationError) as caught:
            catch_up(tmp_path, Following(url, original.roots), original.clock)
        assert caught.value.code.partition(".")[0] in {"block", "clique"}
        assert head_of(tmp_path, original.clock) == number - 1


def test_a_source_with_another_hash_ends_the_following_with_both(
    original: Original, tmp_path: Path
) -> None:
    followed(original, tmp_path)
    header = original.methods["debug_getRawHeader"]

    def other(true: str) -> str:
        changed_byte = f"{int(true[-2:], 16) ^ 1:02x}"
        return true if true in below else true[:-2] + changed_byte

    below = {header.function(height(n)) for n in range(2)}
    error = refusal(original, tmp_path, replaced(original.methods, "debug_getRawHeader", other))
    assert error.code == "follow.disagreement"
    assert error.facts["number"] == 2
    assert error.facts["ours"] == "0x" + original.world.chain.records.hash_at(2).hex()
    assert str(error.facts["theirs"]).startswith("0x")
    assert error.facts["theirs"] != error.facts["ours"]


def test_a_source_of_another_chain_is_refused_before_anything_is_taken(
    original: Original, tmp_path: Path
) -> None:
    other = {**original.methods, "eth_chainId": Method(lambda: "0x1")}
    assert refusal(original, tmp_path / "a", other).code == "follow.other-chain-id"
    genesis = original.methods["debug_getRawHeader"].function(height(0))
    false = genesis[:-1] + "1"
    methods = replaced(
        original.methods, "debug_getRawHeader", lambda true: false if true == genesis else true
    )
    error = refusal(original, tmp_path / "b", methods)
    assert (error.code, error.facts["number"]) == ("follow.disagreement", 0)


def test_a_source_that_is_behind_is_waited_for(original: Original, tmp_path: Path) -> None:
    followed(original, tmp_path)
    behind = replaced(original.methods, "eth_blockNumber", lambda true: "0x1")
    with serving(behind) as url:
        opening = open_follower(tmp_path, Following(url), original.clock)
        with opening as (_, follower, _source):
            assert follower.round() is False
            assert follower.status.standing is Standing.SOURCE_BEHIND
            assert (follower.status.source_head, follower.status.lag) == (1, 0)
            with pytest.raises(Unavailable, match=r"follow\.not-yet"):
                follower.catch_up()


def test_a_block_of_the_near_future_is_waited_for_and_then_taken(
    original: Original, tmp_path: Path
) -> None:
    clock = StandingClock(original.world.clock.at - 1)
    with serving(original.methods) as url:
        opening = open_follower(tmp_path, Following(url, original.roots), clock)
        with opening as (backend, follower, _source):
            while follower.round():
                pass
            assert follower.status.standing is Standing.AHEAD_OF_CLOCK
            assert follower.status.lag == 1
            clock.at += 1
            assert follower.catch_up() == original.height
            assert backend.chain.head.header.block_number == original.height


def test_an_unreachable_source_is_waited_for_and_said(original: Original, tmp_path: Path) -> None:
    with serving(original.methods) as url:
        pass
    with open_follower(tmp_path, Following(url, original.roots), original.clock) as opened_:
        follower = opened_[1]
        with pytest.raises(Unavailable) as caught:
            follower.catch_up()
        assert caught.value.code == "source.unreachable"
        follower.start()
        wait_until(lambda: follower.status.standing is Standing.SOURCE_UNREACHABLE)
        assert follower.status.lag is None
        assert "source.unreachable" in str(follower.status.detail)
        follower.stop()
        assert follower.failure is None
