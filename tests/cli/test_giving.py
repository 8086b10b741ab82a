"""`qoima deposit fetch`: a deposit as one file, going on after a break, never taken on trust."""

from __future__ import annotations

import hashlib
import tarfile
from typing import TYPE_CHECKING, Any

import bagit  # type: ignore[import-untyped]  # it ships no types
import httpx
import pytest

from cli.processes import free_port
from depository.archive import entries
from ledger.errors import Unavailable
from qoima.client.download import Download
from qoima.client.http import Client
from tests.support.packages import KeyStream, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up

SAID: tuple[str, ...] = ("--title-kk", "Атауы", "--title-ru", "Название", "--title-en", "Title")
SAID += ("--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")
SIZE = 3 << 20
FILES = {"data.bin": KeyStream("fetch", SIZE).read(SIZE), "қазақша.txt": b"x"}


@pytest.fixture(scope="module")
def number(installation: Up, people: People, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A deposit."""
    tree = written(tmp_path_factory.mktemp("tree") / "tree", FILES)
    return str(installation.qoima("deposit", str(tree), *SAID).answer["number"])


@pytest.mark.parametrize("form", ["zip", "tar", "bag"])
def test_a_deposit_is_fetched_whole_and_checked(
    installation: Up, number: str, tmp_path: Path, form: str
) -> None:
    output = tmp_path / f"whole.{form}"
    words = ("deposit", "fetch", number, "--form", form, "--output", str(output))
    got = installation.qoima(*words).answer
    shown = installation.qoima("deposit", "show", number).answer["data"]
    assert (got["cid"], got["files"]) == (shown["cid"], len(FILES))
    assert got["size"] == output.stat().st_size
    assert [each.name for each in tmp_path.iterdir()] == [output.name]
    if form == "bag":
        with tarfile.open(output) as archive:
            archive.extractall(tmp_path / "bag")  # noqa: S202 - our own; 3.11.2 has no filters
        assert bagit.Bag(str(tmp_path / "bag" / f"deposit-{number}")).is_valid()
    again = installation.qoima(*words)
    assert (again.code, again.refusal["code"]) == (2, "input.output-exists")


def test_the_operator_hands_out_a_copy_and_records_it(
    installation: Up, number: str, tmp_path: Path
) -> None:
    accepted = installation.qoima("deposit", "accept", number, "--key", "operator")
    assert accepted.code == 0, accepted.err
    applied = installation.qoima(
        *("deposit", "apply-copy", number, "--purpose", "archiving"),
        *("--application", "5a" * 32, "--key", "depositor"),
    )
    assert applied.code == 0, applied.err
    output = tmp_path / "copy.tar"
    words = ("deposit", "hand-out", number, "--output", str(output))
    entries_before = len(_accesses(installation))
    made = installation.qoima(*words).answer
    digest = "0x" + hashlib.sha256(output.read_bytes()).hexdigest()
    assert (made["sha256"], made["size"]) == (digest, output.stat().st_size)
    assert [each.name for each in tmp_path.iterdir()] == [output.name]
    with tarfile.open(output) as archive:
        archive.extractall(tmp_path / "bag")  # noqa: S202 - our own; 3.11.2 has no filters
    assert bagit.Bag(str(tmp_path / "bag" / f"deposit-{number}")).is_valid()
    logged = _accesses(installation)[entries_before:]
    assert [each["how"] for each in logged] == ["qoima deposit hand-out"]
    issued = installation.qoima(
        *("deposit", "issue-copy", number, "0", "--copy", str(output), "--key", "operator")
    )
    assert issued.code == 0, issued.err
    (copy,) = installation.qoima("deposit", "show", number).answer["data"]["copies"]
    assert (copy["status"], copy["outcome"]) == ("issued", digest)
    again = installation.qoima(*words)
    assert (again.code, again.refusal["code"]) == (2, "input.output-exists")
    nowhere = (*words[:-1], str(tmp_path / "no" / "folder" / "copy.tar"))
    refused = installation.qoima(*nowhere)
    assert (refused.code, refused.refusal["code"]) == (2, "input.file-unwritable")
    unknown = installation.qoima("deposit", "hand-out", "9999", "--output", str(tmp_path / "x"))
    assert (unknown.code, unknown.refusal["code"]) == (1, "deposit.unknown")


def _accesses(installation: Up) -> list[dict[str, Any]]:
    """The entries of the log of access, the oldest first."""
    found: list[dict[str, Any]] = []
    while True:
        page = installation.qoima("journal", "entries", "access", "--from", str(len(found)))
        if page.code != 0:
            assert page.refusal["code"] == "journal.no-such-entry"
            return found
        found += page.answer


def test_a_download_goes_on_where_it_broke_off(
    installation: Up, number: str, tmp_path: Path
) -> None:
    url = f"/v1/deposits/{number}/archive?form=tar"
    whole = httpx.get(installation.url + url).content
    with Client.connect(installation.url) as client:
        told: list[int] = []
        output = tmp_path / "whole.tar"
        first = Download(client, url, output, told.append).fetch()
        assert first.read_bytes() == whole
        first.write_bytes(whole[:1_000_001])
        told.clear()
        assert Download(client, url, output, told.append).fetch().read_bytes() == whole
        assert told[0] == 1_000_001
        assert sum(told) == len(whole)


def test_what_was_altered_in_a_part_is_found_out_and_thrown_away(
    installation: Up, number: str, tmp_path: Path
) -> None:
    output = tmp_path / "whole.tar"
    url = f"/v1/deposits/{number}/archive?form=tar"
    with Client.connect(installation.url) as client:
        part = Download(client, url, output, lambda _more: None).fetch()
    altered = bytearray(part.read_bytes())
    altered[600] ^= 1
    part.write_bytes(altered)
    ran = installation.qoima("deposit", "fetch", number, "--output", str(output))
    assert (ran.code, ran.refusal["code"]) == (4, "package.cid-differs")
    assert list(tmp_path.iterdir()) == []
    assert installation.qoima("deposit", "fetch", number, "--output", str(output)).code == 0
    assert {each.path for each in entries(output)} == set(FILES)


def test_a_deposit_that_is_not_there_is_not_fetched(installation: Up, tmp_path: Path) -> None:
    ran = installation.qoima("deposit", "fetch", "999999", "--output", str(tmp_path / "x"))
    assert (ran.code, ran.refusal["code"]) == (1, "deposit.unknown")


def test_a_server_that_stays_away_is_given_up(tmp_path: Path) -> None:
    with Client.connect(f"http://127.0.0.1:{free_port('127.0.0.1')}") as client:
        download = Download(client, "/v1/x", tmp_path / "x", lambda _more: None)
        with pytest.raises(Unavailable) as away:
            download.fetch()
    assert away.value.code == "server.unreachable"
