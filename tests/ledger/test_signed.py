"""Signed transactions are read back as they were signed; anything else is malformed."""

from __future__ import annotations

from typing import Any

import pytest
from eth_account import Account
from hypothesis import given
from hypothesis import strategies as st

from ledger.addresses import parse_address
from ledger.chain.signed import MAX_RAW_BYTES, Signed, read_signed
from ledger.errors import Rejected

TARGET = parse_address("0x3535353535353535353535353535353535353535")
SIGNER = Account.from_key("0x" + "46" * 32)
EIP155 = (
    "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080"
    "25a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761a"
    "ecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"
)
"""The example of EIP-155."""

FREE: dict[str, dict[str, Any]] = {
    "legacy": {"gasPrice": 0, "chainId": 33012015},
    "type 1": {"type": 1, "gasPrice": 0, "chainId": 33012015, "accessList": []},
    "type 2": {"type": 2, "maxFeePerGas": 0, "maxPriorityFeePerGas": 0, "chainId": 33012015},
}


def test_the_example_of_eip_155_is_read() -> None:
    assert read_signed(bytes.fromhex(EIP155)) == Signed(
        sender=SIGNER.address,
        chain_id=1,
        nonce=9,
        gas=21_000,
        to=TARGET,
        value=10**18,
        data=b"",
    )


@pytest.mark.parametrize("kind", FREE)
def test_what_a_wallet_signs_is_read_back(kind: str) -> None:
    fields = {
        **FREE[kind],
        "nonce": 7,
        "gas": 50_000,
        "to": TARGET,
        "value": 3,
        "data": b"\x01\x02",
    }
    found = read_signed(bytes(SIGNER.sign_transaction(fields).raw_transaction))
    assert found == Signed(SIGNER.address, 33012015, 7, 50_000, TARGET, 3, b"\x01\x02")


def test_a_transaction_for_any_chain_names_none() -> None:
    fields = {"gasPrice": 0, "nonce": 0, "gas": 1, "to": TARGET, "value": 0, "data": b""}
    found = read_signed(bytes(SIGNER.sign_transaction(fields).raw_transaction))
    assert (found.chain_id, found.sender) == (None, SIGNER.address)


def test_a_creation_has_no_target() -> None:
    fields = {**FREE["type 2"], "nonce": 0, "gas": 9, "value": 0, "data": b"\x60"}
    assert read_signed(bytes(SIGNER.sign_transaction(fields).raw_transaction)).to is None


def test_one_that_no_node_would_take_is_not_read() -> None:
    with pytest.raises(Rejected, match=r"transaction\.too-large"):
        read_signed(b"\x02" * (MAX_RAW_BYTES + 1))


@pytest.mark.parametrize("raw", ["02", "02c0", "c0", "f8", "00", "03c0", "7f", EIP155[:-2]])
def test_what_is_no_transaction_is_malformed(raw: str) -> None:
    with pytest.raises(Rejected, match=r"transaction\.malformed"):
        read_signed(bytes.fromhex(raw))


def read(raw: bytes) -> Signed | None:
    """What is read, None for what is malformed; nothing else may be raised."""
    try:
        return read_signed(raw)
    except Rejected as refused:
        if refused.code != "transaction.malformed":
            raise
        return None


@given(st.binary(min_size=1, max_size=300), st.sampled_from([b"", b"\x01", b"\x02"]))
def test_no_bytes_raise_anything_else(data: bytes, kind: bytes) -> None:
    found = read(kind + data)
    assert found is None or len(found.sender) == 42


@given(st.integers(0, len(EIP155) // 2 - 1), st.integers(1, 255))
def test_an_altered_byte_gives_another_transaction_or_none(at: int, change: int) -> None:
    raw = bytearray.fromhex(EIP155)
    raw[at] ^= change
    assert read(bytes(raw)) != read_signed(bytes.fromhex(EIP155))
