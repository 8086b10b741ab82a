"""Log lines as JSON, without secrets."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from node.logs import JsonFormatter


def line(message: str, *arguments: object, **more: Any) -> dict[str, Any]:
    """A record as the formatter writes it; it must be one line."""
    record = logging.LogRecord("node.test", logging.INFO, "f", 1, message, arguments, None)
    record.__dict__.update(more)
    written = JsonFormatter().format(record)
    assert "\n" not in written
    found: dict[str, Any] = json.loads(written)
    return found


def test_a_line_is_one_object_with_time_level_room_and_sentence() -> None:
    found = line("sealed block %d\nof %s", 7, "қоима", height=7, created=1_800_000_000.25)
    assert found == {
        "time": "2027-01-15T08:00:00.250Z",
        "level": "info",
        "logger": "node.test",
        "message": "sealed block 7\nof қоима",
        "facts": {"height": "7"},
    }


def test_an_exception_is_part_of_the_line() -> None:
    try:
        raise OSError("disk \ud800")
    except OSError:
        found = line("it failed", exc_info=sys.exc_info())
    assert "OSError: disk \\ud800" in found["exception"]


def test_secrets_are_struck_out() -> None:
    found = line(
        "cannot reach postgresql://qoima:hunter2@db/index with %s",
        {"password": "hunter2", "PGPASSWORD": "hunter2", "private_key": "0xhunter2"},
        detail="token=hunter2&x=1",
    )
    assert "hunter2" not in json.dumps(found)
    assert "postgresql://***@db/index" in found["message"]
    assert found["facts"]["detail"] == "token=***&x=1"


def test_what_is_no_secret_stays() -> None:
    message = "node ready at http://127.0.0.1:8545, head 5, key sealer.json"
    assert line(message)["message"] == message
