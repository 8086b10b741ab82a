"""The page of who seals and who agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.languages import LANGUAGES, Language
from tests.api.pages.reading import read, speak
from tests.api.talk import witnessed

if TYPE_CHECKING:
    import httpx

    from tests.api.pages.populated import Populated


def _text(reader: httpx.Client, path: str) -> str:
    return " ".join("".join(read(reader.get(path).text).everything).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_sealers_are_told_with_their_share_and_last_block(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    say, chain = speak(language), populated.services.chain
    head = populated.services.index.head()
    assert head is not None
    text = _text(reader, f"/{language}/signers")
    assert say("page-signers-rule") in text
    assert all(each in text for each in chain.deployment.signers)
    assert " ".join(say("page-percent", percent=say.number(100)).split()) in text
    assert say("page-signers-blocks", first="1", last=str(head.number)) in text


def test_a_witness_that_signed_our_block_agrees(reader: httpx.Client, populated: Populated) -> None:
    witness = populated.world.admit()
    head = populated.services.index.head()
    assert head is not None
    witnessed(populated.services.chain, witness, head.number)
    text = _text(reader, "/en/signers")
    assert witness.address in text
    assert speak("en")("page-signers-agreed") in text


def test_a_block_says_whether_it_was_sealed_in_turn(reader: httpx.Client) -> None:
    assert speak("ru")("page-block-in-turn") in _text(reader, "/ru/blocks/1")


def test_only_offered_numbers_of_blocks_are_looked_at(reader: httpx.Client) -> None:
    assert reader.get("/kk/signers?over=10000").status_code == 200
    for word in ("7", "-1", "many", "100000000"):
        assert reader.get(f"/kk/signers?over={word}").status_code == 404
