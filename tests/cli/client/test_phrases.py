"""Whatever the client refuses is said in all three languages by the commands that call it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qoima.client
from api.languages import LANGUAGES, Language
from api.problems import message_id
from cli.speech import speech

_RAISED = re.compile(
    r"(?:InputError|BrokenError|NotFound|Conflict|Rejected|Unavailable|VerificationError)\("
    r"\s*\"([a-z-]+\.[a-z-]+)\""
)


def _codes() -> set[str]:
    (room,) = map(Path, qoima.client.__path__)
    return {
        code for path in room.rglob("*.py") for code in _RAISED.findall(path.read_text("utf-8"))
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_client_is_phrased(language: Language) -> None:
    messages = speech(language)
    assert len(_codes()) > 20
    assert {code for code in _codes() if message_id(code) not in messages} == set()
