"""Hostile archives, bodies and metadata are refused, and leave nothing behind."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from api.languages import LANGUAGES, Language
from tests.api.talk import described, package, problem, zipped
from tests.support.http import client_of
from tests.support.packages import bundled, tarred_xz, tarred_zst
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

FILES = {"a.txt": b"a"}


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    """A depositor."""
    return world.admit(Role.DEPOSITOR)


def _zip_of(name: str, data: bytes = b"x") -> bytes:
    return zipped({"good.txt": b"good", name: data})


def _zip_link() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


def _tar_device() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        device = tarfile.TarInfo("null")
        device.type = tarfile.CHRTYPE
        archive.addfile(device)
    return packed.getvalue()


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(64 << 20))
    return packed.getvalue()


HOSTILE = {
    "archive.empty": zipped({}),
    "archive.path-escapes": _zip_of("../evil"),
    "archive.absolute-path": _zip_of("/etc/evil"),
    "archive.symlink": _zip_link(),
    "archive.device": _tar_device(),
    "archive.names-alike": zipped({"README": b"1", "readme": b"2"}),
    "archive.ratio": _bomb(),
    "archive.unknown-kind": b"neither zip nor tar",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(HOSTILE))
def test_a_hostile_archive_is_refused_in_each_language(
    world: World, client: httpx.Client, depositor: LocalAccount, code: str, language: Language
) -> None:
    metadata = described(depositor)
    refused = package(client, metadata, HOSTILE[code], **{"Accept-Language": language})
    body = problem(refused, 422, code)
    assert refused.headers["content-language"] == language
    english = {"archive.empty": "The archive has no files."}
    assert body["title"] != english.get(code) or language == "en"
    assert list((world.folder / "spool").iterdir()) == []


def test_a_tree_is_taken_in_every_form_and_a_file_by_its_name(
    client: httpx.Client, depositor: LocalAccount, tmp_path: Path
) -> None:
    cids = set()
    for archive, make in (("tar.xz", tarred_xz), ("tar.zst", tarred_zst), ("git-bundle", bundled)):
        content = make(tmp_path / archive, FILES).read_bytes()
        for named in ({}, {"archive": archive}):
            cids.add(_cid(client, described(depositor, **named), content))
    said = {"archive": "file", "file_name": "a.txt"}
    cids.add(_cid(client, described(depositor, **said), FILES["a.txt"]))
    assert cids == {_cid(client, described(depositor), zipped(FILES))}
    for said in ({"archive": "file"}, {"archive": "zip", "file_name": "x"}, {"file_name": "x"}):
        refused = package(client, described(depositor, **said), zipped(FILES))
        problem(refused, 422, "archive.file-name")
    nested = described(depositor, archive="file", file_name="a/b")
    problem(package(client, nested, b"x"), 422, "archive.path-not-plain")


def _cid(client: httpx.Client, metadata: dict[str, Any], content: bytes) -> str:
    answer = package(client, metadata, content)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["package"]["cid"])


def test_several_faults_are_told_one_by_one(client: httpx.Client, depositor: LocalAccount) -> None:
    content = zipped({"../a": b"1", "/b": b"2", "good": b"3"})
    body = problem(package(client, described(depositor), content), 422, "archive.refused")
    assert {(error["field"], error["rule"]) for error in body["errors"]} == {
        ("../a", "archive.path-escapes"),
        ("/b", "archive.absolute-path"),
    }


def test_a_stranger_fills_no_store(world: World, client: httpx.Client) -> None:
    stranger = world.admit(Role.MINER)
    body = problem(package(client, described(stranger), zipped(FILES)), 422, "contract.refused")
    assert body["reason"] == "not a depositor"


def test_metadata_is_checked_before_content_is_taken(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    broken = package(client, b'{"sender"', b"")
    assert problem(broken, 400, "request.malformed-json")["position"] == 9
    faulty = described(depositor, kind="game", price=1)
    del faulty["titles"]["en"], faulty["version"]
    body = problem(package(client, faulty, b""), 422, "request.invalid")
    assert {error["field"] for error in body["errors"]} == {"kind", "price", "version", "titles.en"}
    license_ = described(depositor, license="do what you like")
    problem(package(client, license_, zipped(FILES)), 422, "metadata.bad-license")
    cid = described(depositor, expected_cid="what")
    problem(package(client, cid, zipped(FILES)), 422, "cid.malformed")


def _raw(client: httpx.Client, body: bytes, kind: str = "multipart/form-data; boundary=x") -> Any:
    return client.post("/v1/deposits", content=body, headers={"Content-Type": kind})


def _part(name: str, data: bytes) -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return head.encode() + data + b"\r\n"


def test_parts_out_of_order_missing_or_malformed_are_refused(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    metadata = _part(
        "metadata", httpx.Request("POST", "http://x", json=described(depositor)).read()
    )
    content = _part("content", b"x")
    problem(_raw(client, content + metadata + b"--x--\r\n"), 422, "upload.part-unexpected")
    twice = metadata + content + content + b"--x--\r\n"
    problem(_raw(client, twice), 422, "upload.part-unexpected")
    incomplete = problem(_raw(client, metadata + b"--x--\r\n"), 422, "upload.incomplete")
    assert incomplete["missing"] == ["content"]
    problem(_raw(client, metadata + _part("content", b"x")), 422, "upload.incomplete")
    problem(_raw(client, b"no boundary at all"), 400, "upload.malformed")
    huge = _part("metadata", b" " * 70_000)
    problem(_raw(client, huge), 422, "upload.metadata-too-large")
    problem(_raw(client, b"", "multipart/form-data"), 415, "request.media-type")
    problem(_raw(client, b"{}", "text/plain"), 415, "request.media-type")
    problem(_raw(client, b"{}", "application/json"), 422, "request.invalid")
    problem(_raw(client, b" " * 70_000, "application/json"), 422, "upload.metadata-too-large")


def test_content_over_the_limit_is_refused_while_it_comes(
    world: World, depositor: LocalAccount, tmp_path: Path
) -> None:
    sent = 0
    head = _part("metadata", httpx.Request("POST", "http://x", json=described(depositor)).read())

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield head + b'--x\r\nContent-Disposition: form-data; name="content"\r\n\r\n'
        while True:
            sent += 65_536
            yield bytes(65_536)

    with client_of(world.app(max_content_bytes=1 << 20)) as client:
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        try:
            answer = client.post("/v1/deposits", content=endless(), headers=kind)
        except httpx.WriteError:
            assert sent < 64 << 20  # the server closed the connection before we had read its answer
        else:
            problem(answer, 413, "request.body-too-large")
    assert list((world.folder / "spool").iterdir()) == []
