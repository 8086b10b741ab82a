"""Chains and revocation as NIST has them tested (PKITS)."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest
from asn1crypto import crl, pem, x509  # type: ignore[import-untyped] # it carries no types

from ledger.errors import Rejected
from ledger.identities.paths import Known, chain, check_revocation
from ledger.identities.signature import Signed

VECTORS: Final = Path(__file__).parents[2] / "vectors" / "pkits"
CASES: Final[list[dict[str, Any]]] = json.loads((VECTORS / "cases.json").read_text("utf-8"))
NOW: Final = dt.datetime(2022, 5, 1, tzinfo=dt.UTC)
REFUSED: Final = {
    "40104": "identity.weak-algorithm",  # DSA
    "40105": "identity.weak-algorithm",  # DSA
    "40306": "identity.chain-invalid",  # unique identifiers, which asn1crypto does not keep as is
}
"""Good chains that are not taken here."""

CODES: Final = {
    "InsufficientRevinfoError": {"identity.revocation-unknown"},
    "StaleRevinfoError": {"identity.revocation-unknown"},
    "RevokedError": {"identity.revoked"},
    "PathValidationError": {
        *("identity.chain-invalid", "identity.expired", "identity.not-yet-valid"),
        *("identity.no-chain", "identity.weak-algorithm"),
    },
}


def test_the_suite_is_here() -> None:
    assert len(CASES) == 213
    assert sum(case["error"] is not None for case in CASES) == 121
    assert {case["error"] for case in CASES} == {None, *CODES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['name']}")
def test_each_chain_is_taken_or_refused_as_it_should_be(case: dict[str, Any]) -> None:
    code = _outcome(case)
    if case["error"] is None:
        assert code == REFUSED.get(case["id"])
    else:
        assert code in CODES[case["error"]]


def _outcome(case: dict[str, Any]) -> str | None:
    with zipfile.ZipFile(VECTORS / "pkits.zip") as archive:
        certificates = [
            x509.Certificate.load(_der(archive.read(f"certs/{name}")))
            for name in ("TrustAnchorRootCertificate.crt", case["cert"], *case["others"])
        ]
        lists = [
            crl.CertificateList.load(_der(archive.read(f"crls/{name}")))
            for name in ("TrustAnchorRootCRL.crl", *case["crls"])
        ]
    root, leaf, *others = certificates
    signed, known = Signed(leaf, tuple(others), (), ()), Known((root,), tuple(lists))
    try:
        asyncio.run(_checked(signed, known))
    except Rejected as refused:
        return refused.code
    return None


async def _checked(signed: Signed, known: Known) -> None:
    await chain(signed, known, NOW)
    await check_revocation(signed, known, NOW)


def _der(data: bytes) -> bytes:
    return pem.unarmor(data)[2] if pem.detect(data) else data
