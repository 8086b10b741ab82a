"""What may be signed: exactly the call that was meant, on the trusted chain and contract."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.deployment import ContractInfo, Deployment
from ledger.errors import VerificationError
from ledger.types import Address, BlockHash, BlockNumber, TxHash
from qoima.client.trust import ANY, Meant, check_unsigned

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = ("participants", "depository", "asset_classes", "digital_assets", "mining_registry")
_ROOT = bytes(range(32))
_DEPOSIT = Meant("depository", "deposit", (_ROOT, 1234, 3, 0, 1, bytes(32)))


def _address(number: int) -> Address:
    return Address(f"0x{number:040x}")


TRUSTED = Deployment(
    chain_id=33012015,
    genesis_hash=BlockHash("0x" + "1" * 64),
    genesis_sha256="2" * 64,
    period=1,
    signers=(_address(9),),
    operator=_address(8),
    authority=_address(7),
    contracts=MappingProxyType(
        {
            name: ContractInfo(
                address=_address(100 + number),
                block=BlockNumber(1),
                transaction=TxHash("0x" + "3" * 64),
                code_hash="0x",
                source_digest="4" * 64,
                compiler="vyper",
                evm_version="london",
                arguments=MappingProxyType({}),
            )
            for number, name in enumerate(_NAMES)
        }
    ),
)


def _unsigned(signature: str, types: list[str], values: tuple[Any, ...], to: int) -> dict[str, str]:
    data = keccak(signature.encode())[:4] + encode(types, values)
    return {
        "type": "0x2",
        "chainId": hex(TRUSTED.chain_id),
        "nonce": "0x5",
        "to": _address(to),
        "value": "0x0",
        "gas": "0x30d40",
        "maxFeePerGas": "0x0",
        "maxPriorityFeePerGas": "0x0",
        "data": "0x" + data.hex(),
    }


def _deposit(*values: Any) -> dict[str, str]:
    types = ["bytes32", "uint256", "uint256", "uint256", "uint256", "bytes32"]
    return _unsigned(f"deposit({','.join(types)})", types, values, 101)


GOOD = _deposit(_ROOT, 1234, 3, 0, 1, bytes(32))


def test_the_call_that_was_meant_may_be_signed() -> None:
    call = check_unsigned(GOOD, _DEPOSIT, TRUSTED)
    assert call.fields["to"] == _address(101)
    assert call.fields["nonce"] == 5
    facts = {"root": _ROOT, "size": 1234, "kind": 3, "access": 0}
    assert dict(call.args) == facts | {"origin": 1, "conclusion": bytes(32)}


def test_an_argument_that_only_the_server_knows_may_be_anything() -> None:
    signature = "notify(bytes32,uint256)"
    unsigned = _unsigned(signature, ["bytes32", "uint256"], (_ROOT, 77), 104)
    call = check_unsigned(unsigned, Meant("mining_registry", "notify", (ANY, 77)), TRUSTED)
    assert call.args["form"] == _ROOT
    with pytest.raises(VerificationError) as refusal:
        check_unsigned(unsigned, Meant("mining_registry", "notify", (ANY, 78)), TRUSTED)
    assert refusal.value.facts["field"] == "starts_at"


def _registration(*rights: tuple[str, bytes]) -> dict[str, str]:
    types = ["uint256", "bytes32", "(string,bytes32)[]", "string"]
    signature = "register_class(uint256,bytes32,(string,bytes32)[],string)"
    return _unsigned(signature, types, (1, _ROOT, list(rights), ""), 102)


def test_a_class_is_registered_with_the_rights_that_were_meant_and_no_others() -> None:
    rights = (("delivery", _ROOT), ("storage", bytes(32)))
    meant = Meant("asset_classes", "register_class", (1, _ROOT, rights, ""))
    assert check_unsigned(_registration(*rights), meant, TRUSTED).args["rights"] == rights
    others = (
        rights[:1],
        (*rights, ("use", _ROOT)),
        (("delivery", bytes(32)), rights[1]),
        (("storage", _ROOT), rights[1]),
        tuple(reversed(rights)),
    )
    for other in others:
        with pytest.raises(VerificationError, match=r"signing\.differs") as refusal:
            check_unsigned(_registration(*other), meant, TRUSTED)
        assert refusal.value.facts["field"] == "rights"


def _suspension(account: str, basis: bytes = _ROOT, target: int = 100) -> dict[str, str]:
    """A proposal of the authorised body to suspend an account."""
    data = keccak(b"suspend(address)")[:4] + encode(["address"], (account,))
    signature, types = "propose(address,bytes,bytes32)", ["address", "bytes", "bytes32"]
    return _unsigned(signature, types, (_address(target), data, basis), 100)


def test_an_address_may_be_written_in_either_case() -> None:
    lower, mixed = "0x" + "ab" * 20, "0x" + "aB" * 20
    meant = Meant("participants", "suspend", (mixed,), _ROOT)
    call = check_unsigned(_suspension(lower), meant, TRUSTED)
    assert call.args["account"] == lower


def test_an_act_of_the_authorised_body_is_a_proposal_of_the_call_that_was_meant() -> None:
    account = "0x" + "ab" * 20
    meant = Meant("participants", "suspend", (account,), _ROOT)
    refused = {
        "basis": _suspension(account, basis=bytes(32)),
        "target": _suspension(account, target=101),
        "account": _suspension("0x" + "cd" * 20),
        "function": _unsigned("suspend(address)", ["address"], (account,), 100),
        "to": _suspension(account) | {"to": _address(101)},
    }
    for field, unsigned in refused.items():
        with pytest.raises(VerificationError, match=r"signing\.differs") as refusal:
            check_unsigned(unsigned, meant, TRUSTED)
        assert refusal.value.facts["field"] == field


_TAMPERED: Mapping[str, dict[str, str]] = {
    "type": GOOD | {"type": "0x0"},
    "chainId": GOOD | {"chainId": "0x1"},
    "value": GOOD | {"value": "0x1"},
    "maxFeePerGas": GOOD | {"maxFeePerGas": "0x1"},
    "maxPriorityFeePerGas": GOOD | {"maxPriorityFeePerGas": "0x1"},
    "gas": GOOD | {"gas": hex(10**9)},
    "nonce": GOOD | {"nonce": "five"},
    "to": GOOD | {"to": _address(102)},
    "root": _deposit(bytes(32), 1234, 3, 0, 1, bytes(32)),
    "size": _deposit(_ROOT, 1235, 3, 0, 1, bytes(32)),
    "kind": _deposit(_ROOT, 1234, 4, 0, 1, bytes(32)),
    "access": _deposit(_ROOT, 1234, 3, 1, 1, bytes(32)),
    "origin": _deposit(_ROOT, 1234, 3, 0, 0, bytes(32)),
    "conclusion": _deposit(_ROOT, 1234, 3, 0, 1, _ROOT),
    "data": GOOD | {"data": GOOD["data"] + "00"},
    "function": GOOD | {"data": "0x00000000" + GOOD["data"][10:]},
}


@pytest.mark.parametrize("field", list(_TAMPERED))
def test_any_other_transaction_is_refused_by_the_field_that_differs(field: str) -> None:
    with pytest.raises(VerificationError, match=r"signing\.differs") as refusal:
        check_unsigned(_TAMPERED[field], _DEPOSIT, TRUSTED)
    assert refusal.value.facts["field"] == field


@pytest.mark.parametrize("unsigned", [{}, GOOD | {"accessList": "[]"}, {"data": GOOD["data"]}])
def test_a_transaction_of_other_fields_is_refused(unsigned: dict[str, str]) -> None:
    with pytest.raises(VerificationError) as refusal:
        check_unsigned(unsigned, _DEPOSIT, TRUSTED)
    assert refusal.value.facts["field"] == "fields"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_data_but_the_meant_call_passes(data: bytes) -> None:
    with pytest.raises(VerificationError, match=r"signing\.differs"):
        check_unsigned(GOOD | {"data": "0x" + data.hex()}, _DEPOSIT, TRUSTED)
