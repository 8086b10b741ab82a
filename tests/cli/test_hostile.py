"""A server that wants something else signed gets nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.cli.program import qoima
from tests.support.talker import Says, Talker, forwarded, talker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up


@contextmanager
def _hostile(up: Up, change: Callable[[dict[str, Any]], None]) -> Iterator[Talker]:
    """Passes requests on to the real server and changes the transactions that come back."""

    def altered(draft: dict[str, Any]) -> None:
        if "transaction" in draft:
            change(draft["transaction"])

    with talker(lambda asked: forwarded(up.url, asked, altered)) as server:
        yield server


def _sent(server: Talker) -> list[str]:
    return [each.path for each in server.asked]


def _other_root(unsigned: dict[str, Any]) -> None:
    data = unsigned["data"]
    unsigned["data"] = data[:10] + "ee" * 32 + data[74:]


def test_a_deposit_of_another_root_is_not_signed(
    installation: Up, people: People, tmp_path: Path
) -> None:
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "main.py").write_text("print('hostile')\n")
    words = ["deposit", str(folder), "--title-kk", "А", "--title-ru", "Б", "--title-en", "C"]
    words += ["--version", "1", "--license", "MIT", "--key", "depositor"]
    with _hostile(installation, _other_root) as server:
        ran = installation.qoima(*words, QOIMA_API_URL=server.url)
    assert ran.code == 4
    assert ran.refusal["code"] == "signing.differs"
    assert ran.refusal["field"] == "root"
    assert _sent(server) == ["/v1/deposits"]


def test_a_class_in_another_contract_is_not_registered(installation: Up, people: People) -> None:
    digest = "5a" * 32
    words = ["asset", "register", "--backing", "goods", "--decision", digest, "--rights", digest]
    with _hostile(installation, lambda unsigned: unsigned.update(to="0x" + "11" * 20)) as server:
        ran = installation.qoima(*words, "--key", "issuer", QOIMA_API_URL=server.url)
    assert (ran.code, ran.refusal["field"]) == (4, "to")
    assert _sent(server) == ["/v1/assets"]


def test_a_server_that_is_something_else_is_named_as_such(tmp_path: Path) -> None:
    with talker(lambda _asked: Says(b"<html>hello</html>")) as server:
        home = {"QOIMA_HOME": str(tmp_path), "QOIMA_API_URL": server.url}
        ran = qoima("deposit", "list", "--json", **home)
    assert (ran.code, ran.refusal["code"]) == (3, "server.strange-answer")


def test_a_server_that_does_not_answer_is_named_with_what_to_do(tmp_path: Path) -> None:
    ran = qoima("asset", "list", QOIMA_HOME=str(tmp_path), QOIMA_API_URL="http://127.0.0.1:9")
    assert ran.code == 3
    assert "http://127.0.0.1:9" in ran.err
    assert "qoima up" in ran.err
    assert ran.out == ""
