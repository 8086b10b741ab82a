"""Forms in YAML: what is read, and what is not taken for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cli.exits import UsageError
from cli.forms import MAX_FORM_BYTES, read_form, written
from mining_registry.editions import NOTIFICATION, REPORT

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.forms.model import LawForm


def _form(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "form.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_form_holds_text_integers_booleans_and_lists(tmp_path: Path) -> None:
    text = "name: «Үлгі» ЖШС\nkw: 5000\nown: true\nnone:\nlist: [1, -2, two]\n"
    assert read_form(_form(tmp_path, text)) == {
        "name": "«Үлгі» ЖШС",
        "kw": 5000,
        "own": True,
        "none": None,
        "list": [1, -2, "two"],
    }


def test_digits_with_a_leading_zero_and_days_stay_as_they_are_written(tmp_path: Path) -> None:
    text = "bin: 010740001234\nday: 2027-01-15\ntime: 12:30\nyes: yes\n"
    assert read_form(_form(tmp_path, text)) == {
        "bin": "010740001234",
        "day": "2027-01-15",
        "time": "12:30",
        "yes": "yes",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n- b\n", "input.not-a-mapping"),
        ("1: a\n", "input.not-a-mapping"),
        ("a: &x [1]\nb: *x\n", "input.bad-yaml"),
        ("a: !!python/object/apply:os.getcwd []\n", "input.bad-yaml"),
        ("a: [1\n", "input.bad-yaml"),
        ("a: " + "[" * 5000 + "]" * 5000 + "\n", "input.bad-yaml"),
        ("a: " + "9" * 5000 + "\n", "input.bad-yaml"),
        ("a: " + "x" * MAX_FORM_BYTES + "\n", "input.form-too-large"),
    ],
    ids=["list", "number as name", "alias", "object", "open", "deep", "long number", "large"],
)
def test_what_is_no_plain_form_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(UsageError) as refusal:
        read_form(_form(tmp_path, text))
    assert refusal.value.code == code


def test_what_is_written_is_read_as_the_same(tmp_path: Path) -> None:
    forms: tuple[LawForm[Any], ...] = (NOTIFICATION, REPORT)
    for form in forms:
        example = {"form": form.called(form.latest), **form.latest.example()}
        text = written(example)
        assert text.startswith(f"form: {form.name}/1\n")
        assert read_form(_form(tmp_path, text)) == example


def test_a_form_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"input\.form-unreadable"):
        read_form(tmp_path / "none.yaml")
