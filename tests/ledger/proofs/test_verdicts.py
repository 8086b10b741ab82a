"""Every case of the corpus gets its verdict, by the check that it must be refused by."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from depository.proving import verify_file, verify_proof
from ledger.canonical import canonical_json
from ledger.errors import VerificationError
from ledger.proofs.model import Demands
from ledger.proofs.trust import read_trust
from tests.ledger.proofs.corpus import FOLDER, files, read

if TYPE_CHECKING:
    from tests.ledger.proofs.case import Case

_MOST = 1 << 30


def _verdict(case: Case) -> tuple[int, str | None]:
    trust = read_trust(canonical_json(case.trust))
    try:
        proven = verify_proof(case.document, trust, Demands(case.now, case.not_before))
        if case.file is not None:
            verify_file(proven, io.BytesIO(case.file), _MOST)
    except VerificationError as refusal:
        return int(str(refusal.facts["check"])), refusal.code
    return 0, None


@pytest.mark.parametrize("case", read(), ids=lambda case: case.name)
def test_a_case_gets_its_verdict(case: Case) -> None:
    assert _verdict(case) == (case.check, case.code)


def test_the_corpus_is_large_and_most_of_it_must_fail() -> None:
    cases = read()
    assert len({each.name for each in cases}) == len(cases) >= 80
    assert sum(each.code is not None for each in cases) >= 55
    assert {each.check for each in cases} == set(range(17))


@pytest.mark.long
def test_the_vectors_are_what_the_cases_make() -> None:
    present = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert present == files()
