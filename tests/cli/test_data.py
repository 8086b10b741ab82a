"""`qoima export` and `qoima ownership`: what comes is what was said, and bad input is named."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up


class _Altering(ThreadingHTTPServer):
    """Passes answers on from the real server, one byte of every CSV altered or its end left out."""

    def __init__(self, real: str, *, shorter: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.real, self.shorter = real, shorter


class _Handler(BaseHTTPRequestHandler):
    server: _Altering
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        answer = httpx.get(self.server.real + self.path, timeout=60)
        body, length = answer.content, len(answer.content)
        if ".csv?" in self.path:
            body = body[:-3] if self.server.shorter else body.replace(b"block", b"blocc", 1)
        self.send_response(answer.status_code)
        self.send_header("Content-Type", answer.headers["content-type"])
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@contextmanager
def _altering(up: Up, *, shorter: bool) -> Iterator[str]:
    with _Altering(up.url, shorter=shorter) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_an_export_is_written_with_the_digest_that_the_server_names(
    installation: Up, tmp_path: Path
) -> None:
    output = tmp_path / "events.csv"
    done = installation.qoima("export", "events", "--output", str(output)).answer
    content = output.read_bytes()
    assert done["sha256"] == "0x" + hashlib.sha256(content).hexdigest()
    assert (done["size"], content.startswith(b"block,timestamp,")) == (len(content), True)
    again = tmp_path / "again.csv"
    words = ("export", "events", "--output", str(again), "--block", str(done["block"]))
    assert installation.qoima(*words).answer["sha256"] == done["sha256"]
    lines = tmp_path / "lines.jsonl"
    as_lines = ("--output", str(lines), "--form", "jsonl", *words[-2:])
    assert installation.qoima("export", "events", *as_lines).code == 0
    rows = [json.loads(line) for line in lines.read_text().splitlines()]
    assert len(rows) == len(content.splitlines()) - 1
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "again.csv",
        "events.csv",
        "lines.jsonl",
    ]


@pytest.mark.parametrize(
    ("shorter", "code", "refusal"),
    [(False, 4, "export.digest-differs"), (True, 3, "server.unreachable")],
)
def test_an_altered_or_broken_export_is_not_kept(
    installation: Up, tmp_path: Path, shorter: bool, code: int, refusal: str
) -> None:
    words = ("export", "events", "--output", str(tmp_path / "events.csv"))
    with _altering(installation, shorter=shorter) as url:
        ran = installation.qoima(*words, QOIMA_API_URL=url)
    assert (ran.code, ran.refusal["code"]) == (code, refusal)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_and_what_is_not_there_is_refused(
    installation: Up, tmp_path: Path
) -> None:
    output = tmp_path / "taken.csv"
    output.write_text("mine")
    ran = installation.qoima("export", "events", "--output", str(output))
    assert (ran.code, ran.refusal["code"]) == (2, "input.output-exists")
    assert output.read_text() == "mine"
    new = ("--output", str(tmp_path / "new.csv"))
    late = installation.qoima("export", "holdings", *new, "--block", "99999999")
    assert (late.code, late.refusal["code"]) == (1, "block.not-indexed")
    none = installation.qoima("export", "movements", *new, "--asset", "99999")
    assert (none.code, none.refusal["code"]) == (1, "asset.unknown")
    folder = installation.qoima("export", "events", "--output", str(tmp_path / "no" / "e.csv"))
    assert (folder.code, folder.refusal["code"]) == (2, "input.file-unwritable")
    assert [each.name for each in tmp_path.iterdir()] == ["taken.csv"]


def test_more_than_a_thousand_questions_are_answered_as_of_one_block(
    installation: Up, people: People, tmp_path: Path
) -> None:
    questions = tmp_path / "subjects"
    holder = people["holder"]
    asked = [f"asset:{number} {holder}  # a remark" for number in range(1, 1501)]
    questions.write_text("\n".join(["# whose?", "", "deposit:999999", *asked, "record:999999/0"]))
    answer = installation.qoima("ownership", str(questions)).answer
    assert (answer["total"], len(answer["data"])) == (1502, 1502)
    assert answer["data"][0] == {
        "kind": "deposit",
        "deposit": 999999,
        "possessor": None,
        "account": None,
    }
    assert [each["asset"] for each in answer["data"][1:-1]] == list(range(1, 1501))
    assert {each["account"] for each in answer["data"][1:-1]} == {holder}
    record = {"kind": "record", "batch": 999999, "index": 0, "deposit": None}
    assert answer["data"][-1] == {**record, "possessor": None, "account": None}
    then = installation.qoima("ownership", str(questions), "--block", "1").answer
    assert then["as_of"]["number"] == 1


def test_every_line_that_is_no_question_is_named(installation: Up, tmp_path: Path) -> None:
    questions = tmp_path / "subjects"
    bad_sum = "0x52908400098527886E0F7030069857D2E4169EE8".replace("F", "f", 1)
    questions.write_text(f"deposit:1\ndeposit:0\nasset:1\nasset:2 {bad_sum}\nhouse:3\nrecord:1\n")
    ran = installation.qoima("ownership", str(questions))
    assert (ran.code, ran.refusal["code"]) == (2, "input.subjects-malformed")
    assert [each["field"] for each in ran.refusal["errors"]] == ["2", "3", "4", "5", "6"]
    questions.write_text("# nothing\n")
    assert installation.qoima("ownership", str(questions)).refusal["code"] == "input.subjects-none"
    questions.write_text("deposit:1\n" * 100_001)
    many = installation.qoima("ownership", str(questions))
    assert (many.code, many.refusal["code"]) == (2, "input.subjects-too-many")
    gone = installation.qoima("ownership", str(tmp_path / "gone"))
    assert (gone.code, gone.refusal["code"]) == (2, "input.file-unreadable")
    questions.write_bytes(b"\xff\xfe")
    assert installation.qoima("ownership", str(questions)).refusal["code"] == (
        "input.file-unreadable"
    )
