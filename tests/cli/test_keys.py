"""`qoima key`, and passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.exits import UsageError
from cli.keys import create, find, open_key
from cli.settings import Settings
from ledger.errors import Conflict, Rejected
from tests.cli.program import here

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text("correct horse\nnot this line\n")
    return file


def _settings(tmp_path: Path, password: Path) -> Settings:
    return Settings(home=tmp_path / "home", password_file=password)


def test_a_new_key_is_listed_shown_and_opened(tmp_path: Path, password: Path) -> None:
    home = {"QOIMA_HOME": str(tmp_path / "home")}
    made = here("key", "new", "aigerim", "--password-file", str(password), "--json", **home)
    key = made.answer
    assert here("key", "list", "--json", **home).answer == [key]
    assert here("key", "show", key["address"].lower(), "--json", **home).answer == key
    settings = _settings(tmp_path, password)
    assert open_key(settings, find(settings, "aigerim")).address == key["address"]
    assert find(settings, key["path"]).address == key["address"]
    assert (tmp_path / "home" / "keys" / "aigerim.json").stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_overwritten(tmp_path: Path, password: Path) -> None:
    settings = _settings(tmp_path, password)
    first = create(settings, "one", "secret")
    with pytest.raises(Conflict, match=r"key\.exists"):
        create(settings, "one", "secret")
    assert find(settings, "one") == first


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "a" * 65, "кілт"])
def test_a_name_that_is_not_plain_is_refused(tmp_path: Path, password: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"key\.bad-name"):
        create(_settings(tmp_path, password), name, "secret")


def test_a_wrong_password_does_not_open_a_key(tmp_path: Path, password: Path) -> None:
    settings = _settings(tmp_path, password)
    create(settings, "one", "another")
    with pytest.raises(Rejected, match=r"key\.wrong-password"):
        open_key(settings, find(settings, "one"))


def test_without_a_terminal_a_password_must_come_from_a_file(tmp_path: Path) -> None:
    ran = here("key", "new", "one", QOIMA_HOME=str(tmp_path))
    assert ran.code == 2
    assert "QOIMA_PASSWORD_FILE" in ran.err
    assert not (tmp_path / "keys" / "one.json").exists()


def test_an_empty_password_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    ran = here(
        "key", "new", "one", "--password-file", str(tmp_path / "empty"), QOIMA_HOME=str(tmp_path)
    )
    assert ran.code == 2


def test_an_unknown_key_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "not.json").write_text("[1, 2]")
    home = {"QOIMA_HOME": str(tmp_path)}
    unknown = here("key", "show", "nobody", "--json", **home)
    assert (unknown.code, unknown.refusal["code"]) == (2, "key.unknown")
    no_key = here("key", "show", str(tmp_path / "not.json"), "--json", **home)
    assert (no_key.code, no_key.refusal["code"]) == (2, "key.unreadable")
