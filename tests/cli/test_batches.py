"""`qoima deposit many` and the commands about batches, on a running installation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from depository.batches.model import Record, check_path
from ledger.types import Digest
from tests.cli.program import here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up

_TITLES = ("--title-kk", "Атауы", "--title-ru", "Название", "--title-en", "Title")
_SAID = (*_TITLES, "--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")


def folder(place: Path, name: str, text: str) -> Path:
    made = place / name
    made.mkdir(parents=True)
    (made / "a.txt").write_text(text)
    return made


@pytest.fixture(scope="module")
def deposited(
    installation: Up, people: People, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """A batch of three, of which two are named in a file."""
    place = tmp_path_factory.mktemp("many")
    one = folder(place, "one", "first of the batch")
    rest = [folder(place, name, f"{name} of the batch") for name in ("two", "three")]
    listed = place / "list.txt"
    listed.write_text("".join(f"{each}\n\n" for each in rest))
    ran = installation.qoima("deposit", "many", str(one), "--from", str(listed), *_SAID)
    answer: dict[str, Any] = ran.answer
    return answer


def test_many_packages_are_deposited_by_one_transaction_and_each_is_proven(
    installation: Up, people: People, deposited: dict[str, Any]
) -> None:
    number = str(deposited["batch"])
    shown = installation.qoima("deposit", "batch", number).answer["data"]
    assert (shown["root"], shown["list_cid"]) == (deposited["root"], deposited["list_cid"])
    assert (shown["records"], shown["account"]) == (3, people["depositor"])
    assert shown["recorded"]["transaction"] == deposited["transaction"]
    assert shown["number"] in [
        each["number"] for each in installation.qoima("deposit", "batches").answer["data"]
    ]
    listed = installation.qoima("deposit", "records", number).answer["data"]
    assert [each["cid"] for each in listed] == [each["cid"] for each in deposited["records"]]
    said = installation.qoima("deposit", "record", number, "2").answer["data"]
    record = Record.from_bytes(bytes.fromhex(said["leaf"][2:]))
    path = [Digest(bytes.fromhex(each[2:])) for each in said["path"]]
    check_path(record, 2, 3, path, Digest(bytes.fromhex(deposited["root"][2:])))
    assert str(record.cid) == deposited["records"][2]["cid"]


def test_a_record_of_a_batch_is_proven_with_nothing_but_a_trust_file(
    installation: Up, deposited: dict[str, Any], tmp_path: Path
) -> None:
    number, output = str(deposited["batch"]), str(tmp_path / "record.json")
    asked = ("deposit", "record-proof", number, "2", "--output", output)
    assert installation.qoima(*asked).code == 0
    trust = str(installation.home / "node" / "deployment.json")
    said = here("verify", output, "--trust", trust, "--json").answer
    assert (said["proof"], said["batch"], said["index"]) == ("record", number, "2")
    assert said["cid"] == deposited["records"][2]["cid"]
    assert said["record"]["kind"] == "program-code"
    assert (said["statement"]["records"], said["held"]["status"]) == ("3", "deposited")
    none = installation.qoima("deposit", "record-proof", number, "9", "--output", output + "9")
    assert (none.code, none.refusal["code"]) == (1, "record.unknown")


def test_the_operator_accepts_a_batch_and_a_record_of_it_is_taken_out(
    installation: Up, deposited: dict[str, Any]
) -> None:
    number = str(deposited["batch"])
    assert installation.qoima("deposit", "accept-batch", number, "--key", "operator").code == 0
    again = installation.qoima("deposit", "accept-batch", number, "--key", "operator")
    assert (again.code, again.refusal["code"]) == (1, "contract.refused")
    taken = installation.qoima("deposit", "take-out", number, "1", "--key", "depositor").answer
    as_deposit = installation.qoima("deposit", "show", str(taken["number"])).answer["data"]
    assert as_deposit["cid"] == deposited["records"][1]["cid"]
    assert as_deposit["status"] == "accepted"
    said = installation.qoima("deposit", "record", number, "1").answer["data"]
    assert said["taken_out"] == taken["number"]
    none = installation.qoima("deposit", "take-out", number, "9", "--key", "depositor")
    assert (none.code, none.refusal["code"]) == (1, "record.unknown")


def test_a_batch_is_returned_with_a_reason(
    installation: Up, people: People, tmp_path: Path
) -> None:
    made = folder(tmp_path, "back", "to be returned")
    number = str(installation.qoima("deposit", "many", str(made), *_SAID).answer["batch"])
    ran = installation.qoima(
        "deposit", "return-batch", number, "--reason", "Incomplete", "--key", "operator"
    )
    assert ran.code == 0
    assert installation.qoima("deposit", "batch", number).answer["data"]["status"] == "returned"


def test_all_packages_that_are_not_fit_are_named_and_none_is_sent(
    installation: Up, people: People, tmp_path: Path
) -> None:
    fit, same = folder(tmp_path, "fit", "fit"), folder(tmp_path, "same", "fit")
    empty, gone = tmp_path / "empty", tmp_path / "gone"
    empty.mkdir()
    sealed = folder(tmp_path, "sealed", "not for all")
    (sealed / "codemeta.json").write_text(
        json.dumps({"@context": "https://w3id.org/codemeta/3.0", "access": "limited"})
    )
    before = installation.qoima("deposit", "batches").answer["total"]
    paths = [str(each) for each in (fit, same, empty, gone, sealed)]
    ran = installation.qoima("deposit", "many", *paths, *_SAID)
    assert (ran.code, ran.refusal["code"]) == (2, "input.many-refused")
    named = [each["field"] for each in ran.refusal["errors"]]
    assert named == [str(each) for each in (same, empty, gone, sealed)]
    assert installation.qoima("deposit", "batches").answer["total"] == before


def test_what_the_options_do_not_say_is_read_from_each_folder(
    installation: Up, people: People, tmp_path: Path
) -> None:
    made = folder(tmp_path, "described", "described by itself")
    titles = [{"@language": each, "@value": f"Title {each}"} for each in ("kk", "ru", "en")]
    (made / "codemeta.json").write_text(
        json.dumps(
            {
                "@context": "https://w3id.org/codemeta/3.0",
                "name": titles,
                "version": "7.1",
                "license": "https://spdx.org/licenses/MIT",
            }
        )
    )
    ran = installation.qoima("deposit", "many", str(made), "--key", "depositor")
    number = str(ran.answer["batch"])
    said = installation.qoima("deposit", "record", number, "0").answer["data"]["described"]
    assert (said["version"], said["title"]["kk"]) == ("7.1", "Title kk")
    none = folder(tmp_path, "silent", "says nothing")
    ran = installation.qoima("deposit", "many", str(none), "--key", "depositor")
    assert ran.refusal["code"] == "input.many-refused"


def test_no_package_and_one_named_twice_are_refused(
    installation: Up, people: People, tmp_path: Path
) -> None:
    made = folder(tmp_path, "twice", "twice")
    twice = installation.qoima("deposit", "many", str(made), str(made), *_SAID)
    assert (twice.code, twice.refusal["code"]) == (2, "input.path-twice")
    none = installation.qoima("deposit", "many", *_SAID)
    assert (none.code, none.refusal["code"]) == (2, "input.no-packages")
    missing = installation.qoima("deposit", "many", "--from", str(tmp_path / "no"), *_SAID)
    assert (missing.code, missing.refusal["code"]) == (2, "input.file-unreadable")
