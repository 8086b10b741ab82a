"""Sign-in messages are read as ERC-4361 has them: pinned by the vectors of the siwe project."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.signing import Site, check_message, signer_of_text
from ledger.addresses import checksummed
from ledger.errors import Rejected
from ledger.sign_in.message import LONGEST, Message, read_message, written
from ledger.sign_in.uris import instant, is_authority, is_uri

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "siwe" / "vectors.json").read_text("utf-8")
)
POSITIVE = VECTORS["verification"]["positive"]
NEGATIVE = VECTORS["verification"]["negative"]
NOW = "2025-01-01T00:00:00Z"


def made(fields: dict[str, Any]) -> Message:
    """A message of a vector."""
    resources = fields.get("resources")
    return Message(**{**fields, "resources": None if resources is None else tuple(resources)})


def site_of(fields: dict[str, Any], domain: str | None = None) -> Site:
    """The site for which a vector is meant, or another."""
    return Site("https", domain or fields["domain"], fields["uri"], fields["chain_id"])


@pytest.mark.parametrize("name", VECTORS["parsing_positive"])
def test_a_message_of_the_standard_is_read_and_written_again(name: str) -> None:
    vector = VECTORS["parsing_positive"][name]
    message = read_message(vector["message"])
    assert message == made(vector["fields"])
    assert written(message) == vector["message"]


@pytest.mark.parametrize("name", VECTORS["parsing_negative"])
def test_a_message_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(Rejected, match=r"^sign-in\.malformed"):
        read_message(VECTORS["parsing_negative"][name])


@pytest.mark.parametrize("uri", VECTORS["invalid_uris"])
def test_what_is_no_uri_is_refused(uri: str) -> None:
    assert not is_uri(uri)
    good = VECTORS["parsing_positive"]["no statement"]["message"]
    assert is_uri("https://service.org/login")
    with pytest.raises(Rejected, match=r"^sign-in\.malformed"):
        read_message(good.replace("https://service.org/login", uri))


@pytest.mark.parametrize("vector", POSITIVE, ids=lambda each: each["name"])
def test_a_signature_of_the_standard_is_that_of_its_signer(vector: dict[str, Any]) -> None:
    message = made(vector["fields"])
    check_message(message, site_of(vector["fields"]), instant(vector.get("time", NOW)))
    assert signer_of_text(written(message), vector["signature"]) == message.address


@pytest.mark.parametrize("vector", NEGATIVE, ids=lambda each: each["name"])
def test_a_signature_that_the_standard_refuses_is_refused(vector: dict[str, Any]) -> None:
    message = made(vector["fields"])
    if vector["code"] == "other":
        assert signer_of_text(written(message), vector["signature"]) != message.address
        return
    site = site_of(vector["fields"], vector.get("domain"))
    with pytest.raises(Rejected) as refusal:  # noqa: PT012 - one of the two refuses
        check_message(message, site, instant(vector.get("time", NOW)))
        signer_of_text(written(message), vector["signature"])
    assert refusal.value.code == vector["code"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"uri": "https://login.xyz/other"}, "sign-in.other-uri"),
        ({"chain_id": 2}, "sign-in.other-chain"),
        ({"scheme": "http"}, "sign-in.other-domain"),
        ({"issued_at": "2025-01-01T00:02:00Z"}, "sign-in.not-yet-valid"),
    ],
)
def test_a_message_for_another_place_or_time_is_refused(change: dict[str, Any], code: str) -> None:
    fields = POSITIVE[0]["fields"]
    check_message(made({**fields, "scheme": "https"}), site_of(fields), instant(NOW))
    with pytest.raises(Rejected) as refusal:
        check_message(made({**fields, **change}), site_of(fields), instant(NOW))
    assert refusal.value.code == code


@pytest.mark.parametrize("signature", ["0x", "0x" + "00" * 65, "0x" + "11" * 64 + "1d", "x"])
def test_what_is_no_signature_is_refused(signature: str) -> None:
    with pytest.raises(Rejected, match=r"^sign-in\.bad-signature"):
        signer_of_text("text", signature)


def test_what_is_too_long_is_not_read() -> None:
    good = VECTORS["parsing_positive"]["no statement"]["message"]
    with pytest.raises(Rejected, match=r"^sign-in\.malformed"):
        read_message(good + "\nResources:" + "\n- https://service.org/" + "a" * LONGEST)


_TEXT = st.text(st.sampled_from("abcXYZ019-._~:/?#[]@!$&'()*+,;= "), min_size=1, max_size=60)
_MOMENT = st.sampled_from([NOW, "2024-02-29T23:59:59.5+05:00", "2030-12-31T00:00:00.123456789Z"])
_PERHAPS = st.none() | _MOMENT
_MESSAGES = st.builds(
    Message,
    domain=st.sampled_from(["example.kz", "127.0.0.1:8000", "[::1]:80", "a@b"]),
    address=st.binary(min_size=20, max_size=20).map(checksummed),
    uri=st.sampled_from(["https://example.kz/sign-in", "urn:x:y", "a:/b?c#d", "https://[v1.x]/"]),
    chain_id=st.integers(0, 2**63),
    nonce=st.text(st.sampled_from("abcXYZ019"), min_size=8, max_size=40),
    issued_at=_MOMENT,
    scheme=st.none() | st.sampled_from(["https", "web+x"]),
    statement=st.none() | _TEXT,
    expiration_time=_PERHAPS,
    not_before=_PERHAPS,
    request_id=st.none() | st.sampled_from(["", "a%20b", "some_id!$@:"]),
    resources=st.none() | st.lists(st.just("ipfs://x/y"), max_size=3).map(tuple),
)


@given(_MESSAGES)
def test_what_is_written_is_read_as_it_was(message: Message) -> None:
    assert read_message(written(message)) == message


@given(_MESSAGES, st.data())
def test_a_changed_message_is_another_or_none(message: Message, data: st.DataObject) -> None:
    text = written(message)
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.characters()) + text[at + 1 :]
    with contextlib.suppress(Rejected):
        assert written(read_message(changed)) == changed


@given(st.text(max_size=80))
def test_any_text_is_read_or_not_and_nothing_else_happens(text: str) -> None:
    assert is_uri(text) in {True, False}
    assert is_authority(text) in {True, False}
    with pytest.raises(Rejected, match=r"^sign-in\.malformed"):
        read_message(text)
