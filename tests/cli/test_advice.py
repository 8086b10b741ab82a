"""What a command adds to a refusal: the commands and settings that mend it here."""

from __future__ import annotations

import pytest

from api.languages import LANGUAGES, Language
from cli.exits import faults, sentence
from cli.speech import speech
from depository.archive import ArchiveRefused
from ledger.errors import Rejected, Unavailable
from qoima.client.errors import ProblemError
from tests.support.refusals import constructions


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_node_that_does_not_answer_here_can_be_started(language: Language) -> None:
    messages = speech(language)
    said, more = sentence(Unavailable("chain.unreachable"), messages)
    assert said == messages("problem-chain_unreachable")
    assert more is not None
    assert more.startswith(str(messages.attribute("problem-chain_unreachable", "detail")))
    assert "qoima up" in more
    assert "QOIMA_RPC_URL" in more


def test_what_a_server_refused_is_left_in_the_servers_words() -> None:
    refused = ProblemError("chain.unreachable", 503, "The node does not answer.", "Try later.")
    assert sentence(refused, speech("en")) == ("The node does not answer.", "Try later.")


def test_a_refusal_without_more_to_say_is_said_once() -> None:
    assert sentence(Unavailable("no.such-code"), speech("en"))[1] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_of_an_archive_is_named_in_the_language(language: Language) -> None:
    messages = speech(language)
    problems = [
        Rejected("archive.path-escapes", name="../x"),
        Rejected("archive.symlink", name="y"),
    ]
    found = faults(ArchiveRefused(problems), messages)
    assert [fault.field for fault in found] == ["../x", "y"]
    assert all(fault.field in fault.message for fault in found)
    assert faults(problems[0], messages) == ()


def test_every_advice_belongs_to_a_refusal_that_can_be_made() -> None:
    messages = speech("kk")
    made = {each.code for each in constructions("ledger", "cli", "node", "api") if each.code}
    made |= {"index.other-chain", "index.other-projections"}
    advised = {each.removeprefix("advice-") for each in messages.ids if each.startswith("advice-")}
    assert advised <= {code.replace(".", "_") for code in made}
    assert len(advised) > 5
