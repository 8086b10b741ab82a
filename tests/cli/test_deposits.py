"""`qoima deposit` and `qoima verify` on a running installation."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.packages import bundled, committed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up

_TITLES = ("--title-kk", "Атауы", "--title-ru", "Название", "--title-en", "Title")
_SAID = (*_TITLES, "--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")
_FILES = {
    "README.md": b"hello\n",
    "src/main.py": b"print(1)\n" * 1000,
    "src/empty": b"",
    "src/" + "long/" * 20 + "қазақша.txt": b"\xff\x00",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree") / "tree"
    for name, content in _FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "left-out").mkdir()
    (folder / "left-out" / "secret").write_text("no")
    return folder


@pytest.fixture(scope="module")
def deposited(installation: Up, people: People, tree: Path) -> dict[str, Any]:
    ran = installation.qoima("deposit", str(tree), *_SAID, "--exclude", "left-out")
    answer: dict[str, Any] = ran.answer
    return answer


def test_a_folder_is_deposited_under_the_cid_that_was_computed_here(
    installation: Up, people: People, deposited: dict[str, Any]
) -> None:
    assert deposited["files"] == len(_FILES)
    assert deposited["size"] == sum(map(len, _FILES.values()))
    shown = installation.qoima("deposit", "show", str(deposited["number"])).answer["data"]
    assert shown["cid"] == deposited["cid"]
    assert shown["recorded"]["block"] == deposited["block"]
    assert shown["recorded"]["transaction"] == deposited["transaction"]
    assert shown["account"] == people["depositor"]
    listed = installation.qoima("deposit", "list").answer
    assert deposited["number"] in [each["number"] for each in listed["data"]]


def test_the_files_come_back_byte_for_byte(
    installation: Up, deposited: dict[str, Any], tmp_path: Path
) -> None:
    got = installation.qoima("deposit", "get", str(deposited["number"]), str(tmp_path / "out"))
    assert got.answer["files"] == len(_FILES)
    found = {
        str(path.relative_to(tmp_path / "out")): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert found == _FILES
    again = installation.qoima("deposit", "get", str(deposited["number"]), str(tmp_path / "out"))
    assert (again.code, again.refusal["code"]) == (2, "input.output-exists")


def test_the_same_package_is_not_deposited_twice(
    installation: Up, deposited: dict[str, Any], tree: Path
) -> None:
    ran = installation.qoima("deposit", str(tree), *_SAID, "--exclude", "left-out")
    assert ran.code == 1
    assert ran.refusal["code"] == "deposit.already-recorded"


def test_a_new_version_replaces_the_old_one_and_the_operator_decides(
    installation: Up, deposited: dict[str, Any], tmp_path: Path
) -> None:
    first = str(deposited["number"])
    assert installation.qoima("deposit", "accept", first, "--key", "operator").code == 0
    archive = tmp_path / "next.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        info = tarfile.TarInfo("main.py")
        info.size = 5
        tar.addfile(info, io.BytesIO(b"pass\n"))
    done = installation.qoima("deposit", "put", str(archive), *_SAID, "--previous", first).answer
    number = str(done["number"])
    assert installation.qoima("deposit", "show", first).answer["data"]["successor"] == int(number)
    returned = installation.qoima(
        "deposit", "return", number, "--reason", "Annotation is missing", "--key", "operator"
    )
    assert returned.code == 0
    shown = installation.qoima("deposit", "show", number).answer["data"]
    assert shown["status"] == "returned"
    late = installation.qoima("deposit", "accept", number, "--key", "operator")
    assert (late.code, late.refusal["code"]) == (1, "contract.refused")


def test_only_the_operator_accepts(installation: Up, people: People) -> None:
    ran = installation.qoima("deposit", "accept", "1", "--key", "miner")
    assert (ran.code, ran.refusal["code"]) == (1, "contract.refused")


def test_an_empty_folder_and_one_that_is_not_there_are_refused(
    installation: Up, people: People, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "missing"):
        ran = installation.qoima("deposit", str(tmp_path / name), *_SAID)
        assert ran.code == 1
        assert ran.refusal["code"].startswith(("archive.", "package."))


def test_of_a_checkout_only_what_git_tracks_may_be_deposited(
    installation: Up, people: People, tmp_path: Path
) -> None:
    (tmp_path / "kept.py").write_text("kept = True\n")
    (tmp_path / "scratch.py").write_text("kept = False\n")
    refused = installation.qoima("deposit", str(tmp_path), *_SAID, "--tracked")
    assert (refused.code, refused.refusal["code"]) == (2, "input.not-a-checkout")
    for words in (["init", "-q"], ["add", "kept.py"]):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    assert installation.qoima("deposit", str(tmp_path), *_SAID, "--tracked").answer["files"] == 1


def test_a_bundle_and_a_single_file_are_deposited(
    installation: Up, people: People, tmp_path: Path
) -> None:
    bundle = bundled(tmp_path / "work.bundle", {"only.py": b"only = True\n"})
    tree = "swh:1:dir:" + committed(tmp_path / "work.bundle-tree")
    done = installation.qoima("deposit", str(bundle), *_SAID).answer
    assert (done["swhid"], done["files"]) == (tree, 1)
    refused = installation.qoima("deposit", str(_report(tmp_path)), *_SAID)
    assert refused.refusal["code"] == "archive.unknown-kind"
    done = installation.qoima("deposit", str(_report(tmp_path)), *_SAID, "--as-file").answer
    listed = installation.qoima("deposit", "files", str(done["number"])).answer["data"]
    assert [(each["path"], each["executable"]) for each in listed] == [("report.pdf", True)]
    folder = installation.qoima("deposit", str(tmp_path), *_SAID, "--as-file")
    assert (folder.code, folder.refusal["code"]) == (2, "input.as-file-folder")


def _report(folder: Path) -> Path:
    report = folder / "report.pdf"
    report.write_bytes(b"%PDF-1.7 no archive")
    report.chmod(0o755)
    return report


def test_a_file_is_verified_by_its_bytes_alone(
    installation: Up, deposited: dict[str, Any], tmp_path: Path
) -> None:
    renamed = tmp_path / "whatever"
    renamed.write_bytes(_FILES["src/main.py"])
    match = installation.qoima("verify", str(renamed)).answer["data"]["matches"][0]
    assert match["deposit"]["number"] == deposited["number"]
    assert match["path"] == "src/main.py"
    digest = hashlib.sha256(_FILES["README.md"]).hexdigest()
    assert installation.qoima("verify", digest).answer["data"]["known"]
    assert installation.qoima("verify", deposited["cid"]).answer["data"]["known"]
    assert installation.qoima("verify", deposited["swhid"]).answer["data"]["known"]


def test_bytes_that_differ_by_one_are_not_on_record(
    installation: Up, deposited: dict[str, Any], tmp_path: Path
) -> None:
    forged = tmp_path / "main.py"
    forged.write_bytes(_FILES["src/main.py"] + b"\n")
    ran = installation.qoima("verify", str(forged))
    assert ran.code == 4
    assert ran.refusal["code"] == "verify.unknown"
    assert '"known": false' in ran.out


def test_what_is_no_file_digest_or_cid_cannot_be_verified(installation: Up) -> None:
    ran = installation.qoima("verify", "no such thing")
    assert (ran.code, ran.refusal["code"]) == (2, "input.not-verifiable")
