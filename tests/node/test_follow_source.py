"""What a follower asks of a source, and what it must have from elsewhere before it asks."""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from node.deployment import Home
from node.errors import Conflict, NotFound, Rejected, Unavailable, VerificationError
from node.follow.roots import Roots, read_roots
from node.follow.running import Following, catch_up
from node.follow.source import Source, SourceLimits
from tests.node.following import Original, followed, height
from tests.node.sources import replaced, serving

if TYPE_CHECKING:
    from pathlib import Path


STRANGE: list[tuple[str, Any]] = [
    ("source.strange-answer", "zz"),
    ("source.strange-answer", 7),
    ("source.strange-answer", None),
    ("source.strange-answer", ["0x"]),
]


@pytest.mark.parametrize(("code", "answer"), STRANGE)
def test_an_answer_of_another_form_is_no_block(
    original: Original, tmp_path: Path, code: str, answer: Any
) -> None:
    methods = replaced(original.methods, "debug_getRawBlock", lambda true: answer)
    with serving(methods) as url, pytest.raises(Unavailable) as caught:
        catch_up(tmp_path, Following(url, original.roots), original.clock)
    assert caught.value.code == code


def test_a_node_that_gives_no_raw_blocks_is_named(original: Original, tmp_path: Path) -> None:
    poor = {k: v for k, v in original.methods.items() if k != "debug_getRawBlock"}
    with serving(poor) as url, pytest.raises(Unavailable) as caught:
        catch_up(tmp_path, Following(url, original.roots), original.clock)
    assert caught.value.code == "source.refused"
    assert "debug_getRawBlock" in str(caught.value.facts["detail"])


def test_answers_are_bounded_and_fewer_blocks_are_asked_for(original: Original) -> None:
    with serving(original.methods) as url, contextlib.ExitStack() as stack:
        sizes = [len(original.methods["debug_getRawBlock"].function(height(1)))]
        source = Source(url, SourceLimits(answer=sizes[0] + 500))
        stack.callback(source.close)
        assert len(source.raw_blocks(1, original.height)) < original.height
        tight = Source(url, SourceLimits(answer=1000))
        stack.callback(tight.close)
        with pytest.raises(Unavailable) as caught:
            tight.raw_blocks(1, original.height)
        assert caught.value.code == "source.too-large"


def test_roots_are_held_to_their_digest(original: Original, tmp_path: Path) -> None:
    genesis, deployment = Home(original.world.home).genesis, Home(original.world.home).deployment
    digest = hashlib.sha256(genesis.read_bytes()).hexdigest()
    assert read_roots(genesis, digest, None).deployment is None
    assert read_roots(genesis, "0x" + digest.upper(), deployment).deployment is not None
    with pytest.raises(Rejected, match=r"follow\.digest-needed"):
        read_roots(genesis, None, None)
    with pytest.raises(NotFound, match=r"follow\.file-missing"):
        read_roots(tmp_path / "no", digest, None)
    period = json.loads(genesis.read_bytes())
    period["config"]["clique"]["period"] = 2  # the hash of block 0 would not tell
    (tmp_path / "genesis.json").write_text(json.dumps(period))
    for known in ((digest, None), (None, deployment)):
        with pytest.raises(VerificationError) as caught:
            read_roots(tmp_path / "genesis.json", *known)
        assert caught.value.code == "genesis.digest"


def test_a_home_is_only_used_for_what_it_is(original: Original, tmp_path: Path) -> None:
    with pytest.raises(Rejected, match=r"follow\.roots-needed"):
        catch_up(tmp_path / "new", Following("http://127.0.0.1:1"), original.clock)
    sealing = Following("http://127.0.0.1:1", original.roots)
    with pytest.raises(Conflict, match=r"follow\.sealing-home"):
        catch_up(original.world.home, sealing, original.clock)
    followed(original, tmp_path)
    other = Roots(original.roots.genesis.replace(b'"period": 1', b'"period": 2'))
    with pytest.raises(VerificationError, match=r"genesis\.digest"):
        catch_up(tmp_path, Following("http://127.0.0.1:1", other), original.clock)
