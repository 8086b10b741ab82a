"""Log lines for machines: one JSON object each, without what nobody may read."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Final

import orjson

__all__ = ["JsonFormatter"]

_STANDARD: Final = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}
_USER_INFO = re.compile(r"(?<=://)[^\s/@]+@")
_SECRET = re.compile(
    r"(?i)((?:password|passwd|secret|token|private_?key)\w*[\"']?\s*[=:]\s*[\"']?)[^\s\"',;}&]+"
)


class JsonFormatter(logging.Formatter):
    """Time (RFC 3339, UTC), level, room, sentence, and what else a record carries.

    Nothing secret is logged to begin with; passwords in addresses and after their names are
    struck out all the same, for the words of an exception are not ours.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _clean(record.getMessage()),
        }
        extra = {key: each for key, each in record.__dict__.items() if key not in _STANDARD}
        if extra:
            line["facts"] = {key: _clean(str(each)) for key, each in sorted(extra.items())}
        if record.exc_info:
            line["exception"] = _clean(self.formatException(record.exc_info))
        return orjson.dumps(line, option=orjson.OPT_PASSTHROUGH_SUBCLASS, default=str).decode()


def _clean(text: str) -> str:
    shown = text.encode("utf-8", "backslashreplace").decode()  # a lone surrogate is no text
    return _SECRET.sub(r"\1***", _USER_INFO.sub("***@", shown))
