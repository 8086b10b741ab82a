"""What is not for the public: encrypted here, kept there, opened by whom its possessor named."""

from __future__ import annotations

import subprocess
import tarfile
from typing import TYPE_CHECKING, Any

import pytest
from pyrage import x25519

from depository.blocks import EmbeddedStore
from depository.cid import Cid
from depository.content import list_files, open_file
from tests.support.node import PASSWORD
from tests.support.packages import written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Ran, Up

_TITLES = ("--title-kk", "Құпия", "--title-ru", "Секрет", "--title-en", "Secret")
_SAID = (*_TITLES, "--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with a program and a text that must not be seen anywhere."""
    files = {"src/құпия.py": b"print('secret plan')\n" * 9000, "run.sh": b"#!/bin/sh\n"}
    folder = written(tmp_path / "tree", files)
    (folder / "run.sh").chmod(0o755)
    return folder


@pytest.fixture
def recipient(installation: Up, people: People, tmp_path: Path) -> str:
    """An identity of this test in the keys of the installation, by its recipient."""
    password = tmp_path / "password"
    password.write_text(PASSWORD + "\n")
    made = installation.qoima(
        "key", "recipient", _name(tmp_path), "--password-file", str(password)
    ).answer
    recipient: str = made["recipient"]
    return recipient


def _name(tmp_path: Path) -> str:
    return f"reader-{tmp_path.name}"[:60]


def _kept(installation: Up, answer: dict[str, Any], folder: Path) -> dict[str, Path]:
    """The files of a package as its operator has them on the disk."""
    store = EmbeddedStore(installation.home / "content")
    root = Cid.parse(answer["cid"])
    folder.mkdir()
    for file in list_files(store, root):
        with (folder / file.path).open("wb") as out:
            out.writelines(open_file(store, root, file.path).chunks)
    return {each.name: each for each in folder.iterdir()}


def _refused(ran: Ran) -> tuple[int, str]:
    return ran.code, ran.refusal["code"]


def test_only_ciphertext_leaves_and_the_recipient_gets_the_tree_back(
    installation: Up, tree: Path, recipient: str, tmp_path: Path
) -> None:
    second = x25519.Identity.generate()
    listed = tmp_path / "recipients.txt"
    listed.write_text(f"# the archive\n\n{second.to_public()}\n")
    said = (*_SAID, "--limited", "--recipient", recipient, "--recipient", str(listed))
    answer = installation.qoima("deposit", str(tree), *said).answer
    assert answer["files"] == 1
    shown = installation.qoima("deposit", "show", str(answer["number"])).answer["data"]
    assert shown["access"] == "limited"
    assert _refused(installation.qoima("deposit", "files", str(answer["number"])))[1] == (
        "content.limited"
    )
    kept = _kept(installation, answer, tmp_path / "kept")
    assert list(kept) == ["content.tar.age"]
    assert b"secret plan" not in kept["content.tar.age"].read_bytes()
    assert not list((installation.home / "sealed" / "staging").iterdir())

    copy = tmp_path / "copy.tar"
    number = str(answer["number"])
    handed = installation.qoima(
        "deposit", "hand-out", number, "--form", "tar", "--output", str(copy)
    )
    assert handed.code == 0, handed.err
    with tarfile.open(copy) as archive:
        (member,) = archive.getmembers()
        taken = archive.extractfile(member)
        assert taken is not None
        assert taken.read() == kept["content.tar.age"].read_bytes()

    own = tmp_path / "own.txt"
    own.write_text(f"# created by hand\n{second}\n")
    for place, identity in enumerate((_name(tmp_path), str(own))):
        folder = tmp_path / f"opened-{place}"
        opened = installation.qoima(
            *("deposit", "open", str(kept["content.tar.age"]), str(folder)),
            *("--identity", identity),
        ).answer
        assert opened["files"] == 2
        assert _same(tree, folder)
        assert (folder / "run.sh").stat().st_mode & 0o111
        assert not (folder / "src" / "құпия.py").stat().st_mode & 0o111


def _same(one: Path, other: Path) -> bool:
    return subprocess.run(["diff", "-r", str(one), str(other)], check=False).returncode == 0


def test_its_possessor_fetches_it_back_after_signing_in_and_nobody_else_does(
    installation: Up, people: People, tree: Path, recipient: str, tmp_path: Path
) -> None:
    said = (*_SAID, "--limited", "--recipient", recipient)
    number = str(installation.qoima("deposit", str(tree), *said).answer["number"])
    wanted = ("deposit", "get", number)
    nobody = installation.qoima(*wanted, str(tmp_path / "nobody"))
    assert _refused(nobody)[1] == "content.limited"
    try:
        assert installation.qoima("sign-in", "--key", "operator").code == 0
        operator = installation.qoima(*wanted, str(tmp_path / "operator"))
        assert _refused(operator)[1] == "content.limited"
        assert installation.qoima("sign-in", "--key", "depositor").code == 0
        assert installation.qoima(*wanted, str(tmp_path / "got")).code == 0
    finally:
        installation.qoima("sign-out")
    opened = installation.qoima(
        *("deposit", "open", str(tmp_path / "got" / "content.tar.age"), str(tmp_path / "opened")),
        *("--identity", _name(tmp_path)),
    )
    assert opened.code == 0, opened.err
    assert _same(tree, tmp_path / "opened")


def test_a_conclusion_is_encrypted_by_itself(
    installation: Up, tree: Path, recipient: str, tmp_path: Path
) -> None:
    conclusion = tmp_path / "conclusion.pdf"
    conclusion.write_bytes(b"The concept is sound.")
    said = (*_SAID, "--limited", "--recipient", recipient, "--state", "--kind", "concept")
    answer = installation.qoima("deposit", str(tree), *said, "--conclusion", str(conclusion)).answer
    kept = _kept(installation, answer, tmp_path / "kept")
    assert sorted(kept) == ["conclusion.age", "content.tar.age"]
    assert _refused(
        installation.qoima("deposit", str(tree), *said, "--conclusion", str(tmp_path / "none"))
    ) == (2, "input.file-unreadable")


def test_what_cannot_be_encrypted_is_not_sent(
    installation: Up, people: People, tree: Path, recipient: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("# nobody\n")
    for more, code in (
        (("--limited",), "input.recipient-needed"),
        (("--limited", "--recipient", str(empty)), "input.recipient-needed"),
        (("--recipient", recipient), "input.recipient-not-limited"),
        (("--limited", "--recipient", "age1nobody"), "input.recipient-malformed"),
        (("--limited", "--recipient", "ssh-ed25519 AAAA"), "input.recipient-malformed"),
        (("--limited", "--recipient", str(tmp_path / "none")), "input.file-unreadable"),
    ):
        assert _refused(installation.qoima("deposit", str(tree), *_SAID, *more)) == (2, code)


def test_nobody_else_opens_it_and_damage_unpacks_nothing(
    installation: Up, people: People, tree: Path, recipient: str, tmp_path: Path
) -> None:
    said = (*_SAID, "--limited", "--recipient", recipient)
    answer = installation.qoima("deposit", str(tree), *said).answer
    file = _kept(installation, answer, tmp_path / "kept")["content.tar.age"]
    folder = tmp_path / "opened"
    command = ("deposit", "open", str(file), str(folder), "--identity")
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(f"{x25519.Identity.generate()}\n")
    refused = installation.qoima(*command, str(stranger))
    assert _refused(refused) == (1, "limited.no-matching-key")
    for bad in ("# nothing\n", "AGE-SECRET-KEY-1NONE\n", "-----BEGIN OPENSSH PRIVATE KEY-----\n"):
        stranger.write_text(bad)
        refused = installation.qoima(*command, str(stranger))
        assert _refused(refused) == (2, "input.identity-unreadable")
    assert _refused(installation.qoima(*command, "nobody")) == (2, "input.identity-unreadable")

    whole = file.read_bytes()
    for damaged in (
        whole[:-1],
        whole[:-70_000],
        whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:],
    ):
        file.write_bytes(damaged)
        refused = installation.qoima(*command, _name(tmp_path))
        assert _refused(refused) == (4, "limited.damaged")
    file.write_bytes(b"no age file")
    refused = installation.qoima(*command, _name(tmp_path))
    assert _refused(refused) == (1, "limited.not-encrypted")
    assert not folder.exists()
    assert not list(tmp_path.glob(".opening-*"))
    folder.mkdir()
    refused = installation.qoima(*command, _name(tmp_path))
    assert _refused(refused) == (2, "input.output-exists")


def test_an_identity_is_never_overwritten_and_opens_with_its_password_only(
    installation: Up, people: People, recipient: str, tmp_path: Path
) -> None:
    password = tmp_path / "password"
    again = ("key", "recipient", _name(tmp_path), "--password-file", str(password))
    assert _refused(installation.qoima(*again)) == (1, "key.exists")
    bad = ("key", "recipient", "../out", "--password-file", str(password))
    assert _refused(installation.qoima(*bad)) == (2, "key.bad-name")
    file = installation.home / "keys" / f"{_name(tmp_path)}.age"
    assert file.stat().st_mode & 0o077 == 0
    assert b"AGE-SECRET-KEY" not in file.read_bytes()
    elsewhere = tmp_path / "moved.age"
    elsewhere.write_bytes(file.read_bytes())
    (tmp_path / "password").write_text("another\n")
    command = ("deposit", "open", str(elsewhere), str(tmp_path / "x"), "--identity")
    refused = installation.qoima(*command, str(elsewhere))
    assert _refused(refused) == (1, "key.wrong-password")
