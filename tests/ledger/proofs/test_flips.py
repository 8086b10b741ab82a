"""No bit of a bundle, nor of the file that it is about, is immaterial; and it costs little."""

from __future__ import annotations

import io
import json
import random
import time

import pytest

from depository.proving import verify_file, verify_proof
from ledger.errors import VerificationError
from ledger.proofs.model import Demands
from ledger.proofs.trust import read_trust
from tests.ledger.proofs.corpus import FOLDER
from tests.ledger.proofs.flips import flipped, verdict_on


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_every_bundle_with_a_bit_turned_over_is_refused(count: int) -> None:
    refused = [verdict_on(case) for case in flipped(count)]
    assert [code for _, code in refused if code is not None] == [code for _, code in refused]
    assert len({check for check, _ in refused}) > 5


@pytest.mark.parametrize("count", [100, pytest.param(10_000, marks=pytest.mark.long)])
def test_every_file_with_a_bit_turned_over_is_another(count: int) -> None:
    index = json.loads((FOLDER / "index.json").read_bytes())
    (entry,) = [each for each in index if each["name"] == "file main.py"]
    trust = read_trust((FOLDER / entry["trust"]).read_bytes())
    document = (FOLDER / entry["bundle"]).read_bytes()
    proven = verify_proof(document, trust, Demands(entry["now"]))
    whole, chance = (FOLDER / entry["file"]).read_bytes(), random.Random(33)  # noqa: S311
    verify_file(proven, io.BytesIO(whole), 0)
    for _ in range(count):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        with pytest.raises(VerificationError, match=r"proof\.file-differs"):
            verify_file(proven, io.BytesIO(data), 0)


def test_a_bundle_is_verified_within_ten_milliseconds_of_computing() -> None:
    index = json.loads((FOLDER / "index.json").read_bytes())
    for name in ("deposit under 1", "deposit under 5"):
        (entry,) = [each for each in index if each["name"] == name]
        trust = read_trust((FOLDER / entry["trust"]).read_bytes())
        document, spent = (FOLDER / entry["bundle"]).read_bytes(), list[float]()
        for _ in range(20):
            begun = time.process_time()
            verify_proof(document, trust, Demands(entry["now"]))
            spent.append(time.process_time() - begun)
        assert min(spent) < 0.01
