"""Certificates: read as a person reads them, and scanned as a telephone scans them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdfium2  # type: ignore[import-untyped]  # has no stubs
import pytest
import zxingcpp

from api.languages import LANGUAGES, Catalogue
from tests.api.talk import TEXTS, described, done, events, package, problem, zipped
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from api.languages import Language
    from tests.support.world import World


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    """A depositor."""
    return world.admit(Role.DEPOSITOR)


def _deposited(world: World, client: httpx.Client, depositor: LocalAccount, text: bytes) -> int:
    state = done(
        world, client, depositor, package(client, described(depositor), zipped({"a": text}))
    )
    number: int = events(state)[0]["args"]["number"]
    return number


def _decide(world: World, client: httpx.Client, number: int, act: str, **more: str) -> None:
    asked = {"sender": world.operator.address, **more}
    done(world, client, world.operator, client.post(f"/v1/deposits/{number}/{act}", json=asked))


@pytest.fixture(scope="module")
def accepted(world: World, client: httpx.Client, depositor: LocalAccount) -> dict[str, Any]:
    """An accepted deposit."""
    number = _deposited(world, client, depositor, b"certified")
    _decide(world, client, number, "acceptances")
    found: dict[str, Any] = client.get(f"/v1/deposits/{number}").json()["data"]
    return found


def _read(data: bytes) -> tuple[str, list[str]]:
    """The words of all pages, white space taken out, and what its codes say."""
    words, codes = "", list[str]()
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            words += page.get_textpage().get_text_bounded()
            picture = page.render(scale=3).to_pil()
            codes += [each.text for each in zxingcpp.read_barcodes(picture)]
    return "".join(words.split()), codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_says_what_the_record_says_and_leads_to_it(
    client: httpx.Client, accepted: dict[str, Any], language: Language
) -> None:
    number = accepted["number"]
    answer = client.get(f"/v1/deposits/{number}/certificate", params={"language": language})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-language"] == language
    words, codes = _read(answer.content)
    messages = Catalogue.read().messages(language)
    for said in (
        TEXTS[language],
        accepted["cid"],
        accepted["root"],
        accepted["described"]["swhid"],
        accepted["recorded"]["transaction"],
        messages("paper-certificate"),
        messages("page-deposit-title", number=str(number)),
        messages("page-title-rule"),
    ):
        assert "".join(said.split()) in words
    assert codes == [f"http://127.0.0.1:8000/{language}/deposits/{number}"]
    again = client.get(f"/v1/deposits/{number}/certificate", params={"language": language})
    assert again.content == answer.content


def test_the_language_is_the_callers_and_the_address_never_the_requests(
    client: httpx.Client, accepted: dict[str, Any]
) -> None:
    headers = {"Accept-Language": "ru", "Host": "evil.example"}
    answer = client.get(f"/v1/deposits/{accepted['number']}/certificate", headers=headers)
    words, codes = _read(answer.content)
    assert "Свидетельство" in words
    assert "evil" not in words + "".join(codes)
    client_problem = client.get(
        f"/v1/deposits/{accepted['number']}/certificate", params={"language": "de"}
    )
    problem(client_problem, 422, "request.invalid")


def test_a_newer_version_is_named(
    world: World, client: httpx.Client, depositor: LocalAccount, accepted: dict[str, Any]
) -> None:
    number = _deposited(world, client, depositor, b"the first version")
    _decide(world, client, number, "acceptances")
    newer = package(client, described(depositor, previous=number), zipped({"a": b"the second"}))
    successor = events(done(world, client, depositor, newer))[0]["args"]["number"]
    answer = client.get(f"/v1/deposits/{number}/certificate", params={"language": "en"})
    words, _ = _read(answer.content)
    assert f"depositNo.{successor}." in words


def test_what_is_not_accepted_has_no_certificate(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    number = _deposited(world, client, depositor, b"not certified")
    address = f"/v1/deposits/{number}/certificate"
    problem(client.get(address), 422, "certificate.not-accepted")
    _decide(world, client, number, "returns", reason="Incomplete")
    problem(client.get(address), 422, "certificate.not-accepted")
    problem(client.get("/v1/deposits/999999/certificate"), 404, "deposit.unknown")
