"""A deposit that a CodeMeta document describes, and what is wrong with one named by its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from depository.metadata import to_codemeta
from tests.api.sending import VERSION, begun, content, deposited, piece, sha256
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.packages import description
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    """A depositor."""
    return world.admit(Role.DEPOSITOR)


def _asked(account: LocalAccount, document: Any, **more: Any) -> dict[str, Any]:
    return {"sender": account.address, "codemeta": document, **more}


def test_a_document_describes_a_deposit_and_the_request_goes_before_it(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    asked = _asked(depositor, to_codemeta(description()), version="7.1")
    act = package(client, asked, zipped({"a": b"by a document"}))
    number = events(done(world, client, depositor, act))[0]["args"]["number"]
    found = client.get(f"/v1/deposits/{number}").json()["data"]
    told = found["described"]
    assert (told["title"]["kk"], told["version"]) == ("Есеп жүйесі", "7.1")
    assert (told["license"], told["authors"]) == ("Apache-2.0", ["Қойма"])
    assert (found["kind"], told["description"]["en"]) == ("program-code", "Description")


def test_a_document_describes_an_upload_likewise(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    data = content("codemeta", 1 << 16)
    url = begun(client, depositor, len(data), sha256=sha256(data))
    assert piece(client, url, 0, data).status_code == 204
    document = to_codemeta(description())
    bare: dict[str, Any] = dict.fromkeys(("titles", "version", "license", "kind"))
    made = deposited(client, depositor, url, codemeta=document, **bare)
    assert made.status_code == 201, made.text
    assert client.delete(url, headers=VERSION).status_code == 204


def test_a_limited_document_makes_the_deposit_limited(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    document = {**to_codemeta(description()), "access": "limited"}
    open_file = package(client, _asked(depositor, document), zipped({"a": b"open"}))
    problem(open_file, 422, "limited.not-encrypted")


def test_a_fault_is_named_by_its_json_pointer(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    def refused(document: Any, code: str, **more: Any) -> dict[str, Any]:
        answer = package(client, _asked(depositor, document, **more), zipped({"a": b"a"}))
        return problem(answer, 422, code)

    whole = to_codemeta(description())
    found = refused({**whole, "author": ["a", 7]}, "codemeta.malformed")
    assert found["pointer"] == "/codemeta/author/1"
    assert "/codemeta/author/1" in found["title"]
    found = refused({**whole, "name": whole["name"][:1]}, "request.invalid")
    assert {(each["pointer"], each["rule"]) for each in found["errors"]} == {
        ("/codemeta/name", "missing")
    }
    found = refused({**whole, "version": "1" * 65, "license": None}, "request.invalid")
    assert {(each["pointer"], each["rule"]) for each in found["errors"]} == {
        ("/codemeta/version", "string_too_long"),
        ("/license", "missing"),
    }
    found = refused([], "request.invalid")
    assert "/codemeta" in {each["pointer"] for each in found["errors"]}
    found = refused(whole, "request.invalid", titles={"kk": "К"})
    assert {each["pointer"] for each in found["errors"]} == {"/titles/ru", "/titles/en"}
    part = {"identifier": "nothing", "path": ["src"]}
    found = refused({**whole, "hasPart": [part]}, "request.invalid")
    assert found["errors"][0]["pointer"] == "/codemeta/hasPart"


def test_a_deposit_without_either_says_what_is_missing(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    bare = {"sender": described(depositor)["sender"]}
    found = problem(package(client, bare, zipped({"a": b"a"})), 422, "request.invalid")
    assert {each["pointer"] for each in found["errors"]} == {
        "/titles",
        "/version",
        "/license",
        "/kind",
    }
