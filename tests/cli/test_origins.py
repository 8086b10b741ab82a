"""`qoima deposit --budget` and its kin: where a deposit comes from, and what is told of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up

_TITLES = ("--title-kk", "Тұжырымдама", "--title-ru", "Концепция", "--title-en", "Concept")
_SAID = (*_TITLES, "--version", "1.0", "--license", "Apache-2.0", "--key", "depositor")
_CONCEPT = (*_SAID, "--kind", "concept", "--budget")


def _concept(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "concept.txt").write_text(text)
    (folder / "conclusion.txt").write_text("approved")
    return folder


def test_a_concept_of_the_budget_is_deposited_with_its_expert_conclusion(
    installation: Up, people: People, tmp_path: Path
) -> None:
    folder = _concept(tmp_path / "concept", "of the budget")
    bare = installation.qoima("deposit", str(folder), *_CONCEPT)
    assert (bare.code, bare.refusal["code"]) == (1, "conclusion.missing")
    other = tmp_path / "other.txt"
    other.write_text("another document")
    elsewhere = installation.qoima("deposit", str(folder), *_CONCEPT, "--conclusion", str(other))
    assert (elsewhere.code, elsewhere.refusal["code"]) == (1, "conclusion.not-in-package")
    conclusion = ("--conclusion", str(folder / "conclusion.txt"))
    done = installation.qoima("deposit", str(folder), *_CONCEPT, *conclusion).answer
    assert "same_content" not in done
    shown = installation.qoima("deposit", "show", str(done["number"])).answer["data"]
    digest = "0x" + hashlib.sha256(b"approved").hexdigest()
    assert (shown["origin"], shown["conclusion"]) == ("budget", digest)
    assert [each["account"] for each in shown["possessors"]] == [people["depositor"]]
    assert (shown["level"], shown["levels"], shown["copies"]) == (0, [], [])


def test_what_a_state_body_got_otherwise_is_the_states_too(
    installation: Up, people: People, tmp_path: Path
) -> None:
    folder = _concept(tmp_path / "gift", "a gift")
    done = installation.qoima("deposit", str(folder), *_SAID, "--state").answer
    shown = installation.qoima("deposit", "show", str(done["number"])).answer["data"]
    assert (shown["origin"], shown["conclusion"]) == ("state", None)


def test_the_yearly_verification_is_told(installation: Up, people: People) -> None:
    told = installation.qoima("deposit", "yearly").answer["data"]
    assert told["due"] is False
    assert told["due_at"].endswith("Z")
