"""The deployment file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ledger.deployment import parse_deployment, read_deployment
from ledger.errors import NotFound, Rejected

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
HASH = "0x" + "ab" * 32
DOCUMENT: dict[str, Any] = {
    "chain_id": 33012015,
    "genesis_hash": HASH,
    "genesis_sha256": "cd" * 32,
    "period": 1,
    "signers": [ADDRESS.lower()],
    "operator": ADDRESS,
    "authority": ADDRESS,
    "contracts": {
        "participants": {
            "address": ADDRESS,
            "block": 1,
            "transaction": HASH,
            "code_hash": HASH,
            "source_digest": "ef" * 32,
            "compiler": "vyper 0.4.3",
            "evm_version": "london",
            "arguments": {"authority": ADDRESS, "rules": HASH},
        }
    },
    "something_newer": True,
}


def test_a_deployment_file_reads_as_written_and_tolerates_what_is_newer(tmp_path: Path) -> None:
    path = tmp_path / "deployment.json"
    path.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    deployment = read_deployment(path)
    assert deployment.chain_id == 33012015
    assert deployment.signers == (ADDRESS,)
    assert deployment.contracts["participants"].block == 1


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"deployment\.missing"):
        read_deployment(tmp_path / "deployment.json")


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deployment.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(Rejected, match=r"deployment\.malformed"):
        read_deployment(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("chain_id", "1"),
        ("chain_id", True),
        ("genesis_hash", "0x12"),
        ("genesis_sha256", ""),
        ("signers", []),
        ("signers", "0x"),
        ("operator", "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAe"),
        ("authority", None),
        ("contracts", []),
        ("contracts", {"participants": None}),
    ],
)
def test_a_field_that_does_not_say_what_it_must_is_named(field: str, value: Any) -> None:
    with pytest.raises(Rejected) as refused:
        parse_deployment({**DOCUMENT, field: value})
    assert refused.value.code == "deployment.malformed"
    assert refused.value.facts["field"] in {field, "participants"}


@pytest.mark.parametrize("given", [None, [], {"rules": 1}, {"rules": "12"}, {"rules": "0x1"}])
def test_arguments_that_are_not_bytes_by_name_are_refused(given: Any) -> None:
    contract = {**DOCUMENT["contracts"]["participants"], "arguments": given}
    with pytest.raises(Rejected) as refused:
        parse_deployment({**DOCUMENT, "contracts": {"participants": contract}})
    assert refused.value.facts["field"] == "arguments"
